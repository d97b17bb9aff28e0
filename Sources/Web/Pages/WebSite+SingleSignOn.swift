import Casework
import Hummingbird
import Logging
import Primitives

/// The two ends of a sign-in at the issuer.
extension WebSite {
    func beginSingleSignOn(_ call: Call) async throws -> Response {
        guard let singleSignOn else { throw Refusal.notFound }
        let memory = SingleSignOn.Memory(
            state: Tokens.fresh(), nonce: Tokens.fresh(), verifier: Tokens.fresh())
        return .seeOther(try await address(singleSignOn, memory))
            .settingCookie(
                CookieName.singleSignOn, memory.text, maxAge: Seconds(600),
                secure: settings.secureCookies)
    }

    private func address(
        _ singleSignOn: SingleSignOn, _ memory: SingleSignOn.Memory
    ) async throws -> String {
        do {
            return try await singleSignOn.address(memory)
        } catch {
            logger.error("the issuer does not answer")
            throw Refusal(.badGateway, "issuer", detail: "The issuer does not answer.")
        }
    }

    /// Where the issuer sends the browser back to; nothing that it says is told on.
    func finishSingleSignOn(_ call: Call) async throws -> Response {
        guard let singleSignOn else { throw Refusal.notFound }
        let memory = Call.cookie(
            CookieName.singleSignOn, of: call.request, secure: settings.secureCookies
        )
        .flatMap(SingleSignOn.Memory.init(text:))
        guard let memory, Tokens.match(call.query["state"], memory.state),
            let code = call.query["code"], code.utf8.count <= Limits.fieldBytesMax
        else { throw Refusal(.badRequest, "issuer", detail: "No sign-in was begun here.") }
        let subject: String
        do {
            subject = try await singleSignOn.subject(code, memory)
        } catch {
            await metrics.countRefusedSignIn()
            // The kind of error alone: its text may have what the issuer sent.
            logger.warning(
                "a sign-in at the issuer was not believed",
                metadata: ["error": "\((error as? any CodedError)?.code ?? "unknown")"])
            throw Refusal(.forbidden, "issuer", detail: "The issuer's word was not believed.")
        }
        do {
            let session = try await desk.signIn(subject: subject)
            return Response.seeOther("/").settingCookie(
                CookieName.session, session.token,
                maxAge: max(session.expiresAt.seconds(since: now()), Seconds(0)),
                secure: settings.secureCookies
            )
            .settingCookie(
                CookieName.singleSignOn, "", maxAge: Seconds(0), secure: settings.secureCookies)
        } catch CaseworkError.notSignedIn {
            await metrics.countRefusedSignIn()
            throw Refusal(.forbidden, "issuer_unknown", detail: "Nobody here has this identity.")
        }
    }
}
