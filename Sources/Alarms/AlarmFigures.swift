package import Primitives

/// What alarm management asks of a plant: the targets of EEMUA 191 and ISA-18.2, from dated data.
package struct AlarmTargets: Hashable, Sendable {
    package let perTenMinutes: Double
    /// More in ten minutes than this is a flood.
    package let floodBegins: Int
    /// Fewer in ten minutes than this, and it is over.
    package let floodEnds: Int
    package let floodShare: Double
    package let staleAfter: Seconds
    package let stalePerDay: Double
    /// Three times within this long is chattering.
    package let chatteringWithin: Seconds
    package let chattering: Int
    package let topTenShare: Double
    package let highShare: Double
    package let mediumShare: Double

    package init(
        perTenMinutes: Double, floodBegins: Int, floodEnds: Int, floodShare: Double,
        staleAfter: Seconds, stalePerDay: Double, chatteringWithin: Seconds, chattering: Int,
        topTenShare: Double, highShare: Double, mediumShare: Double
    ) {
        self.perTenMinutes = perTenMinutes
        self.floodBegins = floodBegins
        self.floodEnds = floodEnds
        self.floodShare = floodShare
        self.staleAfter = staleAfter
        self.stalePerDay = stalePerDay
        self.chatteringWithin = chatteringWithin
        self.chattering = chattering
        self.topTenShare = topTenShare
        self.highShare = highShare
        self.mediumShare = mediumShare
    }
}

/// The figures by which alarm management is judged, computed from the transitions as they come.
///
/// Counted is every call of an operator: a raise that stands beneath no other. Memory does not
/// grow with the time told.
package struct AlarmFigures: Sendable {
    /// One figure beside its target.
    package struct Line: Hashable, Sendable {
        package let name: String
        package let value: Double
        /// At most this; nil where there is no target.
        package let target: Double?

        package var isMet: Bool { target.map { value <= $0 } ?? true }
    }

    private let targets: AlarmTargets
    private let operators: Int
    private var first: Int64?
    private var last = Int64.min
    private var recent: [Int64] = []
    private var floodSince: Int64?
    private var floodTime: Int64 = 0
    private var floods = 0
    private var peak = 0
    private var byPriority = [0, 0, 0]
    private var folded = 0
    private var byPoint: [Int: Int] = [:]
    private var raises: [Int: [Int64]] = [:]
    private var chattering: Set<Int> = []
    private var standingSince: [Int: Int64] = [:]
    private var stale = 0

    package init(_ targets: AlarmTargets, operators: Int = 1) {
        self.targets = targets
        self.operators = max(1, operators)
    }

    /// Takes the next transition.
    package mutating func take(_ transition: Transition) {
        let time = transition.at.microseconds
        pass(to: time)
        let point = transition.point
        switch transition.to {
        case .unacknowledged, .acknowledged:
            if standingSince[point] == nil { standingSince[point] = time }
        default: endStanding(point, at: time)
        }
        guard transition.to == .unacknowledged else { return }
        guard transition.under == nil else {
            folded += 1
            return
        }
        byPriority[Int(transition.priority.rawValue)] += 1
        byPoint[point, default: 0] += 1
        let times = (raises[point] ?? []).suffix(2) + [time]
        raises[point] = Array(times)
        if times.count == 3, let oldest = times.min(), let newest = times.max(),
            newest - oldest <= targets.chatteringWithin.count * 1_000_000
        {
            chattering.insert(point)
        }
        recent.append(max(time, recent.last ?? time))
        flood(at: time)
    }

    /// Lets time pass without a transition.
    package mutating func pass(to time: Int64) {
        if first == nil { first = time }
        last = max(last, time)
        flood(at: last)
    }

    private mutating func flood(at time: Int64) {
        let tenMinutes: Int64 = 600_000_000
        if let gone = recent.firstIndex(where: { $0 > time - tenMinutes }) {
            if gone > 0 { recent.removeFirst(gone) }
        } else {
            recent.removeAll()
        }
        peak = max(peak, recent.count)
        if floodSince == nil, recent.count > targets.floodBegins * operators {
            floodSince = time
            floods += 1
        } else if let since = floodSince, recent.count < targets.floodEnds * operators {
            floodTime += max(0, time - since)
            floodSince = nil
        }
    }

    private mutating func endStanding(_ point: Int, at time: Int64) {
        guard let since = standingSince.removeValue(forKey: point) else { return }
        if time - since > targets.staleAfter.count * 1_000_000 { stale += 1 }
    }

    /// All figures, up to the last moment told.
    package var lines: [Line] {
        let length = Double(max(1, last - (first ?? last))) / 1e6
        let calls = byPriority.reduce(0, +)
        let share = { (part: Int) in calls == 0 ? 0 : Double(part) / Double(calls) }
        let standing = standingSince.values.filter {
            last - $0 > targets.staleAfter.count * 1_000_000
        }
        let flooded = floodTime + (floodSince.map { max(0, last - $0) } ?? 0)
        let top = byPoint.values.sorted(by: >).prefix(10).reduce(0, +)
        let tenMinutes = max(1, length / 600)
        return [
            Line(name: "days", value: length / 86_400, target: nil),
            Line(name: "calls of an operator", value: Double(calls), target: nil),
            Line(name: "folded under another alarm", value: Double(folded), target: nil),
            Line(
                name: "calls per operator and 10 minutes",
                value: Double(calls) / tenMinutes / Double(operators),
                target: targets.perTenMinutes),
            Line(
                name: "most calls in 10 minutes, per operator",
                value: Double(peak) / Double(operators), target: Double(targets.floodBegins)),
            Line(name: "floods", value: Double(floods), target: nil),
            Line(
                name: "share of time in flood", value: Double(flooded) / 1e6 / length,
                target: targets.floodShare),
            Line(
                name: "stale alarms a day",
                value: Double(stale + standing.count) / max(1, length / 86_400),
                target: targets.stalePerDay),
            Line(
                name: "chattering alarms", value: Double(chattering.count),
                target: Double(targets.chattering)),
            Line(name: "share of the top ten", value: share(top), target: targets.topTenShare),
            Line(
                name: "share of high priority", value: share(byPriority[2]),
                target: targets.highShare),
            Line(
                name: "share of medium priority", value: share(byPriority[1]),
                target: targets.mediumShare),
        ]
    }

    /// The alarms that call most, most first.
    package var topTen: [(point: Int, calls: Int)] {
        byPoint.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(10)
            .map { ($0.key, $0.value) }
    }
}
