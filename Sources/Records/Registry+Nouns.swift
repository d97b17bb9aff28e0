package import Primitives

/// Kinds of fireworks licence (烟花爆竹许可证), articles 9 to 21 of decree 455.
package enum LicenceKind: String, Sendable, CaseIterable {
    case production, wholesale, retail
}

/// One licence as the issuing authority's register has it.
package struct Licence: Hashable, Sendable {
    package let number: ID<Licence>
    package let kind: LicenceKind
    package let holder: String
    package let address: String
    package let division: String
    package let validFrom: CivilDate
    package let validTo: CivilDate
    /// Whole phones, accounts and WeChat ids the holder has registered.
    package let identifiers: [Identifier]

    package init(
        number: ID<Licence>, kind: LicenceKind, holder: String, address: String, division: String,
        validFrom: CivilDate, validTo: CivilDate, identifiers: [Identifier]
    ) {
        self.number = number
        self.kind = kind
        self.holder = holder
        self.address = address
        self.division = division
        self.validFrom = validFrom
        self.validTo = validTo
        self.identifiers = identifiers
    }
}

/// A county or district and the station that leads in it go to.
package struct Division: Hashable, Sendable {
    /// Six digits of GB/T 2260.
    package let code: String
    package let name: String
    /// Longitude and latitude of its seat, CGCS2000.
    package let seat: Coordinate
    /// The station (派出所 or brigade) that receives its leads.
    package let station: String

    package init(code: String, name: String, seat: Coordinate, station: String) {
        self.code = code
        self.name = name
        self.seat = seat
        self.station = station
    }
}
