import Casework
import Hummingbird
import Primitives
import Records
import Testing
import Web

@Suite struct BoardTests {
    @Test func showsBestFirstWithReasonsInWords() async throws {
        let page = try await Browser.signedIn().get("/leads")
        #expect(page.status == 200)
        #expect(page.headers[.cacheControl] == "no-store")
        #expect(page.count(of: "<tr data-row") == Limits.leadsPerPage)
        #expect(page.body.contains("9 条文字像在卖烟花爆竹，共 12 条"))
        #expect(page.body.contains("可疑快件 27 件/14 天，共寄 31 件"))
        #expect(page.body.contains("本页 50 条，共 61 条"))
        #expect(page.body.contains("已超期 5 小时"))
        #expect(page.body.contains("2026-11-23 07:00"))
        #expect(page.body.contains("fixture@1"))
        let rich = try #require(page.body.firstRange(of: "/leads/L0001"))
        let next = try #require(page.body.firstRange(of: "/leads/L1001"))
        #expect(rich.lowerBound < next.lowerBound)
    }

    /// Every page's `next` leads to rows not seen before, until all have been seen.
    @Test(arguments: LeadOrder.allCases)
    func pagesByKey(order: LeadOrder) async throws {
        let browser = try await Browser.signedIn()
        var address = "/leads?order=\(order.rawValue)"
        var seen: Set<String> = []
        for page in 1...2 {
            let answer = try await browser.get(address)
            let ids = answer.body.matches(of: /data-row data-pane="\/leads\/([^\/]+)\/pane/)
                .map { String($0.1) }
            #expect(ids.count == (page == 1 ? 50 : 11))
            #expect(seen.isDisjoint(with: ids))
            seen.formUnion(ids)
            let next = answer.body.firstMatch(of: /rel="next" href="([^"]+)"/)
            #expect((next == nil) == (page == 2))
            if let next { address = String(next.1.replacing("&amp;", with: "&")) }
        }
        #expect(seen.count == 61)
    }

    @Test func countsByStateUnderTheFilter() async throws {
        let page = try await Browser.signedIn().get("/leads?state=closed&division=360124")
        #expect(page.body.contains("state=closed&amp;division=360124\" aria-current=\"page\""))
        for state in LeadState.allCases {
            #expect(page.body.contains("state state-\(state.rawValue)"))
        }
        #expect(
            page.count(of: "<tr data-row")
                == page.count(of: "<td class=\"c-state\"><span class=\"state state-closed\""))
    }

    @Test func emptyListsSayWhatToDo() async throws {
        let filtered = try await Browser.signedIn().get("/leads?q=%E6%B2%A1%E6%9C%89")
        #expect(filtered.status == 200)
        #expect(filtered.body.contains("没有符合条件的线索"))
        #expect(filtered.body.contains("value=\"没有\""))
        let empty = try await Browser.signedIn(desk: FixtureDesk(details: [])).get("/leads")
        #expect(empty.body.contains("还没有线索"))
        #expect(empty.body.contains("fuseline import listings"))
    }

    @Test func oneLeadBesideTheTable() async throws {
        let browser = try await Browser.signedIn()
        let page = try await browser.get("/leads?q=%E5%B9%B4%E8%B4%A7&lead=L0001")
        #expect(page.body.contains("class=\"board has-pane\""))
        #expect(page.body.contains("data-lead=\"L0001\""))
        #expect(page.body.contains("name=\"view\" value=\"q=%E5%B9%B4%E8%B4%A7&amp;lead=L0001\""))
        #expect(page.body.contains("aria-current=\"true\""))
        let pane = try await browser.get("/leads/L0001/pane?view=order%3Ddue")
        #expect(pane.status == 200)
        #expect(!pane.body.contains("<html"))
        #expect(pane.body.contains("name=\"view\" value=\"order=due\""))
    }

    @Test func speaksEnglish() async throws {
        let browser = try await Browser.signedIn()
        browser.setCookie(CookieName.language, "en")
        let page = try await browser.get("/leads")
        #expect(
            page.body.contains("9 texts read as offers of fireworks, of 12"))
        #expect(page.body.contains("5 hours overdue"))
        #expect(page.body.contains("50 on this page, 61 in all"))
    }

    @Test(arguments: [
        ("", "/leads"), ("order=score&q=", "/leads"), ("q=+a+", "/leads?q=a"),
        ("order=due&state=new&state=closed&state=bad", "/leads?state=new&state=closed&order=due"),
        ("order=nonsense&lead=L1&after=x%261", "/leads?after=x%261&lead=L1"),
        ("division=360124&q=%E7%83%9F", "/leads?division=360124&q=%E7%83%9F"),
    ])
    func viewsAreLinks(query: String, address: String) throws {
        let view = BoardView(try #require(FormFields(encoded: query.utf8)))
        #expect(view.address == address)
        let again = try #require(FormFields(encoded: view.fields.encoded.utf8))
        #expect(BoardView(again) == view)
    }

    @Test func aSearchIsCutAtWholeCharacters() throws {
        let long = String(repeating: "烟", count: 200)
        let view = BoardView(FormFields(pairs: [FormFields.Pair("q", long)]))
        #expect(view.search?.count == Limits.searchBytesMax / 3)
    }

    @Test func anotherFilterBeginsAtItsFirstPage() {
        var view = BoardView(FormFields())
        view.cursor = "x"
        view.selected = "L1"
        let other = view.with { $0.division = "360124" }
        #expect(other.address == "/leads?division=360124")
    }
}
