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
        result.reserve(utf8.count)
        result.count = result.withMutableBuffers { scalars, starts, ends, marks in
            utf8.withUnsafeBufferPointer { bytes in
                table.withEntries { entries in
                    var writer = FoldWriter(
                        scalars: scalars, starts: starts, ends: ends, marks: marks,
                        entries: entries)
                    writer.fold(bytes)
                    return writer.count
                }
            }
        }
    }
}

extension FoldedText {
    mutating func reserve(_ room: Int) {
        if scalars.count >= room { return }
        let more = room - scalars.count
        scalars.append(contentsOf: repeatElement(0, count: more))
        starts.append(contentsOf: repeatElement(0, count: more))
        ends.append(contentsOf: repeatElement(0, count: more))
        marks.append(contentsOf: repeatElement([], count: more))
    }

    mutating func withMutableBuffers(
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
