package import Primitives
package import Records

/// One step of an explanation: two records, what joins them, and what it weighs.
package struct EvidenceStep: Hashable, Sendable {
    package let left: RecordRef
    package let right: RecordRef
    package let evidence: LinkEvidence
    /// Where the evidence is an identifier that stands on both.
    package let identifier: Identifier?
    /// Of an identifier what one digit wrong in a million leaves.
    package let bits: Bits
    /// Whether the two are of one account, or labels alike in everything: nothing can part them.
    package let areOneElement: Bool

    package init(
        left: RecordRef, right: RecordRef, evidence: LinkEvidence, identifier: Identifier?,
        bits: Bits, areOneElement: Bool
    ) {
        self.left = left
        self.right = right
        self.evidence = evidence
        self.identifier = identifier
        self.bits = bits
        self.areOneElement = areOneElement
    }
}

/// A step of an actor's tree of evidence, with what hangs on it.
package struct ActorStep: Hashable, Sendable {
    package let step: EvidenceStep
    /// Records that are of one account, or labels alike, with the step's right one.
    package let records: Int
    /// Records that the step brings in, those of later steps included.
    package let behind: Int

    package init(step: EvidenceStep, records: Int, behind: Int) {
        self.step = step
        self.records = records
        self.behind = behind
    }
}

extension Links {
    /// Why two records are of one actor: the shortest chain of evidence from `left` to `right`.
    ///
    /// Empty where they are one record, nil where they are not of one actor or unknown. Of chains
    /// of one length, always the same one is given. Ask `LinkExplainer` for many.
    /// - Complexity: O(records and edges of all), once; then O(records and edges of the actor).
    package func steps(_ left: RecordRef, _ right: RecordRef) -> [EvidenceStep]? {
        LinkExplainer(self).steps(left, right)
    }
}

/// Explains the actors of one linking, breadth first over what their records share.
package struct LinkExplainer: Sendable {
    let links: Links
    /// By element: positions in `links.graph.edges`.
    let edgesByElement: Adjacency

    /// - Complexity: O(elements and edges of all).
    package init(_ links: Links) {
        self.links = links
        let edges = links.graph.edges
        var elements: [UInt32] = []
        elements.reserveCapacity(edges.count * 2)
        for edge in edges {
            elements.append(edge.left)
            elements.append(edge.right)
        }
        edgesByElement = Adjacency(
            from: elements, to: elements.indices.map { UInt32($0 / 2) },
            count: links.elementCount)
    }

    /// As `Links.steps`.
    package func steps(_ left: RecordRef, _ right: RecordRef) -> [EvidenceStep]? {
        guard let start = links.records.firstIndex(of: left),
            let goal = links.records.firstIndex(of: right)
        else { return nil }
        if left == right { return [] }
        let actor = links.actorOfRecord[start]
        guard actor >= 0, actor == links.actorOfRecord[goal] else { return nil }
        let members = ActorMembers(links, actor: Int(actor))
        guard let from = members.place(of: UInt32(start)), let to = members.place(of: UInt32(goal))
        else { return nil }
        var walk = EvidenceWalk(self, members)
        walk.run(from: from, until: to)
        return walk.chain(to: to)
    }

    /// The steps that hold an actor's records together, from its first record on: one to each
    /// further account or label, however many records it has.
    ///
    /// Breadth first, so that each follows the step that leads to it. Nil for an unknown actor.
    /// - Complexity: O(records and edges of the actor).
    package func tree(of actor: ID<Actor>) -> [ActorStep]? {
        guard let index = links.index(of: actor) else { return nil }
        let members = ActorMembers(links, actor: index)
        var walk = EvidenceWalk(self, members)
        walk.run(from: 0, until: nil)
        return walk.tree()
    }
}

extension Links {
    /// The first record of an actor in the order of their ids; nil for an unknown actor.
    package func firstRecord(of actor: ID<Actor>) -> RecordRef? {
        index(of: actor).flatMap { place in
            actors[place].records.map { records[Int($0)] }.min()
        }
    }

    /// How many records an actor has; 0 for an unknown one.
    package func recordCount(of actor: ID<Actor>) -> Int {
        index(of: actor).map { actors[$0].records.count } ?? 0
    }

    var elementCount: Int { identifiers.count + graph.parties.count }

    func index(of actor: ID<Actor>) -> Int? {
        var low = 0
        var high = actors.count
        while low < high {
            let middle = (low + high) / 2
            if actors[middle].id < actor { low = middle + 1 } else { high = middle }
        }
        return low < actors.count && actors[low].id == actor ? low : nil
    }

    /// Whether the element is all labels alike, not an account or another identifier.
    func isLabel(_ element: UInt32) -> Bool { element >= UInt32(identifiers.count) }

    /// Whether the identifier by itself joins what carries it: a phone joins two labels only by
    /// their names, which is an edge of its own.
    func joins(_ identifier: UInt32, _ left: UInt32?, _ right: UInt32?) -> Bool {
        guard let left, let right else { return true }
        if graph.isRefused(left, identifier) || graph.isRefused(right, identifier) { return false }
        guard identifiers[Int(identifier)].kind == .phone else { return true }
        return left == right || !isLabel(left) || !isLabel(right)
    }
}

/// The records of one actor, by element and by identifier.
struct ActorMembers {
    let links: Links
    /// Positions of its records in the order of their ids.
    let records: [UInt32]
    private let places: [UInt32: Int]
    /// By element and by identifier: places in `records`, rising.
    private(set) var byUnit: [UInt32: [Int]] = [:]
    private(set) var byIdentifier: [UInt32: [Int]] = [:]

    init(_ links: Links, actor: Int) {
        self.links = links
        let keyed = links.actors[actor].records.map { (links.records[Int($0)], $0) }
        records = keyed.sorted { $0.0 < $1.0 }.map(\.1)
        places = Dictionary(
            records.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for (place, record) in records.enumerated() {
            if let unit = links.units[Int(record)] { byUnit[unit, default: []].append(place) }
            for identifier in identifiers(place) {
                byIdentifier[identifier, default: []].append(place)
            }
        }
    }

    func place(of record: UInt32) -> Int? { places[record] }
    func unit(_ place: Int) -> UInt32? { links.units[Int(records[place])] }
    func record(_ place: Int) -> RecordRef { links.records[Int(records[place])] }

    /// Those that link, in the order of their values.
    func identifiers(_ place: Int) -> [UInt32] {
        links.byRecord[Int(records[place])].filter { !links.isGeneric[Int($0)] }
            .sorted { links.identifiers[Int($0)] < links.identifiers[Int($1)] }
    }

    /// What a phone in a post weighs beside the labels of its sender: how sure those are his alone.
    func phoneBits(_ phone: UInt32) -> Float {
        let labels = (byIdentifier[phone] ?? []).count { place in
            unit(place).map { links.isLabel($0) } ?? false
        }
        return labels > 0 ? links.phoneBits(labels: labels) : EvidenceGraph.identifierBits
    }
}
