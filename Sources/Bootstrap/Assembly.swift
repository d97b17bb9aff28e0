package import Casework
import Foundation
import Leads
import Linkage
package import Primitives
import Registry
package import Screening
import Store
package import Text

/// Files that take the place of shipped ones; nil keeps the shipped one.
package struct ModelFiles: Sendable {
    package var model: String?
    package var lexicon: String?

    package init(model: String? = nil, lexicon: String? = nil) {
        self.model = model
        self.lexicon = lexicon
    }
}

/// Puts the rooms together: the only place that knows them all.
package enum Assembly {
    /// The screener over the shipped tables and the given or shipped lexicon and model.
    ///
    /// - Throws: `BootstrapError`, and what a file's own reader throws.
    package static func screener(_ files: ModelFiles = ModelFiles()) throws -> Screener {
        let resources = try screeningResources(files)
        do {
            return try Screener(resources: resources)
        } catch {
            throw BootstrapError.resourceUnreadable(
                name: files.model ?? files.lexicon ?? ResourceFiles.folder.path,
                cause: error.message)
        }
    }

    /// The shipped tables of folding and sounds.
    ///
    /// - Throws: `BootstrapError`, `TextError`.
    package static func textTables() throws -> TextTables {
        try TextTables(
            fold: try ResourceFiles.bytes("fold.tsv"),
            pinyin: try ResourceFiles.bytes("pinyin.tsv"),
            split: try ResourceFiles.bytes("split.tsv"),
            emoji: try ResourceFiles.bytes("emoji.tsv"),
            pairs: try ResourceFiles.bytes("pairs.tsv"),
            latin: try ResourceFiles.bytes("latin.tsv"))
    }

    /// The casework over the database at `database`, with the lexicon adopted there unless `models`
    /// names one.
    ///
    /// - Throws: `BootstrapError`, `StoreError`, and what a data file's reader throws.
    package static func casework(
        database address: String, keys path: String? = nil,
        models files: ModelFiles = ModelFiles()
    ) async throws -> CaseworkDesk {
        let now = Casework.Environment.clock()
        let path = path ?? KeyFile.path(beside: address)
        let database = try await StoreAddress.open(address, now: now) { isBound in
            try KeyRing(try keys(path, isBound: isBound), path: path).vault
        }
        let environment = try Casework.Environment.live(keys: try KeyFile.read(path), path: path)
        return try CaseworkDesk(
            database: database, screener: try await screener(files, adoptedIn: database),
            isLexiconFixed: files.lexicon != nil,
            settings: try settings(on: CivilDate(dayNumber: now.dayNumber(offset: .chinaOffset))),
            environment: environment, senders: try senderReader())
    }

    /// The keys at `path`; made where the database belongs to none yet.
    private static func keys(_ path: String, isBound: Bool) throws -> KeyFile {
        if !FileManager.default.fileExists(atPath: path) {
            guard !isBound else {
                throw BootstrapError.keysUnusable(
                    path: path,
                    cause: "it is not there, and the database is signed and sealed with it")
            }
            try KeyFile.random().write(path)
        }
        return try KeyFile.read(path)
    }

    private static func senderReader() throws -> SenderReader {
        let comparators = try comparators()
        return SenderReader(names: comparators.name, addresses: comparators.address)
    }

    /// The screener with the lexicon that was adopted last, unless `files` names one.
    private static func screener(
        _ files: ModelFiles, adoptedIn database: any Casework.Database
    ) async throws -> Screener {
        let shipped = try screener(files)
        guard files.lexicon == nil,
            let adopted = try await database.read({ try $0.adoptedLexicon() })
        else { return shipped }
        return shipped.using(adopted.lexicon)
    }

    private static func screeningResources(_ files: ModelFiles) throws -> ScreeningResources {
        try ScreeningResources { name in
            let replacement: String? =
                switch name {
                case "lexicon.tsv": files.lexicon
                case "screening.model": files.model
                default: nil
                }
            return try ResourceFiles.bytes(name, replacedBy: replacement)
        }
    }

    /// The dated data as it holds on `day`.
    package static func settings(on day: CivilDate) throws -> CaseworkDesk.Settings {
        let alarms = try AlarmPolicyFile.read()
        return CaseworkDesk.Settings(
            leadRules: try LeadRules(try json(LeadRulesFile.self, "rules.json")),
            rules: try RuleBook(try json(RulesFile.self, "rules.json")),
            divisions: try Divisions(try json(DivisionsFile.self, "divisions.json"), on: day),
            alarms: AlarmSettings(
                policy: alarms.policy, targets: alarms.targets, guidance: alarms.guidance,
                escalation: alarms.escalation))
    }

    private static func json<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(try ResourceFiles.bytes(name)))
        } catch let error as DecodingError {
            throw BootstrapError.resourceUnreadable(name: name, cause: "\(error)")
        }
    }
}
