/// A mass in whole grams.
///
/// Waybills state kilograms with at most three decimals, so nothing is lost.
package struct Grams: Hashable, Sendable, Comparable {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    /// Rounds to the gram.
    ///
    /// Nil unless finite, above 0 and at most `Limits.parcelKilogramsMax`.
    package init?(kilograms: Double) {
        guard kilograms.isFinite, kilograms > 0, kilograms <= Limits.parcelKilogramsMax else {
            return nil
        }
        count = Int64((kilograms * 1_000).rounded())
    }

    package var kilograms: Double { Double(count) / 1_000 }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
}

/// Money in whole fen (1/100 yuan).
package struct Fen: Hashable, Sendable, Comparable {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    /// Rounds to the fen.
    ///
    /// Nil unless finite, at least 0 and at most `Limits.priceYuanMax`.
    package init?(yuan: Double) {
        guard yuan.isFinite, yuan >= 0, yuan <= Limits.priceYuanMax else { return nil }
        count = Int64((yuan * 100).rounded())
    }

    package var yuan: Double { Double(count) / 100 }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
}

/// The reference system of a coordinate.
///
/// One undeclared datum moves a point by 100 to 700 m, so none is ever assumed.
package enum Datum: String, Sendable, CaseIterable {
    case cgcs2000 = "CGCS2000"
    case wgs84 = "WGS-84"
    case gcj02 = "GCJ-02"
    case bd09 = "BD-09"
}

/// A point in degrees, with the datum it came in.
package struct Coordinate: Hashable, Sendable {
    package let longitude: Double
    package let latitude: Double
    package let datum: Datum

    /// Nil outside -180...180 by -90...90.
    package init?(longitude: Double, latitude: Double, datum: Datum) {
        guard (-180...180).contains(longitude), (-90...90).contains(latitude) else { return nil }
        self.longitude = longitude
        self.latitude = latitude
        self.datum = datum
    }
}

/// Outer measures of a parcel in millimetres, longest first.
package struct Dimensions: Hashable, Sendable {
    package let millimetres: [Int]

    /// Nil unless three measures, each above 0 and at most `Limits.parcelMillimetresMax`.
    package init?(centimetres: [Double]) {
        guard centimetres.count == 3,
            centimetres.allSatisfy({
                $0.isFinite && $0 > 0 && $0 * 10 <= Double(Limits.parcelMillimetresMax)
            })
        else { return nil }
        millimetres = centimetres.map { Int(($0 * 10).rounded()) }.sorted(by: >)
    }

    /// Litres.
    package var volume: Double { millimetres.reduce(1.0) { $0 * Double($1) } / 1_000_000 }
}
