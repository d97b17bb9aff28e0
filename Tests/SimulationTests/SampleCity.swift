import Foundation
import Primitives
import Simulation

/// A city run into memory.
struct SampleCity: Sendable {
    let lines: [CityFile: [String]]

    init(seed: UInt64, listings: Int, waybills: Int) {
        var lines: [CityFile: [String]] = [:]
        let city = CitySimulator(seed: seed, listings: listings, waybills: waybills)
        city.run { file, line in lines[file, default: []].append(line) }
        self.lines = lines
    }

    /// Large enough for every habit to occur.
    static let medium = SampleCity(seed: 11, listings: 6_000, waybills: 60_000)

    /// The bytes of `file` as they would lie on disk.
    func digest(_ file: CityFile) -> String {
        var hash = StableHash.start
        for line in lines[file] ?? [] {
            for byte in line.utf8 { hash = StableHash.adding(byte, to: hash) }
            hash = StableHash.adding(10, to: hash)
        }
        return StableHash.hex(StableHash.mixed(hash))
    }

    func objects(_ file: CityFile) throws -> [[String: Any]] {
        try (lines[file] ?? []).map { line in
            guard
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                    as? [String: Any]
            else { throw NotAnObject(line: line) }
            return object
        }
    }

    /// A file that is one JSON document.
    func document(_ file: CityFile) throws -> [String: Any] {
        let text = (lines[file] ?? []).joined(separator: "\n")
        guard
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else { throw NotAnObject(line: text) }
        return object
    }

    struct NotAnObject: Error { let line: String }
}

/// What truth says of one hidden seller.
struct TrueSeller {
    let id: String
    let habit: String
    let division: String
    let listings: [String]
    let waybills: [String]
    let cover: [String]
    let accounts: Set<String>
    let identifiers: Set<String>

    init?(_ object: [String: Any]) {
        guard let id = object["seller"] as? String, let habit = object["habit"] as? String,
            let division = object["division"] as? String,
            let listings = object["listings"] as? [String],
            let waybills = object["waybills"] as? [String],
            let cover = object["cover"] as? [String],
            let accounts = object["accounts"] as? [String],
            let identifiers = object["identifiers"] as? [String]
        else { return nil }
        self.id = id
        self.habit = habit
        self.division = division
        self.listings = listings
        self.waybills = waybills
        self.cover = cover
        self.accounts = Set(accounts)
        self.identifiers = Set(identifiers)
    }
}
