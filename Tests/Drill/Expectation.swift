import Casework
import Primitives
import Records

/// What the people of a drill know; the auditor holds the database against it.
///
/// What was acknowledged to them must be there, and what may have happened without an answer may.
struct Expectation {
    /// One act by somebody, as often as it was acknowledged; at most as often as `doubtful` more.
    struct Act: Hashable {
        let who: String
        let act: String
        /// Of what was acted on; nil where the act makes its own id.
        var subject: String?
    }

    private(set) var acknowledged: [Act: Int] = [:]
    private(set) var doubtful: [Act: Int] = [:]
    var listings: Set<String> = []
    var waybills: Set<String> = []
    /// Sessions that must open, with whose they are, when they began and when they were used last.
    var sessions: [String: SessionMemory] = [:]
    /// Tokens of keys that must open and that must not.
    var openKeys: Set<String> = []
    var shutKeys: Set<String> = []
    var roles: [String: Role] = [:]
    var disabled: Set<String> = []

    /// How often each act was acknowledged.
    var byAct: [String: Int] {
        Dictionary(acknowledged.map { ($0.key.act, $0.value) }, uniquingKeysWith: +)
    }

    mutating func done(_ act: Act) { acknowledged[act, default: 0] += 1 }
    mutating func perhaps(_ act: Act) { doubtful[act, default: 0] += 1 }

    mutating func endSessions(of person: String, except token: String? = nil) {
        sessions = sessions.filter { $0.value.person != person || $0.key == token }
    }
}

struct SessionMemory {
    let person: String
    let openedAt: Timestamp
    var usedAt: Timestamp
}

/// What the drill found that must not be.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
