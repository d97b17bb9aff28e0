package import Primitives
package import Records

/// What a person parted in an actor's evidence, with who, when and why; kept for ever.
package struct StoredSeverance: Hashable, Sendable {
    /// What was said not to be.
    package enum What: Hashable, Sendable {
        /// The identifier names no one sender (标识不指向同一人).
        case identifier(Identifier)
        /// The two records are two senders' (不是同一人).
        case pair(RecordRef, RecordRef)
    }

    /// That it was taken back: by whom, when and why.
    package struct End: Hashable, Sendable {
        package let by: ID<Person>
        package let byName: String
        package let at: Timestamp
        package let reason: String

        package init(by: ID<Person>, byName: String, at: Timestamp, reason: String) {
            self.by = by
            self.byName = byName
            self.at = at
            self.reason = reason
        }
    }

    package let id: ID<StoredSeverance>
    package let what: What
    /// The actor that was parted, and the lead on whose page.
    package let actor: ID<Actor>
    package let lead: ID<Lead>
    package let by: ID<Person>
    package let byName: String
    package let at: Timestamp
    package let reason: String
    /// Nil as long as it stands.
    package let end: End?

    package init(
        id: ID<StoredSeverance>, what: What, actor: ID<Actor>, lead: ID<Lead>, by: ID<Person>,
        byName: String, at: Timestamp, reason: String, end: End? = nil
    ) {
        self.id = id
        self.what = what
        self.actor = actor
        self.lead = lead
        self.by = by
        self.byName = byName
        self.at = at
        self.reason = reason
        self.end = end
    }
}

/// Which step of an actor's evidence to part, and how.
package struct SeveranceRequest: Hashable, Sendable {
    /// What is not to be believed of a step.
    package enum Kind: String, Sendable, CaseIterable {
        /// Its identifier, wherever it stands.
        case identifier
        /// That its two records are one sender's.
        case pair
    }

    /// The step's place in the evidence, 0-based.
    package let step: Int
    package let kind: Kind
    package let reason: String
    /// The number of the linking whose evidence was shown.
    package let linking: Int

    package init(step: Int, kind: Kind, reason: String, linking: Int) {
        self.step = step
        self.kind = kind
        self.reason = reason
        self.linking = linking
    }
}
