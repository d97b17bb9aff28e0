package import Primitives
package import Records

/// How firmly the evidence holds one actor together (主体的牢固程度).
package struct ActorBond: Hashable, Sendable {
    package let actor: ID<Actor>
    package let records: Int
    /// Accounts, and labels that differ in something.
    package let elements: Int
    package let identifiers: Int
    /// Of the strongest steps that hold the records together the weakest; nil where one account or
    /// label is all there is.
    package let weakest: Bits?
    /// The chance that one of those steps is wrong, if they are wrong independently: 0...1.
    package let falseMergeRate: Double

    package init(
        actor: ID<Actor>, records: Int, elements: Int, identifiers: Int, weakest: Bits?,
        falseMergeRate: Double
    ) {
        self.actor = actor
        self.records = records
        self.elements = elements
        self.identifiers = identifiers
        self.weakest = weakest
        self.falseMergeRate = falseMergeRate
    }

    /// Below 64 to 1 on its weakest step an actor is possibly one, no more: a page says so.
    ///
    /// Our guess. A label that names nobody, beside the only sender of its phone, is below it; a
    /// full name at one phone or door is above.
    package static let firmBits = 6.0

    /// Whether it is only possibly one (可能是同一人).
    package var isDoubtful: Bool { weakest.map { $0.value < Self.firmBits } ?? false }
}

extension Links {
    /// How firmly each actor is held together, in the order of `actors`.
    ///
    /// Whole identifiers join first, then edges by falling weight, so that what counts is a
    /// strongest tree (Kruskal): its weakest step is the one that all others depend on.
    /// - Complexity: O(records + edges log edges).
    package func bonds() -> [ActorBond] {
        var sets = DisjointSets(count: elementCount)
        var actorOfElement = [Int32](repeating: -1, count: elementCount)
        var phones: [UInt64: (post: UInt32?, label: UInt32?, labels: Int)] = [:]
        for (record, actor) in actorOfRecord.enumerated() where actor >= 0 {
            guard let unit = units[record] else { continue }
            actorOfElement[Int(unit)] = actor
            for identifier in byRecord[record] where !isGeneric[Int(identifier)] {
                guard hasReader, identifiers[Int(identifier)].kind == .phone else {
                    if !graph.isRefused(unit, identifier) { sets.join(unit, identifier) }
                    continue
                }
                let key = UInt64(UInt32(actor)) << 32 | UInt64(identifier)
                var phone = phones[key] ?? (nil, nil, 0)
                if isLabel(unit) {
                    phone.label = unit
                    phone.labels += 1
                } else {
                    if let post = phone.post { sets.join(post, unit) }
                    phone.post = unit
                }
                phones[key] = phone
            }
        }
        var steps = graph.edges
        for phone in phones.values {
            guard let post = phone.post, let label = phone.label else { continue }
            steps.append(
                EvidenceEdge(
                    left: post, right: label, evidence: .identifier,
                    bits: phoneBits(labels: phone.labels)))
        }
        return bonds(steps, &sets, actorOfElement)
    }

    /// What a phone in a post weighs beside so many labels of its sender: how sure it is his alone.
    ///
    /// Of two who use a phone alike, n labels in a row are one's with 1 in 2^(n - 1). Labels that
    /// hide its middle spoke for him too and are not counted here, so that it is never below the
    /// floor that they reached together.
    func phoneBits(labels: Int) -> Float {
        let bits = Float(Bits(probability: graph.phoneWeights.share).value) + Float(labels - 1)
        return min(max(bits, Float(LinkPolicy.evidenceFloorBits)), EvidenceGraph.identifierBits)
    }

    private func bonds(
        _ steps: [EvidenceEdge], _ sets: inout DisjointSets, _ actorOfElement: [Int32]
    ) -> [ActorBond] {
        var weakest = [Float?](repeating: nil, count: actors.count)
        var right = [Double](repeating: 1, count: actors.count)
        func note(_ actor: Int32, _ bits: Float) {
            guard actor >= 0 else { return }
            weakest[Int(actor)] = min(weakest[Int(actor)] ?? bits, bits)
            right[Int(actor)] *= Bits(Double(bits)).probability
        }
        for step in steps.sorted(by: { $0.bits > $1.bits }) {
            guard sets.root(step.left) != sets.root(step.right) else { continue }
            sets.join(step.left, step.right)
            note(max(actorOfElement[Int(step.left)], actorOfElement[Int(step.right)]), step.bits)
        }
        var elements = [Int](repeating: 0, count: actors.count)
        var first = [UInt32?](repeating: nil, count: actors.count)
        for (element, actor) in actorOfElement.enumerated() where actor >= 0 {
            elements[Int(actor)] += 1
            guard let other = first[Int(actor)] else {
                first[Int(actor)] = UInt32(element)
                continue
            }
            // Joined through labels that show less: what is left apart hangs by the least evidence.
            guard sets.root(other) != sets.root(UInt32(element)) else { continue }
            sets.join(other, UInt32(element))
            note(actor, Float(LinkPolicy.evidenceFloorBits))
        }
        return actors.indices.map { actor in
            var least = weakest[actor]
            if elements[actor] > 1, least == nil { least = EvidenceGraph.identifierBits }
            return ActorBond(
                actor: actors[actor].id, records: actors[actor].records.count,
                elements: elements[actor], identifiers: actors[actor].identifiers.count,
                weakest: least.map { Bits(Double($0)) }, falseMergeRate: 1 - right[actor])
        }
    }
}
