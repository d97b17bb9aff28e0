import Bootstrap
import Casework
import Foundation
import Primitives
import Records
import Store
import Synchronization
import TestKit
import Testing

/// Something that is over once.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}

/// The keys of personal data change while people work.
@Suite struct DataKeysTests {
    private static func desk(_ place: TestDatabase) async throws -> CaseworkDesk {
        try await Assembly.casework(database: place.address, keys: place.keys)
    }

    /// The same desk some time later, as the clock says.
    private static func later(_ desk: CaseworkDesk, by time: Seconds) throws -> CaseworkDesk {
        var environment = desk.environment
        let now = environment.now
        environment.now = { now().adding(time) }
        return try CaseworkDesk(
            database: desk.database, screener: try Assembly.screener(), settings: desk.settings,
            environment: environment)
    }

    private static func parcels(_ round: Int) -> [Waybill] {
        (0..<40).map { number in
            Office.parcel("R\(round)-\(number)", phone: .whole("1990000\(1_000 + number)"))
        }
    }

    @Test(arguments: TestEngine.available)
    func theyAreExchangedWhileServersReadAndWrite(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        let server = try await Self.desk(place)
        try await server.take(Office.offers(), as: .machine)
        try await server.take(Self.parcels(0), as: .machine)
        _ = try await server.bringLeadsUpToDate(as: .machine)
        let operating = try await Self.desk(place)
        let keys = DataKeys.file(place.keys)
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                var rounds = 0
                while !isOver.isSet {
                    rounds += 1
                    try await server.take(Self.parcels(rounds), as: .machine)
                }
                return rounds
            }
            group.addTask {
                var reads = 0
                while !isOver.isSet {
                    // Every row is opened.
                    let records = try await server.linkedRecords(as: Office.analyst)
                    #expect(records.count >= 44)
                    #expect(try await server.board(LeadQuery(), as: Office.analyst).total == 1)
                    reads += 1
                }
                return reads
            }
            group.addTask {
                // Long enough for the server to take the new key up by itself.
                for _ in 0..<2 {
                    _ = try await operating.rotateKeys(keys, as: .machine)
                    try await Task.sleep(for: .milliseconds(1_200))
                }
                isOver.set()
                return 1
            }
            for try await count in group { #expect(count > 0) }
        }
        _ = try await operating.reseal(keys, as: .machine)
        let uses = try await operating.keyUses(keys, as: .machine)
        #expect(uses.count == 3)
        #expect(uses.dropLast().allSatisfy { $0.rows == 0 && !$0.isNewest })
        #expect(uses.last?.isNewest == true && (uses.last?.rows ?? 0) > 44)
        let records = try await server.linkedRecords(as: Office.analyst)
        #expect(records.allSatisfy { $0.isNamed })
        _ = try await server.verifyJournal()
    }

    @Test(arguments: TestEngine.available)
    func aKeyIsRetiredWhenNothingNeedsIt(engine: TestEngine) async throws {
        let place = try TestDatabase(engine)
        let desk = try await Self.desk(place)
        try await desk.take(Self.parcels(0), as: .machine)
        let keys = DataKeys.file(place.keys)
        let old = try #require(try keys.all().first?.id)
        let later = try Self.later(desk, by: Seconds(600))
        // It seals.
        let used = try await desk.keyUses(keys, as: .machine).first?.rows ?? 0
        #expect(used >= 41)
        await #expect(throws: CaseworkError.keyInUse(id: old, rows: used)) {
            try await later.retireKey(old, of: keys, as: .machine)
        }
        let new = try keys.add()
        // It opens rows: the parcels, and what says which key file the database has.
        await #expect(throws: CaseworkError.self) {
            try await later.retireKey(old, of: keys, as: .machine)
        }
        // Nothing of it is left, but a server may not have seen the new one yet.
        let other = try await Self.desk(place)
        #expect(try await other.reseal(keys, as: .machine) > 40)
        // Whatever a slow machine has spent on the way: an hour ago it was not settled.
        let before = try Self.later(desk, by: Seconds(-3_600))
        await #expect(throws: CaseworkError.keyInUse(id: old, rows: 0)) {
            try await before.retireKey(old, of: keys, as: .machine)
        }
        try await later.retireKey(old, of: keys, as: .machine)
        #expect(try keys.all().map(\.id) == [new])
        await #expect(throws: CaseworkError.keyNotFound(old)) {
            try await later.retireKey(old, of: keys, as: .machine)
        }
        #expect(try await Self.desk(place).linkedRecords(as: .machine).count == 40)
        await #expect(throws: CaseworkError.notAllowed(.manageKeys)) {
            _ = try await desk.rotateKeys(keys, as: Office.analyst)
        }
        #expect(try keys.all().count == 1, "a refused rotation adds no key")
    }

    /// Two programs at once give one key file, whole.
    @Test func anOlderKeyFileGetsItsDataKeysOnce() async throws {
        let path = try TestDatabase(.sqlite).keys
        let seed = Data(repeating: 7, count: 32).base64EncodedString()
        let text = """
            {"version":1,"log":"fuseline-abc","signing_seed":"\(seed)","digest_key":"\(seed)"}
            """
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
        let found = try await withThrowingTaskGroup(of: KeyFile.self) { group in
            for _ in 0..<8 { group.addTask { try KeyFile.read(path) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(found.flatMap { $0.dataKeys.map(\.id) }).count == 1)
        #expect(found.allSatisfy { $0.version == 2 && $0.log == "fuseline-abc" })
        let mode = try FileManager.default.attributesOfItem(atPath: path)
        #expect(mode[.posixPermissions] as? Int == 0o600)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let name = URL(fileURLWithPath: path).lastPathComponent
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(name) }
        #expect(left == [name], "no draft is left")
    }

    @Test(arguments: [
        #"{"version":2,"log":"l","signing_seed":"S","digest_key":"S"}"#,
        #"{"version":2,"log":"l","signing_seed":"S","digest_key":"S","index_key":"S","data_keys":[]}"#,
        #"{"version":3,"log":"l","signing_seed":"S","digest_key":"S"}"#, "{}", "",
    ])
    func aBrokenKeyFileIsRefusedAndLeft(text: String) throws {
        let seed = Data(repeating: 7, count: 32).base64EncodedString()
        let bytes = Data(text.replacingOccurrences(of: "\"S\"", with: "\"\(seed)\"").utf8)
        let path = try TestDatabase(.sqlite).keys
        _ = FileManager.default.createFile(
            atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600])
        #expect(throws: BootstrapError.self) { _ = try KeyFile.read(path) }
        #expect(FileManager.default.contents(atPath: path) == bytes)
    }
}
