import Primitives
import Records

/// One walk through an actor's records, breadth first: each is reached by the shortest chain, and
/// of those by the one whose records come first in order.
///
/// What a record shares is looked at once: whoever shares it too is reached then. So the walk costs
/// as much as the actor's records, identifiers and edges together.
struct EvidenceWalk {
    /// How a record was reached.
    private enum Way {
        case identifier(UInt32)
        case edge(EvidenceEdge)
        case sameElement
    }

    /// How far an identifier was followed.
    private enum Reach: Int {
        /// To posts alone, from a label with its phone.
        case posts
        case all
    }

    private let explainer: LinkExplainer
    private let members: ActorMembers
    private var links: Links { explainer.links }
    private var cameFrom: [Int?]
    private var ways: [Way?]
    private var isReached: [Bool]
    /// Places in the order in which they were reached.
    private var order: [Int] = []
    private var reaches: [UInt32: Reach] = [:]
    private var unitsDone: Set<UInt32> = []

    init(_ explainer: LinkExplainer, _ members: ActorMembers) {
        self.explainer = explainer
        self.members = members
        cameFrom = Array(repeating: nil, count: members.records.count)
        ways = Array(repeating: nil, count: members.records.count)
        isReached = Array(repeating: false, count: members.records.count)
    }

    mutating func run(from start: Int, until goal: Int?) {
        isReached[start] = true
        order = [start]
        var done = 0
        while done < order.count {
            // A level whole, as whoever is in it is as near as the goal.
            let level = order[done...]
            done = order.count
            for place in level { reach(from: place) }
            if let goal, isReached[goal] { return }
        }
    }

    private mutating func reach(from place: Int) {
        var found: [Int: Way] = [:]
        let unit = members.unit(place)
        for identifier in members.identifiers(place) {
            follow(identifier, unit, &found)
        }
        if let unit, unitsDone.insert(unit).inserted {
            for edge in bestEdges(of: unit) {
                let other = edge.left == unit ? edge.right : edge.left
                for mate in members.byUnit[other] ?? [] where !isReached[mate] {
                    if found[mate] == nil { found[mate] = .edge(edge) }
                }
            }
            for mate in members.byUnit[unit] ?? [] where !isReached[mate] && found[mate] == nil {
                let own = Set(members.identifiers(place))
                let shared = members.identifiers(mate).first { own.contains($0) }
                found[mate] = shared.map { .identifier($0) } ?? .sameElement
            }
        }
        for (mate, way) in found.sorted(by: { $0.key < $1.key }) {
            isReached[mate] = true
            cameFrom[mate] = place
            ways[mate] = way
            order.append(mate)
        }
    }

    private mutating func follow(_ identifier: UInt32, _ unit: UInt32?, _ found: inout [Int: Way]) {
        let isPhoneOfLabel =
            links.identifiers[Int(identifier)].kind == .phone
            && (unit.map { links.isLabel($0) } ?? false)
        let reach: Reach = isPhoneOfLabel ? .posts : .all
        if let before = reaches[identifier], before.rawValue >= reach.rawValue { return }
        if let unit, links.graph.isRefused(unit, identifier) { return }
        reaches[identifier] = reach
        for mate in members.byIdentifier[identifier] ?? []
        where !isReached[mate] && found[mate] == nil {
            if links.joins(identifier, unit, members.unit(mate)) {
                found[mate] = .identifier(identifier)
            }
        }
    }

    /// Of several edges to one element the heaviest.
    private func bestEdges(of unit: UInt32) -> [EvidenceEdge] {
        var best: [UInt32: EvidenceEdge] = [:]
        for index in explainer.edgesByElement[Int(unit)] {
            let edge = links.graph.edges[Int(index)]
            let other = edge.left == unit ? edge.right : edge.left
            if let known = best[other], known.bits >= edge.bits { continue }
            best[other] = edge
        }
        return best.values.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }

    private func step(to place: Int) -> EvidenceStep? {
        guard let from = cameFrom[place], let way = ways[place] else { return nil }
        let areOne = members.unit(from) == members.unit(place)
        var identifier: Identifier?
        var (evidence, bits) = (LinkEvidence.sameLabel, EvidenceGraph.identifierBits)
        switch way {
        case .identifier(let shared):
            evidence = .identifier
            identifier = links.identifiers[Int(shared)]
            let areLabels = [from, place].map { at in
                members.unit(at).map { links.isLabel($0) } ?? false
            }
            if identifier?.kind == .phone, areLabels[0] != areLabels[1] {
                bits = members.phoneBits(shared)
            }
        case .edge(let edge): (evidence, bits) = (edge.evidence, edge.bits)
        case .sameElement: break
        }
        return EvidenceStep(
            left: members.record(from), right: members.record(place), evidence: evidence,
            identifier: identifier, bits: Bits(Double(bits)), areOneElement: areOne)
    }

    func chain(to goal: Int) -> [EvidenceStep]? {
        var chain: [EvidenceStep] = []
        var at = goal
        while let from = cameFrom[at], let step = step(to: at) {
            chain.append(step)
            at = from
        }
        return chain.isEmpty ? nil : chain.reversed()
    }

    /// One step to each element beyond the first record's.
    func tree() -> [ActorStep] {
        guard let first = order.first else { return [] }
        var seen = Set([members.unit(first)].compactMap { $0 })
        var heads: [(place: Int, unit: UInt32, parent: UInt32)] = []
        for place in order.dropFirst() {
            guard let unit = members.unit(place), seen.insert(unit).inserted,
                let from = cameFrom[place], let parent = members.unit(from)
            else { continue }
            heads.append((place, unit, parent))
        }
        var behind: [UInt32: Int] = [:]
        for head in heads.reversed() {
            let all = (behind[head.unit] ?? 0) + (members.byUnit[head.unit]?.count ?? 0)
            behind[head.unit] = all
            behind[head.parent, default: 0] += all
        }
        return heads.compactMap { head in
            step(to: head.place).map {
                ActorStep(
                    step: $0, records: members.byUnit[head.unit]?.count ?? 0,
                    behind: behind[head.unit] ?? 0)
            }
        }
    }
}
