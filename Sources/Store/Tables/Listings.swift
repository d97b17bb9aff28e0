import Casework
import Primitives
import Records

extension PortableTransaction {
    static let listingColumns = """
        id, platform, account, nickname, kind, text, price_fen, contacts, at, place, longitude,
        latitude, datum, url, score, advice, reasons, partial, model
        """

    func put(_ listings: [ScreenedListing], digests: [UInt64]) throws {
        let rows = try zip(listings, digests).map { screened, digest -> [SQLValue] in
            let listing = screened.listing
            return [
                .text(listing.id.text), .text(listing.platform), .text(listing.account),
                .text(listing.nickname), .text(listing.kind.rawValue), .text(listing.text),
                .integer(Int64(bitPattern: digest)), .integer(listing.price?.count),
                .text(listing.contacts.map(\.text).joined(separator: " ")),
                .integer(listing.at.microseconds), .text(listing.place),
                .real(listing.location?.longitude), .real(listing.location?.latitude),
                .text(listing.location?.datum.rawValue), .text(listing.url),
            ] + (try VerdictColumns(screened.verdict).values)
        }
        try connection.execute(Self.putListing, each: rows)
    }

    private static let putListing = """
        INSERT INTO listing (id, platform, account, nickname, kind, text, text_digest, price_fen,
            contacts, at, place, longitude, latitude, datum, url, score, advice, reasons, partial,
            model)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20)
        ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, account = excluded.account,
            nickname = excluded.nickname, kind = excluded.kind, text = excluded.text,
            text_digest = excluded.text_digest, price_fen = excluded.price_fen,
            contacts = excluded.contacts, at = excluded.at, place = excluded.place,
            longitude = excluded.longitude, latitude = excluded.latitude, datum = excluded.datum,
            url = excluded.url, score = excluded.score, advice = excluded.advice,
            reasons = excluded.reasons, partial = excluded.partial, model = excluded.model
        """

    func listings(of actor: ID<Actor>, limit: Int) throws -> [ScreenedListing] {
        try connection.rows(
            """
            SELECT \(Self.listingColumns) FROM listing WHERE actor = $1
            ORDER BY score DESC, id LIMIT $2
            """, [.text(actor.text), .integer(Int64(limit))]
        ) { row in
            ScreenedListing(
                listing: try Self.listing(row),
                verdict: try VerdictColumns.verdict(row, from: 14, table: "listing"))
        }
    }

    func forEachListingFact(_ body: (ListingRow) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT \(Self.listingColumns), text_digest, actor FROM listing
            WHERE actor IN (\(Self.suspiciousActors)) ORDER BY actor, id
            """, []
        ) { row in
            let verdict = try VerdictColumns.verdict(row, from: 14, table: "listing")
            try body(
                ListingRow(
                    listing: try Self.listing(row), digest: UInt64(bitPattern: row.integer(19)),
                    score: verdict.score, advice: verdict.advice, terms: verdict.offerTerms,
                    actor: row.textOrNil(20).map { ID($0) }))
        }
    }

    /// Actors with a record that is not clear, and those that have a lead.
    static let suspiciousActors = """
        SELECT actor FROM listing WHERE advice <> 'clear'
        UNION SELECT actor FROM waybill
        WHERE advice <> 'clear' OR finding IS NOT NULL OR xray = 'suspect'
        UNION SELECT actor FROM lead
        """

    static func listing(_ row: any SQLRow) throws -> Listing {
        guard let kind = TextKind(rawValue: row.text(4)) else {
            throw StoreError.damaged(table: "listing", id: row.text(0), what: "unknown kind")
        }
        return Listing(
            id: ID(row.text(0)), platform: row.text(1), account: row.text(2),
            nickname: row.textOrNil(3), kind: kind, text: row.text(5),
            price: row.integerOrNil(6).map { Fen($0) },
            contacts: identifiers(row.text(7)), at: Timestamp(microseconds: row.integer(8)),
            place: row.textOrNil(9), location: coordinate(row, from: 10), url: row.textOrNil(13))
    }

    static func identifiers(_ text: String) -> [Identifier] {
        text.split(separator: " ").compactMap(Identifier.init(stored:))
    }

    static func coordinate(_ row: any SQLRow, from column: Int) -> Coordinate? {
        guard let longitude = row.realOrNil(column), let latitude = row.realOrNil(column + 1),
            let datum = row.textOrNil(column + 2).flatMap(Datum.init(rawValue:))
        else { return nil }
        return Coordinate(longitude: longitude, latitude: latitude, datum: datum)
    }
}

/// The five columns in which a verdict stands: score, advice, reasons, partial, model.
///
/// Reasons of a clear text are not kept: they are most of the bytes, and screening it again with
/// the same model gives them back.
struct VerdictColumns {
    let values: [SQLValue]

    init(_ verdict: Verdict) throws {
        let kept = verdict.advice == .clear ? [] : verdict.reasons
        values = [
            .real(verdict.score.value), .text(verdict.advice.rawValue),
            .text(kept.isEmpty ? "[]" : try JSONColumn.text(kept.map(ReasonColumn.init))),
            .flag(verdict.partial), .text(verdict.model),
        ]
    }

    static func verdict(_ row: any SQLRow, from column: Int, table: String) throws -> Verdict {
        guard let advice = Advice(rawValue: row.text(column + 1)) else {
            throw StoreError.damaged(table: table, id: row.text(0), what: "unknown advice")
        }
        let text = row.text(column + 2)
        let reasons =
            text == "[]"
            ? []
            : try JSONColumn.value([ReasonColumn].self, text, table: table, id: row.text(0))
                .compactMap(\.reason)
        let score = Bits(row.real(column))
        return Verdict(
            advice: advice, probability: score.probability, score: score, reasons: reasons,
            model: row.text(column + 4), partial: row.flag(column + 3))
    }
}

extension Verdict {
    /// The terms that spoke for an offer, strongest first, each once.
    var offerTerms: [String] {
        var seen: Set<String> = []
        return reasons.filter { $0.weight.value > 0 && !$0.term.isEmpty && !$0.group.isEmpty }
            .sorted { ($1.weight, $0.term) < ($0.weight, $1.term) }
            .map(\.term)
            .filter { seen.insert($0).inserted }
    }
}
