import Text

/// The weight of one piece as a declaration tells it: `24.6kg/2件`, `17.8kg`, `15斤`.
struct PieceWeight {
    let gramsPerPiece: Int
    let pieces: Int

    /// Bounds in grams, each one feature that holds at and above it; cartons of fireworks weigh 5
    /// to 30 kg, gifts and clothes seldom more than 3.
    static let steps = [500, 1_000, 2_000, 3_000, 5_000, 8_000, 12_000, 16_000, 20_000, 30_000]

    static func read(_ text: borrowing FoldedText) -> PieceWeight? {
        var index = 0
        while index < text.count {
            guard Script.isDigit(text.scalars[index]) else {
                index += 1
                continue
            }
            let (milli, end) = number(at: index, text)
            if let (factor, length) = unit(at: end, text) {
                let grams = milli * factor / 1_000
                let pieces = pieces(at: end + length, text)
                return PieceWeight(gramsPerPiece: grams / pieces, pieces: pieces)
            }
            index = end
        }
        return nil
    }

    /// A decimal number in thousandths, and the index after it.
    private static func number(at start: Int, _ text: borrowing FoldedText) -> (Int, Int) {
        var whole = 0
        var thousandths = 0
        var place = 0
        var index = start
        while index < text.count {
            let scalar = text.scalars[index]
            if Script.isDigit(scalar) {
                let digit = Int(scalar) - 0x30
                if place == 0 {
                    whole = min(whole * 10 + digit, 1_000_000)
                } else {
                    if place <= 3 { thousandths += digit * [0, 100, 10, 1][place] }
                    place += 1
                }
            } else if scalar == 0x2E, place == 0 {
                place = 1
            } else {
                break
            }
            index += 1
        }
        return (whole * 1_000 + thousandths, index)
    }

    /// Grams of one unit and how many scalars name it: kg, 公斤, 千克, 斤.
    private static func unit(at index: Int, _ text: borrowing FoldedText) -> (Int, Int)? {
        guard index < text.count else { return nil }
        let first = text.scalars[index]
        if first == 0x65A4 { return (500, 1) }
        guard index + 1 < text.count else { return nil }
        let second = text.scalars[index + 1]
        switch (first, second) {
        case (0x6B, 0x67), (0x516C, 0x65A4), (0x5343, 0x514B): return (1_000, 2)
        default: return nil
        }
    }

    /// The count after a stroke or a times sign, 1 where there is none.
    private static func pieces(at index: Int, _ text: borrowing FoldedText) -> Int {
        guard index + 1 < text.count, [0x2F, 0xD7, 0x2A].contains(text.scalars[index]),
            Script.isDigit(text.scalars[index + 1])
        else { return 1 }
        return max(number(at: index + 1, text).0 / 1_000, 1)
    }
}
