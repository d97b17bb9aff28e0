import Alarms
import Casework
import Foundation
import Hummingbird
import Primitives
import Records

/// The boards of work rooms: all sites, one site, one room, what stands, what is not seen.
extension WebSite {
    func alarmBoardPage(_ call: Call) async throws -> Response {
        let board = try await desk.alarmBoard(as: try call.principal())
        let telling = Telling(words: words(call.language), now: now())
        var values: PageValues = [
            "sites": board.sites.map { siteRow($0.site, $0.rooms, $0.alarms, telling) },
            "hasSites": !board.sites.isEmpty, "isBoard": true,
        ]
        values.merge(live(board.upTo)) { $1 }
        return page("alarms", try await frame(call, titleKey: "alarms-title", values))
    }

    private func siteRow(
        _ site: StoredSite, _ rooms: Int, _ alarms: [StoredAlarm], _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        let open = alarms.filter(\.needsAnswer)
        let worst = open.filter { $0.under == nil }.max { $0.priority < $1.priority }
        var values: PageValues = [
            "name": site.name, "enterprise": site.enterprise, "rooms": Telling.count(rooms),
            "address": address(site.enterprise), "unanswered": Telling.count(open.count),
            "standing": Telling.count(
                alarms.count { $0.state == .unacknowledged || $0.state == .acknowledged }),
            "blind": Telling.count(Set(alarms.filter { $0.isBlindness }.map(\.room)).count),
            "silenced": Telling.count(
                alarms.count { [.shelved, .suppressed, .outOfService].contains($0.state) }),
            "division": site.division.flatMap { code in
                desk.divisions.first { $0.code == code }?.name
            } ?? "",
            "isCalm": open.isEmpty,
        ]
        if let worst {
            values["worst"] = [
                "class": "alarm-\(worst.priority.name)", "sign": Self.sign(worst.state),
                "priority": words("alarm-priority-\(worst.priority.name)"),
                "kind": words("alarm-kind-\(worst.kind.name)"), "room": worst.room,
                "at": time(worst.raisedAt, telling),
            ]
        }
        return values
    }

    func standingPage(_ call: Call) async throws -> Response {
        try await listPage(call, titleKey: "alarms-standing", blindOnly: false)
    }

    func blindPage(_ call: Call) async throws -> Response {
        try await listPage(call, titleKey: "alarms-blind", blindOnly: true)
    }

    private func listPage(
        _ call: Call, titleKey: String, blindOnly: Bool
    ) async throws -> Response {
        let principal = try call.principal()
        let found = try await desk.standingAlarms(as: principal)
        let telling = Telling(words: words(call.language), now: now())
        let rows = found.alarms.filter { !blindOnly || $0.alarm.isBlindness }
        var values: PageValues = [
            "alarms": rows.map { alarm, site in
                alarmRow(alarm, call.language, telling).merging([
                    "site": site.name, "siteAddress": address(site.enterprise),
                ]) { $1 }
            },
            "hasAlarms": !rows.isEmpty, "heading": words(call.language)(titleKey),
            "about": words(call.language)("\(titleKey)-about"),
            "isStanding": !blindOnly, "isBlind": blindOnly,
        ]
        values.merge(live(found.upTo)) { $1 }
        return page("standing", try await frame(call, titleKey: titleKey, values))
    }

    func sitePage(_ call: Call) async throws -> Response {
        let enterprise = try part("enterprise", call)
        let view = try await desk.siteView(enterprise, as: try call.principal())
        let telling = Telling(words: words(call.language), now: now())
        var values: PageValues = [
            "name": view.site.name, "enterprise": view.site.enterprise,
            "rooms": view.rooms.map { roomCard($0, view.site, telling) },
            "hasRooms": !view.rooms.isEmpty,
            "title": view.site.name,
        ]
        values.merge(live(view.upTo)) { $1 }
        return page("site", try await frame(call, titleKey: "alarms-title", values))
    }

