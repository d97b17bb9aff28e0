import Bootstrap
import Casework
import Foundation
import Journal
import Primitives
import Records
import Screening
import Secrets
import Store
import Synchronization

/// What all seeds share: built once.
struct Shared: Sendable {
    let screener: Screener
    let settings: CaseworkDesk.Settings
    let secrets: Secrets
    let journal: JournalKeys
    /// Opens what the template was sealed with.
    let vault: Vault
    /// A database with its schema and the first people, from which each seed begins.
    let template: DatabaseFiles

    static let start = Timestamp(microseconds: 1_795_392_000_000_000)
    static let firstListings = (0..<(2 * Play.sellers)).map { number in
        Play.listing(number, seller: number % Play.sellers, text: Play.texts[number % 3], at: start)
    }
    static let password = "a password for a drill"

    init(folder: String) async throws {
        secrets = try Secrets()
        vault = try KeyRing(try KeyFile.random()).vault
        let (secrets, key) = (secrets, [UInt8](repeating: 7, count: 32))
        screener = try Assembly.screener()
        settings = try Assembly.settings(on: Self.start.civilDate())
        let signing = JournalSigning([try secrets.noteSigner(name: "drill", seed: key)])
        journal = JournalKeys(
            crypto: secrets.logCrypto, origin: "drill",
            signing: { signing },
            digest: { Digest(secrets.keyedDigest($0, key: key)) ?? Digest() })
        let path = "\(folder)/template.sqlite"
        let clock = Clock()
        let chance = Chance(seed: 0)
        let database = try await StoreAddress.open("sqlite:\(path)", now: Self.start) { [vault] _ in
            vault
        }
        let desk = try CaseworkDesk(
            database: database, screener: screener, settings: settings,
            environment: Self.environment(clock, chance, journal: journal, secrets: secrets))
        for person in Cast.all {
            try await desk.putPerson(person, password: Self.password, as: .machine)
        }
        // An office at work: every seller offers already, and the leads are there.
        try await desk.take(Self.firstListings, as: .machine)
        _ = try await desk.bringLeadsUpToDate(as: .machine)
        try await desk.sealJournal()
        template = try DatabaseFiles(path)
    }

    /// A world that a seed decides: ids and tokens by chance, time by hand, passwords unhashed.
    static func environment(
        _ clock: Clock, _ chance: Chance, journal: JournalKeys, secrets: Secrets
    ) -> Casework.Environment {
        Casework.Environment(
            now: { clock.now }, newID: { chance.word(26) }, newToken: { chance.word(52) },
            tokenDigest: { secrets.digest($0) }, passwordHash: { "plain:\($0)" },
            passwordMatches: { $1 == "plain:\($0)" },
            readLexicon: { _ in LexiconSheet() }, readSite: { _ in throw Violation("no site") },
            journal: journal,
            secondFactor: SecondFactorKit(
                newSecret: {
                    let secret = chance.word(20)
                    return (secret, secret)
                },
                shown: { $0 },
                code: { sealed, step in secrets.code(secret: Array(sealed.utf8), step: step) }))
    }
}

/// The files of a database as a kill would leave them: the log is not written back.
struct DatabaseFiles: Sendable {
    private let parts: [String: Data]

    init(_ path: String) throws {
        var parts: [String: Data] = [:]
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
            parts[suffix] = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
        }
        self.parts = parts
    }

    func write(to path: String) throws {
        for (suffix, bytes) in parts {
            try bytes.write(to: URL(fileURLWithPath: path + suffix))
        }
    }

    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }
}

/// Time that goes when the drill says so, sometimes backwards.
final class Clock: Sendable {
    private let moment = Mutex(Shared.start)

    var now: Timestamp { moment.withLock { $0 } }
    func pass(_ seconds: Int64) { moment.withLock { $0 = $0.adding(Seconds(seconds)) } }
}

/// The one source of chance of a seed.
final class Chance: Sendable {
    private let random: Mutex<SeededRandom>

    init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed, part: "drill")) }

    func below(_ bound: Int) -> Int { random.withLock { $0.below(bound) } }
    func happens(_ probability: Double) -> Bool { random.withLock { $0.chance(probability) } }
    func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    func word(_ length: Int) -> String {
        let letters = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return random.withLock { random in
            String((0..<length).map { _ in letters[random.below(letters.count)] })
        }
    }
}

/// The people of every drill.
enum Cast {
    static let all: [AccountDraft] = [
        draft("analyst1", .analyst), draft("analyst2", .analyst),
        draft("officer1", .officer, "360124"), draft("officer2", .officer, "360121"),
        draft("leader", .leader), draft("partner", .partner),
        draft("system", .systemAdministrator), draft("security", .securityAdministrator),
        draft("auditor", .auditor),
    ]

    private static func draft(
        _ name: String, _ role: Role, _ division: String? = nil
    ) -> AccountDraft {
        AccountDraft(
            name: name, displayName: name, unit: division.map(Unit.county) ?? Unit.city,
            role: role)
    }
}

/// One of the two servers on the database.
struct Server {
    let desk: CaseworkDesk
    let plan: FaultPlan

    static func open(_ path: String, _ shared: Shared, _ clock: Clock, _ chance: Chance)
        async throws -> Server
    {
        let plan = FaultPlan()
        let inner = try await StoreAddress.open("sqlite:\(path)", now: clock.now) { _ in
            shared.vault
        }
        let environment = Shared.environment(
            clock, chance, journal: shared.journal, secrets: shared.secrets)
        return Server(
            desk: try CaseworkDesk(
                database: FaultyDatabase(inner: inner, plan: plan), screener: shared.screener,
                settings: shared.settings, environment: environment), plan: plan)
    }
}
