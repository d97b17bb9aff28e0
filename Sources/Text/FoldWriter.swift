/// Writes folded scalars into the four buffers of a `FoldedText`.
///
/// Invariant: `count` never passes the buffers' length, because a character of n bytes writes at
/// most n scalars (`FoldTable` refuses longer entries) and the buffers hold one scalar a byte.
struct FoldWriter {
    let scalars: UnsafeMutableBufferPointer<UInt32>
    let starts: UnsafeMutableBufferPointer<Int32>
    let ends: UnsafeMutableBufferPointer<Int32>
    let marks: UnsafeMutableBufferPointer<FoldMarks>
    private(set) var count = 0
    private var pending: FoldMarks = []

    init(
        scalars: UnsafeMutableBufferPointer<UInt32>, starts: UnsafeMutableBufferPointer<Int32>,
        ends: UnsafeMutableBufferPointer<Int32>, marks: UnsafeMutableBufferPointer<FoldMarks>
    ) {
        self.scalars = scalars
        self.starts = starts
        self.ends = ends
        self.marks = marks
    }

    @inline(__always)
    mutating func put(_ scalar: UInt32, start: Int, end: Int, table: borrowing FoldTable) {
        if scalar == FoldTable.invalid {
            append(0xFFFD, start, end, [.separator, .replaced])
            return
        }
        let entry = table.entry(of: scalar)
        if entry == 0 {
            append(scalar, start, end, [])
            return
        }
        let entryMarks = FoldTable.marks(of: entry)
        if entryMarks.contains(.invisible) {
            dropInvisible(end: end)
        } else if FoldTable.isExpansion(entry) {
            expand(entry, entryMarks, start, end, table: table)
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

    private mutating func expand(
        _ entry: UInt32, _ entryMarks: FoldMarks, _ start: Int, _ end: Int,
        table: borrowing FoldTable
    ) {
        for (position, scalar) in table.expansion(of: entry).enumerated() {
            append(scalar, start, end, position == 0 ? entryMarks : entryMarks.union(.continued))
        }
    }
}
