import Primitives
package import Screening

/// One fault of a lexicon as `fuseline lexicon check` writes it.
package enum LexiconFaultLine {
    /// A JSON object in one line, keys in a fixed order.
    package static func json(file: String, _ fault: LexiconFault) -> String {
        """
        {"file":\(JSONText.quoted(file)),"line":\(fault.line),\
        "term":\(JSONText.quoted(fault.term)),"field":"\(fault.field)",\
        "code":"\(fault.code.rawValue)","reason":\(JSONText.quoted(fault.reason))}
        """
    }
}
