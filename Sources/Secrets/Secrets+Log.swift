import CCrypto
import CSodium
package import Journal

extension Secrets {
    /// What the log needs: SHA-256 by libcrypto, Ed25519 by libsodium.
    ///
    /// SHA-256 is not libsodium's because that has no use for the processor's SHA instructions: a
    /// leaf of 250 bytes takes it 1.2 µs, libcrypto a fifth of that.
    package var logCrypto: LogCrypto {
        LogCrypto(
            leaf: { entry in
                var digest = Digest()
                entry.withUnsafeBytes { bytes in
                    withUnsafeMutableBytes(of: &digest) {
                        fuseline_sha256_after(
                            0, bytes.baseAddress, bytes.count, $0.baseAddress)
                    }
                }
                return digest
            },
            node: { left, right in
                var digest = Digest()
                withUnsafeBytes(of: left) { left in
                    withUnsafeBytes(of: right) { right in
                        withUnsafeMutableBytes(of: &digest) {
                            fuseline_sha256_pair(
                                1, left.baseAddress, right.baseAddress, $0.baseAddress)
                        }
                    }
                }
                return digest
            },
            sha256: { bytes in
                var digest = Digest()
                withUnsafeMutableBytes(of: &digest) {
                    fuseline_sha256(bytes, bytes.count, $0.baseAddress)
                }
                return digest
            },
            isSigned: { signature, message, key in
                signature.count == Int(crypto_sign_bytes())
                    && key.count == Int(crypto_sign_publickeybytes())
                    && crypto_sign_verify_detached(signature, message, UInt64(message.count), key)
                        == 0
            })
    }

    /// The signer of the log `name`, made from the 32 bytes of its secret seed (RFC 8032).
    ///
    /// - Throws: `journal.unreadable` for a name that is none.
    package func noteSigner(
        name: String, seed: [UInt8]
    ) throws(JournalError) -> NoteSigner {
        precondition(seed.count == Int(crypto_sign_seedbytes()), "an Ed25519 seed has 32 bytes")
        var publicKey = [UInt8](repeating: 0, count: Int(crypto_sign_publickeybytes()))
        var secretKey = [UInt8](repeating: 0, count: Int(crypto_sign_secretkeybytes()))
        crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
        let secret = secretKey
        return NoteSigner(
            key: try VerifierKey(name: name, publicKey: publicKey, crypto: logCrypto),
            sign: { text in
                var signature = [UInt8](repeating: 0, count: Int(crypto_sign_bytes()))
                crypto_sign_detached(&signature, nil, text, UInt64(text.count), secret)
                return signature
            })
    }
}
