package import Primitives
package import Records

/// A reading as it came, before the site says which sensor is meant.
package struct IncomingReading: Hashable, Sendable {
    package let enterprise: String
    package let room: String
    package let sensor: String
    package let quantity: Quantity
    package let value: Double
    /// By the sensor's clock.
    package let at: Timestamp
    package let sequence: Int64

    package init(
        enterprise: String, room: String, sensor: String, quantity: Quantity, value: Double,
        at: Timestamp, sequence: Int64
    ) {
        self.enterprise = enterprise
        self.room = room
        self.sensor = sensor
        self.quantity = quantity
        self.value = value
        self.at = at
        self.sequence = sequence
    }

    /// The message again, for keeping it where it is refused.
    fileprivate var text: String {
        """
        {"enterprise":\(JSONText.quoted(enterprise)),"room":\(JSONText.quoted(room)),\
        "sensor":\(JSONText.quoted(sensor)),"quantity":"\(quantity.rawValue)",\
        "value":\(JSONText.number(value)),"at":"\(at.text())","seq":\(sequence)}
        """
    }

    /// Why it was refused, with what it was.
    func refused(_ reason: String) -> RefusedReading {
        RefusedReading(
            source: "\(enterprise)/\(room)/\(sensor)", reason: reason,
            body: String(text.prefix(Limits.refusedReadingBytesMax / 4)))
    }
}

/// A message of a sensor: a reading, or what could not be read as one.
package enum ReadingParcel: Hashable, Sendable {
    case reading(IncomingReading)
    case refused(RefusedReading)
}

/// What became of readings.
package struct ReadingTally: Hashable, Sendable {
    /// They had their effect, or had it already.
    package var taken = 0
    package var refused = 0
    /// Of those taken: seen before.
    package var duplicates = 0
    /// Steps that alarms took.
    package var transitions = 0
    /// Each refusal, in order; `Limits.refusalsToldMax` at most.
    package var reasons: [RefusedReading] = []

    /// Nothing yet.
    package init() {}
}
