/// A point in units of 0.000001 degrees with the datum it is meant in.
struct MapPoint: Sendable {
    let longitude: Int
    let latitude: Int
    let datum: String
}
