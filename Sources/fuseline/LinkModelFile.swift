import Intake
import Linkage

/// Reads MODEL.json (docs/linkage.md) and writes it again.
enum LinkModelFile {
    /// - Throws: `LinkError.model`, naming the place; `IntakeError.document` for what is no JSON.
    static func parse(_ bytes: [UInt8], name: String) throws -> LinkModel {
        var parser = JSONParser(bytes)
        let document: RawValue
        do throws(JSONProblem) { document = try parser.document() } catch {
            throw IntakeError.document(
                name, why: "not JSON at byte offset \(error.offset): \(error.what)")
        }
        let root = try Members(document, place: "")
        try root.allow([
            "id", "fields", "block", "threshold", "one_to_one", "cannot_link", "block_size_max",
            "parameters", "comment",
        ])
        var model = LinkModel(id: try root.text("id"), fields: [])
        for (index, value) in try root.list("fields").enumerated() {
            model.fields.append(try field(value, place: "fields[\(index)]"))
        }
        if model.fields.isEmpty {
            throw LinkError.model(place: "fields", why: "at least one field is needed")
        }
        model.block = try block(root)
        if let threshold = try root.number("threshold") {
            guard threshold > 0, threshold < 1 else {
                throw LinkError.model(
                    place: "threshold", why: "a probability between 0 and 1 is needed")
            }
            model.threshold = threshold
        }
        model.oneToOne = try root.flag("one_to_one") ?? false
        for (index, value) in (try root.listIfThere("cannot_link") ?? []).enumerated() {
            model.cannotLink.append(try text(value, place: "cannot_link[\(index)]"))
        }
        if let size = try root.number("block_size_max") {
            guard size >= 2, size <= 1e9, size == size.rounded() else {
                throw LinkError.model(
                    place: "block_size_max", why: "a whole number of at least 2 is needed")
            }
            model.blockSizeMax = Int(size)
        }
        if let value = root["parameters"] {
            model.parameters = try parameters(value, of: model)
        }
        return model
    }

    private static func field(_ value: RawValue, place: String) throws -> LinkModel.Field {
        let members = try Members(value, place: place)
        try members.allow(["column", "compare", "levels", "term_frequency"])
        var levels: [Double] = []
        for (index, level) in (try members.listIfThere("levels") ?? []).enumerated() {
            levels.append(try number(level, place: "\(place).levels[\(index)]"))
        }
        return LinkModel.Field(
            column: try members.text("column"), compare: try members.text("compare"),
            levels: levels, termFrequency: try members.flag("term_frequency") ?? false)
    }

    private static func block(_ root: Members) throws -> [LinkModel.BlockRule]? {
        if root["block"] == .text("propose") { return nil }
        guard let rules = try root.listIfThere("block") else { return nil }
        return try rules.enumerated().map { index, rule in
            let place = "block[\(index)]"
            guard case .list(let keys) = rule, !keys.isEmpty else {
                throw LinkError.model(place: place, why: "a list of columns is needed")
            }
            return LinkModel.BlockRule(
                try keys.enumerated().map { at, key in
                    let spelled = try text(key, place: "\(place)[\(at)]")
                    guard let key = LinkModel.BlockKey(parsing: spelled) else {
                        throw LinkError.model(
                            place: "\(place)[\(at)]",
                            why: "behind the colon stands a number of characters or sound")
                    }
                    return key
                })
        }
    }

    private static func parameters(_ value: RawValue, of model: LinkModel) throws
        -> LinkParameters
    {
        let place = "parameters"
        let members = try Members(value, place: place)
        try members.allow(["prior", "fields", "circumstances"])
        guard let prior = try members.number("prior"), prior > 0, prior < 1 else {
            throw LinkError.model(
                place: "\(place).prior", why: "a probability between 0 and 1 is needed")
        }
        let fields = try members.list("fields").enumerated().map { index, value in
            let at = "\(place).fields[\(index)]"
            let members = try Members(value, place: at)
            try members.allow(["column", "m", "u"])
            return LinkParameters.Field(
                column: try members.text("column"), m: try chances(members["m"], "\(at).m"),
                u: try chances(members["u"], "\(at).u"))
        }
        guard fields.map(\.column) == model.fields.map(\.column) else {
            throw LinkError.model(
                place: "\(place).fields", why: "the fields of the model are needed, in order")
        }
        let circumstances = try (try members.listIfThere("circumstances") ?? []).enumerated().map {
            index, value in
            let at = "\(place).circumstances[\(index)]"
            let members = try Members(value, place: at)
            try members.allow(["share", "levels"])
            guard let share = try members.number("share"), share > 0, share < 1 else {
                throw LinkError.model(place: "\(at).share", why: "a probability is needed")
            }
            let levels: [[Double]?] = try members.list("levels").enumerated().map { field, value in
                value == .null ? nil : try chances(value, "\(at).levels[\(field)]")
            }
            guard levels.count == fields.count else {
                throw LinkError.model(place: "\(at).levels", why: "one entry a field is needed")
            }
            return LinkParameters.Circumstance(share: share, levels: levels)
        }
        return LinkParameters(prior: prior, fields: fields, circumstances: circumstances)
    }

