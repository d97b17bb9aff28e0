package import Primitives

/// One refused record: where it stands and why.
package struct Reject: Hashable, Sendable {
    /// The path as given, `-` for standard input.
    package let file: String
    /// The line on which the record begins, 1-based.
    package let line: Int
    /// The field at fault, the first where there are several; empty for the record as a whole.
    package let field: String
    package let reason: String

    package init(file: String, line: Int, field: String, reason: String) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    /// One reject for all faults of a record, so that rejects and refused records are as many; the
    /// second and later faults are told in the reason with their fields.
    package init(file: String, line: Int, faults: [Fault]) {
        let first = faults.first
        let rest = faults.dropFirst().map {
            $0.field.isEmpty ? $0.reason : "\($0.field): \($0.reason)"
        }
        self.init(
            file: file, line: line, field: first?.field ?? "",
            reason: ([first?.reason ?? "refused"] + rest).joined(separator: "; "))
    }

    /// `{"file","line","field","reason"}` without a line end.
    package var json: String {
        "{\"file\":\(quoted(file)),\"line\":\(line),\"field\":\(quoted(field)),"
            + "\"reason\":\(quoted(reason))}"
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0..<0x20, 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// How many records were read, and what became of them; `read` is always the sum of the others.
package struct Tally: Hashable, Sendable {
    package private(set) var accepted: Int
    package private(set) var rejected: Int

    package init(accepted: Int = 0, rejected: Int = 0) {
        self.accepted = accepted
        self.rejected = rejected
    }

    package var read: Int { accepted + rejected }

    package mutating func accept() { accepted += 1 }
    package mutating func reject() { rejected += 1 }

    package static func + (left: Self, right: Self) -> Self {
        Tally(accepted: left.accepted + right.accepted, rejected: left.rejected + right.rejected)
    }

    /// The closing line of a run: `read 3, accepted 2, rejected 1`.
    package var line: String { "read \(read), accepted \(accepted), rejected \(rejected)" }
}
