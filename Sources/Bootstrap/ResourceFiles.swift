package import Foundation
import Primitives

/// Why the program could not be put together.
package enum BootstrapError: CodedError {
    case resourceMissing(name: String, folder: String)
    case resourceUnreadable(name: String, cause: String)
    case listenAddress(String)
    /// Of a broker; the words do not repeat it, since a password may stand in it.
    case brokerAddress(String)
    case assetsMissing(String)
    case databaseMissing(String)
    case keysUnusable(path: String, cause: String)
    case issuerUnusable(String, cause: String)
    /// A file that should hold one secret.
    case secretUnusable(String, cause: String)
    case cannotWrite(path: String, cause: String)

    package var code: String {
        switch self {
        case .resourceMissing: "bootstrap.resource_missing"
        case .resourceUnreadable: "bootstrap.resource_unreadable"
        case .listenAddress: "bootstrap.listen_address"
        case .brokerAddress: "bootstrap.broker_address"
        case .assetsMissing: "bootstrap.assets_missing"
        case .databaseMissing: "bootstrap.database_missing"
        case .keysUnusable: "bootstrap.keys_unusable"
        case .issuerUnusable: "bootstrap.issuer_unusable"
        case .secretUnusable: "bootstrap.secret_unusable"
        case .cannotWrite: "bootstrap.cannot_write"
        }
    }

    package var message: String {
        switch self {
        case .resourceMissing(let name, let folder):
            "\(name) is not in '\(folder)'. Keep the .resources folders beside the program."
        case .resourceUnreadable(let name, let cause): "\(name) cannot be used: \(cause)"
        case .listenAddress(let text):
            "--listen takes HOST:PORT, such as 127.0.0.1:8080, not '\(text)'."
        case .brokerAddress(let says): says
        case .assetsMissing(let path):
            "The folder of web assets '\(path)' is missing. Run scripts/setup or name it: --assets."
        case .databaseMissing(let address):
            "There is no database at '\(address)'. Import listings or waybills first."
        case .secretUnusable(let path, let cause):
            "The secret in '\(path)' cannot be used: \(cause)."
        case .issuerUnusable(let issuer, let cause):
            "The issuer \(issuer) cannot be used: \(cause)."
        case .keysUnusable(let path, let cause):
            "The key file '\(path)' cannot be used: \(cause). Another one is named with --keys."
        case .cannotWrite(let path, let cause): "'\(path)' cannot be written: \(cause)."
        }
    }
}

/// The data files that ship beside the program.
package enum ResourceFiles {
    /// The folder of the shipped data.
    package static var folder: URL {
        Bundle.main.bundleURL.appendingPathComponent("fuseline_Bootstrap.resources/Data")
    }

    /// The bytes of one shipped file.
    ///
    /// - Throws: `BootstrapError.resourceMissing`.
    package static func bytes(_ name: String) throws -> [UInt8] {
        let place = folder.appendingPathComponent(name)
        guard let data = FileManager.default.contents(atPath: place.path) else {
            throw BootstrapError.resourceMissing(name: name, folder: folder.path)
        }
        return [UInt8](data)
    }

    /// The bytes of a file the caller named, or of the shipped one.
    package static func bytes(_ name: String, replacedBy path: String?) throws -> [UInt8] {
        guard let path else { return try bytes(name) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BootstrapError.resourceMissing(name: path, folder: ".")
        }
        return [UInt8](data)
    }
}
