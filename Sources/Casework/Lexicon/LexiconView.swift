package import Records
package import Screening

/// Which entries of the lexicon a page shows.
package struct LexiconQuery: Hashable, Sendable {
    package var group: TermGroup?
    /// A class of goods (GB 10631) as the entries spell it.
    package var goodsClass: String?
    /// Part of a term, a canonical name, a word or an example, however it is written.
    package var search: String?
    /// 1-based; beyond the last page the last one is shown.
    package var page: Int

    package init(
        group: TermGroup? = nil, goodsClass: String? = nil, search: String? = nil, page: Int = 1
    ) {
        self.group = group
        self.goodsClass = goodsClass
        self.search = search
        self.page = page
    }
}

/// One page of the lexicon in use.
package struct LexiconPage: Sendable {
    package let inUse: LexiconName
    /// The adopted proposal it came from; nil for the one that ships or was named at the start.
    package let adopted: LexiconProposal?
    /// Entries in all, and those that the query lets through.
    package let total: Int
    package let matching: Int
    package let rows: [LexiconTerm]
    /// 1-based, and how many there are; at least one.
    package let page: Int
    package let pages: Int
    /// How many entries each group and class has, whatever the query.
    package let byGroup: [TermGroup: Int]
    package let byClass: [String: Int]
    /// The latest first, at most `Limits.lexiconProposalsShown`.
    package let proposals: [LexiconProposal]
    package let mayPropose: Bool
    /// A name for the next state.
    package let nextName: String
    /// The server was started with a lexicon of its own: what is adopted holds once it is not.
    package let isFixed: Bool

    package init(
        inUse: LexiconName, adopted: LexiconProposal?, total: Int, matching: Int,
        rows: [LexiconTerm], page: Int, pages: Int, byGroup: [TermGroup: Int],
        byClass: [String: Int], proposals: [LexiconProposal], mayPropose: Bool, nextName: String,
        isFixed: Bool
    ) {
        self.inUse = inUse
        self.adopted = adopted
        self.total = total
        self.matching = matching
        self.rows = rows
        self.page = page
        self.pages = pages
        self.byGroup = byGroup
        self.byClass = byClass
        self.proposals = proposals
        self.mayPropose = mayPropose
        self.nextName = nextName
        self.isFixed = isFixed
    }
}

/// One entry with its examples read by the lexicon in use.
package struct LexiconEntry: Sendable {
    /// An example, what is found in it, and what the whole of it is called.
    package struct Example: Sendable {
        package let text: String
        package let kind: TextKind
        /// All finds, with a weight of 0.
        package let finds: [Reason]
        package let verdict: Verdict

        package init(text: String, kind: TextKind, finds: [Reason], verdict: Verdict) {
            self.text = text
            self.kind = kind
            self.finds = finds
            self.verdict = verdict
        }
    }

    package let term: LexiconTerm
    /// The term that it is only another writing of.
    package let base: String?
    package let hit: Example
    /// Whether the term is found in `hit`.
    package let isFound: Bool
    package let miss: Example

    package init(
        term: LexiconTerm, base: String?, hit: Example, isFound: Bool, miss: Example
    ) {
        self.term = term
        self.base = base
        self.hit = hit
        self.isFound = isFound
        self.miss = miss
    }
}
