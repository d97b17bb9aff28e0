import ArgumentParser
import Bootstrap
import Casework
import Foundation
import Primitives
import Registry

/// `fuseline people`: who may sign in.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Adds people who may sign in.",
        subcommands: [Add.self, Sample.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds one person, or changes role and password; prints the password once.")

        @OptionGroup var database: DatabaseOption
        @Option(name: .long, help: "What is typed to sign in.") var name: String
        @Option(name: .long, help: "What others see.") var display: String
        @Option(
            name: .long,
            help: ArgumentHelp("One of: \(Self.roles).", valueName: "role"))
        var role: String
        @Option(name: .long, help: "Division code: the person works in its bureau.")
        var division: String?
        @Option(name: .long, help: "Id of the unit; without it that of --division or the city's.")
        var unit: String?

        static let roles = Role.assignable.map(\.rawValue).joined(separator: ", ")

        func run() async throws {
            guard let role = Role(rawValue: role), Role.assignable.contains(role) else {
                throw ValidationError("--role takes one of \(Self.roles), not '\(role)'.")
            }
            let casework = try await database.open()
            if let division, casework.settings.divisions.division(division) == nil {
                throw ValidationError("--division: there is no division '\(division)'.")
            }
            let password = String(casework.environment.newToken().prefix(26))
            let unit = unit.map { ID<Casework.Unit>($0) } ?? division.map(Casework.Unit.county)
            try await casework.putPerson(
                AccountDraft(
                    name: name, displayName: display, unit: unit ?? Casework.Unit.city, role: role),
                password: password, mustChange: true, as: .machine)
            try await casework.sealJournal()
            print("\(name)\t\(password)")
        }
    }

    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds one person of each role with a random password, for trying out.")

        @OptionGroup var database: DatabaseOption
        @Flag(name: .long, help: "One JSON object a person.") var json = false

        func run() async throws {
            let casework = try await database.open()
            for person in SamplePerson.all {
                let password = String(casework.environment.newToken().prefix(26))
                try await casework.putPerson(person.draft, password: password, as: .machine)
                print(person.line(password: password, json: json))
            }
            try await casework.sealJournal()
        }
    }
}

/// People of a made-up city: one of each role.
private struct SamplePerson {
    let name: String
    let displayName: String
    let role: Role
    let division: String?

    static let all = [
        SamplePerson(name: "analyst", displayName: "研判员甲", role: .analyst, division: nil),
        SamplePerson(name: "officer", displayName: "民警乙", role: .officer, division: "360124"),
        SamplePerson(name: "leader", displayName: "领导丙", role: .leader, division: nil),
        SamplePerson(name: "partner", displayName: "应急局丁", role: .partner, division: nil),
        SamplePerson(
            name: "sysadmin", displayName: "系统管理员戊", role: .systemAdministrator,
            division: nil),
        SamplePerson(
            name: "secadmin", displayName: "安全管理员己", role: .securityAdministrator,
            division: nil),
        SamplePerson(name: "auditor", displayName: "审计管理员庚", role: .auditor, division: nil),
    ]

    var draft: AccountDraft {
        AccountDraft(
            name: name, displayName: displayName,
            unit: division.map(Casework.Unit.county) ?? Casework.Unit.city, role: role)
    }

    func line(password: String, json: Bool) -> String {
        json
            ? "{\"name\":\"\(name)\",\"password\":\"\(password)\",\"role\":\"\(role.rawValue)\"}"
            : "\(name)  \(password)  \(role.rawValue) \(displayName)"
    }
}
