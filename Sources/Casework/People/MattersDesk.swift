package import Primitives
import Records

extension CaseworkDesk {
    package func matters(as principal: Principal) async throws -> [Matter] {
        try await allow(.seeMatters, principal)
        let isManager = principal.permissions.contains(.manageMatters)
        let person = principal.person.id
        return try await database.read { transaction in
            let own = try transaction.matters(of: person)
            guard isManager else { return own }
            let ids = Set(own.map(\.id))
            return try transaction.matters(of: nil)
                .filter { !$0.isRestricted || ids.contains($0.id) }
        }
    }

    package func openMatter(
        name: String, isRestricted: Bool, as principal: Principal
    ) async throws -> ID<Matter> {
        guard !name.isEmpty, name.utf8.count <= Limits.fieldBytesMax else {
            throw CaseworkError.reasonMissing
        }
        let matter = Matter(
            id: ID(environment.newID()), name: name, isRestricted: isRestricted,
            openedBy: principal.person.id, openedAt: environment.now())
        try await act(.openMatter, as: principal) { transaction, log in
            try transaction.add(matter)
            try transaction.setMember(principal.person.id, of: matter.id, isIn: true)
            log.add("matter", matter.id.text, after: "\(name)\u{1F}\(isRestricted)")
        }
        return matter.id
    }

    package func matter(_ id: ID<Matter>, as principal: Principal) async throws -> MatterDetail {
        try await look(.seeMatter, as: principal, at: "matter", id.text) { transaction in
            let matter = try transaction.visibleMatter(id, to: principal)
            let members = try transaction.members(of: id)
            let mayManage =
                principal.permissions.contains(.manageMatters) && matter.closedAt == nil
            let inside = Set(members.map(\.id))
            return MatterDetail(
                matter: matter,
                // Also those of a matter are seen only where nothing else bars them.
                leads: try transaction.leads(in: id).map(\.summary)
                    .filter { try transaction.sees($0.lead.id, principal.scope) },
                members: members,
                candidates: mayManage
                    ? try transaction.accounts().filter { account in
                        account.person.role.permissions.contains(.seeMatters)
                            && account.disabledAt == nil && !inside.contains(account.person.id)
                    }.map(\.person) : [],
                mayManage: mayManage)
        }
    }

    package func change(
        _ change: MatterChange, matter id: ID<Matter>, as principal: Principal
    ) async throws {
        let now = environment.now()
        try await act(.changeMatter, as: principal) { transaction, log in
            let matter = try transaction.visibleMatter(id, to: principal)
            guard matter.closedAt == nil else { throw CaseworkError.accessRefused(.over) }
            switch change {
            case .addLead(let lead), .removeLead(let lead):
                _ = try transaction.visibleLead(lead, to: principal)
                let isIn = change == .addLead(lead)
                try transaction.setLead(lead, of: id, isIn: isIn)
                log.add("lead", lead.text, after: "\(id)\u{1F}\(isIn)")
            case .addMember(let person), .removeMember(let person):
                let account = try transaction.account(person)
                    .orThrow(.accessNotFound(person.text))
                guard account.person.role.permissions.contains(.seeMatters) else {
                    throw CaseworkError.accessRefused(.role)
                }
                let isIn = change == .addMember(person)
                // Whoever has left a matter of limited sight could not come back to close it.
                guard isIn || person != principal.person.id else {
                    throw CaseworkError.accessRefused(.own)
                }
                try transaction.setMember(person, of: id, isIn: isIn)
                log.add("person", person.text, after: "\(id)\u{1F}\(isIn)")
            case .close: try transaction.close(id, at: now)
            }
            log.add("matter", id.text, after: change.journalText)
        }
    }
}

extension MatterChange {
    /// What the journal digests of a change.
    var journalText: String {
        switch self {
        case .addLead(let lead): "+lead \(lead)"
        case .removeLead(let lead): "-lead \(lead)"
        case .addMember(let person): "+member \(person)"
        case .removeMember(let person): "-member \(person)"
        case .close: "close"
        }
    }
}

extension ReadTransaction {
    /// The matter, where this person is in it, or manages matters and its sight is not limited.
    func visibleMatter(_ id: ID<Matter>, to principal: Principal) throws -> Matter {
        guard let matter = try matter(id) else { throw CaseworkError.accessNotFound(id.text) }
        let isMember = try members(of: id).contains { $0.id == principal.person.id }
        let isManager = principal.permissions.contains(.manageMatters) && !matter.isRestricted
        guard isMember || isManager else { throw CaseworkError.accessNotFound(id.text) }
        return matter
    }
}
