package import Primitives
package import Records

/// What the rules take from dated data instead of from the code; `alarms.json` has the shipped one.
package struct AlarmPolicy: Hashable, Sendable {
    /// Stands behind the rule's name in every transition.
    package let version: String
    /// A sensor may be late by this much or by `slackShare` of its period, whichever is more,
    /// before it counts as silent; in microseconds.
    package let slackMicroseconds: Int64
    /// In thousandths of the period.
    package let slackThousandths: Int64
    /// A door may stay open this long; a room's own limit comes first.
    package let doorOpenMax: Seconds
    /// A clock that is further ahead is wrong.
    package let clockAheadMax: Seconds
    /// A reading that is older came from a wrong clock, not from a slow link.
    package let clockBehindMax: Seconds
    /// Alarms of one room raised within this time stand beneath the first.
    package let foldWithin: Seconds
    /// An excess of at least this many thousandths of the limit raises the priority one step.
    package let excessThousandths: Int64
    /// By kind, then by hazard.
    package let priorities: [[Priority]]

    package init(
        version: String, slackMicroseconds: Int64, slackThousandths: Int64, doorOpenMax: Seconds,
        clockAheadMax: Seconds, clockBehindMax: Seconds, foldWithin: Seconds,
        excessThousandths: Int64, priorities: [AlarmKind: [HazardClass: Priority]]
    ) {
        self.version = version
        self.slackMicroseconds = slackMicroseconds
        self.slackThousandths = slackThousandths
        self.doorOpenMax = doorOpenMax
        self.clockAheadMax = clockAheadMax
        self.clockBehindMax = clockBehindMax
        self.foldWithin = foldWithin
        self.excessThousandths = excessThousandths
        self.priorities = AlarmKind.allCases.map { kind in
            HazardClass.allCases.map { priorities[kind]?[$0] ?? .medium }
        }
    }

    /// How long after a reading of `sensor` its silence is told, in microseconds; nil where no
    /// period was agreed.
    package func silence(of sensor: Sensor) -> Int64? {
        guard let every = sensor.every else { return nil }
        let period = every.count * 1_000_000
        if let grace = sensor.grace { return period + grace.count * 1_000_000 }
        return period + max(slackMicroseconds, period / 1_000 * slackThousandths)
    }

    /// The priority of an alarm of `kind` in a room of class `hazard` where `value` stands against
    /// `limit`.
    func priority(
        _ kind: AlarmKind, _ hazard: HazardClass, value: Double, limit: Double?
    ) -> Priority {
        let place = HazardClass.allCases.firstIndex(of: hazard) ?? 0
        let base = priorities[Int(kind.rawValue)][place]
        guard let limit, limit > 0, base < .high else { return base }
        let isFar = value - limit >= limit * Double(excessThousandths) / 1_000
        return isFar ? (Priority(rawValue: base.rawValue + 1) ?? .high) : base
    }
}
