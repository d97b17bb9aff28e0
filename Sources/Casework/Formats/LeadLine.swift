import Primitives
import Records

/// One lead as `fuseline leads --json` writes it.
package enum LeadLine {
    /// A JSON object in one line, keys in a fixed order; `records` are the actor's record ids.
    package static func json(_ row: LeadSummary, records: [String]) -> String {
        let lead = row.lead
        let reasons = JSONText.array(
            ([reason("prior", lead.prior, [:])]
                + lead.evidence.map { reason($0.kind.rawValue, $0.weight, $0.facts) }))
        return """
            {"lead":\(JSONText.quoted(lead.id.text)),"score":\(JSONText.number(lead.score.value)),\
            "probability":\(JSONText.number(lead.score.probability)),\
            "state":"\(lead.state.rawValue)","actor":\(JSONText.quoted(lead.actor.text)),\
            "division":\(JSONText.quoted(lead.division)),"reasons":\(reasons),\
            "records":\(JSONText.array(records.map(JSONText.quoted)))}
            """
    }

    private static func reason(_ code: String, _ weight: Bits, _ facts: [String: String]) -> String
    {
        let pairs = facts.keys.sorted().map { key in
            "\(JSONText.quoted(key)):\(JSONText.quoted(facts[key] ?? ""))"
        }
        return """
            {"code":"\(code)","weight":\(JSONText.number(weight.value)),\
            "facts":{\(pairs.joined(separator: ","))}}
            """
    }
}
