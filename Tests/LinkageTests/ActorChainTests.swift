import Linkage
import Primitives
import Records
import Testing

/// Chains of evidence: the shortest ones, the same as a slow plain search finds, and fast.
struct ActorChainTests {
    typealias Row = SeveranceTests.Row

    /// Level by level, each record beside each other: what the linker's own walk must equal.
    private func oracle(_ rows: [Row], from: RecordRef, to: RecordRef) -> [RecordRef]? {
        let sorted = rows.sorted { $0.record < $1.record }
        var cameFrom: [RecordRef: RecordRef] = [:]
        var level = rows.filter { $0.record == from }
        while !level.isEmpty, cameFrom[to] == nil {
            var next: [Row] = []
            for row in level {
                for other in sorted
                where other.record != from && cameFrom[other.record] == nil
                    && !Set(row.identifiers).isDisjoint(with: other.identifiers)
                {
                    cameFrom[other.record] = row.record
                    next.append(other)
                }
            }
            level = next
        }
        var chain = [to]
        while let last = chain.last, last != from {
            guard let before = cameFrom[last] else { return nil }
            chain.append(before)
        }
        return chain.reversed()
    }

    @Test(arguments: 0..<20)
    func chainsAreThoseOfAPlainSearch(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows: [Row] = (0..<60).map { number in
            Row(
                record: random.chance(0.5) ? .waybill(ID("\(number)")) : .listing(ID("\(number)")),
                identifiers: (0..<(1 + random.below(3))).compactMap { _ in
                    Identifier(
                        text: ["wechat:w", "phone:p", "account:x/"][random.below(3)]
                            + "\(random.below(22))")
                })
        }
        let links = SeveranceTests.link(rows)
        for left in rows.prefix(12) {
            for right in rows.suffix(12) where left.record != right.record {
                let steps = links.steps(left.record, right.record)
                let chain = steps.map { $0.map(\.left) + [right.record] }
                #expect(chain == oracle(rows, from: left.record, to: right.record))
                for step in steps ?? [] {
                    let both = [step.left, step.right].map { record in
                        Set(rows.first { $0.record == record }?.identifiers ?? [])
                    }
                    #expect(step.identifier == both[0].intersection(both[1]).min())
                }
            }
        }
    }

    @Test func aTreeHasOneStepToEachElement() throws {
        let rows = [
            SeveranceTests.post("1", "account:x/a", "wechat:w1"),
            SeveranceTests.post("2", "account:x/a", "wechat:w1"),
            SeveranceTests.post("3", "account:x/b", "wechat:w1", "qq:10001"),
            SeveranceTests.post("4", "account:x/c", "qq:10001"),
            SeveranceTests.post("5", "account:x/c"),
        ]
        let links = SeveranceTests.link(rows)
        let tree = try #require(LinkExplainer(links).tree(of: links.actors[0].id))
        #expect(tree.map(\.step.right.id) == ["3", "4"])
        #expect(tree.map(\.records) == [1, 2])
        #expect(tree.map(\.behind) == [3, 2])
        #expect(tree.allSatisfy { !$0.step.areOneElement })
        #expect(LinkExplainer(links).tree(of: ID("none")) == nil)
        let same = try #require(links.steps(rows[0].record, rows[1].record))
        #expect(same.map(\.areOneElement) == [true])
    }

    /// A seller of thirty thousand parcels: as many records times their number would take minutes.
    @Test func aLargeActorIsExplainedAtOnce() throws {
        let rows: [Row] = (0..<30_000).map { number in
            Row(
                record: .waybill(ID("\(100_000 + number)")),
                identifiers: ["phone:p\(number / 3)", "courier-account:k/\((number + 1) / 3)"]
                    .compactMap { Identifier(text: $0) })
        }
        let links = SeveranceTests.link(rows)
        #expect(links.actors.count == 1)
        let clock = ContinuousClock()
        var chain = 0
        let time = try clock.measure {
            chain = try #require(links.steps(rows[0].record, rows[29_999].record)).count
            _ = try #require(LinkExplainer(links).tree(of: links.actors[0].id))
        }
        #expect(chain > 9_000)
        #expect(time < .seconds(20), "\(time)")
    }

    @Test func bondsNameTheWeakestStep() throws {
        let links = SeveranceTests.link([
            SeveranceTests.post("1", "account:x/a", "wechat:w1"),
            SeveranceTests.post("2", "account:x/b", "wechat:w1"),
            SeveranceTests.post("3", "account:x/c"),
        ])
        let bonds = links.bonds()
        #expect(bonds.map(\.elements).sorted() == [1, 2])
        let joined = try #require(bonds.first { $0.elements == 2 })
        #expect(joined.weakest?.value == 20 && !joined.isDoubtful)
        #expect(bonds.first { $0.elements == 1 }?.weakest == nil)
        let summary = links.summary(bonds)
        #expect(summary.actors == 2 && summary.merged == 1 && summary.doubtfulTotal == 0)
        #expect(summary.largest.map(\.records) == [2, 1])
    }
}
