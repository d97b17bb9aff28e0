import Primitives
import Records

/// Gives each component its actor id: an old one where its records had one, else one from content.
struct ActorNaming {
    private struct Component {
        var smallest: Identifier
        var identifiers: Set<Identifier> = []
        /// Tells apart those that one phone is the smallest identifier of.
        var first: RecordRef?
        var records: [UInt32] = []
        /// How many of its records each old actor had.
        var claims: [ID<Actor>: Int] = [:]
    }

    private let records: [RecordRef]
    private let ranks: [ID<Actor>: Int]
    private let digest: @Sendable (String) -> UInt64
    private var components: [Component] = []
    private(set) var actorOfRecord: [Int32]
    private(set) var actors: [LinkedActor] = []
    private(set) var merged: [MergedActor] = []

    init(
        linker: Linker, byRecord: Adjacency, isGeneric: [Bool], units: [UInt32?],
        sets: DisjointSets, oldestFirst: [ID<Actor>]
    ) {
        var sets = sets
        records = linker.records
        digest = linker.actorDigest
        ranks = Dictionary(
            oldestFirst.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        actorOfRecord = Array(repeating: -1, count: linker.records.count)
        // An actor needs an identifier that stands whole on one of its records.
        var indexOfRoot: [UInt32: Int] = [:]
        for record in linker.records.indices {
            guard let unit = units[record] else { continue }
            for identifier in byRecord[record] where !isGeneric[Int(identifier)] {
                let value = linker.identifiers[Int(identifier)]
                let component = indexOfRoot[sets.root(unit), default: components.count]
                if component == components.count {
                    indexOfRoot[sets.root(unit)] = component
                    components.append(Component(smallest: value))
                }
                components[component].identifiers.insert(value)
                components[component].smallest = min(components[component].smallest, value)
            }
        }
        for record in linker.records.indices {
            guard let unit = units[record], let component = indexOfRoot[sets.root(unit)] else {
                continue
            }
            actorOfRecord[record] = Int32(component)
            components[component].records.append(UInt32(record))
            if let owner = linker.owners[record] {
                components[component].claims[owner, default: 0] += 1
            }
        }
        for component in components.indices {
            components[component].first = components[component].records
                .map { linker.records[Int($0)] }.min()
        }
    }

    /// Names the components in an order that does not depend on the order of records: first those
    /// that claim an old id, strongest claim first, then the new ones by their smallest identifier.
    mutating func run() {
        var taken: Set<ID<Actor>> = []
        var ids = [ID<Actor>?](repeating: nil, count: components.count)
        for claim in claims() where ids[claim.component] == nil && !taken.contains(claim.actor) {
            ids[claim.component] = claim.actor
            taken.insert(claim.actor)
        }
        let unnamed = components.indices.filter { ids[$0] == nil }
            .sorted { isBefore($0, $1) }
        for component in unnamed {
            let id = newID(of: components[component], besides: taken)
            ids[component] = id
            taken.insert(id)
        }
        finish(ids)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (components[left], components[right])
        if left.smallest != right.smallest { return left.smallest < right.smallest }
        guard let one = left.first, let other = right.first else { return false }
        return one < other
    }

    private func claims() -> [(actor: ID<Actor>, component: Int)] {
        var all: [(rank: Int, records: Int, actor: ID<Actor>, component: Int)] = []
        for (index, component) in components.enumerated() {
            for (actor, count) in component.claims {
                all.append((ranks[actor] ?? Int.max, count, actor, index))
            }
        }
        all.sort {
            if ($0.rank, $0.records, $0.actor) != ($1.rank, $1.records, $1.actor) {
                return ($0.rank, $1.records, $0.actor) < ($1.rank, $0.records, $1.actor)
            }
            return isBefore($0.component, $1.component)
        }
        return all.map { ($0.actor, $0.component) }
    }

    /// From the smallest identifier; from the next one where that id is another component's.
    private func newID(of component: Component, besides taken: Set<ID<Actor>>) -> ID<Actor> {
        var text = component.smallest.text
        while true {
            let id = ID<Actor>("a" + StableHash.hex(digest(text)))
            if !taken.contains(id) { return id }
            text += "+"
        }
    }

    private mutating func finish(_ ids: [ID<Actor>?]) {
        let named = components.indices.compactMap { index in ids[index].map { (index, $0) } }
            .sorted { $0.1 < $1.1 }
        var position = [Int32](repeating: -1, count: components.count)
        let kept = Set(named.map(\.1))
        for (place, (index, id)) in named.enumerated() {
            position[index] = Int32(place)
            let component = components[index]
            actors.append(
                LinkedActor(
                    id: id, identifiers: component.identifiers.sorted(),
                    records: component.records))
            for old in component.claims.keys.sorted() where old != id && !kept.contains(old) {
                merged.append(MergedActor(from: old, into: id))
            }
        }
        for record in actorOfRecord.indices where actorOfRecord[record] >= 0 {
            actorOfRecord[record] = position[Int(actorOfRecord[record])]
        }
        merged.sort { ($0.from, $0.into) < ($1.from, $1.into) }
    }
}
