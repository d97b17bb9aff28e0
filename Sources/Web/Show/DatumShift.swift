import Foundation
package import Primitives

/// Brings a coordinate to WGS-84 for display.
///
/// GCJ-02 (国测局坐标) shifts WGS-84 by a published series of sines on the Krasovsky 1940 ellipsoid;
/// BD-09 (百度坐标) adds a second shift to GCJ-02. Neither has a closed inverse: GCJ-02 is undone by
/// fixed-point steps, each of which divides the error by more than a thousand. CGCS2000 and WGS-84
/// differ by centimetres, so that one stays as it is. Source of the series: Wikipedia,
/// "Restrictions on geographic data in China", and the open `eviltransform` implementations;
/// outside China nothing is shifted.
///
/// For display only: the series is some metres off the authority's own.
package enum DatumShift {
    /// Longitude and latitude in degrees.
    package typealias Degrees = (longitude: Double, latitude: Double)

    /// The point in WGS-84.
    package static func wgs84(_ point: Coordinate) -> Degrees {
        let given = (longitude: point.longitude, latitude: point.latitude)
        switch point.datum {
        case .wgs84, .cgcs2000: return given
        case .gcj02: return fromGCJ02(given)
        case .bd09: return fromGCJ02(fromBD09(given))
        }
    }

    /// The forward shift, WGS-84 to GCJ-02, for those who check the inverse.
    package static func gcj02(_ point: Degrees) -> Degrees {
        guard isInChina(point) else { return point }
        let x = point.longitude - 105
        let y = point.latitude - 35
        let root = 0.2 * abs(x).squareRoot()
        let common = waves(x, [(20, 6), (20, 2)])
        let north =
            -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + root + common
            + waves(y, [(20, 1), (40, 1.0 / 3), (160, 1.0 / 12), (320, 1.0 / 30)])
        let east =
            300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + root / 2 + common
            + waves(x, [(20, 1), (40, 1.0 / 3), (150, 1.0 / 12), (300, 1.0 / 30)])
        let radians = point.latitude / 180 * Double.pi
        let magic = 1 - eccentricity * sin(radians) * sin(radians)
        let meridian = semiMajor * (1 - eccentricity) / (magic * magic.squareRoot())
        let parallel = semiMajor / magic.squareRoot() * cos(radians)
        return (
            point.longitude + east / parallel * 180 / Double.pi,
            point.latitude + north / meridian * 180 / Double.pi
        )
    }

    /// Semi-major axis in metres and squared eccentricity of Krasovsky 1940, as the series takes
    /// them.
    private static let semiMajor = 6_378_245.0
    private static let eccentricity = 0.006_693_421_622_965_943

    /// Two thirds of a sum of sines: amplitude in metres, and half-waves a degree.
    private static func waves(_ x: Double, _ terms: [(Double, Double)]) -> Double {
        terms.reduce(0) { $0 + $1.0 * sin(x * $1.1 * Double.pi) } * 2 / 3
    }

    private static func fromGCJ02(_ point: Degrees) -> Degrees {
        var guess = point
        for _ in 0..<5 {
            let shifted = gcj02(guess)
            guess.longitude += point.longitude - shifted.longitude
            guess.latitude += point.latitude - shifted.latitude
        }
        return guess
    }

    private static func fromBD09(_ point: Degrees) -> Degrees {
        let turn = Double.pi * 3_000 / 180
        let x = point.longitude - 0.006_5
        let y = point.latitude - 0.006
        let radius = (x * x + y * y).squareRoot() - 0.000_02 * sin(y * turn)
        let angle = atan2(y, x) - 0.000_003 * cos(x * turn)
        return (radius * cos(angle), radius * sin(angle))
    }

    /// The rectangle in which the services shift.
    private static func isInChina(_ point: Degrees) -> Bool {
        (72.004...137.834_7).contains(point.longitude)
            && (0.829_3...55.827_1).contains(point.latitude)
    }
}
