package import Primitives

/// How a file lays out its records.
package enum FileFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case jsonLines = "jsonl"
    case csv

    /// What a path's ending says; nil where it says nothing.
    init?(path: String) {
        let name = path.lowercased()
        if [".jsonl", ".ndjson"].contains(where: name.hasSuffix) {
            self = .jsonLines
        } else if [".csv", ".tsv"].contains(where: name.hasSuffix) {
            self = .csv
        } else {
            return nil
        }
    }
}

/// What a user can say about files that they do not say themselves.
package struct IntakeOptions: Sendable {
    /// Nil: found out from the bytes.
    package var encoding: TextEncoding?
    /// Nil: by the path's ending, else by the first line.
    package var format: FileFormat?
    /// The zone of times without one in CSV files; nil refuses them.
    package var zone: Seconds?
    /// Whether a progress bar is drawn on standard error, if that is a terminal.
    package var progress: Bool
    /// Told what was left out or not read, once each at a file's end; nil for standard error.
    package var note: (@Sendable (String) -> Void)?

    package init(
        encoding: TextEncoding? = nil, format: FileFormat? = nil, zone: Seconds? = nil,
        progress: Bool = true, note: (@Sendable (String) -> Void)? = nil
    ) {
        self.encoding = encoding
        self.format = format
        self.zone = zone
        self.progress = progress
        self.note = note
    }
}
