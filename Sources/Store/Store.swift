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
        try await Migrator().run(on: driver, now: now)
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

    package func changes() -> AsyncStream<Void> { driver.changes() }
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
