import Journal
import Linkage
import Primitives
import Records

/// What one linking changed.
struct LinkUpdate: Sendable {
    var actors = 0
    var generic = 0
    /// Actors that are another one from now on.
    var merged: [ID<Actor>: ID<Actor>] = [:]
    /// The linking's number, and what explains it.
    var number: Int
    var explainer: LinkExplainer
    var bonds: [ID<Actor>: ActorBond] = [:]
}

/// All records linked anew, and what they were before.
struct LinkedRecords: Sendable {
    let links: Links
    /// By position in `links.records`.
    let before: [ID<Actor>?]
    /// The partings that it was linked with.
    let severances: Set<ID<StoredSeverance>>
}

extension CaseworkDesk {
    /// Assignments written in one transaction.
    private static let assignmentsPerTransaction = 20_000
    /// Linkings in a row where people part actors meanwhile.
    private static let linkingsMax = 3

    /// Links every record anew, as people parted them, and writes down whose it is, where that
    /// changed, with what the linking did.
    ///
    /// Where somebody parted something meanwhile, it begins again.
    /// - Complexity: one pass over the records' identifiers, held in memory for the graph.
    func link() async throws -> LinkUpdate {
        var linkings = 1
        while true {
            let linked = try await linked()
            let bonds = linked.links.bonds()
            let isLast = linkings >= Self.linkingsMax
            if let number = try await write(linked, bonds, whatever: isLast) {
                let links = linked.links
                return LinkUpdate(
                    actors: links.actors.count, generic: links.generic.count,
                    merged: Dictionary(links.merged.map { ($0.from, $0.into) }) { first, _ in first
                    },
                    number: number, explainer: LinkExplainer(links),
                    bonds: Dictionary(bonds.map { ($0.actor, $0) }) { first, _ in first })
            }
            linkings += 1
        }
    }

    /// Links every record and writes nothing.
    func linked() async throws -> LinkedRecords {
        let senders = senders
        let digest = environment.journal.digest
        return try await database.read { transaction in
            var linker = Linker(
                reader: senders,
                actorDigest: { name in
                    let bytes = digest(Array("actor\u{1F}\(name)".utf8)).bytes
                    return bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
                })
            var before: [ID<Actor>?] = []
            try transaction.forEachLinkable { row in
                linker.add(
                    row.record, identifiers: row.identifiers, name: row.name,
                    address: row.address, phone: row.phone, goods: row.goods, actor: row.actor)
                before.append(row.actor)
            }
            let leads = try transaction.newestLeads().values.sorted {
                ($0.lead.foundAt, $0.lead.id) < ($1.lead.foundAt, $1.lead.id)
            }
            let severances = try transaction.standingSeverances()
            let links = linker.finish(
                oldestFirst: leads.map(\.lead.actor), severed: Severance(severances))
            return LinkedRecords(
                links: links, before: before, severances: Set(severances.map(\.id)))
        }
    }

    /// Writes the assignments that changed, and with the last of them what the linking did.
    ///
    /// - Returns: The linking's number; nil where the partings are others now, unless `whatever`.
    private func write(
        _ linked: LinkedRecords, _ bonds: [ActorBond], whatever isWritten: Bool
    ) async throws -> Int? {
        var changes: [(record: RecordRef, actor: ID<Actor>?)] = []
        for (position, record) in linked.links.records.enumerated() {
            let actor = linked.links.actor(at: position)
            if actor != linked.before[position] { changes.append((record, actor)) }
        }
        var start = 0
        while changes.count - start > Self.assignmentsPerTransaction {
            let part = Array(changes[start..<(start + Self.assignmentsPerTransaction)])
            let id = environment.newID()
            try await act(.link, as: .machine, alone: true) { transaction, log in
                try transaction.assign(part)
                log.add("linking", id, after: Self.journalText(part))
            }
            start += Self.assignmentsPerTransaction
        }
        let rest = Array(changes[start...])
        let summary = linked.links.summary(bonds)
        let severances = linked.severances
        let now = environment.now()
        let id = environment.newID()
        return try await act(.link, as: .machine, alone: true) { transaction, log in
            try transaction.assign(rest)
            log.add("linking", id, after: Self.journalText(rest))
            let standing = Set(try transaction.standingSeverances().map(\.id))
            guard standing == severances || isWritten else { return nil }
            let number = (try transaction.linkingNumber() ?? 0) + 1
            try transaction.put(StoredLinking(number: number, at: now, summary: summary))
            return number
        }
    }
}

extension CaseworkDesk {
    /// What the journal digests of assignments.
    private static func journalText(
        _ changes: [(record: RecordRef, actor: ID<Actor>?)]
    ) -> String {
        changes.map { "\($0.record.text) \($0.actor?.text ?? "")" }.joined(separator: "\n")
    }
}

extension Severance {
    /// What people parted, as the linker takes it.
    init(_ stored: [StoredSeverance]) {
        self.init()
        for severance in stored {
            switch severance.what {
            case .identifier(let identifier): identifiers.insert(identifier)
            case .pair(let left, let right): pairs.append((left, right))
            }
        }
    }
}
