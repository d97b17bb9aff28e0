import Casework
import Primitives
import Records
import Testing
import Web

@Suite struct StepTests {
    private let token = ("form_token", "form-1-of-fenxi")

    @Test func aLeadIsDispatchedVerifiedAndClosed() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let page = try await browser.get("/leads/L0001")
        #expect(page.field("due") == "2026-11-26T12:00")
        let sent = try await browser.post(
            "/leads/L0001/steps/dispatch",
            [
                token, ("version", page.field("version") ?? ""), ("division", "360123"),
                ("due", "2026-11-25T18:30"), ("note", "请三日内核查"),
            ])
        #expect(sent.status == 303)
        #expect(sent.location == "/leads/L0001?done=dispatch")
        let after = try await browser.get("/leads/L0001?done=dispatch")
        #expect(after.body.contains("<p class=\"notice\" role=\"status\">已下发。</p>"))
        #expect(after.body.contains("请三日内核查"))
        #expect(after.body.contains("2026-11-25 18:30"))
        let verified = try await browser.post(
            "/leads/L0001/steps/verify",
            [token, ("version", "8"), ("note", "现场查到 20 箱"), ("view", "order=due")])
        #expect(verified.location == "/leads?order=due&lead=L0001&done=verify")
        let closed = try await browser.post(
            "/leads/L0001/steps/close",
            [token, ("version", "9"), ("outcome", "confirmed"), ("note", "移交治安大队")])
        #expect(closed.status == 303)
        let due = try #require(Timestamp("2026-11-25T18:30:00+08:00"))
        #expect(
            await desk.taken == [
                .dispatch(division: "360123", due: due, note: "请三日内核查"),
                .verify(findings: "现场查到 20 箱"), .close(outcome: .confirmed, note: "移交治安大队"),
            ])
        let end = try await browser.get("/leads/L0001")
        #expect(end.body.contains("查实非法烟花爆竹"))
        #expect(end.body.contains("这条线索已经结束。"))
    }

    /// Somebody was faster: nothing is done, what was typed stays.
    @Test func aStalePageChangesNothing() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let answer = try await browser.post(
            "/leads/L0001/steps/dismiss", [token, ("version", "6"), ("note", "写了很久的 <理由>")])
        #expect(answer.status == 409)
        #expect(answer.body.contains("别人改动了这条线索"))
        #expect(answer.body.contains("写了很久的 &lt;理由&gt;</textarea>"))
        #expect(answer.body.contains("name=\"version\" value=\"7\""))
        #expect(await desk.taken.isEmpty)
    }

    @Test func aStepOutOfTurnIsRefusedAndKeepsItsText() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.post(
            "/leads/L0001/steps/close",
            [token, ("version", "7"), ("outcome", "unfounded"), ("note", "依据在此")])
        #expect(answer.status == 409)
        #expect(answer.body.contains("线索现在的状态不允许这一步"))
        #expect(answer.body.contains("依据在此</textarea>"))
        #expect(answer.body.contains("value=\"unfounded\" required checked"))
        #expect(answer.body.contains("现在不能做这一步。"))
    }

    @Test func aRoleWithoutTheStepIsRefused() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn("lingdao", desk: desk)
        let answer = try await browser.post(
            "/leads/L0001/steps/dismiss",
            [("form_token", "form-1-of-lingdao"), ("version", "7"), ("note", "x")])
        #expect(answer.status == 403)
        #expect(answer.body.contains("没有这个权限"))
        #expect(await desk.taken.isEmpty)
    }

    @Test(arguments: [
        ("dismiss", ["version": "7"], ["note": "step-note-missing"]),
        ("dismiss", ["version": "7", "note": "   "], ["note": "step-note-missing"]),
        ("dismiss", ["note": "a"], ["version": "step-version-missing"]),
        ("dismiss", ["note": "a", "version": "x"], ["version": "step-version-missing"]),
        ("close", ["version": "7", "note": "a"], ["outcome": "step-outcome-missing"]),
        (
            "close", ["version": "7", "outcome": "guilty"],
            ["outcome": "step-outcome-missing", "note": "step-note-missing"]
        ),
        ("dispatch", ["version": "7"], ["division": "step-division-missing"]),
        (
            "dispatch", ["version": "7", "division": "110000", "due": "tomorrow"],
            ["division": "step-division-missing", "due": "step-due-wrong"]
        ),
    ])
    func faultsAreToldTogether(
        step: String, fields: [String: String], faults: [String: String]
    ) async throws {
        let form = FormFields(pairs: fields.map { FormFields.Pair($0.key, $0.value) })
        #expect(
            StepForm.read(step, form, divisions: Fixture.divisions) == .faults(faults))
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let answer = try await browser.post(
            "/leads/L0001/steps/\(step)", [token] + fields.map { ($0.key, $0.value) })
        #expect(answer.status == 422)
        #expect(answer.body.contains("没有做任何改动：请补全下面的内容。"))
        #expect(await desk.taken.isEmpty)
    }

    @Test func notesAreBounded() {
        for (bytes, isLong) in [(Limits.noteBytesMax, false), (Limits.noteBytesMax + 1, true)] {
            let form = FormFields(pairs: [
                FormFields.Pair("version", "7"),
                FormFields.Pair("note", String(repeating: "a", count: bytes)),
            ])
            let reading = StepForm.read("verify", form, divisions: [])
            #expect((reading == .faults(["note": "step-note-long"])) == isLong)
        }
    }

    @Test func aDispatchNeedsNeitherNoteNorDeadline() {
        let form = FormFields(pairs: [
            FormFields.Pair("version", "7"), FormFields.Pair("division", "360124"),
            FormFields.Pair("due", ""),
        ])
        #expect(
            StepForm.read("dispatch", form, divisions: Fixture.divisions)
                == .step(.dispatch(division: "360124", due: nil, note: ""), version: 7))
    }

    @Test func thereIsNoOtherStep() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.post("/leads/L0001/steps/burn", [token, ("version", "7")])
        #expect(answer.status == 404)
        #expect(StepForm.read("found", FormFields(), divisions: []) == nil)
    }
}
