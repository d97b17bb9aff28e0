import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives
import Records

/// `fuseline import listings|waybills|registry FILE…`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Puts records into the database and brings the leads up to date.",
        subcommands: [Listings.self, Waybills.self, RegistryFile.self, Readings.self])

    struct Listings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Listings, posts, comments and chats (JSON Lines or CSV; docs/data.md).")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var models: ModelOptions
        @OptionGroup var intake: IntakeArguments
        @Argument(help: "Files; - for standard input.") var files: [String]

        func run() async throws {
            let casework = try await database.open(models.files)
            let rejects = try intake.writer(inputs: files)
            let tally = try await readListings(
                paths: files, options: try intake.options(), rejects: rejects
            ) { try await casework.take($0, as: .machine) }
            try await ImportCommand.finish(casework, tally, rejects)
        }
    }

    struct Waybills: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Waybills of a courier's export (JSON Lines or CSV; docs/data.md).")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var models: ModelOptions
        @OptionGroup var intake: IntakeArguments
        @Argument(help: "Files; - for standard input.") var files: [String]

        func run() async throws {
            let casework = try await database.open(models.files)
            let rejects = try intake.writer(inputs: files)
            let tally = try await readWaybills(
                paths: files, options: try intake.options(), rejects: rejects
            ) { try await casework.take($0, as: .machine) }
            try await ImportCommand.finish(casework, tally, rejects)
        }
    }

    struct RegistryFile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "registry", abstract: "Licences from a registry.json.")

        @OptionGroup var database: DatabaseOption
        @OptionGroup var intake: IntakeArguments
        @Argument(help: "registry.json") var file: String

        func run() async throws {
            let casework = try await database.open()
            let rejects = try intake.writer(inputs: [file])
            let registry = try Intake.RegistryFile.read(file)
            for reject in registry.rejects { try rejects.write(reject) }
            let tally = Tally(
                accepted: registry.divisions.count + registry.licences.count,
                rejected: registry.rejects.count)
            try await casework.take(registry.licences, as: .machine)
            try await ImportCommand.finish(casework, tally, rejects)
        }
    }

    struct Readings: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Readings of work rooms under watch (JSON Lines or CSV; docs/alarms.md).",
            discussion: """
                For what a gateway kept while its link was down: alarms come as if it had come by \
                the broker, the same again does nothing. Time stands at the clock of this machine.
                """)

        @OptionGroup var database: DatabaseOption
        @OptionGroup var intake: IntakeArguments
        @Argument(help: "Files; - for standard input.") var files: [String]

        func run() async throws {
            let casework = try await database.openExisting()
            let rejects = try intake.writer(inputs: files)
            var total = Tally()
            for file in files {
                let (options, source) = (try intake.options(), try ByteSource.open(file))
                var reader = try RecordReader<ReadingIntake>(source, options: options)
                var refused = 0
                while let batch = try next(&reader, rejects) {
                    let tally = try await casework.take(batch, as: .machine)
                    refused += tally.refused
                    for reading in tally.reasons {
                        StandardStreams.sayError("\(reading.source): \(reading.reason)")
                    }
                }
                total =
                    total
                    + Tally(
                        accepted: reader.tally.accepted - refused,
                        rejected: reader.tally.rejected + refused)
            }
            try rejects.flush()
            StandardStreams.sayError(total.line)
            try await casework.sealJournal()
        }

        /// The next readings, at most `Limits.readingBatchMax`; nil at the end.
        private func next(
            _ reader: inout RecordReader<ReadingIntake>, _ rejects: RejectWriter
        ) throws -> [ReadingParcel]? {
            var batch: [ReadingParcel] = []
            while batch.count < Limits.readingBatchMax {
                switch try reader.next() {
                case .end: return batch.isEmpty ? nil : batch
                case .rejected(let reject): try rejects.write(reject)
                case .accepted(let row): batch.append(.reading(IncomingReading(row)))
                }
            }
            return batch
        }
    }

    private static func finish(
        _ casework: CaseworkDesk, _ tally: Tally, _ rejects: RejectWriter
    ) async throws {
        try rejects.flush()
        StandardStreams.sayError(tally.line)
        let update = try await casework.bringLeadsUpToDate(as: .machine)
        StandardStreams.sayError(update.text)
        try await casework.sealJournal()
    }
}
