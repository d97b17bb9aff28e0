package import Alarms
import Primitives
import Records

/// What the alarms work by, from dated data.
package struct AlarmSettings: Sendable {
    package let policy: AlarmPolicy
    package let targets: AlarmTargets
    /// What to do now, by kind, in Chinese and English.
    package let guidance: [AlarmKind: (zh: String, en: String)]
    package let escalation: Escalation

    package init(
        policy: AlarmPolicy, targets: AlarmTargets,
        guidance: [AlarmKind: (zh: String, en: String)], escalation: Escalation
    ) {
        self.policy = policy
        self.targets = targets
        self.guidance = guidance
        self.escalation = escalation
    }
}

/// A site with its machine, as far as this process knows it.
struct KnownSite: Sendable {
    let layout: AlarmLayout
    var machine: AlarmMachine
    /// Of the plan.
    let version: Int
    /// Of the state that is stored; the machine's clock may be further.
    var revision: Int
}

/// The machines of the sites: a copy of what is stored, which is right where its revision is.
///
/// Several servers on one database each have one. Whoever writes looks at the stored revision
/// within the write, and reads the state anew where its copy is older.
actor AlarmMemory {
    private var sites: [String: KnownSite] = [:]

    subscript(_ enterprise: String) -> KnownSite? { sites[enterprise] }

    func known(_ enterprises: Set<String>) -> [String: KnownSite] {
        sites.filter { enterprises.contains($0.key) }
    }

    /// Keeps what was committed, unless something later is there.
    func keep(_ known: KnownSite, of enterprise: String) {
        if let other = sites[enterprise],
            (other.version, other.revision) > (known.version, known.revision)
        {
            return
        }
        sites[enterprise] = known
    }
}

extension StoredSite {
    /// The site with its machine: `known` where that is what is stored, else read anew.
    ///
    /// - Throws: `CaseworkError.planUnreadable` where what is stored of it can not be read.
    /// - Complexity: for one that is read, all its rooms.
    func load(
        _ known: KnownSite?, plan: () throws -> Site, policy: AlarmPolicy,
        from transaction: any ReadTransaction
    ) throws -> KnownSite {
        if let known, known.version == version, known.revision == revision { return known }
        let layout =
            if let known, known.version == version { known.layout } else {
                AlarmLayout(try Self.readable { try plan() }, policy: policy)
            }
        var machine = AlarmMachine(layout)
        // Sensors that are new since are due from the moment the others had come to.
        var none: [Transition] = []
        if let clock { machine.advance(to: clock, into: &none) }
        for (room, state) in try transaction.roomStates(of: enterprise) {
            if let place = layout.room(room) {
                try Self.readable { try machine.restore(room: place, from: state) }
            }
        }
        return KnownSite(
            layout: layout, machine: machine, version: version, revision: revision)
    }

    /// What goes wrong with one site is told as its own: others go on.
    private static func readable<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as any CodedError {
            throw CaseworkError.planUnreadable(error.message)
        }
    }
}
