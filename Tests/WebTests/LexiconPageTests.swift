import Casework
import Hummingbird
import Primitives
import Testing
import Web

/// The lexicon's pages: who may do what, and what they show.
@Suite struct LexiconPageTests {
    /// Analyst, officer, leader.
    private static let table: [(HTTPRequest.Method, String, [Int])] = [
        (.get, "/lexicon", [200, 403, 200]),
        (.get, "/lexicon/entry?term=%E7%83%9F%E8%8A%B1", [200, 403, 200]),
        (.get, "/lexicon/table.csv", [200, 403, 200]),
        (.get, "/lexicon/propose", [200, 403, 403]),
        (.get, "/lexicon/proposals/X1", [200, 403, 200]),
        (.post, "/lexicon/proposals", [303, 403, 403]),
        (.post, "/lexicon/proposals/X1/adopt", [403, 403, 303]),
        (.post, "/lexicon/proposals/X1/decline", [303, 403, 303]),
    ]

    @Test(arguments: table)
    func roles(method: HTTPRequest.Method, address: String, statuses: [Int]) async throws {
        let found = try await Browser.statuses(method, address) { name in
            [
                ("form_token", "form-1-of-\(name)"), ("name", "a@1"), ("text", "x"),
                ("base", "0000000000000007"), ("reason", "看过"),
            ]
        }
        #expect(found == statuses)
    }

