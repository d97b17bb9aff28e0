import Testing
import Web

@Suite struct WordsTests {
    private func words(_ language: Language) throws -> Words {
        try Browser.resources.get().words(language)
    }

    @Test func bothLanguagesHaveTheSameKeysAndPlaces() throws {
        let chinese = try words(.chinese).texts
        let english = try words(.english).texts
        #expect(Set(chinese.keys).symmetricDifference(english.keys).sorted() == [])
        for (key, text) in chinese {
            let other = english[key] ?? ""
            #expect(
                Set(Words.places(text)) == Set(Words.places(other)), "places of \(key)")
            #expect(!text.isEmpty && !other.isEmpty, "\(key)")
        }
    }

    /// Every page in every state, in both languages, shows no key in place of its words.
    @Test(arguments: Language.allCases)
    func noPageShowsAKey(language: Language) async throws {
        let keys = Set(try words(language).texts.keys.filter { $0.contains("-") })
        let prefixes = Set(keys.compactMap { $0.split(separator: "-").first.map(String.init) })
        let addresses =
            (["/leads", "/leads?q=zzz", "/nowhere", "/leads/NONE"]
            + ["L0001", "L1003", "L1004", "L1005", "L1006"].map { "/leads/\($0)" }
            + StepForm.names.map { "/leads/L0001?done=\($0)" }
            + [
                "/leads/L0001/actor", "/leads/L1003/actor", "/leads/L0001/actor?step=1",
                "/leads/L0001/actor?other=many", "/leads/L0001/actor?other=one",
                "/leads/L0001/actor?other=none", "/leads/L0001/actor?done=sever", "/linking",
                "/linking?done=take-back", "/lexicon", "/lexicon?q=zzz", "/lexicon?done=adopt",
                "/lexicon?done=decline",
                "/lexicon/entry?term=%E7%83%9F%E8%8A%B1", "/lexicon/entry?term=%E5%88%98%E9%98%B3",
                "/lexicon/propose", "/lexicon/proposals/X1?done=propose", "/lexicon/proposals/none",
            ]).map { ("fenxi", $0) } + [
                ("fenxi", "/account"), ("fenxi", "/account?done=password"), ("xinren", "/account"),
                ("xitong", "/people"), ("anquan", "/people?done=grant"), ("shenji", "/journal"),
                ("shenji", "/journal?act=lead.close&before=1"), ("fenxi", "/matters"),
                ("fenxi", "/matters/m1"), ("yingji", "/matters/m1"), ("fenxi", "/approvals"),
                ("lingdao", "/approvals?done=decline"), ("fenxi", "/export?state=new"),
            ]
        for (name, address) in addresses {
            let browser = try await Browser.signedIn(name)
            browser.setCookie(CookieName.language, language.rawValue)
            let body = try await browser.get(address).body
            // Text between tags alone: attributes hold classes and ids of the same form.
            let texts = body.replacing(/<[^>]*>/, with: "\n")
            for word in texts.matches(of: /[a-z]+(-[a-z0-9]+)+/).map({ String($0.0) }) {
                let prefix = word.split(separator: "-").first.map(String.init) ?? ""
                #expect(
                    !(prefixes.contains(prefix) && !texts.contains("/\(word)")),
                    "\(word) in \(address)")
            }
            #expect(!texts.contains("{"), "a place without its value in \(address)")
        }
    }

    @Test(
        arguments: [
            ("a {x} b {y}", ["x": "1", "y": "2"], "a 1 b 2"), ("{x}", ["x": "{x}"], "{x}"),
            ("{x}{x}", ["x": "1"], "11"), ("{x", ["x": "1"], "{x"), ("{y}", [:], "{y}"),
            ("", [:], ""),
        ] as [(String, [String: String], String)])
    func filling(text: String, values: [String: String], expected: String) {
        let words = Words(language: .english, texts: ["key": text])
        #expect(words("key", values) == expected)
    }

    @Test func wholeSentencesOnly() {
        let words = Words(language: .english, texts: ["key": "{a} of {b}"])
        #expect(words.whole("key", ["a": "1", "b": "2"]) == "1 of 2")
        #expect(words.whole("key", ["a": "1"]) == nil)
        #expect(words.whole("other", [:]) == nil)
    }
}

@Suite struct FormFieldsTests {
    @Test(arguments: [
        ("a=1&b=2", [("a", "1"), ("b", "2")]), ("", []), ("&&a", [("a", "")]),
        ("a=b=c", [("a", "b=c")]), ("a=+%2B+", [("a", " + ")]), ("%E7%83%9F=x", [("烟", "x")]),
        ("a=%zz%4", [("a", "%zz%4")]), ("a=%0a&a=2", [("a", "\n"), ("a", "2")]),
    ])
    func decoding(text: String, expected: [(String, String)]) throws {
        let fields = try #require(FormFields(encoded: text.utf8))
        #expect(fields.pairs == expected.map { FormFields.Pair($0.0, $0.1) })
        #expect(FormFields(encoded: fields.encoded.utf8) == fields)
    }

    @Test func brokenUTF8IsRefused() {
        #expect(FormFields(encoded: "a=%FF".utf8) == nil)
        #expect(FormFields(encoded: "%C3=1".utf8) == nil)
    }

    @Test func blankIsNothing() throws {
        let fields = try #require(FormFields(encoded: "a=++&b=%E3%80%80x%0D%0A&c=".utf8))
        #expect(fields["a"] == nil)
        #expect(fields["b"] == "x")
        #expect(fields["c"] == nil)
        #expect(fields.all("c") == [""])
    }
}

@Suite struct EscapingTests {
    @Test(arguments: [
        ("", ""), ("烟花", "烟花"), ("<b>", "&lt;b&gt;"),
        ("a & 'b' \"c\"", "a &amp; &#39;b&#39; &quot;c&quot;"),
        ("\"\u{301}", "&quot;\u{301}"), ("<\u{20D2}", "&lt;\u{20D2}"), ("a\u{0}b", "a\u{FFFD}b"),
        ("&amp;", "&amp;amp;"),
    ])
    func html(text: String, expected: String) {
        #expect(Array(Escaping.html(text).utf8) == Array(expected.utf8))
    }
}
