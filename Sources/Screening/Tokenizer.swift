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
        tokens.fill(room: count) { symbols, firsts, hasWords in
            text.scalars.withUnsafeBufferPointer { scalars in
                text.marks.withUnsafeBufferPointer { marks in
                    var next = 0
                    var before: UInt32 = 0
                    for index in 0..<count {
                        let scalar = scalars[index]
                        let isSeparator = marks[index].rawValue & separator != 0
                        let symbol: UInt32 =
                            isDigit(scalar)
                            ? 0x30 : isSeparator && !isPicture(scalar) ? 0x20 : scalar
                        // What only goes on with a number or a gap is written over by the next.
                        let goesOn = symbol == before && (symbol == 0x30 || symbol == 0x20)
                        next &-= goesOn ? 1 : 0
                        symbols[next] = symbol
                        firsts[next] = goesOn ? firsts[next] : Int32(truncatingIfNeeded: index)
                        next &+= 1
                        before = symbol
                        hasWords = hasWords || symbol == 0x30 || isLatin(symbol)
                    }
                    firsts[next] = Int32(truncatingIfNeeded: count)
                    return next
                }
            }
        }
    }
}

/// The tokens of one text, which lie side by side without a gap: the first `count` of `symbols`,
/// each from its own place in `firsts` up to the next one's; what lies behind is room.
struct TokenBuffer: Sendable {
    private(set) var symbols: [UInt32] = []
    /// Folded scalars; one more than there are tokens.
    private(set) var firsts: [Int32] = []
    private(set) var count = 0
    /// Whether there are digits or Latin letters among them.
    private(set) var hasWords = false

    subscript(place: Int) -> Token {
        Token(symbol: symbols[place], first: firsts[place], last: firsts[place + 1] - 1)
    }

    /// Adds some of the tokens to `result`.
    func copy(_ places: Range<Int>, to result: inout [Token]) {
        for place in places { result.append(self[place]) }
    }

    /// Makes room for `room` tokens and takes what `body` wrote, whose count it returns.
    @inline(__always)
    mutating func fill(
        room: Int,
        _ body: (
            UnsafeMutableBufferPointer<UInt32>, UnsafeMutableBufferPointer<Int32>, inout Bool
        ) -> Int
    ) {
        if symbols.count <= room {
            let more = room + 1 - symbols.count
            symbols.append(contentsOf: repeatElement(0, count: more))
            firsts.append(contentsOf: repeatElement(0, count: more))
        }
        var hasWords = false
        count = symbols.withUnsafeMutableBufferPointer { symbols in
            firsts.withUnsafeMutableBufferPointer { firsts in body(symbols, firsts, &hasWords) }
        }
        self.hasWords = hasWords
    }
}
