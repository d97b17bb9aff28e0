import Casework
import Foundation
import Journal
import Primitives
import Records
import Store

/// Recomputes from the bare rows what must be true; knows the tables and the rules, and none of the
/// product's code that keeps them but the way to a row.
struct Auditor {
    let play: Play
    private let driver: SQLiteDriver

    init(play: Play) throws {
        self.play = play
        driver = try SQLiteDriver(path: play.file)
    }

    /// Rows of a query as texts, empty for NULL.
    private func rows(_ sql: String, _ columns: Int) async throws -> [[String]] {
        try await driver.read { connection in
            var found: [[String]] = []
            try connection.forEach(sql, []) { row in
                found.append((0..<columns).map { row.isNull($0) ? "" : row.text($0) })
            }
            return found
        }
    }

    func audit() async throws {
        let entries = try await auditJournal()
        try auditActs(entries)
        try await auditLeads(entries)
        try await auditRecords()
        try await auditRights()
        try await auditSight()
    }

    private func demand(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
        if !isTrue { throw Violation(what()) }
    }

    // MARK: The journal, by RFC 6962's own definition

    /// Every leaf's fields, in order.
    private func auditJournal() async throws -> [[String: String]] {
        let stored = try await rows(
            "SELECT CAST(number AS TEXT), entry, hash FROM journal_leaf ORDER BY number", 3)
        let entries = stored.map { Array($0[1].utf8) }
        let leaves = entries.map { play.shared.journal.crypto.sha256([0] + $0) }
        for (place, row) in stored.enumerated() {
            try demand(row[0] == "\(place)", "the journal has no leaf \(place)")
            try demand(row[2] == leaves[place].base64, "leaf \(place) has another hash")
        }
        let notes = try await rows("SELECT note FROM journal_checkpoint ORDER BY number", 1)
        var before = 0
        for (place, note) in notes.enumerated() {
            let lines = note[0].split(separator: "\n", omittingEmptySubsequences: false)
            try demand(lines.count >= 5 && lines[0] == "drill", "checkpoint \(place) is none")
            let size = Int(lines[1]) ?? -1
            try demand(
                size > before && size <= leaves.count, "checkpoint \(place) is for \(size) leaves")
            before = size
            // The first, the last and some between: each costs a whole tree.
            let isChosen = place == 0 || place == notes.count - 1 || place % 8 == 3
            if isChosen {
                try demand(
                    lines[2] == root(leaves[..<size]).base64,
                    "checkpoint \(place) has another root")
            }
            try auditSignature(lines, place)
        }
        try demand(before == leaves.count, "\(leaves.count - before) leaves are not signed")
        return try stored.map { try Self.fields($0[1]) }
    }

