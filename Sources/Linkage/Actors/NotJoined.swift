package import Primitives
package import Records

/// Something that two senders share, or that a person said of them, and why it does not join them.
package enum NotJoined: Hashable, Sendable {
    /// They are one already.
    case areOne
    /// A person said that these two records are two senders.
    case partedPair(RecordRef, RecordRef)
    /// A person said that the identifier names no one sender.
    case partedIdentifier(Identifier)
    /// Both carry it, too many do: the limit that it is beyond.
    case generic(GenericIdentifier, GenericLimit)
    /// Labels of one whole phone whose names are two persons'.
    case phoneOfTwoNames(Identifier)
    /// A post shows it, and whose it is of those who send with it is not clear.
    case phoneOfNobody(Identifier)
    /// Posts show it that have WeChat ids or QQ numbers of their own.
    case phoneOfTwoHandles(Identifier)
    /// The names may be one person's, but more than one whom they may be is there.
    case nameOfSeveral(LinkEvidence)
    /// The evidence is there and too weak: what it weighs, of at least `LinkPolicy.floor`.
    case belowFloor(LinkEvidence, Bits)
    /// One door, and names of which none is the other's.
    case doorOfOthers
    /// One door with one name of two characters, of which families share one.
    case doorOfShortName
    /// One door, and more phones at it than a sender has.
    case doorOfMany(phones: Int)
    /// The same street and what shows of a phone, and names that are two persons'.
    case hiddenPhoneOfTwoNames
    case nothingShared
}

extension LinkPolicy {
    /// Bits below which nothing is joined.
    package static var floor: Bits { Bits(evidenceFloorBits) }
}

extension Links {
    /// Reasons told of two senders at most.
    private static let reasonsMax = 12

    /// Why two records, with all of their actors' records, are not one: what they share, and why
    /// that does not join; never empty.
    ///
    /// A record without an actor stands for itself. Nil where a record is unknown.
    /// - Complexity: O(records and labels of all).
    package func whyNot(_ left: RecordRef, _ right: RecordRef) -> [NotJoined]? {
        guard let one = records.firstIndex(of: left), let other = records.firstIndex(of: right)
        else { return nil }
        let (first, second) = (actorOfRecord[one], actorOfRecord[other])
        if one == other || (first >= 0 && first == second) { return [.areOne] }
        let sides = [side(of: one), side(of: other)]
        var reasons = partings(sides) + sharedIdentifiers(sides)
        let labels = sides.map { side in
            Array(Set(side.compactMap(label)).sorted().prefix(Limits.labelsComparedMax))
        }
        for left in labels[0] {
            for right in labels[1] { reasons += whyNot(labels: left, right) }
        }
        var seen: Set<NotJoined> = []
        let unique = reasons.filter { seen.insert($0).inserted }
        return unique.isEmpty ? [.nothingShared] : Array(unique.prefix(Self.reasonsMax))
    }

    /// The records of a record's actor, or it alone.
    private func side(of position: Int) -> [Int] {
        let actor = actorOfRecord[position]
        return actor < 0 ? [position] : actors[Int(actor)].records.map { Int($0) }
    }

    private func label(_ position: Int) -> UInt32? {
        units[position].flatMap { isLabel($0) ? $0 - graph.offset : nil }
    }

    private func partings(_ sides: [[Int]]) -> [NotJoined] {
        guard !severed.pairs.isEmpty else { return [] }
        let sets = sides.map { side in Set(side.map { records[$0] }) }
        return severed.pairs.compactMap { left, right in
            if sets[0].contains(left), sets[1].contains(right) { return .partedPair(left, right) }
            if sets[0].contains(right), sets[1].contains(left) { return .partedPair(right, left) }
            return nil
        }
    }

    /// What stands on records of both.
    private func sharedIdentifiers(_ sides: [[Int]]) -> [NotJoined] {
        let carried = sides.map { side in Set(side.flatMap { byRecord[$0] }) }
        let shared = carried[0].intersection(carried[1]).map { ($0, identifiers[Int($0)]) }
            .sorted { $0.1 < $1.1 }
        let counted = Dictionary(
            generic.map { ($0.identifier, $0) }, uniquingKeysWith: { first, _ in first })
        return shared.compactMap { index, identifier in
            if severed.identifiers.contains(identifier) { return .partedIdentifier(identifier) }
            if let found = counted[identifier], let limit = policy.limit(of: found) {
                return .generic(found, limit)
            }
            guard identifier.kind == .phone else { return nil }
            let kinds = sides.map { side in
                side.filter { byRecord[$0].contains(index) }.map { label($0) != nil }
            }
            // Labels are told apart by their names, below.
            let isPost = kinds.map { $0.contains(false) }
            if isPost == [true, true] { return .phoneOfTwoHandles(identifier) }
            return isPost.contains(true) ? .phoneOfNobody(identifier) : nil
        }
    }

    /// What two labels share that does not join them.
    private func whyNot(labels left: UInt32, _ right: UInt32) -> [NotJoined] {
        let (one, other) = (graph.parties[Int(left)], graph.parties[Int(right)])
        let pair = NamePair(one.name, other.name)
        var reasons: [NotJoined] = []
        let isGenericPhone = [one, other].contains { party in
            party.key.phone.map { isGeneric[Int($0)] } ?? false
        }
        if let phone = one.key.phone, phone == other.key.phone, !isGenericPhone {
            let identifier = identifiers[Int(phone)]
            reasons.append(
                names(
                    pair, .phoneAndName, graph.phoneWeights, twoNames: .phoneOfTwoNames(identifier))
            )
        } else if one.key.pattern != 0, one.key.pattern == other.key.pattern,
            one.key.place.street != 0, one.key.place.street == other.key.place.street,
            !isGenericPhone
        {
            reasons.append(
                names(
                    pair, .hiddenPhoneAndStreet, graph.streetWeights,
                    twoNames: .hiddenPhoneOfTwoNames))
        }
        if one.key.place.door != 0, one.key.place.door == other.key.place.door {
            reasons.append(atOneDoor(one, pair))
        }
        return reasons
    }

    private func names(
        _ pair: NamePair, _ evidence: LinkEvidence, _ weights: SenderWeights, twoNames: NotJoined
    ) -> NotJoined {
        let isNamed = pair.kind != .alias && pair.kind != .none
        if isNamed, !pair.agrees { return twoNames }
        let bits = weights.bits(pair)
        guard isNamed, bits < LinkPolicy.evidenceFloorBits else { return .nameOfSeveral(evidence) }
        return .belowFloor(evidence, Bits(bits))
    }

    private func atOneDoor(_ label: SenderParty, _ pair: NamePair) -> NotJoined {
        let weights = graph.doorWeights
        guard pair.agrees, pair.kind == .full || pair.kind == .alias else { return .doorOfOthers }
        if pair.kind == .full {
            if label.name.shown.count < 3 { return .doorOfShortName }
            return .belowFloor(.doorAndName, Bits(weights.bits(pair)))
        }
        let door = label.key.place.door
        let phones = Set(
            graph.parties.filter { $0.key.place.door == door }.map(\.key.pattern))
        if phones.count > Limits.phonesPerDoorMax { return .doorOfMany(phones: phones.count) }
        return .belowFloor(.doorAndAlias, Bits(weights.bits(aliases: 1)))
    }
}
