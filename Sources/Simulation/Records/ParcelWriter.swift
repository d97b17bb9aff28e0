import Primitives

/// What ordinary and hidden parcels have in common: labels, marks, weights, delivery.
struct ParcelWriter: Sendable {
    let city: City

    /// The sender's end as the courier exports it; `otherwise` is the share of labels with the
    /// address written another way.
    func label(
        name: String, phone: String, address: Address, otherwise: Double = 0, wholeShare: Double,
        _ random: inout SeededRandom
    ) -> Label {
        let address =
            random.chance(otherwise) ? AddressWriting.varied(address, &random) : address
        if random.chance(wholeShare) {
            return Label(name: name, phone: phone, address: address.whole)
        }
        return Label(
            name: random.chance(0.5) ? People.masked(name: name) : name,
            phone: People.masked(phone: phone),
            address: random.chance(0.45) ? address.masked : address.whole)
    }

    /// Grams as a courier's scale writes them: rounded up to its step.
    func scaled(_ grams: Int, courier: Int) -> Int {
        let step = Couriers.all[courier].roundsTo
        return max(step, (grams + step - 1) / step * step)
    }

    /// Three sides in centimetres, longest first, for a parcel of `density` grams a litre.
    func sides(grams: Int, density: Int, _ random: inout SeededRandom) -> [Int] {
        let litres = Double(max(grams, 50)) / Double(max(density, 20))
        // Edge of the cube, then stretched one way and squeezed the other.
        let edge = exp2(log2(litres * 1_000) / 3)
        let long = edge * (1.1 + 0.6 * random.unit())
        let middle = edge * (0.85 + 0.25 * random.unit())
        let short = edge * edge * edge / (long * middle)
        return [long, middle, short].map { max(1, Int($0.rounded())) }.sorted(by: >)
    }

    /// When a parcel arrives; nil where it had not by the end of the season or nobody noted it.
    func delivery(
        _ second: Int, isNear: Bool, isFreight: Bool, _ random: inout SeededRandom
    ) -> Int? {
        let days = (isNear ? 1 : 2) + random.below(isNear ? 2 : 3) + (isFreight ? 1 : 0)
        let slow = second / 86_400 > 76 ? random.below(3) : 0
        let day = second / 86_400 + days + slow
        guard day < Season.days, !random.chance(0.015) else { return nil }
        return day * 86_400 + 28_800 + random.below(43_200)
    }

    func payer(_ receiverShare: Double, _ random: inout SeededRandom) -> String? {
        if random.chance(0.06) { return nil }
        if random.chance(receiverShare) { return "receiver" }
        return random.chance(0.04) ? "third" : "sender"
    }

    /// Marks of inspection and X-ray where nothing was found.
    func quietMarks(
        _ draft: inout WaybillDraft, inspectedShare: Double, _ random: inout SeededRandom
    ) {
        if random.chance(0.7) { draft.inspected = random.chance(inspectedShare) }
        if random.chance(0.75) { draft.xray = random.chance(0.62) ? "passed" : "none" }
    }

    /// The date and twelve digits, as shops number orders.
    func orderNumber(_ second: Int, _ random: inout SeededRandom) -> String {
        let (month, day) = Season.monthAndDay(second / 86_400)
        let year = month > 6 ? "25" : "26"
        return
            "\(year)\(padded(month, 2))\(padded(day, 2))\(padded(random.below(1_000_000_000), 9))"
            + padded(random.below(1_000), 3)
    }

    /// Somebody who receives: near in Nanchang, or anywhere.
    func receiver(
        isNear: Bool, _ random: inout SeededRandom
    ) -> Label {
        let person =
            isNear
            ? city.people.resident(city.someResident(&random))
            : city.people.outsider(random.below(city.outsiders))
        return label(
            name: person.name, phone: person.phone, address: person.address, wholeShare: 0.3,
            &random)
    }
}
