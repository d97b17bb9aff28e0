package import Casework
import Foundation
package import Primitives

/// The database of the product: portable SQL over one driver.
package struct Store<Driver: SQLDriver>: Casework.Database {
    private let driver: Driver

    /// Brings the schema up to date first.
    ///
    /// - Throws: `StoreError`.
    package init(driver: Driver, now: Timestamp) async throws {
        self.driver = driver
        try await Migrator(folder: try StoreResources.migrations()).run(on: driver, now: now)
    }

    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        try await driver.read { try body(PortableTransaction(connection: $0)) }
    }

    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await driver.write { try body(PortableTransaction(connection: $0)) }
    }
}

/// Opens what a `--database` option names.
package enum StoreAddress {
    /// `sqlite:PATH`; the only engine so far.
    ///
    /// - Throws: `StoreError.unknownAddress`, `.cannotOpen`, `.newerSchema`.
    package static func open(_ address: String, now: Timestamp) async throws
        -> any Casework.Database
    {
        guard address.hasPrefix("sqlite:"), address.count > "sqlite:".count else {
            throw StoreError.unknownAddress(address)
        }
        let path = String(address.dropFirst("sqlite:".count))
        return try await Store(driver: try SQLiteDriver(path: path), now: now)
    }
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
}
