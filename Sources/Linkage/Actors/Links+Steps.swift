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
            let shared = byRecord[Int(other)].filter { own.contains($0) }
                .map { identifiers[Int($0)] }.min()
            let edge = edges.filter {
                $0.left == units[Int(other)] || $0.right == units[Int(other)]
            }.max { $0.bits < $1.bits }
            let isLabel = unit == units[Int(other)] && unit != nil
            guard shared != nil || edge != nil || isLabel else { return nil }
            let found: LinkEvidence =
                shared != nil ? .identifier : edge?.evidence ?? .hiddenPhoneAndStreet
            return (
                other,
                EvidenceStep(
                    left: records[Int(record)], right: records[Int(other)], evidence: found,
                    identifier: shared,
                    bits: Bits(
                        Double(shared == nil ? edge?.bits ?? 0 : EvidenceGraph.identifierBits)))
            )
        }
    }
}
