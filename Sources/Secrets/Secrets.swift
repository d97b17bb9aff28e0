import CSodium
import Primitives

/// Why a secret could not be made.
package enum SecretsError: CodedError, Hashable {
    case libraryUnusable
    case notEnoughMemory
    case passwordTooShort(minimum: Int)

    package var code: String {
        switch self {
        case .libraryUnusable: "secrets.library_unusable"
        case .notEnoughMemory: "secrets.not_enough_memory"
        case .passwordTooShort: "secrets.password_too_short"
        }
    }

    package var message: String {
        switch self {
        case .libraryUnusable: "libsodium could not be started on this machine."
        case .notEnoughMemory: "Hashing a password needs 64 MiB of free memory."
        case .passwordTooShort(let minimum): "A password needs at least \(minimum) characters."
        }
    }
}

/// Random tokens and password hashes, all of it libsodium's work.
///
/// A value of this type proves that the library was started. Safe to use from any thread.
package struct Secrets: Sendable {
    /// Characters; NIST SP 800-63B-4 asks for 15 where the password is the only factor, which a
    /// second factor will lower again.
    package static let passwordCharactersMin = 12

    /// Cost of one password hash: libsodium's interactive profile, 2 passes over 64 MiB.
    private static let passes: UInt64 = 2
    private static let memoryBytes = 64 << 20

    package init() throws(SecretsError) {
        guard sodium_init() >= 0 else { throw .libraryUnusable }
    }

    /// `count` bytes of the system's randomness.
    package func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// 256 random bits, 52 characters of Crockford's base 32 in lower case.
    package func token() -> String { Base32.text(randomBytes(32)) }

    /// 128 random bits, 26 characters.
    package func id() -> String { Base32.text(randomBytes(16)) }

    /// BLAKE2b-256 of `token`, under which the database knows it.
    package func digest(_ token: String) -> String {
        let input = Array(token.utf8)
        var output = [UInt8](repeating: 0, count: 32)
        crypto_generichash(&output, output.count, input, UInt64(input.count), nil, 0)
        return Base32.text(output)
    }

    /// HMAC-SHA-256 (RFC 2104) in hexadecimal digits, as web hooks are signed.
    package func signature(of bytes: [UInt8], key: [UInt8]) -> String {
        var state = crypto_auth_hmacsha256_state()
        var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_bytes()))
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        crypto_auth_hmacsha256_final(&state, &digest)
        return digest.map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// BLAKE2b-256 of `bytes` with `key`, 32 bytes: the same for the same content, and nothing to
    /// somebody without the key.
    package func keyedDigest(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        crypto_generichash(
            &output, output.count, bytes, UInt64(bytes.count), key, key.count)
        return output
    }

    /// Argon2id of `password` in libsodium's text form, salt and cost included.
    ///
    /// - Complexity: 64 MiB of memory and some tens of milliseconds: that is its purpose.
    package func passwordHash(_ password: String) throws(SecretsError) -> String {
        guard password.count >= Self.passwordCharactersMin else {
            throw .passwordTooShort(minimum: Self.passwordCharactersMin)
        }
        let input = Array(password.utf8).map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let code = crypto_pwhash_str_alg(
            &output, input, UInt64(input.count), Self.passes, Self.memoryBytes,
            crypto_pwhash_alg_argon2id13())
        guard code == 0 else { throw .notEnoughMemory }
        return String(
            decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether `password` is the one that `hash` was made of.
    package func passwordMatches(_ password: String, hash: String) -> Bool {
        let input = Array(password.utf8).map { CChar(bitPattern: $0) }
        return hash.withCString { crypto_pwhash_str_verify($0, input, UInt64(input.count)) == 0 }
    }
}

/// Crockford's base 32 without I, L, O and U, lower case, most significant bit first, no padding.
enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    static func text(_ bytes: [UInt8]) -> String {
        var result = ""
        var held: UInt32 = 0
        var bits = 0
        for byte in bytes {
            held = (held << 8) | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                result.append(alphabet[Int((held >> UInt32(bits)) & 31)])
            }
        }
        if bits > 0 { result.append(alphabet[Int((held << UInt32(5 - bits)) & 31)]) }
        return result
    }
}
