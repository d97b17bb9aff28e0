import Primitives
import Records
import Screening
import Testing
import Text

@Suite struct LexiconTests {
    private static let head =
        "# test@1\nterm\tgroup\tmatch\tcanonical\tclass\tunless\thit\tmiss\tsource\n"

    @Test func `reads name, terms, ways and other writings`() throws {
        let text =
            Self.head + "烟花\tproduct\tliteral,sound,split\t烟花总称\t\t壁纸 台风\t卖烟花\t\tx\n"
            + "咽花\tslang\tliteral\t烟花(同音)\t\t\t咽花现货\t\t\r\n"
            + "🎆\tslang\temoji\t烟花(表情)\t\t\t\t\t\n"
        let lexicon = try Lexicon.parse(Array(text.utf8))
        #expect(lexicon.name == "test@1")
        #expect(lexicon.terms.map(\.term) == ["烟花", "咽花", "🎆"])
        #expect(lexicon.terms.map(\.group) == [.product, .slang, .slang])
        #expect(lexicon.terms[0].ways == [.literal, .sound, .split])
        #expect(lexicon.terms[0].unless == ["壁纸", "台风"])
        #expect(lexicon.terms.map(\.base) == [nil, 0, nil])
        #expect(lexicon.terms.map(\.disguises) == [[], .homophone, .picture])
    }

    @Test(arguments: [
        ("", ScreeningError.lexiconHeader),
        ("term\tgroup\n", .lexiconHeader),
        ("# no version\n", .lexiconHeader),
        ("# test@1\nterm\tgroup\n", .lexiconHeader),
        (head, .lexiconEmpty),
        (head + "烟花\tproduct\n", .lexiconLine(3, reason: "2 cells instead of 9")),
        (head + "烟花\tnouns\t\t\t\t\t\t\t\n", .lexiconLine(3, reason: "there is no group 'nouns'")),
        (
            head + "烟花\tproduct\tsmell\t\t\t\t\t\t\n",
            .lexiconLine(3, reason: "there is no way of matching 'smell'")
        ),
        (head + "\tproduct\t\t\t\t\t\t\t\n", .lexiconLine(3, reason: "a term has 1 to 192 bytes")),
        (
            head + "烟花\tproduct\t\t\t\t\t\t\t\n烟花\tslang\t\t\t\t\t\t\t\n",
            .lexiconLine(4, reason: "the term 烟花 is there twice")
        ),
    ])
    func `refuses what it cannot use and says where`(text: String, expected: ScreeningError) {
        #expect(throws: expected) { try Lexicon.parse(Array(text.utf8)) }
    }

    @Test func `the shipped lexicon has every group and enough terms`() throws {
        let lexicon = try Shipped.lexicon.get()
        #expect(lexicon.terms.count >= 1_500)
        for group in TermGroup.allCases {
            #expect(lexicon.terms.contains { $0.group == group }, "\(group)")
        }
    }

    /// Nine of ten at least: a longer term can hold the example's, and is then found instead.
    @Test func `examples of the shipped lexicon hit`() throws {
        let lexicon = try Shipped.lexicon.get()
        let screener = try Shipped.screener.get()
        let examples = lexicon.terms.filter { !$0.hit.isEmpty }
        let silent = examples.filter { term in
            let finds = screener.finds(in: term.hit)
            return !finds.contains { $0.term == term.term || $0.found.contains(term.term) }
                && (term.base == nil || finds.isEmpty)
        }
        #expect(silent.count * 50 < examples.count, "\(silent.map { "\($0.term): \($0.hit)" })")
    }
}
