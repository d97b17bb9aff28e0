/// How a file's bytes spell its text.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// GB 18030, which contains GBK and GB 2312.
    case gb18030

    /// Reads a name as people write it: `utf-8`, `UTF8`, `gb18030`, `GBK`, `gb2312`, `cp936`.
    package init?(name: String) {
        switch name.lowercased() {
        case "utf-8", "utf8": self = .utf8
        case "gb18030", "gb-18030", "gbk", "gb2312", "cp936": self = .gb18030
        default: return nil
        }
    }
}

/// Tells from the first bytes of a file what it cannot be and what it probably is.
///
/// The bytes of LF and CR, of the CSV separators and of the quote never stand inside a GB18030
/// character (second bytes begin at 0x40, fourth bytes are digits), so lines are cut before the
/// encoding is known. A line of ASCII means the same in both encodings; the first line that is not
/// decides, by a vote of all such lines at hand: one that is valid UTF-8 votes for UTF-8, one that
/// is not but is valid GB18030 votes for GB18030, any other not at all. So one broken line in a
/// UTF-8 file is a broken line and not another encoding.
enum EncodingGuess {
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let gb18030Mark: [UInt8] = [0x84, 0x31, 0x95, 0x33]
    /// Bytes looked at for a vote: some thousand lines, at most a few milliseconds.
    private static let sampleBytes = 1 << 20

    /// Refuses what is surely no text in one of our encodings.
    ///
    /// `head` is the beginning of the file. Only sure signs count: a line of zeros left by a power
    /// cut is a bad line, not a binary file.
    static func refuse(_ head: ArraySlice<UInt8>, name: String) throws(IntakeError) {
        for (magic, what) in magics where head.starts(with: magic) {
            throw .binary(name, what: what)
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) || isWide(head) {
            throw .wideText(name)
        }
    }

    private static let magics: [([UInt8], String)] = [
        (
            [0x50, 0x4B, 0x03, 0x04],
            "a ZIP archive or an Excel workbook (save the sheet as CSV, or unpack the archive)"
        ),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (save the sheet as CSV)"),
        ([0x1F, 0x8B], "compressed by gzip (unpack it: gzip -dc FILE | fuseline … -)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd (unpack it: zstd -dc FILE | fuseline … -)"),
        ([0x25, 0x50, 0x44, 0x46, 0x2D], "a PDF"),
        (Array("SQLite format 3\0".utf8), "an SQLite database"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"),
        ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
        ([0x47, 0x49, 0x46, 0x38], "a picture (GIF)"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
        ([0x4D, 0x5A, 0x90, 0x00], "a program"),
        ([0x52, 0x61, 0x72, 0x21], "a RAR archive (unpack it)"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive (unpack it)"),
        ([0xFD, 0x37, 0x7A, 0x58], "compressed by xz (unpack it: xz -dc FILE | fuseline … -)"),
        (Array("<!DOCTYPE".utf8), "a web page (save the sheet as CSV)"),
        (Array("<html".utf8), "a web page (save the sheet as CSV)"),
        ([0x50, 0x41, 0x52, 0x31], "a Parquet file (write it as CSV or JSON Lines)"),
    ]

    /// UTF-16 without a mark: two bytes in five are zero, and all but a few of them stand on places
    /// of one parity.
    private static func isWide(_ head: ArraySlice<UInt8>) -> Bool {
        let sample = head.prefix(4_096)
        guard sample.count >= 8 else { return false }
        var zeros = [0, 0]
        for (place, byte) in sample.enumerated() where byte == 0 { zeros[place & 1] += 1 }
        let all = zeros[0] + zeros[1]
        return all * 5 >= sample.count * 2 && max(zeros[0], zeros[1]) * 20 >= all * 19
    }

    /// The encoding that most of the telling lines are in, UTF-8 where it is a draw.
    ///
    /// `first` is a whole line, and `rest` what is at hand behind it; `isWhole` says that the last
    /// line of the rest is complete.
    static func vote(
        first: ArraySlice<UInt8>, rest: ArraySlice<UInt8>, isWhole: Bool
    ) throws(IntakeError) -> TextEncoding {
        let sample = rest.prefix(sampleBytes)
        var lines = [first] + sample.split { $0 == 10 || $0 == 13 }
        if lines.count > 1, !isWhole || sample.count < rest.count { lines.removeLast() }
        let decoder = try GB18030Decoder()
        var balance = 0
        var output: [UInt8] = []
        for line in lines where !isASCII(line) {
            if invalidUTF8(line) == nil {
                balance -= 1
            } else if decoder.decode(line, into: &output) == nil {
                balance += 1
            }
        }
        return balance > 0 ? .gb18030 : .utf8
    }
}

/// Whether no byte has its high bit set.
func isASCII(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
        var seen: UInt8 = 0
        for byte in buffer { seen |= byte }
        return seen < 0x80
    }
}

/// The offset of the first byte that is not valid UTF-8, or nil.
func invalidUTF8(_ bytes: ArraySlice<UInt8>) -> Int? {
    do throws(UTF8.ValidationError) {
        _ = try UTF8Span(validating: bytes.span)
        return nil
    } catch {
        return error.byteOffsets.lowerBound
    }
}
