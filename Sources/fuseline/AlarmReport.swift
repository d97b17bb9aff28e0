import Alarms
import Foundation
import Intake
import Primitives

/// The figures of a replay as tables for a person.
enum AlarmReport {
    private static let outcomes = [
        "in order", "late, judged", "late, says nothing", "twice", "too old to tell",
        "by a wrong clock",
    ]

    /// The figures of alarm management beside their targets.
    static func figures(_ replay: AlarmReplay) -> [String] {
        var lines = ["Readings"]
        lines += zip(outcomes, replay.outcomes).map { row($0, whole($1)) }
        lines += ["", "Figures" + pad(45) + "value   target"]
        for line in replay.figures.lines {
            let target = line.target.map { "   ≤ \(text($0))" } ?? ""
            lines.append(
                row(line.name, text(line.value)) + target
                    + (line.isMet ? "" : pad(12 - target.count) + "not met"))
        }
        let top = replay.figures.topTen
        guard !top.isEmpty else { return lines + [""] }
        lines += ["", "Alarms that call most"]
        lines += top.map { row(replay.layout.points[$0.point].id, whole($0.calls)) }
        return lines + [""]
    }

    /// What really went wrong beside what was raised; nothing where no truth was given.
    static func truth(_ replay: AlarmReplay) -> [String] {
        guard let truth = replay.truth else { return [] }
        var lines = ["Truth" + pad(46) + "events   missed"]
        for kind in truth.byKind {
            lines.append(row(kind.kind, whole(kind.events)) + right(whole(kind.missed), 9))
        }
        lines.append(row("all", whole(truth.eventCount)) + right(whole(truth.missed), 9))
        let wrong = truth.raises - truth.rightRaises
        lines += [
            "", "Raised", row("alarms", whole(truth.raises)), row("false alarms", whole(wrong)),
            row("false alarms a day", text(Double(wrong) / replay.days)),
            row("precision", text(truth.precision)), "",
        ]
        return lines
    }

    private static func row(_ name: String, _ value: String) -> String {
        "  " + name + pad(max(1, 55 - name.count - value.count)) + value
    }

    private static func right(_ text: String, _ width: Int) -> String {
        pad(width - text.count) + text
    }

    private static func pad(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width))
    }

    /// `1,803,791`.
    private static func whole(_ number: Int) -> String {
        var digits = String(number)
        var end = digits.count - 3
        while end > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
            end -= 3
        }
        return digits
    }

    private static func text(_ value: Double) -> String {
        if value == value.rounded() { return whole(Int(value)) }
        let digits = String(format: value < 10 ? "%.4f" : "%.1f", value)
        return digits.contains(".") ? digits.trimmingSuffix("0") : digits
    }
}

extension String {
    /// Without the given characters at the end, and without a point that would stand there then.
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var text = self
        while text.last == character { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}

/// The truth of a simulated factory.
enum TruthFile {
    private struct Line: Decodable {
        let room: String?
        let kind: String?
        let from: String
        let to: String
    }

    /// Reads all events; lines without a kind tell of what should raise nothing.
    ///
    /// - Throws: `IntakeError`, with the number of the first line that is none of `simulate`.
    static func read(_ path: String) throws -> [TrueEvent] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw IntakeError.missing(path)
        }
        let decoder = JSONDecoder()
        let lines = data.split(separator: 10, omittingEmptySubsequences: false).enumerated()
        return try lines.compactMap { index, line in
            if line.isEmpty { return nil }
            guard let row = try? decoder.decode(Line.self, from: line),
                let from = Timestamp(row.from), let to = Timestamp(row.to), from <= to
            else {
                throw IntakeError.document(
                    path,
                    why: "line \(index + 1): {\"room\", \"kind\", \"from\", \"to\"} is needed,"
                        + " with 'from' not after 'to'")
            }
            guard let room = row.room, let kind = row.kind else { return nil }
            return TrueEvent(room: room, kind: kind, from: from, to: to)
        }
    }
}
