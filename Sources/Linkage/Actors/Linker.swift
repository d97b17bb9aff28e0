package import Primitives
package import Records

/// Links records to actors over a typed graph of evidence (docs/leads.md, Actors).
///
/// Give it every record once with `add`, then take the result with `finish`. Accounts, WeChat ids
/// and QQ numbers join whatever carries them, generic ones left out. A phone joins labels only
/// where their names may be one, and posts only with the one sender behind it. Labels with hidden
/// phones join by what shows, with street and name; doors join by full name. Without a reader
/// nothing is known of names, and whole identifiers alone join. A part of the graph in which no
/// identifier
/// stands whole is no actor: its own evidence stays on the records.
///
/// The result is the same whatever the order of records. Union–find by size with path halving
/// (Tarjan and van Leeuwen 1984).
/// - Complexity: O(n log n) in records and identifiers; docs/leads.md has the measured figures.
package struct Linker: Sendable {
    private let policy: LinkPolicy
    var records: [RecordRef] = []
    /// Digests of names and addresses, 0 where unknown; of an address the street, where it is read.
    private var names: [UInt64] = []
    private var addresses: [UInt64] = []
    var owners: [ID<Actor>?] = []
    var identifiers: [Identifier] = []
    private var indexes: [Identifier: UInt32] = [:]
    /// Pairs of record and identifier, by position.
    private var edgeRecords: [UInt32] = []
    private var edgeIdentifiers: [UInt32] = []
    private(set) var parties: SenderParties?
    /// Numbers of names of goods by their digests, and what each label with a party declares.
    private(set) var goodsNumbers: [UInt64: UInt32] = [:]
    private(set) var goodsOfLabels: [(party: UInt32, goods: UInt32)] = []
    /// By record: its party as it was numbered when it came.
    private(set) var partyOfRecord: [UInt32?] = []

    /// Makes an actor's id of what it is named after.
    let actorDigest: @Sendable (String) -> UInt64

    /// `reader` tells senders apart; nil goes by whole identifiers alone.
    ///
    /// - Parameter actorDigest: Makes the id of a new actor of one of its identifiers. Ids stand in
    ///   clear where the identifiers do not, so it has a key where anything is stored: all phones
    ///   there are can be tried out in minutes.
    package init(
        policy: LinkPolicy = LinkPolicy(), reader: SenderReader? = nil,
        actorDigest: @escaping @Sendable (String) -> UInt64 = { StableHash.of($0) }
    ) {
        self.policy = policy
        self.actorDigest = actorDigest
        parties = reader.map { SenderParties($0) }
    }

    /// Adds one record.
    ///
    /// `name`, `address` and `phone`, whole or masked, are the sender's on a label, `goods` what he
    /// declares; `actor` is the one it was linked to before, so that ids stay.
    package mutating func add(
        _ record: RecordRef, identifiers shared: [Identifier], name: String? = nil,
        address: String? = nil, phone: Phone? = nil, goods: String? = nil,
        actor: ID<Actor>? = nil
    ) {
        let position = UInt32(records.count)
        records.append(record)
        names.append(name.map { StableHash.of($0) } ?? 0)
        addresses.append(address.map { StableHash.of($0) } ?? 0)
        owners.append(actor)
        for identifier in shared {
            edgeRecords.append(position)
            edgeIdentifiers.append(index(of: identifier))
        }
        guard parties != nil, name != nil || phone != nil else {
            partyOfRecord.append(nil)
            return
        }
        let whole = shared.first { $0.kind == .phone }.map { index(of: $0) }
        let account = shared.first { $0.kind == .courierAccount }.map { index(of: $0) }
        let party = parties?.add(
            record, name: name, address: address,
            pattern: phone.map { StableHash.of($0.maskedText) } ?? 0, phone: whole,
            account: account)
        partyOfRecord.append(party)
        if let party, let goods, !goods.isEmpty {
            let next = UInt32(goodsNumbers.count)
            let number = goodsNumbers[StableHash.of(goods), default: next]
            goodsNumbers[StableHash.of(goods)] = number
            goodsOfLabels.append((party, number))
        }
        // One yard is one place, however it is spelled.
        if let party, let street = parties?.all[Int(party)].key.place.street, street != 0 {
            addresses[Int(position)] = street
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
    /// not in it, the one with more records. What a person parted in `severed` stays apart.
    package func finish(
        oldestFirst: [ID<Actor>] = [], severed: Severance = Severance()
    ) -> Links {
        let byRecord = Adjacency(
            from: edgeRecords, to: edgeIdentifiers, count: records.count)
        let byIdentifier = Adjacency(
            from: edgeIdentifiers, to: edgeRecords, count: identifiers.count)
        let generic = generics(byRecord, byIdentifier)
        var isGeneric = [Bool](repeating: false, count: identifiers.count)
        for found in generic {
            if let index = indexes[found.identifier] { isGeneric[Int(index)] = true }
        }
        for identifier in severed.identifiers {
            if let index = indexes[identifier] { isGeneric[Int(index)] = true }
        }
        var graph = evidence(isGeneric)
        let units = self.units(byRecord, isGeneric, graph.partyNumbers)
        graph.graph.partings = Partings(
            severed.pairs, linker: self, units: units,
            elements: identifiers.count + graph.graph.parties.count)
        graph.graph.run()
        joinIdentifiers(byRecord, isGeneric, units, &graph.graph)
        joinPhones(byIdentifier, isGeneric, units, &graph.graph)
        var naming = ActorNaming(
            linker: self, byRecord: byRecord, isGeneric: isGeneric, units: units,
            sets: graph.graph.sets, oldestFirst: oldestFirst)
        naming.run()
        return Links(
            records: records, identifiers: identifiers, actorOfRecord: naming.actorOfRecord,
            actors: naming.actors, merged: naming.merged, generic: generic, byRecord: byRecord,
            byIdentifier: byIdentifier, isGeneric: isGeneric, graph: graph.graph, units: units,
            policy: policy,
            severed: severed, hasReader: parties != nil)
    }

    /// The identifiers beyond the policy, each with what it was counted at.
    private func generics(
        _ byRecord: Adjacency, _ byIdentifier: Adjacency
    ) -> [GenericIdentifier] {
        var found: [GenericIdentifier] = []
        let least = min(
            policy.namesMax, policy.placesMax, policy.accountsMax, policy.recordsMax,
            policy.phonesMax)
        // With no more records than the least limit there is nothing to count.
        for index in identifiers.indices where byIdentifier[index].count > least {
            let counted = count(index, byRecord, byIdentifier)
            if policy.limit(of: counted) != nil { found.append(counted) }
        }
        return found.sorted { $0.identifier < $1.identifier }
    }

    private func count(
        _ index: Int, _ byRecord: Adjacency, _ byIdentifier: Adjacency
    ) -> GenericIdentifier {
        var distinctNames: Set<UInt64> = []
        var distinctAddresses: Set<UInt64> = []
        var accounts: Set<UInt32> = []
        var phones: Set<UInt32> = []
        for record in byIdentifier[index] {
            distinctNames.insert(names[Int(record)])
            distinctAddresses.insert(addresses[Int(record)])
            for other in byRecord[Int(record)] where other != UInt32(index) {
                let kind = identifiers[Int(other)].kind
                if kind.isAccount { accounts.insert(other) }
                if kind == .phone { phones.insert(other) }
            }
        }
        distinctNames.remove(0)
        distinctAddresses.remove(0)
        return GenericIdentifier(
            identifier: identifiers[index], records: byIdentifier[index].count,
            accounts: accounts.count, names: distinctNames.count,
            addresses: distinctAddresses.count, phones: phones.count)
    }
}

extension IdentifierKind {
    /// Names one account by its nature, where the others are contacts that many may print.
    var isAccount: Bool { self == .account || self == .courierAccount }
}
