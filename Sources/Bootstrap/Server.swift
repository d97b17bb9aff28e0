package import Casework
import Foundation
import Hummingbird
import Logging
import Primitives
import Web
package import Wire

/// Where a server listens: `HOST:PORT`, an IPv6 host in brackets.
package struct ListenAddress: Hashable, Sendable {
    package let host: String
    package let port: Int

    /// - Throws: `BootstrapError.listenAddress`.
    package init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { throw BootstrapError.listenAddress(text) }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        self.host = String(host)
        self.port = port
    }
}

/// How a server is run.
package struct ServerOptions: Sendable {
    package var listen: ListenAddress
    package var assets: String
    package var tiles: String?
    package var secureCookies = false
    /// Nil for what `Limits` says.
    package var personRequestsPerMinute: Int?
    /// Addresses of our own proxies, which are believed when they say whence a request comes.
    package var proxies: Set<String> = []
    package var metricsToken: String?
    /// Whether nobody works without a second factor; nil asks for one wherever others can reach
    /// the server.
    package var asksSecondFactor: Bool?
    package var issuer: OpenIDIssuer?
    package var logFormat = ServerLogFormat.text
    /// The broker whose readings are taken.
    package var broker: MQTTAddress?
    /// The systems that are told of calls for alarms.
    package var webhooks: Webhooks?

    package init(listen: ListenAddress, assets: String) {
        self.listen = listen
        self.assets = assets
    }

    /// The broker at `url`.
    ///
    /// - Parameters:
    ///   - passwordFile: A file with the password, where the address should not have it.
    ///   - authorities: A file with the certificates of those that may have signed the broker's.
    /// - Throws: `BootstrapError.brokerAddress`, `.secretUnusable`.
    package mutating func setBroker(
        _ url: String, passwordFile: String?, authorities: String?
    ) throws {
        var address: MQTTAddress
        do { address = try MQTTAddress(url) } catch let error as MQTTError {
            throw BootstrapError.brokerAddress(error.message)
        }
        if let passwordFile {
            guard let text = try? String(contentsOfFile: passwordFile, encoding: .utf8) else {
                throw BootstrapError.secretUnusable(
                    passwordFile, cause: "the file cannot be read")
            }
            address.password = text.trimmingCharacters(in: .newlines)
        }
        address.authorities = authorities
        broker = address
    }
}

/// The token that opens `/metrics` from elsewhere, read from its file.
package enum MetricsToken {
    private static let bytesMin = 16

    /// - Throws: `BootstrapError.secretUnusable`.
    package static func read(file path: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw BootstrapError.secretUnusable(path, cause: "the file cannot be read")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard token.utf8.count >= bytesMin, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw BootstrapError.secretUnusable(
                path, cause: "it takes \(bytesMin) visible characters or more")
        }
        return token
    }
}

/// The web server over a casework.
package enum Server {
    /// Serves until the process is asked to end (SIGTERM, SIGINT), which takes its time to finish
    /// what is under way.
    ///
    /// - Throws: `WebError`, and what opening the socket throws.
    package static func run(_ casework: CaseworkDesk, _ options: ServerOptions) async throws {
        let log = ServerLog.standardError(options.logFormat)
        let logger = Logger(label: "fuseline") { _ in log }
        var settings = WebSettings(
            host: options.listen.host, port: options.listen.port, assets: options.assets,
            tileURL: options.tiles, secureCookies: options.secureCookies,
            proxies: options.proxies)
        settings.metricsToken = options.metricsToken
        if let count = options.personRequestsPerMinute {
            settings.personRequestsPerMinute = count
        }
        let environment = casework.environment
        var casework = casework
        casework.asksSecondFactor =
            options.asksSecondFactor
            ?? (!settings.listensOnLoopback || !settings.proxies.isEmpty)
        let client = HTTPClient()
        let singleSignOn = try options.issuer?.singleSignOn(
            ask: { try await client.ask($0, form: $1, authorization: $2) },
            now: { environment.now() })
        let application = try webApplication(
            desk: casework, settings: settings, now: { environment.now() },
            singleSignOn: singleSignOn, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [casework, logger] in await seal(casework, logger) }
            let webhooks = options.webhooks
            group.addTask { [casework, logger] in
                await ReadingIngest.tick(casework, webhooks?.byStep ?? [:], logger)
            }
            if let webhooks {
                group.addTask { [casework, logger] in await webhooks.run(casework, logger) }
            }
            if let broker = options.broker {
                group.addTask { [casework, logger] in
                    await ReadingIngest.run(broker, casework, logger)
                }
            }
            defer { group.cancelAll() }
            try await application.runService()
        }
        try await casework.sealJournal()
    }

    /// Signs the journal again and again, so that every act can be proven soon.
    private static func seal(_ casework: CaseworkDesk, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await casework.sealJournal()
                try await Task.sleep(for: .milliseconds(Limits.journalSealMilliseconds))
            } catch is CancellationError {
                return
            } catch {
                // The code alone: the text may have what a statement was about.
                let code = (error as? any CodedError)?.code ?? "\(type(of: error))"
                logger.error("the journal was not signed", metadata: ["error": "\(code)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
