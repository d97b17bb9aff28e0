import Primitives
import Text

/// Finds prices, counts and contacts by their form.
enum PatternScanner {
    /// Finds of one text; a price list of a thousand lines says no more than its first page.
    private static let findsMax = 64

    static func fill(
        _ finds: inout [PatternFind], from text: borrowing FoldedText, pairs: CharacterPairs
    ) {
        finds.clear()
        var index = text.firstLetterOrDigit(from: 0)
        while index < text.count, finds.count < findsMax {
            let end =
                Tokenizer.isDigit(text.scalars[index])
                ? readNumber(at: index, text, pairs, into: &finds)
                : readWord(at: index, text, into: &finds)
            index = text.firstLetterOrDigit(from: end)
        }
    }

    /// The index after the number that begins at `start`.
    private static func readNumber(
        at start: Int, _ text: borrowing FoldedText, _ pairs: CharacterPairs,
        into finds: inout [PatternFind]
    ) -> Int {
        var end = start
        while end < text.count, isNumeric(text.scalars[end]) { end += 1 }
        let digits = end - start
        let isMobile =
            digits == 11 && text.scalars[start] == 0x31
            && (0x33...0x39).contains(text.scalars[start + 1])
        if isMobile {
            finds.append(PatternFind(pattern: .phone, first: Int32(start), last: Int32(end - 1)))
            return end
        }
        if end < text.count, Tokenizer.isLatin(text.scalars[end]) || text.scalars[end] == 0x5F {
            let wordEnd = handleEnd(from: start, text)
            if wordEnd - start >= 6 {
                finds.append(
                    PatternFind(pattern: .handle, first: Int32(start), last: Int32(wordEnd - 1)))
                return wordEnd
            }
        }
        if start > 0, isMoney(text.scalars[start - 1]) {
            finds.append(
                PatternFind(pattern: .price, first: Int32(start - 1), last: Int32(end - 1)))
        } else if let pattern = unit(at: end, text, pairs) {
            finds.append(PatternFind(pattern: pattern, first: Int32(start), last: Int32(end)))
        }
        return end
    }

    /// A word of letters, digits and underlines; one with a digit or an underline is an account.
    private static func readWord(
        at start: Int, _ text: borrowing FoldedText, into finds: inout [PatternFind]
    ) -> Int {
        let end = handleEnd(from: start, text)
        var hasMark = false
        for index in start..<end {
            let scalar = text.scalars[index]
            hasMark = hasMark || Tokenizer.isDigit(scalar) || scalar == 0x5F
        }
        if hasMark, end - start >= 6 {
            finds.append(PatternFind(pattern: .handle, first: Int32(start), last: Int32(end - 1)))
        }
        return max(end, start + 1)
    }

    private static func handleEnd(from start: Int, _ text: borrowing FoldedText) -> Int {
        var end = start
        while end < text.count {
            let scalar = text.scalars[end]
            guard
                Tokenizer.isLatin(scalar) || Tokenizer.isDigit(scalar) || scalar == 0x5F
                    || (scalar == 0x2D && end > start)
            else { break }
            end += 1
        }
        return end
    }

    private static func isNumeric(_ scalar: UInt32) -> Bool {
        Tokenizer.isDigit(scalar) || scalar == 0x2E
    }

    /// ¥, which the fold makes of ￥ too, and $.
    private static func isMoney(_ scalar: UInt32) -> Bool { scalar == 0xA5 || scalar == 0x24 }

    /// What the word of measure after a number counts.
    private static func unit(
        at index: Int, _ text: borrowing FoldedText, _ pairs: CharacterPairs
    ) -> Pattern? {
        guard index < text.count else { return nil }
        let pattern: Pattern
        switch text.scalars[index] {
        case 0x5143, 0x5757: pattern = .price  // 元 块
        case 0x7BB1, 0x4EF6, 0x63D0: pattern = .cartons  // 箱 件 提
        case 0x53D1, 0x54CD, 0x8FDE: pattern = .shots  // 发 响 连
        case 0x652F, 0x4E2A, 0x76D2, 0x5305, 0x76D8, 0x6346, 0x6839, 0x679A, 0x53EA, 0x6761,
            0x4E32, 0x677F, 0x5377, 0x6302, 0x7B52, 0x6876, 0x888B, 0x5957:
            pattern = .pieces  // 支个盒包盘捆根枚只条串板卷挂筒桶袋套
        default: return nil
        }
        // 1发热: the character begins a word and measures nothing.
        let isWord =
            index + 1 < text.count
            && pairs.isWord(text.scalars[index], text.scalars[index + 1])
        return isWord ? nil : pattern
    }
}
