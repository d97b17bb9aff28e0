/// Folds texts: one pass from bytes to comparable scalars, with offsets back to the original.
///
/// Width, case, traditional forms, radicals, mathematical letters, letters of other scripts that
/// look Latin, and tone marks are brought to one writing; invisible and combining characters are
/// dropped; punctuation, spaces and pictures stay, marked `separator`. Never changes the order of
/// what it keeps. Bytes that are not UTF-8 become U+FFFD, one for each byte.
package struct Folder: Sendable {
    let table: FoldTable

    /// Reads `fold.tsv` (docs/screening.md).
    ///
    /// - Throws: `TextError.tableMalformed`, `.tableEmpty`.
    package init(table bytes: [UInt8]) throws(TextError) {
        table = try FoldTable(bytes)
    }

    /// The folded text; for many texts, fold into one buffer instead.
    package func fold(_ text: String) -> FoldedText {
        var result = FoldedText()
        fold(text.utf8.span, into: &result)
        return result
    }

    /// Folds `utf8` into `result`, whose former content goes.
    ///
    /// - Complexity: O(bytes); allocates only where `result` is too small.
    package func fold(_ utf8: Span<UInt8>, into result: inout FoldedText) {
        // No entry of the table is longer than its character's bytes, so one scalar a byte is room.
        result.resize(to: utf8.count)
        let count = result.withMutableSpans { scalars, starts, ends, marks in
            var writer = FoldWriter(
                scalars: scalars, starts: starts, ends: ends, marks: marks)
            var offset = 0
            while offset < utf8.count {
                let (scalar, length) = Self.decode(utf8, at: offset)
                writer.put(scalar, start: offset, end: offset + length, table: table)
                offset += length
            }
            return writer.count
        }
        result.resize(to: count)
    }

    /// The scalar at `offset` and its length in bytes; U+FFFD and 1 where there is none.
    @inline(__always)
    private static func decode(_ utf8: Span<UInt8>, at offset: Int) -> (UInt32, Int) {
        let first = UInt32(utf8[offset])
        if first < 0x80 { return (first, 1) }
        let left = utf8.count - offset
        if first >= 0xE0, first < 0xF0, left >= 3 {
            let second = UInt32(utf8[offset + 1])
            let third = UInt32(utf8[offset + 2])
            let scalar = (first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, scalar >= 0x800,
                scalar & 0xF800 != 0xD800
            {
                return (scalar, 3)
            }
        } else if first >= 0xC2, first < 0xE0, left >= 2 {
            let second = UInt32(utf8[offset + 1])
            if second & 0xC0 == 0x80 { return ((first & 0x1F) << 6 | (second & 0x3F), 2) }
        } else if first >= 0xF0, first < 0xF5, left >= 4 {
            let second = UInt32(utf8[offset + 1])
            let third = UInt32(utf8[offset + 2])
            let fourth = UInt32(utf8[offset + 3])
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
}

extension FoldedText {
    mutating func resize(to count: Int) {
        resize(&scalars, to: count, with: 0)
        resize(&starts, to: count, with: 0)
        resize(&ends, to: count, with: 0)
        resize(&marks, to: count, with: [])
    }

    private func resize<Element>(_ array: inout [Element], to count: Int, with filler: Element) {
        if array.count > count {
            array.removeLast(array.count - count)
        } else {
            array.append(contentsOf: repeatElement(filler, count: count - array.count))
        }
    }

    mutating func withMutableSpans(
        _ body: (
            UnsafeMutableBufferPointer<UInt32>, UnsafeMutableBufferPointer<Int32>,
            UnsafeMutableBufferPointer<Int32>, UnsafeMutableBufferPointer<FoldMarks>
        ) -> Int
    ) -> Int {
        scalars.withUnsafeMutableBufferPointer { scalars in
            starts.withUnsafeMutableBufferPointer { starts in
                ends.withUnsafeMutableBufferPointer { ends in
                    marks.withUnsafeMutableBufferPointer { marks in
                        body(scalars, starts, ends, marks)
                    }
                }
            }
        }
    }
}
