import ArgumentParser
import Bootstrap
import Casework
import Primitives
import Store

/// `fuseline backup FILE`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Writes all rows of a database to a new file.",
        discussion: "Others may go on writing: the file holds one moment. It is not encrypted.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "The file to make; it must not be there yet.") var file: String

    func run() async throws {
        let summary = try await StoreBackup.write(database.database, to: file)
        StandardStreams.sayError(summary.line("wrote"))
    }
}

/// `fuseline restore FILE`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a backup into an empty database.",
        discussion: "The backup may come from the other engine. A damaged one changes nothing.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "A file that backup made.") var file: String

    func run() async throws {
        let now = try Casework.Environment.live().now()
        let summary = try await StoreBackup.restore(file, into: database.database, now: now)
        StandardStreams.sayError(summary.line("restored"))
    }
}

extension StoreBackup.Summary {
    fileprivate func line(_ verb: String) -> String {
        "\(verb) \(total) rows of \(rows.count) tables, schema \(schema)"
    }
}
