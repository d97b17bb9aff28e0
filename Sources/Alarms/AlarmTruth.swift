package import Primitives
import Records

/// Something that really went wrong in a room, and for how long.
package struct TrueEvent: Hashable, Sendable {
    package let room: String
    package let kind: String
    package let from: Timestamp
    package let to: Timestamp

    package init(room: String, kind: String, from: Timestamp, to: Timestamp) {
        self.room = room
        self.kind = kind
        self.from = from
        self.to = to
    }
}

/// Compares alarms with what really went wrong.
///
/// A raise is right where an event of its room and kind covers its time, give or take the given
/// tolerance; an event is missed where no raise is.
package struct AlarmTruth: Sendable {
    private struct Place: Hashable {
        let room: String
        let kind: String
    }

    private var events: [Place: [(event: TrueEvent, raises: Int)]] = [:]
    private let tolerance: Int64
    package private(set) var raises = 0
    package private(set) var rightRaises = 0

    package init(_ events: [TrueEvent], tolerance: Seconds) {
        self.tolerance = tolerance.count * 1_000_000
        for event in events.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            self.events[Place(room: event.room, kind: event.kind), default: []].append((event, 0))
        }
    }

    /// Takes the next transition; only raises count.
    package mutating func take(_ transition: Transition, _ layout: AlarmLayout) {
        guard transition.to == .unacknowledged else { return }
        raises += 1
        let point = layout.points[transition.point]
        let place = Place(room: layout.site.rooms[point.room].id.text, kind: point.kind.name)
        let time = transition.at.microseconds
        guard let own = events[place] else { return }
        // The last event that began before the raise, and some before it, which may be longer.
        var low = 0
        var high = own.count
        while low < high {
            let middle = (low + high) / 2
            if own[middle].event.from.microseconds - tolerance <= time {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var isRight = false
        for index in stride(from: low - 1, through: max(0, low - 16), by: -1)
        where index >= 0 && time <= own[index].event.to.microseconds + tolerance {
            events[place]?[index].raises += 1
            isRight = true
        }
        if isRight { rightRaises += 1 }
    }

    /// Events and how many of them no alarm told, by kind in the order of names.
    package var byKind: [(kind: String, events: Int, missed: Int)] {
        var counts: [String: (Int, Int)] = [:]
        for (place, own) in events {
            let before = counts[place.kind] ?? (0, 0)
            counts[place.kind] = (
                before.0 + own.count, before.1 + own.count { $0.raises == 0 }
            )
        }
        return counts.keys.sorted().map { ($0, counts[$0]?.0 ?? 0, counts[$0]?.1 ?? 0) }
    }

    package var eventCount: Int { byKind.reduce(0) { $0 + $1.events } }
    package var missed: Int { byKind.reduce(0) { $0 + $1.missed } }

    /// Right raises among all; 1 where there was none.
    package var precision: Double {
        raises == 0 ? 1 : Double(rightRaises) / Double(raises)
    }
}
