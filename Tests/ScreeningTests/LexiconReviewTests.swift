import Primitives
import Records
import Screening
import Testing
import Text

/// What a review of a lexicon says against the one in use.
@Suite struct LexiconReviewTests {
    /// The shipped rows, changed, as a lexicon of its own.
    private static func edited(
        _ change: (inout [LexiconRow]) -> Void
    ) throws -> Screener {
        let bytes = try Shipped.resources.get().lexicon
        var rows = try #require(Lexicon.rows(ofTable: bytes)).rows
        change(&rows)
        let draft = LexiconDraft(name: "edited@1", rows: rows)
        #expect(draft.faults == [])
        return try Shipped.screener.get().using(try #require(draft.lexicon))
    }

    private static func row(
        _ term: String, _ group: String = "product", hit: String, miss: String = "今晚吃什么"
    ) -> LexiconRow {
        LexiconRow(
            line: 9_000, cells: [term, group, "literal", term, "", "", hit, miss, "own"])
    }

    private static func faults(
        of rows: [LexiconRow]
    ) throws -> [(term: String, code: LexiconFault.Code)] {
        let screener = try edited { $0 += rows }
        let terms = Set(rows.map { $0.cells[0] })
        return LexiconReview.faults(of: screener).filter { terms.contains($0.term) }
            .map { ($0.term, $0.code) }
    }

    @Test(
        arguments: [
            (row("土火箭筒子", hit: "现货土火箭筒子两箱"), []),
            (row("土火箭筒子", hit: "现货土·火·箭·筒·子"), []),
            (row("土火箭筒子", hit: "现货两箱"), [.hit]),
            (row("土火箭筒子", hit: ""), [.hitMissing]),
            (row("土火箭筒子", hit: "卖土火箭筒子", miss: ""), [.missMissing]),
            (
                row(
                    "土火箭筒子", hit: "卖土火箭筒子", miss: "浏阳烟花爆竹厂家直发,整箱批发包邮,懂的加v私聊报价"),
                [.miss]
            ),
            (
                row("土火箭筒子", hit: "没有", miss: "浏阳烟花爆竹厂家直发,整箱批发包邮,懂的加v私聊报价"),
                [.hit, .miss]
            ),
        ] as [(LexiconRow, [LexiconFault.Code])])
    func examplesDoWhatTheyAreThereFor(row: LexiconRow, codes: [LexiconFault.Code]) throws {
        let found = try Self.faults(of: [row])
        #expect(found.map(\.code) == codes)
    }

    /// Whoever may propose a lexicon must not be able to stop the server with it.
    @Test(arguments: TermGroup.allCases)
    func strangeTermsStopNothing(group: TermGroup) throws {
        let strange = [
            "\u{200B}", "\u{200B}\u{FEFF}", "。", "……", "😀", "👨‍👩‍👧‍👦", "🎆🎆🎆", "a", "A1", "1", "  x", "-",
            "\u{301}", "e\u{301}", "א", "\u{202E}abc", "㊙", "⺾", "𝓪𝓫", "\u{FFFD}", "|", "(", "()",
            String(repeating: "啊", count: 64), String(repeating: "a", count: 192), "烟\u{200B}",
            "烟花烟花烟花", "火因", "ff", "yanhua", "烟花(同音)", "\u{10FFFF}",
        ]
        let all = strange.joined(separator: " ")
        let rows = strange.prefix(Limits.unlessWordsMax * 3).map { term in
            LexiconRow(
                line: 1,
                cells: [
                    term, group.rawValue, "literal,sound,initials,split,emoji", "\(term)(同音)", "",
                    strange.prefix(Limits.unlessWordsMax).joined(separator: " "), all, term, "",
                ])
        }
        let alone = try #require(LexiconDraft(name: "t@1", rows: rows).lexicon)
        #expect(alone.terms.count == strange.count)
        let screener = try Shipped.screener.get().using(alone)
        _ = LexiconReview.faults(of: screener)
        for text in strange + [all, all + all, "烟花现货\(all)", ""] {
            for kind in TextKind.allCases { _ = screener.screen(text, kind: kind) }
            _ = screener.finds(in: text)
        }
        let table = try Lexicon.parse(alone.table)
        #expect(table.terms == alone.terms)
    }

    @Test func termsThatFoldToOneAreTold() throws {
        let found = try Self.faults(of: [
            Self.row("ＡＢ炮仗王", hit: "卖ab炮仗王"), Self.row("ab炮仗王", hit: "卖ab炮仗王"),
            Self.row("ab 砲仗王", hit: "卖ab炮仗王"),
        ]).filter { $0.code == .duplicate }
        #expect(found.map(\.term) == ["ab炮仗王", "ab 砲仗王"])
    }

    /// The data's own state, so that a worse one is seen: a term that is one with another after
    /// folding, or an example that misleads.
    @Test func theShippedLexiconHasFewFaults() throws {
        let faults = LexiconReview.faults(of: try Shipped.screener.get())
        let told = faults.map { "\($0.code.rawValue) \($0.term): \($0.reason)" }
        #expect(faults.count * 20 < (try Shipped.lexicon.get()).terms.count, "\(told)")
    }

    @Test func changesAreToldByEntryAndColumn() throws {
        let old = try Shipped.screener.get()
        let new = try Self.edited { rows in
            rows.remove(at: 2)
            var cells = rows[0].cells
            (cells[3], cells[6]) = ("别名", "浏阳花炮现货")
            rows[0] = LexiconRow(line: rows[0].line, cells: cells)
            rows.append(Self.row("土火箭筒子", hit: "卖土火箭筒子"))
            // Another order is no change.
            rows.swapAt(10, 20)
        }
        let terms = old.lexicon.terms
        let changes = LexiconChanges(from: old.lexicon, to: new.lexicon)
        #expect(changes.added.map(\.term) == ["土火箭筒子"])
        #expect(changes.removed.map(\.term) == [terms[2].term])
        #expect(changes.changed.map(\.new.term) == [terms[0].term])
        #expect(changes.changed.first?.fields == ["canonical", "hit"])
        #expect(changes.touched == ["土火箭筒子", terms[0].term])
        let spared = LexiconChanges(
            from: old.lexicon, to: new.lexicon, refused: [terms[2].term])
        #expect(spared.removed.isEmpty)
        #expect(LexiconChanges(from: old.lexicon, to: old.lexicon).isEmpty)
    }

    @Test func verdictsThatWouldChangeAreCountedAndTheFirstShown() throws {
        let old = try Shipped.screener.get()
        // Without any word for goods nothing is an offer for certain.
        let new = try Self.edited { rows in
            rows.removeAll { ["product", "slang"].contains($0.cells[1]) }
        }
        let offers = (0..<60).map {
            LexiconReview.Sample(
                id: "\($0)", kind: .listing, text: "烟花爆竹现货批发,加特林整箱\($0)元包邮,加微信私聊")
        }
        let plain = LexiconReview.Sample(id: "p", kind: .chat, text: "今晚吃什么")
        let review = LexiconReview(from: old, to: new, samples: [plain] + offers)
        #expect(review.tried == 61)
        #expect(review.verdictsChanged == 60)
        #expect(review.verdicts.map(\.sample.id) == (0..<50).map(String.init))
        #expect(review.verdicts.allSatisfy { $0.before == .offer && $0.after != .offer })
        #expect(review.verdicts.allSatisfy { $0.scoreBefore > $0.scoreAfter })
    }

    /// Faults that stood before are not blamed on whoever edits another entry.
    @Test func faultsThatStoodBeforeAreApart() throws {
        let old = try Self.edited { $0.append(Self.row("旧词土火箭", hit: "别的")) }
        let new = try Self.edited {
            $0.append(Self.row("旧词土火箭", hit: "别的"))
            $0.append(Self.row("新词土火箭", hit: "也是别的"))
        }
        let review = LexiconReview(from: old, to: new, samples: [])
        #expect(review.faults.map(\.term) == ["新词土火箭"])
        #expect(review.standing.map(\.term).contains("旧词土火箭"))
    }

    @Test func aModelStaysUsableWithAnotherLexiconAndSaysSo() throws {
        let shipped = try Shipped.screener.get()
        let edited = try Self.edited { _ in }
        #expect(edited.name == "\(shipped.name.split(separator: "+")[0])+edited@1(edited)")
        #expect(shipped.using(try Shipped.lexicon.get()).name == shipped.name)
    }

    @Test(arguments: [
        ("declared", TextKind.declaration), ("handling", .declaration), ("product", .listing),
        ("benign", .listing),
    ])
    func examplesOfParcelsAreDeclarations(group: String, kind: TextKind) throws {
        let draft = LexiconDraft(name: "t@1", rows: [Self.row("货", group, hit: "货")])
        let term = try #require(draft.lexicon?.terms.first)
        #expect(LexiconReview.kind(of: term) == kind)
    }
}
