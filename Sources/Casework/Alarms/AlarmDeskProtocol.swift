package import Alarms
import Primitives
import Records

/// What the pages and the API may ask for about sites and their alarms.
package protocol AlarmDesk: Sendable {
    /// Takes readings: their effect is stored before it returns.
    func take(
        _ parcels: [ReadingParcel], as principal: Principal
    ) async throws -> ReadingTally
    func alarmBoard(as principal: Principal) async throws -> AlarmBoard
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`.
    func siteView(_ enterprise: String, as principal: Principal) async throws -> SiteView
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`.
    func roomPage(
        _ enterprise: String, room: String, as principal: Principal
    ) async throws -> RoomPage
    /// Of every site that the principal may look at, the most urgent first.
    func standingAlarms(
        as principal: Principal
    ) async throws -> (alarms: [(alarm: StoredAlarm, site: StoredSite)], upTo: Int)
    /// What became known after the event `number`; from now on where it is nil.
    func alarmChanges(after number: Int?, as principal: Principal) async throws -> AlarmChanges
    /// Does what a person asks of an alarm that had been raised `occurrence` times.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`, `.alarmChanged`, `.alarmRefused`.
    func handle(
        _ handling: AlarmHandling, alarm id: AlarmID, occurrence: Int, as principal: Principal
    ) async throws
    /// Changes what is approved for one room, from now on.
    ///
    /// - Throws: `CaseworkError.notAllowed`, `.alarmNotFound`, `.planChanged`, `.reasonMissing`.
    func changeQuota(_ change: QuotaChange, as principal: Principal) async throws
    /// What to do now, in Chinese and English.
    func alarmGuidance(_ kind: AlarmKind) -> (zh: String, en: String)
}
