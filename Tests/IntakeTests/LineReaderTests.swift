import Intake
import Primitives
import Testing

struct LineReaderTests {
    /// Text in, lines out; every case is read whole and in pieces of 1, 2, 3 and 7 bytes.
    static let ends: [(String, [String])] = [
        ("", []),
        ("a", ["1:a"]),
        ("a\nb\n", ["1:a", "2:b"]),
        ("a\r\nb\r\n", ["1:a", "2:b"]),
        ("a\rb\rc", ["1:a", "2:b", "3:c"]),
        ("a\r", ["1:a"]),
        ("a\r\n", ["1:a"]),
        ("a\n\r\nb", ["1:a", "2:", "3:b"]),
        ("a\r\rb\n\nc", ["1:a", "2:", "3:b", "4:", "5:c"]),
        ("\n", ["1:"]),
        ("\r\n\r\n", ["1:", "2:"]),
        ("烟\r\n花\r爆", ["1:烟", "2:花", "3:爆"]),
    ]

    @Test(arguments: ends, [1, 2, 3, 7, Int.max])
    func linesEndInThreeWays(_ example: (text: String, lines: [String]), piece: Int) throws {
        #expect(try lines(Array(example.text.utf8), piece: piece) == example.lines)
    }

    static let spelled: [(name: String, bytes: [UInt8], lines: [String])] = [
        ("mark", [0xEF, 0xBB, 0xBF] + Array("烟\n".utf8), ["1:烟"]),
        ("mark alone", [0xEF, 0xBB, 0xBF], []),
        ("GB18030", [0xD1, 0xCC, 0xBB, 0xA8, 10, 0x61], ["1:烟花", "2:a"]),
        (
            "GB18030 of two bytes that is four of UTF-8", [0xFE, 0x51, 0xFE, 0x51],
            ["1:\u{20087}\u{20087}"]
        ),
        ("GB18030 mark", [0x84, 0x31, 0x95, 0x33, 0xD1, 0xCC], ["1:烟"]),
        ("GB18030 four bytes", [0xD1, 0xCC, 0x95, 0x32, 0x82, 0x36], ["1:烟𠀀"]),
        (
            "one bad line does not make a UTF-8 file another encoding",
            Array("烟\n".utf8) + [0xD1, 0xCC, 10] + Array("花\n".utf8),
            ["1:烟", "2!not UTF-8 at byte offset 0", "3:花"]
        ),
        (
            "a bad line in a GB18030 file",
            [0xD1, 0xCC, 10, 0xBB, 0xA8, 10, 0x61, 0xD1, 0xFF, 10, 0xD1, 0xCC, 10],
            ["1:烟", "2:花", "3!not GB18030 at byte offset 1", "4:烟"]
        ),
        ("cut at the end", Array("烟\n烟".utf8).dropLast(), ["1:烟", "2!not UTF-8 at byte offset 0"]),
        ("never valid", [0x61, 0xFF, 0xFE, 10, 0x62], ["1!not UTF-8 at byte offset 1", "2:b"]),
        (
            "overlong", Array("烟\n".utf8) + [0x61, 0xC0, 0xAF],
            ["1:烟", "2!not UTF-8 at byte offset 1"]
        ),
        ("surrogate", [0xED, 0xA0, 0x80, 10, 0x61], ["1!not UTF-8 at byte offset 0", "2:a"]),
        ("NUL", [0x61, 0, 0x62, 10, 0x63], ["1!a NUL byte at byte offset 1", "2:c"]),
        (
            "zeros after a power cut",
            Array("ab\n".utf8) + [UInt8](repeating: 0, count: 64) + [10, 97],
            ["1:ab", "2!a NUL byte at byte offset 0", "3:a"]
        ),
    ]

    @Test(arguments: spelled, [1, 2, 5, Int.max])
    func encodings(
        _ example: (name: String, bytes: [UInt8], lines: [String]), piece: Int
    ) throws {
        // In pieces of a byte the first telling line decides alone, so only whole reads can vote
        // over later lines; these examples all tell with the first.
        #expect(try lines(example.bytes, piece: piece) == example.lines, "\(example.name)")
    }

    @Test func aBadFirstLineIsOutvotedByTheLinesBehindIt() throws {
        let bytes: [UInt8] = [0xD1, 0xCC, 10] + Array("烟\n花\n".utf8)
        #expect(try lines(bytes) == ["1!not UTF-8 at byte offset 0", "2:烟", "3:花"])
    }

