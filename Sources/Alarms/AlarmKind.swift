/// What an alarm is about.
package enum AlarmKind: UInt8, Sendable, CaseIterable {
    /// More people than approved (超员).
    case overHeadcount
    /// More composition than approved (超药量).
    case overCharge
    /// Temperature or humidity beyond its limit.
    case environment
    case flame
    /// Something moves in a closed room (人员闯入).
    case intrusion
    /// People at work in a stop period (停产期间作业).
    case stopWork
    /// A door that stays open.
    case door
    /// A room that is not seen: a silent sensor, a camera that is offline or covered.
    case blindSpot

    /// As INTERFACES spells it.
    package var name: String {
        switch self {
        case .overHeadcount: "over-headcount"
        case .overCharge: "over-charge"
        case .environment: "environment"
        case .flame: "flame"
        case .intrusion: "intrusion"
        case .stopWork: "stop-work"
        case .door: "door"
        case .blindSpot: "blind-spot"
        }
    }

    /// Whether a person must reset it: fire is looked at before the room counts as safe.
    package var isLatching: Bool { self == .flame }

    /// Whether it may stand beneath another alarm of its room instead of calling by itself.
    ///
    /// A flame never does.
    package var mayFold: Bool { self != .flame }
}

/// How fast an alarm must be answered; three, as EEMUA 191 advises.
package enum Priority: UInt8, Sendable, CaseIterable, Comparable {
    case low
    case medium
    case high

    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Why a transition happened, where its kind alone does not say.
package enum AlarmCause: UInt8, Sendable, CaseIterable {
    case none
    /// Nothing was heard when something was due.
    case silent
    /// A camera without a picture.
    case offline
    /// A camera whose lens is covered.
    case covered
    /// The room's process has no approved quota at that time.
    case noQuota
    /// A reading that came after younger ones.
    case late
    /// A shelving that ran out.
    case expired

    package var name: String? {
        switch self {
        case .none: nil
        case .silent: "silent"
        case .offline: "offline"
        case .covered: "covered"
        case .noQuota: "no-quota"
        case .late: "late"
        case .expired: "expired"
        }
    }
}
