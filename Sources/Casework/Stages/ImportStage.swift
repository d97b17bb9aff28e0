import Journal
import Linkage
import Primitives
package import Records
import Screening
import Text

extension CaseworkDesk {
    /// Screens listings and puts them into the database, in one transaction.
    ///
    /// The same listing again replaces itself. Contacts written in the text are added to those the
    /// platform gave.
    package func take(_ listings: [Listing], as principal: Principal) async throws {
        try await allow(.importRecords, principal)
        let (screener, environment) = (await screeners.current, environment)
        let reader = ContactReader(folder: screener.folder)
        let screened = await concurrently(listings) { listing in
            (
                Self.withContacts(listing, reader),
                screener.screen(listing.text, kind: listing.kind),
                screener.textDigest(listing.text)
            )
        }
        try await act(
            .importListings, as: principal, versions: screener.versions,
            alone: listings.count > Limits.sharedRecordsMax
        ) { transaction, log in
            try transaction.put(
                screened.map { ScreenedListing(listing: $0.0, verdict: $0.1) },
                digests: screened.map(\.2))
            log.add(
                "batch", environment.newID(),
                after: zip(screened, screened.map(\.2)).map { "\($0.0.id) \($1)" }
                    .joined(separator: "\n"))
        }
    }

    /// Screens waybills and puts them into the database, in one transaction.
    package func take(_ waybills: [Waybill], as principal: Principal) async throws {
        try await allow(.importRecords, principal)
        let (screener, environment) = (await screeners.current, environment)
        let screened = await concurrently(waybills) { waybill in
            let declaration = DeclarationText.render(waybill)
            return ScreenedWaybill(
                waybill: waybill, declaration: declaration,
                verdict: screener.screen(declaration, kind: .declaration))
        }
        try await act(
            .importWaybills, as: principal, versions: screener.versions,
            alone: waybills.count > Limits.sharedRecordsMax
        ) { transaction, log in
            try transaction.put(screened)
            log.add(
                "batch", environment.newID(),
                after: screened.map { "\($0.waybill.number) \(StableHash.of($0.declaration))" }
                    .joined(separator: "\n"))
        }
    }

    package func take(_ licences: [Licence], as principal: Principal) async throws {
        let environment = environment
        try await act(
            .importLicences, as: principal, alone: licences.count > Limits.sharedRecordsMax
        ) { transaction, log in
            try transaction.put(licences)
            log.add(
                "batch", environment.newID(),
                after: licences.map(\.number.text).joined(separator: "\n"))
        }
    }

    private static func withContacts(_ listing: Listing, _ reader: ContactReader) -> Listing {
        let read = reader.read(listing.text).map(\.identifier)
        let all = Array(Set(listing.contacts + read)).sorted().prefix(Limits.contactsMax)
        return Listing(
            id: listing.id, platform: listing.platform, account: listing.account,
            nickname: listing.nickname, kind: listing.kind, text: listing.text,
            price: listing.price, contacts: Array(all), at: listing.at, place: listing.place,
            location: listing.location, url: listing.url)
    }
}

extension Screener {
    /// What a verdict depends on, for the journal.
    var versions: Leaf.Versions { Leaf.Versions(model: name, lexicon: lexicon.name) }
}

/// `transform` of every element, in order, on as many threads as there is work for.
package func concurrently<Input: Sendable, Output: Sendable>(
    _ elements: [Input], _ transform: @escaping @Sendable (Input) -> Output
) async -> [Output] {
    await concurrently(elements, with: ()) { element, _ in transform(element) }
}

/// `transform` of every element, in order, on as many threads as there is work for, each part of
/// the work with a scratch of its own.
package func concurrently<Input: Sendable, Output: Sendable, Scratch: Sendable>(
    _ elements: [Input], with scratch: Scratch,
    _ transform: @escaping @Sendable (Input, inout Scratch) -> Output
) async -> [Output] {
    let chunk = 250
    let starts = Array(stride(from: 0, to: elements.count, by: chunk))
    return await withTaskGroup(of: (Int, [Output]).self) { group in
        for start in starts {
            group.addTask {
                var scratch = scratch
                let part = elements[start..<min(start + chunk, elements.count)]
                return (start, part.map { transform($0, &scratch) })
            }
        }
        var parts: [Int: [Output]] = [:]
        for await (start, part) in group { parts[start] = part }
        return starts.flatMap { parts[$0] ?? [] }
    }
}
