import ArgumentParser
import Bootstrap
import Casework
import Primitives

/// `fuseline keys`: the keys that personal data are sealed with.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Changes the keys that personal data are sealed with.",
        discussion: "Servers go on meanwhile: they look at the key file once a second.",
        subcommands: [List.self, Rotate.self, Reseal.self, Retire.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The keys, since when there is each, and how many rows it opens.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            let casework = try await database.openExisting()
            for key in try await casework.keyUses(database.dataKeys, as: .machine) {
                let use = key.isNewest ? "seals" : "opens"
                print("\(key.id)\t\(key.since.text())\t\(use)\t\(key.rows)")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a key and seals every row anew with it; prints the key's id.",
            discussion: "Copy the key file to where its copy is kept before and after.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            let casework = try await database.openExisting()
            let (id, rows) = try await casework.rotateKeys(database.dataKeys, as: .machine)
            try await casework.sealJournal()
            print(id)
            StandardStreams.sayError("sealed \(rows) rows anew")
        }
    }

    struct Reseal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals with the newest key what a rotation that was stopped left.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            let casework = try await database.openExisting()
            let rows = try await casework.reseal(database.dataKeys, as: .machine)
            try await casework.sealJournal()
            StandardStreams.sayError("sealed \(rows) rows anew")
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a key that opens no row any more out of the key file.",
            discussion: "Backups that were made before can then be opened with a copy of the key"
                + " file alone.")

        @OptionGroup var database: DatabaseOption
        @Argument(help: "The key's id, as keys list prints it.") var key: String

        func run() async throws {
            let casework = try await database.openExisting()
            try await casework.retireKey(key, of: database.dataKeys, as: .machine)
            try await casework.sealJournal()
        }
    }
}

extension DatabaseOption {
    /// The one that `open` uses.
    var keyFile: String { keys ?? KeyFile.path(beside: database) }
    fileprivate var dataKeys: DataKeys { .file(keyFile) }
}
