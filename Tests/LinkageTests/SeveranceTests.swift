import Linkage
import Primitives
import Records
import Testing

/// What a person parts stays apart, whatever the order of records and the chain between them.
struct SeveranceTests {
    struct Row: Sendable {
        var record: RecordRef
        var identifiers: [Identifier]
        var actor: ID<Actor>?
    }

    static func post(_ id: String, _ identifiers: String...) -> Row {
        Row(record: .listing(ID(id)), identifiers: identifiers.compactMap { Identifier(text: $0) })
    }

    static func link(_ rows: [Row], _ severed: Severance = Severance()) -> Links {
        var linker = Linker()
        for row in rows {
            linker.add(row.record, identifiers: row.identifiers, actor: row.actor)
        }
        return linker.finish(severed: severed)
    }

    static func groups(_ links: Links) -> Set<Set<String>> {
        var groups: [ID<Actor>: Set<String>] = [:]
        for (position, record) in links.records.enumerated() {
            guard let actor = links.actor(at: position) else { continue }
            groups[actor, default: []].insert(record.id)
        }
        return Set(groups.values)
    }

    private static func pair(_ left: String, _ right: String) -> (RecordRef, RecordRef) {
        (.listing(ID(left)), .listing(ID(right)))
    }

    /// 1 – w1 – 2 – q1 – 3, and 4 that shares the account of 3.
    private static let chain = [
        post("1", "account:x/a", "wechat:w1"), post("2", "account:x/b", "wechat:w1", "qq:10001"),
        post("3", "account:x/c", "qq:10001"), post("4", "account:x/c"),
    ]

    @Test func anIdentifierThatAPersonPartedLinksNothing() throws {
        let qq = try #require(Identifier(text: "qq:10001"))
        let links = Self.link(Self.chain, Severance(identifiers: [qq]))
        #expect(Self.groups(links) == [["1", "2"], ["3", "4"]])
        #expect(links.steps(.listing(ID("2")), .listing(ID("3"))) == nil)
        #expect(links.generic.isEmpty, "the policy found none")
    }

    @Test func aPairStaysApartThroughThirdParties() {
        let links = Self.link(Self.chain, Severance(pairs: [Self.pair("1", "3")]))
        let first = links.actor(at: 0)
        #expect(first != links.actor(at: 2) && first != nil && links.actor(at: 2) != nil)
        #expect(links.actor(at: 2) == links.actor(at: 3), "what is of one account stays with it")
        #expect(links.steps(.listing(ID("1")), .listing(ID("3"))) == nil)
    }

    /// Nothing parts what is of one account, and a record that is gone parts nothing.
    @Test func whatIsOneElementStaysOne() {
        let severed = Severance(pairs: [Self.pair("3", "4"), Self.pair("1", "gone")])
        #expect(Self.groups(Self.link(Self.chain, severed)) == [["1", "2", "3", "4"]])
    }

    @Test func aLargerPartKeepsTheId() {
        let old = ID<Actor>("old")
        let rows = Self.chain.map { row in
            var row = row
            row.actor = old
            return row
        }
        let links = Self.link(
            rows + [Self.post("5", "account:x/a")], Severance(pairs: [Self.pair("1", "3")]))
        #expect(links.actor(at: 0) == old)
        #expect(links.actor(at: 2) != old && links.merged.isEmpty)
    }

    /// On random graphs: no pair is together, no join is made that evidence does not carry, and the
    /// order of records is nothing.
    @Test(arguments: 0..<30)
    func theOrderOfRecordsChangesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var rows: [Row] = (0..<120).map { number in
            let shared = (0..<random.below(4)).map { _ in
                ["wechat:w", "qq:1", "phone:p"][random.below(3)] + "\(random.below(40))"
            }
            return Row(
                record: number % 3 == 0 ? .waybill(ID("\(number)")) : .listing(ID("\(number)")),
                identifiers: (shared + ["account:x/\(random.below(80))"])
                    .compactMap { Identifier(text: $0) })
        }
        let whole = Self.link(rows)
        var pairs: [(RecordRef, RecordRef)] = []
        for actor in whole.actors where actor.records.count > 3 {
            let records = actor.records.map { whole.records[Int($0)] }.sorted()
            pairs.append((records[0], records[records.count - 1]))
            pairs.append((records[1], records[records.count / 2 + 1]))
        }
        let severed = Severance(pairs: pairs)
        let first = Self.link(rows, severed)
        rows.shuffle(using: &random)
        let turned = Severance(pairs: pairs.shuffled(using: &random).map { ($1, $0) })
        let second = Self.link(rows, turned)
        #expect(Self.groups(first) == Self.groups(second))
        func actor(_ record: RecordRef, _ links: Links) -> ID<Actor>? {
            links.records.firstIndex(of: record).flatMap { links.actor(at: $0) }
        }
        for row in rows { #expect(actor(row.record, first) == actor(row.record, second)) }
        let accounts = Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (row.record, row.identifiers.filter { $0.kind == .account })
            })
        for (left, right) in pairs where accounts[left] != accounts[right] {
            #expect(actor(left, first) != actor(right, first))
        }
        for group in Self.groups(first) {
            #expect(Self.groups(whole).contains { group.isSubset(of: $0) })
        }
        // What is one is explained, with nothing that was refused.
        for found in first.actors {
            let records = found.records.map { first.records[Int($0)] }
            for record in records.dropFirst().prefix(5) {
                #expect(first.steps(records[0], record) != nil)
            }
        }
    }
}
