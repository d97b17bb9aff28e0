/// Sign-in at an issuer of OpenID Connect (统一身份认证), by its authorization code with PKCE.
///
/// A seam to the outside: Bootstrap puts an HTTP client and libcrypto behind it, tests a table.
package struct SingleSignOn: Sendable {
    /// What must come back unchanged; the browser keeps it in a cookie of ten minutes.
    package struct Memory: Hashable, Sendable {
        package let state: String
        package let nonce: String
        /// Of PKCE (RFC 7636).
        package let verifier: String

        package init(state: String, nonce: String, verifier: String) {
            self.state = state
            self.nonce = nonce
            self.verifier = verifier
        }

        /// As the cookie holds it.
        package var text: String { "\(state).\(nonce).\(verifier)" }

        package init?(text: String) {
            let parts = text.split(separator: ".").map(String.init)
            guard parts.count == 3, parts.allSatisfy({ (32...128).contains($0.utf8.count) }) else {
                return nil
            }
            self.init(state: parts[0], nonce: parts[1], verifier: parts[2])
        }
    }

    /// Where the browser goes to sign in.
    package let address: @Sendable (Memory) async throws -> String
    /// The subject that the issuer vouches for: `ISSUER SUBJECT`.
    package let subject: @Sendable (_ code: String, Memory) async throws -> String

    package init(
        address: @escaping @Sendable (Memory) async throws -> String,
        subject: @escaping @Sendable (String, Memory) async throws -> String
    ) {
        self.address = address
        self.subject = subject
    }
}
