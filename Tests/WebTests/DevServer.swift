import Foundation
import Hummingbird
import Testing
import Web

@Test(.enabled(if: ProcessInfo.processInfo.environment["FUSELINE_DEV_PORT"] != nil))
func devServer() async throws {
    let port = Int(ProcessInfo.processInfo.environment["FUSELINE_DEV_PORT"] ?? "") ?? 8090
    let app = try webApplication(
        desk: FixtureDesk(), settings: WebSettings(port: port, assets: "/work/main/.assets"),
        now: { Fixture.now })
    try await app.run()
}
