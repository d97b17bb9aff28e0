import Primitives
package import Records

/// A site as `site.json` (docs/alarms.md), always in the same form: what the reader reads back is
/// the same site.
package enum SiteText {
    /// One object, without spaces.
    package static func json(_ site: Site) -> String {
        object([
            ("enterprise", JSONText.quoted(site.enterprise)), ("name", JSONText.quoted(site.name)),
            ("rooms", JSONText.array(site.rooms.map(room))),
            (
                "stops",
                JSONText.array(
                    site.stops.map { stop in
                        object([
                            ("from", time(stop.from)), ("to", time(stop.to)),
                            ("reason", text(stop.reason)),
                        ])
                    })
            ),
        ])
    }

    private static func room(_ room: Workroom) -> String {
        let limits = Quantity.allCases.compactMap { quantity in
            room.limits[quantity].map { (quantity.rawValue, Optional(limit($0))) }
        }
        return object([
            ("id", JSONText.quoted(room.id.text)), ("name", JSONText.quoted(room.name)),
            ("quotas", JSONText.array(room.quotas.map(quota))),
            (
                "processes",
                JSONText.array(
                    room.runs.map { run in
                        object([
                            ("process", JSONText.quoted(run.process)), ("from", time(run.from)),
                        ])
                    })
            ),
            (
                "hours",
                JSONText.array(
                    room.hours.map { hours in
                        object([("from", clock(hours.from)), ("to", clock(hours.to))])
                    })
            ),
            ("limits", limits.isEmpty ? nil : object(limits)),
            ("sensors", JSONText.array(room.sensors.map(sensor))),
        ])
    }

    private static func quota(_ quota: RoomQuota) -> String {
        object([
            ("process", JSONText.quoted(quota.process)), ("hazard", "\"\(quota.hazard.rawValue)\""),
            ("max_people", "\(quota.peopleMax)"),
            ("max_charge_kg", JSONText.number(Double(quota.chargeMax.count) / 1_000)),
            ("max_machines", quota.machinesMax.map { "\($0)" }),
            ("valid_from", quota.validFrom.map(time)), ("valid_to", quota.validTo.map(time)),
            ("approval", quota.approval.flatMap(text)),
        ])
    }

    private static func limit(_ limit: EnvironmentLimit) -> String {
        object([
            ("min", limit.minimum.map { JSONText.number($0) }),
            ("max", limit.maximum.map { JSONText.number($0) }),
            ("deadband", JSONText.number(limit.deadband)),
            ("on_delay_s", "\(limit.onDelay.count)"), ("off_delay_s", "\(limit.offDelay.count)"),
        ])
    }

    private static func sensor(_ sensor: Sensor) -> String {
        object([
            ("id", JSONText.quoted(sensor.id.text)),
            ("quantity", "\"\(sensor.quantity.rawValue)\""),
            ("every_s", sensor.every.map { "\($0.count)" }),
            ("grace_s", sensor.grace.map { "\($0.count)" }),
        ])
    }

    private static func object(_ members: [(String, String?)]) -> String {
        let there = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(there.joined(separator: ","))}"
    }

    private static func text(_ text: String) -> String? {
        text.isEmpty ? nil : JSONText.quoted(text)
    }

    private static func time(_ time: Timestamp) -> String { "\"\(time.text())\"" }

    /// `07:30`.
    private static func clock(_ second: Seconds) -> String {
        let minutes = second.count / 60
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\"\(two(minutes / 60)):\(two(minutes % 60))\""
    }
}
