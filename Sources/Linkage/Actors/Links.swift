package import Primitives
package import Records

/// One actor of a linking, with what joins its records.
package struct LinkedActor: Sendable {
    package let id: ID<Actor>
    /// Sorted; generic ones left out.
    package let identifiers: [Identifier]
    /// Positions of its records in `Links.records`, rising.
    package let records: [UInt32]
}

/// An identifier that too many share to name one actor (通用标识), and what it was counted at.
package struct GenericIdentifier: Hashable, Sendable {
    package let identifier: Identifier
    package let records: Int
    /// Distinct accounts beside it.
    package let accounts: Int
    /// Distinct sender names beside it.
    package let names: Int
    /// Distinct sender addresses beside it.
    package let addresses: Int

    package init(
        identifier: Identifier, records: Int, accounts: Int, names: Int, addresses: Int = 0
    ) {
        self.identifier = identifier
        self.records = records
        self.accounts = accounts
        self.names = names
        self.addresses = addresses
    }
}

/// An actor that turned out to be another one.
package struct MergedActor: Hashable, Sendable {
    package let from: ID<Actor>
    package let into: ID<Actor>

    package init(from: ID<Actor>, into: ID<Actor>) {
        self.from = from
        self.into = into
    }
}

/// One step of an explanation: two records that carry the same identifier.
package struct SharedIdentifier: Hashable, Sendable {
    package let left: RecordRef
    package let identifier: Identifier
    package let right: RecordRef

    package init(left: RecordRef, identifier: Identifier, right: RecordRef) {
        self.left = left
        self.identifier = identifier
        self.right = right
    }
}

/// The result of a linking: whose each record is, and why (关联结果).
package struct Links: Sendable {
    /// In the order in which they were added.
    package let records: [RecordRef]
    let identifiers: [Identifier]
    let actorOfRecord: [Int32]
    /// By id.
    package let actors: [LinkedActor]
    /// Old actors that are no more, by id.
    package let merged: [MergedActor]
    /// By identifier.
    package let generic: [GenericIdentifier]
    let byRecord: Adjacency
    let byIdentifier: Adjacency
    let isGeneric: [Bool]
    let graph: EvidenceGraph
    /// By record: its element of the graph.
    let units: [UInt32?]

    /// What names weighed, by what was shared beside them.
    package var weights: [(name: String, weights: SenderWeights)] {
        [
            ("phone", graph.phoneWeights), ("hidden phone and street", graph.streetWeights),
            ("door", graph.doorWeights),
        ]
    }

    /// The actor of the record at `position` of `records`; nil for one without an identifier that
    /// links.
    package func actor(at position: Int) -> ID<Actor>? {
        let actor = actorOfRecord[position]
        return actor < 0 ? nil : actors[Int(actor)].id
    }

    /// Why two records are of one actor: the shortest chain of shared identifiers from `left` to
    /// `right`.
    ///
    /// Empty where they are one record, nil where they are not of one actor or unknown. Of chains
    /// of one length, always the same one is given.
    /// - Complexity: O(all records) to find the two, then O(records and identifiers of the actor).
    package func why(_ left: RecordRef, _ right: RecordRef) -> [SharedIdentifier]? {
        guard let start = records.firstIndex(of: left), let goal = records.firstIndex(of: right)
        else { return nil }
        if left == right { return [] }
        guard actorOfRecord[start] >= 0, actorOfRecord[start] == actorOfRecord[goal] else {
            return nil
        }
        return chain(from: UInt32(start), to: UInt32(goal))
    }

    /// Breadth first over records and identifiers in turn, neighbours in their content's order.
    private func chain(from start: UInt32, to goal: UInt32) -> [SharedIdentifier]? {
        var cameBy: [UInt32: (record: UInt32, identifier: UInt32)] = [:]
        var used: Set<UInt32> = []
        var level = [start]
        while !level.isEmpty {
            var next: [UInt32] = []
            for record in level {
                let linking = byRecord[Int(record)].filter { !isGeneric[Int($0)] }
                    .sorted { identifiers[Int($0)] < identifiers[Int($1)] }
                for identifier in linking where used.insert(identifier).inserted {
                    for other in byIdentifier[Int(identifier)]
                    where other != start && cameBy[other] == nil {
                        cameBy[other] = (record, identifier)
                        next.append(other)
                    }
                }
                if cameBy[goal] != nil { return path(to: goal, from: start, cameBy) }
            }
            level = next.sorted { records[Int($0)] < records[Int($1)] }
        }
        return nil
    }

    private func path(
        to goal: UInt32, from start: UInt32,
        _ cameBy: [UInt32: (record: UInt32, identifier: UInt32)]
    ) -> [SharedIdentifier] {
        var result: [SharedIdentifier] = []
        var at = goal
        while at != start, let step = cameBy[at] {
            result.append(
                SharedIdentifier(
                    left: records[Int(step.record)],
                    identifier: identifiers[Int(step.identifier)], right: records[Int(at)]))
            at = step.record
        }
        return result.reversed()
    }
}
