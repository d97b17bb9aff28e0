import Primitives

/// When a shared identifier stops naming one actor.
///
/// A counter prints its own phone on everybody's label, a shared warehouse sends under one account:
/// such an identifier is *generic* and links nothing.
package struct LinkPolicy: Hashable, Sendable {
    /// Records that may share one phone, WeChat id or QQ; accounts name one account by their nature
    /// and have no such limit.
    package var recordsMax: Int
    /// Distinct accounts, of platforms and couriers together, that may stand beside one identifier.
    package var accountsMax: Int
    /// Distinct sender names that may stand beside one identifier.
    package var namesMax: Int

    package init(
        recordsMax: Int = Limits.recordsPerIdentifierMax,
        accountsMax: Int = Limits.accountsPerIdentifierMax,
        namesMax: Int = Limits.namesPerIdentifierMax
    ) {
        self.recordsMax = recordsMax
        self.accountsMax = accountsMax
        self.namesMax = namesMax
    }
}
