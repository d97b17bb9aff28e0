/// No-fireworks zones (禁放区) of Nanchang as simplified polygons.
///
/// The boundaries are named by roads in the local rules; the corners here are read off those roads
/// by eye, to some hundred metres, and every feature says `approximate`. Never use them to decide a
/// case.
enum Zones {
    private struct Zone {
        let name: String
        let acts: [String]
        let from: String
        let document: String
        let note: String
        /// Longitude and latitude in units of 0.001 degrees, in order round the zone.
        let ring: [(Int, Int)]
    }

    private static let rule = "南昌市禁止燃放烟花爆竹规定(2016-10-14通过, 2017-01-01施行)"

    private static let all = [
        Zone(
            name: "法定禁放区(昌东大道—祥云大道、生米大桥、昌南大道—枫生高速—一环线、英雄大桥、富大有路)",
            acts: ["set-off"], from: "2017-01-01", document: rule + "第二条第一项",
            note: "excludes 扬子洲镇",
            ring: [
                (116_010, 28_724), (116_014, 28_690), (116_012, 28_640), (115_985, 28_620),
                (115_930, 28_612), (115_868, 28_604), (115_838, 28_596), (115_815, 28_576),
                (115_786, 28_572), (115_784, 28_630), (115_788, 28_690), (115_797, 28_738),
                (115_838, 28_752), (115_872, 28_748), (115_893, 28_730), (115_925, 28_730),
                (115_965, 28_730),
            ]),
        Zone(
            name: "新建区长堎镇", acts: ["set-off"], from: "2017-01-01",
            document: rule + "第二条第二项", note: "town area only",
            ring: [
                (115_795, 28_712), (115_838, 28_712), (115_842, 28_690), (115_838, 28_672),
                (115_798, 28_672),
            ]),
        Zone(
            name: "经济技术开发区、高新区、红谷滩扩大区域", acts: ["set-off", "sell"], from: "2018-09-01",
            document: "南昌市人民政府通告(2018-08-13)", note: "three zones drawn as one",
            ring: [
                (115_784, 28_572), (115_752, 28_640), (115_770, 28_760), (115_840, 28_790),
                (115_870, 28_760), (115_838, 28_752), (115_797, 28_738), (115_786, 28_640),
            ]),
        Zone(
            name: "南昌县主城区(昌南大道以南、赣江以东、银三角大道以西、绕城以内)", acts: ["set-off"],
            from: "2018-02-01", document: "南昌县禁放通告(2018-02-01起, 两次扩大)",
            note: "parts of 蒋巷 and 南新 left out",
            ring: [
                (115_872, 28_602), (115_985, 28_618), (116_000, 28_570), (115_985, 28_525),
                (115_930, 28_510), (115_885, 28_530),
            ]),
        Zone(
            name: "新建区望城镇", acts: ["set-off"], from: "2024-01-26",
            document: "新建区禁放通告(2024-01-26)", note: "one of eleven places of the notice",
            ring: [(115_725, 28_672), (115_772, 28_672), (115_772, 28_638), (115_725, 28_638)]),
        Zone(
            name: "新建区石埠镇", acts: ["set-off"], from: "2024-01-26",
            document: "新建区禁放通告(2024-01-26)", note: "one of eleven places of the notice",
            ring: [(115_682, 28_602), (115_718, 28_602), (115_718, 28_578), (115_682, 28_578)]),
        Zone(
            name: "新建区西山镇", acts: ["set-off"], from: "2024-01-26",
            document: "新建区禁放通告(2024-01-26)", note: "one of eleven places of the notice",
            ring: [(115_636, 28_558), (115_672, 28_558), (115_672, 28_534), (115_636, 28_534)]),
        Zone(
            name: "新建区石岗镇", acts: ["set-off"], from: "2024-01-26",
            document: "新建区禁放通告(2024-01-26)", note: "one of eleven places of the notice",
            ring: [(115_655, 28_452), (115_690, 28_452), (115_690, 28_428), (115_655, 28_428)]),
        Zone(
            name: "新建区溪霞镇", acts: ["set-off"], from: "2024-01-26",
            document: "新建区禁放通告(2024-01-26)", note: "one of eleven places of the notice",
            ring: [(115_773, 28_812), (115_808, 28_812), (115_808, 28_788), (115_773, 28_788)]),
    ]

    /// `zones.geojson`, one feature a line.
    static var lines: [String] {
        let features = all.enumerated().map { index, zone in
            feature(zone) + (index + 1 < all.count ? "," : "")
        }
        return ["{\"type\":\"FeatureCollection\",\"datum\":\"CGCS2000\",\"features\":["] + features
            + ["]}"]
    }

    private static func feature(_ zone: Zone) -> String {
        let closed = zone.ring + [zone.ring[0]]
        let corners = closed.map { corner in
            "[\(decimalText(corner.0, places: 3)),\(decimalText(corner.1, places: 3))]"
        }.joined(separator: ",")
        var properties = JSONLine()
        properties.text("name", zone.name)
        properties.strings("acts", zone.acts)
        properties.text("valid_from", zone.from)
        properties.text("document", zone.document)
        properties.flag("approximate", true)
        properties.text("note", zone.note)
        properties.text("datum", "CGCS2000")
        var json = JSONLine()
        json.text("type", "Feature")
        json.raw("properties", properties.finish())
        json.raw("geometry", "{\"type\":\"Polygon\",\"coordinates\":[[\(corners)]]}")
        return json.finish()
    }
}
