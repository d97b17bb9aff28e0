import Casework
import Linkage
import Primitives
import Records

extension WebSite {
    /// The actor's identifiers with the records they join, its licences, and its points on the map.
    func actor(_ detail: LeadDetail, _ words: Words) -> PageValues {
        let lead = detail.summary.lead
        let links = detail.links.sorted {
            ($0.records, $1.identifier) > ($1.records, $0.identifier)
        }
        let points = detail.listings.filter { $0.listing.location != nil }
        return [
            "actorID": lead.actor.text, "evidenceAddress": Self.actorAddress(lead.id),
            "isDoubtful": detail.bond?.isDoubtful == true,
            "links": links.map { link($0, words) },
            "hasLinks": !detail.links.isEmpty,
            "graphTitle": words(
                "graph-title",
                [
                    "identifiers": "\(detail.links.count)",
                    "total": Telling.count(detail.summary.listings + detail.summary.waybills),
                ]),
            "licences": detail.licences.map { licence($0, words) },
            "hasLicences": !detail.licences.isEmpty,
            "mapDivision": lead.division,
            "mapTitle": words(
                "map-title",
                ["division": divisionName(lead.division), "points": "\(points.count)"]),
            "hasPoints": !points.isEmpty,
            "points": points.compactMap { mapPoint($0, words) },
        ]
    }

    private func link(_ link: ActorLink, _ words: Words) -> PageValues {
        [
            "kind": words("identifier-\(link.identifier.kind.rawValue)"),
            "kindCode": link.identifier.kind.rawValue,
            "value": link.identifier.value,
            "records": words("count-records", ["n": Telling.count(link.records)]),
            "count": "\(link.records)",
            "sample": link.sample.map { record in
                [
                    "name": recordName(record), "kind": recordKind(record),
                    "anchor": Self.anchor(record),
                ]
            },
        ]
    }

    /// A waybill's number shows its last six digits, enough to tell it among the lead's own.
    func recordName(_ record: RecordRef) -> String {
        switch record {
        case .listing(let id): id.text
        case .waybill(let number): "…\(number.text.suffix(6))"
        }
    }

    func recordKind(_ record: RecordRef) -> String {
        switch record {
        case .listing: "listing"
        case .waybill: "waybill"
        }
    }

    private func licence(_ licence: Licence, _ words: Words) -> PageValues {
        let today = CivilDate(dayNumber: now().dayNumber(offset: .chinaOffset))
        let isValid = licence.validFrom <= today && today <= licence.validTo
        return [
            "number": licence.number.text, "kind": words("licence-\(licence.kind.rawValue)"),
            "holder": licence.holder, "address": licence.address,
            "from": licence.validFrom.text, "to": licence.validTo.text, "isValid": isValid,
            "validity": words(isValid ? "licence-valid" : "licence-not-valid"),
        ]
    }

    private func mapPoint(_ screened: ScreenedListing, _ words: Words) -> PageValues? {
        guard let location = screened.listing.location else { return nil }
        let point = DatumShift.wgs84(location)
        return [
            "longitude": Telling.degrees(point.longitude),
            "latitude": Telling.degrees(point.latitude),
            "datum": location.datum.rawValue,
            "name": screened.listing.place ?? screened.listing.platform,
            "advice": screened.verdict.advice.rawValue,
            "adviceName": words("advice-\(screened.verdict.advice.rawValue)"),
            "anchor": Self.anchor(.listing(screened.listing.id)),
        ]
    }
}
