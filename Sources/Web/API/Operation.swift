import Hummingbird
import Primitives

/// What a route of the API tells a program about itself; `GET /openapi.json` is made of these.
package struct Operation: Sendable {
    /// One parameter of the address or the head.
    struct Parameter: Sendable {
        let name: String
        /// `path`, `query` or `header`.
        let place: String
        let says: String
        /// A JSON Schema.
        let schema: String
        var isRequired = false
    }

    /// What an answer is.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let says: String
        var type = "application/json"
        /// A JSON Schema; nil for an answer without a body that a program reads.
        var schema: String?
        /// Names of the head's fields that it has.
        var headers: [String] = []
    }

    let id: String
    let summary: String
    var parameters: [Parameter] = []
    /// A JSON Schema of the request's body.
    var body: String?
    let answer: Answer
    /// Refusals beyond those that every route has.
    var refusals: [HTTPResponse.Status] = []

    /// What this route may answer in all.
    package func statuses(_ access: Route.Access) -> Set<Int> {
        // 400: a parameter that is not known is refused, never left out.
        var all = Set([answer.status.code, 400, 429] + refusals.map(\.code))
        if access != .anybody { all.formUnion([401, 403]) }
        if body != nil { all.insert(413) }
        return all
    }

    /// Refuses a parameter in the address that is not declared, and one that comes twice.
    ///
    /// - Throws: `Refusal`, 400, with each by its name; a name may come from anywhere, so it is
    ///   cut.
    func checkQuery(_ query: FormFields) throws {
        let known = Set(parameters.filter { $0.place == "query" }.map(\.name))
        var seen: Set<String> = []
        var faults: [Fault] = []
        for name in query.names {
            if !known.contains(name) {
                faults.append(Fault(field: String(name.prefix(64)), reason: "is not known"))
            } else if !seen.insert(name).inserted {
                faults.append(Fault(field: name, reason: "comes twice"))
            }
        }
        guard faults.isEmpty else {
            throw Refusal(
                .badRequest, "request", detail: "A parameter is not known or comes twice.",
                faults: Array(faults.prefix(20)))
        }
    }

    /// The operation as OpenAPI 3.1 has it.
    func json(_ access: Route.Access) -> String {
        var fields = [
            "\"operationId\":\(JSONText.quoted(id))", "\"summary\":\(JSONText.quoted(summary))",
        ]
        if !parameters.isEmpty {
            fields.append("\"parameters\":\(JSONText.array(parameters.map(\.json)))")
        }
        if let body {
            fields.append(
                """
                "requestBody":{"required":true,"content":{"application/json":{"schema":\(body)}}}
                """)
        }
        let answers = statuses(access).sorted().map { code in
            "\"\(code)\":" + (code == answer.status.code ? answer.json : Self.refusal(code))
        }
        fields.append("\"responses\":{\(answers.joined(separator: ","))}")
        fields.append("\"security\":\(security(access))")
        return "{\(fields.joined(separator: ","))}"
    }

    /// The fields of a head that an answer has, with the comma after them; nothing without any.
    static func headers(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let told = names.map { "\(JSONText.quoted($0)):{\"schema\":{\"type\":\"string\"}}" }
        return "\"headers\":{\(told.joined(separator: ","))},"
    }

    private func security(_ access: Route.Access) -> String {
        switch access {
        case .anybody: "[]"
        case .mayOrLocal: #"[{"key":[]},{"session":[]},{}]"#
        default: #"[{"key":[]},{"session":[]}]"#
        }
    }

    private static func refusal(_ code: Int) -> String {
        let status = HTTPResponse.Status(code: code)
        let headers = Operation.headers(code == 429 ? ["Retry-After", "RateLimit"] : [])
        return """
            {"description":\(JSONText.quoted(status.reasonPhrase)),\(headers)"content":\
            {"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}
            """
    }
}

extension Operation.Parameter {
    var json: String {
        """
        {"name":\(JSONText.quoted(name)),"in":"\(place)","description":\(JSONText.quoted(says)),\
        "required":\(isRequired),"schema":\(schema)}
        """
    }
}

extension Operation.Answer {
    var json: String {
        var fields = ["\"description\":\(JSONText.quoted(says))"]
        if let schema { fields.append("\"content\":{\"\(type)\":{\"schema\":\(schema)}}") }
        let told = Operation.headers(headers + ["RateLimit", "RateLimit-Policy"])
        return "{\(told)\(fields.joined(separator: ","))}"
    }
}

