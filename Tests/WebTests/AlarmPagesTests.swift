import Casework
import Hummingbird
import Testing
import Web

/// The boards of work rooms.
@Suite struct AlarmPagesTests {
    private static let room = "/sites/E1/rooms/R01"

    private func form(_ name: String, _ fields: [(String, String)]) -> [(String, String)] {
        [("form_token", "form-1-of-\(name)")] + fields
    }

    @Test(arguments: ["/alarms", "/alarms/standing", "/sites/E1", room])
    func theBoardSaysStateByWordAndShape(address: String) async throws {
        let page = try await Browser.signedIn().get(address)
        #expect(page.status == 200)
        #expect(page.body.contains("data-live=\"7\" data-live-path=\"/alarms/live\""))
        #expect(page.body.contains("▲"))
        #expect(page.body.contains("超员"))
        #expect(page.body.contains("样例花炮厂 &lt;1&gt;"))
        #expect(!page.body.contains("样例花炮厂 <1>"))
        #expect(!page.body.contains("<script>"))
    }

    @Test func theRoomShowsWhatToDoItsTrendAndItsPast() async throws {
        let page = try await Browser.signedIn().get(Self.room)
        #expect(page.body.contains("立即撤离多余人员"))
        #expect(page.body.contains("<path d=\"M0.0 "))
        #expect(page.body.contains("over-headcount@1"))
        #expect(page.body.contains("2 / 1"))
        #expect(page.body.contains("已通知 企业（1 次）"))
    }

    @Test func whoMayActsOnWhatWasSeen() async throws {
        let browser = try await Browser.signedIn()
        let fields = [
            ("point", "R01/people/over-headcount"), ("do", "alarm.acknowledge"), ("why", ""),
        ]
        let done = try await browser.post(
            Self.room + "/alarms", form("fenxi", fields + [("occurrence", "4")]))
        #expect(done.location == "\(Self.room)?done=alarm.acknowledge")
        let later = try await browser.post(
            Self.room + "/alarms", form("fenxi", fields + [("occurrence", "3")]))
        #expect(later.status == 409 && later.body.contains("又触发了一次"))
        let unknown = try await browser.post(
            Self.room + "/alarms",
            form("fenxi", [("point", "x"), ("do", "site.put"), ("occurrence", "4")]))
        #expect(unknown.status == 422)
        #expect(
            await browser.desk.changed == ["alarm.acknowledge E1/R01/people/over-headcount"])
        let looking = try await Browser.signedIn("lingdao")
        #expect(try await !looking.get(Self.room).body.contains("alarm.acknowledge"))
        let refused = try await looking.post(
            Self.room + "/alarms", form("lingdao", fields + [("occurrence", "4")]))
        #expect(refused.status == 403)
    }

    @Test func aShelvingNeedsItsReason() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.post(
            Self.room + "/alarms",
            form(
                "fenxi",
                [
                    ("point", "R01/people/over-headcount"), ("do", "alarm.shelve"),
                    ("occurrence", "4"), ("minutes", "30"), ("why", ""),
                ]))
        #expect(answer.status == 409 && answer.body.contains("role=\"alert\""))
    }

    @Test(arguments: [("3", 303), ("2", 409), ("x", 422)])
    func aQuotaIsChangedOnThePlanThatWasSeen(version: String, status: Int) async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.post(
            Self.room + "/quota",
            form(
                "fenxi",
                [
                    ("version", version), ("people", "2"), ("charge", "2.5"),
                    ("approval", "赣应急〔2026〕1号"),
                ]))
        #expect(answer.status == status)
        #expect(await browser.desk.changed == (status == 303 ? ["quota R01 2 2500"] : []))
    }

    @Test(arguments: ["/sites/E2", "/sites/E1/rooms/R09", "/sites/%20"])
    func whatIsNotThereIsTold(address: String) async throws {
        #expect(try await Browser.signedIn().get(address).status == 404)
    }
}
