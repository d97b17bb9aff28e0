import Casework
import Hummingbird
import Primitives
import Records
import Testing
import Web

/// Pages about personal data: unmasking, purposes, the report on one person, deletion.
@Suite struct PersonalDataPagesTests {
    private func form(_ name: String, _ fields: [(String, String)]) -> [(String, String)] {
        fields + [("form_token", "form-1-of-\(name)")]
    }

    private static let stated = [("purpose", "on-the-spot"), ("reason", "核查 <1>")]

    @Test func aLeadIsMaskedAndShownOnceForAPurpose() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let masked = try await browser.get("/leads/L0001").body
        #expect(masked.contains("action=\"/leads/L0001/unmask\""))
        #expect(masked.contains("138****8000") && !masked.contains("13800138000"))
        let without = try await browser.post(
            "/leads/L0001/unmask", form("fenxi", [("purpose", "on-the-spot"), ("reason", " ")]))
        #expect(without.status == 422 && !without.body.contains("13800138000"))
        #expect(await desk.changed.isEmpty)
        let shown = try await browser.post("/leads/L0001/unmask", form("fenxi", Self.stated))
        #expect(shown.status == 200 && shown.body.contains("13800138000"))
        #expect(shown.body.contains("本页为明文"))
        #expect(!shown.body.contains("action=\"/leads/L0001/unmask\""))
        #expect(shown.headers[.cacheControl] == "no-store")
        #expect(await desk.changed == ["unmask L0001 核查 <1>"])
        let again = try await browser.get("/leads/L0001").body
        #expect(!again.contains("13800138000"))
    }

    @Test func manyLooksAskForASecondPerson() async throws {
        let desk = FixtureDesk()
        await desk.askForApproval()
        let browser = try await Browser.signedIn(desk: desk)
        let refused = try await browser.post("/leads/L0001/unmask", form("fenxi", Self.stated))
        #expect(refused.status == 409 && refused.body.contains("name=\"ask\""))
        #expect(!refused.body.contains("13800138000"))
        #expect(refused.body.contains("核查 &lt;1&gt;"))
        let asked = try await browser.post(
            "/leads/L0001/unmask", form("fenxi", Self.stated + [("ask", "yes")]))
        #expect(asked.location == "/approvals?done=ask")
        #expect(await desk.changed == ["ask L0001 核查 <1>"])
    }

    @Test func whoMayNotIsNotOffered() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn("lingdao", desk: desk)
        let page = try await browser.get("/leads/L0001").body
        #expect(!page.contains("/unmask"))
        let answer = try await browser.post("/leads/L0001/unmask", form("lingdao", Self.stated))
        #expect(answer.status == 403)
        // The route's own refusal is on record too.
        #expect(await desk.refused == [.unmaskLead])
    }

    @Test func purposesAreToldFromTheDeclarations() async throws {
        for language in ["zh", "en"] {
            let browser = try await Browser.signedIn()
            _ = try await browser.get("/language/\(language)")
            let page = try await browser.get("/purposes").body
            for set in DataSet.all {
                #expect(page.contains(">\(set.table)<"), "\(set.table)")
                for field in set.fields { #expect(page.contains(field.name)) }
            }
            #expect(page.contains("180"))
        }
    }

    @Test func aReportIsGatheredAndEscaped() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn("lingdao", desk: desk)
        #expect(try await browser.get("/person-report").status == 200)
        let fields = [("kind", "phone"), ("value", "138 0013 8000")] + Self.stated
        let found = try await browser.post("/person-report", form("lingdao", fields))
        #expect(found.status == 200)
        #expect(found.body.contains("listing:L1") && found.body.contains("浏阳&lt;b&gt;花"))
        #expect(await desk.changed == ["report phone:13800138000 核查 <1>"])
        let empty = try await browser.post(
            "/person-report", form("lingdao", [("kind", "phone"), ("value", "")] + Self.stated))
        #expect(empty.status == 422)
        let analyst = try await Browser.signedIn()
        #expect(try await analyst.get("/person-report").status == 403)
    }

    @Test func aDeletionIsAskedForAndDone() async throws {
        let desk = FixtureDesk()
        let name = "xitong"
        let browser = try await Browser.signedIn(name, desk: desk)
        #expect(try await browser.get("/approvals").body.contains("action=\"/deletions\""))
        let wrong = try await browser.post(
            "/deletions", form(name, [("subject", "account:1")] + Self.stated))
        #expect(wrong.status == 404)
        let asked = try await browser.post(
            "/deletions", form(name, [("subject", "listing:L1")] + Self.stated))
        #expect(asked.location == "/approvals?done=ask")
        let done = try await browser.post("/deletions/a1", form(name, []))
        #expect(done.location == "/approvals?done=delete")
        #expect(await desk.changed == ["ask listing:L1 核查 <1>", "delete a1"])
        #expect(try await browser.post("/deletions/none", form(name, [])).status == 409)
    }

    // MARK: What ended or misled the server before

    @Test(arguments: ["-9223372036854775808", "0", "-1", "9223372036854775807", "x"])
    func noStepEndsTheServer(step: String) async throws {
        let browser = try await Browser.signedIn()
        #expect(try await browser.get("/leads/L0001/actor?step=\(step)").status == 200)
    }

    /// The head of a live page is no live page, and takes no place.
    @Test func aHeadOfALivePageEnds() async throws {
        let browser = try await Browser.signedIn()
        for _ in 0..<(Limits.livePagesOfPersonMax + 5) {
            #expect(try await browser.send(.head, "/live").status == 200)
        }
    }

    @Test func onePersonHasSoManyLivePages() async throws {
        let pages = LivePages()
        for _ in 0..<Limits.livePagesOfPersonMax { #expect(await pages.enter(ID("p1"))) }
        #expect(await !pages.enter(ID("p1")))
        #expect(await pages.enter(ID("p2")))
        await pages.leave(ID("p1"))
        #expect(await pages.enter(ID("p1")))
    }

    /// A mark that joins the character before does not hide a quotation mark or a formula.
    @Test func aCellOfASpreadsheetStaysOne() {
        #expect(LeadCSV.quoted("a\"\u{301},=1+1") == "\"a\"\"\u{301},=1+1\"")
        #expect(LeadCSV.quoted("=\u{301}1+1") == "\"'=\u{301}1+1\"")
        #expect(LeadCSV.quoted("花") == "\"花\"")
    }
}
