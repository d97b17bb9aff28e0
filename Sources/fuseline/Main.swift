import ArgumentParser
import Bootstrap
import Foundation
import Intake
import Primitives

/// The program: parses the command line, runs one command, and turns what it throws into an exit
/// code in one place (docs/commands.md).
@main
enum Main {
    static func main() async {
        do {
            var command = try Fuseline.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(with: error)
        }
    }

    /// 0 help and done; 1 a check found something; 2 wrong usage; 65, 66, 74 as the error says.
    private static func leave(with error: any Error) -> Never {
        if let error = error as? any CodedError {
            StandardStreams.sayError("fuseline: \(error.message) [\(error.code)]")
            exit(Int32(ExitStatus.of(error)))
        }
        let usage = Fuseline.exitCode(for: error)
        if usage == .success {
            print(Fuseline.fullMessage(for: error))
            exit(0)
        }
        if let exit = error as? ExitCode { Foundation.exit(exit.rawValue) }
        StandardStreams.sayError(Fuseline.fullMessage(for: error))
        exit(usage == .validationFailure ? 2 : 1)
    }
}

/// The root command.
struct Fuseline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fuseline",
        abstract: "Finds leads to illegal fireworks in listings and waybills.",
        discussion: "A lead is a reason to look, never evidence or a verdict: a person decides.",
        version: Version.text,
        subcommands: [
            ScreenCommand.self, FindCommand.self, ExplainCommand.self, AttackCommand.self,
            ImportCommand.self, LeadsCommand.self,
            LinkCommand.self,
            ServeCommand.self,
            SimulateCommand.self,
            TrainCommand.self,
            EvaluateCommand.self, CompareCommand.self,
            PeopleCommand.self, LexiconCommand.self,
            JournalCommand.self, TraceCommand.self, AlarmsCommand.self,
            BackupCommand.self, RestoreCommand.self, KeysCommand.self, PurgeCommand.self,
        ])
}

enum Version {
    static let text = "0.1.0"
}
