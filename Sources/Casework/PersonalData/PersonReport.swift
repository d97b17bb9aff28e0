import Journal
package import Primitives
package import Records

/// All that is held of one person (查阅、复制权, 个人信息保护法第四十五条), who is named by an identifier.
package struct PersonReport: Sendable {
    /// How a record names the person.
    package enum Part: String, Sendable, CaseIterable {
        case account
        case contact
        case sender
        case receiver
        case holder
    }

    /// One record that names the person.
    package struct Item: Sendable {
        package let record: String
        package let part: Part
        package let at: Timestamp
        /// What it holds of them, by the field's name in `DataSet`, in clear: it is their own.
        package let fields: [(name: String, value: String)]
        /// The lead it belongs to; nil for none.
        package let lead: ID<Lead>?

        package init(
            record: String, part: Part, at: Timestamp, fields: [(name: String, value: String)],
            lead: ID<Lead>?
        ) {
            self.record = record
            self.part = part
            self.at = at
            self.fields = fields
            self.lead = lead
        }
    }

    /// One look at, or step in, a lead that these records belong to.
    package struct Look: Sendable {
        package let at: Timestamp
        package let act: String
        package let role: String
        package let unit: String
        package let purpose: String
        package let lead: String

        package init(
            at: Timestamp, act: String, role: String, unit: String, purpose: String, lead: String
        ) {
            self.at = at
            self.act = act
            self.role = role
            self.unit = unit
            self.purpose = purpose
            self.lead = lead
        }
    }

    package let identifier: Identifier
    /// In order of record, at most `Limits.reportItemsMax`.
    package let items: [Item]
    /// How many there are in all.
    package let total: Int
    /// Oldest first, at most `Limits.reportItemsMax`, the latest of them.
    package let looks: [Look]

    package init(identifier: Identifier, items: [Item], total: Int, looks: [Look]) {
        self.identifier = identifier
        self.items = items
        self.total = total
        self.looks = looks
    }
}

extension CaseworkDesk {
    /// Gathers what is held of whoever `identifier` names, for their request or an audit.
    ///
    /// Masked phones name nobody and are left out. The journal has that it was asked, by whom and
    /// for which digest of an identifier, never the identifier.
    /// - Complexity: every listing, waybill and leaf is read: some 10 s for a million records.
    /// - Throws: `CaseworkError.notAllowed`.
    package func personReport(
        _ identifier: Identifier, purpose: StatedPurpose, as principal: Principal
    ) async throws -> PersonReport {
        let told = [identifier.text, purpose.kind.rawValue, purpose.reason]
        try await act(.reportOnPerson, as: principal) { _, log in
            log.add("report", "person", after: told.joined(separator: "\u{1F}"))
        }
        return try await database.read { transaction in
            var gathering = Gathering(identifier, leads: try transaction.newestLeads())
            try transaction.forEachListing { gathering.take($0.listing, actor: $1) }
            try transaction.forEachWaybill { gathering.take($0.waybill, actor: $1) }
            for licence in try transaction.licences(sharing: [identifier]) {
                gathering.take(licence)
            }
            return PersonReport(
                identifier: identifier, items: gathering.items, total: gathering.total,
                looks: try Self.looks(at: gathering.seen, in: transaction))
        }
    }

    private static func looks(
        at leads: Set<String>, in transaction: any ReadTransaction
    ) throws -> [PersonReport.Look] {
        guard !leads.isEmpty else { return [] }
        var looks: [PersonReport.Look] = []
        try transaction.forEachJournalLeaf { row in
            let leaf = try Leaf(Array(row.entry.utf8))
            guard leaf.subject.kind == "lead", leads.contains(leaf.subject.id) else { return }
            looks.append(
                PersonReport.Look(
                    at: leaf.at, act: leaf.act, role: leaf.author.role, unit: leaf.author.unit,
                    purpose: leaf.purpose, lead: leaf.subject.id))
        }
        return looks.suffix(Limits.reportItemsMax)
    }
}

/// The records of one person, while all go by.
private struct Gathering {
    let identifier: Identifier
    let leads: [ID<Actor>: StoredLead]
    private(set) var items: [PersonReport.Item] = []
    private(set) var total = 0
    private(set) var seen: Set<String> = []

    init(_ identifier: Identifier, leads: [ID<Actor>: StoredLead]) {
        self.identifier = identifier
        self.leads = leads
    }

    mutating func take(_ listing: Listing, actor: ID<Actor>?) {
        let account = Identifier(
            kind: .account, value: "\(listing.platform)/\(listing.account)")
        let isAccount = account == identifier
        guard isAccount || listing.contacts.contains(identifier) else { return }
        let location = listing.location.map { "\($0.longitude), \($0.latitude)" }
        add(
            "listing:\(listing.id)", isAccount ? .account : .contact, listing.at, actor,
            [
                ("account", account.value), ("nickname", listing.nickname),
                ("text", listing.text),
                ("contacts", listing.contacts.map(\.text).joined(separator: " ")),
                ("place", listing.place), ("location", location), ("url", listing.url),
            ])
    }

    mutating func take(_ waybill: Waybill, actor: ID<Actor>?) {
        let account = waybill.senderAccount.map {
            Identifier(kind: .courierAccount, value: "\(waybill.courier)/\($0)")
        }
        let isSender = account == identifier || names(waybill.sender)
        guard isSender || names(waybill.receiver) else { return }
        let party = isSender ? waybill.sender : waybill.receiver
        add(
            "waybill:\(waybill.number)", isSender ? .sender : .receiver, waybill.acceptedAt,
            // Whoever received a parcel is no part of the actor who sent it.
            isSender ? actor : nil,
            [
                ("sender_account", isSender ? account?.value : nil), ("name", party.name),
                ("phone", party.phone.map(Self.text)), ("address", party.address),
                ("declared_name", waybill.declaredName),
            ])
    }

    mutating func take(_ licence: Licence) {
        add(
            "licence:\(licence.number)", .holder, licence.validFrom.start(), nil,
            [("holder", licence.holder), ("address", licence.address)])
    }

    private func names(_ party: Party) -> Bool {
        guard identifier.kind == .phone, case .whole(let digits) = party.phone else {
            return false
        }
        return digits == identifier.value
    }

    private static func text(_ phone: Phone) -> String {
        switch phone {
        case .whole(let text), .masked(let text): text
        }
    }

    private mutating func add(
        _ record: String, _ part: PersonReport.Part, _ at: Timestamp, _ actor: ID<Actor>?,
        _ fields: [(String, String?)]
    ) {
        total += 1
        let lead = actor.flatMap { leads[$0]?.lead.id }
        if let lead { seen.insert(lead.text) }
        guard items.count < Limits.reportItemsMax else { return }
        let known = fields.compactMap { name, value in value.map { (name: name, value: $0) } }
        items.append(
            PersonReport.Item(record: record, part: part, at: at, fields: known, lead: lead))
    }
}
