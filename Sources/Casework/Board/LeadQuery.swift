import Primitives
package import Records

/// How the board is ordered; the id breaks ties, so every order is total.
package enum LeadOrder: String, Sendable, CaseIterable {
    /// Best first.
    case score
    /// Soonest deadline first; leads without one last.
    case due
    /// Latest found first.
    case found
}

/// What a board shows: a filter, an order and a place in it.
package struct LeadQuery: Hashable, Sendable {
    /// Empty means every state.
    package var states: Set<LeadState>
    package var division: String?
    /// Part of an account, nickname, identifier or text of the lead's records; at least one
    /// character.
    package var search: String?
    package var order: LeadOrder
    /// The `next` of the page before, or nil for the first page.
    package var cursor: String?
    /// 1...`Limits.leadsPerPage`.
    package var limit: Int

    package init(
        states: Set<LeadState> = [], division: String? = nil, search: String? = nil,
        order: LeadOrder = .score, cursor: String? = nil, limit: Int = Limits.leadsPerPage
    ) {
        self.states = states
        self.division = division
        self.search = search
        self.order = order
        self.cursor = cursor
        self.limit = min(max(limit, 1), Limits.leadsPerPage)
    }
}

/// One row of the board.
package struct LeadSummary: Hashable, Sendable {
    package let lead: Lead
    /// How the actor shows: its most used account's nickname and platform, or a masked sender.
    package let actorName: String
    package let listings: Int
    package let waybills: Int
    /// The words that weighed most in its texts, plain term first: at most five.
    package let terms: [String]

    package init(lead: Lead, actorName: String, listings: Int, waybills: Int, terms: [String]) {
        self.lead = lead
        self.actorName = actorName
        self.listings = listings
        self.waybills = waybills
        self.terms = terms
    }
}

/// A page of the board.
package struct LeadPage: Hashable, Sendable {
    package let rows: [LeadSummary]
    /// How many leads the filter finds in all.
    package let total: Int
    /// Where the next page begins; nil on the last.
    package let next: String?
    /// Leads by state under the same filter, its states left out.
    package let byState: [LeadState: Int]

    package init(rows: [LeadSummary], total: Int, next: String?, byState: [LeadState: Int]) {
        self.rows = rows
        self.total = total
        self.next = next
        self.byState = byState
    }
}
