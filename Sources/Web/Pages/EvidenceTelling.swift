import Casework
import Linkage
import Primitives
import Records

/// Tells evidence between records, and the lack of it, in the words of one language; identifiers of
/// persons stay masked.
struct EvidenceTelling {
    let words: Words

    func identifier(_ identifier: Identifier) -> String {
        "\(words("identifier-\(identifier.kind.rawValue)")) \(Masking.identifier(identifier))"
    }

    func kind(_ record: RecordRef) -> String {
        switch record {
        case .listing: words("graph-listing")
        case .waybill: words("graph-waybill")
        }
    }

    /// A waybill's number shows its last six digits.
    static func name(_ record: RecordRef) -> String {
        switch record {
        case .listing(let id): id.text
        case .waybill(let number): "…\(number.text.suffix(6))"
        }
    }

    func record(_ record: RecordRef) -> String { "\(kind(record)) \(Self.name(record))" }

    func evidence(_ evidence: LinkEvidence) -> String { words("evidence-by-\(Self.key(evidence))") }

    private static func key(_ evidence: LinkEvidence) -> String {
        switch evidence {
        case .identifier: "identifier"
        case .phoneAndName: "phone"
        case .hiddenPhoneAndStreet: "street"
        case .doorAndName: "door"
        case .doorAndAlias: "alias"
        case .doorAndGoods: "goods"
        case .sameLabel: "label"
        }
    }

    func severance(_ what: StoredSeverance.What) -> String {
        switch what {
        case .identifier(let value): words("severed-identifier", ["value": identifier(value)])
        case .pair(let left, let right):
            words("severed-pair", ["left": record(left), "right": record(right)])
        }
    }

    /// What a generic identifier was counted at, and the limit.
    func limit(_ limit: GenericLimit, _ policy: LinkPolicy) -> String {
        words("limit-\(limit.rawValue)", ["n": Telling.count(policy.value(of: limit))])
    }

    func reason(_ reason: NotJoined) -> String {
        switch reason {
        case .areOne: return words("apart-one")
        case .nothingShared: return words("apart-nothing")
        case .partedPair(let left, let right):
            return words("apart-parted-pair", ["left": record(left), "right": record(right)])
        case .partedIdentifier(let value):
            return words("apart-parted-identifier", ["value": identifier(value)])
        case .generic(let counted, let limit):
            return words(
                "apart-generic",
                [
                    "value": identifier(counted.identifier),
                    "records": Telling.count(counted.records),
                    "names": Telling.count(counted.names),
                    "limit": words("limit-name-\(limit.rawValue)"),
                ])
        case .phoneOfTwoNames(let value):
            return words("apart-two-names", ["value": identifier(value)])
        case .phoneOfNobody(let value): return words("apart-nobody", ["value": identifier(value)])
        case .phoneOfTwoHandles(let value):
            return words("apart-handles", ["value": identifier(value)])
        case .nameOfSeveral(let evidence):
            return words("apart-several", ["evidence": self.evidence(evidence)])
        case .belowFloor(let evidence, let bits):
            return words(
                "apart-floor",
                [
                    "evidence": self.evidence(evidence), "bits": Telling.decimal(bits.value, 1),
                    "floor": Telling.decimal(LinkPolicy.floor.value, 0),
                ])
        case .doorOfOthers: return words("apart-door")
        case .doorOfShortName: return words("apart-door-short")
        case .doorOfMany(let phones):
            return words("apart-door-many", ["n": Telling.count(phones)])
        case .hiddenPhoneOfTwoNames: return words("apart-hidden")
        }
    }

    /// The steps of a table, from `number` 1 on.
    func row(_ step: EvidenceStep, number: Int) -> PageValues {
        var values: PageValues = [
            "number": "\(number)", "left": Self.name(step.left), "right": Self.name(step.right),
            "leftKind": kind(step.left), "rightKind": kind(step.right),
            "evidence": evidence(step.evidence), "bits": Telling.decimal(step.bits.value, 1),
            "isDoubtful": step.bits.value < ActorBond.firmBits, "isChosen": false,
        ]
        values["value"] = step.identifier.map { identifier($0) }
        return values
    }

    func bond(_ bond: ActorBond) -> PageValues {
        [
            "actor": bond.actor.text, "isDoubtful": bond.isDoubtful,
            "records": Telling.count(bond.records), "elements": Telling.count(bond.elements),
            "weakest": bond.weakest.map { "\(Telling.decimal($0.value, 1)) bit" } ?? "–",
            "rate": bond.weakest == nil ? "–" : Telling.percent(bond.falseMergeRate),
        ]
    }
}
