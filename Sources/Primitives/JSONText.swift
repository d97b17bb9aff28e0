/// JSON written by hand where a line's form is promised to the byte (docs/commands.md).
package enum JSONText {
    /// `text` as a JSON string with its quotes; control characters escaped, the rest as it is.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0..<0x20, 0x7F, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The shortest decimal that reads back as `number`; `number` must be finite.
    package static func number(_ number: Double) -> String {
        precondition(number.isFinite, "JSON has no infinity and no NaN")
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    /// `[a,b]` of elements that are JSON already.
    package static func array(_ elements: [String]) -> String {
        "[\(elements.joined(separator: ","))]"
    }
}
