import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Intake
import Primitives

/// Where the records, leads and people are kept.
struct DatabaseOption: ParsableArguments {
    @Option(name: .long, help: "The database: sqlite:PATH or postgres://….")
    var database = "sqlite:fuseline.sqlite"
    @Option(name: .long, help: "The key file; beside a SQLite file, or fuseline.keys, otherwise.")
    var keys: String?

    /// - Throws: `StoreError`, `BootstrapError`.
    func open(_ models: ModelFiles = ModelFiles()) async throws -> CaseworkDesk {
        try await Assembly.casework(database: database, keys: keys, models: models)
    }

    /// For commands that only look: a mistyped name makes no empty database and no keys.
    ///
    /// - Throws: `BootstrapError.databaseMissing`, and as `open`.
    func openExisting() async throws -> CaseworkDesk {
        if database.hasPrefix("sqlite:"),
            !FileManager.default.fileExists(atPath: String(database.dropFirst("sqlite:".count)))
        {
            throw BootstrapError.databaseMissing(database)
        }
        return try await open()
    }
}

/// Files that take the place of the shipped ones.
struct ModelOptions: ParsableArguments {
    @Option(name: .long, help: "A screening model in place of the shipped one.")
    var model: String?
    @Option(name: .long, help: "A lexicon in place of the shipped one.")
    var lexicon: String?

    var files: ModelFiles { ModelFiles(model: model, lexicon: lexicon) }
}

/// How files come in.
struct IntakeArguments: ParsableArguments {
    @Option(name: .long, help: "Where refused records go (JSON Lines); standard error otherwise.")
    var rejects: String?
    @Option(name: .long, help: "utf-8 or gb18030; found out from the bytes otherwise.")
    var encoding: String?
    @Option(name: .long, help: "jsonl or csv; by the file's ending or first line otherwise.")
    var format: String?
    @Option(name: .long, help: "Zone of CSV times that name none, such as +08:00.")
    var zone: String?

    func options() throws -> IntakeOptions {
        var options = IntakeOptions()
        if let encoding {
            guard let known = TextEncoding(name: encoding) else {
                throw ValidationError("--encoding takes utf-8 or gb18030, not '\(encoding)'.")
            }
            options.encoding = known
        }
        if let format {
            guard let known = FileFormat(rawValue: format.lowercased()) else {
                throw ValidationError("--format takes jsonl or csv, not '\(format)'.")
            }
            options.format = known
        }
        if let zone {
            guard let known = Seconds(zone: zone) else {
                throw ValidationError("--zone takes an offset such as +08:00, not '\(zone)'.")
            }
            options.zone = known
        }
        return options
    }

    func writer(inputs: [String]) throws -> RejectWriter {
        guard let rejects else { return RejectWriter.standardError() }
        return try RejectWriter.file(rejects, inputs: inputs)
    }
}
