import Primitives

/// A warehouse in which several firms keep and send their goods (云仓).
struct Warehouse: Sendable {
    let name: String
    let address: Address
    /// Number of the contract under which all send, one for each courier; nil where each has his
    /// own.
    let contract: Int?

    /// The warehouse's contract with `courier`.
    func contract(with courier: Int) -> CourierAccount? {
        contract.map {
            CourierAccount(
                courier: courier,
                id: "K\(padded(($0 * 8 + courier) &* 7_919 % 1_000_000, 6))")
        }
    }
}

/// The shared warehouses of a city, and who is in them.
///
/// One trader of Nanchang in ten and one hidden seller in twelve sends from one; one warehouse in
/// six sends under its own contract. All three shares are our guess.
struct Warehouses: Sendable {
    let all: [Warehouse]
    private let seed: UInt64

    init(seed: UInt64, atlas: Atlas) {
        self.seed = seed
        var random = SeededRandom(seed: seed, part: "warehouses")
        all = (0..<6).map { number in
            let town = atlas.townTable.draw(&random)
            let address = atlas.yard(.local(town), kind: "云仓", &random)
            return Warehouse(
                name: "\(atlas.towns[town].short)云仓\(number + 1)号", address: address,
                contract: number == 0 ? 120_000 : nil)
        }
    }

    /// `traders`, some of them moved into a warehouse.
    func housing(_ traders: [Trader]) -> [Trader] {
        traders.enumerated().map { index, trader in
            guard case .local = trader.home else { return trader }
            var random = SeededRandom(seed: seed, part: "housed-trader", index: index)
            guard random.chance(0.1) else { return trader }
            let warehouse = random.pick(all)
            var moved = trader
            moved.address = warehouse.address
            moved.temptation = trader.temptation ?? "shares a warehouse with other firms"
            let shared = trader.outlets.compactMap { warehouse.contract(with: $0.courier) }
            if !shared.isEmpty {
                moved.contracts = shared
                moved.isSharedContract = true
            }
            return moved
        }
    }

    /// `sellers`, some of them with their goods in a warehouse.
    func housing(_ sellers: [Seller]) -> [Seller] {
        sellers.enumerated().map { index, seller in
            guard case .local = seller.home, !seller.faces.isEmpty, seller.habit != .resale else {
                return seller
            }
            var random = SeededRandom(seed: seed, part: "housed-seller", index: index)
            guard random.chance(1.0 / 12) else { return seller }
            let warehouse = random.pick(all)
            var moved = seller
            moved.faces[0].address = warehouse.address
            if let contract = warehouse.contract(with: seller.faces[0].outlet.courier) {
                moved.faces[0].contract = contract
                moved.faces[0].isSharedContract = true
            }
            return moved
        }
    }
}
