import Primitives

/// A holder of a fireworks licence, as the register and its own posts know it.
struct LicensedShop: Sendable {
    let number: String
    /// `retail`, `wholesale` or `production`.
    let kind: String
    let holder: String
    let surname: String
    let address: Address
    let town: Int
    let validFrom: String
    let validTo: String
    let card: ContactCard
    let accounts: [Account]
}

/// Makes the register's licences: retail shops in the counties where selling is allowed.
struct ShopMaker {
    let seed: UInt64
    let atlas: Atlas
    let people: People
    let book: Phrasebook

    /// Counties with retail shops (安义, 新建, 进贤, 南昌县), how many, and the issuer's short form.
    private static let retail = [
        ("360112", 12, "洪新"), ("360121", 15, "洪南"), ("360123", 9, "洪安"), ("360124", 20, "洪进"),
    ]

    func all() -> [LicensedShop] {
        var shops: [LicensedShop] = []
        for (code, count, issuer) in Self.retail {
            for serial in 1...count {
                shops.append(retail(shops.count, code, serial, issuer))
            }
        }
        for serial in 1...4 { shops.append(company(shops.count, serial, kind: "wholesale")) }
        for serial in 1...3 { shops.append(company(shops.count, serial, kind: "production")) }
        return shops
    }

    private func retail(
        _ index: Int, _ code: String, _ serial: Int, _ issuer: String
    ) -> LicensedShop {
        var random = SeededRandom(seed: seed, part: "shop", index: index)
        let county = atlas.counties.first { $0.code == code } ?? atlas.counties[0]
        let rural = county.towns.filter { !atlas.towns[$0].isUrban }
        let town = random.pick(rural)
        let surname = people.surname(&random)
        let card = card(index, &random)
        let year = random.chance(0.8) ? "2025" : "2024"
        return LicensedShop(
            number: "(\(issuer))LS〔\(year)〕\(padded(serial * 3 + random.below(3), 3))",
            kind: "retail",
            holder:
                "\(county.name)\(atlas.towns[town].short)\(surname)\(people.given(&random))烟花爆竹零售店",
            surname: surname, address: atlas.yard(.local(town), kind: "沿街店面", &random),
            town: town,
            validFrom: year == "2025" ? "2025-10-\(10 + random.below(20))" : "2024-11-15",
            validTo: year == "2025" ? "2026-10-09" : "2026-11-14", card: card,
            accounts: random.chance(0.7) ? [account(index, town, surname, card, &random)] : [])
    }

    private func company(_ index: Int, _ serial: Int, kind: String) -> LicensedShop {
        var random = SeededRandom(seed: seed, part: "shop", index: index)
        let name = kind == "production" ? "李渡镇" : ["长堎镇", "向塘镇", "鼎湖镇", "民和镇"][serial - 1]
        let town = atlas.towns.firstIndex { $0.name == name } ?? 0
        let brand = random.pick(["鸿庆", "吉瑞", "金穗", "祥顺", "福旺", "丰乐"])
        let surname = people.surname(&random)
        let card = card(index, &random)
        let form = kind == "production" ? "(赣)YH安许证字〔2024〕" : "(洪)PF〔2024〕"
        return LicensedShop(
            number: form + padded(serial * 7 + random.below(7), 3), kind: kind,
            holder: "南昌\(brand)\(padded(serial, 1))号烟花\(kind == "production" ? "制造" : "")有限公司",
            surname: surname,
            address: atlas.yard(.local(town), kind: kind == "production" ? "厂区" : "专用仓库", &random),
            town: town, validFrom: "2024-06-\(10 + random.below(20))",
            validTo: "2027-06-09", card: card,
            accounts: random.chance(0.5) ? [account(index, town, surname, card, &random)] : [])
    }

    private func card(_ index: Int, _ random: inout SeededRandom) -> ContactCard {
        ContactCard(
            phone: People.phone(.shops, index), wechat: People.wechat(9_900_000 + index, &random),
            qq: nil)
    }

    private func account(
        _ index: Int, _ town: Int, _ surname: String, _ card: ContactCard,
        _ random: inout SeededRandom
    ) -> Account {
        let platform = [1, 2, 5][random.below(3)]
        let voice = Voice(
            people: people, atlas: atlas, home: .local(town), card: card, surname: surname, nick: ""
        )
        return Account(
            platform: platform, id: Platforms.accountID(platform, 890_000_000 + index),
            nick: book.say(book.table("n.shop"), voice, &random).text)
    }
}
