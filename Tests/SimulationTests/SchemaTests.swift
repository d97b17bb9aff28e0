import Foundation
import Primitives
import Records
import Simulation
import Testing

/// Every line is a record of the documented schema.
@Suite struct SchemaTests {
    private static let first = Timestamp("2025-11-20T00:00:00+08:00")
    private static let end = Timestamp("2026-02-21T00:00:00+08:00")

    @Test func listingsFollowTheSchema() throws {
        let known: Set<String> = [
            "id", "platform", "account", "nickname", "kind", "text", "price", "contacts", "at",
            "place", "location", "url",
        ]
        var before: Timestamp?
        for object in try SampleCity.medium.objects(.listings) {
            #expect(known.isSuperset(of: object.keys))
            for key in ["id", "platform", "account", "nickname", "text", "place", "url"] {
                guard let value = object[key] else { continue }
                #expect((value as? String)?.isEmpty == false, "\(key)")
            }
            #expect((object["kind"] as? String).flatMap(TextKind.init) != nil)
            if let price = object["price"] as? Double { #expect(Fen(yuan: price) != nil) }
            let contacts = object["contacts"] as? [String] ?? []
            #expect(contacts.allSatisfy { isContact($0) }, "\(contacts)")
            if let location = object["location"] as? [String: Any] {
                #expect(isInNanchang(location), "\(location)")
            }
            let at = try #require((object["at"] as? String).flatMap(Timestamp.init))
            expectInSeason(at, after: before)
            before = at
        }
    }

    @Test func waybillsFollowTheSchema() throws {
        let texts: Set<String> = [
            "number", "courier", "accepted_at", "delivered_at", "sender_name", "sender_phone",
            "sender_address", "sender_account", "receiver_name", "receiver_phone",
            "receiver_address", "outlet", "outlet_address", "declared_name", "freight_payer",
            "xray", "finding", "order_number", "remarks",
        ]
        let numbers: Set<String> = [
            "quantity", "weight_kg", "length_cm", "width_cm", "height_cm", "insured_yuan",
        ]
        var before: Timestamp?
        for object in try SampleCity.medium.objects(.waybills) {
            #expect(texts.union(numbers).union(["inspected"]).isSuperset(of: object.keys))
            for (key, value) in object where texts.contains(key) {
                #expect((value as? String)?.isEmpty == false, "\(key)")
            }
            for (key, value) in object where numbers.contains(key) {
                #expect((value as? NSNumber)?.doubleValue ?? 0 > 0, "\(key)")
            }
            let at = try #require((object["accepted_at"] as? String).flatMap(Timestamp.init))
            expectInSeason(at, after: before)
            before = at
            if let delivered = object["delivered_at"] as? String {
                #expect(try #require(Timestamp(delivered)) > at)
            }
            expectMarks(object)
            expectMeasures(object)
        }
    }

    @Test func idsAreUnique() throws {
        for (file, key) in [(CityFile.listings, "id"), (.waybills, "number")] {
            let ids = try SampleCity.medium.objects(file).compactMap { $0[key] as? String }
            #expect(Set(ids).count == ids.count)
            #expect(ids.allSatisfy { $0.utf8.count <= Limits.idBytesMax })
        }
    }

    @Test func aboutAThirdOfTheSendersPhonesAreWhole() throws {
        let phones = try SampleCity.medium.objects(.waybills)
            .compactMap { $0["sender_phone"] as? String }
        let whole = phones.filter {
            Phone($0).map { if case .whole = $0 { true } else { false } } ?? false
        }
        let share = Double(whole.count) / Double(phones.count)
        #expect((0.30...0.42).contains(share), "\(share)")
    }

    private func expectInSeason(_ at: Timestamp, after before: Timestamp?) {
        #expect(before.map { $0 <= at } ?? true)
        guard let first = Self.first, let end = Self.end else {
            Issue.record("the season's ends are no times")
            return
        }
        #expect(at >= first && at < end)
    }

    private func expectMarks(_ object: [String: Any]) {
        if let payer = object["freight_payer"] as? String {
            #expect(FreightPayer(rawValue: payer) != nil)
        }
        if let xray = object["xray"] as? String { #expect(XrayMark(rawValue: xray) != nil) }
        for key in ["sender_phone", "receiver_phone"] {
            #expect((object[key] as? String).flatMap(Phone.init) != nil, "\(object[key] ?? "")")
        }
        if object["finding"] != nil { #expect(object["xray"] as? String != "none") }
    }

    private func expectMeasures(_ object: [String: Any]) {
        if let weight = object["weight_kg"] as? Double {
            #expect(Grams(kilograms: weight) != nil)
        }
        let sides = ["length_cm", "width_cm", "height_cm"].compactMap { object[$0] as? Double }
        #expect(sides.isEmpty || Dimensions(centimetres: sides) != nil)
    }

    private func isContact(_ text: String) -> Bool {
        for head in ["微信:", "wechat:", "QQ:", "qq:"] where text.hasPrefix(head) {
            return text.count > head.count + 4
        }
        for head in ["电话:", "phone:"] where text.hasPrefix(head) {
            if case .whole = Phone(String(text.dropFirst(head.count))) { return true }
        }
        return false
    }

    private func isInNanchang(_ location: [String: Any]) -> Bool {
        guard let longitude = location["lon"] as? Double, let latitude = location["lat"] as? Double,
            let datum = (location["datum"] as? String).flatMap(Datum.init),
            Coordinate(longitude: longitude, latitude: latitude, datum: datum) != nil
        else { return false }
        return (115.3...116.7).contains(longitude) && (28.1...29.3).contains(latitude)
    }
}
