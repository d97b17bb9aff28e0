/// The distinct texts of a column as the edit comparators see them, flat: one array of scalars for
/// all, so that comparing follows no pointer and counts no reference.
struct TextColumn<Comparator: TextComparator>: PreparedValues {
    private let comparator: Comparator
    private var scalars: [UInt32]
    /// By value: where its scalars begin; one more for the end.
    private var starts: [UInt32]
    /// By value: one bit a kind of scalar: a letter, a digit, or a residue class of the rest.
    private var kinds: [UInt64]

    init(_ comparator: Comparator, _ values: [String]) {
        self.comparator = comparator
        scalars = []
        starts = [0]
        kinds = []
        starts.reserveCapacity(values.count + 1)
        kinds.reserveCapacity(values.count)
        scalars.reserveCapacity(values.reduce(0) { $0 + $1.utf8.count })
        for value in values { append(value) }
    }

    func level(_ left: UInt32, _ right: UInt32) -> Int {
        let a = Int(left)
        let b = Int(right)
        return comparator.level(
            scalars, Int(starts[a])..<Int(starts[a + 1]), Int(starts[b])..<Int(starts[b + 1]),
            missing: (kinds[a] & ~kinds[b]).nonzeroBitCount,
            added: (kinds[b] & ~kinds[a]).nonzeroBitCount)
    }

    func levelOfEqual(_ value: UInt32) -> Int { 0 }

    func isPresent(_ value: UInt32) -> Bool { value != 0 }

    mutating func append(_ value: String) {
        var kind: UInt64 = 0
        for scalar in value.unicodeScalars {
            scalars.append(scalar.value)
            kind |= 1 << ScalarKinds.of(scalar.value)
        }
        starts.append(UInt32(scalars.count))
        kinds.append(kind)
    }
}

/// A comparator of texts by their scalars alone.
protocol TextComparator: FieldComparator {
    /// The level of two ranges of `scalars`; `missing` and `added` are kinds of scalars that only
    /// the left or only the right text has.
    func level(
        _ scalars: [UInt32], _ left: Range<Int>, _ right: Range<Int>, missing: Int, added: Int
    ) -> Int
}

extension TextComparator where Prepared == [UInt32] {
    func prepare(_ value: String) -> [UInt32]? {
        value.isEmpty ? nil : value.unicodeScalars.map(\.value)
    }

    func level(_ left: [UInt32], _ right: [UInt32]) -> Int {
        level(
            left + right, left.indices, left.count..<(left.count + right.count), missing: 0,
            added: 0)
    }
}

enum ScalarKinds {
    static func of(_ scalar: UInt32) -> UInt64 {
        switch scalar {
        case 0x30...0x39: UInt64(scalar - 0x30)
        case 0x41...0x5A: UInt64(scalar - 0x41 + 10)
        case 0x61...0x7A: UInt64(scalar - 0x61 + 10)
        default: 36 + UInt64(scalar % 28)
        }
    }
}

