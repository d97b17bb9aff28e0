import Casework
import Foundation
import Logging
import Primitives
import Secrets
import Wire

/// The systems that are told of calls, from a file:
/// `{"targets":[{"name","step","url","secret"}]}`.
///
/// Each message is a POST of JSON with `X-Fuseline-Signature: sha256=HEX`, the HMAC-SHA-256 of its
/// body under the target's secret. What is not answered by 200 to 299 is sent again, for a day.
package struct Webhooks: Sendable {
    /// One system.
    package struct Target: Decodable, Sendable {
        package let name: String
        /// At which step of the escalation it is told.
        package let step: String
        let url: String
        let secret: String
    }

    private struct Rows: Decodable { let targets: [Target] }

    package let targets: [Target]

    /// - Throws: `BootstrapError.secretUnusable` for a file that others may read, that is none, or
    ///   whose targets have no https address (http is taken on this machine alone).
    package init(file path: String) throws {
        func refuse(_ cause: String) -> BootstrapError {
            BootstrapError.secretUnusable(path, cause: cause)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refuse("the file cannot be read")
        }
        let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        guard ((mode as? Int) ?? 0o777) & 0o077 == 0 else {
            throw refuse("others may read it; chmod 600")
        }
        guard let rows = try? JSONDecoder().decode(Rows.self, from: data) else {
            throw refuse("it has not the form {\"targets\":[{name, step, url, secret}]}")
        }
        for target in rows.targets {
            let parts = URLComponents(string: target.url)
            let isLocal = parts?.host == "127.0.0.1" || parts?.host == "localhost"
            guard parts?.scheme == "https" || (parts?.scheme == "http" && isLocal) else {
                throw refuse("the target \(target.name) has no https address")
            }
            guard target.secret.utf8.count >= 16 else {
                throw refuse("the secret of \(target.name) has fewer than 16 bytes")
            }
        }
        guard Set(rows.targets.map(\.name)).count == rows.targets.count else {
            throw refuse("two targets have one name")
        }
        targets = rows.targets
    }

    /// Names of targets by step.
    var byStep: [String: [String]] {
        Dictionary(grouping: targets, by: \.step).mapValues { $0.map(\.name) }
    }

    /// Sends what waits, once a second, until the task is cancelled.
    func run(_ casework: CaseworkDesk, _ logger: Logger) async {
        let client = HTTPClient()
        while !Task.isCancelled {
            do {
                for message in try await casework.claimMessages(limit: Limits.messagesAtOnce) {
                    let failure = await send(message, client)
                    try await casework.settle(message, failure: failure)
                    if let failure {
                        logger.error("a call was not told on", metadata: ["error": "\(failure)"])
                    }
                }
                try await Task.sleep(for: .seconds(1))
            } catch is CancellationError {
                return
            } catch {
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Why it was not taken; nil where it was.
    private func send(_ message: OutboxMessage, _ client: HTTPClient) async -> String? {
        guard let target = targets.first(where: { $0.name == message.target }) else {
            return "there is no target \(message.target) any more"
        }
        do {
            let secrets = try Secrets()
            let signature = secrets.signature(
                of: Array(message.body.utf8), key: Array(target.secret.utf8))
            try await client.send(message.body, to: target.url, signature: "sha256=\(signature)")
            return nil
        } catch {
            return (error as? any CodedError)?.code ?? "\(type(of: error))"
        }
    }
}
