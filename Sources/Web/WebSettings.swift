import Primitives

/// What the pages need to know of where they run.
package struct WebSettings: Hashable, Sendable {
    package var host: String
    package var port: Int
    /// Folder with htmx, ECharts, Leaflet and the outlines of the districts.
    package var assets: String
    /// Address of map tiles with `{z}`, `{x}`, `{y}`; nil shows the outlines alone.
    package var tileURL: String?
    /// What a map must say of its tiles' source.
    package var tileCredit: String?
    /// Cookies only over TLS: true behind a proxy that ends it.
    package var secureCookies: Bool
    /// Addresses of our own proxies, which are believed when they say whence a request comes.
    package var proxies: Set<String>
    /// What whoever watches over the server must show to read `/metrics`; nil opens them to this
    /// machine alone.
    package var metricsToken: String?
    /// Requests a minute of one person.
    package var personRequestsPerMinute = Limits.personRequestsPerMinute

    package init(
        host: String = "127.0.0.1", port: Int = 8080, assets: String = ".assets",
        tileURL: String? = nil, tileCredit: String? = nil, secureCookies: Bool = false,
        proxies: Set<String> = []
    ) {
        self.host = host
        self.port = port
        self.assets = assets
        self.tileURL = tileURL
        self.tileCredit = tileCredit
        self.secureCookies = secureCookies
        self.proxies = proxies
    }

    /// Whether only this machine can reach the server.
    package var listensOnLoopback: Bool {
        host == "localhost" || host == "::1" || Self.isLoopbackIPv4(host)
    }

    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Scheme and host of the tiles, as a content security policy names them.
    ///
    /// - Throws: `WebError.tileAddressInvalid` for anything but an http(s) address with the three
    ///   places.
    func tileOrigin() throws(WebError) -> String? {
        guard let tileURL else { return nil }
        let scheme = ["https://", "http://"].first { tileURL.hasPrefix($0) }
        guard let scheme, ["{z}", "{x}", "{y}"].allSatisfy({ tileURL.contains($0) }) else {
            throw .tileAddressInvalid(tileURL)
        }
        let host = tileURL.dropFirst(scheme.count).prefix { $0 != "/" }
        let plain = host.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 58: true
            default: false
            }
        }
        guard plain, !host.isEmpty else { throw .tileAddressInvalid(tileURL) }
        return "\(scheme)\(host)"
    }
}
