import Foundation
import Glibc
import Primitives

/// `swift run drill`: people, faults and crashes from a seed over the whole of casework and its
/// store, with an auditor written apart.
///
///     drill --seed N              one seed, with its story where it fails
///     drill --seeds FROM-TO       many; prints the seed of each that fails
///     --steps N                   acts of a seed, 60 without it
///     --canary                    plants one acknowledged write that was never done: must fail
///
/// Exit code 0 where every seed held, 1 where one did not, 2 for wrong usage.
@main
enum Drill {
    static func main() async {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            say("usage: drill --seed N | --seeds FROM-TO [--steps N] [--canary]")
            exit(2)
        }
        let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
        let folder = "\(base)/fuseline-drill-\(getpid())"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let shared = try await Shared(folder: folder)
            let failed = await run(options, shared, folder)
            try? FileManager.default.removeItem(atPath: folder)
            exit(failed == 0 ? 0 : 1)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            say("drill: \(error)")
            exit(1)
        }
    }

    /// What one seed did.
    private struct Outcome: Sendable {
        let seed: UInt64
        let violation: String?
        let story: [String]
        let acts: [String: Int]
        let faults: Int
        let crashes: Int
    }

    /// - Returns: How many seeds failed.
    private static func run(_ options: Options, _ shared: Shared, _ folder: String) async -> Int {
        let start = Date()
        var acts: [String: Int] = [:]
        var (faults, crashes, failed) = (0, 0, 0)
        await withTaskGroup(of: Outcome.self) { group in
            var next = options.seeds.lowerBound
            func add() {
                guard next <= options.seeds.upperBound else { return }
                let seed = next
                next += 1
                group.addTask { await play(seed, options, shared, folder) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { add() }
            for await outcome in group {
                acts.merge(outcome.acts, uniquingKeysWith: +)
                faults += outcome.faults
                crashes += outcome.crashes
                if let violation = outcome.violation {
                    failed += 1
                    print("seed \(outcome.seed): \(violation)")
                    if options.seeds.count == 1 { for line in outcome.story { print("  \(line)") } }
                }
                add()
            }
        }
        let seconds = Date().timeIntervalSince(start)
        for (act, count) in acts.sorted(by: { $0.key < $1.key }) { print("  \(act) \(count)") }
        print(
            "drill: \(options.seeds.count) seeds, \(acts.values.reduce(0, +)) acts acknowledged, \(faults) faults, \(crashes) crashes;"
                + " \(failed) seeds failed; \(String(format: "%.1f", seconds)) s")
        return failed
    }

    private static func play(
        _ seed: UInt64, _ options: Options, _ shared: Shared, _ folder: String
    ) async -> Outcome {
        let play = Play(seed: seed, shared: shared, folder: folder, isCanary: options.isCanary)
        var violation: String?
        do { try await play.run(steps: options.steps) } catch { violation = "\(error)" }
        return Outcome(
            seed: seed, violation: violation, story: play.story, acts: play.expectation.byAct,
            faults: play.faults, crashes: play.crashes)
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// What the command line asked for.
private struct Options: Sendable {
    var seeds: ClosedRange<UInt64> = 0...0
    var steps = 60
    var isCanary = false

    /// Nil where it cannot be understood.
    init?(_ arguments: [String]) {
        var hasSeeds = false
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--canary": isCanary = true
            case "--seed":
                guard let seed = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                (seeds, hasSeeds) = (seed...seed, true)
            case "--seeds":
                let ends = (rest.popFirst() ?? "").split(separator: "-").compactMap { UInt64($0) }
                guard ends.count == 2, ends[0] <= ends[1] else { return nil }
                (seeds, hasSeeds) = (ends[0]...ends[1], true)
            case "--steps":
                guard let count = rest.popFirst().flatMap({ Int($0) }), count >= 8 else {
                    return nil
                }
                steps = count
            default: return nil
            }
        }
        guard hasSeeds else { return nil }
    }
}
