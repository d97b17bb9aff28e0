import Primitives

/// What can be wrong with a table that this room is given.
///
/// Texts themselves never throw: what is broken in them is folded to U+FFFD.
package enum TextError: CodedError, Equatable {
    /// Line `line` (1-based) of the table `table` does not have the form that docs/screening.md
    /// gives.
    case tableMalformed(table: String, line: Int)
    /// The table has no lines.
    case tableEmpty(table: String)

    package var code: String {
        switch self {
        case .tableMalformed: "text.table_malformed"
        case .tableEmpty: "text.table_empty"
        }
    }

    package var message: String {
        switch self {
        case .tableMalformed(let table, let line):
            "Line \(line) of the table \(table) cannot be read; generate it again with "
                + "scripts/tables/generate."
        case .tableEmpty(let table):
            "The table \(table) is empty; generate it again with scripts/tables/generate."
        }
    }
}
