import Bootstrap
import Foundation
import Logging
import Primitives
import Synchronization
import Testing

/// What a server writes of what it is given.
@Suite struct ServerLogTests {
    private final class Lines: Sendable {
        private let all = Mutex<[String]>([])
        var text: String { all.withLock { $0.joined() } }
        func add(_ line: String) { all.withLock { $0.append(line) } }
    }

    private static func log(_ format: ServerLogFormat) -> (Logger, Lines) {
        let lines = Lines()
        let handler = ServerLog(
            format, now: { Timestamp(microseconds: 1_795_392_000_000_000) }
        ) { lines.add($0) }
        return (Logger(label: "test") { _ in handler }, lines)
    }

    @Test func aLineIsOneObjectWithTheDeclaredFields() throws {
        let (logger, lines) = Self.log(.json)
        logger.info(
            "request",
            metadata: ["status": "200", "route": "/leads/{id}", "request": "7", "ms": "3"],
            source: "Web")
        let line = lines.text
        #expect(line.hasSuffix("}\n") && line.count { $0 == "\n" } == 1)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["says"] == "request" && object["level"] == "info")
        #expect(object["route"] == "/leads/{id}" && object["request"] == "7")
        #expect(object["at"].flatMap { Timestamp($0) } != nil)
    }

    /// A field that is not declared is never written, whoever adds it and wherever.
    @Test(arguments: ServerLogFormat.allCases)
    func fieldsThatAreNotDeclaredStayOut(format: ServerLogFormat) {
        var (logger, lines) = Self.log(format)
        logger[metadataKey: "phone"] = "13800138000"
        logger.error("request failed", metadata: ["q": "13800138000"], source: "Web")
        #expect(lines.text.contains("request failed"))
        #expect(!lines.text.contains("13800138000"))
    }

    /// What a library says behind a colon, and its fields, are what it was given.
    @Test(arguments: ServerLogFormat.allCases)
    func aLibrarysInsidesStayOut(format: ServerLogFormat) {
        let (logger, lines) = Self.log(format)
        logger.error(
            "Waiting on child channel: 13800138000",
            metadata: ["error": "13800138000", "hb.request.id": "9"], source: "HummingbirdCore")
        #expect(lines.text.contains("Waiting on child channel"))
        #expect(!lines.text.contains("13800138000"))
        #expect(lines.text.contains("9"))
    }

    @Test func nothingBreaksALine() {
        for format in ServerLogFormat.allCases {
            let (logger, lines) = Self.log(format)
            logger.error("a\nb", metadata: ["error": "c\n{\"level\":\"info\"}"], source: "Web")
            #expect(lines.text.count { $0 == "\n" } == 1, "\(lines.text)")
        }
    }

    @Test func aPersonReadsOnlyWhatWentWrong() {
        let (logger, lines) = Self.log(.text)
        logger.info("request", source: "Web")
        #expect(lines.text.isEmpty)
        logger.notice("no web assets", metadata: ["folder": ".assets"], source: "Web")
        #expect(lines.text.contains("notice no web assets folder=.assets"))
    }
}
