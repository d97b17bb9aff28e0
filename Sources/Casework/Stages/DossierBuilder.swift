import Leads
import Primitives
import Records
import Registry

/// What is known of one actor while its records go by: the dossier to score, and what a page needs
/// to name it.
struct ActorFile {
    let actor: ID<Actor>
    var dossier: Dossier
    var listings = 0
    var waybills = 0
    private var names: [String: Int] = [:]
    private var terms: [String: Int] = [:]
    private var search: Set<String> = []

    init(actor: ID<Actor>) {
        self.actor = actor
        dossier = Dossier(actor: actor)
    }

    /// Words that the board's search keeps of one actor; more would be a list of everything.
    private static let searchWordsMax = 200

    mutating func take(_ row: ListingRow, reading: FactReading) {
        dossier.listings.append(reading.fact(row))
        listings += 1
        let listing = row.listing
        let account = "\(listing.platform)/\(listing.account)"
        names["\(listing.nickname ?? listing.account) · \(listing.platform)", default: 0] += 1
        note(row.terms, words: [account, listing.nickname].compactMap { $0 })
        note([], words: listing.contacts.map(\.value))
    }

    mutating func take(_ row: WaybillRow, reading: FactReading) {
        dossier.waybills.append(reading.fact(row))
        waybills += 1
        let waybill = row.waybill
        if listings == 0 {
            let sender =
                waybill.sender.name.map(Masking.name) ?? waybill.senderAccount.map(Masking.middle)
                ?? "?"
            names["\(sender) · \(waybill.outlet ?? waybill.courier)", default: 0] += 1
        }
        note(row.terms, words: [waybill.senderAccount, waybill.outlet].compactMap { $0 })
    }

    private mutating func note(_ found: [String], words: [String]) {
        for term in found { terms[term, default: 0] += 1 }
        for word in words where search.count < Self.searchWordsMax {
            search.insert(word.lowercased())
        }
    }

    /// The name most of its records show; the first in order on a tie.
    var name: String { Self.mostCommon(names).first ?? actor.text }
    /// The five terms that most of its records used.
    var topTerms: [String] { Array(Self.mostCommon(terms).prefix(5)) }
    var searchText: String { search.sorted().joined(separator: " ") }

    private static func mostCommon(_ counts: [String: Int]) -> [String] {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}

/// Turns stored rows into the facts that leads are scored by.
struct FactReading: Sendable {
    let divisions: Divisions
    let findings: FindingReader

    func fact(_ row: ListingRow) -> ListingFact {
        ListingFact(
            record: row.listing.id, textDigest: row.digest, score: row.score, advice: row.advice,
            at: row.listing.at, division: row.listing.place.flatMap { divisions.read($0).division })
    }

    func fact(_ row: WaybillRow) -> WaybillFact {
        let waybill = row.waybill
        let from = divisions.read(waybill.sender.address ?? waybill.outletAddress ?? "")
        let to = divisions.read(waybill.receiver.address ?? "")
        let words = "\(waybill.declaredName)\u{1F}\(waybill.remarks ?? "")"
        let receiver = [Self.key(waybill.receiver.phone), waybill.receiver.address]
            .compactMap { $0 }
        return WaybillFact(
            record: waybill.number, contentDigest: StableHash.of(words), score: row.score,
            advice: row.advice, at: waybill.acceptedAt, weight: waybill.weight,
            pieces: waybill.pieces, senderDivision: from.division, receiverDivision: to.division,
            origin: from.production.map { $0.town == nil ? .county : .town },
            destination: to.areaKey,
            receiver: receiver.isEmpty
                ? nil : StableHash.of(receiver.joined(separator: "\u{1F}")),
            senderName: waybill.sender.name.map(StableHash.of),
            hasOrderNumber: waybill.orderNumber != nil, xray: waybill.xray,
            finding: findings.read(waybill.finding))
    }

    private static func key(_ phone: Phone?) -> String? {
        switch phone {
        case .whole(let digits): digits
        case .masked(let text): text
        case nil: nil
        }
    }
}
