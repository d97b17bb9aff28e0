import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Journal
import Primitives
import Records

/// `fuseline journal`: the record of who did what.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Verifies or exports the journal of all acts, or exchanges its key.",
        subcommands: [Verify.self, Export.self, Prove.self, ExchangeKey.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recomputes the journal; prints its size and root, or the first wrong leaf.",
            discussion: "Exit code 1 where a leaf, hash, checkpoint or signature does not verify.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            let summary = try await database.openExisting().verifyJournal()
            print("\(summary.size) \(summary.root.base64)")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the journal as files that others' programs verify (tlog-tiles).",
            discussion: "Prints the verifier key. Leaves hold no personal data in clear.")

        @OptionGroup var database: DatabaseOption
        @Option(name: .long, help: "The folder to make; it must not be there yet.") var out: String

        func run() async throws {
            let casework = try await database.openExisting()
            let folder = URL(fileURLWithPath: out)
            if FileManager.default.fileExists(atPath: out) {
                throw BootstrapError.cannotWrite(path: out, cause: "it is there already")
            }
            let key = try await casework.exportJournal { path, bytes in
                try Self.write(bytes, to: folder.appendingPathComponent("log/" + path))
            }
            guard let key else { return StandardStreams.sayError("The journal is empty.") }
            try Self.write(
                Array("\(key.text)\n".utf8), to: folder.appendingPathComponent("verifier-key"))
            print(key.text)
        }

        private static func write(_ bytes: [UInt8], to file: URL) throws {
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            } catch {
                throw BootstrapError.cannotWrite(
                    path: file.path, cause: error.localizedDescription)
            }
        }
    }

    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a file that proves one leaf, or that nothing before was changed.",
            discussion: "Whoever has the verifier key can check it without this program.")

        @OptionGroup var database: DatabaseOption
        @Option(name: .long, help: "The number of a leaf, as trace prints it.") var leaf: Int?
        @Option(name: .long, help: "A size that the journal had: proves that it only grew.")
        var since: Int?

        func validate() throws {
            guard (leaf == nil) != (since == nil) else {
                throw ValidationError("Give --leaf N or --since SIZE, one of them.")
            }
        }

        func run() async throws {
            let casework = try await database.openExisting()
            if let leaf { print(try await casework.proof(ofLeaf: leaf), terminator: "") }
            if let since { print(try await casework.proof(since: since), terminator: "") }
        }
    }
}

extension JournalCommand {
    struct ExchangeKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exchanges the key that signs the journal; prints the new verifier key.",
            discussion: "Servers go on meanwhile. The checkpoint of the exchange bears both"
                + " signatures; the old secret leaves the key file. Copy the file to where its copy"
                + " is kept, and to every other server of the database.")

        @OptionGroup var database: DatabaseOption

        func run() async throws {
            let casework = try await database.openExisting()
            let key = try await casework.exchangeSigningKey(
                .file(database.keyFile), as: .machine)
            print(key.text)
        }
    }
}

/// `fuseline trace LEAD`: the way one lead really took, from the journal.
struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Prints what the journal says of a lead, one act a line.")

    @OptionGroup var database: DatabaseOption
    @Argument(help: "The lead's id.") var lead: String

    func run() async throws {
        let acts = try await database.openExisting().trace(ID<Lead>(lead))
        guard !acts.isEmpty else {
            StandardStreams.sayError("The journal says nothing of a lead '\(lead)'.")
            throw ExitCode(1)
        }
        var output = OutputBuffer()
        for (number, leaf) in acts {
            let by = "\(leaf.author.who) \(leaf.author.role) \(leaf.author.unit)"
            let digests = [leaf.before, leaf.after].map {
                $0.map { String($0.base64.prefix(10)) } ?? "-"
            }
            try output.write(
                line: "\(number)\t\(leaf.at.text(offset: .chinaOffset))\t\(leaf.act)\t\(by)\t"
                    + digests.joined(separator: " → "))
        }
        try output.flush()
    }
}
