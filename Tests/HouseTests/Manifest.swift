import Foundation

/// What Package.swift declares, read as text: the targets and the targets each depends on.
///
/// Only the manifest's own few forms are understood: `room(…)`, `tests(…)`, `.executableTarget(…)`,
/// `.systemLibrary(…)`, and lists made of literals, `nouns` and `engines` joined by `+`.
struct Manifest {
    struct Target {
        let kind: String
        let name: String
        let knows: Set<String>
        /// Variables of outside products named in the call (`grdb`, `mustache`).
        let products: Set<String>
    }

    let targets: [Target]

    init(_ text: String) {
        let file = SourceFile(path: "Package.swift", text: text)
        let code = Array(file.codeLines.joined(separator: "\n").utf8)
        let raw = Array(text.utf8)
        targets = ["room(", "tests(", ".executableTarget(", ".systemLibrary("].flatMap { opening in
            Self.calls(opening, in: code).compactMap { range in
                Self.target(
                    kind: opening.trimming("(."),
                    call: String(decoding: raw[range], as: UTF8.self))
            }
        }
    }

    /// The byte ranges between the parentheses of each call that starts with `opening`.
    private static func calls(_ opening: String, in code: [UInt8]) -> [Range<Int>] {
        let sought = Array(opening.utf8)
        guard code.count > sought.count else { return [] }
        return (0..<(code.count - sought.count)).compactMap { at in
            guard code[at..<(at + sought.count)].elementsEqual(sought) else { return nil }
            let before = at > 0 ? code[at - 1] : 0x20
            guard before == 0x20 || before == 0x0A else { return nil }
            var depth = 1
            var end = at + sought.count
            while end < code.count, depth > 0 {
                if code[end] == UInt8(ascii: "(") { depth += 1 }
                if code[end] == UInt8(ascii: ")") { depth -= 1 }
                end += 1
            }
            return (at + sought.count)..<(end - 1)
        }
    }

    private static func target(kind: String, call: String) -> Target? {
        let literals = SourceFile(path: "", text: call).literals.map(\.text)
        // The declaration of `func room(_ name: String, …)` itself has no literal name.
        guard let name = literals.first, !call.contains("_ name: String") else { return nil }
        let knows = list("knows:", in: call) ?? list("dependencies:", in: call) ?? ""
        var known = Set(SourceFile(path: "", text: knows).literals.map(\.text))
        if Rules.occurs("nouns", in: knows) { known.formUnion(House.nouns) }
        if Rules.occurs("engines", in: knows) { known.formUnion(House.engines) }
        let all = call.words
        let products = ["hummingbird", "mustache", "grdb", "sqlite", "arguments", "logging"]
        return Target(
            kind: kind, name: name, knows: known,
            products: Set(products.filter { all.contains($0) }))
    }

    /// The value after `label`, up to the comma that ends it at the call's own depth.
    private static func list(_ label: String, in call: String) -> String? {
        guard let start = call.range(of: label) else { return nil }
        var depth = 0
        var value = ""
        for character in call[start.upperBound...] {
            if "([".contains(character) { depth += 1 }
            if ")]".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { break }
            value.append(character)
        }
        return value.split(separator: "\n").joined(separator: " ")
    }
}
