import Journal
import Leads
import Linkage
import Primitives
import Records
import Registry

/// What one pass over the leads did, for the one who started it.
package struct LeadUpdate: Sendable {
    package var actors = 0
    package var opened = 0
    package var changed = 0
    /// Identifiers shared by so many that they link nobody.
    package var generic = 0

    package var text: String {
        let shared = generic == 0 ? "" : " (\(generic) identifiers too common to link by)"
        return "actors \(actors)\(shared), leads opened \(opened), leads changed \(changed)"
    }
}

extension CaseworkDesk {
    /// Links all records into actors, scores every actor with something suspicious, opens leads and
    /// adds to open ones.
    ///
    /// Two transactions: the links, then the leads. What failed half way is done again by the next
    /// call: both depend only on what is stored.
    package func bringLeadsUpToDate(as principal: Principal) async throws -> LeadUpdate {
        try await allow(.importRecords, principal)
        return try await linkAndUpdate()
    }

    /// The same for whoever was allowed what makes it necessary; the machine does it.
    func linkAndUpdate() async throws -> LeadUpdate {
        var update = LeadUpdate()
        let links = try await link()
        update.actors = links.actors
        update.generic = links.generic
        let files = try await suspiciousActors()
        let background = try await background()
        let now = environment.now()
        let id = environment.newID()
        let changes = try await act(
            .updateLeads, as: .machine,
            versions: Leaf.Versions(rules: settings.leadRules.model.version), alone: true
        ) { transaction, log in
            try self.moveLeads(links.merged, in: transaction, &log, now: now)
            let changes = try self.update(files, background, in: transaction, &log, now: now)
            log.add("pass", id, after: "\(changes.opened) \(changes.changed)")
            try transaction.put(
                Self.evidence(links, of: try transaction.newestLeads().keys.sorted()))
            return changes
        }
        update.opened = changes.opened
        update.changed = changes.changed
        return update
    }

    /// Why the records of each of these actors are one, for the pages of their leads.
    private static func evidence(_ links: LinkUpdate, of actors: [ID<Actor>]) -> [ActorEvidence] {
        actors.compactMap { actor in
            guard let steps = links.explainer.tree(of: actor), let bond = links.bonds[actor] else {
                return nil
            }
            return ActorEvidence(
                actor: actor, linking: links.number,
                steps: Array(steps.prefix(Limits.stepsPerActorMax)), total: steps.count, bond: bond)
        }
    }

    /// The files of all actors that have a suspicious record or a lead already.
    private func suspiciousActors() async throws -> [ActorFile] {
        let reading = FactReading(
            divisions: settings.divisions, findings: settings.leadRules.findings)
        return try await database.read { transaction in
            var files: [ID<Actor>: ActorFile] = [:]
            try transaction.forEachListingFact { row in
                guard let actor = row.actor else { return }
                files[actor, default: ActorFile(actor: actor)].take(row, reading: reading)
            }
            try transaction.forEachWaybillFact { row in
                guard let actor = row.actor else { return }
                files[actor, default: ActorFile(actor: actor)].take(row, reading: reading)
            }
            let book = LicenceBook(try transaction.licences())
            let now = self.environment.now()
            let day = min(now, try transaction.status().newest ?? now).civilDate()
            return try files.values.sorted { $0.actor < $1.actor }.map { file in
                var file = file
                let records = try transaction.identifiers(of: file.actor)
                file.dossier.identifiers = Set(records.flatMap(\.identifiers)).sorted()
                file.dossier.licences = book.licences(
                    of: file.dossier.identifiers, on: day)
                return file
            }
        }
    }

    /// What the city's texts score on the whole.
    private func background() async throws -> Background {
        let model = settings.leadRules.model
        return try await database.read { transaction in
            var counter = Background.Counter()
            try transaction.forEachListingScore { digest, score in
                counter.takeListing(score: score, digest: digest)
            }
            try transaction.forEachWaybillScore { counter.takeParcel(score: $0) }
            return counter.background(model)
        }
    }

    /// Leads of actors that were found to be another one follow it; where that one has an open lead
    /// of its own, theirs ends.
    private func moveLeads(
        _ merged: [ID<Actor>: ID<Actor>], in transaction: any WriteTransaction,
        _ log: inout ActLog, now: Timestamp
    ) throws {
        guard !merged.isEmpty else { return }
        let leads = try transaction.newestLeads()
        for (old, new) in merged.sorted(by: { $0.key < $1.key }) {
            guard var stored = leads[old], !stored.lead.state.isFinal else { continue }
            let (from, before) = (stored.lead.state, stored.journalText)
            var event = LeadEvent(
                at: now, by: Self.machineName, step: "evidence", from: from, to: from,
                note: "\(old) → \(new)")
            if let other = leads[new], !other.lead.state.isFinal {
                stored.lead.state = .dismissed
                stored.endedAt = now
                event = LeadEvent(
                    at: now, by: Self.machineName, step: "dismiss", from: from, to: .dismissed,
                    note: "\(old) = \(new): \(other.lead.id)")
            } else {
                stored.lead.actor = new
            }
            _ = try transaction.replace(stored, version: stored.version)
            try transaction.add(event, by: Principal.machine.person.id, to: stored.lead.id)
            log.add("lead", stored.lead.id.text, before: before, after: stored.journalText)
        }
    }

