/// A key that signs notes, as others know it: C2SP signed-note, signature type 0x01 (Ed25519).
package struct VerifierKey: Hashable, Sendable {
    /// Best a name like a web address without its scheme; no spaces, no plus.
    package let name: String
    /// The first four bytes of SHA-256 of the name, a line end, 0x01 and the public key.
    package let id: UInt32
    /// 32 bytes (RFC 8032).
    package let publicKey: [UInt8]

    /// - Throws: `journal.unreadable` for a name that is empty or has a space, a plus or a control
    ///   character, and for a key of other than 32 bytes.
    package init(name: String, publicKey: [UInt8], crypto: LogCrypto) throws(JournalError) {
        guard Self.isName(name) else {
            throw .unreadable(
                .verifierKey, at: 0,
                reason: "a name is not empty and has no space, plus or control character")
        }
        guard publicKey.count == 32 else {
            throw .unreadable(.verifierKey, at: 0, reason: "a public key has 32 bytes")
        }
        let digest = crypto.sha256(Array(name.utf8) + [0x0A, Self.ed25519] + publicKey).bytes
        self.name = name
        self.publicKey = publicKey
        id = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads `<name>+<id as 8 hex digits>+<base64 of 0x01 and the key>`.
    ///
    /// - Throws: `journal.unreadable` for anything else, a wrong id included.
    package init(_ text: String, crypto: LogCrypto) throws(JournalError) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.bytes(parts[2]), key.first == Self.ed25519,
            let name = String(parts[0])
        else {
            throw .unreadable(
                .verifierKey, at: 0, reason: "it must be a name, an id and an Ed25519 key")
        }
        try self.init(name: name, publicKey: Array(key.dropFirst()), crypto: crypto)
        guard self.text.utf8.elementsEqual(text.utf8) else {
            throw .unreadable(.verifierKey, at: name.utf8.count + 1, reason: "the id is another's")
        }
    }

    /// `<name>+<id>+<base64>`, what outsiders are given to verify with.
    package var text: String {
        let hex = String(id, radix: 16)
        return "\(name)+\(String(repeating: "0", count: 8 - hex.utf8.count))\(hex)"
            + "+\(Base64.text([Self.ed25519] + publicKey))"
    }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && !name.unicodeScalars.contains {
                $0.properties.isWhitespace || $0 == "+" || $0.value < 0x20
            }
    }

    private static let ed25519: UInt8 = 0x01
}

/// A key that signs notes: the verifier key and the act of signing, whose secret stays outside.
package struct NoteSigner: Sendable {
    package let key: VerifierKey
    /// The Ed25519 signature, 64 bytes, of a note's text.
    package let sign: @Sendable ([UInt8]) -> [UInt8]

    package init(key: VerifierKey, sign: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.key = key
        self.sign = sign
    }
}
