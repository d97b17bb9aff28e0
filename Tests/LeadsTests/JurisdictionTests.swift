import Leads
import Primitives
import Records
import Testing

struct JurisdictionTests {
    private func decide(_ dossier: Dossier) -> Jurisdiction {
        Jurisdiction.decide(dossier, city: "360100")
    }

    @Test func nothingNamedIsTheCitysOwn() {
        let found = decide(Cases.dossier([Cases.listing("l", .offer, bits: 3)]))
        #expect(found.division == "360100" && found.ground == .none)
    }

    @Test func sendersDecideBeforeListingsAndListingsBeforeReceivers() {
        let listing = Cases.listing("l", .offer, bits: 3, division: "360121")
        let sent = Cases.waybill("w", .offer, bits: 3, sender: "360124", receiverDivision: "360102")
        let got = Cases.waybill("v", .offer, bits: 3, receiverDivision: "360102")
        #expect(decide(Cases.dossier([listing], [sent, got])).ground == .senders)
        #expect(decide(Cases.dossier([listing], [sent, got])).division == "360124")
        #expect(decide(Cases.dossier([listing], [got])).division == "360121")
        #expect(decide(Cases.dossier([], [got])).division == "360102")
        #expect(decide(Cases.dossier([], [got])).ground == .receivers)
    }

    @Test func suspiciousRecordsVoteFirstAndTheMostNamedWins() {
        let ordinary = (0..<10).map { Cases.waybill("o\($0)", .clear, bits: -5, sender: "360102") }
        let marked = [
            Cases.waybill("a", .offer, bits: 3, sender: "360124"),
            Cases.waybill("b", .review, bits: 1, sender: "360124"),
            Cases.waybill("c", .offer, bits: 3, sender: "360121"),
        ]
        let found = decide(Cases.dossier([], ordinary + marked))
        #expect(found.division == "360124" && found.votes == 2 && found.of == 3)
        #expect(decide(Cases.dossier([], ordinary)).division == "360102")
    }

    @Test func theCitysOwnCodeAndATieAreDecided() {
        let vague = Cases.waybill("v", .offer, bits: 3, sender: "360100")
        let listing = Cases.listing("l", .review, bits: 1, division: "360111")
        #expect(decide(Cases.dossier([listing], [vague])).division == "360111")
        let tie = [
            Cases.waybill("a", .offer, bits: 3, sender: "360124"),
            Cases.waybill("b", .offer, bits: 3, sender: "360113"),
        ]
        #expect(decide(Cases.dossier([], tie)).division == "360113")
    }
}