    private func update(
        _ files: [ActorFile], _ background: Background, in transaction: any WriteTransaction,
        _ log: inout ActLog, now: Timestamp
    ) throws -> (opened: Int, changed: Int) {
        let leads = try transaction.newestLeads()
        let scale = Scale(
            model: settings.leadRules.model, background: background,
            asOf: min(now, try transaction.status().newest ?? now))
        var opened = 0
        var changed = 0
        // A lead whose actor has no record any more has no evidence either.
        let present = Set(files.map(\.actor))
        let empty = leads.keys.filter { !present.contains($0) }.sorted().map(ActorFile.init(actor:))
        for file in files + empty {
            let before = leads[file.actor]
            if let before, !before.lead.state.isFinal {
                if try refresh(before, with: file, scale, in: transaction, &log, now: now) {
                    changed += 1
                }
            } else if try open(
                file, after: before?.endedAt, scale, in: transaction, &log, now: now)
            {
                opened += 1
            }
        }
        return (opened, changed)
    }

    /// Scores the file anew for its open lead; true where that changed it.
    private func refresh(
        _ before: StoredLead, with file: ActorFile, _ scale: Scale,
        in transaction: any WriteTransaction, _ log: inout ActLog, now: Timestamp
    ) throws -> Bool {
        let scored = scale.score(file.dossier)
        guard
            scored.evidence != before.lead.evidence || file.listings != before.listings
                || file.waybills != before.waybills
        else { return false }
        var after = before
        after.lead.score = scored.score
        after.lead.prior = scored.prior
        after.lead.evidence = scored.evidence
        after.describe(file)
        _ = try transaction.replace(after, version: before.version)
        let state = before.lead.state
        try transaction.add(
            LeadEvent(
                at: now, by: Self.machineName, step: "evidence", from: state, to: state,
                note: "\(Self.bits(before.lead.score)) → \(Self.bits(scored.score))"),
            by: Principal.machine.person.id, to: before.lead.id)
        log.add(
            "lead", before.lead.id.text, before: before.journalText, after: after.journalText)
        return true
    }

    /// Opens a lead where the file's records since `ended` reach the threshold.
    private func open(
        _ file: ActorFile, after ended: Timestamp?, _ scale: Scale,
        in transaction: any WriteTransaction, _ log: inout ActLog, now: Timestamp
    ) throws -> Bool {
        var dossier = file.dossier
        if let ended {
            dossier.listings.removeAll { $0.at <= ended }
            dossier.waybills.removeAll { $0.at <= ended }
        }
        let scored = scale.score(dossier)
        guard scored.opens else { return false }
        let place = Jurisdiction.decide(dossier, city: settings.divisions.city.code)
        let due = try settings.leadRules.deadlines.due(found: now, score: scored.score)
        let lead = Lead(
            id: ID(environment.newID()), actor: file.actor, state: .new, score: scored.score,
            prior: scored.prior, evidence: scored.evidence, division: place.division,
            foundAt: now, dueAt: due.at)
        var stored = StoredLead(
            lead: lead, actorName: "", listings: 0, waybills: 0, terms: [], search: "")
        stored.describe(file)
        try transaction.add(stored)
        try transaction.add(
            LeadEvent(
                at: now, by: Self.machineName, step: "found", from: nil, to: .new,
                note: "\(Self.bits(scored.score)), \(scored.model), \(due.rule)"),
            by: Principal.machine.person.id, to: lead.id)
        log.add("lead", lead.id.text, after: stored.journalText)
        return true
    }

    /// How the machine signs what it does.
    private static let machineName = Principal.machine.person.displayName

    private static func bits(_ score: Bits) -> String {
        let tenths = Int((score.value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) bit"
    }
}

/// What one pass scores every actor by.
private struct Scale {
    let model: LeadModel
    let background: Background
    /// The newest record's time: a lead is judged by what was known then.
    let asOf: Timestamp

    func score(_ dossier: Dossier) -> Scored {
        Scoring.score(dossier, model: model, background: background, now: asOf)
    }
}

extension StoredLead {
    mutating func describe(_ file: ActorFile) {
        if file.listings + file.waybills > 0 { actorName = file.name }
        listings = file.listings
        waybills = file.waybills
        terms = file.topTerms
        search = file.searchText
    }
}

extension LeadState {
    /// Nothing leads on from here.
    var isFinal: Bool { LeadMachine.allowed(from: self).isEmpty }
}
