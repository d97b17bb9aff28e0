package import Foundation

/// One launch at a time in the whole test process.
private let launching = NSLock()

extension Process {
    /// `run`, one at a time: beside another one it has read memory that was gone (a crash in
    /// swift-corelibs-foundation of Swift 6.3.1, seen once in two runs of the whole suite).
    package func runAlone() throws {
        launching.lock()
        defer { launching.unlock() }
        try run()
    }
}
