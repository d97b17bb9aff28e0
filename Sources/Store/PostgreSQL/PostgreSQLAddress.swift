import CPostgres
import Foundation
import Primitives

/// Where a PostgreSQL database is, as libpq reads `postgres://USER:PASSWORD@HOST:PORT/NAME?…`.
///
/// All that libpq takes may stand behind `?`: `host=/var/run/postgresql` for a local socket,
/// `sslmode=verify-full`, `options=-csearch_path%3Dcity`. A password that is not in the address
/// comes from `PGPASSWORD` or the password file, as with PostgreSQL's own programs.
struct PostgreSQLAddress: Hashable, Sendable {
    /// Keywords and values for `PQconnectdbParams`, ours last where the address has none.
    let parameters: [String: String]

    static func isOne(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }

    /// - Throws: `StoreError.unknownAddress`, without libpq's own message, which would repeat the
    ///   address with the password.
    init(_ text: String) throws {
        let refusal = StoreError.unknownAddress(StoreAddress.withoutSecrets(text))
        guard let options = PQconninfoParse(text, nil) else { throw refusal }
        defer { PQconninfoFree(options) }
        var found: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                found[String(cString: keyword)] = String(cString: value)
            }
            option = option.successor()
        }
        // A password with an unescaped `/` or `@` ends up as a part of these.
        guard let name = found["dbname"], !name.isEmpty, !name.contains("@"), !name.contains("/"),
            (found["port"] ?? "").allSatisfy({ "0123456789,".contains($0) })
        else { throw refusal }
        let ours = [
            "connect_timeout": String(max(2, Limits.databaseConnectMilliseconds / 1_000)),
            "client_encoding": "UTF8", "fallback_application_name": "fuseline",
            "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
        ]
        parameters = ours.merging(Self.protection(found)) { $1 }.merging(found) { $1 }.merging([
            "client_encoding": "UTF8"
        ]) { $1 }
    }

    /// Across a network the connection is encrypted and the server's certificate verified, unless
    /// the address or `PGSSLMODE` says otherwise: libpq by itself falls back to clear text.
    private static func protection(_ found: [String: String]) -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        guard environment["PGSSLMODE"] == nil else { return [:] }
        let host = found["hostaddr"] ?? found["host"] ?? environment["PGHOST"] ?? ""
        let hosts = host.split(separator: ",")
        let isLocal = hosts.allSatisfy {
            $0.hasPrefix("/") || $0.hasPrefix("@") || $0 == "localhost" || $0 == "::1"
                || $0.hasPrefix("127.")
        }
        return isLocal ? [:] : ["sslmode": "verify-full"]
    }

    /// How messages name the database: without user and password.
    var shown: String {
        let host = parameters["host"] ?? "local"
        let port = parameters["port"].map { ":\($0)" } ?? ""
        return "postgres://\(host)\(port)/\(parameters["dbname"] ?? "")"
    }
}
