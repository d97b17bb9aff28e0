import Primitives

/// An address in two parts, since labels and exports hide the second.
struct Address: Sendable {
    /// Down to the street number or the village.
    let street: String
    /// Estate, building, unit and room, or the house number in a village; may be empty.
    let room: String

    var whole: String { street + room }
    /// As GB/T 41833-2022 lets a label show it: unit and room hidden.
    var masked: String { room.isEmpty ? street : street + "***" }
}

extension Atlas {
    /// A dwelling in `home`.
    func dwelling(_ home: Home, _ random: inout SeededRandom) -> Address {
        guard case .local(let index) = home else { return farDwelling(home, &random) }
        let town = towns[index]
        let county = counties[town.county]
        let head = "江西省南昌市\(county.name)\(town.name)"
        if town.isUrban || random.chance(0.15) {
            let street = "\(random.pick(county.streets))\(1 + random.below(980))号"
            let estate = random.pick(Nanchang.estates)
            let house = "\(1 + random.below(38))栋\(1 + random.below(4))单元"
            return Address(street: head + street, room: "\(estate)\(house)\(room(&random))室")
        }
        let number = random.chance(0.7) ? "\(1 + random.below(160))号" : ""
        return Address(street: head + village(&random), room: number)
    }

    /// A shop, warehouse or works in `home`, written without a flat.
    func yard(_ home: Home, kind: String, _ random: inout SeededRandom) -> Address {
        switch home {
        case .local(let index):
            let town = towns[index]
            let county = counties[town.county]
            let head = "江西省南昌市\(county.name)\(town.name)"
            let tail = "\(kind)\(random.chance(0.5) ? "\(1 + random.below(30))号" : "")"
            guard town.isUrban else { return Address(street: head + village(&random), room: tail) }
            let street = "\(random.pick(county.streets))\(1 + random.below(700))号"
            return Address(street: head + street, room: tail)
        case .far, .production:
            let place = far(home).map(\.text) ?? ""
            let street = "\(random.pick(Elsewhere.streets))\(1 + random.below(900))号"
            return Address(street: place + street, room: kind)
        }
    }

    /// A natural village's name.
    func village(_ random: inout SeededRandom) -> String {
        random.pick(Nanchang.clans) + random.pick(Nanchang.villageTails)
    }

    /// A point some hundred metres to kilometres from the centre of `town`, in CGCS2000.
    func point(near town: Int, _ random: inout SeededRandom) -> MapPoint {
        let centre = towns[town].centre
        let spread = towns[town].isUrban ? 9_000.0 : 22_000.0
        return MapPoint(
            longitude: centre.longitude + Int((random.bell() * spread / 2).rounded()),
            latitude: centre.latitude + Int((random.bell() * spread / 2).rounded()),
            datum: "CGCS2000")
    }

    /// The same place as phones of platforms report it.
    func gcj02(_ point: MapPoint, town: Int) -> MapPoint {
        let shift = counties[towns[town].county].shift
        return MapPoint(
            longitude: point.longitude + shift.0, latitude: point.latitude + shift.1,
            datum: "GCJ-02")
    }

    private func farDwelling(_ home: Home, _ random: inout SeededRandom) -> Address {
        let place = far(home).map(\.text) ?? ""
        if case .production = home, random.chance(0.7) {
            return Address(street: place + village(&random), room: "\(1 + random.below(90))号")
        }
        let street = "\(random.pick(Elsewhere.streets))\(1 + random.below(1_200))号"
        let estate = random.pick(Nanchang.estates)
        let house = "\(1 + random.below(30))栋"
        return Address(street: place + street, room: "\(estate)\(house)\(room(&random))室")
    }

    private func room(_ random: inout SeededRandom) -> String {
        "\(1 + random.below(24))0\(1 + random.below(4))"
    }
}
