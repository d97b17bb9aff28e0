import Journal
import Primitives
import Secrets
import Testing
import journal_bench

@Suite struct NoteTests {
    let crypto: LogCrypto
    let sample: SampleLog

    init() throws {
        sample = try Fixture.sample()
        crypto = sample.crypto
    }

    // The example of C2SP signed-note, section "Verifier keys".
    private let exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    private let exampleNote =
        "This is an example message.\n\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"

    @Test func theSpecificationsExampleVerifies() throws {
        let key = try VerifierKey(exampleKey, crypto: crypto)
        #expect(key.name == "example.com/foo")
        #expect(key.id == 0x530d_903a)
        #expect(key.text == exampleKey)
        let note = try SignedNote(Array(exampleNote.utf8))
        #expect(note.text == "This is an example message.\n")
        #expect(note.encoded == exampleNote)
        try note.check([key], crypto: crypto)
        #expect(throws: JournalError.notSigned("no known key signed it")) {
            try note.check(sample.keys, crypto: crypto)
        }
    }

    /// RFC 8032, section 7.1, test 1: the seed and public key behind our signer are what they say.
    @Test func aSeedGivesTheKeyOfTheRFC() throws {
        let seed = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let signer = try Secrets().noteSigner(name: "x", seed: seed)
        #expect(
            signer.key.publicKey
                == bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
        #expect(
            signer.sign([]).prefix(16)
                == bytes("e5564300c360ac729086e2cc806e828a")[...])
    }

    private func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    @Test func manyMaySignAndStrangersArePassedOver() throws {
        let secrets = try Secrets()
        let others = try (1..<16).map { number in
            try secrets.noteSigner(
                name: "w\(number)", seed: [UInt8](repeating: UInt8(number), count: 32))
        }
        let note = SignedNote("a\n\nb\n", by: [sample.signer] + others)
        let read = try SignedNote(Array(note.encoded.utf8))
        #expect(read == note)
        #expect(read.text == "a\n\nb\n", "the text may have empty lines")
        try read.check(sample.keys, crypto: crypto)
        try read.check(others.map(\.key), crypto: crypto)
    }

    @Test func everyChangedByteOfANoteShows() throws {
        let checkpoint = Checkpoint(
            origin: SampleLog.origin, size: 20_852_163, root: crypto.sha256([1]))
        let bytes = Array(SignedNote(checkpoint.text, by: [sample.signer]).encoded.utf8)
        let opened = try Checkpoint.open(
            try SignedNote(bytes), origin: SampleLog.origin, keys: sample.keys, crypto: crypto)
        #expect(opened == checkpoint)
        for at in bytes.indices {
            for bit in 0..<8 {
                var wrong = bytes
                wrong[at] ^= 1 << UInt8(bit)
                #expect(throws: JournalError.self) {
                    try Checkpoint.open(
                        try SignedNote(wrong), origin: SampleLog.origin, keys: sample.keys,
                        crypto: crypto)
                }
            }
        }
    }

    @Test(arguments: [
        "", "\n", "a", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u{2014} k\n", "a\n\n\u{2014} k AAAAAA==",
        "a\n\n\u{2014} k AAAA\n", "a\n\n\u{2014}  AAAAAAA=\n", "a\n\n\u{2014} k+ AAAAAAA=\n",
        "a\n\n\u{2014} k AAAAAAA= \n", "a\t\n\n\u{2014} k AAAAAAA=\n", "a\n\n- k AAAAAAA=\n",
        "a\r\n\n\u{2014} k AAAAAAA=\n", "a\n\n\u{2014} k AAAAAAB=\n", "a\n\n\u{2014} k AAAAAA\n",
    ])
    func whatIsNoNoteIsRefused(text: String) {
        let error = #expect(throws: JournalError.self) { try SignedNote(Array(text.utf8)) }
        #expect(error?.code == "journal.unreadable")
    }

    @Test(arguments: [
        "", "o\n1\n", "o\n01\n", "\n1\n", "o\n-1\n", "o\n+1\n", "o\n1 \n", "o\n1\nAAAA\n",
        "o\n99999999999999999999\n",
    ])
    func whatIsNoCheckpointIsRefused(start: String) throws {
        let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
        #expect(try Checkpoint("o\n1\n\(hash)").size == 1)
        if start != "o\n1\n" {
            #expect(throws: JournalError.self) { try Checkpoint(start + hash) }
        }
        #expect(throws: JournalError.self) { try Checkpoint(start + hash + "extension\n") }
        #expect(throws: JournalError.self) { try Checkpoint(start) }
    }

    @Test(arguments: [
        "", "a+b+c", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ])
    func whatIsNoVerifierKeyIsRefused(text: String) {
        let error = #expect(throws: JournalError.self) { try VerifierKey(text, crypto: crypto) }
        #expect(error?.code == "journal.unreadable")
    }

    @Test func aCheckpointOfAnotherLogIsRefused() throws {
        let checkpoint = Checkpoint(origin: "other", size: 1, root: Digest())
        let note = SignedNote(checkpoint.text, by: [sample.signer])
        #expect(throws: JournalError.self) {
            try Checkpoint.open(
                note, origin: SampleLog.origin, keys: sample.keys, crypto: crypto)
        }
    }
}
