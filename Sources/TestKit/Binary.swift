import Foundation

/// The real `fuseline` binary of the build that the tests belong to, run as a person would run it.
///
/// Standard input, output and error are files, so no amount of output can block a run, and a run
/// above its time limit is killed and fails the test instead of hanging it.
package struct Binary: Sendable {
    /// What a run left behind.
    package struct Outcome: Sendable {
        /// The exit code, or 128 + the signal that ended it.
        package let code: Int
        package let output: [UInt8]
        package let errors: [UInt8]

        package var outputText: String { String(decoding: output, as: UTF8.self) }
        package var errorText: String { String(decoding: errors, as: UTF8.self) }
        /// The lines of standard output, the last line end left out.
        package var outputLines: [String] {
            outputText.split(separator: "\n").map(String.init)
        }
        package var errorLines: [String] { errorText.split(separator: "\n").map(String.init) }
    }

    /// Why a run has no outcome.
    package enum Failure: Error, CustomStringConvertible {
        case notBuilt(String)
        case tooLong(seconds: Int, arguments: [String])

        package var description: String {
            switch self {
            case .notBuilt(let path):
                "There is no \(path). Build first: swift build -c release --build-tests"
            case .tooLong(let seconds, let arguments):
                "fuseline \(arguments.joined(separator: " ")) did not end in \(seconds) s"
            }
        }
    }

    package let path: String

    /// The binary `name` beside the running test program, which is where the build puts it.
    ///
    /// - Throws: `Failure.notBuilt`.
    package init(_ name: String = "fuseline") throws {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        path = tests.deletingLastPathComponent().appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure.notBuilt(path)
        }
    }

    /// Runs it to its end.
    ///
    /// The environment is this process's with `environment` laid over it; `folder` is where it
    /// runs, by default a folder of its own, so that no test sees another's database.
    /// - Throws: `Failure.tooLong` after `secondsMax` seconds, or what starting a process throws.
    package func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil, secondsMax: Int = 120
    ) throws -> Outcome {
        let place = try folder ?? TemporaryFolder()
        let streams = try TemporaryFolder()
        let running = try start(
            arguments, input: input, environment: environment, in: place, streams: streams)
        guard running.waitForEnd(secondsMax: secondsMax) else {
            running.kill()
            throw Failure.tooLong(seconds: secondsMax, arguments: arguments)
        }
        return Outcome(
            code: running.code, output: try streams.read("output"),
            errors: try streams.read("errors"))
    }

    /// Starts it and returns at once, for a server; `stop()` the result.
    package func start(
        _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder
    ) throws -> Running {
        try start(
            arguments, input: [], environment: environment, in: folder,
            streams: try TemporaryFolder())
    }

    private func start(
        _ arguments: [String], input: [UInt8], environment: [String: String],
        in folder: TemporaryFolder, streams: TemporaryFolder
    ) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(
            forReadingFrom: URL(fileURLWithPath: try streams.write(input, as: "input")))
        process.standardOutput = try FileHandle(
            forWritingTo: URL(fileURLWithPath: try streams.write([], as: "output")))
        process.standardError = try FileHandle(
            forWritingTo: URL(fileURLWithPath: try streams.write([], as: "errors")))
        return try Running(process, streams: streams)
    }
}
