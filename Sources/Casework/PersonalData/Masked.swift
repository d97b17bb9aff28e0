import Linkage
import Primitives
package import Records
package import Screening

/// What leaves the desk is masked unless somebody unmasked it with a purpose: pages, the API and
/// the command line get these values, and none of them has to remember it.
extension LeadDetail {
    /// The same with every person's identifiers masked: parties of parcels, identifiers that join
    /// records, contacts within texts, and points to a kilometre.
    ///
    /// What marks the texts stays where it is: a mask has as many bytes as what it hides.
    /// - Parameter text: Hides the contacts of a text (`ContactMask.masked`).
    package func masked(_ text: (String) -> String) -> LeadDetail {
        LeadDetail(
            summary: summary,
            listings: listings.map { screened in
                ScreenedListing(
                    listing: screened.listing.masked(text), verdict: screened.verdict)
            },
            waybills: waybills.map { screened in
                ScreenedWaybill(
                    waybill: screened.waybill.masked(text),
                    declaration: text(screened.declaration), verdict: screened.verdict)
            },
            links: links.map { link in
                ActorLink(
                    identifier: link.identifier.masked, records: link.records, sample: link.sample)
            },
            history: history, allowedSteps: allowedSteps,
            licences: licences.map(\.masked), version: version, bond: bond)
    }
}

extension Identifier {
    /// As it shows to one who has not asked for more.
    package var masked: Identifier { Identifier(kind: kind, value: Masking.identifier(self)) }
}

extension Licence {
    /// Without its identifiers in clear; holder and address of a licence are published.
    var masked: Licence {
        Licence(
            number: number, kind: kind, holder: holder, address: address, division: division,
            validFrom: validFrom, validTo: validTo, identifiers: identifiers.map(\.masked))
    }
}

extension Party {
    var masked: Party {
        Party(
            name: name.map(Masking.name), phone: phone.map { .masked($0.maskedText) },
            address: address.map(Masking.address))
    }
}

extension Waybill {
    func masked(_ text: (String) -> String) -> Waybill {
        Waybill(
            number: number, courier: courier, acceptedAt: acceptedAt, deliveredAt: deliveredAt,
            sender: sender.masked, senderAccount: senderAccount.map(Masking.middle),
            receiver: receiver.masked, outlet: outlet, outletAddress: outletAddress,
            declaredName: text(declaredName), pieces: pieces, weight: weight,
            dimensions: dimensions, freightPayer: freightPayer, inspected: inspected, xray: xray,
            finding: finding.map(text),
            orderNumber: orderNumber.map(Masking.middle), insured: insured,
            remarks: remarks.map(text))
    }
}

extension Listing {
    /// Account, nickname and address on the platform stay: they are public there, and how the
    /// offer is found.
    func masked(_ hide: (String) -> String) -> Listing {
        Listing(
            id: id, platform: platform, account: account, nickname: nickname, kind: kind,
            text: hide(text), price: price, contacts: contacts.map(\.masked), at: at,
            place: place.map(Masking.address), location: location?.masked, url: url)
    }
}

extension Coordinate {
    /// To a hundredth of a degree, which is about a kilometre.
    var masked: Coordinate? {
        func hundredth(_ value: Double) -> Double { (value * 100).rounded() / 100 }
        return Coordinate(
            longitude: hundredth(longitude), latitude: hundredth(latitude), datum: datum)
    }
}

/// Hides the phones, WeChat ids and QQ numbers that stand in a text.
///
/// As many as `ContactReader` finds, who rather misses one than invents one: a contact written so
/// that it is not read as one stays visible.
package struct ContactMask: Sendable {
    private let reader: ContactReader
    /// Scalars of a contact that stay at its beginning and end.
    private static let shown = (phone: (3, 4), other: (2, 2))

    package init(screener: Screener) { reader = ContactReader(folder: screener.folder) }

    /// The text with the middle of every contact hidden, of the same number of bytes.
    package func masked(_ text: String) -> String {
        let found = reader.read(text)
        guard !found.isEmpty else { return text }
        var bytes = Array(text.utf8)
        for contact in found { Self.hide(contact, in: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hide(_ contact: FoundContact, in bytes: inout [UInt8]) {
        var scalars: [Range<Int>] = []
        for at in contact.start..<contact.end where bytes[at] & 0xC0 != 0x80 {
            if let last = scalars.indices.last {
                scalars[last] = scalars[last].lowerBound..<at
            }
            scalars.append(at..<contact.end)
        }
        let (head, tail) = contact.identifier.kind == .phone ? shown.phone : shown.other
        let kept = scalars.count > head + tail + 1 ? (head, tail) : (1, 0)
        for scalar in scalars.dropFirst(kept.0).dropLast(kept.1) {
            bytes.replaceSubrange(scalar, with: filler(scalar.count))
        }
    }

    /// One scalar of `count` bytes.
    private static func filler(_ count: Int) -> [UInt8] {
        switch count {
        case 1: Array("*".utf8)
        case 2: Array("·".utf8)
        case 3: Array("＊".utf8)
        default: Array("🔒".utf8)
        }
    }
}
