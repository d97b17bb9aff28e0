import Text

/// The parts of a declaration: its name, where it comes from and goes to, and the rest.
///
/// Parts end at `;`, `,` and `|`; the name is the part that says so (品名, 物品), else the first that
/// is no route; a route has an arrow, 至, or 发 between two places. Written so by couriers' exports
/// and by `DeclarationText`.
enum DeclarationSections {
    /// Fills `sections`; the first one is always the name, empty where there is none.
    static func fill(_ sections: inout [Section], from text: borrowing FoldedText) {
        sections.removeAll(keepingCapacity: true)
        sections.append(Section(kind: .name, first: 0, end: 0))
        var start = 0
        for index in 0...text.count where index == text.count || isEnd(text.scalars[index]) {
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

    private static func isEnd(_ scalar: UInt32) -> Bool {
        scalar == 0x3B || scalar == 0x2C || scalar == 0x7C
    }

    private static func append(
        _ sections: inout [Section], from start: Int, to end: Int, _ text: borrowing FoldedText
    ) {
        var (start, end) = (start, end)
        while start < end, text.scalars[start] == 0x20 { start += 1 }
        while start < end, text.scalars[end - 1] == 0x20 { end -= 1 }
        guard start < end else { return }
        guard let arrow = arrow(from: start, to: end, text) else {
            appendPart(&sections, from: start, to: end, text)
            return
        }
        // 品名 糖果 景德镇->济宁 3.9kg: the route is the word around the arrow.
        var first = arrow
        var last = arrow
        while first > start, text.scalars[first - 1] != 0x20 { first -= 1 }
        while last < end, text.scalars[last] != 0x20 { last += 1 }
        if first > start { appendPart(&sections, from: start, to: first - 1, text) }
        sections.append(Section(kind: .from, first: Int32(first), end: Int32(arrow)))
        sections.append(Section(kind: .to, first: Int32(arrow), end: Int32(last)))
        if last < end {
            sections.append(Section(kind: .rest, first: Int32(last), end: Int32(end)))
        }
    }

    private static func appendPart(
        _ sections: inout [Section], from start: Int, to end: Int, _ text: borrowing FoldedText
    ) {
        let label = labelLength(start, end, text)
        if label > 0 || sections[0].end == 0 {
            sections[0] = Section(kind: .name, first: Int32(start + label), end: Int32(end))
        } else {
            sections.append(Section(kind: .rest, first: Int32(start), end: Int32(end)))
        }
    }

    /// How many scalars of `品名:`, `物品:`, `名称:` with or without the colon begin the part.
    private static func labelLength(
        _ start: Int, _ end: Int, _ text: borrowing FoldedText
    ) -> Int {
        guard end - start >= 3 else { return 0 }
        switch (text.scalars[start], text.scalars[start + 1]) {
        case (0x54C1, 0x540D), (0x7269, 0x54C1), (0x540D, 0x79F0): break
        default: return 0
        }
        let third = text.scalars[start + 2]
        return third == 0x3A || third == 0x20 ? 3 : 0
    }

    /// Where the arrow of a route stands between `start` and `end`.
    private static func arrow(
        from start: Int, to end: Int, _ text: borrowing FoldedText
    ) -> Int? {
        guard end - start >= 3 else { return nil }
        for index in start + 1..<end - 1 {
            let scalar = text.scalars[index]
            switch scalar {
            case 0x2192, 0x3E: return index
            case 0x81F3, 0x2D, 0x53D1:
                guard isBetweenPlaces(index, from: start, to: end, text) else { continue }
                return index
            default: continue
            }
        }
        return nil
    }

    /// Places have at least two Han characters on each side, and no number near.
    private static func isBetweenPlaces(
        _ index: Int, from start: Int, to end: Int, _ text: borrowing FoldedText
    ) -> Bool {
        guard index - start >= 2, end - index >= 3 else { return false }
        return (index - 2..<index).allSatisfy { Script.isHan(text.scalars[$0]) }
            && (index + 1..<index + 3).allSatisfy { Script.isHan(text.scalars[$0]) }
            && text.scalars[index + 1] != 0x8D27 && text.scalars[index + 1] != 0x7968
    }
}
