import Primitives
import Text

/// The parts of a declaration: its name, where it comes from and goes to, and the rest.
///
/// Couriers write them in many ways: `品名:百货;浏阳→杭州;24.6kg`, `寄:浏阳 收:杭州 物:百货`,
/// `托寄物=百货 寄=浏阳`, `发 浏阳|收 杭州|物 百货`, `【零担】货名 百货/始发 浏阳/到站 杭州`, a row of a table that
/// begins with a date. Parts end at `;`, `,`, `|`, `/` and spaces. A part that begins with a label
/// and a colon or an equals sign, or that follows a label, is what the label says; a part with an
/// arrow, 至, or 发 between two places is a route; the first other one with no number before it is
/// the name.
enum DeclarationSections {
    /// Fills `sections`; the first one is always the name, empty where there is none.
    static func fill(_ sections: inout [Section], from text: borrowing FoldedText) {
        sections.clear()
        sections.append(.none)
        var reader = Reader()
        var start = 0
        for index in 0...text.count where index == text.count || isEnd(text.scalars[index]) {
            if index > start { reader.take(start, index, text, &sections) }
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
        switch scalar {
        case 0x3B, 0x2C, 0x7C, 0x2F, 0x20, 0x0A, 0x3001: true  // ; , | / space, line, 、
        default: false
        }
    }

    /// What labels say, in folded characters.
    private static let labels: [(kind: Section.Kind, words: [String])] = [
        (
            .name,
            [
                "品名", "物品", "名称", "货名", "货品", "货物", "托寄物", "内件", "内件品名", "物品名称", "货物名称",
                "托寄物内容", "物品类型", "品类", "内容", "内容物", "物", "品", "货", "goods", "item", "name",
            ]
        ),
        (
            .from,
            [
                "寄", "发", "始发", "寄件", "发件", "发货", "寄件地", "发件地", "发货地", "始发地", "始发站", "起运",
                "起运地", "寄自", "发自", "寄方", "发站", "from", "ori", "origin", "sender",
            ]
        ),
        (
            .to,
            [
                "收", "到", "到站", "收件", "收货", "收件地", "收货地", "目的", "目的地", "目的站", "到达", "到达地",
                "送达", "发往", "寄往", "收方", "to", "dst", "dest", "receiver",
            ]
        ),
        (
            .rest,
            [
                "重", "重量", "计费重量", "预估", "件", "件数", "数量", "费", "付", "付款", "付款方式", "运费", "包装", "尺寸",
                "备注", "注", "附言", "说明", "留言", "体积", "日期", "单号", "kg", "weight", "n", "note",
                "remark",
            ]
        ),
    ]
    private static let kinds: [[UInt32]: Section.Kind] = Dictionary(
        uniqueKeysWithValues: labels.flatMap { entry in
            entry.words.map { ($0.unicodeScalars.map(\.value), entry.kind) }
        })
    private static let labelMax = 8

    /// What is carried from part to part.
    private struct Reader {
        /// A label that stood alone: what the next part is.
        private var pending: Section.Kind?
        /// Places left of a table's row that began with a date: 2, 1, then none.
        private var placesLeft = 0
        private var isFirst = true

        mutating func take(
            _ start: Int, _ end: Int, _ text: borrowing FoldedText, _ sections: inout [Section]
        ) {
            let wasFirst = isFirst
            isFirst = false
            var start = start
            if isOpening(text.scalars[start]) { start = afterBrackets(start, end, text) }
            while start < end, isQuote(text.scalars[start]) { start += 1 }
            if start >= end { return }
            if wasFirst, isDate(start, end, text) {
                placesLeft = 2
                return
            }
            if let label = label(start, end, text) {
                placesLeft = 0
                let value = skipQuotes(label.end, end, text)
                if value >= end {
                    pending = label.kind
                } else {
                    append(label.kind, value, end, &sections)
                    pending = nil
                }
                return
            }
            if let kind = pending {
                append(kind, start, end, &sections)
                pending = nil
            } else if let arrow = arrow(from: start, to: end, text) {
                append(.from, start, arrow, &sections)
                append(.to, arrow, end, &sections)
            } else if placesLeft > 0 {
                append(placesLeft == 2 ? .from : .to, start, end, &sections)
                placesLeft -= 1
            } else {
                let isName =
                    sections[0].end == 0 && !Tokenizer.isDigit(text.scalars[start])
                append(isName ? .name : .rest, start, end, &sections)
            }
        }

        private func append(
            _ kind: Section.Kind, _ start: Int, _ end: Int, _ sections: inout [Section]
        ) {
            if start >= end { return }
            let section = Section(kind: kind, first: Int32(start), end: Int32(end))
            if kind == .name, sections[0].end == 0 {
                sections[0] = section
            } else {
                sections.append(
                    Section(
                        kind: kind == .name ? .rest : kind, first: section.first,
                        end: section.end))
            }
        }

        /// A label at the beginning, with the colon or equals sign behind it or nothing.
        private func label(
            _ start: Int, _ end: Int, _ text: borrowing FoldedText
        ) -> (kind: Section.Kind, end: Int)? {
            var length = min(labelMax, end - start)
            while length > 0 {
                let next = start + length
                var after = next
                while after < end, isQuote(text.scalars[after]) { after += 1 }
                let isClosed =
                    after == end || text.scalars[after] == 0x3A || text.scalars[after] == 0x3D
                if isClosed, let kind = kinds[Array(text.scalars[start..<next])] {
                    return (kind, after == end ? end : after + 1)
                }
                length -= 1
            }
            return nil
        }

        private func skipQuotes(
            _ start: Int, _ end: Int, _ text: borrowing FoldedText
        ) -> Int {
            var place = start
            while place < end, isQuote(text.scalars[place]) { place += 1 }
            return place
        }

        private func isQuote(_ scalar: UInt32) -> Bool {
            switch scalar {
            case 0x22, 0x27, 0x201C, 0x201D, 0x7B, 0x7D: true
            default: false
            }
        }

        private func isOpening(_ scalar: UInt32) -> Bool {
            scalar == 0x5B || scalar == 0x3010 || scalar == 0x28
        }

        /// 【零担】货名: what stands in brackets before a part is passed over.
        private func afterBrackets(
            _ start: Int, _ end: Int, _ text: borrowing FoldedText
        ) -> Int {
            var place = start
            while place < end {
                let scalar = text.scalars[place]
                place += 1
                if scalar == 0x5D || scalar == 0x3011 || scalar == 0x29 { return place }
            }
            return start + 1
        }

        /// 2026-01-15, 20260115.
        private func isDate(_ start: Int, _ end: Int, _ text: borrowing FoldedText) -> Bool {
            guard end - start >= 8 else { return false }
            return (start..<end).allSatisfy {
                Tokenizer.isDigit(text.scalars[$0]) || text.scalars[$0] == 0x2D
                    || text.scalars[$0] == 0x2E
            }
        }

        /// Where the arrow of a route stands between `start` and `end`.
        private func arrow(
            from start: Int, to end: Int, _ text: borrowing FoldedText
        ) -> Int? {
            guard end - start >= 3 else { return nil }
            for index in start + 1..<end - 1 {
                switch text.scalars[index] {
                case 0x2192, 0x3E: return index
                case 0x81F3, 0x2D, 0x53D1, 0x5230:
                    guard isBetweenPlaces(index, from: start, to: end, text) else { continue }
                    return index
                default: continue
                }
            }
            return nil
        }

        /// Places have at least two Han characters on each side.
        private func isBetweenPlaces(
            _ index: Int, from start: Int, to end: Int, _ text: borrowing FoldedText
        ) -> Bool {
            guard index - start >= 2, end - index >= 3 else { return false }
            return (index - 2..<index).allSatisfy { Script.isHan(text.scalars[$0]) }
                && (index + 1..<index + 3).allSatisfy { Script.isHan(text.scalars[$0]) }
                && text.scalars[index + 1] != 0x8D27 && text.scalars[index + 1] != 0x7968
        }
    }
}
