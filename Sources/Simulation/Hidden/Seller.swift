import Primitives

/// The ways of hidden sellers.
enum Habit: String, Sendable {
    /// One shop behind many accounts.
    case manyAccounts = "many-accounts"
    /// A supplier and agents who relay orders.
    case tiers = "agent-tiers"
    /// Many small parcels, from many counters and phones (蚂蚁搬家).
    case ants = "ant-moving"
    /// Bought too much, sells the rest.
    case resale = "one-off-resale"
    /// A supplier in a production area who sends to Nanchang.
    case supplier = "out-of-town-supplier"
}

enum TierRole: String, Sendable { case supplier, agent }

/// How much a seller gives away.
enum Openness: String, Sendable { case plain, veiled, hard }

/// As whom a hidden seller hands in parcels.
struct SenderFace: Sendable {
    /// Empty where he gives another name each time.
    let name: String
    let phone: String
    var address: Address
    let outlet: Outlet
    var contract: CourierAccount?
    /// Whether the contract is a warehouse's, under which several firms send.
    var isSharedContract = false
    /// The real-name token he has where he has no contract; exports show it for some parcels.
    let walkIn: CourierAccount?
}

/// A regular receiver: an agent's store.
struct Store: Sendable {
    let name: String
    let phone: String
    let address: Address
}

/// One hidden seller with everything that is his.
struct Seller: Sendable {
    let id: String
    let habit: Habit
    let role: TierRole?
    /// The network of a tier, shared by its supplier and agents.
    let network: String?
    let openness: Openness
    /// Index of the county that his leads belong to.
    let county: Int
    let home: Home
    let accounts: [Account]
    /// His ids and phones in posts; the first is the main one.
    let cards: [ContactCard]
    var faces: [SenderFace]
    var stores: [Store]
    let goods: [Firework]
    let habits: DisguiseHabit
    let surname: String
    let origin: String
    /// Tables of his posts with weights.
    let tables: [Int]
    let tableWeights: WeightedTable
    /// Names he declares, and cartons in grams; no cartons means any weight.
    let declared: [String]
    let cartons: [Int]
    let ordersShare: Double
    let eveningShare: Double
    /// Share of parcels to Nanchang (the rest goes over the country).
    let nearShare: Double
    let sendsFreight: Bool
    let firstDay: Int
    let lastDay: Int
    let postWeight: Double
    let parcelWeight: Double
    var handover = Handover()
    /// Whether a relative of his uses his main phone too; then he does not give it up.
    var isFamilyPhone = false

    /// His accounts on `day`: one that he bought is his from then on.
    func accounts(on day: Int) -> ArraySlice<Account> {
        guard let bought = handover.accountDay, day < bought else { return accounts[...] }
        return accounts.dropLast()
    }

    /// His card `number` as it is on `day`.
    func card(_ number: Int, on day: Int) -> ContactCard {
        var card = cards[number]
        card.phone = phone(card.phone, on: day)
        return card
    }

    /// `phone`, or on `day` the one that he has in its place.
    func phone(_ phone: String, on day: Int) -> String {
        guard let left = handover.phoneDay, day >= left, phone == cards[0].phone else {
            return phone
        }
        return handover.newPhone
    }

    /// All that names him, canonical and sorted.
    var identifiers: [String] {
        var all: [String] = accounts.map { "account:\($0.text)" }
        for card in cards {
            all.append("phone:\(card.phone)")
            all.append("wechat:\(card.wechat)")
            if let qq = card.qq { all.append("qq:\(qq)") }
        }
        if handover.phoneDay != nil { all.append("phone:\(handover.newPhone)") }
        for face in faces {
            all.append("phone:\(face.phone)")
            if let account = face.isSharedContract ? nil : face.contract ?? face.walkIn {
                all.append("courier-account:\(account.text)")
            }
        }
        return uniqueSorted(all)
    }
}

/// `values` sorted by bytes, each once.
func uniqueSorted(_ values: [String]) -> [String] {
    var result: [String] = []
    for value in values.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where result.last != value {
        result.append(value)
    }
    return result
}
