import Primitives
import Records
import Testing

@Suite struct NamesTests {
    @Test(arguments: IdentifierKind.allCases)
    func anIdentifierReadsItsOwnText(kind: IdentifierKind) {
        let identifier = Identifier(kind: kind, value: "a:b/c")
        #expect(Identifier(text: identifier.text) == identifier)
    }

    @Test(arguments: ["", "phone", "phone:", ":x", "mail:a@b", "Phone:13800138000"])
    func whatIsNoIdentifierIsRefused(text: String) {
        #expect(Identifier(text: text) == nil)
    }

    @Test func aListingAndAWaybillOfTheSameNameDiffer() {
        let listing = RecordRef.listing(ID("1"))
        let waybill = RecordRef.waybill(ID("1"))
        #expect(listing != waybill)
        #expect(listing.text == "listing:1" && waybill.text == "waybill:1")
        #expect(listing.id == waybill.id)
        #expect(listing < waybill)
    }

    @Test func aReasonPointsForward() async {
        await #expect(processExitsWith: .failure) {
            _ = Reason(code: "term", weight: Bits(1), start: 5, end: 4)
        }
    }

    /// The words of a state go into databases and files; a renamed case must not rename them.
    @Test func statesAreSpelledAsTheyAreStored() {
        #expect(
            LeadState.allCases.map(\.rawValue)
                == ["new", "dispatched", "verified", "closed", "dismissed"])
        #expect(Advice.allCases.map(\.rawValue) == ["offer", "review", "clear"])
    }
}