    private static func chances(_ value: RawValue?, _ place: String) throws -> [Double] {
        guard case .list(let values) = value, values.count >= 2 else {
            throw LinkError.model(place: place, why: "a list of probabilities is needed")
        }
        let found = try values.enumerated().map { try number($1, place: "\(place)[\($0)]") }
        guard found.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(found.reduce(0, +) - 1) < 1e-3 else {
            throw LinkError.model(place: place, why: "probabilities that sum to 1 are needed")
        }
        return found
    }

    fileprivate static func text(_ value: RawValue, place: String) throws -> String {
        guard case .text(let text) = value, !text.isEmpty else {
            throw LinkError.model(place: place, why: "a text is needed")
        }
        return text
    }

    fileprivate static func number(_ value: RawValue, place: String) throws -> Double {
        guard case .number(let number) = value else {
            throw LinkError.model(place: place, why: "a number is needed")
        }
        return number
    }
}

/// The members of one object of the file, with the place for messages.
private struct Members {
    let place: String
    private let members: [RawValue.Member]

    init(_ value: RawValue, place: String) throws {
        self.place = place
        guard case .object(let members, _) = value else {
            throw LinkError.model(
                place: place.isEmpty ? "the top" : place, why: "an object is needed")
        }
        self.members = members
    }

    subscript(name: String) -> RawValue? { members.first { $0.key == name }?.value }

    func at(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

    func allow(_ names: Set<String>) throws {
        for member in members where !names.contains(member.key) {
            throw LinkError.model(
                place: at(member.key),
                why: "there is no such entry; there are \(names.sorted().joined(separator: ", "))")
        }
    }

    func text(_ name: String) throws -> String {
        try LinkModelFile.text(self[name] ?? .absent, place: at(name))
    }

    func number(_ name: String) throws -> Double? {
        guard let value = self[name], value != .null else { return nil }
        return try LinkModelFile.number(value, place: at(name))
    }

    func flag(_ name: String) throws -> Bool? {
        guard let value = self[name], value != .null else { return nil }
        guard case .bool(let flag) = value else {
            throw LinkError.model(place: at(name), why: "true or false is needed")
        }
        return flag
    }

    func listIfThere(_ name: String) throws -> [RawValue]? {
        guard let value = self[name], value != .null else { return nil }
        guard case .list(let values) = value else {
            throw LinkError.model(place: at(name), why: "a list is needed")
        }
        return values
    }

    func list(_ name: String) throws -> [RawValue] {
        guard let found = try listIfThere(name) else {
            throw LinkError.model(place: at(name), why: "a list is needed")
        }
        return found
    }
}

extension LinkModelFile {
    /// The model as a file, with parameters.
    static func text(of model: LinkModel, with parameters: LinkParameters) -> String {
        var members = ["\"id\": \(quoted(model.id))"]
        let fields = model.fields.map { field in
            "  {\"column\": \(quoted(field.column)), \"compare\": \(quoted(field.compare)),"
                + " \"levels\": \(list(field.levels.map { "\($0)" })),"
                + " \"term_frequency\": \(field.termFrequency)}"
        }
        members.append("\"fields\": [\n\(fields.joined(separator: ",\n"))]")
        if let block = model.block {
            members.append(
                "\"block\": \(list(block.map { list($0.keys.map { quoted($0.text) }) }))")
        }
        if let threshold = model.threshold { members.append("\"threshold\": \(threshold)") }
        if model.oneToOne { members.append("\"one_to_one\": true") }
        if !model.cannotLink.isEmpty {
            members.append("\"cannot_link\": \(list(model.cannotLink.map { quoted($0) }))")
        }
        members.append("\"block_size_max\": \(model.blockSizeMax)")
        let levels = parameters.fields.map { field in
            "   {\"column\": \(quoted(field.column)), \"m\": \(list(field.m.map { "\($0)" })),"
                + " \"u\": \(list(field.u.map { "\($0)" }))}"
        }
        let circumstances = parameters.circumstances.map { kind in
            let levels = kind.levels.map { $0.map { list($0.map { "\($0)" }) } ?? "null" }
            return "   {\"share\": \(kind.share), \"levels\": \(list(levels))}"
        }
        members.append(
            "\"parameters\": {\"prior\": \(parameters.prior),\n  \"fields\": [\n"
                + levels.joined(separator: ",\n") + "],\n  \"circumstances\": [\n"
                + circumstances.joined(separator: ",\n") + "]}")
        return "{" + members.joined(separator: ",\n ") + "}\n"
    }

    private static func list(_ items: [String]) -> String {
        "[" + items.joined(separator: ", ") + "]"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0..<0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
