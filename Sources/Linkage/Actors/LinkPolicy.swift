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
    /// Distinct sender names that may stand beside one identifier whose records tell no addresses.
    package var namesMax: Int
    /// Where addresses are known: more names than this from more addresses than this are a
    /// counter's customers.
    ///
    /// Many names from one yard are one sender with many names, and many spellings of one shop's
    /// address come with one name.
    package var placesMax: Int
    /// Whole phones that may stand beside one customer account at a courier, where as many names
    /// do.
    package var phonesMax: Int

    /// Below sixteen to one two senders are possibly the same, no more.
    ///
    /// An actor is made of few such steps, and most steps weigh far more.
    static let evidenceFloorBits = 4.0

    /// What as many names from one phone at one door as `Limits.namesPerCrowdMin` weigh for one
    /// sender; each further name is a bit more.
    ///
    /// Our guess: no source counts households of which so many send under one phone.
    static let crowdBits = 5.0

    package init(
        recordsMax: Int = Limits.recordsPerIdentifierMax,
        accountsMax: Int = Limits.accountsPerIdentifierMax,
        namesMax: Int = Limits.namesPerIdentifierMax,
        placesMax: Int = Limits.placesPerIdentifierMax,
        phonesMax: Int = Limits.phonesPerAccountMax
    ) {
        self.recordsMax = recordsMax
        self.accountsMax = accountsMax
        self.namesMax = namesMax
        self.placesMax = placesMax
        self.phonesMax = phonesMax
    }
}
