package import Casework
package import Foundation
import Primitives
import Records

/// What `POST /api/v1/readings` takes: one reading of a sensor or an array of them, as INTERFACES
/// spells them.
package struct ReadingsRequest: Hashable, Sendable {
    /// In their order; what is no reading is kept with the reason.
    package let parcels: [ReadingParcel]

    /// Reads a request's body.
    ///
    /// - Parameter source: Who sends, for what is refused.
    /// - Throws: `ScreeningRequestError` for a body that is no JSON or has too many; a single wrong
    ///   reading takes nothing from the others.
    package init(_ body: Data, source: String) throws(ScreeningRequestError) {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: body, options: [.fragmentsAllowed])
        } catch {
            throw ScreeningRequestError([Fault(field: "", reason: "is no JSON in UTF-8")])
        }
        let all = value as? [Any] ?? [value]
        guard all.count <= Limits.readingsPerRequestMax else {
            throw ScreeningRequestError([
                Fault(field: "", reason: "has more than \(Limits.readingsPerRequestMax) readings")
            ])
        }
        parcels = all.map { item in
            switch Self.reading(item) {
            case .success(let reading): return .reading(reading)
            case .failure(let error):
                let fault = error.faults.first
                let reason = "\(fault?.field ?? "") \(fault?.reason ?? "")"
                return .refused(
                    RefusedReading(source: source, reason: reason, body: Self.kept(item)))
            }
        }
    }

    private static func kept(_ item: Any) -> String {
        let data = try? JSONSerialization.data(
            withJSONObject: item, options: [.fragmentsAllowed, .sortedKeys])
        return String(
            decoding: (data ?? Data()).prefix(Limits.refusedReadingBytesMax), as: UTF8.self)
    }

    private static func reading(
        _ item: Any
    ) -> Result<IncomingReading, ScreeningRequestError> {
        guard let fields = item as? [String: Any] else {
            return .failure(ScreeningRequestError([Fault(field: "", reason: "is no object")]))
        }
        var faults: [Fault] = []
        func refuse(_ field: String, _ reason: String) {
            faults.append(Fault(field: field, reason: reason))
        }
        func name(_ field: String) -> String {
            let text = fields[field] as? String ?? ""
            if !(1...Limits.idBytesMax).contains(text.utf8.count) {
                refuse(field, "must be a string of 1 to \(Limits.idBytesMax) bytes")
            }
            return text
        }
        let names = ["enterprise", "room", "sensor"].map(name)
        let quantity = (fields["quantity"] as? String).flatMap(Quantity.init)
        if quantity == nil { refuse("quantity", "is none of the known ones") }
        let at = (fields["at"] as? String).flatMap { Timestamp($0) }
        if at.map({ !(1_900...2_200).contains($0.civilDate().year) }) ?? true {
            refuse("at", "must be a time as 2026-01-31T08:00:00+08:00")
        }
        let value = (fields["value"] as? NSNumber)?.doubleValue
        if value.map({ !(quantity?.range.contains($0) ?? true) }) ?? true {
            refuse("value", "is missing, or no sensor measures it")
        }
        let sequence = (fields["seq"] as? NSNumber).flatMap { Int64(exactly: $0.doubleValue) }
        if sequence.map({ !(0...(1 << 53)).contains($0) }) ?? true {
            refuse("seq", "must be a whole number from 0 on")
        }
        guard faults.isEmpty, let quantity, let at, let value, let sequence else {
            return .failure(ScreeningRequestError(faults))
        }
        return .success(
            IncomingReading(
                enterprise: names[0], room: names[1], sensor: names[2], quantity: quantity,
                value: value, at: at, sequence: sequence))
    }
}
