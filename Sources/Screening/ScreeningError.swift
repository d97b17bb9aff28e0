import Primitives
package import Text

/// What can be wrong with what the screening is built of.
///
/// A text to screen never throws.
package enum ScreeningError: CodedError, Equatable {
    /// The lexicon's first line is not `# name@version`, or its second not the header.
    case lexiconHeader
    /// A line of the lexicon has a wrong number of cells, an unknown group or way of matching.
    case lexiconLine(Int, reason: String)
    /// The lexicon has no terms.
    case lexiconEmpty
    /// The model's bytes are no model, or end too early, or their checksum is wrong.
    case modelUnreadable(String)
    /// A table of the text room cannot be read.
    case table(TextError)
    /// There is nothing, or only one of the labels, to train on for a kind of text.
    case trainingRows(String)

    package var code: String {
        switch self {
        case .lexiconHeader: "screening.lexicon_header"
        case .lexiconLine: "screening.lexicon_line"
        case .lexiconEmpty: "screening.lexicon_empty"
        case .modelUnreadable: "screening.model_unreadable"
        case .table: "screening.table"
        case .trainingRows: "screening.training_rows"
        }
    }

    package var message: String {
        switch self {
        case .lexiconHeader:
            "The lexicon must begin with a line '# name@version' and the header line "
                + "'\(Lexicon.header.joined(separator: " "))', tabs between."
        case .lexiconLine(let line, let reason):
            "Line \(line) of the lexicon: \(reason)."
        case .lexiconEmpty:
            "The lexicon has no terms; give a file with at least one."
        case .modelUnreadable(let reason):
            "The model cannot be read: \(reason). Train it again with 'fuseline train'."
        case .table(let error):
            error.message
        case .trainingRows(let reason):
            "The training rows do not do: \(reason)."
        }
    }
}
