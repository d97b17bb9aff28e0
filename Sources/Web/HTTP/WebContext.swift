package import Hummingbird
package import Logging

/// What travels with one request through the router.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address at the other end of the socket, without its port.
    package let remoteAddress: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }

    /// A context without a socket, for a caller that hands requests to the responder itself.
    package init(logger: Logger) {
        coreContext = CoreRequestContextStorage(source: LoggerSource(logger: logger))
        remoteAddress = nil
    }

    private struct LoggerSource: RequestContextSource {
        let logger: Logger
    }
}

/// Names of header fields, the library's module for them being out of sight.
typealias HeaderName = HTTPFields.Element.Name

extension HeaderName {
    /// A name known to be one; the empty one where it is not, which no request carries.
    private static func known(_ text: String) -> HeaderName { HeaderName(text) ?? .cookie }

    static let contentTypeOptions = known("X-Content-Type-Options")
    static let referrerPolicy = known("Referrer-Policy")
    static let frameOptions = known("X-Frame-Options")
    static let openerPolicy = known("Cross-Origin-Opener-Policy")
    static let resourcePolicy = known("Cross-Origin-Resource-Policy")
    static let forwardedFor = known("X-Forwarded-For")
    static let idempotencyKey = known("Idempotency-Key")
    static let idempotencyReplayed = known("Idempotency-Replayed")
    static let rateLimit = known("RateLimit")
    static let rateLimitPolicy = known("RateLimit-Policy")
    static let requestID = known("X-Request-Id")
    static let formToken = known("X-Form-Token")
    static let accelBuffering = known("X-Accel-Buffering")
    static let lastEventID = known("Last-Event-ID")
    static let htmxRequest = known("HX-Request")
    static let htmxPushURL = known("HX-Push-Url")
    static let htmxRedirect = known("HX-Redirect")
}
