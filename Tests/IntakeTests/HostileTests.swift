import Intake
import Primitives
import Records
import Testing

/// Files as bad as they come: nothing is lost, nothing crashes, the counts add up.
struct HostileTests {
    private static func good(_ id: String, _ text: String = "烟花") -> [UInt8] {
        Array("{\"id\":\"\(id)\",\"kind\":\"chat\",\"text\":\"\(text)\"}".utf8)
    }

    /// One line each, and whether it is a record.
    private static let lines: [(bytes: [UInt8], isGood: Bool)] = [
        (good("1"), true), (Array("{\"id\":\"2\",\"kind\":\"chat\"".utf8), false),
        (Array("{\"id\":\"3\",\"kind\":3,\"text\":[]}".utf8), false),
        (good("4", String(repeating: "爆竹 ", count: 150_000)), true),
        (Array("{\"id\":\"5\",\"text\":\"".utf8) + [0xE7, 0x83, 0x22, 0x7D], false),
        (Array("null".utf8), false), (Array("[]".utf8), false), (Array("\"text\"".utf8), false),
        (Array("}{".utf8), false), ([0, 0, 0], false), ([0xFF], false),
        (Array(repeating: UInt8(ascii: "["), count: 100_000), false),
        (Array(repeating: UInt8(ascii: "x"), count: Limits.lineBytesMax + 1), false),
        (Array("{\"id\":\"6\",\"text\":\"\\ud83c\"}".utf8), false),
        (Array("{\"id\":\"7\",\"text\":\"a\\u0000b\"}".utf8), false),
        (Array("{\"id\":\"8\",\"id\":\"9\",\"text\":\"a\"}".utf8), false),
        (Array("{\"id\":\"\",\"text\":\"a\"}".utf8), false),
        (
            Array("{\"id\":\"10\",\"extra\":".utf8) + Array(repeating: 0x5B, count: 40),
            false
        ),
        ([0xEF, 0xBB, 0xBF] + good("11"), true), (good("12"), true),
    ]

    @Test(arguments: ["\n", "\r\n", "\r", "\n\n \n\t\r\n"], ["in.jsonl", "-"])
    func aFileOfBrokenLines(_ end: String, name: String) throws {
        let bytes = Array(Self.lines.map(\.bytes).joined(separator: end.utf8))
        let outcome = try read(ScreeningIntake.self, bytes, name: name)
        #expect(outcome.records.map(\.id) == ["1", "4", "11", "12"])
        #expect(outcome.tally.read == Self.lines.count)
        #expect(outcome.rejects.count == outcome.tally.rejected)
        #expect(outcome.tally.accepted == Self.lines.count { $0.isGood })
        #expect(outcome.rejects.allSatisfy { !$0.reason.isEmpty && $0.file == name })
        if end.utf8.count == 1 {
            let places = Self.lines.indices.filter { !Self.lines[$0].isGood }.map { $0 + 1 }
            #expect(outcome.rejects.map(\.line) == places)
        }
    }

    @Test(arguments: [[], [10], [13, 10, 13, 10], [0xEF, 0xBB, 0xBF], [32, 9, 10]] as [[UInt8]])
    func anEmptyFileIsFine(_ bytes: [UInt8]) throws {
        for name in ["in.jsonl", "in.csv", "-"] {
            #expect(try read(ListingIntake.self, bytes, name: name).tally == Tally())
        }
    }

    @Test func aFileInGB18030() throws {
        // 烟花 and 爆竹 in GB18030, with one line that is broken in it.
        let yanhua: [UInt8] = [0xD1, 0xCC, 0xBB, 0xA8]
        let line = { (id: String, text: [UInt8]) in
            Array("{\"id\":\"\(id)\",\"text\":\"".utf8) + text + Array("\"}\r\n".utf8)
        }
        let bytes = line("1", yanhua) + line("2", [0xD1]) + line("3", [0xB1, 0xAC, 0xD6, 0xF1])
        let outcome = try read(ScreeningIntake.self, bytes)
        #expect(outcome.records.map(\.text) == ["烟花", "爆竹"])
        #expect(outcome.rejects.map(\.line) == [2])
    }

    @Test func aHeaderInGB18030() throws {
        let header: [UInt8] = [
            0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xD5, 0xFD, 0xCE, 0xC4, 0x0A,  // 编号,正文
        ]
        let outcome = try read(
            ScreeningIntake.self, header + [0x31, 0x2C, 0xD1, 0xCC, 0xBB, 0xA8], name: "-")
        #expect(outcome.records == [ScreeningRow(id: "1", kind: .listing, text: "烟花")])
    }

    /// Small files of chance bytes, of pieces of good files, and of good files with damage.
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func whateverComesIsCounted(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var accepted = 0
        for round in 0..<2_500 {
            let bytes = Self.noise(&random)
            let name = random.pick(["in.jsonl", "in.csv", "-"])
            let options = IntakeOptions(
                encoding: random.pick([nil, nil, .utf8, .gb18030]),
                zone: random.pick([nil, .chinaOffset]))
            let piece = random.pick([1, 2, 5, 64, Int.max])
            do throws(IntakeError) {
                let outcome = try read(
                    WaybillIntake.self, bytes, name: name, options: options, piece: piece)
                #expect(outcome.rejects.count == outcome.tally.rejected, "seed \(seed) \(round)")
                #expect(outcome.records.count == outcome.tally.accepted, "seed \(seed) \(round)")
                accepted += outcome.records.count
                // Told in one encoding, the pieces in which the bytes come change nothing.
                if options.encoding != nil {
                    let whole = try read(
                        WaybillIntake.self, bytes, name: name, options: options)
                    #expect(whole.tally == outcome.tally, "seed \(seed) \(round)")
                    #expect(whole.rejects == outcome.rejects, "seed \(seed) \(round)")
                    #expect(whole.records == outcome.records, "seed \(seed) \(round)")
                }
            } catch {
                #expect(error.exitCode == 65, "seed \(seed) \(round): \(error)")
            }
        }
        #expect(accepted > 500)
    }

    private static let sentence = "1,中通,2026-01-31T08:00:00+08:00,\"日用,品\",2"
    private static let shards: [[UInt8]] = [
        Array("number,courier,accepted_at,declared_name,weight_kg\n".utf8), Array(sentence.utf8),
        Array("\n".utf8), Array("\r\n".utf8), Array("\r".utf8), Array("\"".utf8), Array(",".utf8),
        Array("{\"number\":\"".utf8), Array("\\ud83c".utf8), [0], [0xEF, 0xBB, 0xBF], [0xD1, 0xCC],
        Array("烟".utf8), [0xE7, 0x83], Array(FieldTests.waybill(["sender_phone": "\"1\""]).utf8),
        Array(FieldTests.waybill(["length_cm": "1", "width_cm": "2", "height_cm": "3"]).utf8),
    ]

    private static func noise(_ random: inout SeededRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        switch random.below(4) {
        case 0:
            bytes = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
        case 1:
            for _ in 0..<random.below(20) { bytes += random.pick(shards) }
        default:
            let isTable = random.chance(0.5)
            let row = isTable ? shards[1] : random.pick(Array(shards.suffix(2)))
            let rows =
                [isTable ? shards[0].dropLast() : row[...]]
                + (0..<random.below(6)).map { _ in row[...] }
            bytes = Array(rows.joined(separator: random.pick(["\n", "\r\n", "\r"]).utf8))
            for _ in 0..<random.below(4) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(contentsOf: random.pick(shards), at: place)
                default: bytes[place] = UInt8(random.below(256))
                }
            }
        }
        return bytes
    }
}