/// Edit distances over Unicode scalars.
package enum EditDistance {
    /// Levenshtein distance, or `most` + 1 where it is larger.
    ///
    /// - Complexity: O(right.count) words of 64 bits for texts up to 64 scalars (Myers 1999), else
    ///   O(left.count * right.count).
    package static func levenshtein(_ left: [UInt32], _ right: [UInt32], most: Int = .max) -> Int {
        levenshtein(
            left + right, left.indices, left.count..<(left.count + right.count), most: most)
    }

    /// Damerau-Levenshtein distance, unrestricted: transposed neighbours cost one edit.
    ///
    /// Gives `most` + 1 where it is larger.
    ///
    /// - Complexity: O(left.count * right.count) (Lowrance and Wagner 1975).
    package static func damerau(_ left: [UInt32], _ right: [UInt32], most: Int = .max) -> Int {
        damerau(left + right, left.indices, left.count..<(left.count + right.count), most: most)
    }

    static func levenshtein(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>, most: Int
    ) -> Int {
        let (a, b) = stripped(text, left, right)
        if a.isEmpty || b.isEmpty { return capped(max(a.count, b.count), most) }
        if abs(a.count - b.count) > most { return capped(.max, most) }
        if a.count == 1, b.count == 1 { return capped(1, most) }
        if most <= searchedMost { return searched(text, a, b, most, transposes: false) }
        let distance = a.count <= 64 ? myers(text, a, b) : table(text, a, b, transposes: false)
        return capped(distance, most)
    }

    static func damerau(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>, most: Int
    ) -> Int {
        let (a, b) = stripped(text, left, right)
        if a.isEmpty || b.isEmpty { return capped(max(a.count, b.count), most) }
        if abs(a.count - b.count) > most { return capped(.max, most) }
        if a.count == 1, b.count == 1 { return capped(1, most) }
        if most <= searchedMost { return searched(text, a, b, most, transposes: true) }
        return capped(table(text, a, b, transposes: true), most)
    }

    private static func capped(_ distance: Int, _ most: Int) -> Int {
        distance > most ? most + 1 : distance
    }

    /// Distances up to this are searched for edit by edit: two different texts part so soon that
    /// almost every branch ends at once.
    private static let searchedMost = 2

    private static func searched(
        _ text: [UInt32], _ a: Range<Int>, _ b: Range<Int>, _ most: Int, transposes: Bool
    ) -> Int {
        for edits in 1...max(1, most)
        where isWithin(
            edits, text, a.lowerBound, a.upperBound, b.lowerBound, b.upperBound, transposes)
        {
            return edits
        }
        return most + 1
    }

    /// Whether so many edits make one of the ranges of the other.
    private static func isWithin(
        _ edits: Int, _ text: [UInt32], _ from: Int, _ a: Int, _ start: Int, _ b: Int,
        _ transposes: Bool
    ) -> Bool {
        var i = from
        var j = start
        while i < a, j < b, text[i] == text[j] {
            i += 1
            j += 1
        }
        if i == a || j == b { return (a - i) + (b - j) <= edits }
        if edits == 0 || abs((a - i) - (b - j)) > edits { return false }
        if isWithin(edits - 1, text, i + 1, a, j + 1, b, transposes) { return true }
        if isWithin(edits - 1, text, i + 1, a, j, b, transposes) { return true }
        if isWithin(edits - 1, text, i, a, j + 1, b, transposes) { return true }
        guard transposes else { return false }
        // Neighbours swapped, with `gap` scalars left out or put in between them.
        for gap in 0..<edits {
            for left in 0...gap {
                let x = i + 1 + left
                let y = j + 1 + gap - left
                if x < a, y < b, text[i] == text[y], text[x] == text[j],
                    isWithin(edits - 1 - gap, text, x + 1, a, y + 1, b, transposes)
                {
                    return true
                }
            }
        }
        return false
    }

    /// The ranges left when the common beginning and end are taken off.
    @inline(__always)
    private static func stripped(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>
    ) -> (Range<Int>, Range<Int>) {
        var start = 0
        let shorter = min(left.count, right.count)
        let i = left.lowerBound
        let j = right.lowerBound
        while start < shorter, text[i + start] == text[j + start] { start += 1 }
        var a = left.upperBound
        var b = right.upperBound
        while a > i + start, b > j + start, text[a - 1] == text[b - 1] {
            a -= 1
            b -= 1
        }
        return (i + start..<a, j + start..<b)
    }

    /// Myers' bit-parallel algorithm in Hyyrö's form; `a` has 1...64 scalars.
    private static func myers(
        _ text: [UInt32], _ a: Range<Int>, _ b: Range<Int>
    ) -> Int {
        var vp = ~UInt64(0)
        var vn: UInt64 = 0
        var score = a.count
        let last = UInt64(1) << UInt64(a.count - 1)
        for j in b {
            let scalar = text[j]
            var equal: UInt64 = 0
            var bit: UInt64 = 1
            for i in a {
                if text[i] == scalar { equal |= bit }
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
        _ text: [UInt32], _ a: Range<Int>, _ b: Range<Int>, transposes: Bool
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
                let scalar = text[a.lowerBound + i - 1]
                var lastColumn = 0
                for j in 1...b.count {
                    let other = text[b.lowerBound + j - 1]
                    let at = (i + 1) * columns + j + 1
                    var best = min(cells[at - columns], cells[at - 1]) + 1
                    let isSame = scalar == other
                    best = min(best, cells[at - columns - 1] + (isSame ? 0 : 1))
                    if transposes, !isSame, lastColumn > 0 {
                        // The last row above in which the left text has `other`.
                        var lastRow = i - 1
                        while lastRow > 0, text[a.lowerBound + lastRow - 1] != other {
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
    /// where Jaro's similarity is above 0.7.
    ///
    /// In 0...1; 1 for equal texts.
    ///
    /// - Complexity: O(left.count * right.count) compares at most.
    package static func similarity(_ left: [UInt32], _ right: [UInt32]) -> Double {
        similarity(left + right, left.indices, left.count..<(left.count + right.count))
    }

    static func similarity(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>
    ) -> Double {
        let jaro = jaro(text, left, right)
        guard jaro > 0.7 else { return jaro }
        return jaro + 0.1 * Double(commonPrefix(text, left, right)) * (1 - jaro)
    }

    /// No similarity is above this, where so many kinds of scalars are only in one of the texts.
    @inline(__always)
    static func most(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>, missing: Int, added: Int
    ) -> Double {
        let a = left.count
        let b = right.count
        let matches = min(a - missing, b - added)
        if matches <= 0 { return 0 }
        let jaro =
            (Double(min(matches, b)) / Double(a) + Double(min(matches, a)) / Double(b) + 1) / 3
        return jaro + 0.1 * Double(commonPrefix(text, left, right)) * (1 - jaro)
    }

    /// Common first scalars, four at most.
    @inline(__always)
    private static func commonPrefix(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>
    ) -> Int {
        var prefix = 0
        let most = min(4, left.count, right.count)
        while prefix < most, text[left.lowerBound + prefix] == text[right.lowerBound + prefix] {
            prefix += 1
        }
        return prefix
    }

    private static func jaro(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>
    ) -> Double {
        if left.isEmpty || right.isEmpty { return left.isEmpty && right.isEmpty ? 1 : 0 }
        let window = max(0, max(left.count, right.count) / 2 - 1)
        if left.count > 64 || right.count > 64 { return long(text, left, right, window) }
        var takenLeft: UInt64 = 0
        var takenRight: UInt64 = 0
        for i in 0..<left.count {
            let scalar = text[left.lowerBound + i]
            var j = max(0, i - window)
            let end = min(right.count, i + window + 1)
            while j < end {
                if text[right.lowerBound + j] == scalar, takenRight & (1 << UInt64(j)) == 0 {
                    takenLeft |= 1 << UInt64(i)
                    takenRight |= 1 << UInt64(j)
                    break
                }
                j += 1
            }
        }
        let matches = takenLeft.nonzeroBitCount
        if matches == 0 { return 0 }
        var halves = 0
        while takenLeft != 0 {
            let i = left.lowerBound + takenLeft.trailingZeroBitCount
            let j = right.lowerBound + takenRight.trailingZeroBitCount
            if text[i] != text[j] { halves += 1 }
            takenLeft &= takenLeft - 1
            takenRight &= takenRight - 1
        }
        return value(matches, halves, left.count, right.count)
    }

    private static func long(
        _ text: [UInt32], _ left: Range<Int>, _ right: Range<Int>, _ window: Int
    ) -> Double {
        var taken = [Bool](repeating: false, count: right.count)
        var matched: [UInt32] = []
        for i in 0..<left.count {
            let scalar = text[left.lowerBound + i]
            let from = max(0, i - window)
            let end = min(right.count, i + window + 1)
            if from >= end { continue }
            for j in from..<end where !taken[j] && text[right.lowerBound + j] == scalar {
                taken[j] = true
                matched.append(scalar)
                break
            }
        }
        if matched.isEmpty { return 0 }
        var halves = 0
        var at = 0
        for j in 0..<right.count where taken[j] {
            if text[right.lowerBound + j] != matched[at] { halves += 1 }
            at += 1
        }
        return value(matched.count, halves, left.count, right.count)
    }

    private static func value(_ matches: Int, _ halves: Int, _ a: Int, _ b: Int) -> Double {
        let m = Double(matches)
        return (m / Double(a) + m / Double(b) + (m - Double(halves / 2)) / m) / 3
    }
}
