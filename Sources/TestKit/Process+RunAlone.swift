package import Foundation

/// One launch at a time in the whole test process.
private let launching = NSLock()

extension Process {
    /// `run`, one at a time.
    package func runAlone() throws {
        launching.lock()
        defer { launching.unlock() }
        try run()
    }
}
