import Bootstrap
import Casework
import Foundation
import Glibc
import Journal
import Primitives
import Records
import Store

/// What `Tests/Kill/run.py` kills: a program that does numbered acts and says which of them were
/// acknowledged, and one that looks at what is there afterwards.
///
/// `store-bench write --database URL` goes on from where the database is until it is ended. Each
/// act goes the way of every use case: a permission, a change, its leaf in the journal.
/// `store-bench check --database URL` prints the number of the last act, or what is wrong.
/// `store-bench acts --database URL` does acts for five seconds, one after another, and prints how
/// many a second, and how long one took until it was acknowledged.
/// `store-bench together --database URL --callers N` does so with N callers at once, who share
/// commits, while the journal is signed as a server does it; it prints how long each act took until
/// it could be proven, too, and verifies the journal.
@main
enum StoreBench {
    static func main() async {
        let arguments = CommandLine.arguments
        let callers = arguments.count == 6 && arguments[4] == "--callers" ? Int(arguments[5]) : nil
        guard arguments.count == 4 || callers != nil, arguments[2] == "--database" else {
            say("usage: store-bench write|check|acts|together --database URL [--callers N]")
            exit(2)
        }
        do {
            // Beside the file, or beside the server's data: not where the program is started.
            let folder = ProcessInfo.processInfo.environment["FUSELINE_TEST_KEYS"]
            let desk = try await Assembly.casework(
                database: arguments[3], keys: folder.map { "\($0)/kill.keys" })
            switch arguments[1] {
            case "write": try await write(desk)
            case "acts": try await acts(desk)
            case "together": try await together(desk, callers: callers ?? 256)
            default: print(try await check(desk))
            }
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    /// One act each: a licence with the act's number.
    private static func write(_ desk: CaseworkDesk) async throws {
        var next = try await check(desk) + 1
        acknowledge("begin \(next)")
        while true {
            let number = next
            do {
                try await desk.take([licence(number)], as: .machine)
                acknowledge("done \(number)")
                next += 1
            } catch StoreError.outcomeUnknown {
                // As a careful person would: look, then go on from there.
                next = try await check(desk) + 1
                guard next == number || next == number + 1 else {
                    throw Wrong("after \(number) there is \(next - 1)")
                }
                acknowledge("looked \(next)")
            }
        }
    }

    /// The number of the last act, where each up to it is there once and whole: every change with
    /// its leaf, every leaf with its change, and the journal verifies.
    static func check(_ desk: CaseworkDesk) async throws -> Int {
        let (licences, leaves) = try await desk.database.read { transaction in
            var leaves: [Leaf] = []
            try transaction.forEachJournalLeaf { leaves.append(try Leaf(Array($0.entry.utf8))) }
            return (try transaction.licences().map(\.number.text).sorted(), leaves)
        }
        guard licences == (0..<licences.count).map({ name($0 + 1) }) else {
            throw Wrong("the licences are not 1 to \(licences.count), each once")
        }
        let digests = (0..<licences.count).map {
            desk.environment.journal.digest(Array(name($0 + 1).utf8))
        }
        guard leaves.map(\.after) == digests else {
            throw Wrong("\(licences.count) changes beside \(leaves.count) leaves, or others")
        }
        let size = try await desk.verifyJournal().size
        guard size == leaves.count else {
            throw Wrong("\(leaves.count) leaves, the log has \(size)")
        }
        return licences.count
    }

    private static func acts(_ desk: CaseworkDesk) async throws {
        var next = try await check(desk) + 1
        let clock = ContinuousClock()
        let start = clock.now
        var waits: [Duration] = []
        while clock.now - start < .seconds(5) {
            let before = clock.now
            try await desk.take([licence(next)], as: .machine)
            waits.append(clock.now - before)
            next += 1
        }
        let seconds = Double((clock.now - start).components.seconds)
        waits.sort()
        print("\(Int(Double(waits.count) / seconds)) acts a second, one after another;")
        print("median \(waits[waits.count / 2]), 99 of 100 below \(waits[waits.count * 99 / 100])")
    }

    private static func name(_ number: Int) -> String {
        "K" + String(repeating: "0", count: max(0, 9 - "\(number)".count)) + "\(number)"
    }

    static func licence(_ number: Int) -> Licence {
        Licence(
            number: ID(name(number)), kind: .retail, holder: "h", address: "a", division: "360124",
            validFrom: CivilDate(dayNumber: 20_000), validTo: CivilDate(dayNumber: 21_000),
            identifiers: [])
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
