package import Casework
import Foundation
package import Primitives

/// The database of the product: portable SQL over one driver.
package struct Store<Driver: SQLDriver>: Casework.Database {
    private let driver: Driver
    private let groups: WriteGroups<Driver>
    private let vault: Vault

    /// Brings the schema up to date first, and seals what is still in clear.
    ///
    /// `vault` is asked for once, and told whether the database belongs to a key file already.
    /// - Throws: `StoreError`, and what `vault` throws.
    package init(
        driver: Driver, now: Timestamp, vault: @Sendable (_ isBound: Bool) async throws -> Vault
    ) async throws {
        self.driver = driver
        groups = WriteGroups(driver: driver)
        try await Migrator().run(on: driver, now: now)
        let isBound = try await driver.read { connection in
            let isSigned = try connection.first("SELECT id FROM journal_head") { _ in true }
            return try isSigned != nil || Resealing.isBound(connection)
        }
        self.vault = try await vault(isBound)
        try await Resealing(vault: self.vault).check(on: driver)
        try await PlainRows(vault: self.vault).run(on: driver)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        let vault = vault
        return try await driver.read {
            try body(PortableTransaction(connection: $0, vault: vault))
        }
    }

    package func write<Value: Sendable>(
        alone isAlone: Bool, _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        let vault = vault
        let run: @Sendable (any SQLConnection) throws -> Value = {
            try body(PortableTransaction(connection: $0, vault: vault))
        }
        return isAlone ? try await driver.write(run) : try await groups.write(run)
    }

    package func changes() -> AsyncStream<Void> { driver.changes() }

    package func reseal() async throws -> Int { try await Resealing(vault: vault).run(on: driver) }

    package func keysInUse() async throws -> [String: Int] {
        let counts = try await driver.read(Resealing.keysInUse)
        return Dictionary(uniqueKeysWithValues: counts.map { (Vault.spelled($0), $1) })
    }

    package func scrub() async throws { try await driver.scrub(isWhole: false) }
}

enum StoreResources {
    /// The folder of numbered schema files: beside the program, or where the build put it.
    static func migrations() throws -> URL {
        let folder = "fuseline_Store.resources/Migrations"
        let beside = Bundle.main.bundleURL.appendingPathComponent(folder)
        if FileManager.default.fileExists(atPath: beside.path) { return beside }
        throw StoreError.migrationsMissing(beside.path)
    }
}

/// The one transaction over any engine; its parts stand in files by table.
struct PortableTransaction: WriteTransaction {
    let connection: any SQLConnection
    let vault: Vault
}
