import Casework
import Primitives
import Records
import Store
import TestKit
import Testing

@Suite struct LeadTests {
    @Test(arguments: TestEngine.available)
    func aLeadComesBackWithEvidenceAndHistory(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        let lead = Fixed.lead("K1")
        try await store.database.write { transaction throws in
            try transaction.add(lead)
            for step in ["found", "dispatch"] {
                try transaction.add(
                    LeadEvent(
                        at: Fixed.now, by: "研判员", step: step, from: nil, to: .new, note: "n"),
                    by: ID("p"), to: ID("K1"))
            }
        }
        try await store.database.read { transaction throws in
            let stored = try #require(try transaction.lead(ID("K1")))
            #expect(stored.lead == lead.lead)
            #expect(stored.version == 1)
            #expect(stored.summary == lead.summary)
            #expect(try transaction.history(of: ID("K1")).map(\.step) == ["found", "dispatch"])
            #expect(try transaction.lead(ID("none")) == nil)
        }
    }

    @Test(arguments: TestEngine.available)
    func aStaleVersionChangesNothing(engine: TestEngine) async throws {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { try $0.add(Fixed.lead("K1")) }
        let changed = Fixed.lead("K1", state: .dispatched)
        try await store.database.write { transaction throws in
            #expect(try transaction.replace(changed, version: 1))
            #expect(try !transaction.replace(Fixed.lead("K1", state: .closed), version: 1))
        }
        try await store.database.read { transaction throws in
            let stored = try #require(try transaction.lead(ID("K1")))
            #expect(stored.lead.state == .dispatched)
            #expect(stored.version == 2)
        }
    }

    private static func board(_ engine: TestEngine) async throws -> TemporaryStore {
        let store = try await TemporaryStore.open(engine)
        try await store.database.write { transaction throws in
            for number in 0..<25 {
                // Scores and deadlines collide on purpose: the id must break ties.
                let due = number % 5 == 0 ? nil : Fixed.now.adding(.hours(Int64(number % 4)))
                try transaction.add(
                    Fixed.lead(
                        "K\(number)", actor: "A\(number)", score: Double(number / 3),
                        state: number % 2 == 0 ? .new : .dispatched,
                        division: number < 10 ? "360124" : "360121", due: due,
                        found: Fixed.now.adding(Seconds(Int64(number / 2)))))
            }
            try transaction.put([Fixed.listing("L1", text: "Jie年Hua")], digests: [1])
            try transaction.assign([(.listing(ID("L1")), ID("A7"))])
        }
        return store
    }

    @Test(arguments: TestEngine.available, LeadOrder.allCases)
    func pagesCoverEveryLeadOnceInOrder(engine: TestEngine, order: LeadOrder) async throws {
        let store = try await Self.board(engine)
        var seen: [LeadSummary] = []
        var query = LeadQuery(order: order, limit: 4)
        repeat {
            let asked = query
            let page = try await store.database.read { try $0.leadPage(asked, scope: .city) }
            #expect(page.total == 25)
            #expect(page.rows.count <= 4)
            seen += page.rows
            query.cursor = page.next
        } while query.cursor != nil
        #expect(Set(seen.map(\.lead.id)).count == 25)
        #expect(seen.count == 25)
        let leads = seen.map(\.lead)
        for (earlier, later) in zip(leads, leads.dropFirst()) {
            switch order {
            case .score: #expect(earlier.score >= later.score)
            case .found: #expect(earlier.foundAt >= later.foundAt)
            case .due:
                let last = Timestamp(microseconds: .max)
                #expect((earlier.dueAt ?? last) <= (later.dueAt ?? last))
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func filtersCountHonestly(engine: TestEngine) async throws {
        let store = try await Self.board(engine)
        let page = try await store.database.read {
            try $0.leadPage(LeadQuery(states: [.new], division: "360124"), scope: .city)
        }
        #expect(page.total == 5)
        #expect(page.rows.count == 5)
        #expect(page.byState == [.new: 5, .dispatched: 5])
        let scoped = try await store.database.read {
            try $0.leadPage(LeadQuery(division: "360121"), scope: .of("360124"))
        }
        #expect(scoped.total == 0)
    }

    @Test(
        arguments: TestEngine.available,
        [
            ("花花", 25), ("WECHAT:ABC", 25), ("jie年hua", 1), ("100%_x", 25), ("100_%", 0),
            ("%", 25), ("no such", 0),
        ])
    func searchTakesTextAsItStands(engine: TestEngine, sought: (search: String, found: Int))
        async throws
    {
        let store = try await Self.board(engine)
        let page = try await store.database.read {
            try $0.leadPage(LeadQuery(search: sought.search), scope: .city)
        }
        #expect(page.total == sought.found)
    }

    @Test(arguments: TestEngine.available, ["", "~", "zz~K1", "3ff0000000000000"])
    func aBrokenCursorShowsTheFirstPage(engine: TestEngine, cursor: String) async throws {
        let store = try await Self.board(engine)
        let page = try await store.database.read {
            try $0.leadPage(LeadQuery(cursor: cursor, limit: 3), scope: .city)
        }
        #expect(page.rows.count == 3)
        #expect(page.rows.first?.lead.score == Bits(8))
    }
}
