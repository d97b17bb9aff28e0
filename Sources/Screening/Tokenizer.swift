import Text

/// Cuts a folded text into the symbols of its n-grams.
///
/// Every character is one; a run of digits is one `0`, because prices and counts differ from offer
/// to offer; a run of separators is one space, whatever it is made of, so that taste in
/// punctuation is no evidence. A picture after it keeps its own symbol.
enum Tokenizer {
    /// Emoji and the dingbats that are used like them.
    @inline(__always)
    static func isPicture(_ scalar: UInt32) -> Bool {
        scalar >= 0x2600 && !(0x3000...0x303F ~= scalar)
    }

    /// `FoldMarks.separator` as a number, and a test of digits: a call into another room is not
    /// inlined, and a text makes hundreds of them.
    private static let separator: UInt16 = 16

    @inline(__always)
    static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }

    @inline(__always)
    static func isLatin(_ scalar: UInt32) -> Bool { scalar &- 0x61 < 26 }

    static func fill(_ tokens: inout TokenBuffer, from text: borrowing FoldedText) {
        let count = text.count
        tokens.fill(room: count) { tokens in
            text.scalars.withUnsafeBufferPointer { scalars in
                text.marks.withUnsafeBufferPointer { marks in
                    var next = 0
                    var wasDigit = false
                    var wasSeparator = false
                    for index in 0..<count {
                        let scalar = scalars[index]
                        let isSeparator = marks[index].rawValue & separator != 0
                        let isDigit = isDigit(scalar)
                        let isPlain = isSeparator && !isPicture(scalar)
                        if (isDigit && wasDigit) || (isPlain && wasSeparator) {
                            tokens[next &- 1].last = Int32(truncatingIfNeeded: index)
                        } else {
                            tokens[next] = Token(
                                symbol: isDigit ? 0x30 : isPlain ? 0x20 : scalar,
                                first: Int32(truncatingIfNeeded: index),
                                last: Int32(truncatingIfNeeded: index))
                            next &+= 1
                        }
                        wasDigit = isDigit
                        wasSeparator = isPlain
                    }
                    return next
                }
            }
        }
    }
}

/// The tokens of one text: the first `count` of `tokens`, what lies behind is room.
struct TokenBuffer: Sendable {
    private(set) var tokens: [Token] = []
    private(set) var count = 0

    /// Makes room for `room` tokens and takes what `body` wrote, whose count it returns.
    @inline(__always)
    mutating func fill(room: Int, _ body: (UnsafeMutableBufferPointer<Token>) -> Int) {
        if tokens.count < room {
            tokens.append(
                contentsOf: repeatElement(
                    Token(symbol: 0, first: 0, last: 0), count: room - tokens.count))
        }
        count = tokens.withUnsafeMutableBufferPointer { body($0) }
    }
}
