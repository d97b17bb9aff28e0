/// A text with signatures below it: C2SP signed-note.
///
/// The text and its last line end, an empty line, then one line a signature:
/// `— <key name> <base64 of the key id and the signature>`, the key id in four bytes, the higher
/// first.
package struct SignedNote: Hashable, Sendable {
    /// One signature line.
    package struct Signature: Hashable, Sendable {
        package let name: String
        package let keyID: UInt32
        package let bytes: [UInt8]
    }

    /// With its last line end, without the empty line.
    package let text: String
    package let signatures: [Signature]

    /// Signs `text`, which must end with a line end and have no other control character.
    package init(_ text: String, by signers: [NoteSigner]) {
        precondition(
            text.hasSuffix("\n") && !text.utf8.contains { $0 < 0x20 && $0 != 0x0A },
            "a note's text is whole lines without control characters")
        self.text = text
        signatures = signers.map { signer in
            Signature(
                name: signer.key.name, keyID: signer.key.id, bytes: signer.sign(Array(text.utf8)))
        }
    }

    /// Reads a note; says nothing about whether a signature is right.
    ///
    /// - Throws: `journal.unreadable`.
    package init(_ bytes: [UInt8]) throws(JournalError) {
        func refusal(_ at: Int, _ reason: String) -> JournalError {
            .unreadable(.note, at: at, reason: reason)
        }
        guard bytes.count <= Self.bytesMax else {
            throw refusal(Self.bytesMax, "it has more than \(Self.bytesMax) bytes")
        }
        if let wrong = bytes.firstIndex(where: { $0 < 0x20 && $0 != lineEnd }) {
            throw refusal(wrong, "a control character")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw refusal(0, "no valid UTF-8")
        }
        guard bytes.last == lineEnd else { throw refusal(bytes.count, "it ends inside a line") }
        // The last empty line parts the text from the signatures.
        guard
            let gap = bytes.indices.dropFirst().last(where: {
                bytes[$0] == lineEnd && bytes[$0 - 1] == lineEnd
            })
        else { throw refusal(bytes.count, "there is no empty line before the signatures") }
        text = String(decoding: bytes[..<gap], as: UTF8.self)
        var signatures: [Signature] = []
        var at = gap + 1
        for line in bytes[at...].dropLast().split(
            separator: lineEnd, omittingEmptySubsequences: false)
        {
            guard let signature = Self.signature(line) else {
                throw refusal(at, "no signature line")
            }
            signatures.append(signature)
            at += line.count + 1
        }
        self.signatures = signatures
    }

    /// The whole note, as it is kept and given out.
    package var encoded: String {
        "\(text)\n"
            + signatures.map { signature in
                let id = (0..<4).map { UInt8(signature.keyID >> (24 - 8 * UInt32($0)) & 255) }
                return "\u{2014} \(signature.name) \(Base64.text(id + signature.bytes))\n"
            }.joined()
    }

    /// Checks the signatures of all known keys.
    ///
    /// Signatures of unknown keys are passed over, as the specification asks.
    /// - Throws: `journal.not_signed` where one of a known key is wrong, and where there is none.
    package func check(_ keys: [VerifierKey], crypto: LogCrypto) throws(JournalError) {
        var good = 0
        for signature in signatures {
            guard let key = Self.key(of: signature, among: keys) else { continue }
            guard signature.bytes.count == 64,
                crypto.isSigned(signature.bytes, Array(text.utf8), key.publicKey)
            else { throw .notSigned("the signature of \(key.name) is wrong") }
            good += 1
        }
        guard good > 0 else { throw .notSigned("no known key signed it") }
    }

    /// Whether every signature is of one of `keys`, and each of another: what we write ourselves.
    func isSignedOnly(by keys: [VerifierKey]) -> Bool {
        let signers = signatures.compactMap { Self.key(of: $0, among: keys) }
        return signers.count == signatures.count && Set(signers).count == signers.count
    }

    private static func key(of signature: Signature, among keys: [VerifierKey]) -> VerifierKey? {
        keys.first { $0.id == signature.keyID && $0.name.utf8.elementsEqual(signature.name.utf8) }
    }

    private static func signature(_ line: ArraySlice<UInt8>) -> Signature? {
        let dash = Array("\u{2014} ".utf8)
        guard line.starts(with: dash) else { return nil }
        let parts = line.dropFirst(dash.count).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64.bytes(parts[1]), bytes.count > 4 else {
            return nil
        }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard VerifierKey.isName(name) else { return nil }
        return Signature(
            name: name, keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
            bytes: Array(bytes.dropFirst(4)))
    }

    /// Our own have one signature and 300 bytes; the specification wants at least 16 taken, each
    /// up to 5 kB.
    private static let bytesMax = 128 << 10
}

private let lineEnd: UInt8 = 0x0A
