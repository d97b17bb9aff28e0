import Primitives
package import Records

/// A text cut into pieces, each plain or marked by the reason that weighs most there.
///
/// Reasons point at bytes of the original. They may overlap, touch, end inside a character or lie
/// outside the text: ends move outward to whole Unicode scalars, what lies outside is left out, and
/// where two reasons meet the heavier one has the bytes. Joined, the pieces are the text again.
package struct MarkedPieces: Hashable, Sendable {
    /// One stretch of the text.
    package struct Piece: Hashable, Sendable {
        package let text: String
        /// Nil for plain text.
        package let reason: Reason?
        /// Stands for text left out between two pieces; `text` is then empty.
        package let isGap: Bool

        package init(text: String, reason: Reason? = nil, isGap: Bool = false) {
            self.text = text
            self.reason = reason
            self.isGap = isGap
        }
    }

    package let pieces: [Piece]

    /// - Complexity: O(bytes + the sum of the spans' bytes).
    package init(_ text: String, reasons: [Reason]) {
        let bytes = Array(text.utf8)
        let owners = Self.owners(bytes, reasons)
        var pieces: [Piece] = []
        var start = 0
        while start < bytes.count {
            let owner = owners[start]
            let end = owners[start...].firstIndex { $0 != owner } ?? bytes.count
            pieces.append(
                Piece(
                    text: String(decoding: bytes[start..<end], as: UTF8.self),
                    reason: owner < 0 ? nil : reasons[owner]))
            start = end
        }
        self.pieces = pieces
    }

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// A span of more bytes is no word: it says something of the text as a whole.
    private static let wordBytesMax = 96

    /// The code of a stretch of characters that weighs without being a term.
    package static let stretchCode = "text"

    /// For each byte the index of the reason that marks it, -1 for none.
    ///
    /// What is painted later stays: first stretches of ordinary characters and spans that are no
    /// words, then words, each from the lightest to the heaviest.
    private static func owners(_ bytes: [UInt8], _ reasons: [Reason]) -> [Int] {
        var owners = [Int](repeating: -1, count: bytes.count)
        let spans = reasons.indices.compactMap { index in
            span(of: reasons[index], in: bytes).map { (index: index, span: $0) }
        }
        func rank(_ item: (index: Int, span: Range<Int>)) -> (Int, Double, Int) {
            let reason = reasons[item.index]
            let isWord = reason.code != stretchCode && item.span.count <= wordBytesMax
            return (isWord ? 1 : 0, abs(reason.weight.value), -item.index)
        }
        let order = spans.sorted { rank($0) < rank($1) }
        for (index, span) in order {
            for byte in span { owners[byte] = index }
        }
        return owners
    }

    private static func span(of reason: Reason, in bytes: [UInt8]) -> Range<Int>? {
        var start = min(reason.start, bytes.count)
        var end = min(reason.end, bytes.count)
        guard start < end else { return nil }
        while start > 0, isContinuation(bytes[start]) { start -= 1 }
        while end < bytes.count, isContinuation(bytes[end]) { end += 1 }
        return start..<end
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// The same at about `bytesMax` bytes: plain pieces keep their ends beside a mark, and gaps say
    /// where something was left out.
    package func shortened(to bytesMax: Int) -> MarkedPieces {
        let total = pieces.reduce(0) { $0 + $1.text.utf8.count }
        guard total > bytesMax else { return self }
        let plain = pieces.count { $0.reason == nil }
        let share = max(bytesMax / max(plain, 1) / 2, 48)
        var left = bytesMax
        var result: [Piece] = []
        for (index, piece) in pieces.enumerated() {
            guard left > 0 else {
                result.append(Piece(text: "", isGap: true))
                break
            }
            // A text without any mark has no neighbour; its beginning is what a reader wants.
            let kept = Self.ends(
                of: piece, bytes: share, head: index > 0 || pieces.count == 1,
                tail: index < pieces.count - 1)
            result += kept
            left -= kept.reduce(0) { $0 + $1.text.utf8.count }
        }
        return MarkedPieces(pieces: result)
    }

    /// The first and the last `bytes` bytes of a piece, in whole scalars.
    private static func ends(of piece: Piece, bytes: Int, head: Bool, tail: Bool) -> [Piece] {
        let all = Array(piece.text.utf8)
        guard all.count > bytes * 2 else { return [piece] }
        var result: [Piece] = []
        if head {
            var end = bytes
            while isContinuation(all[end]) { end -= 1 }
            let text = String(decoding: all[..<end], as: UTF8.self)
            result.append(Piece(text: text, reason: piece.reason))
        }
        result.append(Piece(text: "", isGap: true))
        if tail {
            let rest = all.suffix(bytes).drop(while: isContinuation)
            result.append(Piece(text: String(decoding: rest, as: UTF8.self), reason: piece.reason))
        }
        return result
    }
}
