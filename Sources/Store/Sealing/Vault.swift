/// What seals personal data on its way into the database, and opens it on its way out.
///
/// The keys stay where they come from: Bootstrap fills this from the key file, and nothing of them
/// is ever in a row. What is sealed says with which key, in its first five bytes
/// (`headerBytes`): the version of the form, 1, and the key's id, most significant byte first. What
/// follows is the sealer's.
package struct Vault: Sendable {
    /// Bytes that a sealed value begins with: version and key.
    package static let headerBytes = 5

    /// Why something does not open.
    package enum Fault: Error, Hashable {
        /// The key file has no such key.
        case unknownKey(UInt32)
        /// It is not as it was sealed, or was sealed for another place.
        case forged
    }

    /// Seals for one place, with the newest key; it opens nowhere else.
    package let seal: @Sendable (_ plain: [UInt8], _ place: String) throws -> [UInt8]
    /// - Throws: `Fault`.
    package let open: @Sendable (_ sealed: [UInt8], _ place: String) throws -> [UInt8]
    /// A keyed digest: the same for the same value of one kind, and nothing to whoever has not the
    /// key.
    package let blind: @Sendable (_ kind: String, _ value: String) -> String
    /// The first bytes of whatever is sealed now.
    package let header: @Sendable () throws -> [UInt8]

    package init(
        seal: @escaping @Sendable ([UInt8], String) throws -> [UInt8],
        open: @escaping @Sendable ([UInt8], String) throws -> [UInt8],
        blind: @escaping @Sendable (String, String) -> String,
        header: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.seal = seal
        self.open = open
        self.blind = blind
        self.header = header
    }

    /// The header of what is sealed with this key.
    package static func header(of key: UInt32) -> [UInt8] {
        [1] + (0..<4).map { UInt8(truncatingIfNeeded: key >> (24 - 8 * $0)) }
    }

    /// The key that something was sealed with; nil where it is nothing sealed.
    package static func key(of sealed: some Collection<UInt8>) -> UInt32? {
        guard sealed.count >= headerBytes, sealed.first == 1 else { return nil }
        return sealed.dropFirst().prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A key's id as files and messages spell it: eight hexadecimal digits.
    package static func spelled(_ key: UInt32) -> String {
        let digits = String(key, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}
