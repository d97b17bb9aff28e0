import Casework
import Foundation
package import Logging
package import Primitives

/// How a server writes its log: one line an event, as text for a person or as JSON for a program.
package enum ServerLogFormat: String, Sendable, CaseIterable {
    case text
    case json
}

/// The log of a server, made so that nobody's data can get into it.
///
/// Only the fields in `fields` are written, whatever a caller adds; an error is its code, never its
/// text, which may quote a record. What a library logs is written up to its first colon, because
/// behind it stands what it was given. A JSON line has `at`, `level` and `says`, then its fields:
///
///     {"at":"2026-11-26T10:00:00+08:00","level":"info","says":"request","request":"…",
///      "method":"GET","route":"/leads/{id}","status":"200","ms":"12"}
package struct ServerLog: LogHandler {
    /// Every field that may be in a line, in the order of a line.
    package static let fields = [
        "request", "method", "route", "status", "ms", "error", "folder", "address",
    ]
    /// The field of the library that every request's logger has, and what we call it.
    private static let libraryRequest = "hb.request.id"
    private static let ownRooms: Set<String> = ["Web", "Bootstrap", "fuseline"]

    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let format: ServerLogFormat
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void

    /// Lines of requests are written as JSON alone: a person at a terminal reads what went wrong.
    package init(
        _ format: ServerLogFormat, now: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        self.now = now
        self.write = write
        logLevel = format == .json ? .info : .notice
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event as one line, without whatever is not declared.
    package func log(event: LogEvent) {
        let isOwn = Self.ownRooms.contains(event.source)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var found: [(String, String)] = []
        for field in Self.fields {
            let value = field == "request" ? all[field] ?? all[Self.libraryRequest] : all[field]
            if let value, isOwn || field == "request" { found.append((field, "\(value)")) }
        }
        let says = "\(event.message)"
        let told = isOwn ? says : String(says.prefix { $0 != ":" })
        write(line(event.level, told, found))
    }

    private func line(
        _ level: Logger.Level, _ says: String, _ found: [(String, String)]
    ) -> String {
        let at = now().text()
        switch format {
        case .text:
            let told = found.map { " \($0)=\($1)" }.joined()
            // One event is one line, whatever is in it.
            return "\(at) \(level) \(says)\(told)".replacing("\n", with: " ") + "\n"
        case .json:
            let told = [("at", at), ("level", level.rawValue), ("says", says)] + found
            let pairs = told.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }
            return "{\(pairs.joined(separator: ","))}\n"
        }
    }

    /// To standard error, a line at a time.
    package static func standardError(_ format: ServerLogFormat) -> ServerLog {
        ServerLog(format, now: { Casework.Environment.clock() }) { line in
            FileHandle.standardError.write(Data(line.utf8))
        }
    }
}
