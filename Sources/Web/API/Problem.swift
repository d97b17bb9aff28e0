import Hummingbird
import Primitives

/// An error as a program reads it, RFC 9457.
struct Problem {
    private let refusal: Refusal

    init(_ refusal: Refusal) { self.refusal = refusal }

    var response: Response {
        let faults = refusal.faults.map { fault in
            """
            {"field":\(JSONText.quoted(fault.field)),"reason":\(JSONText.quoted(fault.reason))}
            """
        }
        let listed = faults.isEmpty ? "" : ",\"faults\":\(JSONText.array(faults))"
        let text = """
            {"type":"about:blank","title":\(JSONText.quoted(refusal.status.reasonPhrase)),\
            "status":\(refusal.status.code),"detail":\(JSONText.quoted(refusal.detail)),\
            "code":"web.\(refusal.key)"\(listed)}
            """
        return .json(text, status: refusal.status, type: "application/problem+json")
    }
}
