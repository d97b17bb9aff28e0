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
    /// Distinct whole phones beside it.
    package let phones: Int

    package init(
        identifier: Identifier, records: Int, accounts: Int, names: Int, addresses: Int = 0,
        phones: Int = 0
    ) {
        self.identifier = identifier
        self.records = records
        self.accounts = accounts
        self.names = names
        self.addresses = addresses
        self.phones = phones
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
    /// What made identifiers generic.
    package let policy: LinkPolicy
    /// What a person had parted.
    package let severed: Severance
    /// Whether names and places were read, so that a phone alone joins no labels.
    let hasReader: Bool

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
}
