import Casework
import Linkage
import Primitives
import Records

extension Fixture {
    private static func step(
        _ left: RecordRef, _ right: RecordRef, _ evidence: LinkEvidence, _ identifier: Identifier?,
        _ bits: Double, records: Int, behind: Int
    ) -> ActorStep {
        ActorStep(
            step: EvidenceStep(
                left: left, right: right, evidence: evidence, identifier: identifier,
                bits: Bits(bits), areOneElement: false),
            records: records, behind: behind)
    }

    static func bond(_ actor: String, weakest: Double?, records: Int = 43) -> ActorBond {
        ActorBond(
            actor: ID(actor), records: records, elements: 5, identifiers: 4,
            weakest: weakest.map { Bits($0) }, falseMergeRate: weakest == nil ? 0 : 0.031)
    }

    static func evidence(linking: Int) -> ActorEvidence {
        ActorEvidence(
            actor: ID("A0001"), linking: linking,
            steps: [
                step(
                    .listing(ID("x-1001")), .listing(ID("x-1002")), .identifier,
                    Identifier(kind: .wechat, value: "huahua<888>"), 20, records: 7, behind: 42),
                step(
                    .listing(ID("x-1001")), .waybill(ID("SF1390000000001")), .identifier,
                    Identifier(kind: .phone, value: "13800138000"), 8.5, records: 31, behind: 36),
                step(
                    .waybill(ID("SF1390000000001")), .waybill(ID("SF1390000000002")),
                    .phoneAndName, nil, 5, records: 1, behind: 5),
            ], total: 405, bond: bond("A0001", weakest: 5))
    }

    static let severances: [StoredSeverance] = [
        StoredSeverance(
            id: ID("S2"), what: .pair(.listing(ID("x-1001")), .waybill(ID("SF1390000000009"))),
            actor: ID("A0001"), lead: ID("L0001"), by: ID("p1"), byName: "研判员 <甲>",
            at: now.adding(.hours(-3)), reason: "两家人 <b>"),
        StoredSeverance(
            id: ID("S1"), what: .identifier(Identifier(kind: .phone, value: "13900139000")),
            actor: ID("A0001"), lead: ID("L0001"), by: ID("p1"), byName: "研判员 甲",
            at: now.adding(.days(-3)), reason: "网点的电话",
            end: StoredSeverance.End(
                by: ID("p1"), byName: "研判员 甲", at: now.adding(.days(-2)), reason: "看错了")),
    ]

    static func linkingSummary() -> LinkingSummary {
        var summary = LinkingSummary()
        summary.records = 220_000
        summary.recordsWithoutActor = 1_200
        summary.actors = 98_000
        summary.merged = 21_000
        summary.expectedFalse = 12.3
        summary.weights = ["phone", "street", "door"].map { shared in
            LinkingSummary.Weights(
                shared: shared, share: 0.78,
                names: ["full", "hidden", "surname", "alias"].map { names in
                    LinkingSummary.NameWeight(
                        names: names, m: 0.93, u: 0.001, bitsAgreeing: 11.4,
                        bitsDiffering: names == "alias" ? nil : -2.1)
                })
        }
        summary.generic = [
            LinkingSummary.Generic(
                counted: GenericIdentifier(
                    identifier: Identifier(kind: .phone, value: "13700137000"), records: 1_203,
                    accounts: 3, names: 800, addresses: 790), limit: .places)
        ]
        summary.genericTotal = 140
        summary.largest = [
            bond("A0001", weakest: 5, records: 1_043), bond("A9", weakest: nil, records: 900),
        ]
        summary.doubtful = [bond("A0001", weakest: 5)]
        summary.doubtfulTotal = 7
        summary.byLength = [
            LinkingSummary.NameBucket(from: 2, to: 2, senders: 900, merged: 90, expectedFalse: 1),
            LinkingSummary.NameBucket(from: 4, to: nil, senders: 9),
        ]
        summary.byFrequency = [
            LinkingSummary.NameBucket(from: 1, to: 1, senders: 700, merged: 70, expectedFalse: 1),
            LinkingSummary.NameBucket(from: 10, to: 31, senders: 209, merged: 20),
        ]
        return summary
    }
}

extension FixtureDesk {
    func actor(of id: ID<Lead>, as principal: Principal) throws -> ActorPage {
        let detail = try lead(id, as: principal)
        let permissions = principal.permissions
        let isRich = id.text == "L0001"
        return ActorPage(
            lead: detail.summary, evidence: isRich ? Fixture.evidence(linking: linkings) : nil,
            severances: isRich ? Fixture.severances : [],
            maySever: permissions.contains(.severActor),
            mayCompare: permissions.contains(.seeLinking))
    }

    func compare(
        lead id: ID<Lead>, with other: String, as principal: Principal
    ) throws -> Comparison {
        try principal.require(.seeLinking)
        _ = try lead(id, as: principal)
        let phone = Identifier(kind: .phone, value: "13700137000")
        let reasons: [String: [NotJoined]] = [
            "one": [.areOne],
            "many": [
                .partedPair(.listing(ID("a")), .listing(ID("b"))), .partedIdentifier(phone),
                .generic(
                    GenericIdentifier(identifier: phone, records: 900, accounts: 1, names: 700),
                    .names),
                .phoneOfTwoNames(phone), .phoneOfNobody(phone), .phoneOfTwoHandles(phone),
                .nameOfSeveral(.phoneAndName), .belowFloor(.doorAndName, Bits(2.5)),
                .doorOfOthers, .doorOfShortName, .doorOfMany(phones: 12), .hiddenPhoneOfTwoNames,
                .nothingShared,
            ],
        ]
        guard let found = reasons[other] else { throw CaseworkError.recordNotFound(other) }
        return Comparison(
            record: .waybill(ID("ZT000000000077")), actor: other == "one" ? ID("A0001") : nil,
            records: 43, reasons: found,
            chain: other == "one" ? [Fixture.evidence(linking: 1).steps[0].step] : [])
    }

    func sever(_ request: SeveranceRequest, lead id: ID<Lead>, as principal: Principal) throws {
        try principal.require(.severActor)
        let page = try actor(of: id, as: principal)
        if request.reason.isEmpty { throw CaseworkError.reasonMissing }
        guard request.linking == linkings, let steps = page.evidence?.steps,
            steps.indices.contains(request.step)
        else { throw CaseworkError.linkingChanged }
        if request.kind == .identifier, steps[request.step].step.identifier == nil {
            throw CaseworkError.cannotPart
        }
        severed.append(request)
        linkings += 1
    }

    func takeBack(_ id: ID<StoredSeverance>, reason: String, as principal: Principal) throws {
        try principal.require(.severActor)
        if reason.isEmpty { throw CaseworkError.reasonMissing }
        guard let found = Fixture.severances.first(where: { $0.id == id }) else {
            throw CaseworkError.severanceNotFound(id.text)
        }
        guard found.end == nil else { throw CaseworkError.linkingChanged }
        takenBack.append(id.text)
    }

    func linking(as principal: Principal) throws -> LinkingPage {
        try principal.require(.seeLinking)
        return LinkingPage(
            linking: isLinked
                ? StoredLinking(
                    number: linkings, at: Self.now.adding(.hours(-1)),
                    summary: Fixture.linkingSummary()) : nil,
            severances: Fixture.severances, leads: [ID("A0001"): ID("L0001")],
            maySever: principal.permissions.contains(.severActor))
    }
}
