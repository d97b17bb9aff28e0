import Casework
import Foundation
import Primitives
import Records
import Store
import TestKit
import Testing

/// Backups go back into either engine, and a damaged one into none.
@Suite struct BackupTests {
    private static func filled(_ engine: TestEngine) async throws -> TemporaryStore {
        let store = try await TemporaryStore.open(engine)
        let odd = "tab\t line\n return\r back\\slash \\t '\" 烟花🧨 \u{10FFFF}"
        try await store.database.write { transaction throws in
            try transaction.put(
                [Fixed.listing("L1"), Fixed.listing("L2", text: odd, score: -0.1)],
                digests: [.max, 0])
            try transaction.put([Fixed.waybill("W1"), Fixed.waybill("W2", phone: .masked("1*"))])
            try transaction.assign([(.listing(ID("L1")), ID("A1"))])
            for number in 0..<3 { try transaction.add(Fixed.lead("K\(number)", due: nil)) }
            try transaction.add(Fixed.lead("K9", score: 1e-300))
            try transaction.add(
                LeadEvent(at: Fixed.now, by: odd, step: "found", from: nil, to: .new, note: odd),
                by: ID("p"), to: ID("K1"))
        }
        return store
    }

    @Test(arguments: TestEngine.available, TestEngine.available)
    func whatGoesBackIsTheSame(from: TestEngine, into: TestEngine) async throws {
        let store = try await Self.filled(from)
        let folder = try TemporaryFolder()
        let written = try await StoreBackup.write(store.place.address, to: folder.path("a"))
        #expect(written.rows["listing"] == 2)
        #expect(written.rows["lead"] == 4)
        #expect(written.rows["person"] == 0)
        #expect(written.schema == (try Migrator().newest))
        let target = try TestDatabase(into)
        let restored = try await StoreBackup.restore(
            folder.path("a"), into: target.address, now: Fixed.now)
        #expect(restored == written)
        _ = try await StoreBackup.write(target.address, to: folder.path("b"))
        #expect(try folder.read("a") == folder.read("b"))
        let again = try await StoreAddress.open(target.address, now: Fixed.now, vault: Fixed.vault)
        let lead = try await again.read { try $0.lead(ID("K9")) }
        #expect(lead?.lead.score == Bits(1e-300))
        // References are as strict as before.
        await #expect(throws: StoreError.self) {
            try await again.write { transaction throws in
                try transaction.add(
                    LeadEvent(at: Fixed.now, by: "n", step: "s", from: nil, to: .new, note: ""),
                    by: ID("p"), to: ID("none"))
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aDamagedFileIsRefused(engine: TestEngine) async throws {
        let store = try await Self.filled(engine)
        let folder = try TemporaryFolder()
        _ = try await StoreBackup.write(store.place.address, to: folder.path("whole"))
        let whole = try folder.read("whole")
        let target = try TestDatabase(engine)
        var random = SeededRandom(seed: 5)
        for round in 0..<60 {
            var bytes = whole
            let at = Int(random.next() % UInt64(bytes.count))
            switch round % 4 {
            case 0: bytes[at] ^= 1 << UInt8(random.next() % 8)
            case 1: bytes.removeLast(bytes.count - at)
            case 2: bytes.remove(at: at)
            default: bytes.insert(bytes[at], at: at)
            }
            try folder.write(bytes, as: "damaged")
            let error = await #expect(throws: StoreError.self, "\(round)") {
                _ = try await StoreBackup.restore(
                    folder.path("damaged"), into: target.address, now: Fixed.now)
            }
            #expect(error?.code == "store.bad_backup")
        }
        // Nothing was made there, so the whole one fits.
        if let path = target.path { #expect(!FileManager.default.fileExists(atPath: path)) }
        _ = try await StoreBackup.restore(
            folder.path("whole"), into: target.address, now: Fixed.now)
    }

    @Test(arguments: TestEngine.available)
    func onlyAnEmptyDatabaseTakesOne(engine: TestEngine) async throws {
        let store = try await Self.filled(engine)
        let folder = try TemporaryFolder()
        _ = try await StoreBackup.write(store.place.address, to: folder.path("a"))
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreBackup.restore(
                folder.path("a"), into: store.place.address, now: Fixed.now)
        }
        #expect(error?.code == "store.not_empty")
        // A schema without rows is empty.
        let target = try await TemporaryStore.open(engine)
        _ = try await StoreBackup.restore(
            folder.path("a"), into: target.place.address, now: Fixed.now)
    }

    @Test(arguments: TestEngine.available)
    func filesAreNewAndPrivate(engine: TestEngine) async throws {
        let store = try await Self.filled(engine)
        let folder = try TemporaryFolder()
        try folder.write("mine", as: "a")
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreBackup.write(store.place.address, to: folder.path("a"))
        }
        #expect(error?.code == "store.file")
        #expect(try folder.read("a") == Array("mine".utf8))
        _ = try await StoreBackup.write(store.place.address, to: folder.path("b"))
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("b"))
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
    }

    @Test func aDatabaseThatIsNotThereIsNotMade() async throws {
        let folder = try TemporaryFolder()
        let error = await #expect(throws: StoreError.self) {
            _ = try await StoreBackup.write(
                "sqlite:\(folder.path("gone.sqlite"))", to: folder.path("a"))
        }
        #expect(error?.code == "store.file_missing")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
}
