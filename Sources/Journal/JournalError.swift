package import Primitives

/// The written forms of the log, named in refusals.
package enum LogForm: String, Hashable, Sendable {
    case leaf, head, bundle, tile, path, note, checkpoint, proof
    case verifierKey = "verifier key"
}

/// What can go wrong in the log.
package enum JournalError: CodedError, Hashable {
    /// An act that is to be written has a field that can not be.
    case fieldRefused(Fault)
    /// Bytes that are not in the one form they must have; `at` is the byte, 0-based.
    case unreadable(LogForm, at: Int, reason: String)
    /// A leaf of a later program.
    case leafVersionUnknown(Int)
    /// No known key signed the note, or one of them did not sign this.
    case notSigned(String)
    /// A proof was asked for that the log can not give: the index or size, and the log's size.
    case outOfRange(Int, size: Int)
    /// The store gave other hashes than it was asked for.
    case hashesMissing(path: String, wanted: Int, found: Int)
    /// The log is not what was written: the first leaf that does not verify.
    case doesNotVerify(LogFault)

    package var code: String {
        switch self {
        case .fieldRefused: "journal.field_refused"
        case .unreadable: "journal.unreadable"
        case .leafVersionUnknown: "journal.leaf_version_unknown"
        case .notSigned: "journal.not_signed"
        case .outOfRange: "journal.out_of_range"
        case .hashesMissing: "journal.hashes_missing"
        case .doesNotVerify: "journal.does_not_verify"
        }
    }

    package var message: String {
        switch self {
        case .fieldRefused(let fault): "An act's \(fault.field) is refused: \(fault.reason)."
        case .unreadable(let form, let at, let reason):
            "The \(form.rawValue) is not as it was written, at byte \(at): \(reason)."
        case .leafVersionUnknown(let version):
            "The leaf has version \(version); read it with the program that wrote it, or a newer"
                + " one."
        case .notSigned(let reason): "The note is not to be trusted: \(reason)."
        case .outOfRange(let asked, let size):
            "\(asked) lies outside of the log of \(size) leaves."
        case .hashesMissing(let path, let wanted, let found):
            "\(path) needs \(wanted) hashes, the store gave \(found); verify the log."
        case .doesNotVerify(let fault): fault.description
        }
    }
}
