import Text

/// Cuts a folded text into the symbols of its n-grams.
///
/// Every character is one; a run of digits is one `0`, because prices and counts differ from offer
/// to offer; a run of separators is its first one, so that ornaments do not make texts unlike.
enum Tokenizer {
    static func fill(_ tokens: inout [Token], from text: borrowing FoldedText) {
        tokens.removeAll(keepingCapacity: true)
        tokens.reserveCapacity(text.count)
        var wasDigit = false
        var wasSeparator = false
        for index in 0..<text.count {
            let scalar = text.scalars[index]
            let isSeparator = text.marks[index].contains(.separator)
            let isDigit = Script.isDigit(scalar)
            if (isDigit && wasDigit) || (isSeparator && wasSeparator) {
                tokens[tokens.count - 1].last = Int32(index)
            } else {
                tokens.append(
                    Token(
                        symbol: isDigit ? 0x30 : scalar, first: Int32(index), last: Int32(index)))
            }
            wasDigit = isDigit
            wasSeparator = isSeparator
        }
    }
}
