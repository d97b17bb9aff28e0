import ArgumentParser
import Bootstrap
import Casework
import Primitives

/// `fuseline purge`: deletes what is over, and proves what went.
struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Deletes records whose time is over by the dated rules, and proves what went.",
        discussion: """
            Prints for each kind how many days the rules of today keep it and how many records \
            went. Run it once a day. With --proof it deletes nothing: it holds against the journal \
            that a record was deleted, and exits 1 where no purge deleted it.
            """)

    @OptionGroup var database: DatabaseOption
    @Flag(name: .customLong("dry-run"), help: "Counts alone, and deletes nothing.")
    var isTrial = false
    @Option(
        help: ArgumentHelp(
            "Proves that a record was deleted: listing:ID, waybill:NUMBER, licence:NUMBER,"
                + " lead:ID.",
            valueName: "record"))
    var proof: String?

    func run() async throws {
        let casework = try await database.openExisting()
        if let proof {
            try await prove(proof, casework)
            return
        }
        for count in try await casework.purge(isTrial: isTrial, as: .machine) {
            let days = count.days.map { "\($0) days" } ?? "no rule"
            print("\(count.kind.rawValue)\t\(days)\t\(count.removed)")
        }
        if !isTrial {
            print("reading\t\(try await casework.purgeReadings(as: .machine))")
            try await casework.sealJournal()
        }
    }

    private func prove(_ record: String, _ casework: CaseworkDesk) async throws {
        guard let (kind, id) = CaseworkDesk.deletable(record) else {
            throw ValidationError(
                "--proof takes listing:ID, waybill:NUMBER, licence:NUMBER or lead:ID.")
        }
        guard let found = try await casework.purgeProof(kind, id, as: .machine) else {
            StandardStreams.sayError("no purge deleted \(record)")
            throw ExitCode(1)
        }
        print(
            "\(record)\t\(found.at.text())\tbatch \(found.batch) of \(found.removed)\t"
                + "journal leaf \(found.leaf)")
    }
}
