import Casework
import Primitives
import Records

/// A call of each use case about accounts and rights that asks for a permission.
func accessCalls(
    _ desk: CaseworkDesk, _ principal: Principal
) -> [Act: @Sendable () async throws -> Void] {
    @Sendable func change(_ change: AccountChange) async throws {
        _ = try await desk.change(change, of: ID("nobody"), as: principal)
    }
    @Sendable func change(_ change: APIKeyChange) async throws {
        _ = try await desk.change(change, key: ID("none"), as: principal)
    }
    @Sendable func handle(_ handling: AlarmHandling) async throws {
        try await desk.handle(
            handling, alarm: AlarmID(enterprise: "none", point: "none"), occurrence: 0,
            as: principal)
    }
    let noKeys = DataKeys(all: { [] }, add: { "0" }, remove: { _ in })
    let calls: [Act: @Sendable () async throws -> Void] = [
        .addAccount: {
            _ = try await desk.addAccount(
                AccountDraft(name: "new", displayName: "n", unit: Unit.city, role: .leader),
                as: principal)
        },
        .resetPassword: { try await change(.resetPassword) },
        .switchAccount: { try await change(.disable) },
        .grantRole: { try await change(.grant(.leader)) },
        .unlockAccount: { try await change(.unlock) },
        .resetSecondFactor: { try await change(.resetSecondFactor) },
        .addUnit: {
            try await desk.addUnit(
                Unit(
                    id: ID(""), parent: Unit.city, kind: .agency, name: "应急局", division: nil),
                as: principal)
        },
        .addKey: {
            _ = try await desk.addKey(
                APIKeyDraft(
                    name: "k", unit: Unit.city, role: .courier, scopes: [.askScreening],
                    requestsPerMinute: 10, days: 10), as: principal)
        },
        .grantKey: { try await change(APIKeyChange.grant) },
        .revokeKey: { try await change(APIKeyChange.revoke) },
        .rotateKey: { try await change(APIKeyChange.rotate) },
        .openMatter: {
            _ = try await desk.openMatter(name: "m", isRestricted: false, as: principal)
        },
        .changeMatter: { try await desk.change(.close, matter: ID("none"), as: principal) },
        .seeMatter: { _ = try await desk.matter(ID("none"), as: principal) },
        .exportLeads: {
            _ = try await desk.exportLeads(
                LeadQuery(), purpose: try StatedPurpose(kind: .analysis, reason: "r"),
                as: principal)
        },
        .rotateKeys: { _ = try await desk.rotateKeys(noKeys, as: principal) },
        .retireKey: { try await desk.retireKey("none", of: noKeys, as: principal) },
        .exchangeSigningKey: {
            _ = try await desk.exchangeSigningKey(
                SigningKeys(
                    begin: { _ in throw CaseworkError.keyNotFound("none") }, end: { _ in }),
                as: principal)
        },
        .tellAlarm: { _ = try await desk.take([ReadingParcel](), as: principal) },
        .callForAlarm: { _ = try await desk.callForAlarms(telling: [:], as: principal) },
        .acknowledgeAlarm: { try await handle(.acknowledge(note: "")) },
        .resetAlarm: { try await handle(.reset(note: "")) },
        .shelveAlarm: { try await handle(.shelve(until: desk.environment.now(), why: "r")) },
        .unshelveAlarm: { try await handle(.unshelve(why: "r")) },
        .disableAlarm: { try await handle(.takeOutOfService(why: "r")) },
        .enableAlarm: { try await handle(.returnToService(why: "r")) },
        .putSite: {
            _ = try await desk.putSite(
                plan: [], unit: nil, division: nil, reason: "r", as: principal)
        },
        .unmaskLead: {
            _ = try await desk.unmask(
                ID("none"), purpose: try StatedPurpose(kind: .analysis, reason: "r"),
                as: principal)
        },
        .reportOnPerson: {
            _ = try await desk.personReport(
                Identifier(kind: .phone, value: "13800138000"),
                purpose: try StatedPurpose(kind: .supervision, reason: "r"), as: principal)
        },
        .purge: { _ = try await desk.purge(isTrial: false, as: principal) },
        .deleteRecord: { try await desk.delete(approved: ID("none"), as: principal) },
        .readJournal: { _ = try await desk.journal(JournalQuery(), as: principal) },
    ]
    return calls
}
