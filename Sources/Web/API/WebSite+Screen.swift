import Casework
import Foundation
import Hummingbird
import Primitives

extension WebSite {
    /// Screens what was sent and answers as `fuseline screen` does; stores nothing.
    func screen(_ call: Call) async throws -> Response {
        let body = try await call.request.body.collect(upTo: Limits.requestBytesMax)
        let request: ScreeningRequest
        do {
            request = try ScreeningRequest(Data(body.readableBytesView))
        } catch {
            throw Refusal(
                .badRequest, "screen_record", detail: error.summary,
                faults: Array(error.faults.prefix(100)))
        }
        var answers: [String] = []
        for item in request.items {
            answers.append(
                ScreeningLine.json(
                    id: item.id, await desk.screen(item.text, kind: item.kind)))
        }
        return .json(request.isArray ? JSONText.array(answers) : answers.joined())
    }
}
