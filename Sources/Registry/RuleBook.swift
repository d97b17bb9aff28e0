package import Primitives

/// All dated rules of law the product knows, looked up by the day of the act (法规依据库).
package struct RuleBook: Sendable {
    /// The version of the data file, printed beside what was decided with it.
    package let version: String
    /// Sorted by id, then by first day.
    package let rules: [Rule]

    /// Checks every row and takes all of them or none.
    ///
    /// Two rows of one id must not hold on the same day.
    /// - Throws: `RegistryError`, code `registry.rows_refused`, naming every fault of every row.
    package init(_ file: RulesFile) throws(RegistryError) {
        var faults: [RowFault] = []
        var rules: [(position: Int, rule: Rule)] = []
        for (position, row) in file.rules.enumerated() {
            let (rule, wrong) = Rule.read(row)
            faults += wrong.map { RowFault(list: "rules", row: position, id: row.id, fault: $0) }
            if let rule { rules.append((position, rule)) }
        }
        rules.sort { ($0.rule.id, $0.rule.validFrom) < ($1.rule.id, $1.rule.validFrom) }
        for (earlier, later) in zip(rules, rules.dropFirst())
        where earlier.rule.id == later.rule.id && later.rule.validFrom <= earlier.rule.lastDay {
            let reason = "overlaps rules[\(earlier.position)]; end that one the day before"
            faults.append(
                RowFault(
                    list: "rules", row: later.position, id: later.rule.id,
                    fault: Fault(field: "valid_from", reason: reason)))
        }
        guard faults.isEmpty else { throw .rowsRefused(faults) }
        version = file.version
        self.rules = rules.map(\.rule)
    }

    /// The rule `id` as it stood on `day`; nil where none did.
    package func rule(_ id: String, on day: CivilDate) -> Rule? {
        rules.first { $0.id == id && $0.holds(on: day) }
    }

    /// The rules of a matter as they stood on `day`, by id.
    package func rules(matter: String, on day: CivilDate) -> [Rule] {
        rules.filter { $0.matters.contains(matter) && $0.holds(on: day) }
    }
}

extension Rule {
    /// The last day it holds, the end of the calendar while it is in force.
    var lastDay: CivilDate { validTo ?? CivilDate(dayNumber: 2_932_896) }
}
