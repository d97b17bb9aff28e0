import Casework
import Primitives
import Records
import Testing
import Web

@Suite struct LeadPageTests {
    @Test func reasonsFirstThenTheirRecords() async throws {
        let page = try await Browser.signedIn().get("/leads/L0001")
        #expect(page.status == 200)
        let order = [
            "机器提示只是线索，不是证据", "id=\"reasons-title\"", "id=\"texts-title\"", "id=\"parcels-title\"",
            "id=\"waterfall-title\"", "id=\"graph-title\"", "id=\"map-title\"",
            "id=\"history-title\"",
        ]
        let places = order.compactMap { page.body.firstRange(of: $0)?.lowerBound }
        #expect(places.count == order.count)
        #expect(places == places.sorted())
        #expect(page.body.contains("18 件可疑快件都约重 12.60 kg，共寄 31 件"))
        #expect(page.body.contains("同类证据封顶，未封顶为 +13.2"))
        #expect(page.body.contains("7 条证据把可能性从 0.1% 变为 99.7%"))
        #expect(page.count(of: "data-kind=\"part\"") == 7)
    }

    @Test func foundWordsAreMarkedInTheOriginal() async throws {
        let page = try await Browser.signedIn().get("/leads/L0001")
        let mark =
            #"<mark class="hit for" title="品名 +5.6 bit">yan花<span class="gloss">→ 烟花 拼音</span></mark>"#
        #expect(page.body.contains(mark))
        #expect(page.body.contains(#"加🌲林<span class="gloss">→ 加特林 表情</span>"#))
        // What stands for itself needs no gloss.
        #expect(page.body.contains(#"<mark class="hit for" title="品名 +1.4 bit">包邮</mark>"#))
        #expect(page.body.contains(#"<mark class="hit against""#))
    }

    @Test func textOfOthersIsNeverMarkup() async throws {
        let page = try await Browser.signedIn().get("/leads/L0001")
        #expect(!page.body.contains("<script>alert"))
        #expect(page.body.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
        #expect(page.body.contains("年货小铺 &lt;喜庆&gt; &amp; 朋友"))
        #expect(!page.body.contains("href=\"javascript:"))
        #expect(page.body.contains("href=\"https://example.com/item/1001\""))
        let search = try await Browser.signedIn().get(
            "/leads?q=%22%CC%81+autofocus+x%3D%22%3E%3Cb%3E")
        #expect(search.body.contains("value=\"&quot;\u{301} autofocus x=&quot;&gt;&lt;b&gt;\""))
    }

    @Test func personsAreMasked() async throws {
        let page = try await Browser.signedIn().get("/leads/L0001")
        for secret in ["张伟", "13800138000", "解放路", "欧阳娜娜", "阳光小区", "nianhuo888", "C88012"] {
            #expect(!page.body.contains(secret), "\(secret)")
        }
        for shown in ["张* 138****8000", "江西省南昌市进贤县李渡镇***", "浙江省绍兴市越城区***", "ni***88"] {
            #expect(page.body.contains(shown), "\(shown)")
        }
    }

    @Test func coordinatesAreBroughtToOneDatum() async throws {
        // In clear: a masked point is brought to a hundredth of a degree before.
        let page = try await Browser.signedIn().post(
            "/leads/L0001/unmask",
            [
                ("form_token", "form-1-of-fenxi"), ("purpose", "on-the-spot"), ("reason", "r"),
            ])
        #expect(page.body.contains("data-longitude=\"116.2571"))
        #expect(!page.body.contains("data-longitude=\"116.2620"))
        #expect(page.body.contains("来自 GCJ-02"))
        #expect(page.body.contains("data-division=\"360124\""))
    }

    @Test func licencesSayWhetherTheyHold() async throws {
        let page = try await Browser.signedIn().get("/leads/L0001")
        #expect(page.body.contains("<b>不在有效期</b> 零售许可"))
    }

    @Test(arguments: [
        ("fenxi", "L0001", ["dispatch", "dismiss"]), ("jinxian", "L0001", []),
        ("lingdao", "L0001", []), ("fenxi", "L1003", ["return", "verify"]), ("fenxi", "L1005", []),
    ])
    func onlyAllowedStepsShow(name: String, lead: String, steps: [String]) async throws {
        let page = try await Browser.signedIn(name).get("/leads/\(lead)")
        for step in StepForm.names {
            #expect(page.body.contains("data-step=\"\(step)\"") == steps.contains(step), "\(step)")
        }
    }

    @Test func sentencesAskOnlyForFactsTheEvidenceHas() throws {
        let resources = try Browser.resources.get()
        for language in Language.allCases {
            let words = EvidenceWords(words: resources.words(language))
            for kind in EvidenceKind.allCases {
                let bare = Evidence(kind: kind, weight: Bits(1), uncapped: Bits(1))
                #expect(words.sentence(bare) == words.name(kind))
                #expect(!words.name(kind).hasPrefix("evidence-"))
                let odd = Evidence(
                    kind: kind, weight: Bits(1), uncapped: Bits(1), facts: ["zebras": "3"])
                #expect(words.otherFacts(odd) == ["zebras 3"])
            }
        }
    }
}
