import Foundation
import Linkage
import Primitives
import Testing

struct ComparePlaceTests {
    private func place(_ longitude: Double, _ latitude: Double, _ datum: Datum) throws
        -> PreparedPlace
    {
        let point = try #require(
            Coordinate(longitude: longitude, latitude: latitude, datum: datum))
        return try #require(PlaceComparator().prepare(point))
    }

    @Test func trigonometryIsThatOfTheLibrary() {
        for step in -2_000...2_000 {
            let x = Double(step) * 0.01
            #expect(abs(Trigonometry.sin(x) - Foundation.sin(x)) < 1e-13)
            #expect(abs(Trigonometry.cos(x) - Foundation.cos(x)) < 1e-13)
            for other in [-3.0, -0.5, 0.0, 0.001, 2.0] {
                #expect(abs(Trigonometry.atan2(x, other) - Foundation.atan2(x, other)) < 1e-13)
            }
        }
    }

    /// The pairs that coordtransform and eviltransform give in their tests: Tiananmen and Shanghai.
    @Test(arguments: [
        (116.404, 39.915, 116.410_24, 39.916_40), (121.472_64, 31.231_71, 121.477_15, 31.229_73),
    ])
    func gcjIsShiftedAsPublished(
        longitude: Double, latitude: Double, east: Double, north: Double
    ) {
        let shifted = Datums.toGCJ(Datums.Point(longitude: longitude, latitude: latitude))
        #expect(abs(shifted.longitude - east) < 0.000_05)
        #expect(abs(shifted.latitude - north) < 0.000_05)
    }

    @Test func conversionsLeadBack() throws {
        for longitude in stride(from: 75.0, through: 134.0, by: 3.7) {
            for latitude in stride(from: 4.0, through: 53.0, by: 3.3) {
                let point = Datums.Point(longitude: longitude, latitude: latitude)
                let gcj = Datums.toGCJ(point)
                let baidu = Datums.toBaidu(gcj)
                let plain = try place(longitude, latitude, .wgs84)
                let back = try place(gcj.longitude, gcj.latitude, .gcj02)
                let far = try place(baidu.longitude, baidu.latitude, .bd09)
                #expect(PlaceComparator().distance(plain, back) < 0.01)
                #expect(PlaceComparator().distance(plain, far) < 1)
            }
        }
    }

    @Test func distancesAreThoseOfTheGreatCircle() throws {
        let comparator = PlaceComparator()
        let nanchang = try place(115.86, 28.68, .cgcs2000)
        let liuyang = try place(113.64, 28.16, .wgs84)
        #expect(abs(comparator.distance(nanchang, liuyang) - 224_800) < 1_500)
        #expect(comparator.distance(nanchang, nanchang) == 0)
        let degree = comparator.distance(try place(0, 0, .wgs84), try place(0, 1, .wgs84))
        #expect(abs(degree - 111_195) < 1)
        let poles = comparator.distance(try place(0, 90, .wgs84), try place(0, -90, .wgs84))
        #expect(abs(poles - 6_371_008.8 * Double.pi) < 1)
    }

    @Test func levelsAreMetres() throws {
        let comparator = PlaceComparator(metres: [50, 1_000])
        let here = try place(115.86, 28.68, .wgs84)
        #expect(comparator.level(here, here) == 0)
        #expect(comparator.level(here, try place(115.8604, 28.68, .wgs84)) == 0)
        #expect(comparator.level(here, try place(115.865, 28.68, .wgs84)) == 1)
        #expect(comparator.level(here, try place(116.86, 28.68, .wgs84)) == 2)
        #expect(comparator.level(here, try place(115.86, 28.68, .gcj02)) == 1)
        #expect(comparator.levels == ["within 50 m", "within 1000 m", "else"])
        #expect(Coordinate(longitude: 181, latitude: 0, datum: .wgs84) == nil)
        #expect(Coordinate(longitude: .nan, latitude: 0, datum: .wgs84) == nil)
    }
}
