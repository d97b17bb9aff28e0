package import Primitives

/// A unit (单位) that people belong to: the city's bureau, its counties and stations, and who works
/// with them.
package struct Unit: Hashable, Sendable {
    /// What a unit is, which says what it may stand under.
    package enum Kind: String, Sendable, CaseIterable {
        /// The city's bureau (市局): the root, of which there is one.
        case city
        /// A county's or district's bureau (县区分局).
        case county
        /// A police station (派出所).
        case station
        /// A partner agency (协作单位).
        case agency
        /// A factory or shop with a licence (持证企业).
        case enterprise
        /// A courier firm or platform (寄递企业、平台).
        case courier

        /// The kinds that a unit of this kind may stand under.
        package var parents: Set<Kind> {
            switch self {
            case .city: []
            case .county: [.city]
            case .station: [.county]
            case .agency, .enterprise, .courier: [.city, .county]
            }
        }
    }

    package let id: ID<Unit>
    /// Nil for the root alone.
    package let parent: ID<Unit>?
    package let kind: Kind
    package let name: String
    /// Code of the division it works in; nil for the whole city.
    package let division: String?

    package init(
        id: ID<Unit>, parent: ID<Unit>?, kind: Kind, name: String, division: String?
    ) {
        self.id = id
        self.parent = parent
        self.kind = kind
        self.name = name
        self.division = division
    }

    /// The root, which every database has.
    package static let city = ID<Unit>("city")

    /// The unit of a division's bureau.
    package static func county(_ division: String) -> ID<Unit> { ID("county-\(division)") }
}
