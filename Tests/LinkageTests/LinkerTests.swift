import Linkage
import Primitives
import Records
import Testing

struct LinkerTests {
    private struct Row {
        var record: RecordRef
        var identifiers: [Identifier]
        var name: String?
        var address: String?
        var actor: ID<Actor>?
    }

    private func listing(_ id: String) -> RecordRef { .listing(ID(id)) }
    private func waybill(_ id: String) -> RecordRef { .waybill(ID(id)) }
    private func account(_ value: String) -> Identifier { Identifier(kind: .account, value: value) }
    private func phone(_ value: String) -> Identifier { Identifier(kind: .phone, value: value) }
    private func wechat(_ value: String) -> Identifier { Identifier(kind: .wechat, value: value) }
    private func courier(_ value: String) -> Identifier {
        Identifier(kind: .courierAccount, value: value)
    }

    private func link(
        _ rows: [Row], policy: LinkPolicy = LinkPolicy(), oldestFirst: [ID<Actor>] = []
    ) -> Links {
        var linker = Linker(policy: policy)
        for row in rows {
            linker.add(
                row.record, identifiers: row.identifiers, name: row.name,
                address: row.address, actor: row.actor)
        }
        return linker.finish(oldestFirst: oldestFirst)
    }

    /// Which records are together, and under which id: the result without its order.
    private func groups(_ links: Links) -> [String: [String]] {
        var groups: [String: [String]] = [:]
        for (position, record) in links.records.enumerated() {
            groups[links.actor(at: position)?.text ?? "-", default: []].append(record.text)
        }
        return groups.mapValues { $0.sorted() }
    }

    private var chain: [Row] {
        [
            Row(record: listing("1"), identifiers: [account("xy/a"), wechat("w1")]),
            Row(record: listing("2"), identifiers: [account("xy/b"), wechat("w1"), phone("p1")]),
            Row(record: waybill("3"), identifiers: [phone("p1"), courier("zto/7")], name: "甲"),
            Row(record: waybill("4"), identifiers: [courier("zto/7")], name: "乙"),
            Row(record: listing("5"), identifiers: [account("xy/c")]),
            Row(record: waybill("6"), identifiers: [], name: "丙"),
        ]
    }

    @Test func recordsJoinedByAChainAreOneActor() {
        let links = link(chain)
        #expect(links.actors.map(\.records.count).sorted() == [1, 4])
        #expect(links.actor(at: 0) == links.actor(at: 3))
        #expect(links.actor(at: 4) != links.actor(at: 0))
        #expect(links.generic.isEmpty && links.merged.isEmpty)
    }

    @Test func aRecordWithoutAnIdentifierHasNoActor() {
        #expect(link(chain).actor(at: 5) == nil)
        #expect(link([]).actors.isEmpty)
    }

    @Test func theChainBetweenTwoRecordsIsTold() throws {
        let links = link(chain)
        let steps = try #require(links.steps(listing("1"), waybill("4")))
        #expect(steps.map(\.left) == [listing("1"), listing("2"), waybill("3")])
        #expect(steps.map(\.right) == [listing("2"), waybill("3"), waybill("4")])
        #expect(steps.map(\.identifier) == [wechat("w1"), phone("p1"), courier("zto/7")])
        #expect(steps.allSatisfy { $0.evidence == .identifier })
        #expect(links.steps(listing("1"), listing("1")) == [])
        #expect(links.steps(listing("1"), listing("5")) == nil)
        #expect(links.steps(listing("1"), listing("none")) == nil)
        #expect(links.steps(waybill("6"), listing("1")) == nil)
    }

