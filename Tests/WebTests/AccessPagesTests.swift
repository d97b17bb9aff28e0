import Casework
import Hummingbird
import Primitives
import Testing
import Web

/// Accounts, rights, matters, approvals and the journal, as pages.
@Suite struct AccessPagesTests {
    private func form(_ name: String, _ fields: [(String, String)] = []) -> [(String, String)] {
        [("form_token", "form-1-of-\(name)")] + fields
    }

    /// Every route, tried by every role with a form of its own: refused for the role exactly where
    /// the role's rights lack what the route asks for.
    @Test(arguments: Fixture.people.keys.sorted())
    func everyRouteAsksEveryRole(name: String) async throws {
        let role = try #require(Fixture.people[name]).role
        for route in Route.all {
            let browser = try await Browser.signedIn(name)
            let address = GuardTests.example(route)
            let answer =
                route.method == .get
                ? try await browser.get(address)
                : try await browser.post(address, form(name))
            let told = "\(role.rawValue) \(route.method.rawValue) \(route.path)"
            #expect(answer.status != 401, "\(told)")
            #expect(answer.status < 500, "\(told)")
            let permission: Permission
            switch route.access {
            case .may(let asked), .program(let asked), .mayOrLocal(let asked): permission = asked
            default: continue
            }
            let isRefused = answer.status == 403
            if role.permissions.contains(permission) {
                // The use case behind it may ask for more, as a step does for its own right.
                guard route.method == .get else { continue }
                #expect(!isRefused, "\(told)")
            } else {
                #expect(isRefused, "\(told)")
            }
        }
    }

    @Test(arguments: [Principal.Duty.changePassword, .addSecondFactor])
    func aDutyComesFirst(duty: Principal.Duty) async throws {
        let desk = FixtureDesk()
        await desk.set(duty: duty)
        let browser = try await Browser.signedIn(desk: desk)
        #expect(try await browser.get("/leads").location == "/account")
        let step = try await browser.post(
            "/leads/L0001/steps/dispatch", form("fenxi", [("version", "7")]))
        #expect(step.status == 403)
        #expect(await desk.taken.isEmpty)
        let page = try await browser.get("/account")
        #expect(page.status == 200)
        #expect(page.body.contains(duty == .changePassword ? "管理员设的" : "要求动态码"))
    }

    @Test func thePasswordIsChangedByWhoKnowsIt() async throws {
        let browser = try await Browser.signedIn()
        let wrong = try await browser.post(
            "/account/password",
            form(
                "fenxi", [("old", "x"), ("new", "another long one"), ("again", "another long one")])
        )
        #expect(wrong.status == 422 && wrong.body.contains("现在的密码不对"))
        let typo = try await browser.post(
            "/account/password",
            form("fenxi", [("old", FixtureDesk.password), ("new", "a"), ("again", "b")]))
        #expect(typo.status == 422 && typo.body.contains("不一样"))
        let right = try await browser.post(
            "/account/password",
            form(
                "fenxi",
                [
                    ("old", FixtureDesk.password), ("new", "another long one"),
                    ("again", "another long one"),
                ]))
        #expect(right.location == "/account?done=password")
        #expect(await browser.desk.changed == ["password of fenxi"])
    }

    @Test func aSecondFactorIsShownAsAPictureAndBoundByItsCode() async throws {
        let browser = try await Browser.signedIn()
        let offer = try await browser.post("/account/second-factor", form("fenxi"))
        #expect(offer.body.contains("JBSW Y3DP EHPK 3PXP"))
        #expect(offer.body.contains("<path d=\"M4 4h7v1h-7z"))
        let wrong = try await browser.post(
            "/account/second-factor/bind",
            form("fenxi", [("code", "000000"), ("password", FixtureDesk.password)]))
        #expect(wrong.status == 422 && wrong.body.contains("动态码不对"))
        for password in ["", "not the password"] {
            let refused = try await browser.post(
                "/account/second-factor/bind",
                form("fenxi", [("code", "123456"), ("password", password)]))
            #expect(refused.status == 422 && refused.body.contains("密码不对，没有做任何改动"))
        }
        let right = try await browser.post(
            "/account/second-factor/bind",
            form("fenxi", [("code", "123 456"), ("password", FixtureDesk.password)]))
        #expect(right.location == "/account?done=second-factor")
    }

    @Test func administratorsSeeWhatTheyMayDo() async throws {
        let maker = try await Browser.signedIn("xitong").get("/people")
        #expect(maker.body.contains("/people/accounts/p1/reset-password"))
        #expect(!maker.body.contains("/people/accounts/p1/grant"))
        #expect(!maker.body.contains("/people/accounts/p5/"), "the own account")
        let granter = try await Browser.signedIn("anquan").get("/people")
        #expect(granter.body.contains("/people/accounts/p1/grant"))
        #expect(granter.body.contains("/people/accounts/p2/unlock"))
        #expect(granter.body.contains("/people/keys/k1/grant"))
        #expect(!granter.body.contains("reset-password"))
        let reader = try await Browser.signedIn("shenji").get("/people")
        #expect(reader.status == 200 && !reader.body.contains("/people/accounts/"))
    }

