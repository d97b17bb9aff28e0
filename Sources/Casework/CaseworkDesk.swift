package import Leads
package import Linkage
import Primitives
import Records
package import Registry
package import Screening

/// The use cases over one database: the only place that knows the order of things.
///
/// One function is one use case: one permission, one transaction where it changes something.
package struct CaseworkDesk: Desk {
    package let database: any Database
    /// The screener that an adopted lexicon replaces.
    package let screeners: ScreenerInUse
    /// The lexicon was named at the start: an adopted one does not take its place.
    package let isLexiconFixed: Bool
    package let settings: Settings
    package let environment: Environment
    /// Whether nobody works without a second factor (双因素); else it is offered.
    package var asksSecondFactor = false
    /// Tells senders of labels apart; nil links by whole identifiers alone.
    let senders: SenderReader?
    let sealing = Sealing()
    let alarmMemory = AlarmMemory()
    /// A hash of a password that nobody has.
    let decoyHash: String

    /// The dated data and models that the engines work by.
    package struct Settings: Sendable {
        package var leadRules: LeadRules
        package var rules: RuleBook
        package var divisions: Divisions
        package var alarms: AlarmSettings

        package init(
            leadRules: LeadRules, rules: RuleBook, divisions: Divisions, alarms: AlarmSettings
        ) {
            self.leadRules = leadRules
            self.rules = rules
            self.divisions = divisions
            self.alarms = alarms
        }
    }

    /// - Throws: What hashing a password throws.
    package init(
        database: any Database, screener: Screener, isLexiconFixed: Bool = false,
        settings: Settings, environment: Environment, senders: SenderReader? = nil
    ) throws {
        self.database = database
        screeners = ScreenerInUse(screener)
        self.isLexiconFixed = isLexiconFixed
        self.settings = settings
        self.environment = environment
        self.senders = senders
        decoyHash = try environment.passwordHash(environment.newToken())
    }
}
