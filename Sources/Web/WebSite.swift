package import Casework
import Foundation
package import Hummingbird
package import Logging
package import Primitives

/// The pages and the API over one desk; it keeps no state of its own.
package struct WebSite: Sendable {
    let desk: any Desk
    let settings: WebSettings
    let now: @Sendable () -> Timestamp
    /// Nil where people sign in by password alone.
    let singleSignOn: SingleSignOn?
    let logger: Logger
    let files: StaticFiles
    let livePages = LivePages()
    let limiter = RateLimiter()
    let metrics = Metrics()
    private let resources: WebResources
    private let contentPolicy: String

    /// Reads the assets once.
    ///
    /// - Throws: `WebError` where a file cannot be read or the tile address is none. Missing assets
    ///   are not an error: charts and maps then stay tables, and the log says so.
    package init(
        desk: any Desk, resources: WebResources, settings: WebSettings,
        now: @escaping @Sendable () -> Timestamp, singleSignOn: SingleSignOn? = nil,
        logger: Logger = Logger(label: "fuseline.web")
    ) throws(WebError) {
        self.desk = desk
        self.settings = settings
        self.now = now
        self.singleSignOn = singleSignOn
        self.logger = logger
        self.resources = resources
        files = try StaticFiles(
            look: resources.look, assets: URL(fileURLWithPath: settings.assets))
        contentPolicy = ProtectingHeaders.policy(tiles: try settings.tileOrigin())
        if files.isWithoutAssets {
            logger.warning(
                "no web assets; charts and maps show as tables. scripts/assets fetches them",
                metadata: ["folder": "\(settings.assets)"])
        }
    }

    var templates: Templates { resources.templates }

    func words(_ language: Language) -> Words { resources.words(language) }

    /// Every route, with its guard; an address that has other methods answers 405.
    package func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: ProtectingHeaders(
                contentPolicy: contentPolicy, overTLS: settings.secureCookies))
        router.add(middleware: RequestLog(metrics: metrics))
        router.add(middleware: Failures(site: self))
        for route in Route.all {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await answer(route, request, context)
            }
        }
        for (path, methods) in Route.methodsByPath {
            let allowed = methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : [])
            for method in Self.knownMethods where !allowed.contains(method.rawValue) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw Refusal(
                        .methodNotAllowed, "method", detail: "This address takes other methods.",
                        allow: allowed.sorted().joined(separator: ", "))
                }
            }
        }
        return router
    }

    /// Answers requests as the server does, without a socket.
    package func responder() -> @Sendable (Request) async throws -> Response {
        let responder = router().buildResponder()
        let logger = logger
        return { request in
            var logger = logger
            // As the server names each request.
            logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
            return try await responder.respond(to: request, context: WebContext(logger: logger))
        }
    }

    private static let knownMethods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .patch, .delete, .options,
    ]
}

/// The server, ready to run as a service: `try await webApplication(…).runService()`.
///
/// - Throws: `WebError` where templates, words or style are missing or broken.
package func webApplication(
    desk: any Desk, settings: WebSettings, now: @escaping @Sendable () -> Timestamp,
    singleSignOn: SingleSignOn? = nil, logger: Logger = Logger(label: "fuseline.web")
) throws(WebError) -> some ApplicationProtocol {
    let site = try WebSite(
        desk: desk, resources: try WebResources(), settings: settings, now: now,
        singleSignOn: singleSignOn, logger: logger)
    return Application(
        router: site.router(),
        server: .http1(configuration: .init(idleTimeout: .seconds(60))),
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: nil),
        logger: logger)
}
