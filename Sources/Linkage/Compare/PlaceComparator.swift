package import Primitives

/// A place ready to be compared: radians on WGS-84.
package struct PreparedPlace: Hashable, Sendable {
    let longitude: Double
    let latitude: Double
    /// Of the latitude.
    let cosine: Double
}

/// Compares places by the metres between them, whatever datum each came in.
///
/// `Coordinate` has no datum left out: one unknown datum moves a point by up to 700 m. CGCS2000 and
/// WGS-84 differ by less than a tenth of a metre and count as one. GCJ-02 and BD-09 are brought to
/// WGS-84 by the published formulas (`Datums`); what is left of the error is below half a metre.
package struct PlaceComparator: Sendable {
    /// Metres up to which each level but the last reaches, rising.
    package let metres: [Double]

    /// The mean radius of the Earth (IUGG 1980), in metres.
    private static let earthRadius = 6_371_008.8

    package init(metres: [Double] = [50, 200, 1_000, 5_000]) {
        precondition(
            metres.allSatisfy { $0 > 0 && $0.isFinite }
                && zip(metres, metres.dropFirst()).allSatisfy { $0 < $1 },
            "distances of places rise above 0")
        self.metres = metres
    }

    /// What each level means.
    package var levels: [String] { metres.map { "within \(Int($0)) m" } + ["else"] }

    /// The point on WGS-84; never nil, for a `Coordinate` has been checked.
    package func prepare(_ place: Coordinate) -> PreparedPlace? {
        let point = Datums.wgs84(place)
        let latitude = point.latitude * .pi / 180
        return PreparedPlace(
            longitude: point.longitude * .pi / 180, latitude: latitude,
            cosine: Trigonometry.cos(latitude))
    }

    /// Metres along the great circle, by the haversine formula: error below 0.6 % for the Earth is
    /// no sphere.
    package func distance(_ left: PreparedPlace, _ right: PreparedPlace) -> Double {
        let across = Trigonometry.sin((left.latitude - right.latitude) / 2)
        let along = Trigonometry.sin((left.longitude - right.longitude) / 2)
        let haversine = across * across + left.cosine * right.cosine * along * along
        let held = min(max(haversine, 0), 1)
        return 2 * Self.earthRadius
            * Trigonometry.atan2(held.squareRoot(), (1 - held).squareRoot())
    }

    /// The level at which two places agree: symmetric, 0 the strictest.
    package func level(_ left: PreparedPlace, _ right: PreparedPlace) -> Int {
        let distance = distance(left, right)
        return metres.firstIndex { distance <= $0 } ?? metres.count
    }
}

