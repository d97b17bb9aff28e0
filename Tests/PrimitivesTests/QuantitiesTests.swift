import Primitives
import Testing

@Suite struct QuantitiesTests {
    @Test(
        arguments: [
            (0.001, 1), (1, 1_000), (2.345, 2_345), (0.0005, 1), (12.3456, 12_346),
            (Limits.parcelKilogramsMax, 5_000_000),
        ] as [(Double, Int64)])
    func kilogramsAreRoundedToTheGram(kilograms: Double, grams: Int64) {
        #expect(Grams(kilograms: kilograms) == Grams(grams))
    }

    @Test(
        arguments: [
            0, -1, -0.0, Limits.parcelKilogramsMax.nextUp, .infinity, -.infinity, .nan,
        ] as [Double])
    func whatIsNoMassIsRefused(kilograms: Double) {
        #expect(Grams(kilograms: kilograms) == nil)
    }

    @Test(
        arguments: [
            (0, 0), (0.1, 10), (19.99, 1_999), (0.005, 1), (Limits.priceYuanMax, 10_000_000_000),
        ] as [(Double, Int64)])
    func yuanAreRoundedToTheFen(yuan: Double, fen: Int64) {
        #expect(Fen(yuan: yuan) == Fen(fen))
    }

    @Test(arguments: [-0.01, Limits.priceYuanMax.nextUp, .infinity, .nan] as [Double])
    func whatIsNoPriceIsRefused(yuan: Double) {
        #expect(Fen(yuan: yuan) == nil)
    }

    /// Every mass and price with the decimals that waybills have comes back as it was written.
    @Test func threeDecimalsOfAKilogramAndTwoOfAYuanSurvive() {
        for thousandths in stride(from: 1, through: 5_000_000, by: 37) {
            let kilograms = Double(thousandths) / 1_000
            #expect(Grams(kilograms: kilograms)?.kilograms == kilograms)
        }
        for hundredths in stride(from: 0, through: 1_000_000, by: 7) {
            let yuan = Double(hundredths) / 100
            #expect(Fen(yuan: yuan)?.yuan == yuan)
        }
    }

    @Test(
        arguments: [(180, 90, true), (-180, -90, true), (180.1, 0, false), (0, 90.1, false)]
            as [(Double, Double, Bool)])
    func coordinatesStayOnTheGlobe(longitude: Double, latitude: Double, valid: Bool) {
        let point = Coordinate(longitude: longitude, latitude: latitude, datum: .cgcs2000)
        #expect((point != nil) == valid)
    }

    @Test func aCoordinateOfNoNumberIsRefused() {
        #expect(Coordinate(longitude: .nan, latitude: 28, datum: .wgs84) == nil)
        #expect(Coordinate(longitude: 115, latitude: .nan, datum: .wgs84) == nil)
    }

    /// Spelled as files from outside spell them.
    @Test func theDatumsAreThese() {
        #expect(Datum.allCases.map(\.rawValue) == ["CGCS2000", "WGS-84", "GCJ-02", "BD-09"])
        #expect(Datum(rawValue: "wgs84") == nil)
    }

    @Test func dimensionsAreSortedLongestFirst() throws {
        let box = try #require(Dimensions(centimetres: [20, 40.5, 30]))
        #expect(box.millimetres == [405, 300, 200])
        #expect(abs(box.volume - 24.3) < 1e-9)
    }

    @Test(
        arguments: [
            [], [1, 2], [1, 2, 3, 4], [0, 1, 1], [-1, 1, 1], [2_000.1, 1, 1], [.nan, 1, 1],
            [.infinity, 1, 1],
        ] as [[Double]])
    func whatIsNoBoxIsRefused(centimetres: [Double]) {
        #expect(Dimensions(centimetres: centimetres) == nil)
    }
}
