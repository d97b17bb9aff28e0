package import Alarms
package import Casework
import Foundation
import Primitives
import Records

/// The shipped data of the alarms: limits that no law fixes, priorities, targets, guidance; each
/// with its source.
package struct AlarmPolicyFile: Sendable {
    package let policy: AlarmPolicy
    package let targets: AlarmTargets
    /// What to do now, by kind, in Chinese and English.
    package let guidance: [AlarmKind: (zh: String, en: String)]
    /// Who is called for an alarm that nobody answers.
    package let escalation: Escalation

    /// Reads the shipped file, or the one at `path`.
    ///
    /// - Throws: `BootstrapError.resourceMissing`, `.resourceUnreadable`.
    package static func read(_ path: String? = nil) throws -> AlarmPolicyFile {
        let name = "alarms.json"
        let bytes = try ResourceFiles.bytes(name, replacedBy: path)
        do {
            return try AlarmPolicyFile(
                JSONDecoder().decode(Rows.self, from: Data(bytes)))
        } catch let error as Missing {
            throw BootstrapError.resourceUnreadable(name: path ?? name, cause: error.what)
        } catch let error as DecodingError {
            throw BootstrapError.resourceUnreadable(name: path ?? name, cause: Self.cause(error))
        }
    }

    /// Where the file has not the form of alarms.json.
    private static func cause(_ error: DecodingError) -> String {
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "'\(key.stringValue)' is missing")
            case .typeMismatch(_, let context): (context, "a value of another kind is needed")
            case .valueNotFound(_, let context): (context, "a value is needed, found null")
            case .dataCorrupted(let context): (context, "it is not JSON")
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "?")
            }
        let place = context.codingPath.map { key in
            key.intValue.map { "[\($0)]" } ?? key.stringValue
        }
        return place.isEmpty ? what : "\(place.joined(separator: " ")): \(what)"
    }

    private struct Missing: Error {
        let what: String
    }

    /// The file as it is written.
    private struct Rows: Decodable {
        struct Setting: Decodable {
            let id: String
            let value: Double
        }
        struct Target: Decodable {
            let id: String
            let minimum: Double?
            let maximum: Double?
        }
        struct Guidance: Decodable {
            let kind: String
            let zh: String
            let en: String
        }
        struct Calling: Decodable {
            struct Step: Decodable {
                let to: String
                let after: Int64

                enum CodingKeys: String, CodingKey {
                    case to
                    case after = "after_s"
                }
            }
            let steps: [Step]
            let reminder: Int64

            enum CodingKeys: String, CodingKey {
                case steps
                case reminder = "reminder_s"
            }
        }
        let version: String
        let escalation: Calling
        let settings: [Setting]
        let priorities: [[String: String]]
        let targets: [Target]
        let guidance: [Guidance]
    }

    private static func escalation(_ calling: Rows.Calling) throws -> Escalation {
        guard !calling.steps.isEmpty, (1...86_400).contains(calling.reminder),
            calling.steps.allSatisfy({ !$0.to.isEmpty && (0...86_400).contains($0.after) }),
            Set(calling.steps.map(\.to)).count == calling.steps.count
        else {
            throw Missing(what: "its escalation must have steps, each once, within a day")
        }
        return Escalation(
            steps: calling.steps.map { Escalation.Step(to: $0.to, after: Seconds($0.after)) },
            reminder: Seconds(calling.reminder))
    }

    private init(_ rows: Rows) throws {
        func setting(_ id: String) throws -> Double {
            guard let row = rows.settings.first(where: { $0.id == id }) else {
                throw Missing(what: "it has no setting '\(id)'")
            }
            // A year of seconds is the longest that any of them may mean.
            guard (0...31_622_400).contains(row.value) else {
                throw Missing(what: "its setting '\(id)' must be 0 to 31622400")
            }
            return row.value
        }
        func target(_ id: String) throws -> Double {
            guard let row = rows.targets.first(where: { $0.id == id }),
                let value = row.maximum ?? row.minimum
            else { throw Missing(what: "it has no target '\(id)'") }
            guard (0...31_622_400).contains(value) else {
                throw Missing(what: "its target '\(id)' must be 0 to 31622400")
            }
            return value
        }
        func seconds(_ id: String) throws -> Seconds { Seconds(Int64(try setting(id))) }
        var priorities: [AlarmKind: [HazardClass: Priority]] = [:]
        for kind in AlarmKind.allCases {
            guard let row = rows.priorities.first(where: { $0["kind"] == kind.name }) else {
                throw Missing(what: "it has no priority of \(kind.name)")
            }
            for hazard in HazardClass.allCases {
                guard let word = row[hazard.rawValue],
                    let priority = Priority.allCases.first(where: { $0.name == word })
                else {
                    let known = Priority.allCases.map(\.name).joined(separator: ", ")
                    throw Missing(
                        what: "the priority of \(kind.name) in \(hazard.rawValue) must be one of"
                            + " \(known)")
                }
                priorities[kind, default: [:]][hazard] = priority
            }
        }
        policy = AlarmPolicy(
            version: rows.version,
            slackMicroseconds: Int64(try setting("silence-slack") * 1e6),
            slackThousandths: Int64(try setting("silence-slack-share") * 1e3),
            doorOpenMax: try seconds("door-open"), clockAheadMax: try seconds("clock-ahead"),
            clockBehindMax: try seconds("clock-behind"), foldWithin: try seconds("fold-within"),
            excessThousandths: Int64(try setting("excess-share") * 1e3), priorities: priorities)
        targets = AlarmTargets(
            perTenMinutes: try target("average-per-10-minutes"),
            floodBegins: Int(try target("flood-begins")), floodEnds: Int(try target("flood-ends")),
            floodShare: try target("share-in-flood"),
            staleAfter: Seconds(Int64(try target("stale-seconds"))),
            stalePerDay: try target("stale-per-day"),
            chatteringWithin: Seconds(Int64(try target("chattering-seconds"))),
            chattering: Int(try target("chattering")), topTenShare: try target("top-ten-share"),
            highShare: try target("high-share"), mediumShare: try target("medium-share"))
        escalation = try Self.escalation(rows.escalation)
        guidance = Dictionary(
            try rows.guidance.map { row -> (AlarmKind, (zh: String, en: String)) in
                guard let kind = AlarmKind.allCases.first(where: { $0.name == row.kind }) else {
                    throw Missing(what: "there is no kind of alarm '\(row.kind)'")
                }
                return (kind, (zh: row.zh, en: row.en))
            }, uniquingKeysWith: { first, _ in first })
        if let bare = AlarmKind.allCases.first(where: { guidance[$0] == nil }) {
            throw Missing(what: "it has no guidance for \(bare.name)")
        }
    }
}
