import Primitives

/// Which column of a CSV file holds which field.
struct CSVColumns {
    /// By column: the field's index, or nil for a column that is not read.
    let fields: [Int?]
    /// By field: what the unit in its header is worth.
    let scales: [Double]
    /// Columns not read, with the reason, for the user.
    let notes: [String]

    /// - Throws: `IntakeError.header` where a column is missing without which no row can be read.
    init(header: [String], schema: Schema, name: String) throws(IntakeError) {
        var fields: [Int?] = []
        var scales = [Double](repeating: 1, count: schema.fields.count)
        var unknown: [String] = []
        var notes: [String] = []
        for title in header {
            guard let column = schema.column(title) else {
                fields.append(nil)
                unknown.append(title)
                continue
            }
            if fields.contains(column.index) {
                fields.append(nil)
                let field = schema.fields[column.index].name
                notes.append("column \(clipped(title)) is a second \(field) and is not read")
                continue
            }
            fields.append(column.index)
            scales[column.index] = column.scale
        }
        let missing = schema.required.filter { !fields.contains($0.index) }
        if !missing.isEmpty {
            let names = missing.map { field in
                ([field.name] + field.aliases.prefix(1)).joined(separator: " / ")
            }
            throw .header(name, why: "no column for \(names.joined(separator: ", "))")
        }
        if !unknown.isEmpty { notes.append(Self.unknownNote("columns", unknown)) }
        self.fields = fields
        self.scales = scales
        self.notes = notes
    }

    static func unknownNote(_ what: String, _ names: [String]) -> String {
        let shown = names.prefix(Limits.unknownNamesMax).map(clipped).joined(separator: ", ")
        let more = names.count > Limits.unknownNamesMax ? " and more" : ""
        return "\(what) not read, because their names are not known: \(shown)\(more)"
    }
}
