package import Primitives
package import Records

/// The clock of a recorded stream, which has no other time than the readings' own.
///
/// Time is the latest that the readings told. A leap of more than `leapMax` is believed only when
/// another sensor tells of it too, or when no other sensor has said anything for longer than the
/// longest period of the site; until then the readings are held back, at most
/// `Limits.streamHeldMax` of them. When three readings of others contradict it, it was one wrong
/// clock, and the clock goes on as before. A site whose only speaking sensor is wrong is believed.
package struct StreamClock: Sendable {
    /// A reading, and the moment at which the machine takes it.
    package struct Timed: Hashable, Sendable {
        package let reading: Reading
        package let now: Timestamp
    }

    private let leapMax: Int64
    private let longestPeriod: Int64
    private let isSingle: Bool
    private var now: Int64?
    private var held: [Reading] = []

    /// Readings of others that speak against a leap, before it is taken for a wrong clock.
    private static let contradictionsMax = 3

    package init(_ layout: AlarmLayout) {
        leapMax = layout.policy.clockAheadMax.count * 1_000_000
        longestPeriod = layout.sensors.map(\.silentAfter).max() ?? 0
        isSingle = layout.sensors.count < 2
    }

    /// Takes the next reading of the stream; hands on, in order, those whose moment is known now.
    package mutating func take(_ reading: Reading, into out: inout [Timed]) {
        let time = reading.at.microseconds
        if held.isEmpty, let clock = now, time <= clock + leapMax {
            now = max(clock, time)
            out.append(Timed(reading: reading, now: Timestamp(microseconds: max(clock, time))))
            return
        }
        if isSingle {
            now = max(now ?? time, time)
            out.append(
                Timed(reading: reading, now: Timestamp(microseconds: now ?? time)))
            return
        }
        held.append(reading)
        settle(isLast: held.count >= Limits.streamHeldMax, into: &out)
    }

    /// Hands on what is still held: nothing more will come.
    package mutating func finish(into out: inout [Timed]) {
        while !held.isEmpty { settle(isLast: true, into: &out) }
    }

    /// The moment at which the stream stands.
    package var moment: Timestamp? { now.map { Timestamp(microseconds: $0) } }

    /// Decides on the first held reading, and on those behind it, as far as that can be done.
    private mutating func settle(isLast: Bool, into out: inout [Timed]) {
        while let first = held.first {
            let time = first.at.microseconds
            if let clock = now, time <= clock + leapMax {
                now = max(clock, time)
            } else {
                switch judgement(of: first) {
                case true?: now = max(now ?? time, time)
                case false?: if now == nil { now = beginning(without: first) }
                case nil:
                    guard isLast else { return }
                    now = now == nil ? beginning(without: nil) : max(now ?? time, time)
                }
            }
            held.removeFirst()
            out.append(
                Timed(reading: first, now: Timestamp(microseconds: now ?? time)))
        }
    }

    /// Whether a leap is believed; nil where too little is known.
    private func judgement(of first: Reading) -> Bool? {
        let time = first.at.microseconds
        var against: Set<Int> = []
        var contradictions = 0
        for other in held.dropFirst() {
            let apart = other.at.microseconds - time
            if other.sensor == first.sensor {
                if against.isEmpty, apart > longestPeriod { return true }
            } else if abs(apart) <= leapMax {
                return true
            } else {
                contradictions += 1
                against.insert(other.sensor)
            }
        }
        return contradictions >= Self.contradictionsMax ? false : nil
    }

    /// Where the clock begins when the first reading is not believed: with the earliest time that
    /// two sensors agree on, or else with the earliest.
    private func beginning(without first: Reading?) -> Int64 {
        let others = held.filter { $0 != first }
        let agreed = others.filter { one in
            others.contains {
                $0.sensor != one.sensor
                    && abs($0.at.microseconds - one.at.microseconds) <= leapMax
            }
        }
        return (agreed.isEmpty ? others : agreed).map(\.at.microseconds).min()
            ?? held.first?.at.microseconds ?? 0
    }
}
