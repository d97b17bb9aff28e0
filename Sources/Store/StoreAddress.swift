package import Casework
import Foundation
package import Primitives

/// Opens what a `--database` option names.
package enum StoreAddress {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/NAME` (`postgresql://` is the same).
    ///
    /// `vault` is asked for once, and told whether the database belongs to a key file already.
    /// - Throws: `StoreError.unknownAddress`, `.cannotOpen`, `.unfit`, `.newerSchema`,
    ///   `.wrongKeys`, and what `vault` throws.
    package static func open(
        _ address: String, now: Timestamp,
        vault: @Sendable (_ isBound: Bool) async throws -> Vault
    ) async throws -> any Casework.Database {
        switch try engine(address) {
        case .sqlite(let path):
            try await Store(driver: try SQLiteDriver(path: path), now: now, vault: vault)
        case .postgreSQL(let address):
            try await Store(
                driver: try await PostgreSQLDriver(address: address), now: now, vault: vault)
        }
    }

    /// An address that was understood.
    enum Engine {
        case sqlite(path: String)
        case postgreSQL(PostgreSQLAddress)
    }

    static func engine(_ address: String) throws -> Engine {
        if address.hasPrefix("sqlite:") {
            let path = String(address.dropFirst("sqlite:".count))
            guard !path.isEmpty else { throw StoreError.unknownAddress(address) }
            return .sqlite(path: path)
        }
        if PostgreSQLAddress.isOne(address) {
            return .postgreSQL(try PostgreSQLAddress(address))
        }
        throw StoreError.unknownAddress(withoutSecrets(address))
    }

    /// The address without what stands between its `//` and its last `@`, or without all behind
    /// `//` where it has none, and without its query: names and passwords may stand there.
    static func withoutSecrets(_ address: String) -> String {
        guard let start = address.range(of: "//")?.upperBound else { return address }
        guard let at = address[start...].lastIndex(of: "@") else { return address[..<start] + "…" }
        return address[..<start] + "…" + address[at...].prefix { $0 != "?" }
    }
}
