import Linkage
import Primitives
import Records

/// What one linking changed.
struct LinkUpdate: Sendable {
    var actors = 0
    var generic = 0
    /// Actors that are another one from now on.
    var merged: [ID<Actor>: ID<Actor>] = [:]
}

extension CaseworkDesk {
    /// Assignments written in one transaction.
    private static let assignmentsPerTransaction = 20_000

    /// Links every record anew and writes down whose it is, where that changed.
    ///
    /// - Complexity: one pass over the records' identifiers, held in memory for the graph.
    func link(as principal: Principal) async throws -> LinkUpdate {
        let senders = senders
        let (links, before) = try await database.read { transaction in
            var linker = Linker(reader: senders)
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
            return (linker.finish(oldestFirst: leads.map(\.lead.actor)), before)
        }
        var changes: [(record: RecordRef, actor: ID<Actor>?)] = []
        for (position, record) in links.records.enumerated() {
            let actor = links.actor(at: position)
            if actor != before[position] { changes.append((record, actor)) }
        }
        for start in stride(from: 0, to: changes.count, by: Self.assignmentsPerTransaction) {
            let end = min(start + Self.assignmentsPerTransaction, changes.count)
            let part = Array(changes[start..<end])
            let id = environment.newID()
            try await act(.link, as: principal) { transaction, log in
                try transaction.assign(part)
                log.add(
                    "linking", id,
                    after: part.map { "\($0.record.text) \($0.actor?.text ?? "")" }
                        .joined(separator: "\n"))
            }
        }
        let merged = Dictionary(links.merged.map { ($0.from, $0.into) }) { first, _ in first }
        return LinkUpdate(
            actors: links.actors.count, generic: links.generic.count, merged: merged)
    }
}
