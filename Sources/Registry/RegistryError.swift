package import Primitives

/// One row of a data file that was refused, with its place.
package struct RowFault: Hashable, Sendable, CustomStringConvertible {
    /// The list in the file, such as `rules` or `divisions`.
    package let list: String
    /// 0-based position in that list.
    package let row: Int
    /// The row's own id, or "" where it has none.
    package let id: String
    package let fault: Fault

    package init(list: String, row: Int, id: String, fault: Fault) {
        self.list = list
        self.row = row
        self.id = id
        self.fault = fault
    }

    /// `rules[3] (fine-mailing) valid_from: not a date`.
    package var description: String {
        let name = id.isEmpty ? "" : " (\(id))"
        let field = fault.field.isEmpty ? "" : " \(fault.field)"
        return "\(list)[\(row)]\(name)\(field): \(fault.reason)"
    }
}

/// What can go wrong with the registry's data.
package enum RegistryError: CodedError, Equatable {
    /// Rows of a data file are wrong; all of them are named.
    case rowsRefused([RowFault])

    package var code: String {
        switch self {
        case .rowsRefused: "registry.rows_refused"
        }
    }

    package var message: String {
        switch self {
        case .rowsRefused(let faults):
            "\(faults.count) faults in the registry's data; mend the file and load it again: "
                + faults.map(\.description).joined(separator: "; ")
        }
    }
}
