package import Primitives
package import Records

/// Links records to actors by the identifiers they share, first version: exact identifiers and
/// union–find.
///
/// Give it every record once with `add`, then take the result with `finish`. Two records are of one
/// actor when a chain of shared identifiers joins them, generic identifiers left out. Only whole
/// identifiers come in: a masked phone is none, and never links. A record without an identifier
/// that links (a masked phone and no account, or only a counter's phone) has no actor: a guess
/// would put strangers together, and its own evidence stays on the record.
///
/// The result is the same whatever the order of records. Union–find by size with path halving
/// (Tarjan and van Leeuwen 1984).
/// - Complexity: O(records + identifiers) expected; about 70 bytes a record and 110 an identifier
///   besides their texts.
package struct Linker: Sendable {
    private let policy: LinkPolicy
    var records: [RecordRef] = []
    var names: [UInt64] = []
    var owners: [ID<Actor>?] = []
    var identifiers: [Identifier] = []
    private var indexes: [Identifier: UInt32] = [:]
    /// Pairs of record and identifier, by position.
    private var edgeRecords: [UInt32] = []
    private var edgeIdentifiers: [UInt32] = []

    package init(policy: LinkPolicy = LinkPolicy()) { self.policy = policy }

    /// Adds one record.
    ///
    /// `name` is the sender's, and tells a person's phone from a counter's; `actor` is the one it
    /// was linked to before, so that ids stay.
    package mutating func add(
        _ record: RecordRef, identifiers shared: [Identifier], name: String? = nil,
        actor: ID<Actor>? = nil
    ) {
        let position = UInt32(records.count)
        records.append(record)
        names.append(name.map { StableHash.of($0) } ?? 0)
        owners.append(actor)
        for identifier in shared {
            edgeRecords.append(position)
            edgeIdentifiers.append(index(of: identifier))
        }
    }

    private mutating func index(of identifier: Identifier) -> UInt32 {
        if let known = indexes[identifier] { return known }
        let index = UInt32(identifiers.count)
        indexes[identifier] = index
        identifiers.append(identifier)
        return index
    }

    /// Links what was added.
    ///
    /// `oldestFirst` are actors in the order in which they came to be, such as those with leads:
    /// where records of several actors turn out to be one, the first of them keeps its id; of those
    /// not in it, the one with more records.
    package func finish(oldestFirst: [ID<Actor>] = []) -> Links {
        let byRecord = Adjacency(
            from: edgeRecords, to: edgeIdentifiers, count: records.count)
        let byIdentifier = Adjacency(
            from: edgeIdentifiers, to: edgeRecords, count: identifiers.count)
        let generic = generics(byRecord, byIdentifier)
        var isGeneric = [Bool](repeating: false, count: identifiers.count)
        for found in generic {
            if let index = indexes[found.identifier] { isGeneric[Int(index)] = true }
        }
        var sets = DisjointSets(count: identifiers.count)
        for record in records.indices {
            var first: UInt32?
            for identifier in byRecord[record] where !isGeneric[Int(identifier)] {
                if let first { sets.join(first, identifier) } else { first = identifier }
            }
        }
        var naming = ActorNaming(
            linker: self, byRecord: byRecord, isGeneric: isGeneric, sets: sets,
            oldestFirst: oldestFirst)
        naming.run()
        return Links(
            records: records, identifiers: identifiers, actorOfRecord: naming.actorOfRecord,
            actors: naming.actors, merged: naming.merged, generic: generic, byRecord: byRecord,
            byIdentifier: byIdentifier, isGeneric: isGeneric)
    }

    /// The identifiers beyond the policy, each with what it was counted at.
    private func generics(
        _ byRecord: Adjacency, _ byIdentifier: Adjacency
    ) -> [GenericIdentifier] {
        var found: [GenericIdentifier] = []
        for (index, identifier) in identifiers.enumerated() {
            let members = byIdentifier[index]
            // Fewer records than any limit: nothing to count.
            guard members.count > min(policy.namesMax, policy.accountsMax, policy.recordsMax)
            else { continue }
            var distinctNames: Set<UInt64> = []
            var distinctAccounts: Set<UInt32> = []
            for record in members {
                let name = names[Int(record)]
                if name != 0 { distinctNames.insert(name) }
                for other in byRecord[Int(record)] where other != UInt32(index) {
                    if identifiers[Int(other)].kind.isAccount { distinctAccounts.insert(other) }
                }
            }
            let tooManyRecords = !identifier.kind.isAccount && members.count > policy.recordsMax
            guard
                tooManyRecords || distinctNames.count > policy.namesMax
                    || distinctAccounts.count > policy.accountsMax
            else { continue }
            found.append(
                GenericIdentifier(
                    identifier: identifier, records: members.count,
                    accounts: distinctAccounts.count, names: distinctNames.count))
        }
        return found.sorted { $0.identifier < $1.identifier }
    }
}

extension IdentifierKind {
    /// Names one account by its nature, where the others are contacts that many may print.
    var isAccount: Bool { self == .account || self == .courierAccount }
}
