/// A text as the edit comparators see it: its scalars and a set of what they are.
package struct ComparedText: Sendable {
    let scalars: [UInt32]
    /// One bit a kind of scalar: a letter, a digit, or a residue class of the rest.
    let kinds: UInt64

    /// Nil for an empty text.
    package init?(_ text: String) {
        if text.isEmpty { return nil }
        scalars = text.unicodeScalars.map(\.value)
        var kinds: UInt64 = 0
        for scalar in scalars { kinds |= 1 << Self.kind(scalar) }
        self.kinds = kinds
    }

    private static func kind(_ scalar: UInt32) -> UInt64 {
        switch scalar {
        case 0x30...0x39: UInt64(scalar - 0x30)
        case 0x41...0x5A: UInt64(scalar - 0x41 + 10)
        case 0x61...0x7A: UInt64(scalar - 0x61 + 10)
        default: 36 + UInt64(scalar % 28)
        }
    }

    /// No edit distance is below this: each scalar of a kind the other text lacks costs an edit,
    /// and an edit mends at most one such scalar on either side.
    @inline(__always)
    func fewestEdits(to other: ComparedText) -> Int {
        let lacking = max(
            (kinds & ~other.kinds).nonzeroBitCount, (other.kinds & ~kinds).nonzeroBitCount)
        return max(lacking, abs(scalars.count - other.scalars.count))
    }

    /// No Jaro-Winkler similarity is above this.
    @inline(__always)
    func jaroWinklerMost(to other: ComparedText) -> Double {
        let a = scalars.count
        let b = other.scalars.count
        let matches = min(
            a - (kinds & ~other.kinds).nonzeroBitCount,
            b - (other.kinds & ~kinds).nonzeroBitCount, a, b)
        if matches <= 0 { return 0 }
        let jaro = (Double(matches) / Double(a) + Double(matches) / Double(b) + 1) / 3
        let prefix = JaroWinkler.commonPrefix(scalars, other.scalars)
        return jaro + 0.1 * Double(prefix) * (1 - jaro)
    }
}

/// Edit distances over Unicode scalars.
package enum EditDistance {
    /// Levenshtein distance, or `most` + 1 where it is larger.
    ///
    /// - Complexity: O(right.count) words of 64 bits for texts up to 64 scalars (Myers 1999), else
    ///   O(left.count * right.count).
    package static func levenshtein(_ left: [UInt32], _ right: [UInt32], most: Int = .max) -> Int {
        let (a, b) = stripped(left, right)
        if a.isEmpty || b.isEmpty { return capped(max(a.count, b.count), most) }
        if abs(a.count - b.count) > most { return capped(.max, most) }
        if a.count == 1, b.count == 1 { return capped(1, most) }
        let distance =
            a.count <= 64 ? myers(left, a, right, b) : table(left, a, right, b, transposes: false)
        return capped(distance, most)
    }

    /// Damerau-Levenshtein distance (transposed neighbours cost one edit, unrestricted), or `most`
    /// + 1 where it is larger.
    ///
    /// - Complexity: O(left.count * right.count) (Lowrance and Wagner 1975).
    package static func damerau(_ left: [UInt32], _ right: [UInt32], most: Int = .max) -> Int {
        let (a, b) = stripped(left, right)
        if a.isEmpty || b.isEmpty { return capped(max(a.count, b.count), most) }
        if abs(a.count - b.count) > most { return capped(.max, most) }
        if a.count == 1, b.count == 1 { return capped(1, most) }
        return capped(table(left, a, right, b, transposes: true), most)
    }

    private static func capped(_ distance: Int, _ most: Int) -> Int {
        distance > most ? most + 1 : distance
    }

    /// The ranges left when the common beginning and end are taken off.
    private static func stripped(_ left: [UInt32], _ right: [UInt32]) -> (Range<Int>, Range<Int>) {
        var start = 0
        let shorter = min(left.count, right.count)
        while start < shorter, left[start] == right[start] { start += 1 }
        var a = left.count
        var b = right.count
        while a > start, b > start, left[a - 1] == right[b - 1] {
            a -= 1
            b -= 1
        }
        return (start..<a, start..<b)
    }

    /// Myers' bit-parallel algorithm in Hyyrö's form; `a` has 1...64 scalars.
    private static func myers(
        _ left: [UInt32], _ a: Range<Int>, _ right: [UInt32], _ b: Range<Int>
    ) -> Int {
        var vp = ~UInt64(0)
        var vn: UInt64 = 0
        var score = a.count
        let last = UInt64(1) << UInt64(a.count - 1)
        for j in b {
            let scalar = right[j]
            var equal: UInt64 = 0
            var bit: UInt64 = 1
            for i in a {
                if left[i] == scalar { equal |= bit }
                bit <<= 1
            }
            let d0 = (((equal & vp) &+ vp) ^ vp) | equal | vn
            var hp = vn | ~(d0 | vp)
            var hn = d0 & vp
            if hp & last != 0 { score += 1 }
            if hn & last != 0 { score -= 1 }
            hp = hp << 1 | 1
            hn <<= 1
            vp = hn | ~(d0 | hp)
            vn = hp & d0
        }
        return score
    }

    private static func table(
        _ left: [UInt32], _ a: Range<Int>, _ right: [UInt32], _ b: Range<Int>, transposes: Bool
    ) -> Int {
        let rows = a.count + 2
        let columns = b.count + 2
        let ceiling = Int32(a.count + b.count)
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows * columns) { cells in
            for row in 0..<rows {
                cells[row * columns] = ceiling
                if row > 0 { cells[row * columns + 1] = Int32(row - 1) }
            }
            for column in 0..<columns {
                cells[column] = ceiling
                if column > 0 { cells[columns + column] = Int32(column - 1) }
            }
            for i in 1...a.count {
                let scalar = left[a.lowerBound + i - 1]
                var lastColumn = 0
                for j in 1...b.count {
                    let other = right[b.lowerBound + j - 1]
                    let at = (i + 1) * columns + j + 1
                    var best = min(cells[at - columns], cells[at - 1]) + 1
                    let isSame = scalar == other
                    best = min(best, cells[at - columns - 1] + (isSame ? 0 : 1))
                    if transposes, !isSame, lastColumn > 0 {
                        // The last row above in which the left text has `other`.
                        var lastRow = i - 1
                        while lastRow > 0, left[a.lowerBound + lastRow - 1] != other {
                            lastRow -= 1
                        }
                        if lastRow > 0 {
                            let gap = Int32(i - lastRow - 1 + 1 + j - lastColumn - 1)
                            best = min(best, cells[lastRow * columns + lastColumn] + gap)
                        }
                    }
                    if isSame { lastColumn = j }
                    cells[at] = best
                }
            }
            return Int(cells[rows * columns - 1])
        }
    }
}

