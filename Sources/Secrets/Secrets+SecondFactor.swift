import CCrypto

/// Time-based one-time passwords: RFC 4226 and RFC 6238 with SHA-1 and six digits.
extension Secrets {
    /// Bytes of a secret: 160 bits, as RFC 4226 (4, R6) recommends.
    package static let secondFactorBytes = 20

    /// The code of one time step.
    package func code(secret: [UInt8], step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        var hash = [UInt8](repeating: 0, count: 20)
        fuseline_hmac_sha1(secret, secret.count, counter, counter.count, &hash)
        let start = Int(hash[19] & 0x0F)
        let word =
            UInt32(hash[start] & 0x7F) << 24 | UInt32(hash[start + 1]) << 16
            | UInt32(hash[start + 2]) << 8 | UInt32(hash[start + 3])
        let digits = String(word % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// `bytes` in base 32 (RFC 4648, 6) without padding, as phones take a secret.
    package func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (text, held, bits) = ("", UInt32(0), 0)
        for byte in bytes {
            held = held << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(held >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << UInt32(5 - bits) & 31)]) }
        return text
    }
}
