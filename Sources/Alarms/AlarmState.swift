package import Primitives

/// Where an alarm stands in its life: the states of ISA-18.2 (IEC 62682), figure 2.
package enum AlarmState: UInt8, Sendable, CaseIterable {
    case normal
    /// Raised, and nobody has said that he knows.
    case unacknowledged
    /// Still there, and somebody is on it.
    case acknowledged
    /// Gone by itself before anybody said that he knew.
    case returnUnacknowledged
    /// Gone and acknowledged, but of a kind that a person must reset after a look.
    case latched
    /// Silenced by an operator for a limited time.
    case shelved
    /// Silenced by a rule of the design (逻辑抑制).
    case suppressed
    /// Silenced for maintenance.
    case outOfService

    /// As INTERFACES spells it.
    package var name: String {
        switch self {
        case .normal: "normal"
        case .unacknowledged: "unacknowledged"
        case .acknowledged: "acknowledged"
        case .returnUnacknowledged: "return-unacknowledged"
        case .latched: "latched"
        case .shelved: "shelved"
        case .suppressed: "suppressed"
        case .outOfService: "out-of-service"
        }
    }

    /// What happens to an alarm beneath any silence: what the readings say, and what a person does.
    package enum Event: Sendable, CaseIterable {
        /// The condition came up, or an earlier time of it became known.
        case raise
        /// The condition went away.
        case clear
        case acknowledge
        case reset
    }

    /// The state after `event`; nil where the event means nothing in this state.
    ///
    /// Only for the five states beneath the silences. A raise of an acknowledged alarm is another
    /// occurrence of it, which nobody has acknowledged.
    package func after(_ event: Event, latching: Bool) -> AlarmState? {
        switch (self, event) {
        case (.normal, .raise), (.acknowledged, .raise), (.returnUnacknowledged, .raise),
            (.latched, .raise):
            .unacknowledged
        case (.unacknowledged, .clear): .returnUnacknowledged
        case (.acknowledged, .clear): latching ? .latched : .normal
        case (.unacknowledged, .acknowledge): .acknowledged
        case (.returnUnacknowledged, .acknowledge): latching ? .latched : .normal
        case (.latched, .reset): .normal
        default: nil
        }
    }
}

/// How an alarm is silenced, if it is; the readings go on to move it beneath.
package enum Silence: UInt8, Sendable, CaseIterable {
    case none
    case shelved
    case suppressed
    case outOfService

    /// What is shown while an alarm beneath stands at `state`.
    package func shown(_ state: AlarmState) -> AlarmState {
        switch self {
        case .none: state
        case .shelved: .shelved
        case .suppressed: .suppressed
        case .outOfService: .outOfService
        }
    }
}

/// What a person, or a rule of the design, does to an alarm.
package enum AlarmAction: Hashable, Sendable {
    case acknowledge
    /// After a latched alarm, once the place was looked at.
    case reset
    case shelve(until: Timestamp)
    case unshelve
    case suppress
    case unsuppress
    case takeOutOfService
    case returnToService

    var name: String {
        switch self {
        case .acknowledge: "acknowledge"
        case .reset: "reset"
        case .shelve: "shelve"
        case .unshelve: "unshelve"
        case .suppress: "suppress"
        case .unsuppress: "unsuppress"
        case .takeOutOfService: "take out of service"
        case .returnToService: "return to service"
        }
    }
}
