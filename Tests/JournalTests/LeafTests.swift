import Journal
import Primitives
import Testing
import journal_bench

@Suite struct LeafTests {
    private func leaf() throws -> Leaf {
        let digest = try #require(Digest((0..<32).map { UInt8($0) }))
        return try Leaf(
            at: Timestamp(microseconds: 1_764_083_451_123_456),
            author: .init(who: "p-7", role: "investigator", unit: "u-3"), purpose: "case",
            act: "lead.decide", subject: .init(kind: "lead", id: "l-9"), matter: "烟\"花\\1",
            before: nil, after: digest, versions: .init(rules: "2026-07", lexicon: "L1"))
    }

    private let text =
        #"{"v":1,"at":1764083451123456,"who":"p-7","role":"investigator","unit":"u-3","purpose":"case","act":"lead.decide","kind":"lead","id":"l-9","matter":"烟\"花\\1","after":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","rules":"2026-07","lexicon":"L1"}"#

    @Test func theFormIsPromisedToTheByte() throws {
        #expect(String(decoding: try leaf().bytes, as: UTF8.self) == text)
        #expect(try Leaf(Array(text.utf8)) == leaf())
    }

    @Test func whatIsWrittenReadsBack() throws {
        var random = SeededRandom(seed: 3)
        for index in 0..<500 {
            let entry = try SampleLog.entry(index, &random)
            #expect(try Leaf(entry).bytes == entry)
        }
    }

    /// Whatever is done to the bytes: they are refused, or they are the one form of another leaf.
    @Test func noBytesAreASecondFormOfALeaf() throws {
        var random = SeededRandom(seed: 5)
        let bytes = Array(text.utf8)
        for _ in 0..<20_000 {
            var edited = bytes
            for _ in 0...random.below(2) {
                let at = random.below(edited.count)
                switch random.below(4) {
                case 0: edited.remove(at: at)
                case 1: edited.insert(random.pick(bytes), at: at)
                case 2: edited[at] = random.pick(Array(" \"\\{}:,01/\t\u{7F}".utf8))
                default: edited[at] ^= 1 << UInt8(random.below(8))
                }
            }
            if let read = try? Leaf(edited) { #expect(read.bytes == edited) }
        }
        for end in bytes.indices {
            #expect(throws: JournalError.self) { try Leaf(Array(bytes[..<end])) }
        }
    }

    @Test(arguments: [
        (#"{"v":1,"#, #"{ "v":1,"#, 0, "must stand here"),
        (#""at":1764083451123456"#, #""at":01764083451123456"#, 12, "leading zeros"),
        (#""at":1764083451123456"#, #""at":-1"#, 12, "leading zeros"),
        (#""at":1764083451123456"#, #""at":1e3"#, 13, "must stand here"),
        (#""at":1764083451123456"#, #""at":99999999999999999999"#, 30, "must stand here"),
        (#""who":"p-7""#, #""who":"""#, 36, "1 to 128 bytes"),
        (#""who":"p-7""#, #""who":"\u0041""#, 37, "only quotes"),
        (#""who":"p-7""#, #""who":"p\/7""#, 38, "only quotes"),
        (#""who":"p-7""#, "\"who\":\"p\n7\"", 37, "control"),
        (#""who":"p-7","role""#, #""rolx""#, 28, "must stand here"),
        (#""lexicon":"L1"}"#, #""lexicon":"L1","more":"x"}"#, 248, "neither the end"),
        (#""lexicon":"L1"}"#, #""lexicon":"L1"} "#, 249, "more after"),
        ("Hh8=", "Hh9=", 170, "no digest"),
        ("Hh8=", "Hh8", 170, "no digest"),
    ])
    func anotherFormIsRefusedWithItsPlace(
        old: String, new: String, at: Int, reason: String
    ) throws {
        let edited = replaced(old, new)
        #expect(edited != text)
        let error = #expect(throws: JournalError.self) { try Leaf(Array(edited.utf8)) }
        guard case .unreadable(.leaf, let place, let says) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place == at)
        #expect(says.contains(reason), "\(says)")
    }

    private func replaced(_ old: String, _ new: String) -> String {
        guard let range = text.firstRange(of: old) else { return text }
        return text.replacingCharacters(range, new)
    }

    @Test func aLaterVersionIsNamed() {
        let later = text.replacingCharacters(text.startIndex..<text.startIndex, "")
            .split(separator: ":1,", maxSplits: 1).joined(separator: ":2,")
        #expect(throws: JournalError.leafVersionUnknown(2)) { try Leaf(Array(later.utf8)) }
    }

    @Test func invalidUTF8IsRefused() throws {
        var bytes = Array(text.utf8)
        let at = try #require(bytes.firstIndex(of: UInt8(ascii: "p")))
        bytes[at] = 0xFF
        #expect(throws: JournalError.self) { try Leaf(bytes) }
    }

    @Test(arguments: ["", String(repeating: "x", count: 129), "a\u{0}", "a\nb", "\u{7F}"])
    func aTextThatCanNotBeWrittenIsRefused(wrong: String) throws {
        for field in 0..<8 {
            var fields = [String](repeating: "x", count: 8)
            fields[field] = wrong
            let names = ["who", "role", "unit", "purpose", "act", "kind", "id", "matter"]
            let error = #expect(throws: JournalError.self) {
                try Leaf(
                    at: Timestamp(microseconds: 0),
                    author: .init(who: fields[0], role: fields[1], unit: fields[2]),
                    purpose: fields[3], act: fields[4],
                    subject: .init(kind: fields[5], id: fields[6]), matter: fields[7])
            }
            guard case .fieldRefused(let fault) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(fault.field == names[field])
        }
        #expect(throws: JournalError.self) {
            try Leaf(
                at: Timestamp(microseconds: -1), author: .init(who: "a", role: "b", unit: "c"),
                purpose: "d", act: "e", subject: .init(kind: "f", id: "g"))
        }
    }

    @Test func theLongestLeafIsAnEntry() throws {
        let long = String(repeating: "\"", count: Limits.idBytesMax)
        let digest = Digest()
        let leaf = try Leaf(
            at: Timestamp(microseconds: .max), author: .init(who: long, role: long, unit: long),
            purpose: long, act: long, subject: .init(kind: long, id: long), matter: long,
            before: digest, after: digest,
            versions: .init(rules: long, model: long, lexicon: long))
        #expect(leaf.bytes.count <= Limits.logEntryBytesMax)
        #expect(try Leaf(leaf.bytes) == leaf)
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, _ new: String) -> String {
        String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
