import Foundation
package import Records

/// One phrase that a news report quotes of a real seller.
package struct QuotedWording: Sendable {
    package let kind: TextKind
    package let text: String
    /// Whether a person would call it an offer from the words alone.
    package let alone: Bool
    package let source: String

    private struct Line: Decodable {
        let kind: String
        let text: String
        let alone: Bool
        let source: String
    }

    /// The phrases that ship with the program.
    ///
    /// - Throws: `BootstrapError`.
    package static func shipped() throws -> [QuotedWording] {
        let bytes = try ResourceFiles.bytes("quoted.jsonl")
        return try bytes.split(separator: 10).map { line in
            guard let row = try? JSONDecoder().decode(Line.self, from: Data(line)),
                let kind = TextKind(rawValue: row.kind)
            else {
                throw BootstrapError.resourceUnreadable(
                    name: "quoted.jsonl", cause: "a broken line")
            }
            return QuotedWording(kind: kind, text: row.text, alone: row.alone, source: row.source)
        }
    }
}
