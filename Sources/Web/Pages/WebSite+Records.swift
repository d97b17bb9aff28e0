import Casework
import Primitives
import Records

extension WebSite {
    /// One listing: who offered it where and when, and its text with what was found in it.
    func text(_ screened: ScreenedListing, _ telling: Telling) -> PageValues {
        let listing = screened.listing
        let words = telling.words
        var values: PageValues = [
            "anchor": Self.anchor(.listing(listing.id)), "id": listing.id.text,
            "platform": listing.platform, "account": listing.account,
            "kind": words("kind-\(listing.kind.rawValue)"), "time": time(listing.at, telling),
            "pieces": pieces(listing.text, screened.verdict, words),
        ]
        values.merge(verdict(screened.verdict, words)) { $1 }
        values["nickname"] = listing.nickname
        values["price"] = listing.price.map(Telling.money)
        values["place"] = listing.place
        // An address that is no http(s) address is not made into a link.
        if let url = listing.url, url.hasPrefix("https://") || url.hasPrefix("http://") {
            values["url"] = url
        }
        if let point = listing.location { values["point"] = self.point(point) }
        return values
    }

    /// One parcel: what was declared, what it weighs, from where to where, by whom.
    func parcel(_ screened: ScreenedWaybill, _ telling: Telling) -> PageValues {
        let waybill = screened.waybill
        let words = telling.words
        var values: PageValues = [
            "anchor": Self.anchor(.waybill(waybill.number)), "number": waybill.number.text,
            "courier": waybill.courier, "declared": waybill.declaredName,
            "time": time(waybill.acceptedAt, telling),
            "weight": waybill.weight.map(Telling.mass) ?? "–",
            "counted": words("count-pieces", ["n": "\(waybill.pieces)"]),
            "sender": party(waybill.sender, words), "receiver": party(waybill.receiver, words),
            "marks": marks(waybill, words),
            "pieces": pieces(screened.declaration, screened.verdict, words),
        ]
        values.merge(verdict(screened.verdict, words)) { $1 }
        values["outlet"] = waybill.outlet
        return values
    }

    private func verdict(_ verdict: Verdict, _ words: Words) -> PageValues {
        [
            "advice": verdict.advice.rawValue,
            "adviceName": words("advice-\(verdict.advice.rawValue)"),
            "chance": Telling.percent(verdict.probability),
            "partial": verdict.partial,
        ]
    }

    private func party(_ party: Party, _ words: Words) -> PageValues {
        let phone: String? =
            switch party.phone {
            case .whole(let text), .masked(let text): text
            case nil: nil
            }
        let whole = [party.name, phone].compactMap { $0 }.joined(separator: " ")
        return [
            "who": whole.isEmpty ? words("person-unknown") : whole,
            "address": party.address ?? words("address-unknown"),
        ]
    }

    /// What the courier noted: inspected, X-ray, finding, order, payer.
    private func marks(_ waybill: Waybill, _ words: Words) -> [PageValues] {
        var marks: [PageValues] = []
        func add(_ text: String, warns: Bool = false) {
            marks.append(["text": text, "warns": warns])
        }
        switch waybill.inspected {
        case .some(true): add(words("mark-inspected"))
        case .some(false): add(words("mark-not-inspected"), warns: true)
        case .none: break
        }
        switch waybill.xray {
        case .suspect: add(words("mark-xray-suspect"), warns: true)
        case .passed: add(words("mark-xray-passed"))
        case .none: break
        }
        if let finding = waybill.finding {
            add(words("mark-finding", ["text": finding]), warns: true)
        }
        if waybill.orderNumber != nil { add(words("mark-order")) }
        if let payer = waybill.freightPayer { add(words("payer-\(payer.rawValue)")) }
        return marks
    }

    /// The text in pieces; a piece that stands for something else says what it stands for and how
    /// it was disguised.
    private func pieces(_ text: String, _ verdict: Verdict, _ words: Words) -> [PageValues] {
        pieces(MarkedPieces(text, reasons: verdict.reasons), words)
    }

    func pieces(_ marked: MarkedPieces, _ words: Words) -> [PageValues] {
        let marked = marked.shortened(to: Limits.textShownBytesMax)
        return marked.pieces.map { piece in
            guard let reason = piece.reason else {
                return ["text": piece.text, "isGap": piece.isGap]
            }
            var mark: PageValues = [
                "weight": Telling.weight(reason.weight), "speaksFor": reason.weight >= .zero,
                "group": words.texts["group-\(reason.group)"] ?? reason.group,
            ]
            if reason.code == MarkedPieces.stretchCode {
                return ["text": piece.text, "stretch": mark]
            }
            if reason.code == "term", !reason.term.isEmpty, reason.term != piece.text {
                mark["term"] = reason.term
            }
            let evasion = reason.evasion.map { words("evasion-\($0.rawValue)") }
            if !evasion.isEmpty { mark["evasion"] = evasion.joined(separator: "·") }
            mark["hasGloss"] = mark["term"] != nil || mark["evasion"] != nil
            return ["text": piece.text, "mark": mark]
        }
    }

    /// A point for the map, in WGS-84 with the datum it came in.
    private func point(_ point: Coordinate) -> PageValues {
        let shifted = DatumShift.wgs84(point)
        return [
            "longitude": Telling.degrees(shifted.longitude),
            "latitude": Telling.degrees(shifted.latitude), "datum": point.datum.rawValue,
        ]
    }
}
