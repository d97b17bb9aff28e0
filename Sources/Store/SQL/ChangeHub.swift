import Synchronization

/// Those who want to know of commits, and whether somebody watches the database for them.
///
/// The watch is one loop on a thread of its own that calls `signal()`. It begins with the first
/// stream and ends itself when `isWatched()` says that none is left.
final class ChangeHub: Sendable {
    private struct State {
        var streams: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var hasWatch = false
        var isClosed = false
    }

    private let state = Mutex(State())

    /// A new stream; calls `watch` where nobody watches yet, which must then begin to.
    func stream(watch: () -> Void) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (number, begins) = state.withLock { state in
            guard !state.isClosed else { return (-1, false) }
            let number = state.next
            state.next += 1
            state.streams[number] = continuation
            defer { state.hasWatch = true }
            return (number, !state.hasWatch)
        }
        guard number >= 0 else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.streams.removeValue(forKey: number) }
        }
        if begins { watch() } else { continuation.yield() }
        return stream
    }

    /// Tells every stream; several calls before it is read are one element.
    func signal() {
        for continuation in state.withLock({ Array($0.streams.values) }) { continuation.yield() }
    }

    /// Whether the watch goes on; after false the next stream begins a new one.
    func isWatched() -> Bool {
        state.withLock { state in
            if state.isClosed || state.streams.isEmpty { state.hasWatch = false }
            return state.hasWatch
        }
    }

    /// Ends every stream, and the watch.
    func close() {
        let streams = state.withLock { state in
            state.isClosed = true
            defer { state.streams = [:] }
            return Array(state.streams.values)
        }
        for continuation in streams { continuation.finish() }
    }
}
