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

    static func fill(_ tokens: inout [Token], from text: borrowing FoldedText) {
        tokens.removeAll(keepingCapacity: true)
        tokens.reserveCapacity(text.count)
        var wasDigit = false
        var wasSeparator = false
        for index in 0..<text.count {
            let scalar = text.scalars[index]
            let isSeparator = text.marks[index].contains(.separator)
            let isDigit = Script.isDigit(scalar)
            if (isDigit && wasDigit) || (isSeparator && wasSeparator && !isPicture(scalar)) {
                tokens[tokens.count - 1].last = Int32(index)
            } else {
                let isPlain = isSeparator && !isPicture(scalar)
                tokens.append(
                    Token(
                        symbol: isDigit ? 0x30 : isPlain ? 0x20 : scalar, first: Int32(index),
                        last: Int32(index)))
            }
            wasDigit = isDigit
            wasSeparator = isSeparator && !isPicture(scalar)
        }
    }
}