    @Test(arguments: 0..<20)
    func theOrderOfRecordsChangesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var rows: [Row] = []
        for number in 0..<300 {
            let count = random.below(4)
            let identifiers = (0..<count).map { _ in
                [phone("\(random.below(150))"), account("a/\(random.below(150))")][random.below(2)]
            }
            rows.append(
                Row(
                    record: waybill("\(number)"), identifiers: identifiers,
                    name: "n\(random.below(40))",
                    actor: random.chance(0.3) ? ID("old\(random.below(12))") : nil))
        }
        let policy = LinkPolicy(recordsMax: 6, accountsMax: 3, namesMax: 4)
        let first = link(rows, policy: policy)
        rows.shuffle(using: &random)
        let second = link(rows, policy: policy)
        #expect(groups(first) == groups(second))
        #expect(first.generic == second.generic && !first.generic.isEmpty)
        #expect(first.merged == second.merged)
        #expect(groups(first) == oracle(rows, generic: Set(first.generic.map(\.identifier)), first))
    }

    /// Components by repeated merging, slow and plain, named as `links` named them.
    private func oracle(
        _ rows: [Row], generic: Set<Identifier>, _ links: Links
    ) -> [String: [String]] {
        var sets: [(identifiers: Set<Identifier>, records: [String])] = []
        var alone: [String] = []
        for row in rows {
            var merged = (
                identifiers: Set(row.identifiers).subtracting(generic), records: [row.record.text]
            )
            guard !merged.identifiers.isEmpty else {
                alone.append(row.record.text)
                continue
            }
            for set in sets where !set.identifiers.isDisjoint(with: merged.identifiers) {
                merged.identifiers.formUnion(set.identifiers)
                merged.records += set.records
            }
            sets.removeAll { !$0.identifiers.isDisjoint(with: merged.identifiers) }
            sets.append(merged)
        }
        var result: [String: [String]] = alone.isEmpty ? [:] : ["-": alone.sorted()]
        for set in sets {
            let actor = links.actors.first { !set.identifiers.isDisjoint(with: $0.identifiers) }
            result[actor?.id.text ?? "?"] = set.records.sorted()
        }
        return result
    }

    @Test func aCountersPhoneStopsLinkingAndIsReported() {
        let counter = phone("079188888888")
        let rows = (0..<70).map {
            Row(
                record: waybill("\($0)"), identifiers: [counter, courier("yto/\($0)")],
                name: "寄件人\($0)", address: "路\($0)号")
        }
        let links = link(rows)
        #expect(links.actors.count == 70)
        #expect(
            links.generic == [
                GenericIdentifier(
                    identifier: counter, records: 70, accounts: 70, names: 70, addresses: 70)
            ])
        #expect(links.steps(rows[0].record, rows[1].record) == nil)
    }

    @Test(arguments: [(8, 20, 0), (20, 8, 0), (9, 9, 1), (200, 2, 0), (2, 200, 0)])
    func manyNamesFromManyPlacesAreACountersCustomers(names: Int, places: Int, generic: Int) {
        let rows = (0..<200).map {
            Row(
                record: waybill("\($0)"), identifiers: [phone("p1")], name: "n\($0 % names)",
                address: "a\($0 % places)")
        }
        #expect(link(rows).generic.count == generic)
    }

    @Test(arguments: [(60, 0), (61, 1)])
    func withoutAddressesTheNamesAloneDecide(names: Int, generic: Int) {
        let rows = (0..<names).map {
            Row(record: waybill("s\($0)"), identifiers: [phone("p1")], name: "假名\($0)")
        }
        #expect(link(rows).generic.count == generic)
    }

    @Test func aBusyShopStaysOne() {
        let shop = (0..<500).map {
            Row(record: waybill("b\($0)"), identifiers: [courier("sto/9")], name: "旗舰店")
        }
        let links = link(shop, policy: LinkPolicy(recordsMax: 100))
        #expect(links.actors.count == 1 && links.generic.isEmpty)
    }

    @Test(arguments: [(10, 0), (11, 1)])
    func aContactOnTooManyRecordsIsGeneric(records: Int, generic: Int) {
        let rows = (0..<records).map {
            Row(record: listing("\($0)"), identifiers: [wechat("kefu")])
        }
        let links = link(rows, policy: LinkPolicy(recordsMax: 10, accountsMax: 5, namesMax: 5))
        #expect(links.generic.count == generic)
    }

    @Test func idsStayWhenRecordsAreAdded() {
        let before = link(Array(chain.prefix(4)))
        let id = before.actor(at: 0)
        var rows = chain
        for position in 0..<4 { rows[position].actor = id }
        rows.append(
            Row(record: listing("0"), identifiers: [account("aa/0"), phone("p1")]))
        let after = link(rows)
        #expect(after.actor(at: 6) == id)
        #expect(after.actor(at: 0) == id)
    }

    @Test func mergedActorsKeepTheOldestIdAndAreReported() {
        let old = ID<Actor>("z-old")
        let young = ID<Actor>("a-young")
        let rows = [
            Row(record: listing("1"), identifiers: [wechat("w1")], actor: young),
            Row(record: listing("2"), identifiers: [wechat("w1")], actor: young),
            Row(record: listing("3"), identifiers: [wechat("w2")], actor: old),
            Row(record: listing("4"), identifiers: [wechat("w1"), wechat("w2")]),
        ]
        let byAge = link(rows, oldestFirst: [old, young])
        #expect(byAge.actors.map(\.id) == [old])
        #expect(byAge.merged == [MergedActor(from: young, into: old)])
        #expect(link(rows).actors.map(\.id) == [young])
    }

    @Test func anActorThatFallsApartKeepsItsIdOnTheLargerPart() {
        let old = ID<Actor>("old")
        let rows = [
            Row(record: listing("1"), identifiers: [wechat("w1")], actor: old),
            Row(record: listing("2"), identifiers: [wechat("w2")], actor: old),
            Row(record: listing("3"), identifiers: [wechat("w2")], actor: old),
        ]
        let links = link(rows)
        #expect(links.actor(at: 1) == old && links.actor(at: 2) == old)
        #expect(links.actor(at: 0) != old && links.actor(at: 0) != nil)
        #expect(links.merged.isEmpty)
    }
}