    private func auditSignature(_ lines: [Substring], _ place: Int) throws {
        let signed = Array((lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n").utf8)
        let parts = lines[4].split(separator: " ")
        let bytes = parts.last.flatMap { Base64.bytes($0.utf8) } ?? []
        let key = try play.shared.journal.signing().keys[0].key.publicKey
        try demand(
            bytes.count == 68
                && play.shared.journal.crypto.isSigned(Array(bytes[4...]), signed, key),
            "checkpoint \(place) is not signed")
    }

    private func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else { return leaves.first ?? Digest() }
        var left = 1
        while left * 2 < leaves.count { left *= 2 }
        let middle = leaves.startIndex + left
        return play.shared.journal.crypto.sha256(
            [1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    private static func fields(_ entry: String) throws -> [String: String] {
        guard
            let object = try JSONSerialization.jsonObject(with: Data(entry.utf8))
                as? [String: Any]
        else { throw Violation("a leaf is no object") }
        return object.mapValues { "\($0)" }
    }

    // MARK: What was done is on record, once, and nothing else

    /// What each act is about: the kind of its first leaf.
    private static let kinds = [
        "record": "batch", "session": "person", "person": "person", "matter": "matter",
        "approval": "approval", "key": "key", "act": "permission", "lead": "lead",
    ]
    private static let withoutSubject: Set<String> = [
        "record.import-listings", "record.import-waybills", "session.open", "session.refuse",
        "session.close", "matter.open", "approval.ask", "key.add", "act.refuse", "person.put",
    ]

    private func auditActs(_ entries: [[String: String]]) throws {
        var found: [Expectation.Act: Int] = [:]
        for entry in entries {
            let (who, act) = (entry["who"] ?? "", entry["act"] ?? "")
            if act == "lead.update" || act == "actor.link" {
                try demand(who == "machine", "\(act) by \(who)")
                continue
            }
            let kind = Self.kinds[String(act.prefix { $0 != "." })] ?? ""
            guard entry["kind"] == kind else { continue }
            let subject = Self.withoutSubject.contains(act) ? nil : entry["id"]
            found[Expectation.Act(who: who, act: act, subject: subject), default: 0] += 1
        }
        let expected = normalised(play.expectation.acknowledged)
        let doubtful = normalised(play.expectation.doubtful)
        for (act, count) in expected {
            let there = found[act] ?? 0
            try demand(
                there >= count,
                "\(act.act) by \(act.who) was acknowledged \(count) times and is there \(there)")
        }
        for (act, there) in found {
            let most = (expected[act] ?? 0) + (doubtful[act] ?? 0)
            try demand(
                there <= most,
                "\(act.act) by \(act.who) is there \(there) times, asked for \(most) at most")
        }
    }

    private func normalised(_ acts: [Expectation.Act: Int]) -> [Expectation.Act: Int] {
        var result: [Expectation.Act: Int] = [:]
        for (act, count) in acts where act.act != "any-pass" {
            var key = act
            if Self.withoutSubject.contains(act.act) { key.subject = nil }
            result[key, default: 0] += count
        }
        return result
    }

    // MARK: A lead's life, by a table of its own

    private static let table: [String: [String: String]] = [
        "new": ["dispatch": "dispatched", "dismiss": "dismissed", "evidence": "new"],
        "dispatched": [
            "return": "new", "verify": "verified", "dismiss": "dismissed",
            "evidence": "dispatched",
        ],
        "verified": ["close": "closed", "dismiss": "dismissed", "evidence": "verified"],
    ]
    private static let steps = ["dispatch", "return", "verify", "close", "dismiss"]

    private func auditLeads(_ entries: [[String: String]]) async throws {
        let events = try await rows(
            """
            SELECT lead, step, from_state, to_state, person FROM lead_event ORDER BY lead, number
            """, 5)
        let byLead = Dictionary(grouping: events) { $0[0] }
        let leads = try await rows(
            "SELECT id, state, actor, CAST(due_at AS TEXT) FROM lead ORDER BY id", 4)
        var open: [String: String] = [:]
        for lead in leads {
            let (id, state, actor) = (lead[0], lead[1], lead[2])
            var at = "new"
            for (place, event) in (byLead[id] ?? []).enumerated() {
                let step = event[1]
                if step == "found" {
                    try demand(place == 0, "lead \(id) was found in the middle of its life")
                    continue
                }
                if step == "merge" || Self.table[at]?[step] == nil, !Self.steps.contains(step) {
                    at = event[3]
                    continue
                }
                guard let next = Self.table[at]?[step] else {
                    throw Violation("lead \(id) took \(step) while \(at)")
                }
                try demand(
                    event[2] == at && event[3] == next,
                    "lead \(id): \(step) goes from \(event[2]) to \(event[3]), not \(at) \(next)")
                at = next
            }
            try demand(at == state, "lead \(id) is \(state), its history says \(at)")
            if state == "dispatched" {
                try demand(!lead[3].isEmpty, "lead \(id) was dispatched without a deadline")
            }
            guard state != "closed", state != "dismissed" else { continue }
            try demand(open[actor] == nil, "actor \(actor) has two open leads")
            open[actor] = id
        }
        // No change without its leaf, no leaf without its change.
        for step in Self.steps {
            let act = step == "return" ? "lead.give-back" : "lead.\(step)"
            // What two actors that became one leave over, the machine dismisses in its own pass.
            let done = events.filter { $0[1] == step && $0[4] != "machine" }.count
            let told = entries.filter { $0["act"] == act && $0["kind"] == "lead" }.count
            try demand(done == told, "\(step): \(done) in histories, \(told) in the journal")
        }
    }

    // MARK: Records and who sent them

    private func auditRecords() async throws {
        let listings = try await sealedRows("listing", id: "id", field: 0)
        let waybills = try await sealedRows("waybill", id: "number", field: 1)
        for (identifier, what) in (listings + waybills).map({ ($0[1], $0[0]) }) {
            try demand(!identifier.isEmpty, "\(what) names nobody")
        }
        for (expected, there) in [
            (play.expectation.listings, listings), (play.expectation.waybills, waybills),
        ] {
            let gone = expected.subtracting(there.map { $0[0] })
            try demand(
                gone.isEmpty, "acknowledged and not there: \(gone.sorted().prefix(3))")
        }
        for (what, there) in [("account", listings), ("phone", waybills)] {
            var actors: [String: String] = [:]
            var holders: [String: String] = [:]
            for row in there {
                let (identifier, actor) = (row[1], row[2])
                try demand(!actor.isEmpty, "\(row[0]) has no actor")
                try demand(
                    actors[identifier, default: actor] == actor,
                    "one \(what) has two actors")
                actors[identifier] = actor
                try demand(
                    holders[actor, default: identifier] == identifier,
                    "two \(what)s with nothing in common are one actor")
                holders[actor] = identifier
            }
        }
    }

    /// Id, one field of what is sealed, and actor of every row, by the format's own description
    /// (docs/personal-data.md): a byte 1, then each field behind its length plus one in LEB128.
    private func sealedRows(
        _ table: String, id: String, field: Int
    ) async throws -> [[String]] {
        let vault = play.shared.vault
        return try await driver.read { connection in
            var found: [[String]] = []
            try connection.forEach("SELECT \(id), actor, sealed FROM \(table)", []) { row in
                let name = row.text(0)
                let bytes = try vault.open(row.bytes(2), "\(table).sealed/\(name)")
                let text = Self.field(field, of: bytes)
                found.append([name, text, row.isNull(1) ? "" : row.text(1)])
            }
            return found
        }
    }

    private static func field(_ wanted: Int, of bytes: [UInt8]) -> String {
        guard bytes.first == 1 else { return "" }
        var at = 1
        for number in 0...wanted {
            var (length, shift) = (0, 0)
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                length |= Int(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            let end = min(at + max(length - 1, 0), bytes.count)
            if number == wanted { return String(decoding: bytes[at..<end], as: UTF8.self) }
            at = end
        }
        return ""
    }

    // MARK: Rights

    private func auditRights() async throws {
        let people = try await rows(
            "SELECT id, role, CAST(disabled_at AS TEXT) FROM person", 3)
        try demand(people.count == Cast.all.count, "there are \(people.count) people")
        for person in people {
            let role = play.expectation.roles[person[0]]?.rawValue ?? ""
            try demand(person[1] == role, "\(person[0]) is \(person[1]), not \(role)")
            try demand(
                person[2].isEmpty != play.expectation.disabled.contains(person[0]),
                "\(person[0]) is blocked or not as nobody knows")
        }
        let sessions = try await rows(
            """
            SELECT s.person_id, '' FROM session s JOIN person p ON p.id = s.person_id
            WHERE p.disabled_at IS NOT NULL
            """, 2)
        try demand(sessions.isEmpty, "somebody blocked has a session")
        let approvals = try await rows(
            "SELECT id, asked_by, decided_by FROM approval WHERE approved IS NOT NULL", 3)
        for approval in approvals {
            try demand(approval[1] != approval[2], "\(approval[1]) approved an own request")
        }
    }

    // MARK: Who sees which lead

    private func auditSight() async throws {
        let leads = try await rows("SELECT id, division FROM lead", 2)
        let inside = try await rows(
            """
            SELECT ml.lead, ml.matter, CAST(m.restricted AS TEXT) FROM matter_lead ml
            JOIN matter m ON m.id = ml.matter WHERE m.closed_at IS NULL
            """, 3)
        let members = Set(
            try await rows("SELECT matter, person FROM matter_member", 2).map {
                $0[0] + " " + $0[1]
            })
        for name in ["analyst1", "analyst2", "officer1", "officer2", "leader", "partner"] {
            let who = play.principal(name)
            guard who.permissions.contains(.seeLeads) else { continue }
            var expected: Set<String> = []
            for lead in leads {
                let matters = inside.filter { $0[0] == lead[0] }
                func isMember(_ matter: [String]) -> Bool {
                    members.contains(matter[1] + " " + who.person.id.text)
                }
                let isBarred = matters.contains { $0[2] == "1" && !isMember($0) }
                let isOwn =
                    switch who.person.role {
                    case .analyst, .leader: true
                    case .officer:
                        who.person.division == nil || who.person.division == lead[1]
                    default: false
                    }
                if !isBarred, isOwn || matters.contains(where: isMember) {
                    expected.insert(lead[0])
                }
            }
            let board = try await play.servers[0].desk.board(LeadQuery(), as: who)
            let seen = Set(board.rows.map(\.lead.id.text))
            try demand(
                board.total == expected.count && seen.isSubset(of: expected),
                "\(name) sees \(board.total) leads, \(expected.count) are theirs to see")
        }
    }
}
