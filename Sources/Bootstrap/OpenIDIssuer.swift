import Foundation
package import Primitives
import Secrets
package import Web

/// An issuer of OpenID Connect, and how this server is known to it.
package struct OpenIDIssuer: Sendable {
    /// `https://…`, without a slash at its end; its configuration stands below
    /// `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0).
    package let issuer: String
    package let client: String
    package let secret: String
    /// Where the browser comes back to: `https://HOST/sign-in/issuer/back`.
    package let back: String

    /// Asks another server: an address, and the fields and the authorization of a POST.
    package typealias Ask =
        @Sendable (_ url: String, _ form: String?, _ authorization: String?) async throws -> [UInt8]

    /// - Throws: `BootstrapError.issuerUnusable` for an address that is no https one (http is taken
    ///   on this machine alone).
    package init(issuer: String, client: String, secret: String, back: String) throws {
        for address in [issuer, back] { try Self.demandTLS(address) }
        self.issuer = issuer
        self.client = client
        self.secret = secret
        self.back = back
    }

    private static func demandTLS(_ address: String) throws {
        let parts = URLComponents(string: address)
        let isLocal = parts?.host == "127.0.0.1" || parts?.host == "localhost"
        guard parts?.scheme == "https" || (parts?.scheme == "http" && isLocal) else {
            throw BootstrapError.issuerUnusable(address, cause: "it is no https address")
        }
    }

    /// The secret in a file, without the end of its line.
    ///
    /// - Throws: `BootstrapError.issuerUnusable`.
    package static func secret(file path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw BootstrapError.issuerUnusable(path, cause: "the file cannot be read")
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else {
            throw BootstrapError.issuerUnusable(path, cause: "the file is empty")
        }
        return secret
    }

    /// What the issuer says of itself; the three that are needed.
    private struct Configuration: Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let jwksURI: String

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case jwksURI = "jwks_uri"
        }
    }

    private struct TokenAnswer: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey { case idToken = "id_token" }
    }

    /// The sign-in over `ask`, which is the HTTP client or a test's table.
    package func singleSignOn(
        ask: @escaping Ask, now: @escaping @Sendable () -> Timestamp
    ) throws -> SingleSignOn {
        let secrets = try Secrets()
        return SingleSignOn(
            address: { memory in
                let found = try await configuration(ask)
                let challenge = Self.base64URL(secrets.sha256(Array(memory.verifier.utf8)))
                let fields = Self.encoded([
                    ("response_type", "code"), ("client_id", client), ("redirect_uri", back),
                    ("scope", "openid"), ("state", memory.state), ("nonce", memory.nonce),
                    ("code_challenge", challenge), ("code_challenge_method", "S256"),
                ])
                let joint = found.authorizationEndpoint.contains("?") ? "&" : "?"
                return found.authorizationEndpoint + joint + fields
            },
            subject: { code, memory in
                let found = try await configuration(ask)
                let form = Self.encoded([
                    ("grant_type", "authorization_code"), ("code", code),
                    ("redirect_uri", back), ("code_verifier", memory.verifier),
                ])
                let answer = try await ask(found.tokenEndpoint, form, basic)
                let token = try JSONDecoder().decode(TokenAnswer.self, from: Data(answer)).idToken
                let keys = try await ask(found.jwksURI, nil, nil)
                let demand = IDTokenDemand(
                    issuer: issuer, client: client, nonce: memory.nonce, now: now())
                let subject = try secrets.subject(ofToken: token, keys: keys, demand)
                return "\(issuer) \(subject)"
            })
    }

    private func configuration(_ ask: Ask) async throws -> Configuration {
        let bytes = try await ask("\(issuer)/.well-known/openid-configuration", nil, nil)
        let found = try JSONDecoder().decode(Configuration.self, from: Data(bytes))
        // Section 4.3 of the discovery: exactly the one that was asked.
        guard found.issuer == issuer else {
            throw BootstrapError.issuerUnusable(issuer, cause: "it calls itself another one")
        }
        for address in [found.authorizationEndpoint, found.tokenEndpoint, found.jwksURI] {
            try Self.demandTLS(address)
        }
        return found
    }

    /// `client_secret_basic` (RFC 6749, 2.3.1).
    private var basic: String {
        let pair = "\(Self.escaped(client)):\(Self.escaped(secret))"
        return "Basic \(Data(pair.utf8).base64EncodedString())"
    }

    private static func encoded(_ fields: [(String, String)]) -> String {
        fields.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
