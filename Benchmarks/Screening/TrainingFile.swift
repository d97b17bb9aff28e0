import Foundation
import Records
import Screening

/// One line of `Training/*.jsonl` as it stands in the file.
private struct TrainingLine: Decodable {
    let id: String
    let kind: String
    let text: String
    let label: String
    let source: String
    let evasion: [String]?
    let ambiguous: Bool?
}

/// A file that this program needs and cannot use.
struct UnusableFile: Error, CustomStringConvertible {
    let description: String
}

/// Reads labelled rows; the first broken line ends the run, for these files are our own.
func trainingRows(_ path: String) throws -> [TrainingRow] {
    let text = String(decoding: try bytes(path), as: UTF8.self)
    let decoder = JSONDecoder()
    return try text.split(separator: "\n").enumerated().map { number, line in
        let row = try decoder.decode(TrainingLine.self, from: Data(line.utf8))
        guard let kind = TextKind(rawValue: row.kind),
            let label = TrainingLabel(rawValue: row.label)
        else { throw UnusableFile(description: "\(path):\(number + 1): unknown kind or label") }
        return TrainingRow(
            id: row.id, kind: kind, text: row.text, label: label, source: row.source,
            evasion: row.evasion ?? [], isAmbiguous: row.ambiguous ?? false)
    }
}

func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
}
