import Alarms
import Foundation
import Glibc
import Primitives
import Records

/// Speed and size of the alarm engine, on one core, with every rule on.
@main
enum AlarmsBench {
    static let usage = """
        alarms-bench engine [N]   N readings (10,000,000) of 100 and of 5,000 rooms: readings a
                                  processor second, and the bytes of a room in memory and stored
        """

    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        guard words.first == "engine", words.count <= 2,
            let count = words.count == 2 ? Int(words[1]) : 10_000_000, count > 0
        else {
            print(usage)
            exit(2)
        }
        for rooms in [5_000, 100] {
            for disorder in [Disorder.some, .none] {
                run(count, disorder, layout(rooms: rooms))
            }
        }
    }

    /// How the readings come.
    enum Disorder: String, CaseIterable {
        case none = "in order"
        case some = "5 % late, 5 % twice, 3 % beyond a limit"
    }

    static let batchCount = 80_000
    static let start: Int64 = 1_790_000_000_000_000

    static func layout(rooms count: Int) -> AlarmLayout {
        let limits: [Quantity: EnvironmentLimit] = [
            .temperatureCelsius: EnvironmentLimit(
                maximum: 35, deadband: 1, onDelay: Seconds(10), offDelay: Seconds(10)),
            .humidityPercent: EnvironmentLimit(
                minimum: 30, maximum: 80, deadband: 2, onDelay: Seconds(10)),
        ]
        let rooms = (0..<count).map { room in
            Workroom(
                id: ID("R\(room)"), name: "R\(room)",
                runs: [ProcessRun(process: "ramming", from: Timestamp(microseconds: 0))],
                quotas: [
                    RoomQuota(
                        process: "ramming", hazard: .blastLikeTNT, peopleMax: 1,
                        chargeMax: Grams(5_000))
                ], limits: limits, hours: [OpenHours(from: Seconds(0), to: Seconds(43_200))],
                sensors: Quantity.allCases.map {
                    Sensor(id: ID($0.rawValue), quantity: $0, every: Seconds(10))
                })
        }
        let stop = StopPeriod(
            from: Timestamp(microseconds: start + 60_000_000),
            to: Timestamp(microseconds: start + 120_000_000), reason: "thunderstorm")
        return AlarmLayout(
            Site(enterprise: "E", name: "E", rooms: rooms, stops: [stop]),
            policy: AlarmPolicy(
                version: "bench", slackMicroseconds: 500_000, slackThousandths: 10,
                doorOpenMax: Seconds(60), clockAheadMax: Seconds(300),
                clockBehindMax: Seconds(86_400), foldWithin: Seconds(600),
                excessThousandths: 500, priorities: [:]))
    }

    /// The next readings: every sensor once a second, in a mixed order.
    static func fill(
        _ readings: inout [Reading], _ count: Int, from first: Int, _ disorder: Disorder,
        _ sensors: Int
    ) {
        var random = SeededRandom(seed: UInt64(first + 1))
        readings.removeAll(keepingCapacity: true)
        for index in first..<(first + count) {
            let sensor = index % sensors
            let round = index / sensors
            let isBeyond = disorder == .some && random.chance(0.03)
            let value = value(Quantity.allCases[sensor % 8], isBeyond)
            let late = disorder == .some && random.chance(0.05) ? Int64(1_500_000) : 0
            readings.append(
                Reading(
                    sensor: sensor, value: value,
                    at: Timestamp(
                        microseconds: start + Int64(round) * 1_000_000
                            + Int64(sensor * 1_000_000 / sensors) - late),
                    sequence: Int64(round)))
            if disorder == .some, random.chance(0.05), let last = readings.last {
                readings[readings.count - 1 - min(readings.count - 1, random.below(2))] = last
            }
        }
    }

    static func value(_ quantity: Quantity, _ isBeyond: Bool) -> Double {
        switch quantity {
        case .people: isBeyond ? 2 : 1
        case .chargeKilograms: isBeyond ? 5.5 : 4.2
        case .temperatureCelsius: isBeyond ? 37 : 28.5
        case .humidityPercent: isBeyond ? 85 : 55
        case .video: isBeyond ? 0 : 1
        case .flame, .intrusion, .doorOpen: isBeyond ? 1 : 0
        }
    }

    static func run(_ count: Int, _ disorder: Disorder, _ layout: AlarmLayout) {
        var readings: [Reading] = []
        fill(&readings, batchCount, from: 0, disorder, layout.sensorCount)
        var out: [Transition] = []
        out.reserveCapacity(2 * 4_096)
        var machine = AlarmMachine(layout)
        var transitions = 0
        var done = 0
        var cpu = 0.0
        var clock = Timestamp(microseconds: start)
        while done < count {
            fill(
                &readings, min(batchCount, count - done), from: done, disorder,
                layout.sensorCount)
            let began = processorSeconds()
            for reading in readings {
                clock = max(clock, reading.at)
                _ = machine.receive(reading, at: clock, into: &out)
                if out.count > 4_096 {
                    transitions += out.count
                    out.removeAll(keepingCapacity: true)
                }
            }
            cpu += processorSeconds() - began
            done += readings.count
        }
        transitions += out.count
        let rooms = layout.site.rooms.count
        // Later runs would find the holes of this one.
        let isTold = rooms > 1_000 && disorder == .some
        let held = isTold ? "\(heldBytes(machine) / rooms) bytes in memory, " : ""
        let kept = (0..<rooms).map { machine.encoded(room: $0).count }
        print(
            "\(rooms) rooms, \(disorder.rawValue): \(done) readings, \(transitions) transitions,"
                + " \(Int(Double(done) / cpu)) readings a processor second;"
                + " a room of 8 sensors: \(held)"
                + "\(kept.max() ?? 0) bytes stored at most")
    }

    /// What one more machine in the state of this one takes of the process's memory.
    ///
    /// The first copies fill the holes that others left; those behind them are counted.
    static func heldBytes(_ machine: AlarmMachine) -> Int {
        let state = machine.encoded()
        let copy = { try? AlarmMachine(machine.layout, state: state) }
        var copies = (0..<4).map { _ in copy() }
        let before = residentBytes()
        copies += (0..<8).map { _ in copy() }
        let held = (residentBytes() - before) / 8
        precondition(copies.allSatisfy { $0?.encoded() == state }, "a copy differs")
        return held
    }

    /// What the process holds, in pages; of use where the state is far greater than a page.
    static func residentBytes() -> Int {
        let words =
            (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ").compactMap { Int($0) } ?? []
        return words.count > 1 ? words[1] * Int(getpagesize()) : 0
    }

    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