    /// A room as a tile of the site's plan.
    private func roomCard(
        _ view: RoomView, _ site: StoredSite, _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        let worst = view.alarms.filter { $0.state != .normal }
            .max { ($0.rank, $0.priority) < ($1.rank, $1.priority) }
        // A room of which nothing was ever heard is not called normal.
        let calm = view.values.isEmpty ? "room-unheard" : "alarm-calm"
        var values: PageValues = [
            "id": view.room.id.text, "name": view.room.name,
            "address": address(site.enterprise, view.room.id.text),
            "hours": words(view.isOpen ? "room-open" : "room-closed"),
            "class": worst.map { Self.look($0) }
                ?? (view.values.isEmpty ? "alarm-gone" : "alarm-calm"),
            "isUnheard": worst == nil && view.values.isEmpty,
            "sign": worst.map { Self.sign($0.state) } ?? (view.values.isEmpty ? "?" : "✓"),
            "says": worst.map { words("alarm-state-\($0.state.name)") } ?? words(calm),
            "alarms": view.alarms.prefix(3).map { alarm -> PageValues in
                [
                    "kind": words("alarm-kind-\(alarm.kind.name)"),
                    "sign": Self.sign(alarm.state), "at": time(alarm.raisedAt, telling),
                    "numbers": Self.numbers(alarm) ?? "",
                ]
            },
            "values": view.values.map { reading(view.room, $0, telling) },
        ]
        values["isBlind"] = view.isBlind
        if let quota = view.quota {
            values["quota"] = words(
                "room-quota",
                [
                    "people": "\(quota.peopleMax)", "charge": Telling.mass(quota.chargeMax),
                    "hazard": quota.hazard.rawValue, "process": quota.process,
                ])
        } else {
            values["quota"] = words("room-quota-none")
        }
        return values
    }

    private func reading(
        _ room: Workroom, _ value: SensorValue, _ telling: Telling
    ) -> PageValues {
        let sensor = room.sensors.first { $0.id.text == value.sensor }
        let quantity = sensor?.quantity.rawValue ?? ""
        return [
            "name": telling.words.whole("quantity-\(quantity)", [:]) ?? value.sensor,
            "sensor": value.sensor, "value": Self.number(value.value),
            "at": time(value.heardAt, telling),
        ]
    }

    func roomPage(_ call: Call) async throws -> Response {
        try await roomPage(call, refusal: nil, status: .ok)
    }

    func roomPage(
        _ call: Call, refusal: String?, status: HTTPResponse.Status
    ) async throws -> Response {
        let principal = try call.principal()
        let (enterprise, room) = (try part("enterprise", call), try part("room", call))
        let found = try await desk.roomPage(enterprise, room: room, as: principal)
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        let mayHandle = principal.permissions.contains(.handleAlarms)
        var values = roomCard(found.view, found.site, telling)
        values["site"] = found.site.name
        values["siteAddress"] = address(found.site.enterprise)
        values["standing"] = found.view.alarms.map { alarm -> PageValues in
            var row = alarmRow(alarm, call.language, telling)
            row["called"] = called(found.calls.filter { $0.id == alarm.id }, words)
            if mayHandle { row["handle"] = handlings(alarm, call, words) }
            return row
        }
        values["isCalm"] = found.view.alarms.isEmpty && !found.view.values.isEmpty
        values["events"] = found.events.map { eventRow($0, found.names, telling) }
        values["hasEvents"] = !found.events.isEmpty
        values["trends"] = trends(found, words)
        values["hasTrends"] = !found.trend.isEmpty
        values["refusal"] = refusal
        values["done"] = call.query["done"].flatMap { words.whole("act-\($0)", [:]) }
            .map { words("room-done", ["act": $0]) }
        if principal.permissions.contains(.manageSites) {
            values["change"] = [
                "version": "\(found.site.version)", "formToken": call.session?.formToken ?? "",
                "address": address(found.site.enterprise, room) + "/quota",
                "people": "\(found.view.quota?.peopleMax ?? 0)",
                "charge": Self.number(found.view.quota?.chargeMax.kilograms ?? 0),
            ]
        }
        values["title"] = "\(found.view.room.name) · \(found.site.name)"
        values.merge(live(found.upTo)) { $1 }
        var all = try await frame(call, titleKey: "alarms-title", values)
        // The form's own address takes no GET.
        all["other"] =
            base(language: call.language, address: address(found.site.enterprise, room))["other"]
        return page("room", all, status: status)
    }

    /// Who was called, and how often; nil where nobody was.
    private func called(_ calls: [AlarmCall], _ words: Words) -> String? {
        let times = Dictionary(grouping: calls, by: \.step).mapValues(\.count)
        var seen: Set<String> = []
        let told = calls.compactMap { call -> String? in
            guard seen.insert(call.step).inserted else { return nil }
            let name = words.whole("step-\(call.step)", [:]) ?? call.step
            return words(
                "room-called-times", ["to": name, "n": Telling.count(times[call.step] ?? 1)])
        }
        return told.isEmpty ? nil : told.joined(separator: " · ")
    }

    private func handlings(_ alarm: StoredAlarm, _ call: Call, _ words: Words) -> [PageValues] {
        alarm.state.handlings.map { act in
            [
                "do": act.rawValue, "name": words("act-\(act.rawValue)"),
                "point": alarm.id.point, "occurrence": "\(alarm.occurrence)",
                "address": address(alarm.id.enterprise, alarm.room) + "/alarms",
                "formToken": call.session?.formToken ?? "",
                "isFirst": act == .acknowledgeAlarm || act == .resetAlarm,
                "isShelving": act == .shelveAlarm,
                "needsReason": act != .acknowledgeAlarm && act != .resetAlarm,
            ]
        }
    }

