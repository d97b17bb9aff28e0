import Casework
import Primitives
import Records

extension PortableTransaction {
    static let listingColumns = """
        id, platform, kind, price_fen, at, score, advice, partial, model, actor, sealed
        """
    private static let verdictColumn = 5
    private static let sealedColumn = 10

    /// The fields of a listing's sealed column, by their place in `SealedTable.fields`.
    enum ListingField {
        static let account = 0
        static let nickname = 1
        static let text = 2
        static let digest = 3
        static let contacts = 4
        static let place = 5
        static let longitude = 6
        static let latitude = 7
        static let datum = 8
        static let url = 9
        static let reasons = 10
    }

    func put(_ listings: [ScreenedListing], digests: [UInt64]) throws {
        let rows = try zip(listings, digests).map { screened, digest -> [SQLValue] in
            let (listing, id) = (screened.listing, screened.listing.id.text)
            return [
                .text(id), .text(listing.platform), .text(listing.kind.rawValue),
                .integer(listing.price?.count), .integer(listing.at.microseconds),
            ] + VerdictColumns.values(screened.verdict) + [
                try sealed(Self.fields(screened, digest: digest), in: .listing, id)
            ]
        }
        try connection.execute(Self.putListing, each: rows)
    }

    private static func fields(
        _ screened: ScreenedListing, digest: UInt64
    ) throws -> [String?] {
        let listing = screened.listing
        return [
            listing.account, listing.nickname, listing.text,
            String(Int64(bitPattern: digest)),
            listing.contacts.map(\.text).joined(separator: " "), listing.place,
            listing.location?.longitude.description, listing.location?.latitude.description,
            listing.location?.datum.rawValue, listing.url,
            try VerdictColumns.reasons(screened.verdict),
        ]
    }

    private static let putListing = """
        INSERT INTO listing (id, platform, kind, price_fen, at, score, advice, partial, model,
            sealed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, kind = excluded.kind,
            price_fen = excluded.price_fen, at = excluded.at, score = excluded.score,
            advice = excluded.advice, partial = excluded.partial, model = excluded.model,
            sealed = excluded.sealed
        """

    func listings(of actor: ID<Actor>, limit: Int) throws -> [ScreenedListing] {
        try connection.rows(
            """
            SELECT \(Self.listingColumns) FROM listing WHERE actor = $1
            ORDER BY score DESC, id LIMIT $2
            """, [.text(actor.text), .integer(Int64(limit))]
        ) { try listing($0).screened }
    }

    func forEachListingFact(_ body: (ListingRow) throws -> Void) throws {
        try connection.forEach(
            """
            SELECT \(Self.listingColumns) FROM listing
            WHERE actor IN (\(Self.suspiciousActors)) ORDER BY actor, id
            """, []
        ) { row in
            let (screened, digest) = try listing(row)
            let verdict = screened.verdict
            try body(
                ListingRow(
                    listing: screened.listing, digest: digest, score: verdict.score,
                    advice: verdict.advice, terms: verdict.offerTerms,
                    actor: row.textOrNil(9).map { ID($0) }))
        }
    }

    /// Actors with a record that is not clear, and those that have a lead.
    static let suspiciousActors = """
        SELECT actor FROM listing WHERE advice <> 'clear'
        UNION SELECT actor FROM waybill
        WHERE advice <> 'clear' OR has_finding = 1 OR xray = 'suspect'
        UNION SELECT actor FROM lead
        """

    /// A listing of `listingColumns` with its text's digest.
    func listing(_ row: any SQLRow) throws -> (screened: ScreenedListing, digest: UInt64) {
        let id = row.text(0)
        guard let kind = TextKind(rawValue: row.text(2)) else {
            throw StoreError.damaged(table: "listing", id: id, what: "unknown kind")
        }
        let fields = try opened(row, Self.sealedColumn, of: .listing, id)
        let listing = Listing(
            id: ID(id), platform: row.text(1), account: fields.text(ListingField.account),
            nickname: fields.textOrNil(ListingField.nickname), kind: kind,
            text: fields.text(ListingField.text), price: row.integerOrNil(3).map { Fen($0) },
            contacts: Self.identifiers(fields.text(ListingField.contacts)),
            at: Timestamp(microseconds: row.integer(4)),
            place: fields.textOrNil(ListingField.place), location: Self.coordinate(fields),
            url: fields.textOrNil(ListingField.url))
        let verdict = try VerdictColumns.verdict(
            row, from: Self.verdictColumn, reasons: fields.text(ListingField.reasons),
            table: "listing")
        return (
            ScreenedListing(listing: listing, verdict: verdict),
            UInt64(bitPattern: fields.integer(ListingField.digest))
        )
    }

    static func identifiers(_ text: String) -> [Identifier] {
        text.split(separator: " ").compactMap(Identifier.init(stored:))
    }

    private static func coordinate(_ fields: SealedFields) -> Coordinate? {
        guard let longitude = fields.realOrNil(ListingField.longitude),
            let latitude = fields.realOrNil(ListingField.latitude),
            let datum = fields.textOrNil(ListingField.datum).flatMap(Datum.init(rawValue:))
        else { return nil }
        return Coordinate(longitude: longitude, latitude: latitude, datum: datum)
    }
}

/// The four columns in which a verdict stands (score, advice, partial, model), and its reasons,
/// which are sealed: they quote the text.
///
/// Reasons of a clear text are not kept: they are most of the bytes, and screening it again with
/// the same model gives them back.
enum VerdictColumns {
    static func values(_ verdict: Verdict) -> [SQLValue] {
        [
            .real(verdict.score.value), .text(verdict.advice.rawValue), .flag(verdict.partial),
            .text(verdict.model),
        ]
    }

    static func reasons(_ verdict: Verdict) throws -> String {
        let kept = verdict.advice == .clear ? [] : verdict.reasons
        return kept.isEmpty ? "[]" : try JSONColumn.text(kept.map(ReasonColumn.init))
    }

    static func verdict(
        _ row: any SQLRow, from column: Int, reasons text: String, table: String
    ) throws -> Verdict {
        guard let advice = Advice(rawValue: row.text(column + 1)) else {
            throw StoreError.damaged(table: table, id: row.text(0), what: "unknown advice")
        }
        let reasons =
            text == "[]"
            ? []
            : try JSONColumn.value([ReasonColumn].self, text, table: table, id: row.text(0))
                .compactMap(\.reason)
        let score = Bits(row.real(column))
        return Verdict(
            advice: advice, probability: score.probability, score: score, reasons: reasons,
            model: row.text(column + 3), partial: row.flag(column + 2))
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