/// Jaro's similarity with Winkler's bonus for a common beginning.
package enum JaroWinkler {
    /// Jaro (1989) with Winkler's bonus (1990): 0.1 for each of up to four common first scalars,
    /// where Jaro's similarity is above 0.7. In 0...1; 1 for equal texts.
    ///
    /// - Complexity: O(left.count * right.count) compares at most.
    package static func similarity(_ left: [UInt32], _ right: [UInt32]) -> Double {
        let jaro = jaro(left, right)
        guard jaro > 0.7 else { return jaro }
        return jaro + 0.1 * Double(commonPrefix(left, right)) * (1 - jaro)
    }

    /// Common first scalars, four at most.
    @inline(__always)
    static func commonPrefix(_ left: [UInt32], _ right: [UInt32]) -> Int {
        var prefix = 0
        let most = min(4, left.count, right.count)
        while prefix < most, left[prefix] == right[prefix] { prefix += 1 }
        return prefix
    }

    private static func jaro(_ left: [UInt32], _ right: [UInt32]) -> Double {
        if left.isEmpty || right.isEmpty { return left.isEmpty && right.isEmpty ? 1 : 0 }
        let window = max(0, max(left.count, right.count) / 2 - 1)
        if left.count > 64 || right.count > 64 { return long(left, right, window) }
        var takenLeft: UInt64 = 0
        var takenRight: UInt64 = 0
        for i in left.indices {
            let scalar = left[i]
            let from = max(0, i - window)
            let to = min(right.count - 1, i + window)
            if from > to { continue }
            for j in from...to where right[j] == scalar && takenRight & (1 << UInt64(j)) == 0 {
                takenLeft |= 1 << UInt64(i)
                takenRight |= 1 << UInt64(j)
                break
            }
        }
        let matches = takenLeft.nonzeroBitCount
        if matches == 0 { return 0 }
        var halves = 0
        while takenLeft != 0 {
            if left[takenLeft.trailingZeroBitCount] != right[takenRight.trailingZeroBitCount] {
                halves += 1
            }
            takenLeft &= takenLeft - 1
            takenRight &= takenRight - 1
        }
        return value(matches, halves, left.count, right.count)
    }

    private static func long(_ left: [UInt32], _ right: [UInt32], _ window: Int) -> Double {
        var taken = [Bool](repeating: false, count: right.count)
        var matched: [UInt32] = []
        for i in left.indices {
            let from = max(0, i - window)
            let to = min(right.count - 1, i + window)
            if from > to { continue }
            for j in from...to where !taken[j] && right[j] == left[i] {
                taken[j] = true
                matched.append(left[i])
                break
            }
        }
        if matched.isEmpty { return 0 }
        var halves = 0
        var at = 0
        for j in right.indices where taken[j] {
            if right[j] != matched[at] { halves += 1 }
            at += 1
        }
        return value(matched.count, halves, left.count, right.count)
    }

    private static func value(_ matches: Int, _ halves: Int, _ a: Int, _ b: Int) -> Double {
        let m = Double(matches)
        return (m / Double(a) + m / Double(b) + (m - Double(halves / 2)) / m) / 3
    }
}
