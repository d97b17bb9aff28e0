import Primitives

/// What all posts have in common: contact hints, place, location.
struct PostWriter: Sendable {
    let city: City

    /// Contact hints as a platform or a patrol writes them down.
    func contacts(
        _ card: ContactCard, wechatShare: Double, phoneShare: Double, _ random: inout SeededRandom
    ) -> [String] {
        var contacts: [String] = []
        let canonical = random.chance(0.3)
        if random.chance(wechatShare) {
            contacts.append((canonical ? "wechat:" : "微信:") + card.wechat)
        }
        if random.chance(phoneShare) {
            contacts.append((canonical ? "phone:" : "电话:") + card.phone)
        }
        if let qq = card.qq, random.chance(0.4) {
            contacts.append((canonical ? "qq:" : "QQ:") + qq)
        }
        return contacts
    }

    /// Place, location and address of a post from `home`.
    func placed(_ draft: inout ListingDraft, _ home: Home, _ random: inout SeededRandom) {
        switch random.below(10) {
        case 0..<5: draft.place = city.atlas.placeText(home)
        case 5: draft.place = shortPlace(home)
        case 6: if case .local = home { draft.place = "江西省南昌市" }
        default: break
        }
        draft.hasURL = random.chance(0.4)
        guard case .local(let town) = home, random.chance(0.12) else { return }
        let point = city.atlas.point(near: town, &random)
        draft.location =
            switch random.below(10) {
            case 0..<7: city.atlas.gcj02(point, town: town)
            case 7, 8:
                MapPoint(longitude: point.longitude, latitude: point.latitude, datum: "WGS-84")
            default: point
            }
    }

    private func shortPlace(_ home: Home) -> String {
        guard case .local(let town) = home else { return city.atlas.placeText(home) }
        let county = city.atlas.county(of: town)
        return "江西南昌\(county.name)\(city.atlas.towns[town].name)"
    }

    func countyName(_ home: Home) -> String {
        guard case .local(let town) = home else { return "南昌" }
        return city.atlas.county(of: town).short
    }
}
