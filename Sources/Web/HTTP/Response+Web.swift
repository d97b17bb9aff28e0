import Hummingbird
import Primitives

extension Response {
    /// A page; never kept by a cache, because it shows what only its reader may see.
    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "application/json"
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A file to be kept; RFC 6266: the plain name for old programs, the whole one in UTF-8.
    static func attachment(_ content: ByteBuffer, name: String, type: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        let plain = name.unicodeScalars.map { $0.isASCII && $0 != "%" ? String($0) : "_" }.joined()
        headers[.contentDisposition] =
            "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(FormFields.encoded(name))"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: content))
    }

    /// 303: the browser asks for `address` by GET.
    static func seeOther(_ address: String) -> Response {
        var headers = HTTPFields()
        headers[.location] = address
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }

    /// Tells a program how often it may ask and what is left
    /// (draft-ietf-httpapi-ratelimit-headers).
    mutating func tell(_ judgement: RateLimiter.Judgement) {
        headers[.rateLimitPolicy] = "\"minute\";q=\(judgement.limit);w=60"
        headers[.rateLimit] = "\"minute\";r=\(judgement.left);t=\(judgement.full.count)"
    }

    /// With one more cookie; `maxAge` 0 takes it away.
    func settingCookie(
        _ name: String, _ value: String, maxAge: Seconds, secure: Bool, httpOnly: Bool = true
    ) -> Response {
        var copy = self
        let name = CookieName.full(name, secure: secure)
        copy.headers[values: .setCookie].append(
            "\(name)=\(value); Path=/; Max-Age=\(maxAge.count); SameSite=Lax"
                + (httpOnly ? "; HttpOnly" : "") + (secure ? "; Secure" : ""))
        return copy
    }
}
