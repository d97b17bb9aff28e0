import Foundation
import Hummingbird
import Primitives
import Testing
import Web

@Suite struct ScreenAPITests {
    private func ask(_ body: String, host: String = "127.0.0.1") async throws -> Browser.Answer {
        let browser = try Browser(settings: WebSettings(host: host, assets: ""))
        return try await browser.send(.post, "/api/v1/screen", body: Array(body.utf8))
    }

    @Test func oneRecordGetsOneAnswer() async throws {
        let answer = try await ask(#"{"id":"a\"1","kind":"chat","text":"卖烟花","shop":3}"#)
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(
            answer.body.hasPrefix(#"{"id":"a\"1","verdict":"offer","probability":0.84"#))
        #expect(
            answer.body.contains(
                #"{"code":"term","weight":5.5,"term":"烟花","found":"烟花","start":3,"end":9,"evasion":[]}"#
            ))
        #expect(answer.body.hasSuffix(#""model":"fixture@1"}"#))
    }

    @Test func anArrayGetsAnArrayInItsOrder() async throws {
        let answer = try await ask(
            #"[{"id":"2","kind":"chat","text":""},{"id":"1","kind":"listing","text":"烟花"}]"#)
        let lines = try #require(
            JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [[String: Any]])
        #expect(lines.map { $0["id"] as? String } == ["2", "1"])
        #expect(lines.map { $0["verdict"] as? String } == ["clear", "offer"])
        #expect(try await ask("[]").body == "[]")
    }

    @Test(arguments: [
        ("", ""), ("{", ""), ("nothing", ""), ("3", ""), ("null", ""), (#""text""#, ""),
        (#"{"kind":"chat","text":"a"}"#, "id"), (#"{"id":1,"kind":"chat","text":"a"}"#, "id"),
        (#"{"id":"1","kind":"chat"}"#, "text"), (#"{"id":"1","kind":"chat","text":null}"#, "text"),
        (#"{"id":"1","kind":"poem","text":"a"}"#, "kind"),
        (#"{"id":"1","kind":true,"text":"a"}"#, "kind"),
        (
            #"[{"id":"1","kind":"chat","text":"a"},{"id":"2","kind":"chat","text":["a"]}]"#,
            "[1].text"
        ),
        (#"[[]]"#, "[0]"), (#"[{"id":"1","kind":"chat","text":"\ud800"}]"#, ""),
    ])
    func whatIsWrongIsToldByPlace(body: String, place: String) async throws {
        let answer = try await ask(body)
        #expect(answer.status == 400)
        #expect(answer.headers[.contentType] == "application/problem+json")
        let problem = try #require(
            JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
        #expect(problem["status"] as? Int == 400)
        #expect(problem["code"] as? String == "web.screen_record")
        let faults = try #require(problem["faults"] as? [[String: String]])
        #expect(faults.first?["field"] == place)
    }

    @Test func invalidUTF8IsRefused() async throws {
        let browser = try Browser()
        let body =
            Array(#"{"id":"1","kind":"chat","text":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8)
        #expect(try await browser.send(.post, "/api/v1/screen", body: body).status == 400)
    }

    @Test func recordsAreBounded() async throws {
        let record = #"{"id":"1","kind":"chat","text":"a"}"#
        func records(_ count: Int) -> String {
            "[\(Array(repeating: record, count: count).joined(separator: ","))]"
        }
        #expect(try await ask(records(Limits.apiRecordsMax)).status == 200)
        let over = try await ask(records(Limits.apiRecordsMax + 1))
        #expect(over.status == 400)
        #expect(over.body.contains("more than 1000 records"))
        let id = String(repeating: "a", count: Limits.idBytesMax + 1)
        let long = try await ask(#"{"id":"\#(id)","kind":"chat","text":"a"}"#)
        #expect(long.body.contains("id is longer than 128 bytes"))
    }

    @Test func bodiesAreBounded() async throws {
        let browser = try Browser()
        let body = [UInt8](repeating: 0x20, count: Limits.requestBytesMax + 1)
        let answer = try await browser.send(.post, "/api/v1/screen", body: body)
        #expect(answer.status == 413)
        #expect(answer.headers[.contentType] == "application/problem+json")
    }

    /// Reachable from elsewhere, the server asks who it is first.
    @Test(arguments: [
        ("127.0.0.1", 200), ("localhost", 200), ("::1", 200), ("127.9.9.9", 200), ("0.0.0.0", 401),
        ("127.example.org", 401), ("10.0.0.4", 401), ("::", 401),
    ])
    func openOnLoopbackAlone(host: String, status: Int) async throws {
        let body = #"{"id":"1","kind":"chat","text":"a"}"#
        #expect(try await ask(body, host: host).status == status)
        let browser = try await Browser.signedIn(settings: WebSettings(host: host, assets: ""))
        let answer = try await browser.send(.post, "/api/v1/screen", body: Array(body.utf8))
        #expect(answer.status == 200)
    }

    @Test func otherMethodsAreProblemsToo() async throws {
        let answer = try await Browser().get("/api/v1/screen")
        #expect(answer.status == 405)
        #expect(answer.headers[.allow] == "POST")
        #expect(answer.headers[.contentType] == "application/problem+json")
        let missing = try await Browser().get("/api/v1/nothing")
        #expect(missing.status == 404)
        #expect(missing.body.contains("\"status\":404"))
    }
}
