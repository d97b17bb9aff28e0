/// A test's text with the stretches that matter marked where they stand: `卖⟦烟花|yan花⟧,⟦同城送⟧`.
///
/// `⟦found⟧` marks a stretch, `⟦label|found⟧` names what it is meant to be. Marks may nest.
/// `text` is the same without marks, and every span counts UTF-8 bytes of `text`, 0-based, end
/// exclusive, as the product's own reasons do, so that a test compares places nobody had to count.
package struct MarkedText: Hashable, Sendable, CustomStringConvertible {
    /// One marked stretch of `text`.
    package struct Span: Hashable, Sendable {
        /// What stands before `|`, or "" where the mark has no label.
        package let label: String
        package let found: String
        package let start: Int
        package let end: Int

        package init(label: String = "", found: String, start: Int, end: Int) {
            self.label = label
            self.found = found
            self.start = start
            self.end = end
        }
    }

    package let text: String
    /// In order of where they start, the outer before the inner.
    package let spans: [Span]

    /// Reads the marks of `marked`; an unclosed or unopened mark is a mistake in the test.
    package init(_ marked: String) {
        var text = ""
        var length = 0
        var open: [(index: Int, start: Int, label: String)] = []
        var spans: [Span?] = []
        for scalar in marked.unicodeScalars {
            switch scalar {
            case Self.opening:
                open.append((spans.count, length, ""))
                spans.append(nil)
            case "|" where open.last.map { $0.label.isEmpty && $0.start < length } ?? false:
                let label = Self.bytes(of: text, from: open[open.count - 1].start)
                open[open.count - 1].label = label
                text = Self.bytes(of: text, from: 0, to: open[open.count - 1].start)
                length = open[open.count - 1].start
            case Self.closing:
                guard let last = open.popLast() else {
                    preconditionFailure("a mark closes that was not opened: \(marked)")
                }
                let found = Self.bytes(of: text, from: last.start)
                spans[last.index] = Span(
                    label: last.label, found: found, start: last.start, end: length)
            default:
                text.unicodeScalars.append(scalar)
                length += scalar.utf8.count
            }
        }
        precondition(open.isEmpty, "a mark is not closed: \(marked)")
        self.text = text
        self.spans = spans.compactMap(\.self)
    }

    /// Puts marks around `spans` of `text`, for a snapshot or a failure a person can read.
    ///
    /// Spans must nest or lie apart; one that crosses another, or lies outside `text`, is shown
    /// after the text instead, as `{start..<end}`, so that nothing found is hidden.
    package init(_ text: String, spans: [Span]) {
        self.text = text
        self.spans = spans.sorted { ($0.start, $1.end) < ($1.start, $0.end) }
    }

    package var description: String {
        let bytes = Array(text.utf8)
        var opens: [Int: [String]] = [:]
        var closes: [Int: Int] = [:]
        var stack: [Int] = []
        var apart = ""
        for span in spans {
            while let end = stack.last, end <= span.start { stack.removeLast() }
            let inside = 0 <= span.start && span.start < span.end && span.end <= bytes.count
            guard inside, stack.last.map({ span.end <= $0 }) ?? true else {
                apart += " {\(span.start)..<\(span.end) \(span.label)}"
                continue
            }
            stack.append(span.end)
            opens[span.start, default: []].append(span.label.isEmpty ? "" : span.label + "|")
            closes[span.end, default: 0] += 1
        }
        var result: [UInt8] = []
        for index in 0...bytes.count {
            for _ in 0..<(closes[index] ?? 0) { result += Array(String(Self.closing).utf8) }
            for label in opens[index] ?? [] { result += Array((String(Self.opening) + label).utf8) }
            if index < bytes.count { result.append(bytes[index]) }
        }
        return String(decoding: result, as: UTF8.self) + apart
    }

    private static let opening: Unicode.Scalar = "\u{27E6}"
    private static let closing: Unicode.Scalar = "\u{27E7}"

    private static func bytes(of text: String, from start: Int, to end: Int? = nil) -> String {
        let bytes = Array(text.utf8)
        return String(decoding: bytes[start..<(end ?? bytes.count)], as: UTF8.self)
    }
}
