/// Finds all of a set of symbol sequences in one pass: Aho and Corasick 1975.
///
/// Symbols are 32-bit (folded scalars, sound classes), mapped first to dense codes; code 0 is every
/// symbol that no pattern has and leads straight to the root. States have their edges in one flat
/// array, sorted by code; the root, where a Chinese text spends most of its time, has a table.
package struct TermAutomaton: Sendable {
    private var pages: [UInt16]
    private var codes: [UInt16]
    private var codeCount: UInt16 = 0
    private var root: [Int32] = []
    private var edgeStart: [Int32] = []
    private var edgeCode: [UInt16] = []
    private var edgeTarget: [Int32] = []
    private var fail: [Int32] = []
    /// The nearest state on the way of failures, this one included, where patterns end; -1 if none.
    private var outputState: [Int32] = []
    private var outputStart: [Int32] = []
    private var outputs: [Int32] = []

    /// The number of the pattern in `patterns` is what matches tell.
    ///
    /// Empty patterns never match.
    package init(patterns: [[UInt32]]) {
        pages = [UInt16](repeating: 0, count: 0x1100)
        codes = [UInt16](repeating: 0, count: 256)
        for pattern in patterns {
            for symbol in pattern { assignCode(to: symbol) }
        }
        var trie = Trie()
        for (number, pattern) in patterns.enumerated() where !pattern.isEmpty {
            trie.insert(pattern.map { code(of: $0) }, number: Int32(number))
        }
        flatten(trie)
        link()
    }

    package var stateCount: Int { fail.count }

    /// The dense code of `symbol`, 0 where no pattern has it.
    @inline(__always)
    package func code(of symbol: UInt32) -> UInt16 {
        codes[Int(pages[Int(truncatingIfNeeded: symbol >> 8)]) << 8 | Int(symbol & 0xFF)]
    }

    /// The state after `state` reads `code`; 0 is the root, and code 0 leads back to it.
    @inline(__always)
    package func step(_ state: Int32, _ code: UInt16) -> Int32 {
        if code == 0 { return 0 }
        var state = state
        while state != 0 {
            var edge = Int(edgeStart[Int(state)])
            let end = Int(edgeStart[Int(state) + 1])
            while edge < end {
                if edgeCode[edge] == code { return edgeTarget[edge] }
                edge += 1
            }
            state = fail[Int(state)]
        }
        return root[Int(code)]
    }

    /// Calls `body` with every pattern that ends in `state`, longest first.
    @inline(__always)
    package func forEachOutput(of state: Int32, _ body: (Int32) -> Void) {
        var current = outputState[Int(state)]
        while current >= 0 {
            let at = Int(current)
            for place in Int(outputStart[at])..<Int(outputStart[at + 1]) { body(outputs[place]) }
            current = outputState[Int(fail[at])]
        }
    }

    private mutating func assignCode(to symbol: UInt32) {
        precondition(symbol <= 0x10FFFF, "a symbol is at most a code point")
        let page = Int(symbol >> 8)
        if pages[page] == 0 {
            pages[page] = UInt16(codes.count >> 8)
            codes += [UInt16](repeating: 0, count: 256)
        }
        let place = Int(pages[page]) << 8 | Int(symbol & 0xFF)
        guard codes[place] == 0 else { return }
        precondition(codeCount < .max, "a set of terms uses less than 65,535 symbols")
        codeCount += 1
        codes[place] = codeCount
    }

    private mutating func flatten(_ trie: Trie) {
        edgeStart.reserveCapacity(trie.children.count + 1)
        for state in trie.children.indices {
            edgeStart.append(Int32(edgeCode.count))
            outputStart.append(Int32(outputs.count))
            for (code, target) in trie.children[state].sorted(by: { $0.key < $1.key }) {
                edgeCode.append(code)
                edgeTarget.append(target)
            }
            outputs += trie.outputs[state] ?? []
        }
        edgeStart.append(Int32(edgeCode.count))
        outputStart.append(Int32(outputs.count))
        root = [Int32](repeating: 0, count: Int(codeCount) + 1)
        for edge in 0..<Int(edgeStart[1]) { root[Int(edgeCode[edge])] = edgeTarget[edge] }
    }

    private mutating func link() {
        let count = outputStart.count - 1
        fail = [Int32](repeating: 0, count: count)
        outputState = [Int32](repeating: -1, count: count)
        var queue: [Int32] = Array(edgeTarget[0..<Int(edgeStart[1])])
        var next = 0
        while next < queue.count {
            let state = Int(queue[next])
            next += 1
            let hasOutput = outputStart[state] < outputStart[state + 1]
            outputState[state] = hasOutput ? Int32(state) : outputState[Int(fail[state])]
            for edge in Int(edgeStart[state])..<Int(edgeStart[state + 1]) {
                fail[Int(edgeTarget[edge])] = step(fail[state], edgeCode[edge])
                queue.append(edgeTarget[edge])
            }
        }
    }
}

/// The trie that the automaton is flattened from.
private struct Trie {
    var children: [[UInt16: Int32]] = [[:]]
    var outputs: [Int: [Int32]] = [:]

    mutating func insert(_ pattern: [UInt16], number: Int32) {
        var state = 0
        for code in pattern {
            if let child = children[state][code] {
                state = Int(child)
            } else {
                children[state][code] = Int32(children.count)
                state = children.count
                children.append([:])
            }
        }
        outputs[state, default: []].append(number)
    }
}
