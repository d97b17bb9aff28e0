package import Primitives

/// A deadline as the rules file spells it, before it is checked.
package struct DeadlineRow: Decodable, Sendable {
    package var id: String
    /// It holds for scores from here up to the next row's.
    package var fromBits: Double
    package var hours: Int64
    package var validFrom: String
    package var validTo: String?
    package var source: String

    enum CodingKeys: String, CodingKey {
        case id, hours, source
        case fromBits = "from_bits"
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }

    package init(
        id: String, fromBits: Double, hours: Int64, validFrom: String, validTo: String? = nil,
        source: String
    ) {
        self.id = id
        self.fromBits = fromBits
        self.hours = hours
        self.validFrom = validFrom
        self.validTo = validTo
        self.source = source
    }
}

/// By when a lead is to be looked at: hours by score band, as the rules of the day say.
package struct Deadlines: Sendable {
    private struct Band: Sendable {
        let id: String
        let from: Bits
        let hours: Int64
        let validFrom: CivilDate
        let validTo: CivilDate?

        func holds(on day: CivilDate) -> Bool {
            guard day >= validFrom else { return false }
            guard let validTo else { return true }
            return day <= validTo
        }
    }

    private let bands: [Band]

    /// When a lead found at `found` with `score` is due, and the id of the rule that says so.
    ///
    /// The band with the highest floor at or below the score decides, among those that hold on the
    /// day of `found` in China; a score below every floor takes the lowest band.
    /// - Throws: `LeadError`, code `leads.deadline_missing`.
    package func due(
        found: Timestamp, score: Bits
    ) throws(LeadError) -> (at: Timestamp, rule: String) {
        let day = found.civilDate()
        let held = bands.filter { $0.holds(on: day) }
        let best = held.filter { $0.from <= score }.max { $0.from < $1.from }
        guard let band = best ?? held.min(by: { $0.from < $1.from }) else {
            throw .deadlineMissing(day: day)
        }
        return (found.adding(.hours(band.hours)), band.id)
    }

    /// The bands of the rows, and every fault.
    static func read(_ rows: [DeadlineRow]) -> (deadlines: Deadlines, faults: [Fault]) {
        var faults: [Fault] = []
        var bands: [Band] = []
        func refuse(_ row: DeadlineRow, _ field: String, _ reason: String) {
            faults.append(Fault(field: "deadlines.\(row.id).\(field)", reason: reason))
        }
        for row in rows {
            let from = CivilDate(row.validFrom)
            let to = row.validTo.flatMap { CivilDate($0) }
            if row.hours < 1 { refuse(row, "hours", "must be at least 1") }
            if from == nil { refuse(row, "valid_from", "is not a date such as 2026-01-01") }
            if row.validTo != nil, to == nil {
                refuse(row, "valid_to", "is not a date such as 2026-01-01")
            }
            guard let from else { continue }
            if let to, to < from { refuse(row, "valid_to", "is before valid_from") }
            let band = Band(
                id: row.id, from: Bits(row.fromBits), hours: row.hours, validFrom: from,
                validTo: to)
            let overlaps = bands.contains {
                $0.from == band.from && ($0.holds(on: from) || band.holds(on: $0.validFrom))
            }
            if overlaps { refuse(row, "valid_from", "overlaps another row of the same score") }
            bands.append(band)
        }
        return (Deadlines(bands: bands), faults)
    }
}
