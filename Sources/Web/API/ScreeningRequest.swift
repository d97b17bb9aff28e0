package import Foundation
package import Primitives
package import Records

/// What `POST /api/v1/screen` takes: one record or an array of them.
package struct ScreeningRequest: Hashable, Sendable {
    /// One text to screen.
    package struct Item: Hashable, Sendable {
        package let id: String
        package let kind: TextKind
        package let text: String
    }

    package let items: [Item]
    /// Whether an array came, so that an array goes back.
    package let isArray: Bool

    /// Reads a request's body.
    ///
    /// - Throws: `Fault`s in a `ScreeningRequestError`: for every record that is not as it must be
    ///   the place (`[3].text`) and what it must be. Nothing is screened then.
    package init(_ body: Data) throws(ScreeningRequestError) {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: body, options: [.fragmentsAllowed])
        } catch {
            throw ScreeningRequestError([Fault(field: "", reason: "is no JSON in UTF-8")])
        }
        let records = value as? [Any]
        isArray = records != nil
        guard (records?.count ?? 1) <= Limits.apiRecordsMax else {
            throw ScreeningRequestError([
                Fault(field: "", reason: "has more than \(Limits.apiRecordsMax) records")
            ])
        }
        var faults: [Fault] = []
        var items: [Item] = []
        for (index, record) in (records ?? [value]).enumerated() {
            let place = records == nil ? "" : "[\(index)]"
            switch Self.item(record, at: place) {
            case .success(let item): items.append(item)
            case .failure(let error): faults += error.faults
            }
        }
        guard faults.isEmpty else { throw ScreeningRequestError(faults) }
        self.items = items
    }

    private static func item(
        _ record: Any, at place: String
    ) -> Result<Item, ScreeningRequestError> {
        guard let fields = record as? [String: Any] else {
            return .failure(
                ScreeningRequestError([Fault(field: place, reason: "must be an object")]))
        }
        var faults: [Fault] = []
        func text(_ name: String, bytesMax: Int) -> String {
            let field = place.isEmpty ? name : "\(place).\(name)"
            guard let value = fields[name] else {
                faults.append(Fault(field: field, reason: "is missing"))
                return ""
            }
            guard let text = value as? String else {
                faults.append(Fault(field: field, reason: "must be a string"))
                return ""
            }
            if text.utf8.count > bytesMax {
                faults.append(Fault(field: field, reason: "is longer than \(bytesMax) bytes"))
            }
            return text
        }
        let id = text("id", bytesMax: Limits.idBytesMax)
        let kindText = text("kind", bytesMax: Limits.idBytesMax)
        let content = text("text", bytesMax: Limits.textBytesMax)
        let kind = TextKind(rawValue: kindText)
        if kind == nil, fields["kind"] is String {
            let kinds = TextKind.allCases.map(\.rawValue).joined(separator: ", ")
            let field = place.isEmpty ? "kind" : "\(place).kind"
            faults.append(Fault(field: field, reason: "must be one of \(kinds)"))
        }
        guard faults.isEmpty, let kind else { return .failure(ScreeningRequestError(faults)) }
        return .success(Item(id: id, kind: kind, text: content))
    }
}

/// What is wrong with a request to screen, place by place.
package struct ScreeningRequestError: Error, Hashable {
    package let faults: [Fault]

    init(_ faults: [Fault]) { self.faults = faults }

    /// The first few, for a person who mends the request.
    package var summary: String {
        let shown = faults.prefix(10).map { fault in
            fault.field.isEmpty ? "The body \(fault.reason)" : "\(fault.field) \(fault.reason)"
        }
        let more = faults.count > 10 ? "; and \(faults.count - 10) more" : ""
        return shown.joined(separator: "; ") + more + "."
    }
}
