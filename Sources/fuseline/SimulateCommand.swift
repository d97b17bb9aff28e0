import ArgumentParser
import Foundation
import Intake
import Primitives
import Simulation

/// `fuseline simulate`: a made-up city or factory, with the truth apart.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Makes sample data; all of it is made up.",
        subcommands: [City.self, Factory.self])

    struct City: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Listings, waybills, registry, premises, zones, and the truth of them.")

        @Option(name: .long, help: "The same seed gives the same bytes.") var seed: UInt64 = 1
        @Option(name: .long, help: "Listings to make.") var listings = 20_000
        @Option(name: .long, help: "Waybills to make.") var waybills = 200_000
        @Option(name: .long, help: "Folder to write into; made if missing.") var out: String

        func validate() throws {
            guard listings > 0, waybills > 0 else {
                throw ValidationError("--listings and --waybills take numbers above 0.")
            }
        }

        func run() async throws {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            let files = try OutputFolder(folder, names: CityFile.allCases.map(\.fileName))
            let city = CitySimulator(seed: seed, listings: listings, waybills: waybills)
            try city.run { file, line in try files.write(line, to: file.fileName) }
            try files.close()
        }
    }
}

extension SimulateCommand {
    struct Factory: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A factory's rooms, what their sensors said, and what really went wrong.")

        @Option(name: .long, help: "The same seed gives the same bytes.") var seed: UInt64 = 1
        @Option(name: .long, help: "Hours to make; a year has 8760.") var hours = 168
        @Option(name: .long, help: "Folder to write into; made if missing.") var out: String

        func validate() throws {
            guard hours > 0, hours <= Limits.simulatedHoursMax else {
                throw ValidationError("--hours takes 1 to \(Limits.simulatedHoursMax).")
            }
        }

        func run() async throws {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            let files = try OutputFolder(folder, names: FactoryFile.allCases.map(\.fileName))
            try FactorySimulator(seed: seed, hours: hours).run { file, line in
                try files.write(line, to: file.fileName)
            }
            try files.close()
        }
    }
}

/// Files written side by side, buffered.
final class OutputFolder {
    private var handles: [String: FileHandle] = [:]
    private var pending: [String: [UInt8]] = [:]
    private static let flushBytes = 1 << 18

    init(_ folder: URL, names: [String]) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for name in names {
                let place = folder.appendingPathComponent(name)
                try Data().write(to: place)
                handles[name] = try FileHandle(forWritingTo: place)
            }
        } catch {
            throw IntakeError.io(folder.path, why: error.localizedDescription)
        }
    }

    func write(_ line: String, to name: String) throws {
        pending[name, default: []].append(contentsOf: line.utf8)
        pending[name, default: []].append(10)
        if let bytes = pending[name], bytes.count >= Self.flushBytes { try flush(name) }
    }

    func close() throws {
        for name in handles.keys.sorted() {
            try flush(name)
            try handles[name]?.close()
        }
    }

    private func flush(_ name: String) throws {
        guard let bytes = pending[name], let handle = handles[name] else { return }
        pending[name] = []
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw IntakeError.io(name, why: error.localizedDescription)
        }
    }
}