    private func alarmRow(
        _ alarm: StoredAlarm, _ language: Language, _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        let guidance = desk.alarmGuidance(alarm.kind)
        var row: PageValues = [
            "kind": words("alarm-kind-\(alarm.kind.name)"), "room": alarm.room,
            "address": address(alarm.id.enterprise, alarm.room),
            "class": Self.look(alarm), "sign": Self.sign(alarm.state),
            "state": words("alarm-state-\(alarm.state.name)"),
            "priority": words("alarm-priority-\(alarm.priority.name)"),
            "raised": time(alarm.raisedAt, telling), "changed": time(alarm.changedAt, telling),
            "occurrence": words("room-occurrence", ["n": Telling.count(alarm.occurrence)]),
            "point": alarm.id.point,
            "guidance": language == .chinese ? guidance.zh : guidance.en,
            "needsAnswer": alarm.needsAnswer,
        ]
        row["numbers"] = Self.numbers(alarm)
        row["cause"] = alarm.cause.name.map { words("alarm-cause-\($0)") }
        row["until"] = alarm.silentUntil.map { time($0, telling) }
        row["under"] = alarm.under
        return row
    }

    private func eventRow(
        _ event: AlarmEvent, _ names: [ID<Person>: String], _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        var row: PageValues = [
            "at": time(event.at, telling), "kind": words("alarm-kind-\(event.kind.name)"),
            "from": words("alarm-state-\(event.from.name)"),
            "to": words("alarm-state-\(event.to.name)"), "sign": Self.sign(event.to),
            "rule": event.rule, "why": event.why ?? "",
            "who": event.who.map { names[$0] ?? $0.text } ?? "",
        ]
        row["cause"] = event.cause.name.map { words("alarm-cause-\($0)") }
        if let value = event.value {
            row["numbers"] = Self.numbers(value, event.limit)
        }
        return row
    }

    /// What the page needs to follow what becomes known.
    private func live(_ upTo: Int) -> PageValues {
        ["liveFrom": "\(upTo)", "livePath": "/alarms/live"]
    }

    func address(_ enterprise: String, _ room: String? = nil) -> String {
        let site = "/sites/\(FormFields.encoded(enterprise))"
        return room.map { "\(site)/rooms/\(FormFields.encoded($0))" } ?? site
    }

    /// A part of the address.
    ///
    /// - Throws: `Refusal` where it is no id.
    func part(_ name: String, _ call: Call) throws -> String {
        let encoded = call.parameters.get(name) ?? ""
        guard let id = encoded.removingPercentEncoding, !id.isEmpty,
            id.utf8.count <= Limits.fieldBytesMax
        else { throw Refusal(CaseworkError.alarmNotFound("")) }
        return id
    }

    /// A shape for each state, so that none is told by its colour alone.
    static func sign(_ state: AlarmState) -> String {
        switch state {
        case .normal: "✓"
        case .unacknowledged: "▲"
        case .acknowledged: "◆"
        case .returnUnacknowledged: "△"
        case .latched: "■"
        case .shelved: "‖"
        case .suppressed: "○"
        case .outOfService: "✕"
        }
    }

    static func look(_ alarm: StoredAlarm) -> String {
        switch alarm.state {
        case .normal: "alarm-calm"
        case .shelved, .suppressed, .outOfService: "alarm-silenced"
        case .returnUnacknowledged: "alarm-gone"
        default: "alarm-\(alarm.priority.name)"
        }
    }

    private static func numbers(_ alarm: StoredAlarm) -> String? {
        alarm.value.map { numbers($0, alarm.limit) }
    }

    private static func numbers(_ value: Double, _ limit: Double?) -> String {
        limit.map { "\(number(value)) / \(number($0))" } ?? number(value)
    }

    static func number(_ value: Double) -> String {
        JSONText.number((value * 1_000).rounded() / 1_000)
    }
}

extension StoredAlarm {
    /// How much it asks to be looked at.
    fileprivate var rank: Int {
        switch state {
        case .unacknowledged: 6
        case .latched: 5
        case .acknowledged: 4
        case .returnUnacknowledged: 3
        case .outOfService: 2
        case .shelved, .suppressed: 1
        case .normal: 0
        }
    }

    /// Whether something is not seen now: a sensor is silent, a camera dark, or somebody switched
    /// the alarm off.
    fileprivate var isBlindness: Bool {
        if state == .outOfService { return true }
        return kind == .blindSpot && state != .normal && state != .returnUnacknowledged
    }
}
