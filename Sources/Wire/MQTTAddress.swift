import Foundation
import Primitives

/// Where a broker is, and who asks there.
package struct MQTTAddress: Hashable, Sendable {
    package let host: String
    package let port: Int
    package let user: String?
    package var password: String?
    package let isTLS: Bool
    /// The authorities that may have signed the broker's certificate; nil for the system's.
    package var authorities: String?
    /// By which the broker keeps what comes while nobody listens; one server, one name.
    package var client = "fuseline"

    /// Reads `mqtt://USER:PASSWORD@HOST:PORT`, or `mqtts://…` for TLS; 1883 and 8883 where no port
    /// is told.
    ///
    /// - Throws: `MQTTError.address`, which does not repeat a password.
    package init(_ text: String) throws {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme, ["mqtt", "mqtts"].contains(scheme),
            parts.path.isEmpty || parts.path == "/", parts.query == nil
        else { throw MQTTError.address }
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        isTLS = scheme == "mqtts"
        port = parts.port ?? (isTLS ? 8_883 : 1_883)
        guard (1...65_535).contains(port) else { throw MQTTError.address }
        user = parts.user
        password = parts.password
    }
}

/// What can go wrong with a broker.
package enum MQTTError: CodedError, Hashable {
    /// No address of a broker.
    case address
    /// libmosquitto's own words.
    case library(String)

    package var code: String {
        switch self {
        case .address: "wire.mqtt_address"
        case .library: "wire.mqtt_failed"
        }
    }

    package var message: String {
        switch self {
        case .address: "A broker is given as mqtt://USER@HOST:PORT, or mqtts:// for TLS."
        case .library(let says): "The broker can not be used: \(says)."
        }
    }
}
