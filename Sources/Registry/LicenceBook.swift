package import Primitives
package import Records

/// A licence as a data file spells it, before it is checked.
package struct LicenceRow: Decodable, Sendable {
    package var number: String
    package var kind: String
    package var holder: String
    package var address: String
    package var division: String
    package var validFrom: String
    package var validTo: String
    /// Registered identifiers, spelled `phone:13800138000` or `account:taobao/abc`.
    package var identifiers: [String]?

    enum CodingKeys: String, CodingKey {
        case number, kind, holder, address, division, identifiers
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }

    package init(
        number: String, kind: String, holder: String, address: String, division: String,
        validFrom: String, validTo: String, identifiers: [String]? = nil
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

/// The registry's part of a `registry.json`; other keys belong to other rooms.
package struct LicencesFile: Decodable, Sendable {
    package var licences: [LicenceRow]

    package init(licences: [LicenceRow]) { self.licences = licences }
}

/// Who holds which fireworks licence, and when (许可证库).
package struct LicenceBook: Sendable {
    /// Sorted by number, then first day.
    package let licences: [Licence]
    private let byIdentifier: [Identifier: [Int]]

    /// A book of licences already checked, such as those read back from the store.
    package init(_ licences: [Licence] = []) {
        self.licences = licences.sorted {
            ($0.number, $0.validFrom) < ($1.number, $1.validFrom)
        }
        var index: [Identifier: [Int]] = [:]
        for (position, licence) in self.licences.enumerated() {
            for identifier in Set(licence.identifiers) {
                index[identifier, default: []].append(position)
            }
        }
        byIdentifier = index
    }

    /// Checks every row and takes all of them or none.
    /// - Throws: `RegistryError`, code `registry.rows_refused`, naming every fault of every row.
    package init(_ file: LicencesFile) throws(RegistryError) {
        var faults: [RowFault] = []
        var licences: [Licence] = []
        var spans: [String: [(Int, Licence)]] = [:]
        for (position, row) in file.licences.enumerated() {
            let (licence, wrong) = Licence.read(row)
            faults += wrong.map {
                RowFault(list: "licences", row: position, id: row.number, fault: $0)
            }
            guard let licence else { continue }
            for (other, known) in spans[row.number, default: []]
            where known.validFrom <= licence.validTo && licence.validFrom <= known.validTo {
                let reason = "overlaps licences[\(other)] of the same number"
                faults.append(
                    RowFault(
                        list: "licences", row: position, id: row.number,
                        fault: Fault(field: "valid_from", reason: reason)))
            }
            spans[row.number, default: []].append((position, licence))
            licences.append(licence)
        }
        guard faults.isEmpty else { throw .rowsRefused(faults) }
        self.init(licences)
    }

    /// The licences any of `identifiers` is registered under that were valid on `day`, by number.
    package func licences(of identifiers: [Identifier], on day: CivilDate) -> [Licence] {
        var positions: Set<Int> = []
        for identifier in identifiers { positions.formUnion(byIdentifier[identifier] ?? []) }
        return positions.sorted().map { licences[$0] }
            .filter { $0.validFrom <= day && day <= $0.validTo }
    }
}

extension Licence {
    /// The licence of a row, or every fault of it.
    static func read(_ row: LicenceRow) -> (licence: Licence?, faults: [Fault]) {
        var faults: [Fault] = []
        func need(_ holds: Bool, _ field: String, _ reason: String) {
            if !holds { faults.append(Fault(field: field, reason: reason)) }
        }
        let kind = LicenceKind(rawValue: row.kind)
        let from = CivilDate(row.validFrom)
        let to = CivilDate(row.validTo)
        let identifiers = (row.identifiers ?? []).map { Identifier(text: $0) }
        need(!row.number.isEmpty, "number", "is empty")
        need(kind != nil, "kind", "is none of production, wholesale, retail")
        need(from != nil, "valid_from", "is not a date such as 2026-01-01")
        need(to != nil, "valid_to", "is not a date such as 2026-01-01")
        if let from, let to { need(to >= from, "valid_to", "is before valid_from") }
        need(
            !identifiers.contains(nil), "identifiers", "has one not of the form phone:13800138000")
        guard faults.isEmpty, let kind, let from, let to else { return (nil, faults) }
        let licence = Licence(
            number: ID(row.number), kind: kind, holder: row.holder, address: row.address,
            division: row.division, validFrom: from, validTo: to,
            identifiers: identifiers.compactMap { $0 })
        return (licence, [])
    }
}
