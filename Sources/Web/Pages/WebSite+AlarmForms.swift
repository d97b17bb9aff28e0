import Casework
import Hummingbird
import Primitives
import Records

/// What people do about alarms and plans.
extension WebSite {
    func handleAlarm(_ call: Call) async throws -> Response {
        let form = call.form
        let (enterprise, room) = (try part("enterprise", call), try part("room", call))
        let words = words(call.language)
        guard let point = form["point"], let occurrence = form["occurrence"].flatMap(Int.init),
            let act = form["do"].flatMap(Act.init), let handling = handling(act, form)
        else { throw Refusal(.unprocessableContent, "request", detail: "A field is missing.") }
        do {
            try await desk.handle(
                handling, alarm: AlarmID(enterprise: enterprise, point: point),
                occurrence: occurrence, as: try call.principal())
            return .seeOther("\(address(enterprise, room))?done=\(act.rawValue)")
        } catch let error as CaseworkError {
            let refusal = Refusal(error)
            guard refusal.key.hasPrefix("alarm-") else { throw error }
            return try await roomPage(
                call, refusal: words("refused-\(refusal.key)-text"), status: refusal.status)
        }
    }

    private func handling(_ act: Act, _ form: FormFields) -> AlarmHandling? {
        let why = form["why"] ?? ""
        switch act {
        case .acknowledgeAlarm: return .acknowledge(note: why)
        case .resetAlarm: return .reset(note: why)
        case .shelveAlarm:
            let minutes = form["minutes"].flatMap(Int64.init) ?? 0
            return .shelve(until: now().adding(Seconds(minutes * 60)), why: why)
        case .unshelveAlarm: return .unshelve(why: why)
        case .disableAlarm: return .takeOutOfService(why: why)
        case .enableAlarm: return .returnToService(why: why)
        default: return nil
        }
    }

    func changeQuota(_ call: Call) async throws -> Response {
        let form = call.form
        let (enterprise, room) = (try part("enterprise", call), try part("room", call))
        guard let version = form["version"].flatMap(Int.init),
            let people = form["people"].flatMap(Int.init), (0...Int(Limits.peopleMax)) ~= people,
            let charge = form["charge"].flatMap(Double.init),
            (0...Limits.roomChargeKilogramsMax) ~= charge
        else { throw Refusal(.unprocessableContent, "request", detail: "A field is missing.") }
        try await desk.changeQuota(
            QuotaChange(
                enterprise: enterprise, room: room, version: version, peopleMax: people,
                chargeMax: Grams(Int64((charge * 1_000).rounded(.down))),
                approval: form["approval"] ?? ""),
            as: try call.principal())
        return .seeOther("\(address(enterprise, room))?done=\(Act.putSite.rawValue)")
    }
}
