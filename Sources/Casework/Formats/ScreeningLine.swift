import Primitives
package import Records

/// One verdict as `fuseline screen` and the screening API write it.
package enum ScreeningLine {
    /// A JSON object in one line, keys in a fixed order.
    package static func json(id: String, _ verdict: Verdict) -> String {
        let reasons = JSONText.array(verdict.reasons.map(json))
        let partial = verdict.partial ? ",\"partial\":true" : ""
        return """
            {"id":\(JSONText.quoted(id)),"verdict":"\(verdict.advice.rawValue)",\
            "probability":\(JSONText.number(verdict.probability)),"reasons":\(reasons),\
            "model":\(JSONText.quoted(verdict.model))\(partial)}
            """
    }

    private static func json(_ reason: Reason) -> String {
        let evasion = JSONText.array(reason.evasion.map { JSONText.quoted($0.rawValue) })
        return """
            {"code":\(JSONText.quoted(reason.code)),\
            "weight":\(JSONText.number(reason.weight.value)),\
            "term":\(JSONText.quoted(reason.term)),"found":\(JSONText.quoted(reason.found)),\
            "start":\(reason.start),"end":\(reason.end),"evasion":\(evasion)}
            """
    }
}
