import Hummingbird
import Logging
import Primitives

/// Puts the headers that protect a page on every answer.
struct ProtectingHeaders: RouterMiddleware {
    typealias Context = WebContext

    let contentPolicy: String
    let overTLS: Bool

    /// Only our own scripts and style sheets, none inline; pictures also from the tile server.
    static func policy(tiles: String?) -> String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'",
            "img-src 'self' data:" + (tiles.map { " \($0)" } ?? ""), "connect-src 'self'",
            "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = contentPolicy
        response.headers[.contentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.frameOptions] = "DENY"
        response.headers[.openerPolicy] = "same-origin"
        response.headers[.resourcePolicy] = "same-origin"
        if overTLS {
            response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
        return response
    }
}

/// Writes one line a request: the route's pattern, never the address, which may hold what somebody
/// searched for.
struct RequestLog: RouterMiddleware {
    typealias Context = WebContext

    let metrics: Metrics

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.id
        let spent = ContinuousClock.now - start
        let milliseconds =
            spent.components.seconds * 1_000
            + spent.components.attoseconds / 1_000_000_000_000_000
        let (seconds, rest) = spent.components
        await metrics.count(
            method: request.method.rawValue, route: context.endpointPath ?? "none",
            status: response.status.code, seconds: Double(seconds) + Double(rest) * 1e-18)
        context.logger.log(
            level: Self.level(response.status), "request",
            metadata: [
                "request": "\(context.id)",
                "method": "\(Metrics.known(request.method.rawValue))",
                "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)",
                "ms": "\(milliseconds)",
            ])
        return response
    }

    private static func level(_ status: HTTPResponse.Status) -> Logger.Level {
        status.code >= 500 ? .error : .info
    }
}

/// Turns whatever failed into a page, or for the API into a problem document.
struct Failures: RouterMiddleware {
    typealias Context = WebContext

    let site: WebSite

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let refusal = Refusal(error)
            if refusal.status == .internalServerError { log(error, context) }
            return site.failure(refusal, request: request)
        }
    }

    /// The kind of error alone: its text may quote a record.
    private func log(_ error: any Error, _ context: WebContext) {
        context.logger.error(
            "request failed",
            metadata: [
                "request": "\(context.id)",
                "route": "\(context.endpointPath ?? "none")",
                "error":
                    "\((error as? any CodedError)?.code ?? String(reflecting: type(of: error)))",
            ])
    }
}