    @Test func aFirstLineLongerThanTheSampleDecidesWhole() throws {
        let long = String(repeating: "烟", count: 1 << 20)
        #expect(try lines(Array("a\n\(long)\n花".utf8)) == ["1:a", "2:\(long)", "3:花"])
    }

    @Test func theNamedEncodingIsTaken() throws {
        let gb: [UInt8] = [0xD1, 0xCC]
        #expect(try lines(gb, encoding: .utf8) == ["1!not UTF-8 at byte offset 0"])
        // These bytes are valid in both.
        let utf = Array("烟花".utf8)
        #expect(try lines(utf, encoding: .gb18030) != ["1:烟花"])
        #expect(try lines(utf) == ["1:烟花"])
    }

    @Test(arguments: [
        ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("GBK", .gb18030), ("gb2312", .gb18030),
        ("GB18030", .gb18030), ("latin1", nil), ("", nil),
    ])
    func encodingNames(_ name: String, _ encoding: TextEncoding?) {
        #expect(TextEncoding(name: name) == encoding)
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0], "intake.utf16"), ([0xFE, 0xFF, 0, 0x61], "intake.utf16"),
            (Array("{\0\"\0i\0d\0\"\0:\0\"\0a\0".utf8), "intake.utf16"),
            ([0x50, 0x4B, 3, 4, 0, 0], "intake.binary"), ([0x1F, 0x8B, 8, 0], "intake.binary"),
            (Array("%PDF-1.7".utf8), "intake.binary"),
            (Array("SQLite format 3\0".utf8), "intake.binary"),
        ] as [([UInt8], String)], [1, Int.max])
    func whatIsNoTextIsRefusedAsAWhole(_ example: ([UInt8], String), piece: Int) throws {
        let error = #expect(throws: IntakeError.self) { try lines(example.0, piece: piece) }
        #expect(error?.code == example.1)
        #expect(error?.exitCode == 65)
    }

    @Test func aLineAtTheLimitIsReadAndOneAboveIsNot() throws {
        let most = [UInt8](repeating: 0x61, count: Limits.lineBytesMax)
        let read = try lines(most + [10] + most + [0x61, 13, 10, 0x62, 10] + most + [0x61])
        #expect(read.count == 4)
        #expect(read[0].utf8.count == Limits.lineBytesMax + 2)
        #expect(read[1] == "2!the line is longer than \(Limits.lineBytesMax) bytes")
        #expect(read[2] == "3:b")
        #expect(read[3] == "4!the line is longer than \(Limits.lineBytesMax) bytes")
    }

    /// A gigabyte without a line end, then many short lines: the reader never asks for more room
    /// than a line and a chunk.
    @Test func memoryDoesNotGrowWithTheInput() throws {
        let size = 1 << 30
        var given = 0
        var roomMost = 0
        let source = ByteSource(name: "endless") { buffer in
            roomMost = max(roomMost, buffer.count)
            let count = min(buffer.count, size - given)
            // The array is zeros; a NUL is as good as any byte that ends no line.
            given += count
            if given == size, count > 0 { buffer[count - 1] = 10 }
            return count
        }
        var reader = LineReader(source)
        var refused = 0
        while case let event = try reader.next(), event != .end {
            refused += event == .line ? 0 : 1
        }
        #expect(refused == 1)
        #expect(reader.bytesTaken == size)
        #expect(roomMost <= 2 * (Limits.lineBytesMax + Limits.readChunkBytes))
    }

    @Test func aStreamOfShortLinesNeedsOneChunk() throws {
        let line = Array(#"{"id":"1","kind":"chat","text":"烟花"}"#.utf8) + [10]
        let chunk = Array(repeatElement(line, count: 4_096).joined())
        var left = 64
        var roomMost = 0
        var rest = chunk[...]
        let source = ByteSource(name: "endless") { buffer in
            roomMost = max(roomMost, buffer.count)
            if rest.isEmpty, left > 0 {
                left -= 1
                rest = chunk[...]
            }
            let count = min(buffer.count, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
        var reader = try RecordReader<ScreeningIntake>(source)
        while case .accepted = try reader.next() {}
        #expect(reader.tally == Tally(accepted: 65 * 4_096, rejected: 0))
        #expect(roomMost == Limits.readChunkBytes)
    }
}
