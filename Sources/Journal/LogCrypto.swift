/// The cryptography of the log, which comes from outside: SHA-256 and Ed25519.
///
/// The room `Secrets` makes one of libcrypto and libsodium. Every closure may be called from any
/// thread.
package struct LogCrypto: Sendable {
    /// SHA-256 of the byte 0x00 and an entry (RFC 6962, section 2.1: the hash of a leaf).
    package let leaf: @Sendable (Span<UInt8>) -> Digest
    /// SHA-256 of the byte 0x01 and two hashes (RFC 6962, section 2.1: the hash of a node).
    package let node: @Sendable (Digest, Digest) -> Digest
    /// SHA-256 of the bytes alone: key ids, and the root of an empty log.
    package let sha256: @Sendable ([UInt8]) -> Digest
    /// Whether a signature of 64 bytes is Ed25519's (RFC 8032) of a message by a public key of 32.
    package let isSigned:
        @Sendable (_ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]) -> Bool

    package init(
        leaf: @escaping @Sendable (Span<UInt8>) -> Digest,
        node: @escaping @Sendable (Digest, Digest) -> Digest,
        sha256: @escaping @Sendable ([UInt8]) -> Digest,
        isSigned: @escaping @Sendable ([UInt8], [UInt8], [UInt8]) -> Bool
    ) {
        self.leaf = leaf
        self.node = node
        self.sha256 = sha256
        self.isSigned = isSigned
    }
}
