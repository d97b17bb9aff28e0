import Primitives
import Synchronization

/// Lets a fixed number in at a time, in the order in which they came.
final class FairGate: Sendable {
    private struct State {
        var free: Int
        var next = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    /// Waits for a place, which `leave()` gives back.
    ///
    /// - Throws: `StoreError.busy` after `milliseconds`, or `CancellationError`.
    func enter(waitMilliseconds milliseconds: Int) async throws {
        let number: Int? = state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            defer { state.next += 1 }
            return state.next
        }
        guard let number else { return }
        let timer = Task { [weak self] in
            try await Task.sleep(for: .milliseconds(milliseconds))
            let cause = "no connection was free for \(milliseconds / 1_000) seconds."
            self?.giveUp(number, StoreError.busy(cause: cause))
        }
        defer { timer.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isFree = state.withLock { state in
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return false
                }
                if isFree { continuation.resume() }
                if Task.isCancelled { giveUp(number, CancellationError()) }
            }
        } onCancel: {
            giveUp(number, CancellationError())
        }
    }

    /// Gives the place to the one who has waited longest.
    func leave() {
        let first = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        first?.resume()
    }

    private func giveUp(_ number: Int, _ error: any Error) {
        let found = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        found?.resume(throwing: error)
    }
}
