package import Casework
import Foundation
import Hummingbird
import Logging
import Web

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

/// The web server over a casework.
package enum Server {
    /// Serves until the process is asked to end (SIGTERM, SIGINT), which takes its time to finish
    /// what is under way.
    ///
    /// - Throws: `WebError`, and what opening the socket throws.
    package static func run(
        _ casework: CaseworkDesk, listen: ListenAddress, assets: String, tiles: String?,
        secureCookies: Bool
    ) async throws {
        var logger = Logger(label: "fuseline")
        logger.logLevel = .notice
        let settings = WebSettings(
            host: listen.host, port: listen.port, assets: assets, tileURL: tiles,
            secureCookies: secureCookies)
        let environment = casework.environment
        let application = try webApplication(
            desk: casework, settings: settings, now: { environment.now() }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [logger] in await seal(casework, logger) }
            defer { group.cancelAll() }
            try await application.runService()
        }
        try await casework.sealJournal()
    }

    /// Signs the journal once a second, so that every act can be proven that soon.
    private static func seal(_ casework: CaseworkDesk, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await casework.sealJournal()
                try await Task.sleep(for: .seconds(1))
            } catch is CancellationError {
                return
            } catch {
                logger.error("the journal was not signed", metadata: ["error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
