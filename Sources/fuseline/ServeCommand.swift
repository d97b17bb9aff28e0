import ArgumentParser
import Bootstrap

/// `fuseline serve`: the web pages and the API.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves the web pages and the API.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var models: ModelOptions
    @Option(name: .long, help: "HOST:PORT to listen on.") var listen = "127.0.0.1:8080"
    @Option(name: .long, help: "Folder of fetched web assets (scripts/setup fills it).")
    var assets = ".assets"
    @Option(name: .long, help: "Map tiles, such as https://tiles.example/{z}/{x}/{y}.png.")
    var tiles: String?
    @Flag(name: .long, help: "Mark cookies Secure (behind a TLS proxy).")
    var secureCookies = false

    @Option(name: .long, help: "Requests a minute of one person; 600 without it.")
    var requestsPerMinute: Int?
    @Flag(name: .long, help: "Believe X-Forwarded-For of a proxy on this machine.")
    var behindProxy = false
    @Option(name: .long, help: "Address of a proxy elsewhere whose X-Forwarded-For is believed.")
    var proxy: [String] = []
    @Option(
        name: .long, help: "File with a token: /metrics answers whoever shows it, from anywhere.")
    var metricsTokenFile: String?
    @Option(
        name: .long, help: "text, or json: one object a line, with a line for each request.")
    var logFormat = ServerLogFormat.text
    @Option(
        name: .long,
        help: "required or offered; without it required wherever others can reach the server.")
    var secondFactor: String?
    @Option(name: .long, help: "Issuer of OpenID Connect at which people may sign in.")
    var oidcIssuer: String?
    @Option(name: .long, help: "How the issuer knows this server.") var oidcClient: String?
    @Option(name: .long, help: "File with the secret that the issuer gave.")
    var oidcSecretFile: String?
    @Option(name: .long, help: "How browsers reach this server, such as https://fuseline.example.")
    var publicUrl: String?

    @Option(
        name: .long,
        help: "Broker of the factories' readings: mqtt://USER@HOST:PORT, or mqtts:// for TLS.")
    var mqtt: String?
    @Option(name: .long, help: "File with the password at the broker.")
    var mqttPasswordFile: String?
    @Option(name: .long, help: "File with the authorities of the broker's certificate.")
    var mqttCa: String?

    @Option(
        name: .long, help: "File with the systems that are told of calls for alarms (JSON).")
    var webhooks: String?

    func validate() throws {
        guard requestsPerMinute ?? 1 >= 1 else {
            throw ValidationError("--requests-per-minute takes 1 or more.")
        }
        guard [nil, "required", "offered"].contains(secondFactor) else {
            throw ValidationError("--second-factor takes required or offered.")
        }
        let parts = [oidcIssuer, oidcClient, oidcSecretFile]
        guard parts.allSatisfy({ $0 == nil }) || !(parts + [publicUrl]).contains(nil) else {
            throw ValidationError(
                "--oidc-issuer needs --oidc-client, --oidc-secret-file and --public-url.")
        }
    }

    func run() async throws {
        let casework = try await database.open(models.files)
        var options = ServerOptions(listen: try ListenAddress(listen), assets: assets)
        options.tiles = tiles
        options.secureCookies = secureCookies
        options.proxies = Set(proxy).union(behindProxy ? ["127.0.0.1", "::1"] : [])
        options.metricsToken = try metricsTokenFile.map { try MetricsToken.read(file: $0) }
        options.logFormat = logFormat
        options.personRequestsPerMinute = requestsPerMinute
        options.asksSecondFactor = secondFactor.map { $0 == "required" }
        if let oidcIssuer, let oidcClient, let oidcSecretFile, let publicUrl {
            options.issuer = try OpenIDIssuer(
                issuer: oidcIssuer, client: oidcClient,
                secret: try OpenIDIssuer.secret(file: oidcSecretFile),
                back: "\(publicUrl)/sign-in/issuer/back")
        }
        if let mqtt {
            try options.setBroker(mqtt, passwordFile: mqttPasswordFile, authorities: mqttCa)
        }
        options.webhooks = try webhooks.map { try Webhooks(file: $0) }
        try await Server.run(casework, options)
    }
}

extension ServerLogFormat: ExpressibleByArgument {}
