import Text

/// The parts of a declaration as `DeclarationText` writes it: name, from, to, and the rest.
enum DeclarationSections {
    /// The first part up to `;` is the name, without a leading `品名:`; a part with an arrow is the
    /// route.
    ///
    /// Always at least one section.
    static func fill(_ sections: inout [Section], from text: borrowing FoldedText) {
        sections.removeAll(keepingCapacity: true)
        var start = 0
        for index in 0...text.count where index == text.count || text.scalars[index] == 0x3B {
            append(&sections, from: start, to: index, text)
            start = index + 1
        }
    }

    static func kind(at index: Int32, _ sections: [Section]) -> Section.Kind {
        for section in sections where index >= section.first && index < section.end {
            return section.kind
        }
        return .rest
    }

    private static func append(
        _ sections: inout [Section], from start: Int, to end: Int, _ text: borrowing FoldedText
    ) {
        if sections.isEmpty {
            sections.append(
                Section(
                    kind: .name, first: Int32(nameStart(start, end, text)), end: Int32(end)))
            return
        }
        var arrow = start
        while arrow < end, text.scalars[arrow] != 0x2192 { arrow += 1 }
        if arrow < end {
            sections.append(Section(kind: .from, first: Int32(start), end: Int32(arrow)))
            sections.append(Section(kind: .to, first: Int32(arrow), end: Int32(end)))
        } else if end > start {
            sections.append(Section(kind: .rest, first: Int32(start), end: Int32(end)))
        }
    }

    /// After `品名:`, where the text begins so.
    private static func nameStart(_ start: Int, _ end: Int, _ text: borrowing FoldedText) -> Int {
        let isLabelled =
            end - start >= 3 && text.scalars[start] == 0x54C1 && text.scalars[start + 1] == 0x540D
            && text.scalars[start + 2] == 0x3A
        return isLabelled ? start + 3 : start
    }
}

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
