/// Folds bytes into the four buffers of a `FoldedText`.
///
/// Invariant: `count` never passes the buffers' length, because a character of n bytes writes at
/// most n scalars (`FoldTable` refuses longer entries) and the buffers hold one scalar a byte.
struct FoldWriter {
    private let scalars: UnsafeMutableBufferPointer<UInt32>
    private let starts: UnsafeMutableBufferPointer<Int32>
    private let ends: UnsafeMutableBufferPointer<Int32>
    private let marks: UnsafeMutableBufferPointer<FoldMarks>
    private let table: FoldTable.Entries
    private(set) var count = 0
    private var pending: FoldMarks = []

    init(
        scalars: UnsafeMutableBufferPointer<UInt32>, starts: UnsafeMutableBufferPointer<Int32>,
        ends: UnsafeMutableBufferPointer<Int32>, marks: UnsafeMutableBufferPointer<FoldMarks>,
        entries: FoldTable.Entries
    ) {
        self.scalars = scalars
        self.starts = starts
        self.ends = ends
        self.marks = marks
        table = entries
    }

    /// Folds all of `bytes`; what is not UTF-8 becomes U+FFFD, one for each byte.
    mutating func fold(_ bytes: UnsafeBufferPointer<UInt8>) {
        let length = bytes.count
        var offset = 0
        while offset < length {
            offset = foldPlain(bytes, from: offset)
            if offset == length { return }
            let (scalar, width) = Self.decode(bytes, at: offset)
            if scalar == FoldTable.invalid {
                append(0xFFFD, offset, offset + 1, [.separator, .replaced])
            } else {
                put(scalar, start: offset, end: offset + width)
            }
            offset += width
        }
    }

    /// Folds what is one byte or three, most of a Chinese text, and what folds to one scalar; the
    /// offset at which something else stands.
    ///
    /// Its state is local, so that it stays in registers.
    @inline(__always)
    private mutating func foldPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let input = bytes.baseAddress, let toScalars = scalars.baseAddress,
            let toStarts = starts.baseAddress, let toEnds = ends.baseAddress,
            let toMarks = marks.baseAddress
        else { return start }
        let length = bytes.count
        let table = table
        var offset = start
        var next = count
        var before = pending
        while offset < length {
            let first = input[offset]
            var scalar = UInt32(first)
            var width = 1
            if first >= 0x80 {
                guard first & 0xF0 == 0xE0, offset &+ 2 < length else { break }
                let second = input[offset &+ 1]
                let third = input[offset &+ 2]
                scalar =
                    UInt32(first & 0x0F) &<< 12 | UInt32(second & 0x3F) &<< 6
                    | UInt32(third & 0x3F)
                guard second & 0xC0 == 0x80, third & 0xC0 == 0x80, scalar >= 0x800,
                    scalar & 0xF800 != 0xD800
                else { break }
                width = 3
            }
            let entry = table.entry(of: scalar)
            var mark = before
            if entry != 0 {
                let entryMarks = FoldTable.marks(of: entry)
                if entryMarks.rawValue & FoldMarks.invisible.rawValue != 0
                    || FoldTable.isExpansion(entry)
                {
                    break
                }
                let target = FoldTable.target(of: entry)
                if target != 0 { scalar = target }
                mark = FoldMarks(rawValue: entryMarks.rawValue | before.rawValue)
            }
            toScalars[next] = scalar
            toStarts[next] = Int32(truncatingIfNeeded: offset)
            toEnds[next] = Int32(truncatingIfNeeded: offset &+ width)
            toMarks[next] = mark
            before = []
            next &+= 1
            offset &+= width
        }
        count = next
        pending = before
        return offset
    }

    /// The scalar at `offset` and its length; `invalid` and 1 where there is
    /// none.
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> (UInt32, Int) {
        let first = UInt32(bytes[offset])
        if first < 0x80 { return (first, 1) }
        let left = bytes.count - offset
        if first & 0xF0 == 0xE0, left >= 3 {
            let second = UInt32(bytes[offset + 1])
            let third = UInt32(bytes[offset + 2])
            let scalar = (first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, scalar >= 0x800,
                scalar & 0xF800 != 0xD800
            {
                return (scalar, 3)
            }
        }
        if first >= 0xC2, first < 0xE0, left >= 2 {
            let second = UInt32(bytes[offset + 1])
            if second & 0xC0 == 0x80 { return ((first & 0x1F) << 6 | (second & 0x3F), 2) }
        } else if first >= 0xF0, first < 0xF5, left >= 4 {
            let second = UInt32(bytes[offset + 1])
            let third = UInt32(bytes[offset + 2])
            let fourth = UInt32(bytes[offset + 3])
            let scalar =
                (first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | (fourth & 0x3F)
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80,
                scalar >= 0x10000, scalar <= 0x10FFFF
            {
                return (scalar, 4)
            }
        }
        return (FoldTable.invalid, 1)
    }

    @inline(__always)
    private mutating func put(_ scalar: UInt32, start: Int, end: Int) {
        let entry = table.entry(of: scalar)
        if entry == 0 {
            append(scalar, start, end, [])
        } else {
            putFolded(scalar, entry, start, end)
        }
    }

    private mutating func putFolded(_ scalar: UInt32, _ entry: UInt32, _ start: Int, _ end: Int) {
        let entryMarks = FoldTable.marks(of: entry)
        if entryMarks.contains(.invisible) {
            dropInvisible(end: end)
        } else if FoldTable.isExpansion(entry) {
            for (position, scalar) in table.expansion(of: entry).enumerated() {
                append(
                    scalar, start, end,
                    position == 0 ? entryMarks : entryMarks.union(.continued))
            }
        } else {
            let target = FoldTable.target(of: entry)
            append(target == 0 ? scalar : target, start, end, entryMarks)
        }
    }

    @inline(__always)
    private mutating func append(_ scalar: UInt32, _ start: Int, _ end: Int, _ mark: FoldMarks) {
        scalars[count] = scalar
        starts[count] = Int32(truncatingIfNeeded: start)
        ends[count] = Int32(truncatingIfNeeded: end)
        marks[count] = mark.union(pending)
        pending = []
        count += 1
    }

    /// What dresses a picture (variation selector, joiner, skin tone) is part of the picture;
    /// anywhere else it hides something.
    private mutating func dropInvisible(end: Int) {
        if count > 0, marks[count - 1].contains(.separator), scalars[count - 1] > 0x2000 {
            ends[count - 1] = Int32(truncatingIfNeeded: end)
        } else {
            pending = .invisibleBefore
        }
    }
}
