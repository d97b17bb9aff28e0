package import Primitives
package import Registry

/// What the page of purposes shows: the declarations with the dated rules of one day.
package struct DataPurposes: Sendable {
    /// Why data may be used for a purpose.
    package struct Basis: Sendable {
        package let purpose: Purpose
        /// The instrument and article.
        package let legalBasis: String
        /// One plain sentence, by language code.
        package let says: [String: String]
        /// The tables that serve it.
        package let tables: [String]
    }

    package let day: CivilDate
    package let rulesVersion: String
    package let bases: [Basis]
    package let sets: [DataSet]
    /// For how many days a kind is kept; none where no rule stands.
    package let days: [RetentionKind: Int]

    /// As `rules` have it on `day`; a purpose without a basis shows without one.
    package init(rules: RuleBook, on day: CivilDate) {
        self.day = day
        rulesVersion = rules.version
        sets = DataSet.all
        bases = Purpose.allCases.map { purpose in
            let rule = rules.rule("basis-\(purpose.rawValue)", on: day)
            return Basis(
                purpose: purpose, legalBasis: rule?.legalBasis ?? "–", says: rule?.says ?? [:],
                tables: DataSet.all.filter { $0.purposes.contains(purpose) }.map(\.table))
        }
        let found = RetentionKind.allCases.compactMap { kind in
            rules.rule(kind.rule, on: day)?.maximum.map { (kind, Int($0)) }
        }
        days = Dictionary(found) { first, _ in first }
    }
}

extension CaseworkDesk {
    /// What personal data there are, for what and for how long, as the rules of today have it;
    /// nobody's data, so that anybody may ask.
    package func dataPurposes() -> DataPurposes {
        DataPurposes(rules: settings.rules, on: environment.now().civilDate())
    }
}
