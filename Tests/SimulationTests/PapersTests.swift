import Primitives
import Records
import Simulation
import Testing

@Suite struct PapersTests {
    private let city = SampleCity.medium

    @Test func theRegisterHasNineDivisionsAndWellFormedLicences() throws {
        let register = try city.document(.registry)
        let divisions = try #require(register["divisions"] as? [[String: Any]])
        #expect(divisions.count == 9)
        for division in divisions {
            #expect((division["code"] as? String)?.hasPrefix("3601") == true)
            #expect((division["station"] as? String)?.isEmpty == false)
            #expect((division["datum"] as? String).flatMap(Datum.init) == .cgcs2000)
        }
        let licences = try #require(register["licences"] as? [[String: Any]])
        let numbers = licences.compactMap { $0["number"] as? String }
        #expect(Set(numbers).count == licences.count)
        for licence in licences {
            let kind = try #require((licence["kind"] as? String).flatMap(LicenceKind.init))
            let number = try #require(licence["number"] as? String)
            if kind == .retail { #expect(number.contains(")LS〔") && number.hasPrefix("(")) }
            if kind == .wholesale { #expect(number.contains(")PF〔")) }
            let from = try #require(licence["valid_from"] as? String)
            let to = try #require(licence["valid_to"] as? String)
            #expect(Timestamp(from + "T00:00:00Z") != nil && Timestamp(to + "T00:00:00Z") != nil)
            #expect(from < to)
            for phone in licence["phones"] as? [String] ?? [] { #expect(Phone(phone) != nil) }
        }
    }

    @Test func premisesHaveEightColumns() throws {
        let rows = try #require(city.lines[.premises])
        #expect(rows.first == "id,name,kind,address,division,lon,lat,datum")
        let kinds: Set<Substring> = [
            "former-workshop", "warehouse", "shop", "rented-house", "village-house",
        ]
        for row in rows.dropFirst() {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            try #require(cells.count == 8, "\(row)")
            #expect(kinds.contains(cells[2]) && cells[7] == "CGCS2000")
            let longitude = try #require(Double(cells[5]))
            let latitude = try #require(Double(cells[6]))
            #expect((115.3...116.7).contains(longitude) && (28.1...29.3).contains(latitude))
        }
    }

    @Test func zonesAreClosedRingsAndSayTheyAreRough() throws {
        let zones = try city.document(.zones)
        let features = try #require(zones["features"] as? [[String: Any]])
        #expect(features.count >= 5)
        for feature in features {
            let properties = try #require(feature["properties"] as? [String: Any])
            #expect(properties["approximate"] as? Bool == true)
            #expect((properties["document"] as? String)?.isEmpty == false)
            #expect((properties["valid_from"] as? String)?.count == 10)
            let geometry = try #require(feature["geometry"] as? [String: Any])
            let rings = try #require(geometry["coordinates"] as? [[[Double]]])
            for ring in rings {
                #expect(ring.count >= 4 && ring.first == ring.last)
                #expect(ring.allSatisfy { (115.3...116.7).contains($0[0]) })
            }
        }
    }
}
