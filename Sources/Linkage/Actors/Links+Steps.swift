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
}

extension Links {
    /// Why two records are of one actor: the shortest chain of evidence from `left` to `right`.
    ///
    /// Empty where they are one record, nil where they are not of one actor or unknown. Of chains
    /// of one length, always the same one is given.
    /// - Complexity: O(records and edges of all).
    package func steps(_ left: RecordRef, _ right: RecordRef) -> [EvidenceStep]? {
        guard let start = records.firstIndex(of: left), let goal = records.firstIndex(of: right)
        else { return nil }
        if left == right { return [] }
        guard actorOfRecord[start] >= 0, actorOfRecord[start] == actorOfRecord[goal] else {
            return nil
        }
        let members = actors[Int(actorOfRecord[start])].records
            .sorted { records[Int($0)] < records[Int($1)] }
        var cameBy: [UInt32: EvidenceStep] = [:]
        var level = [UInt32(start)]
        while !level.isEmpty, cameBy[UInt32(goal)] == nil {
            var next: [UInt32] = []
            for record in level {
                let reached = members.filter { $0 != UInt32(start) && cameBy[$0] == nil }
                for step in steps(from: record, to: reached) {
                    cameBy[step.to] = step.step
                    next.append(step.to)
                }
            }
            level = next
        }
        var chain: [EvidenceStep] = []
        var at = right
        while at != left {
            guard let place = records.firstIndex(of: at), let step = cameBy[UInt32(place)] else {
                return nil
            }
            chain.append(step)
            at = step.left
        }
        return chain.reversed()
    }

    private func steps(
        from record: UInt32, to others: [UInt32]
    ) -> [(to: UInt32, step: EvidenceStep)] {
        let own = byRecord[Int(record)].filter { !isGeneric[Int($0)] }
        let unit = units[Int(record)]
        let edges = graph.edges.filter { $0.left == unit || $0.right == unit }
        return others.compactMap { other in
            let otherUnit = units[Int(other)]
            let edge = edges.filter { $0.left == otherUnit || $0.right == otherUnit }
                .max { $0.bits < $1.bits }
            let shared = byRecord[Int(other)].filter { own.contains($0) }
                .map { identifiers[Int($0)] }
                .filter { joins($0, unit, otherUnit) }
                .min()
            let evidence: LinkEvidence
            let bits: Float
            if shared != nil {
                (evidence, bits) = (.identifier, EvidenceGraph.identifierBits)
            } else if let edge {
                (evidence, bits) = (edge.evidence, edge.bits)
            } else if unit != nil, unit == otherUnit {
                (evidence, bits) = (.sameLabel, EvidenceGraph.identifierBits)
            } else {
                return nil
            }
            let step = EvidenceStep(
                left: records[Int(record)], right: records[Int(other)], evidence: evidence,
                identifier: shared, bits: Bits(Double(bits)))
            return (other, step)
        }
    }

    /// Whether the identifier by itself joins what carries it: a phone joins two labels only by
    /// their names, which is an edge of its own.
    private func joins(_ identifier: Identifier, _ left: UInt32?, _ right: UInt32?) -> Bool {
        guard identifier.kind == .phone, let left, let right else { return true }
        let areLabels = min(left, right) >= UInt32(identifiers.count)
        return !areLabels || left == right
    }
}