    @Test func aSecretIsShownOnceOnThePage() async throws {
        let browser = try await Browser.signedIn("xitong")
        let made = try await browser.post(
            "/people/accounts",
            form(
                "xitong",
                [("name", "Wang"), ("display", "王"), ("unit", "u1"), ("role", "officer")]))
        #expect(made.status == 200 && made.body.contains("first-password-&lt;1&gt;"))
        #expect(made.headers[.cacheControl] == "no-store")
        #expect(!(try await browser.get("/people")).body.contains("first-password"))
        let taken = try await browser.post(
            "/people/accounts", form("xitong", [("name", "fenxi"), ("display", "王")]))
        #expect(taken.status == 409 && taken.body.contains("已经有这个用户名"))
        let key = try await browser.post(
            "/people/keys",
            form("xitong", [("name", "k"), ("unit", "u2"), ("per_minute", "60"), ("days", "9")]))
        #expect(key.body.contains(Fixture.keyToken))
        let own = try await browser.post("/people/accounts/p5/disable", form("xitong"))
        #expect(own.status == 409)
        #expect(await browser.desk.changed == ["account wang", "key k"])
    }

    @Test func aKeyOpensTheScreeningAndNothingElse() async throws {
        let browser = try Browser(settings: WebSettings(host: "0.0.0.0", assets: ""))
        let record = Array(#"{"id":"1","kind":"chat","text":"烟花"}"#.utf8)
        func ask(_ headers: [(String, String)]) async throws -> Int {
            try await browser.send(
                .post, "/api/v1/screen", headers: headers, body: record
            ).status
        }
        #expect(try await ask([]) == 401)
        #expect(try await ask([("Authorization", "Bearer \(Fixture.keyToken)")]) == 200)
        #expect(try await ask([("Authorization", "bearer \(Fixture.keyToken)")]) == 200)
        for wrong in ["Bearer", "Bearer x", "Basic \(Fixture.keyToken)", "Bearer a b"] {
            #expect(try await ask([("Authorization", wrong)]) == 401, "\(wrong)")
        }
        let pages = try await browser.get(
            "/leads", headers: [("Authorization", "Bearer \(Fixture.keyToken)")])
        #expect(pages.status == 303)
    }

    @Test func anExportNamesItsPurposeAndMayNeedASecondPerson() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let purpose = [("purpose", "supervision"), ("reason", "周报"), ("view", "state=new")]
        let silent = try await browser.post("/export", form("fenxi", [("purpose", "analysis")]))
        #expect(silent.status == 422)
        let file = try await browser.post("/export", form("fenxi", purpose))
        #expect(file.headers[.contentDisposition]?.contains("leads.csv") == true)
        #expect(file.body.hasPrefix("\u{FEFF}\"线索\""))
        #expect(file.body.split(separator: "\r\n").count == 4)
        await desk.askForApproval()
        let refused = try await browser.post("/export", form("fenxi", purpose))
        #expect(refused.status == 409 && refused.body.contains("另一个人同意"))
        let asked = try await browser.post(
            "/export", form("fenxi", purpose + [("ask", "yes")]))
        #expect(asked.location == "/approvals?done=ask")
        #expect(
            await desk.changed
                == ["export state=new division= q=", "ask state=new division= q= 周报"])
    }

    @Test func aRequestIsDecidedBySomebodyElse() async throws {
        let own = try await Browser.signedIn().get("/approvals")
        #expect(own.status == 200 && !own.body.contains("/approvals/a1/approve"))
        let leader = try await Browser.signedIn("lingdao")
        #expect(try await leader.get("/approvals").body.contains("/approvals/a1/approve"))
        let silent = try await leader.post("/approvals/a1/decline", form("lingdao"))
        #expect(silent.status == 422)
        let agreed = try await leader.post("/approvals/a1/approve", form("lingdao"))
        #expect(agreed.location == "/approvals?done=approve")
        #expect(await leader.desk.changed == ["decide a1 true"])
    }

    @Test func mattersShowTheirLeadsAndMembers() async throws {
        let analyst = try await Browser.signedIn()
        let page = try await analyst.get("/matters/m1")
        #expect(page.body.contains("李渡 &lt;专案&gt;") && page.body.contains("应急局 丁"))
        #expect(page.body.contains("/matters/m1/add-member"))
        let unknown = try await analyst.post(
            "/matters/m1/add-lead", form("fenxi", [("id", "none")]))
        #expect(unknown.status == 422)
        _ = try await analyst.post("/matters/m1/add-lead", form("fenxi", [("id", "L0001")]))
        #expect(await analyst.desk.changed == ["addLead(L0001)"])
        let partner = try await Browser.signedIn("yingji").get("/matters/m1")
        #expect(partner.status == 200 && !partner.body.contains("/matters/m1/add-member"))
    }

    @Test func aLivePageGoesOnWhereItWas() async throws {
        let browser = try await Browser.signedIn()
        #expect(try await browser.get("/leads").body.contains(" data-live=\"7\""))
        let missed = try await browser.get("/live", headers: [("Last-Event-ID", "3")])
        #expect(missed.headers[.contentType] == "text/event-stream; charset=utf-8")
        #expect(
            missed.body.contains(
                "id: 7\nevent: leads\ndata: {\"leads\":[\"L0001\"],\"whole\":false}\n\n"))
        let none = try await browser.get("/live?from=7")
        #expect(none.status == 200 && !none.body.contains("L0001"))
        #expect(try await browser.get("/live?from=x").status == 404)
        let stranger = try await Browser.signedIn("shenji").get("/live?from=3")
        #expect(stranger.status == 403 && !stranger.body.contains("L0001"))
    }

    @Test func theJournalIsFilteredAndPaged() async throws {
        let browser = try await Browser.signedIn("shenji")
        let page = try await browser.get("/journal?who=p1")
        #expect(page.body.contains("研判员 甲") && page.body.contains("L0001"))
        #expect(page.body.contains("/journal?who=p1&amp;before=12"))
        let none = try await browser.get("/journal?act=lead.close&before=3")
        #expect(none.body.contains("没有这样的记录"))
    }
}
