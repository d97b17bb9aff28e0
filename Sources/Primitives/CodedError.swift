/// An error that tells a person what happened and a program which case it is.
///
/// Every room has one such type. `code` is stable ("room.what_happened", unique in the project, a
/// test holds it);
/// `message` says what is wrong and what to do, without personal data; changing its wording breaks
/// nothing.
package protocol CodedError: Error, Sendable, CustomStringConvertible {
    var code: String { get }
    var message: String { get }
}

extension CodedError {
    package var description: String { "\(message) [\(code)]" }
}

/// One thing wrong with one field of a record from outside: which field, and why it was refused.
package struct Fault: Hashable, Sendable {
    /// The field's name as the documented schema spells it (`sender_phone`), or "" for the record
    /// as a whole.
    package let field: String
    package let reason: String

    package init(field: String, reason: String) {
        self.field = field
        self.reason = reason
    }
}
