import Casework
import Foundation
import Hummingbird
import Primitives

extension WebSite {
    /// Takes readings of a gateway: the answer comes when their effect is stored.
    func takeReadings(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let body = try await call.request.body.collect(upTo: Limits.readingsBytesMax)
        let request: ReadingsRequest
        do {
            request = try ReadingsRequest(
                Data(body.readableBytesView), source: "api \(principal.person.name)")
        } catch {
            throw Refusal(
                .badRequest, "readings", detail: error.summary,
                faults: Array(error.faults.prefix(100)))
        }
        let tally = try await desk.take(request.parcels, as: principal)
        let reasons = tally.reasons.map {
            "{\"source\":\(JSONText.quoted($0.source)),\"reason\":\(JSONText.quoted($0.reason))}"
        }
        return .json(
            """
            {"taken":\(tally.taken),"duplicates":\(tally.duplicates),"refused":\(tally.refused),\
            "transitions":\(tally.transitions),"reasons":\(JSONText.array(reasons))}
            """)
    }
}
