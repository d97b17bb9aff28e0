import Primitives

/// The register of licences and the list of premises.
struct Papers {
    let city: City

    /// `registry.json`, one division or licence a line.
    func registry() -> [String] {
        var lines = [
            "{",
            "\"note\":\"divisions are real; stations, holders, numbers and phones are made\",",
            "\"divisions\":[",
        ]
        lines += separated(city.atlas.counties.map(division))
        lines += ["],", "\"licences\":["]
        lines += separated(city.shops.map(licence))
        return lines + ["]", "}"]
    }

    /// `premises.csv`: places where goods may lie, most of them harmless.
    func premises() -> [String] {
        var random = SeededRandom(seed: city.seed, part: "premises")
        var rows = ["id,name,kind,address,division,lon,lat,datum"]
        let kinds = [
            ("former-workshop", "旧厂房"), ("warehouse", "仓库"), ("shop", "门面"),
            ("rented-house", "出租屋"), ("village-house", "民房"),
        ]
        let weights = WeightedTable([14, 26, 24, 20, 16])
        for number in 1...max(120, min(city.waybills / 500, 4_000)) {
            let (kind, word) = kinds[weights.draw(&random)]
            let town = city.atlas.townTable.draw(&random)
            let address = city.atlas.yard(.local(town), kind: word, &random)
            rows.append(row(number, kind, word, address.whole, town, &random))
        }
        // Places of hidden sellers are among them, for about half of the sellers.
        for seller in city.sellers {
            guard case .local(let town) = seller.home, let face = seller.faces.first,
                random.chance(0.5)
            else { continue }
            let address = face.address.whole
            let (kind, word) =
                kinds.first { address.utf8Contains($0.1) } ?? ("village-house", "民房")
            rows.append(row(rows.count, kind, word, address, town, &random))
        }
        return rows
    }

    private func row(
        _ number: Int, _ kind: String, _ word: String, _ address: String, _ town: Int,
        _ random: inout SeededRandom
    ) -> String {
        let point = city.atlas.point(near: town, &random)
        let name = "\(city.atlas.towns[town].short)\(word)\(padded(number, 4))号"
        let lon = decimalText(point.longitude, places: 6)
        let lat = decimalText(point.latitude, places: 6)
        let code = city.atlas.county(of: town).code
        return "P\(padded(number, 5)),\(name),\(kind),\(address),\(code),\(lon),\(lat),CGCS2000"
    }

    private func division(_ county: County) -> String {
        var json = JSONLine()
        json.text("code", county.code)
        json.text("name", county.name)
        json.decimal("lon", county.seat.longitude, places: 6)
        json.decimal("lat", county.seat.latitude, places: 6)
        json.text("datum", county.seat.datum)
        json.text("station", county.station)
        return json.finish()
    }

    private func licence(_ shop: LicensedShop) -> String {
        var json = JSONLine()
        json.text("number", shop.number)
        json.text("kind", shop.kind)
        json.text("holder", shop.holder)
        json.text("address", shop.address.whole)
        json.text("division", city.atlas.county(of: shop.town).code)
        json.text("valid_from", shop.validFrom)
        json.text("valid_to", shop.validTo)
        json.strings("phones", [shop.card.phone])
        json.strings("accounts", shop.accounts.map(\.text))
        return json.finish()
    }

    private func separated(_ values: [String]) -> [String] {
        values.enumerated().map { $0.offset + 1 < values.count ? $0.element + "," : $0.element }
    }
}

extension String {
    /// Whether `part` occurs, compared byte by byte.
    func utf8Contains(_ part: String) -> Bool {
        let all = Array(utf8)
        let wanted = Array(part.utf8)
        guard wanted.count <= all.count else { return false }
        return (0...(all.count - wanted.count)).contains { start in
            all[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }
}
