import Casework
import Foundation
import Journal
import Primitives
import Records
import Synchronization

/// A number that many count up.
private final class Count: Sendable {
    private let state: Mutex<Int>

    init(_ first: Int) { state = Mutex(first) }

    var value: Int { state.withLock { $0 } }

    /// What it was before.
    func step() -> Int {
        state.withLock { value in
            defer { value += 1 }
            return value
        }
    }
}

extension StoreBench {
    /// What is known of one act.
    private struct Done: Sendable {
        let wait: Duration
        let end: ContinuousClock.Instant
    }

    /// Acts of `callers` at once for five seconds: each is a permission, a change and its leaf.
    static func together(_ desk: CaseworkDesk, callers: Int) async throws {
        let first = try await check(desk) + 1
        let next = Count(first)
        let clock = ContinuousClock()
        let start = clock.now
        let end = start + .seconds(5)
        let isOver = Count(0)
        let signing = Task {
            var moments: [(size: Int, at: ContinuousClock.Instant)] = []
            while isOver.value == 0 {
                try await desk.sealJournal()
                let note = try await desk.database.read { try $0.lastJournalCheckpoint() }
                if let note, let size = try? Checkpoint(SignedNote(Array(note.utf8)).text).size {
                    moments.append((size, clock.now))
                }
                try await Task.sleep(for: .milliseconds(Limits.journalSealMilliseconds))
            }
            return moments
        }
        let done = try await withThrowingTaskGroup(of: [Done].self) { group in
            for _ in 0..<callers {
                group.addTask {
                    var done: [Done] = []
                    while clock.now < end {
                        let number = next.step()
                        let before = clock.now
                        try await desk.take([licence(number)], as: .machine)
                        done.append(Done(wait: clock.now - before, end: clock.now))
                    }
                    return done
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = (clock.now - start) / .seconds(1)
        try await Task.sleep(for: .milliseconds(2 * Limits.journalSealMilliseconds))
        _ = isOver.step()
        let moments = try await signing.value
        let waits = done.map(\.wait).sorted()
        print("\(Int(Double(done.count) / seconds)) acts a second of \(callers) callers at once;")
        print("acknowledged: median \(waits[waits.count / 2]),", terminator: " ")
        print("99 of 100 below \(waits[waits.count * 99 / 100])")
        provable(done.map(\.end).sorted(), before: first - 1, moments)
        let clock2 = clock.now
        let size = try await desk.verifyJournal().size
        let verifying = (clock.now - clock2) / .seconds(1)
        guard size == first - 1 + done.count else {
            throw Wrong("\(size) leaves for \(first - 1 + done.count) acts")
        }
        print(
            "\(size) leaves verified, \(Int(Double(size) / verifying)) a second with their rows read"
        )
    }

    /// The leaf that stands at a place was acknowledged at about the same place among all; it can
    /// be proven when the first checkpoint over it is there.
    private static func provable(
        _ ends: [ContinuousClock.Instant], before: Int,
        _ moments: [(size: Int, at: ContinuousClock.Instant)]
    ) {
        var waits: [Duration] = []
        var place = 0
        for moment in moments {
            while place < ends.count, before + place < moment.size {
                waits.append(max(.zero, moment.at - ends[place]))
                place += 1
            }
        }
        waits.sort()
        guard waits.count == ends.count else { return print("some can not be proven yet") }
        print("provable: median \(waits[waits.count / 2]),", terminator: " ")
        print("99 of 100 below \(waits[waits.count * 99 / 100]) after it was acknowledged")
    }
}
