package import Primitives
import Synchronization

/// A clock that stands still until a test moves it; hand `clock.now` to what asks for the time.
package final class FakeClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// Starts at `start`; by default noon in Nanchang on 23 November 2026, a Monday.
    package init(at start: Timestamp = Timestamp(microseconds: 1_795_406_400_000_000)) {
        moment = Mutex(start)
    }

    /// The moment it stands at.
    ///
    /// Two readings without a move between them are equal: a test that needs them to differ says
    /// so.
    @Sendable package func now() -> Timestamp { moment.withLock { $0 } }

    /// Moves forward by `seconds`, which is at least 0: time that runs backwards is set with
    /// `set(to:)`, on purpose.
    package func advance(by seconds: Seconds) {
        precondition(seconds.count >= 0, "a clock advances; use set(to:) to turn it back")
        moment.withLock { $0 = $0.adding(seconds) }
    }

    /// Puts the clock to `other`, earlier or later.
    package func set(to other: Timestamp) { moment.withLock { $0 = other } }
}

/// Names that follow each other, `lead-1`, `lead-2`, …, for whatever asks for a fresh id.
package final class NumberedNames: Sendable {
    private let prefix: String
    private let count = Mutex(0)

    package init(_ prefix: String) { self.prefix = prefix }

    /// The next name; safe from several tasks, each of which gets another.
    @Sendable package func next() -> String {
        let number = count.withLock { value in
            value += 1
            return value
        }
        return "\(prefix)-\(number)"
    }
}
