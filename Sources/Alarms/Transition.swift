package import Primitives
package import Records

/// One step of one alarm from a state to another.
package struct Transition: Hashable, Sendable {
    /// Which alarm, of the layout.
    package let point: Int
    /// How often it has been raised, this time included.
    package let occurrence: UInt32
    /// When it happened: by the reading's time, by the due time of a timer, or when a person acted.
    package let at: Timestamp
    package let from: AlarmState
    package let to: AlarmState
    package let value: Double?
    package let limit: Double?
    package let cause: AlarmCause
    package let priority: Priority
    /// The alarm of the same room that this one stands beneath, and does not call by itself.
    package let under: Int?
    /// The readings that made it: the one that decided, and for a sum the newest of the others.
    package let readings: [Reading]
    /// Who acted, and why; nil where no person did.
    package let act: AlarmAct?

    /// Whether an operator is called: a raise that stands beneath no other.
    package var isAnnunciated: Bool { to == .unacknowledged && under == nil }
}

/// Who did something to an alarm, and why.
package struct AlarmAct: Hashable, Sendable {
    package let who: String
    package let why: String

    package init(who: String, why: String) {
        self.who = who
        self.why = why
    }
}

/// Why the alarms refused something.
package enum AlarmError: CodedError, Equatable {
    /// The action means nothing in the state the alarm is in.
    case refused(action: String, state: String)
    case shelvedTooLong(hoursMax: Int)
    case reasonMissing
    case reasonTooLong(bytesMax: Int)
    /// Kept bytes that are none of ours.
    case state(String)

    package var code: String {
        switch self {
        case .refused: "alarms.refused"
        case .shelvedTooLong: "alarms.shelved_too_long"
        case .reasonMissing: "alarms.reason_missing"
        case .reasonTooLong: "alarms.reason_too_long"
        case .state: "alarms.state"
        }
    }

    package var message: String {
        switch self {
        case .refused(let action, let state):
            "An alarm that is \(state) cannot be asked to \(action). Look at it again."
        case .shelvedTooLong(let hours):
            "An alarm is shelved until a later moment within \(hours) hours."
        case .reasonMissing: "Say who acts, and why."
        case .reasonTooLong(let bytes): "The reason has more than \(bytes) bytes. Shorten it."
        case .state(let why): "The kept state of the alarms cannot be read: \(why)."
        }
    }
}
