/// What a linkage knows about its fields: how often each comparison level occurs among pairs that
/// match (m) and among pairs that do not (u), and how many pairs match.
package struct LinkParameters: Sendable, Equatable {
    /// One field's levels, from exact to "else".
    package struct Field: Sendable, Equatable {
        package var column: String
        /// Probability of each level among matches; sums to 1.
        package var m: [Double]
        /// Probability of each level among non-matches; sums to 1.
        package var u: [Double]

        package init(column: String, m: [Double], u: [Double]) {
            self.column = column
            self.m = m
            self.u = u
        }
    }

    /// Pairs that are different entities and agree in some fields for a cause, as a household
    /// shares its name and address.
    package struct Circumstance: Sendable, Equatable {
        /// Its part of all pairs.
        package var share: Double
        /// By field of the model: the probability of each level where the cause sets it; nil where
        /// the field is as among other non-matches.
        package var levels: [[Double]?]

        package init(share: Double, levels: [[Double]?]) {
            self.share = share
            self.levels = levels
        }
    }

    /// Probability that two random records match.
    package var prior: Double
    package var fields: [Field]
    package var circumstances: [Circumstance]

    package init(prior: Double, fields: [Field], circumstances: [Circumstance] = []) {
        self.prior = prior
        self.fields = fields
        self.circumstances = circumstances
    }
}

/// How parameters were found, for a report.
package struct EstimationTrace: Sendable {
    /// By run of EM: the log-likelihood in bits after each step; within a run it never falls.
    package var logLikelihoods: [[Double]] = []
    /// Candidate pairs whose patterns were counted.
    package var pairsCounted = 0
    /// Different patterns among them: what a step of EM costs.
    package var patterns = 0
    /// Random pairs that u was sampled from.
    package var pairsSampled = 0

    package init() {}
}