/// Conversions between the datums in use on Chinese maps.
///
/// GCJ-02 (the state's shift, 国测局坐标) by the formula of eviltransform and coordtransform with the
/// Krasovsky ellipsoid (a 6378245 m, e² 0.00669342162296594323); its inverse by iteration. BD-09
/// (Baidu's) by Baidu's published approximation. Outside the rectangle of China
/// (72.004...137.8347 E, 0.8293...55.8271 N) nothing is shifted.
package enum Datums {
    /// Degrees, without saying in which datum.
    package struct Point {
        package var longitude: Double
        package var latitude: Double

        package init(longitude: Double, latitude: Double) {
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    /// The place in WGS-84; CGCS2000 differs from it by centimetres and is taken for it.
    package static func wgs84(_ place: Coordinate) -> Point {
        let point = Point(longitude: place.longitude, latitude: place.latitude)
        switch place.datum {
        case .wgs84, .cgcs2000: return point
        case .gcj02: return fromGCJ(point)
        case .bd09: return fromGCJ(fromBaidu(point))
        }
    }

    /// Whether the point lies where maps are shifted.
    package static func isShifted(_ point: Point) -> Bool {
        (72.004...137.8347).contains(point.longitude) && (0.8293...55.8271).contains(point.latitude)
    }

    /// WGS-84 to GCJ-02.
    package static func toGCJ(_ point: Point) -> Point {
        guard isShifted(point) else { return point }
        let x = point.longitude - 105
        let y = point.latitude - 35
        let radians = point.latitude * .pi / 180
        let sine = Trigonometry.sin(radians)
        let magic = 1 - 0.006_693_421_622_965_943_23 * sine * sine
        let root = magic.squareRoot()
        let axis = 6_378_245.0
        let north =
            shiftNorth(x, y) * 180
            / (axis * (1 - 0.006_693_421_622_965_943_23) / (magic * root) * .pi)
        let east = shiftEast(x, y) * 180 / (axis / root * Trigonometry.cos(radians) * .pi)
        return Point(longitude: point.longitude + east, latitude: point.latitude + north)
    }

    /// GCJ-02 to WGS-84: what `toGCJ` leads to the point, to a millimetre.
    package static func fromGCJ(_ point: Point) -> Point {
        guard isShifted(point) else { return point }
        var guess = point
        for _ in 0..<8 {
            let there = toGCJ(guess)
            guess.longitude += point.longitude - there.longitude
            guess.latitude += point.latitude - there.latitude
        }
        return guess
    }

    /// GCJ-02 to BD-09.
    package static func toBaidu(_ point: Point) -> Point {
        let (x, y) = (point.longitude, point.latitude)
        let radius = (x * x + y * y).squareRoot() + 0.000_02 * Trigonometry.sin(y * baiduTurn)
        let angle = Trigonometry.atan2(y, x) + 0.000_003 * Trigonometry.cos(x * baiduTurn)
        return Point(
            longitude: radius * Trigonometry.cos(angle) + 0.006_5,
            latitude: radius * Trigonometry.sin(angle) + 0.006)
    }

    /// BD-09 to GCJ-02.
    package static func fromBaidu(_ point: Point) -> Point {
        let x = point.longitude - 0.006_5
        let y = point.latitude - 0.006
        let radius = (x * x + y * y).squareRoot() - 0.000_02 * Trigonometry.sin(y * baiduTurn)
        let angle = Trigonometry.atan2(y, x) - 0.000_003 * Trigonometry.cos(x * baiduTurn)
        return Point(
            longitude: radius * Trigonometry.cos(angle), latitude: radius * Trigonometry.sin(angle))
    }

    private static let baiduTurn = Double.pi * 3_000 / 180

    private static func shiftNorth(_ x: Double, _ y: Double) -> Double {
        var shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y
        shift += 0.2 * abs(x).squareRoot()
        shift += waves(x, [(20, 6), (20, 2)])
        shift += waves(y, [(20, 1), (40, 1.0 / 3)])
        return shift + waves(y, [(160, 1.0 / 12), (320, 1.0 / 30)])
    }

    private static func shiftEast(_ x: Double, _ y: Double) -> Double {
        var shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y
        shift += 0.1 * abs(x).squareRoot()
        shift += waves(x, [(20, 6), (20, 2)])
        shift += waves(x, [(20, 1), (40, 1.0 / 3)])
        return shift + waves(x, [(150, 1.0 / 12), (300, 1.0 / 30)])
    }

    private static func waves(_ value: Double, _ parts: [(Double, Double)]) -> Double {
        parts.reduce(0) { $0 + $1.0 * Trigonometry.sin(value * $1.1 * .pi) } * 2 / 3
    }
}

/// Sine, cosine and arc tangent from IEEE arithmetic alone: the same bits on every processor.
///
/// Absolute error below 1e-14 for angles up to a thousand turns.
package enum Trigonometry {
    /// The sine of an angle in radians.
    package static func sin(_ x: Double) -> Double {
        let turns = (x / (2 * Double.pi)).rounded()
        var held = x - turns * 2 * Double.pi
        if held > .pi / 2 { held = .pi - held }
        if held < -.pi / 2 { held = -.pi - held }
        let square = held * held
        var term = held
        var sum = held
        for k in 1...11 {
            term *= -square / Double((2 * k) * (2 * k + 1))
            sum += term
        }
        return sum
    }

    /// The cosine of an angle in radians.
    package static func cos(_ x: Double) -> Double { sin(x + .pi / 2) }

    /// The angle of the point (x, y), -π...π; 0 at the origin.
    package static func atan2(_ y: Double, _ x: Double) -> Double {
        if x == 0, y == 0 { return 0 }
        if abs(y) > abs(x) { return (y > 0 ? .pi / 2 : -.pi / 2) - atan(x / y) }
        if x > 0 { return atan(y / x) }
        return (y >= 0 ? .pi : -.pi) + atan(y / x)
    }

    /// The arc tangent for -1...1, by halving the angle three times.
    private static func atan(_ value: Double) -> Double {
        var x = value
        for _ in 0..<3 { x /= 1 + (1 + x * x).squareRoot() }
        let square = x * x
        var power = x
        var sum = 0.0
        for k in 0..<12 {
            sum += power / Double(2 * k + 1)
            power *= -square
        }
        return sum * 8
    }
}
