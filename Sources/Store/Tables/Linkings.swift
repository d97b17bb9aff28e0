import Casework
import Linkage
import Primitives
import Records

extension PortableTransaction {
    func linking() throws -> StoredLinking? {
        try connection.first(
            "SELECT number, at, sealed FROM linking ORDER BY number DESC LIMIT 1"
        ) { row in
            let column = try JSONColumn.value(
                SummaryColumn.self, try opened(row, 2, of: .linking, row.text(0)).text(0),
                table: "linking", id: row.text(0))
            return StoredLinking(
                number: Int(row.integer(0)), at: Timestamp(microseconds: row.integer(1)),
                summary: column.summary)
        }
    }

    func linkingNumber() throws -> Int? {
        try connection.first("SELECT MAX(number) FROM linking") { $0.integerOrNil(0) }
            .flatMap { $0.map { Int($0) } }
    }

    func put(_ linking: StoredLinking) throws {
        try connection.execute(
            "DELETE FROM linking WHERE number < $1", [.integer(Int64(linking.number))])
        try connection.execute(
            "INSERT INTO linking (number, at, sealed) VALUES ($1, $2, $3)",
            [
                .integer(Int64(linking.number)), .integer(linking.at.microseconds),
                try sealed(
                    [try JSONColumn.text(SummaryColumn(linking.summary))], in: .linking,
                    "\(linking.number)"),
            ])
    }

    func evidence(of actor: ID<Actor>) throws -> ActorEvidence? {
        try connection.first(
            "SELECT actor, linking, sealed FROM actor_evidence WHERE actor = $1",
            [.text(actor.text)]
        ) { row in
            let column = try JSONColumn.value(
                ActorColumn.self, try opened(row, 2, of: .actorEvidence, row.text(0)).text(0),
                table: "actor_evidence", id: row.text(0))
            return ActorEvidence(
                actor: actor, linking: Int(row.integer(1)),
                steps: try column.steps.map { column in
                    guard let step = column.step else {
                        throw StoreError.damaged(
                            table: "actor_evidence", id: row.text(0), what: "a step")
                    }
                    return step
                },
                total: column.total, bond: column.bond.bond)
        }
    }

    func put(_ evidence: [ActorEvidence]) throws {
        try connection.execute("DELETE FROM actor_evidence", [])
        for one in evidence {
            try connection.execute(
                "INSERT INTO actor_evidence (actor, linking, sealed) VALUES ($1, $2, $3)",
                [
                    .text(one.actor.text), .integer(Int64(one.linking)),
                    try sealed(
                        [try JSONColumn.text(ActorColumn(one))], in: .actorEvidence,
                        one.actor.text),
                ])
        }
    }
}

/// `ActorEvidence` in its stored form.
private struct ActorColumn: Codable {
    let steps: [StepColumn]
    let total: Int
    let bond: BondColumn

    init(_ evidence: ActorEvidence) {
        steps = evidence.steps.map(StepColumn.init)
        total = evidence.total
        bond = BondColumn(evidence.bond)
    }
}

private struct StepColumn: Codable {
    let left: String
    let right: String
    let evidence: UInt8
    let identifier: String?
    let bits: Double
    let areOneElement: Bool
    let records: Int
    let behind: Int

    init(_ step: ActorStep) {
        left = step.step.left.text
        right = step.step.right.text
        evidence = step.step.evidence.rawValue
        identifier = step.step.identifier?.text
        bits = step.step.bits.value
        areOneElement = step.step.areOneElement
        records = step.records
        behind = step.behind
    }

    /// Nil where a record or the kind of evidence cannot be read.
    var step: ActorStep? {
        guard let left = RecordRef(stored: left), let right = RecordRef(stored: right),
            let evidence = LinkEvidence(rawValue: evidence)
        else { return nil }
        return ActorStep(
            step: EvidenceStep(
                left: left, right: right, evidence: evidence,
                identifier: identifier.flatMap { Identifier(stored: $0) }, bits: Bits(bits),
                areOneElement: areOneElement),
            records: records, behind: behind)
    }
}

struct BondColumn: Codable {
    let actor: String
    let records: Int
    let elements: Int
    let identifiers: Int
    let weakest: Double?
    let rate: Double

    init(_ bond: ActorBond) {
        actor = bond.actor.text
        records = bond.records
        elements = bond.elements
        identifiers = bond.identifiers
        weakest = bond.weakest?.value
        rate = bond.falseMergeRate
    }

    var bond: ActorBond {
        ActorBond(
            actor: ID(actor), records: records, elements: elements, identifiers: identifiers,
            weakest: weakest.map { Bits($0) }, falseMergeRate: rate)
    }
}
