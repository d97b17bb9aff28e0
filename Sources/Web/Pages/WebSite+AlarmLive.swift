import Alarms
import Casework
import Hummingbird
import Primitives
import Records
import ServiceLifecycle

extension WebSite {
    /// Server-sent events of what alarms do, from any server on the same database.
    ///
    /// The number of each event is that of the last step told; whoever comes back with it as
    /// `Last-Event-ID`, or with `from`, misses nothing in between. Ends with the session.
    func liveAlarms(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let asked = call.request.headers[.lastEventID] ?? call.query["from"]
        guard asked == nil || Int(asked ?? "") ?? -1 >= 0 else { throw Refusal.notFound }
        let first = try await desk.alarmChanges(after: asked.flatMap(Int.init), as: principal)
        let desk = desk
        return try await livePage(
            call, first: first.event, from: first.upTo
        ) { number, principal in
            let changes = try await desk.alarmChanges(after: number, as: principal)
            let isNews = changes.isWhole || !changes.events.isEmpty
            return (changes.upTo, isNews ? changes.event : nil)
        }
    }
}

extension AlarmChanges {
    /// As server-sent event: `{"alarms":[{"enterprise","room","alarm","state","calls"}],"whole"}`
    /// under the number of the last step.
    var event: String {
        let told = events.map { event in
            let isCall = event.to == .unacknowledged && event.under == nil
            return """
                {"enterprise":\(JSONText.quoted(event.id.enterprise)),\
                "room":\(JSONText.quoted(event.room)),\
                "alarm":\(JSONText.quoted(event.id.point)),"state":"\(event.to.name)",\
                "calls":\(isCall)}
                """
        }
        return "id: \(upTo)\nevent: alarms\n"
            + "data: {\"alarms\":\(JSONText.array(told)),\"whole\":\(isWhole)}\n\n"
    }
}
