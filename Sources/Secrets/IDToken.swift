import CCrypto
import Foundation
package import Primitives

/// Why an identity token is not believed.
package enum IDTokenError: CodedError, Hashable {
    /// It, or the issuer's keys, are not of the form that RFC 7519 and RFC 7517 give.
    case unreadable(String)
    /// Signed by another algorithm than RS256 or ES256, by an unknown key, or wrongly.
    case notSigned
    /// Right, and not for us, not now, or not the answer to what we asked.
    case notForUs(String)

    package var code: String {
        switch self {
        case .unreadable: "secrets.token_unreadable"
        case .notSigned: "secrets.token_not_signed"
        case .notForUs: "secrets.token_not_for_us"
        }
    }

    package var message: String {
        switch self {
        case .unreadable(let what): "The issuer's answer cannot be read: \(what)."
        case .notSigned: "The identity token is not signed by a key of its issuer."
        case .notForUs(let what): "The identity token is not for this sign-in: \(what)."
        }
    }
}

/// What an identity token (OpenID Connect Core 1.0, section 2) must say to be believed.
package struct IDTokenDemand: Sendable {
    package let issuer: String
    package let client: String
    package let nonce: String
    package let now: Timestamp

    /// A clock may be wrong by so much.
    static let leeway: Int64 = 60

    package init(issuer: String, client: String, nonce: String, now: Timestamp) {
        self.issuer = issuer
        self.client = client
        self.nonce = nonce
        self.now = now
    }
}

extension Secrets {
    /// SHA-256 of `bytes`, 32 bytes.
    package func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        fuseline_sha256(bytes, bytes.count, &digest)
        return digest
    }

    /// The subject of an identity token that fulfils `demand` and is signed by one of `keys` (a
    /// JSON Web Key Set); the signature is libcrypto's to judge.
    ///
    /// - Throws: `IDTokenError`.
    package func subject(
        ofToken token: String, keys: [UInt8], _ demand: IDTokenDemand
    ) throws(IDTokenError) -> String {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, token.utf8.count <= Limits.identityTokenBytesMax,
            let signature = Self.base64URL(parts[2]),
            let header = Self.base64URL(parts[0]).flatMap(Self.object),
            let claims = Self.base64URL(parts[1]).flatMap(Self.object)
        else { throw .unreadable("it is no token of three parts") }
        guard let set = Self.object(keys), let known = set["keys"] as? [[String: Any]] else {
            throw .unreadable("there is no set of keys")
        }
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        let algorithm = header["alg"] as? String ?? ""
        let name = header["kid"] as? String
        let isSigned = known.contains { key in
            (name == nil || key["kid"] as? String == name)
                && (key["use"] as? String ?? "sig") == "sig"
                && (key["alg"] as? String ?? algorithm) == algorithm
                && Self.isSigned(signed, signature, algorithm, key)
        }
        guard isSigned else { throw .notSigned }
        return try Self.subject(claims, demand)
    }

    private static func isSigned(
        _ message: [UInt8], _ signature: [UInt8], _ algorithm: String, _ key: [String: Any]
    ) -> Bool {
        func bytes(_ name: String) -> [UInt8]? { (key[name] as? String).flatMap(base64URL) }
        switch (algorithm, key["kty"] as? String) {
        case ("RS256", "RSA"):
            guard let n = bytes("n"), let e = bytes("e") else { return false }
            return fuseline_rs256(
                n, n.count, e, e.count, message, message.count, signature, signature.count) == 1
        case ("ES256", "EC"):
            guard key["crv"] as? String == "P-256", let x = bytes("x"), let y = bytes("y"),
                x.count == 32, y.count == 32, signature.count == 64
            else { return false }
            return fuseline_es256([4] + x + y, message, message.count, signature) == 1
        default: return false
        }
    }

    private static func subject(
        _ claims: [String: Any], _ demand: IDTokenDemand
    ) throws(IDTokenError) -> String {
        let now = demand.now.microseconds / 1_000_000
        func seconds(_ name: String) -> Int64? { (claims[name] as? NSNumber)?.int64Value }
        guard claims["iss"] as? String == demand.issuer else {
            throw .notForUs("another issuer")
        }
        let audience = claims["aud"] as? [String] ?? (claims["aud"] as? String).map { [$0] } ?? []
        guard audience.contains(demand.client) else { throw .notForUs("another client") }
        guard audience.count == 1 || claims["azp"] as? String == demand.client else {
            throw .notForUs("another party")
        }
        guard claims["nonce"] as? String == demand.nonce else {
            throw .notForUs("another sign-in")
        }
        guard let end = seconds("exp"), now < end + IDTokenDemand.leeway else {
            throw .notForUs("it is too old")
        }
        guard let made = seconds("iat"), made <= now + IDTokenDemand.leeway else {
            throw .notForUs("it is from the future")
        }
        if claims["nbf"] != nil {
            guard let start = seconds("nbf"), start <= now + IDTokenDemand.leeway else {
                throw .notForUs("its time has not begun")
            }
        }
        guard let subject = claims["sub"] as? String, !subject.isEmpty,
            subject.utf8.count <= 255
        else { throw .unreadable("it names nobody") }
        return subject
    }

    private static func object(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }

    /// RFC 4648, 5, without padding; nil for anything else.
    private static func base64URL(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy({ isURLSafe($0) }) else { return nil }
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain + padding).map(Array.init)
    }

    private static func isURLSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }
}
