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

    func run() async throws {
        let casework = try await database.open(models.files)
        try await Server.run(
            casework, listen: try ListenAddress(listen), assets: assets, tiles: tiles,
            secureCookies: secureCookies)
    }
}
