import Dispatch
import Foundation
import Glibc

/// A started process of a test: a server that runs while requests are made.
package final class Running {
    private let process: Process
    private let streams: TemporaryFolder
    private let ended = DispatchSemaphore(value: 0)

    init(_ process: Process, streams: TemporaryFolder) throws {
        self.process = process
        self.streams = streams
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.runAlone()
    }

    deinit { if process.isRunning { kill() } }

    package var isRunning: Bool { process.isRunning }

    /// The exit code, or 128 + the signal, of a process that has ended.
    package var code: Int {
        let status = Int(process.terminationStatus)
        return process.terminationReason == .exit ? status : 128 + status
    }

    /// What it has written to standard error so far.
    package var errorText: String {
        String(decoding: (try? streams.read("errors")) ?? [], as: UTF8.self)
    }

    /// What it has written to standard output so far.
    package var outputText: String {
        String(decoding: (try? streams.read("output")) ?? [], as: UTF8.self)
    }

    /// Waits until it has ended; false where `secondsMax` pass before.
    package func waitForEnd(secondsMax: Int) -> Bool {
        guard ended.wait(timeout: .now() + .seconds(secondsMax)) == .success else { return false }
        ended.signal()
        return true
    }

    /// Waits until standard error or output holds `text`; false where it ends or `secondsMax` pass
    /// before.
    package func waitForText(_ text: String, secondsMax: Int) -> Bool {
        let deadline = DispatchTime.now() + .seconds(secondsMax)
        while DispatchTime.now() < deadline {
            let alive = process.isRunning
            if errorText.contains(text) || outputText.contains(text) { return true }
            guard alive else { return false }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return false
    }

    /// Asks it to end (SIGTERM) and gives its exit code; nil where it had to be killed.
    @discardableResult
    package func stop(secondsMax: Int = 15) -> Int? {
        process.terminate()
        guard waitForEnd(secondsMax: secondsMax) else {
            kill()
            return nil
        }
        return code
    }

    /// Ends it at once (SIGKILL) and waits for that.
    package func kill() {
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        _ = waitForEnd(secondsMax: 5)
    }
}
