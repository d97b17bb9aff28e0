/// A kind of record that files hold: its fields, and how they become the record.
package protocol IntakeRow {
    associatedtype Record: Sendable
    static var schema: Schema { get }
    /// Whether JSON keys outside the schema are told to the user; false where the format says that
    /// other keys are ignored.
    static var tellsUnknownKeys: Bool { get }
    /// Reads all fields; the result counts only where `fields` has no faults.
    static func record(_ fields: inout FieldReader) -> Record?
}
