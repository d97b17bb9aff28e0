/// Words around names, and measures of how far two are apart.
enum NameWords {
    private static func words(_ text: String) -> [[UInt32]] {
        text.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
            .sorted { $0.count > $1.count }
    }

    /// What stands behind a surname, or behind a whole name.
    private static let titles = words(
        """
        先生 女士 小姐 太太 老师 师傅 老板 老板娘 经理 总经理 主任 大哥 大姐 阿姨 叔叔 同学 店长 \
        收 总 哥 姐 叔 姨 嫂
        """)
    /// 收: for whom a parcel is.
    private static let receiver: [UInt32] = [0x6536]
    /// 小王, 老李, 阿陈.
    static let familiar = Set("小老阿大".unicodeScalars.map(\.value))
    /// 某: a character that is not told.
    static let somebody: UInt32 = 0x67D0

    static func isStar(_ scalar: UInt32) -> Bool {
        scalar == 0x2A || scalar == 0xD7 || scalar == 0x25CF || scalar == 0x25CB || scalar == 0x203B
    }

    /// Takes a title off the end; whether there was one.
    ///
    /// Titles of one character (哥, 总) count only behind a single one: 王总, but not 李小姐姐.
    static func dropTitle(_ name: inout [UInt32]) -> Bool {
        for title in titles where name.count > title.count {
            guard name.suffix(title.count).elementsEqual(title) else { continue }
            if title.count == 1, title != receiver, name.count > 2 { continue }
            name.removeLast(title.count)
            return true
        }
        return false
    }

    /// Whether at most `edits` insertions, deletions, changes or swaps of neighbours lead from one
    /// to the other (Damerau's distance, restricted).
    static func isWithin(
        _ edits: Int, _ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>
    ) -> Bool {
        let a = Array(left)
        let b = Array(right)
        guard abs(a.count - b.count) <= edits else { return false }
        var before: [Int] = []
        var last = Array(0...b.count)
        for row in 0..<a.count {
            var next = [row + 1]
            for column in 0..<b.count {
                var best = min(next[column], last[column + 1]) + 1
                best = min(best, last[column] + (a[row] == b[column] ? 0 : 1))
                if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
                    best = min(best, before[column - 1] + 1)
                }
                next.append(best)
            }
            before = last
            last = next
        }
        return last[b.count] <= edits
    }

    /// Jaro's measure with Winkler's bonus of 0.1 for each of up to four equal letters at the
    /// beginning; 1 for equal texts (Winkler 1990).
    static func jaroWinkler(_ left: [UInt8], _ right: [UInt8]) -> Double {
        if left.isEmpty || right.isEmpty { return 0 }
        let window = max(max(left.count, right.count) / 2 - 1, 0)
        var taken = [Bool](repeating: false, count: right.count)
        var matched: [UInt8] = []
        for (place, letter) in left.enumerated() {
            let low = max(place - window, 0)
            let high = min(place + window, right.count - 1)
            guard low <= high else { continue }
            for other in low...high where !taken[other] && right[other] == letter {
                taken[other] = true
                matched.append(letter)
                break
            }
        }
        guard !matched.isEmpty else { return 0 }
        var swaps = 0
        var next = 0
        for (place, letter) in right.enumerated() where taken[place] {
            if matched[next] != letter { swaps += 1 }
            next += 1
        }
        let count = Double(matched.count)
        let jaro =
            (count / Double(left.count) + count / Double(right.count)
                + (count - Double(swaps / 2)) / count) / 3
        var prefix = 0
        for (a, b) in zip(left, right).prefix(4) {
            if a != b { break }
            prefix += 1
        }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }
}