    @Test(arguments: table.filter { $0.0 == .post })
    func formsNeedTheirToken(
        method: HTTPRequest.Method, address: String, statuses: [Int]
    ) async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn("fenxi", desk: desk)
        let answer = try await browser.post(
            address, [("form_token", "form-2-of-fenxi"), ("text", "x"), ("reason", "r")])
        #expect(answer.status == 403)
        #expect(await desk.files == [])
        #expect(await desk.proposal.decision == nil)
    }

    @Test func theTableShowsEscapedEntriesAndPages() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.get("/lexicon")
        #expect(answer.body.contains("fixture-lexicon@1.2"))
        #expect(answer.body.contains("&lt;i&gt;&amp;&quot;"))
        #expect(!answer.body.contains("<i>&"))
        #expect(answer.count(of: "<td class=\"e-name\">") == 50)
        #expect(answer.body.contains("href=\"/lexicon?page=2\""))
        #expect(answer.body.contains("本页 50 条，符合 64 条，共 64 条"))
        #expect(!answer.body.contains("<script>"))
        let last = try await browser.get("/lexicon?page=99")
        #expect(last.count(of: "<td class=\"e-name\">") == 14)
        #expect(last.body.contains("第 2 页，共 2 页"))
    }

    @Test(arguments: [
        ("group=product", 1), ("group=nothing", 50),
        ("class=%E7%BB%84%E5%90%88%E7%83%9F%E8%8A%B1%E7%B1%BB", 1),
        ("q=%E8%AF%8D6", 2), ("q=zzz", 0), ("page=-3", 50), ("page=x", 50),
        ("group=benign&page=2", 10),
    ])
    func theAddressIsTheView(query: String, rows: Int) async throws {
        let answer = try await Browser.signedIn().get("/lexicon?\(query)")
        #expect(answer.status == 200)
        #expect(answer.count(of: "<td class=\"e-name\">") == rows)
        #expect(answer.body.contains("没有符合条件的词") == (rows == 0))
    }

    @Test func anEntryMarksItsExamples() async throws {
        let browser = try await Browser.signedIn()
        let answer = try await browser.get("/lexicon/entry?term=%E7%83%9F%E8%8A%B1")
        #expect(answer.body.contains("<mark class=\"hit for\""))
        #expect(answer.body.contains("&lt;b&gt;现货&lt;/b&gt;"))
        #expect(answer.body.contains("<span>壁纸</span><span>台风</span>"))
        #expect(answer.body.contains("href=\"https://example.invalid/1\""))
        let other = try await browser.get("/lexicon/entry?term=%3Ci%3E%26%22")
        #expect(other.status == 200)
        #expect(!other.body.contains("href=\"javascript"))
        #expect(try await browser.get("/lexicon/entry?term=none").status == 404)
        #expect(try await browser.get("/lexicon/entry").status == 404)
    }

    @Test func theTableComesAsAFile() async throws {
        let answer = try await Browser.signedIn().get("/lexicon/table.csv")
        #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(
            answer.headers[.contentDisposition]
                == "attachment; filename=\"fixture-lexicon@1.2.csv\"; "
                + "filename*=UTF-8''fixture-lexicon%401.2.csv")
        #expect(answer.body.hasPrefix("\u{FEFF}term,group,match,canonical,class,"))
        #expect(answer.body.contains("\r\n'+v,contact,\"literal,initials,emoji\","))
    }

    private static func multipart(_ parts: [(head: String, content: [UInt8])]) -> [UInt8] {
        parts.reduce(into: []) { body, part in
            body += Array("--XX\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8)
            body += part.content + [0x0D, 0x0A]
        } + Array("--XX--\r\n".utf8)
    }

    private static func upload(
        _ body: [UInt8], desk: FixtureDesk, type: String = "multipart/form-data; boundary=XX"
    ) async throws -> Browser.Answer {
        try await Browser.signedIn(desk: desk).send(
            .post, "/lexicon/proposals", headers: [("Content-Type", type)], body: body)
    }

    /// A spreadsheet's file in GB18030 arrives with its bytes.
    @Test func aFileArrivesByteForByte() async throws {
        let desk = FixtureDesk()
        let file: [UInt8] = [0xC2, 0xF4, 0x0D, 0x0A, 0x2D, 0x2D, 0x58, 0, 0xFF]
        let answer = try await Self.upload(
            Self.multipart([
                ("name=\"form_token\"", Array("form-1-of-fenxi".utf8)),
                ("name=\"name\"", Array("a@1".utf8)), ("name=\"note\"", []),
                ("name=\"file\"; filename=\"x;y.csv\"\r\nContent-Type: text/csv", file),
                ("name=\"text\"", []),
            ]), desk: desk)
        #expect(answer.status == 303)
        #expect(answer.location == "/lexicon/proposals/X1?done=propose")
        #expect(await desk.files == [file])
    }

    @Test(arguments: [
        "", "--XX", "--XX--", "x--XX\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nform-1-of-fenxi\r\n--XY--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nform-1-of-fenxi\r\n--XX--",
    ])
    func brokenUploadsChangeNothing(text: String) async throws {
        let desk = FixtureDesk()
        let answer = try await Self.upload(Array(text.utf8), desk: desk)
        #expect(answer.status == 400 || answer.status == 403)
        #expect(await desk.files == [])
    }

    @Test func anUploadIsBounded() async throws {
        let desk = FixtureDesk()
        let many = (0..<20).map { ("name=\"n\($0)\"", Array("x".utf8)) }
        #expect(try await Self.upload(Self.multipart(many), desk: desk).status == 400)
        let long = "name=\"a\"; filename=\"\(String(repeating: "x", count: 5_000))\""
        #expect(try await Self.upload(Self.multipart([(long, [])]), desk: desk).status == 400)
        let token = ("name=\"form_token\"", Array("form-1-of-fenxi".utf8))
        let large = [UInt8](repeating: 0x61, count: Limits.lexiconFileBytesMax + 1)
        let tooLarge = try await Self.upload(
            Self.multipart([token, ("name=\"file\"; filename=\"f\"", large)]),
            desk: FixtureDesk())
        #expect(tooLarge.status == 422)
        let huge = [UInt8](repeating: 0x61, count: Limits.lexiconFormBytesMax + 1)
        #expect(try await Self.upload(huge, desk: desk).status == 413)
        #expect(await desk.files == [])
        // Only this form may be large or bring a file.
        let step = try await Browser.signedIn(desk: desk).send(
            .post, "/leads/L0001/steps/verify",
            headers: [("Content-Type", "multipart/form-data; boundary=XX")],
            body: Self.multipart([token]))
        #expect(step.status == 403)
    }

    @Test(
        arguments: [
            ("rows", ["读不懂", "没有“&lt;x&gt;”这个分组", "读到 20 行，能用 6 行，拒绝 14 行", "词&lt;0&gt;"]),
            ("unreadable", ["no &lt;header&gt;"]), ("name", ["名称@版本"]), ("taken", ["已经用过"]),
            ("empty", ["没有一行能用"]), ("same", ["完全一样"]), ("note", ["内容太长"]),
        ])
    func aRefusalSaysWhyAndKeepsWhatWasTyped(text: String, said: [String]) async throws {
        let answer = try await Browser.signedIn().post(
            "/lexicon/proposals",
            [
                ("form_token", "form-1-of-fenxi"), ("name", "mine@7"), ("note", "我的 <说明>"),
                ("text", text),
            ])
        #expect(answer.status == 422)
        for part in said { #expect(answer.body.contains(part), "\(part)") }
        #expect(answer.field("name") == "mine@7")
        #expect(answer.body.contains(">我的 &lt;说明&gt;</textarea>"))
        #expect(answer.body.contains(">\(text)</textarea>"))
    }

    @Test func nothingAndBothAreRefused() async throws {
        let desk = FixtureDesk()
        let token = ("name=\"form_token\"", Array("form-1-of-fenxi".utf8))
        let file = ("name=\"file\"; filename=\"f\"", Array("x".utf8))
        let text = ("name=\"text\"", Array("y".utf8))
        let nothing = try await Self.upload(Self.multipart([token]), desk: FixtureDesk())
        #expect(nothing.status == 422)
        let both = try await Self.upload(Self.multipart([token, file, text]), desk: desk)
        #expect(both.status == 422)
        #expect(both.body.contains("只能用一种"))
        #expect(await desk.files == [])
    }

    private func decide(
        _ browser: Browser, _ decision: String, as name: String, reason: String = "看过",
        base: String = "7"
    ) async throws -> Browser.Answer {
        try await browser.post(
            "/lexicon/proposals/X1/\(decision)",
            [("form_token", "form-1-of-\(name)"), ("base", base), ("reason", reason)])
    }

    @Test func adoptingIsToldAndKept() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn("lingdao", desk: desk)
        let before = try await browser.get("/lexicon/proposals/X1")
        #expect(before.body.contains("研判员 &lt;甲&gt;"))
        #expect(before.body.contains("formaction=\"/lexicon/proposals/X1/adopt\""))
        #expect(before.field("base") == "0000000000000007")
        let answer = try await decide(browser, "adopt", as: "lingdao")
        #expect(answer.location == "/lexicon?done=adopt")
        let page = try await browser.get("/lexicon?done=adopt")
        #expect(page.body.contains("之后判读的文字用这份词库"))
        #expect(page.body.contains("看过"))
        let again = try await decide(browser, "decline", as: "lingdao", reason: "<再想想>")
        #expect(again.status == 409)
        #expect(await desk.proposal.decision?.outcome == .adopted)
    }

    @Test func whatCannotBeDecidedKeepsTheReason() async throws {
        let browser = try await Browser.signedIn("lingdao")
        let stale = try await decide(
            browser, "adopt", as: "lingdao", reason: "<理由>", base: "8")
        #expect(stale.status == 409)
        #expect(stale.body.contains(">&lt;理由&gt;</textarea>"))
        #expect(try await decide(browser, "adopt", as: "lingdao", base: "zz").status == 409)
        #expect(try await decide(browser, "adopt", as: "lingdao", reason: " ").status == 422)
        #expect(try await decide(browser, "burn", as: "lingdao").status == 404)
        #expect(try await browser.get("/lexicon/proposals/none").status == 404)
    }

    /// The page of whoever proposed has no way to adopt, and the address refuses it too.
    @Test func fourEyes() async throws {
        let desk = FixtureDesk()
        let browser = try await Browser.signedIn(desk: desk)
        let page = try await browser.get("/lexicon/proposals/X1")
        #expect(!page.body.contains("/X1/adopt"))
        #expect(page.body.contains("撤回"))
        let answer = try await decide(browser, "adopt", as: "fenxi")
        #expect(answer.status == 403)
        #expect(answer.body.contains("由另一名研判员或领导采用"))
        #expect(await desk.proposal.decision == nil)
    }

    @Test func aLexiconNamedAtTheStartIsToldOf() async throws {
        let desk = FixtureDesk(isLexiconFixed: true)
        let browser = try await Browser.signedIn(desk: desk)
        #expect(try await browser.get("/lexicon").body.contains("--lexicon"))
        #expect(try await browser.get("/lexicon?done=adopt").body.contains("重新启动后才生效"))
    }

    @Test func onlyWhoMaySeeItIsLedThere() async throws {
        let analyst = try await Browser.signedIn().get("/leads")
        #expect(analyst.body.contains("href=\"/lexicon\""))
        let officer = try await Browser.signedIn("jinxian").get("/leads")
        #expect(!officer.body.contains("href=\"/lexicon\""))
    }
}
