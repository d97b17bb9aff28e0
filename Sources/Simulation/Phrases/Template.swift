import Primitives

/// What only the speaker knows: filled from a `Voice`.
enum Slot: String, Sendable {
    /// One of the seller's goods, two or three of them, and the words for all.
    case good = "g"
    case goods = "gs"
    case fireworks = "yh"
    case crackers = "bp"
    case price
    /// A WeChat id, phone or QQ number as somebody writes it who hides it from filters.
    case hiddenWechat = "id"
    case hiddenPhone = "tel"
    case qq
    /// The same in plain writing.
    case wechat = "wx"
    case phone
    case town, county, street, estate, village, surname, given, nick
    /// The town of the production area the seller has his goods from.
    case origin
}

/// A sentence with places to fill.
///
/// Grammar: `[a|b|]` one of the alternatives, `{n:3-9}` a whole number, `{n:50-200:10}` one in
/// steps, `{slot}` a `Slot` or one line of the table of that name. `@15-39` at the very end is the
/// price range in yuan. The four brackets and the bar stand for nothing else.
struct Template: Sendable {
    enum Node: Sendable {
        case text(String)
        case number(Int, Int, Int)
        case choice([[Node]])
        case slot(Slot)
        case table(Int)
    }

    let nodes: [Node]
    let price: ClosedRange<Int>?

    /// `tables` gives a table's place by its name.
    ///
    /// A name that is neither slot nor table is a mistake in the source and stops the program.
    init(_ line: String, tables: [String: Int]) {
        var reader = TemplateReader(line, tables: tables)
        price = reader.takePrice()
        nodes = reader.sequence(inChoice: false)
    }
}

/// Reads one template from left to right.
private struct TemplateReader {
    private var symbols: [Unicode.Scalar]
    private var next = 0
    private let tables: [String: Int]

    init(_ line: String, tables: [String: Int]) {
        symbols = Array(line.unicodeScalars)
        self.tables = tables
    }

    /// Cuts `@low-high` from the end.
    mutating func takePrice() -> ClosedRange<Int>? {
        guard let at = symbols.lastIndex(of: "@") else { return nil }
        let tail = fields(of: text(symbols[(at + 1)...]), separator: "-").compactMap { Int($0) }
        guard tail.count == 2, tail[0] <= tail[1] else { return nil }
        symbols.removeSubrange(at...)
        return tail[0]...tail[1]
    }

    mutating func sequence(inChoice: Bool) -> [Template.Node] {
        var nodes: [Template.Node] = []
        var plain: [Unicode.Scalar] = []
        func flushed() -> [Template.Node] { plain.isEmpty ? [] : [.text(text(plain[...]))] }
        while next < symbols.count {
            let symbol = symbols[next]
            if inChoice, symbol == "|" || symbol == "]" { break }
            next += 1
            guard symbol == "[" || symbol == "{" else {
                plain.append(symbol)
                continue
            }
            nodes += flushed()
            plain = []
            nodes.append(symbol == "[" ? choice() : place())
        }
        return nodes + flushed()
    }

    private mutating func choice() -> Template.Node {
        var options: [[Template.Node]] = []
        while true {
            options.append(sequence(inChoice: true))
            precondition(next < symbols.count, "a template's [ needs its ]")
            next += 1
            if symbols[next - 1] == "]" { return .choice(options) }
        }
    }

    private mutating func place() -> Template.Node {
        guard let end = symbols[next...].firstIndex(of: "}") else {
            preconditionFailure("a template's { needs its }")
        }
        let name = text(symbols[next..<end])
        next = end + 1
        if name.hasPrefix("n:") {
            let parts = fields(of: name, separator: ":")
            let ends = fields(of: parts[1], separator: "-").compactMap { Int($0) }
            precondition(ends.count == 2 && ends[0] <= ends[1], "a number needs low-high: \(name)")
            return .number(ends[0], ends[1], parts.count > 2 ? Int(parts[2]) ?? 1 : 1)
        }
        if let slot = Slot(rawValue: name) { return .slot(slot) }
        guard let table = tables[name] else {
            preconditionFailure("no slot or table is called \(name)")
        }
        return .table(table)
    }

    private func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(part))
    }
}
