/// A SHA-256 value: 32 bytes.
///
/// Kept as four words, because a fixed array can not be compared. The words lie in memory as the
/// bytes do; nothing computes with them, so the machine's byte order does not show.
package struct Digest: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    package static let byteCount = 32

    /// 32 zero bytes, to be filled by `withUnsafeMutableBytes(of:)`.
    package init() {}

    /// Nil for any other count than 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Reads what `base64` writes; nil for any other spelling.
    package init?(base64 text: some Collection<UInt8>) {
        guard let bytes = Base64.bytes(text) else { return nil }
        self.init(bytes)
    }

    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// Standard base 64 with padding, 44 characters, as in checkpoints and proofs.
    package var base64: String { Base64.text(bytes) }

    package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
