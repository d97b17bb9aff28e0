import Casework
import Foundation
import Glibc
import Primitives
import Records
import Store

/// What `Tests/Kill/run.py` kills: a program that writes numbered transactions and says which of
/// them the database has acknowledged, and one that looks at what is there afterwards.
///
/// `store-bench write --database URL` goes on from where the database is until it is ended.
/// `store-bench check --database URL` prints the number of the last transaction, or what is wrong.
@main
enum StoreBench {
    private static let lead = ID<Lead>("K")
    private static let now = Timestamp(microseconds: 1_795_392_000_000_000)

    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, arguments[2] == "--database" else {
            say("usage: store-bench write|check --database URL")
            exit(2)
        }
        do {
            let database = try await StoreAddress.open(arguments[3], now: now)
            if arguments[1] == "write" {
                try await write(database)
            } else {
                print(try await check(database))
            }
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    /// One transaction each: an event with the number, and the lead's own count of them.
    private static func write(_ database: any Casework.Database) async throws {
        try await begin(database)
        var next = try await check(database) + 1
        acknowledge("begin \(next)")
        while true {
            let number = next
            do {
                try await database.write { transaction in
                    try transaction.add(event(number), by: ID("p"), to: lead)
                    let isReplaced = try transaction.replace(stored(), version: number)
                    guard isReplaced else { throw Wrong("transaction \(number) found another one") }
                }
                acknowledge("done \(number)")
                next += 1
            } catch StoreError.outcomeUnknown {
                // As a careful person would: look, then go on from there.
                next = try await check(database) + 1
                guard next == number || next == number + 1 else {
                    throw Wrong("after \(number) there is \(next - 1)")
                }
                acknowledge("looked \(next)")
            }
        }
    }

    private static func begin(_ database: any Casework.Database) async throws {
        try await database.write { transaction in
            if try transaction.lead(lead) == nil { try transaction.add(stored()) }
        }
    }

    /// The number of the last transaction, where each up to it is there once and whole.
    private static func check(_ database: any Casework.Database) async throws -> Int {
        let (events, version) = try await database.read { transaction in
            (
                try transaction.history(of: lead).map(\.note),
                try transaction.lead(lead)?.version ?? 1
            )
        }
        guard events == (0..<events.count).map({ "\($0 + 1)" }) else {
            throw Wrong("the events are not 1 to \(events.count), each once")
        }
        guard version == events.count + 1 else {
            throw Wrong("\(events.count) events beside version \(version)")
        }
        return events.count
    }

    private static func event(_ number: Int) -> LeadEvent {
        LeadEvent(at: now, by: "p", step: "step", from: .new, to: .new, note: "\(number)")
    }

    private static func stored() -> StoredLead {
        StoredLead(
            lead: Lead(
                id: lead, actor: ID("A"), state: .new, score: Bits(1), prior: Bits(-7),
                evidence: [], division: "360124", foundAt: now, dueAt: nil),
            actorName: "a", listings: 0, waybills: 0, terms: [], search: "")
    }

    /// One line, on its way before anything else happens.
    private static func acknowledge(_ text: String) {
        let line = Array("\(text)\n".utf8)
        _ = Glibc.write(1, line, line.count)
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data("store-bench: \(text)\n".utf8))
    }
}

/// What must not be.
struct Wrong: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = what }
}
