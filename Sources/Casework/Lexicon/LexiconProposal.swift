package import Primitives
package import Screening

/// A lexicon that somebody wants to be used in place of the one in use, and what became of that.
///
/// Kept for ever: all proposals together are the lexicon's history.
package struct LexiconProposal: Hashable, Sendable {
    /// How a proposal ends.
    package enum Outcome: String, Sendable, CaseIterable {
        case adopted
        case declined
    }

    /// Who decided, when, how and why.
    package struct Decision: Hashable, Sendable {
        package let outcome: Outcome
        package let by: ID<Person>
        package let byName: String
        package let at: Timestamp
        package let reason: String

        package init(
            outcome: Outcome, by: ID<Person>, byName: String, at: Timestamp, reason: String
        ) {
            self.outcome = outcome
            self.by = by
            self.byName = byName
            self.at = at
            self.reason = reason
        }
    }

    /// How many entries it added, took away and changed in the lexicon in use when it was made.
    package struct Extent: Hashable, Sendable {
        package let added: Int
        package let removed: Int
        package let changed: Int

        package init(added: Int, removed: Int, changed: Int) {
            self.added = added
            self.removed = removed
            self.changed = changed
        }
    }

    package let id: ID<LexiconProposal>
    /// `name@version`.
    package let name: String
    /// Of the lexicon's file, and of the one in use when it was made.
    package let digest: UInt64
    package let base: UInt64
    package let terms: Int
    package let extent: Extent
    package let by: ID<Person>
    package let byName: String
    package let at: Timestamp
    package let note: String
    /// Nil as long as nobody has decided.
    package let decision: Decision?

    package init(
        id: ID<LexiconProposal>, name: String, digest: UInt64, base: UInt64, terms: Int,
        extent: Extent, by: ID<Person>, byName: String, at: Timestamp, note: String,
        decision: Decision? = nil
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.base = base
        self.terms = terms
        self.extent = extent
        self.by = by
        self.byName = byName
        self.at = at
        self.note = note
        self.decision = decision
    }
}

/// A proposal with its lexicon.
package struct StoredLexicon: Sendable {
    package let proposal: LexiconProposal
    package let lexicon: Lexicon

    package init(proposal: LexiconProposal, lexicon: Lexicon) {
        self.proposal = proposal
        self.lexicon = lexicon
    }
}

/// Why a file did not become a proposal; nothing was stored.
package struct LexiconRefusal: Sendable {
    /// The first thing that stood in the way.
    package enum Cause: Hashable, Sendable {
        /// The file as a whole cannot be read.
        case unreadable(String)
        /// It is no `name@version`.
        case name
        /// The lexicon in use, or another proposal that was not declined, is called so.
        case nameTaken
        /// The note is longer than `Limits.noteBytesMax` bytes.
        case note
        /// No row can be used.
        case empty
        /// Some rows cannot be used.
        case rows
        /// It says the same as the lexicon in use.
        case same
    }

    package let cause: Cause
    package let faults: [LexiconFault]
    package let read: Int
    package let accepted: Int
    /// What the rows that can be used would change; nil without any.
    package let review: LexiconReview?

    package init(
        cause: Cause, faults: [LexiconFault] = [], read: Int = 0, accepted: Int = 0,
        review: LexiconReview? = nil
    ) {
        self.cause = cause
        self.faults = faults
        self.read = read
        self.accepted = accepted
        self.review = review
    }
}

/// What became of a file that somebody proposed.
package enum LexiconProposing: Sendable {
    case stored(ID<LexiconProposal>)
    case refused(LexiconRefusal)
}

/// A proposal as its page shows it.
package struct LexiconProposalDetail: Sendable {
    package let proposal: LexiconProposal
    /// Against the lexicon in use now; nil once it is decided.
    package let review: LexiconReview?
    /// The lexicon in use now.
    package let inUse: LexiconName
    /// Whether this person may adopt it, and may decline it.
    package let mayAdopt: Bool
    package let mayDecline: Bool

    package init(
        proposal: LexiconProposal, review: LexiconReview?, inUse: LexiconName, mayAdopt: Bool,
        mayDecline: Bool
    ) {
        self.proposal = proposal
        self.review = review
        self.inUse = inUse
        self.mayAdopt = mayAdopt
        self.mayDecline = mayDecline
    }
}

/// A lexicon by name and digest.
package struct LexiconName: Hashable, Sendable {
    package let name: String
    package let digest: UInt64

    package init(name: String, digest: UInt64) {
        self.name = name
        self.digest = digest
    }
}
