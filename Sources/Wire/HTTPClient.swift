import CCurl
import Dispatch
import Foundation
import Primitives

/// Why another server gave no answer to use.
package enum WireError: CodedError, Hashable {
    case unreachable(host: String, cause: String)
    case refused(host: String, status: Int)
    case tooLong(host: String)

    package var code: String {
        switch self {
        case .unreachable: "wire.unreachable"
        case .refused: "wire.refused"
        case .tooLong: "wire.too_long"
        }
    }

    package var message: String {
        switch self {
        case .unreachable(let host, let cause): "\(host) could not be reached: \(cause)."
        case .refused(let host, let status): "\(host) answered \(status)."
        case .tooLong(let host): "\(host) answered with more than is read."
        }
    }
}

/// Requests to other servers, by libcurl: certificates are checked, no redirect is followed.
package struct HTTPClient: Sendable {
    package init() {}

    /// The body of an answer with a status of 200.
    ///
    /// - Parameters:
    ///   - form: Fields of a POST, encoded; nil asks by GET.
    ///   - authorization: The value of that header.
    /// - Throws: `WireError`.
    package func ask(
        _ url: String, form: String? = nil, authorization: String? = nil
    ) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            // libcurl waits; a thread of the pool must not.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try Self.request(
                            url, body: form, header: authorization.map { "Authorization: \($0)" },
                            type: nil, accepts: 200...200)
                    })
            }
        }
    }

    /// Sends JSON, with its signature in `X-Fuseline-Signature`; any status of 200 to 299 is taken.
    ///
    /// - Throws: `WireError`.
    package func send(_ json: String, to url: String, signature: String) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                done.resume(
                    with: Result {
                        _ = try Self.request(
                            url, body: json, header: "X-Fuseline-Signature: \(signature)",
                            type: "Content-Type: application/json", accepts: 200...299)
                    })
            }
        }
    }

    private static func request(
        _ url: String, body: String?, header: String?, type: String?, accepts: ClosedRange<Int>
    ) throws -> [UInt8] {
        let host = URLComponents(string: url)?.host ?? "the address"
        var answer = fuseline_answer()
        defer { free(answer.body) }
        let code = fuseline_request(
            url, body, header, type, Limits.wireMilliseconds, Limits.wireAnswerBytesMax, &answer)
        guard answer.is_too_long == 0 else { throw WireError.tooLong(host: host) }
        guard code == 0 else {
            let cause = String(cString: curl_easy_strerror(CURLcode(UInt32(code))))
            throw WireError.unreachable(host: host, cause: cause)
        }
        guard accepts.contains(answer.status) else {
            throw WireError.refused(host: host, status: answer.status)
        }
        guard let body = answer.body else { return [] }
        return Array(UnsafeRawBufferPointer(start: body, count: answer.count))
    }
}
