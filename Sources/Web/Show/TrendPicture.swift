import Casework
import Primitives
import Records

/// What one sensor said in the last hours, as a line in a picture: the numbers stand beside it.
struct TrendPicture {
    static let width = 640.0
    static let height = 96.0
    /// Where the line goes; empty for fewer than two readings.
    let path: String
    /// The height of the limit; nil without one.
    let limit: Double?
    let least: Double
    let most: Double

    /// Steps: what was said holds until the next is said.
    init(_ readings: [StoredReading], limit bound: Double?) {
        let values = readings.map(\.value)
        var (low, high) = (values.min() ?? 0, values.max() ?? 0)
        least = low
        most = high
        if let bound { (low, high) = (min(low, bound), max(high, bound)) }
        low = min(low, 0)
        let span = max(high - low, 1e-9)
        func y(_ value: Double) -> Double {
            let place = Self.height - 4 - (value - low) / span * (Self.height - 8)
            return (place * 10).rounded() / 10
        }
        limit = bound.map(y)
        guard let first = readings.first, let last = readings.last, readings.count > 1,
            last.at > first.at
        else {
            path = ""
            return
        }
        let length = Double(last.at.microseconds - first.at.microseconds)
        var text = ""
        for reading in readings {
            let share = Double(reading.at.microseconds - first.at.microseconds) / length
            let x = (share * Self.width * 10).rounded() / 10
            text += text.isEmpty ? "M\(x) \(y(reading.value))" : "H\(x)V\(y(reading.value))"
        }
        path = text
    }
}

extension WebSite {
    /// One picture a sensor, with its bounds.
    func trends(_ page: RoomPage, _ words: Words) -> [PageValues] {
        let bySensor = Dictionary(grouping: page.trend, by: \.sensor)
        return page.view.room.sensors.compactMap { sensor in
            guard let readings = bySensor[sensor.id.text], let first = readings.first,
                let last = readings.last
            else { return nil }
            let limit = Self.limit(of: sensor, in: page.view)
            let picture = TrendPicture(readings, limit: limit)
            let name = words("quantity-\(sensor.quantity.rawValue)")
            var values: PageValues = [
                "name": name, "sensor": sensor.id.text, "path": picture.path,
                "from": first.at.minuteText(), "to": last.at.minuteText(),
                "least": Self.number(picture.least), "most": Self.number(picture.most),
                "last": Self.number(last.value), "count": Telling.count(readings.count),
                "width": "\(Int(TrendPicture.width))", "height": "\(Int(TrendPicture.height))",
                "label": words(
                    "trend-label",
                    [
                        "name": name, "least": Self.number(picture.least),
                        "most": Self.number(picture.most),
                    ]),
            ]
            if let height = picture.limit, let limit {
                values["limit"] = ["y": "\(height)", "value": Self.number(limit)]
            }
            return values
        }
    }

    private static func limit(of sensor: Sensor, in view: RoomView) -> Double? {
        switch sensor.quantity {
        case .people: view.quota.map { Double($0.peopleMax) } ?? 0
        case .chargeKilograms: view.quota?.chargeMax.kilograms ?? 0
        default: view.room.limits[sensor.quantity]?.maximum
        }
    }
}
