import Primitives

/// Why a linker may take somebody innocent for a hidden seller, or for another innocent person.
enum Temptation: String, Sendable, CaseIterable {
    /// A relative at the seller's address, often with his phone, who runs a lawful business.
    case family
    /// A stranger of the same full name.
    case namesake
    /// A stranger whose masked name and masked phone look like the seller's.
    case lookalike
    /// The stranger to whom a phone passes that the seller gave up.
    case recycledPhone = "recycled-phone"
    /// A shop under nearly the seller's nickname, or the seller under nearly the shop's.
    case copycat
    /// Whoever had the account before the seller bought it.
    case formerOwner = "former-owner"
}

/// Somebody innocent who is tied to one hidden seller by a temptation.
struct Bystander: Sendable {
    /// `B0001`.
    let id: String
    let temptation: Temptation
    /// Index of the seller that he is taken for.
    let seller: Int
    let name: String
    let surname: String
    let home: Home
    let address: Address
    let card: ContactCard
    let account: Account
    let outlet: Outlet
    /// His contract; without one he is a walk-in sender.
    let contract: CourierAccount?
    /// Index into `TradeKinds.all` of what he sells lawfully; nil for people who sell nothing.
    let trade: Int?
    /// Days of the season on which he posts and sends, both ends included.
    let days: ClosedRange<Int>
    let posts: Int
    let parcels: Int

    /// All that names him, canonical and sorted.
    var identifiers: [String] {
        var all = ["account:\(account.text)", "phone:\(card.phone)", "wechat:\(card.wechat)"]
        if let contract { all.append("courier-account:\(contract.text)") }
        return uniqueSorted(all)
    }
}

/// What of a hidden seller changes hands during the season.
struct Handover: Sendable {
    /// From this day on the seller uses `newPhone` in place of his first one.
    var phoneDay: Int?
    var newPhone = ""
    /// The seller uses his last account from this day on only; before, it was the former owner's.
    var accountDay: Int?
}
