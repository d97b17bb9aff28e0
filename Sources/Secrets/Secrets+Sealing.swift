import CSodium

/// Sealing: XChaCha20-Poly1305 with a random nonce.
extension Secrets {
    /// Bytes of a key.
    package static var sealingKeyBytes: Int { Int(crypto_aead_xchacha20poly1305_ietf_keybytes()) }

    /// - Parameter place: What the sealed bytes belong to; they open nowhere else.
    package func seal(_ bytes: [UInt8], key: [UInt8], place: String) -> [UInt8] {
        seal(bytes, behind: [], key: key, place: place)
    }

    /// `header`, a nonce and what is sealed; the header, too, can not be changed.
    ///
    /// - Complexity: O(bytes); some 2 µs for a waybill.
    package func seal(
        _ bytes: [UInt8], behind header: [UInt8], key: [UInt8], place: String
    ) -> [UInt8] {
        precondition(key.count == Self.sealingKeyBytes)
        let nonceCount = Int(crypto_aead_xchacha20poly1305_ietf_npubbytes())
        let tagCount = Int(crypto_aead_xchacha20poly1305_ietf_abytes())
        let context = header + Array(place.utf8)
        let start = header.count + nonceCount
        let count = start + bytes.count + tagCount
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = buffer.baseAddress else { return }
            for (at, byte) in header.enumerated() { buffer[at] = byte }
            randombytes_buf(base + header.count, nonceCount)
            crypto_aead_xchacha20poly1305_ietf_encrypt(
                base + start, nil, bytes, UInt64(bytes.count), context, UInt64(context.count),
                nil, base + header.count, key)
            filled = count
        }
    }

    /// Nil where it was not sealed with this key for this place.
    package func open(_ sealed: [UInt8], key: [UInt8], place: String) -> [UInt8]? {
        open(sealed, behind: 0, key: key, place: place)
    }

    /// - Parameter headerCount: Bytes of the header that stand before the nonce.
    package func open(
        _ sealed: [UInt8], behind headerCount: Int, key: [UInt8], place: String
    ) -> [UInt8]? {
        let start = headerCount + Int(crypto_aead_xchacha20poly1305_ietf_npubbytes())
        let tagCount = Int(crypto_aead_xchacha20poly1305_ietf_abytes())
        guard sealed.count >= start + tagCount, key.count == Self.sealingKeyBytes else {
            return nil
        }
        let context = sealed[..<headerCount] + Array(place.utf8)
        let count = sealed.count - start - tagCount
        var isWhole = false
        let bytes = sealed.withUnsafeBufferPointer { sealed -> [UInt8] in
            guard let base = sealed.baseAddress else { return [] }
            return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                isWhole =
                    crypto_aead_xchacha20poly1305_ietf_decrypt(
                        buffer.baseAddress, nil, nil, base + start, UInt64(count + tagCount),
                        Array(context), UInt64(context.count), base + headerCount, key) == 0
                filled = isWhole ? count : 0
            }
        }
        return isWhole ? bytes : nil
    }
}
