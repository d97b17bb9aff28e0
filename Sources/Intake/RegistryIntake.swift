import Primitives
import Records

/// A division as a registry file spells it (行政区划).
enum DivisionIntake: IntakeRow {
    static let tellsUnknownKeys = false

    static let code = RecordField(0, "code")
    static let name = RecordField(1, "name")
    static let lon = RecordField(2, "lon")
    static let lat = RecordField(3, "lat")
    static let datum = RecordField(4, "datum")
    static let station = RecordField(5, "station")

    static let schema = Schema([code, name, lon, lat, datum, station], required: [code, name])

    static func record(_ fields: inout FieldReader) -> Division? {
        let code = fields.divisionCode(code)
        let name = fields.requiredText(name)
        let station = fields.requiredText(station)
        for field in [lon, lat] where !fields.has(field) { fields.refuse(field, "is missing") }
        let longitude = fields.decimal(lon)
        let latitude = fields.decimal(lat)
        let datums = Dictionary(uniqueKeysWithValues: Datum.allCases.map { ($0.rawValue, $0) })
        let datum = fields.requiredWord(datum, datums, choices: FieldReader.datumNames)
        guard let longitude, let latitude, let datum else { return nil }
        guard let seat = Coordinate(longitude: longitude, latitude: latitude, datum: datum) else {
            fields.refuse(lon, "lon must be -180 to 180 and lat -90 to 90")
            return nil
        }
        return Division(code: code, name: name, seat: seat, station: station)
    }
}

/// A licence as a registry file spells it (烟花爆竹许可证).
enum LicenceIntake: IntakeRow {
    static let tellsUnknownKeys = false

    static let number = RecordField(0, "number")
    static let kind = RecordField(1, "kind")
    static let holder = RecordField(2, "holder")
    static let address = RecordField(3, "address")
    static let division = RecordField(4, "division")
    static let validFrom = RecordField(5, "valid_from")
    static let validTo = RecordField(6, "valid_to")
    static let phones = RecordField(7, "phones")
    static let accounts = RecordField(8, "accounts")
    static let identifiers = RecordField(9, "identifiers")

    static let schema = Schema(
        [
            number, kind, holder, address, division, validFrom, validTo, phones, accounts,
            identifiers,
        ],
        required: [number])

    static func record(_ fields: inout FieldReader) -> Licence? {
        let number = fields.requiredID(number)
        let kinds = Dictionary(uniqueKeysWithValues: LicenceKind.allCases.map { ($0.rawValue, $0) })
        let kind = fields.requiredWord(
            kind, kinds, choices: LicenceKind.allCases.map(\.rawValue).joined(separator: ", "))
        let holder = fields.requiredText(holder)
        let address = fields.requiredText(address)
        let division = fields.divisionCode(division)
        let from = fields.requiredDay(validFrom)
        let to = fields.requiredDay(validTo)
        let identifiers = allIdentifiers(&fields)
        guard let kind, let from, let to else { return nil }
        if to < from { fields.refuse(validTo, "is before valid_from") }
        return Licence(
            number: ID(number), kind: kind, holder: holder, address: address, division: division,
            validFrom: from, validTo: to, identifiers: identifiers)
    }

    /// Phones, accounts as `platform/account`, and identifiers of any kind as `wechat:abc123`.
    private static func allIdentifiers(_ fields: inout FieldReader) -> [Identifier] {
        var result: [Identifier] = []
        func add(_ identifier: Identifier?, _ field: RecordField, needed: String) {
            guard let identifier else { return fields.refuse(field, "\(needed) is needed") }
            if !result.contains(identifier) { result.append(identifier) }
        }
        for phone in fields.strings(phones, countMax: Limits.contactsMax) {
            add(ContactHint.phone(phone), phones, needed: "a whole phone number")
        }
        for account in fields.strings(accounts, countMax: Limits.contactsMax) {
            add(named(.account, account), accounts, needed: "platform/account")
        }
        for text in fields.strings(identifiers, countMax: Limits.contactsMax) {
            add(identifier(text), identifiers, needed: "an identifier such as wechat:abc123")
        }
        return result
    }

    /// Reads `kind:value` with the kinds of `IdentifierKind`.
    private static func identifier(_ text: String) -> Identifier? {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = IdentifierKind(rawValue: parts[0]) else { return nil }
        switch kind {
        case .account, .courierAccount: return named(kind, parts[1])
        case .wechat: return ContactHint.wechat(parts[1])
        case .qq: return ContactHint.qq(parts[1])
        case .phone: return ContactHint.phone(parts[1])
        }
    }

    /// An account within a platform or a courier: both names, neither empty.
    private static func named(_ kind: IdentifierKind, _ text: String) -> Identifier? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return Identifier(kind: kind, value: text)
    }
}

extension FieldReader {
    /// Six digits of GB/T 2260.
    fileprivate mutating func divisionCode(_ field: RecordField) -> String {
        let before = faults.count
        let code = requiredText(field)
        if faults.count == before,
            code.utf8.count != 6 || !code.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        {
            refuse(field, "six digits of GB/T 2260 are needed, found \(clipped(code))")
        }
        return code
    }

    /// A day as `2026-01-31`.
    fileprivate mutating func requiredDay(_ field: RecordField) -> CivilDate? {
        let before = faults.count
        let text = requiredText(field)
        if faults.count > before { return nil }
        // The reader of local times checks the calendar; it takes slashes and short numbers too.
        if text.utf8.count == 10, !text.contains("/"), let day = LocalTime("\(text) 00:00")?.date {
            return day
        }
        refuse(field, "a day as 2026-01-31 is needed, found \(clipped(text))")
        return nil
    }
}