/// The API's description: OpenAPI 3.1, made of the routes.
package enum OpenAPI {
    /// The document, the same bytes for the same routes.
    ///
    /// - Parameter isSecure: Whether cookies are those of a server behind TLS.
    package static func document(
        _ routes: [Route] = Route.all, secure isSecure: Bool = false
    ) -> String {
        let described = routes.compactMap { route in route.operation.map { (route, $0) } }
        let paths = Dictionary(grouping: described) { template($0.0.path) }
            .sorted { $0.key < $1.key }
            .map { path, operations in
                let methods = operations.map { route, operation in
                    "\"\(route.method.rawValue.lowercased())\":\(operation.json(route.access))"
                }
                return "\(JSONText.quoted(path)):{\(methods.joined(separator: ","))}"
            }
        let schemas = Schema.named.sorted { $0.key < $1.key }.map {
            "\(JSONText.quoted($0.key)):\($0.value)"
        }
        let session = CookieName.full(CookieName.session, secure: isSecure)
        return """
            {"openapi":"3.1.0","info":{"title":"Fuseline","version":"1",\
            "description":"Programs of couriers and platforms ask before they accept; partner \
            programs read leads and proofs of the journal. What names a person is masked."},\
            "paths":{\(paths.joined(separator: ","))},"components":{"securitySchemes":{\
            "key":{"type":"http","scheme":"bearer"},\
            "session":{"type":"apiKey","in":"cookie","name":"\(session)"}},\
            "schemas":{\(schemas.joined(separator: ","))}}}
            """
    }

    /// `/leads/:id` → `/leads/{id}`.
    private static func template(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
            .joined(separator: "/")
    }
}

/// The JSON Schemas of what goes over the API.
enum Schema {
    static func ref(_ name: String) -> String { "{\"$ref\":\"#/components/schemas/\(name)\"}" }

    static let text = #"{"type":"string"}"#
    static let count = #"{"type":"integer","minimum":0}"#
    static let place = #"{"type":"string","minLength":1,"maxLength":128}"#

    static let named: [String: String] = [
        "Problem": """
        {"type":"object","required":["type","title","status","detail","code"],"properties":{\
        "type":\(text),"title":\(text),"status":\(count),"detail":\(text),"code":\(text),\
        "faults":{"type":"array","items":{"type":"object","required":["field","reason"],\
        "properties":{"field":\(text),"reason":\(text)}}}}}
        """,
        "Record": """
        {"type":"object","required":["id","kind","text"],"properties":{\
        "id":\(text),"kind":{"enum":["listing","caption","comment","chat","declaration"]},\
        "text":\(text)}}
        """,
        "Verdict": """
        {"type":"object","required":["id","verdict","probability","reasons","model"],\
        "properties":{"id":\(text),"verdict":{"enum":["offer","review","clear"]},\
        "probability":{"type":"number","minimum":0,"maximum":1},\
        "reasons":{"type":"array","items":{"type":"object","required":["code","weight"],\
        "properties":{"code":\(text),"weight":{"type":"number"}}}},"model":\(text)}}
        """,
        "Lead": """
        {"type":"object","required":["lead","state","division","score","probability","actor",\
        "found","due","listings","waybills","terms","reasons"],"properties":{\
        "lead":\(text),"state":{"enum":["new","dispatched","verified","closed","dismissed"]},\
        "division":\(text),"score":{"type":"number"},\
        "probability":{"type":"number","minimum":0,"maximum":1},"actor":\(text),\
        "found":{"type":"string","format":"date-time"},\
        "due":{"type":["string","null"],"format":"date-time"},\
        "listings":\(count),"waybills":\(count),"version":\(count),\
        "terms":{"type":"array","items":\(text)},"steps":{"type":"array","items":\(text)},\
        "reasons":{"type":"array","items":{"type":"object","required":["code","weight"],\
        "properties":{"code":\(text),"weight":{"type":"number"}}}}}}
        """,
        "LeadPage": """
        {"type":"object","required":["leads","total","next"],"properties":{\
        "leads":{"type":"array","items":\(ref("Lead"))},"total":\(count),\
        "next":{"type":["string","null"]}}}
        """,
        "Step": """
        {"type":"object","additionalProperties":false,"properties":{\
        "note":{"type":"string","maxLength":1000},\
        "outcome":{"enum":["confirmed","unfounded","other"]},\
        "division":{"type":"string","maxLength":12},\
        "due":{"type":"string","format":"date-time"}}}
        """,
        "Reading": """
        {"type":"object","required":["enterprise","room","sensor","quantity","value","at","seq"],\
        "properties":{"enterprise":\(text),"room":\(text),"sensor":\(text),"quantity":{"enum":[\
        "people","charge_kg","temperature_c","humidity_pct","flame","intrusion","door_open",\
        "video"]},"value":{"type":["number","boolean"]},\
        "at":{"type":"string","format":"date-time"},"seq":\(count)}}
        """,
        "ReadingTally": """
        {"type":"object","required":["taken","duplicates","refused","transitions","reasons"],\
        "properties":{"taken":\(count),"duplicates":\(count),"refused":\(count),\
        "transitions":\(count),"reasons":{"type":"array","items":{"type":"object","required":\
        ["source","reason"],"properties":{"source":\(text),"reason":\(text)}}}}}
        """,
        "Status": """
        {"type":"object","required":["model","listings","waybills","newest"],"properties":{\
        "model":\(text),"listings":\(count),"waybills":\(count),\
        "newest":{"type":["string","null"],"format":"date-time"}}}
        """,
    ]
}
