import Primitives
import Records
package import Screening

/// The finds in one text as `fuseline find` writes them.
package enum FindLine {
    /// A JSON object in one line, keys in a fixed order.
    package static func json(id: String, _ found: [TermFinder.Found], isWhole: Bool) -> String {
        let partial = isWhole ? "" : ",\"partial\":true"
        return """
            {"id":\(JSONText.quoted(id)),"found":\(JSONText.array(found.map(json)))\(partial)}
            """
    }

    private static func json(_ found: TermFinder.Found) -> String {
        let evasion = JSONText.array(found.evasion.map { JSONText.quoted($0.rawValue) })
        return """
            {"term":\(JSONText.quoted(found.term)),"found":\(JSONText.quoted(found.found)),\
            "start":\(found.start),"end":\(found.end),"evasion":\(evasion),"cost":\(found.cost)}
            """
    }
}
