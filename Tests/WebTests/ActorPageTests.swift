import Casework
import Hummingbird
import Primitives
import Testing
import Web

/// The evidence of an actor and the linking's page: who may do what, and what they show.
@Suite struct ActorPageTests {
    /// Analyst, officer, leader.
    private static let table: [(HTTPRequest.Method, String, [Int])] = [
        (.get, "/leads/L0001/actor", [200, 200, 200]),
        (.get, "/leads/L1001/actor", [200, 404, 200]),
        (.get, "/linking", [200, 403, 200]),
        (.post, "/leads/L0001/actor/sever", [303, 403, 403]),
        (.post, "/linking/severances/S2/take-back", [303, 403, 403]),
    ]

    @Test(arguments: table)
    func roles(method: HTTPRequest.Method, address: String, statuses: [Int]) async throws {
        let found = try await Browser.statuses(method, address) { Self.fields(as: $0) }
        #expect(found == statuses)
    }

    private static func fields(
        as name: String = "fenxi", step: String = "0", kind: String = "pair",
        linking: String = "12", reason: String = "两家人"
    ) -> [(String, String)] {
        [
            ("form_token", "form-1-of-\(name)"), ("step", step), ("kind", kind),
            ("linking", linking), ("reason", reason),
        ]
    }

    @Test(arguments: table.filter { $0.0 == .post })
    func formsNeedTheirToken(
        method: HTTPRequest.Method, address: String, statuses: [Int]
    ) async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        var fields = Self.fields()
        fields[0].1 = "form-2-of-fenxi"
        #expect(try await browser.post(address, fields).status == 403)
        #expect(await desk.severed.isEmpty)
        #expect(await desk.takenBack.isEmpty)
    }

    @Test func theChainIsShownMaskedAndEscaped() async throws {
        let answer = try await Browser.signedIn().get("/leads/L0001/actor")
        #expect(answer.body.contains("年货小铺 &lt;喜庆&gt;"))
        #expect(answer.body.contains("138****8000"))
        #expect(!answer.body.contains("13800138000"))
        #expect(!answer.body.contains("huahua"))
        #expect(answer.body.contains("…000001"))
        #expect(answer.count(of: "id=\"step-") == 3)
        #expect(answer.body.contains("另有 402 步没有列出"))
        #expect(answer.body.contains("可能是同一人"))
        #expect(answer.body.contains("共 31 条相同"))
        #expect(answer.body.contains("研判员 &lt;甲&gt;"))
        #expect(answer.body.contains("两家人 &lt;b&gt;"))
        #expect(answer.body.contains("看错了"))
        #expect(answer.count(of: "/take-back\"") == 1, "what is taken back is so for good")
        #expect(answer.field("lead") == "L0001", "the form comes back here")
        let plain = try await Browser.signedIn().get("/leads/L1003/actor")
        #expect(plain.body.contains("还没有存下"))
        let lead = try await Browser.signedIn().get("/leads/L0001")
        #expect(lead.body.contains("href=\"/leads/L0001/actor\""))
        #expect(lead.body.contains("可能是同一人"))
    }

    /// Who may not part sees why, and nothing to do it with.
    @Test(arguments: ["jinxian", "lingdao"])
    func whoMayNotPartHasNoForms(name: String) async throws {
        let browser = try await Browser.signedIn(name)
        let answer = try await browser.get("/leads/L0001/actor?step=1")
        #expect(answer.count(of: "id=\"step-") == 3)
        #expect(!answer.body.contains("sever\""))
        #expect(!answer.body.contains("take-back"))
        let other = try await browser.get("/leads/L0001/actor?other=many")
        #expect(other.body.contains("它们不是一个主体") == (name == "lingdao"))
    }

    @Test func aStepIsPartedWithItsReason() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let page = try await browser.get("/leads/L0001/actor?step=2")
        #expect(page.field("step") == "1")
        #expect(page.field("linking") == "12")
        #expect(page.body.contains("电话 138****8000 不指向同一人"))
        let answer = try await browser.post(
            "/leads/L0001/actor/sever", Self.fields(step: "1", kind: "identifier"))
        #expect(answer.location == "/leads/L0001/actor?done=sever")
        #expect(
            await desk.severed == [
                SeveranceRequest(step: 1, kind: .identifier, reason: "两家人", linking: 12)
            ])
        let after = try await browser.get("/leads/L0001/actor?done=sever")
        #expect(after.body.contains("已拆分"))
        // A step without an identifier has one button.
        let third = try await browser.get("/leads/L0001/actor?step=3")
        #expect(!third.body.contains("value=\"identifier\""))
        for step in ["0", "4", "-1", "x"] {
            let none = try await browser.get("/leads/L0001/actor?step=\(step)")
            #expect(none.status == 200 && none.field("linking") == nil)
        }
    }

    @Test func whatCannotBePartedKeepsTheReason() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        func sever(_ fields: [(String, String)]) async throws -> Browser.Answer {
            try await browser.post("/leads/L0001/actor/sever", fields)
        }
        let stale = try await sever(Self.fields(linking: "11", reason: "<理由>"))
        #expect(stale.status == 409)
        #expect(stale.body.contains("&lt;理由&gt;"))
        #expect(stale.field("linking") == nil, "the step may be another one now")
        #expect(try await sever(Self.fields(linking: "x")).status == 409)
        #expect(try await sever(Self.fields(step: "7")).status == 409)
        let empty = try await sever(Self.fields(reason: " "))
        #expect(empty.status == 422 && empty.field("step") == "0")
        let label = try await sever(Self.fields(step: "2", kind: "identifier", reason: "甲"))
        #expect(label.status == 422)
        #expect(label.body.contains("没有做任何改动"))
        #expect(label.body.contains(">甲</textarea>"))
        #expect(try await sever(Self.fields(kind: "burn")).status == 400)
        #expect(await desk.severed.isEmpty)
    }

    @Test func aPartingIsTakenBackWhereItWasFound() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let address = "/linking/severances/S2/take-back"
        let fields = [("form_token", "form-1-of-fenxi"), ("reason", "看错了")]
        let there = try await browser.post(address, fields + [("lead", "L0001")])
        #expect(there.location == "/leads/L0001/actor?done=take-back")
        #expect(try await browser.post(address, fields).location == "/linking?done=take-back")
        let away = try await browser.post(address, fields + [("lead", "//evil.example")])
        #expect(away.location == "/leads/%2F%2Fevil.example/actor?done=take-back")
        let none = try await browser.post("/linking/severances/S9/take-back", fields)
        #expect(none.status == 404)
        let ended = try await browser.post("/linking/severances/S1/take-back", fields)
        #expect(ended.status == 409)
        let empty = try await browser.post(address, [fields[0], ("reason", "")])
        #expect(empty.status == 422)
        #expect(await desk.takenBack == ["S2", "S2", "S2"])
    }

    @Test func whyNotIsToldInWords() async throws {
        let browser = try await Browser.signedIn()
        let many = try await browser.get("/leads/L0001/actor?other=many")
        #expect(many.count(of: "<li>") >= 12)
        #expect(many.body.contains("137****7000 是通用标识：900 条记录、700 个姓名"))
        #expect(!many.body.contains("13700137000"))
        #expect(many.body.contains("只有 2.5 比特"))
        let one = try await browser.get("/leads/L0001/actor?other=one")
        #expect(one.body.contains("它们是一个主体"))
        let none = try await browser.get("/leads/L0001/actor?other=%3Cx%3E")
        #expect(none.status == 200)
        #expect(none.body.contains("没有这个运单、信息、主体或线索"))
        #expect(none.body.contains("value=\"&lt;x&gt;\""))
    }

    @Test func theLinkingIsShown() async throws {
        let browser = try await Browser.signedIn("lingdao")
        let answer = try await browser.get("/linking")
        for part in [
            "220,000", "98,000", "137****7000", "姓名与地址都多于 8", "另有 139 个没有列出",
            "href=\"/leads/L0001/actor\"", "+11.4", "\u{2212}2.1", "4 及以上 个字", "10–31 个",
            "90（10.0%）", "两家人 &lt;b&gt;", "12.3 个，共 21,000 个合成主体",
        ] { #expect(answer.body.contains(part), "\(part)") }
        #expect(!answer.body.contains("take-back"))
        #expect(!answer.body.contains("13700137000"))
        let empty = try await Browser.signedIn(desk: FixtureDesk(isLinked: false))
            .get("/linking")
        #expect(empty.body.contains("还没有关联过"))
    }

    @Test func onlyWhoMaySeeItIsLedThere() async throws {
        #expect(
            try await Browser.signedIn().get("/leads").body.contains("href=\"/linking\""))
        let officer = try await Browser.signedIn("jinxian").get("/leads/L0001/actor")
        #expect(!officer.body.contains("href=\"/linking\""))
    }
}
