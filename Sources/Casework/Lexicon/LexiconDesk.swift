import Primitives
import Records
package import Screening
import Text

/// The lexicon as an analyst edits it: looking needs `see-lexicon`, proposing `propose-lexicon`,
/// deciding `adopt-lexicon`, and whoever proposed cannot adopt.
extension CaseworkDesk {
    package func lexicon(
        _ query: LexiconQuery, as principal: Principal
    ) async throws -> LexiconPage {
        try await allow(.seeLexicon, principal)
        let screener = try await screenerInUse()
        let (proposals, adopted) = try await database.read { transaction in
            (
                try transaction.lexiconProposals(limit: Limits.lexiconProposalsShown),
                try transaction.adoptedLexicon()?.proposal
            )
        }
        let lexicon = screener.lexicon
        let matching = Self.entries(of: lexicon, query, screener.folder)
        let size = Limits.lexiconEntriesPerPage
        let pages = max((matching.count + size - 1) / size, 1)
        let page = min(max(query.page, 1), pages)
        let classes = lexicon.terms.map(\.goodsClass).filter { !$0.isEmpty }
        return LexiconPage(
            inUse: Self.name(lexicon),
            adopted: adopted?.digest == lexicon.digest ? adopted : nil,
            total: lexicon.terms.count, matching: matching.count,
            rows: Array(matching.dropFirst((page - 1) * size).prefix(size)), page: page,
            pages: pages,
            byGroup: Dictionary(grouping: lexicon.terms, by: \.group).mapValues(\.count),
            byClass: Dictionary(grouping: classes) { $0 }.mapValues(\.count),
            proposals: proposals,
            mayPropose: principal.permissions.contains(.proposeLexicon),
            nextName: lexicon.nextName, isFixed: isLexiconFixed)
    }

    package func wholeLexicon(as principal: Principal) async throws -> Lexicon {
        try await allow(.seeLexicon, principal)
        return try await screenerInUse().lexicon
    }

    package func lexiconEntry(
        _ term: String, as principal: Principal
    ) async throws -> LexiconEntry {
        try await allow(.seeLexicon, principal)
        let screener = try await screenerInUse()
        guard let entry = screener.lexicon.terms.first(where: { $0.term == term }) else {
            throw CaseworkError.entryNotFound(term)
        }
        func example(_ text: String) -> LexiconEntry.Example {
            let kind = LexiconReview.kind(of: entry)
            return LexiconEntry.Example(
                text: text, kind: kind, finds: screener.finds(in: text),
                verdict: screener.screen(text, kind: kind))
        }
        return LexiconEntry(
            term: entry, base: entry.base.map { screener.lexicon.terms[$0].term },
            hit: example(entry.hit),
            isFound: LexiconReview.isFound(entry, in: entry.hit, by: screener),
            miss: example(entry.miss))
    }

    static func name(_ lexicon: Lexicon) -> LexiconName {
        LexiconName(name: lexicon.name, digest: lexicon.digest)
    }

    /// The screener in use, after taking over a lexicon that another process adopted.
    func screenerInUse() async throws -> Screener {
        let current = await screeners.current
        if isLexiconFixed { return current }
        let digest = try await database.read { try $0.adoptedLexiconDigest() }
        guard let digest, digest != current.lexicon.digest,
            let adopted = try await database.read({ try $0.adoptedLexicon() })
        else { return current }
        await screeners.use(adopted.lexicon)
        return await screeners.current
    }

    /// The entries that `query` lets through, in the lexicon's order.
    private static func entries(
        of lexicon: Lexicon, _ query: LexiconQuery, _ folder: Folder
    ) -> [LexiconTerm] {
        let raw = Array((query.search ?? "").utf8)
        let folded = Array(folder.fold(query.search ?? "").denseText.utf8)
        return lexicon.terms.filter { term in
            if let group = query.group, term.group != group { return false }
            if let goodsClass = query.goodsClass, term.goodsClass != goodsClass { return false }
            if raw.isEmpty { return true }
            let cells = [term.term, term.canonical, term.hit, term.miss] + term.unless
            return cells.contains { cell in
                holds(Array(cell.utf8), raw)
                    || !folded.isEmpty && holds(Array(folder.fold(cell).denseText.utf8), folded)
            }
        }
    }

    private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start] == part[0] && text[start..<(start + part.count)].elementsEqual(part)
        }
    }
}
