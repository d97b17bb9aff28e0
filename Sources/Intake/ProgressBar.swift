import Glibc

/// One line on a terminal that says how far a run is, and goes away at its end.
package struct ProgressBar {
    /// At most this often, so that drawing costs nothing.
    private static let pause = Duration.milliseconds(100)

    private let total: Int?
    private let now: () -> Duration
    private let write: (String) -> Void
    private let begun: Duration
    private var drawnAt: Duration?

    /// A bar on standard error, or nil where that is no terminal.
    ///
    /// `total` is the size of all input in bytes, where it is known.
    static func standardError(total: Int?) -> ProgressBar? {
        guard isatty(2) == 1 else { return nil }
        let start = ContinuousClock.now
        return ProgressBar(total: total, now: { ContinuousClock.now - start }) { text in
            // A terminal that went away is no reason to stop the run.
            try? writeAll(Array(text.utf8), to: 2, name: "standard error")
        }
    }

    package init(total: Int?, now: @escaping () -> Duration, write: @escaping (String) -> Void) {
        self.total = total
        self.now = now
        self.write = write
        begun = now()
    }

    /// Draws, unless it was drawn a moment ago.
    package mutating func show(bytes: Int, records: Int) {
        let time = now()
        if let drawnAt, time - drawnAt < Self.pause { return }
        drawnAt = time
        write("\r\u{1B}[2K" + text(bytes: bytes, records: records, elapsed: time - begun))
    }

    /// Clears the line, for another line or for good.
    package mutating func clear() {
        if drawnAt != nil { write("\r\u{1B}[2K") }
        drawnAt = nil
    }

    private func text(bytes: Int, records: Int, elapsed: Duration) -> String {
        let seconds = max(elapsed / .seconds(1), 0.001)
        let rate = "\(records) records, \(Int(Double(records) / seconds))/s"
        guard let total, total > 0 else { return rate }
        let share = min(Double(bytes) / Double(total), 1)
        let cells = 24
        let full = Int(share * Double(cells))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: cells - full)
        let left = share > 0 ? Int(seconds * (1 - share) / share) : 0
        let clock = "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
        return "[\(bar)] \(Int(share * 100)) %  \(rate)  \(clock) left"
    }
}
