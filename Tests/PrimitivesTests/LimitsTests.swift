import Primitives
import Testing

/// How the limits relate: one changed alone must not make another impossible to reach.
@Suite struct LimitsTests {
    @Test func aLineHoldsTheLongestTextWithItsEscapes() {
        // Every character escaped with one more byte still fits.
        #expect(Limits.lineBytesMax >= 2 * Limits.textBytesMax)
        #expect(Limits.readChunkBytes < Limits.lineBytesMax)
        #expect(Limits.batchBytesMax >= Limits.lineBytesMax)
        #expect(Limits.registryBytesMax >= Limits.lineBytesMax)
    }

    @Test func aRequestHoldsTheLongestRecordAndAThousandOrdinaryOnes() {
        #expect(Limits.requestBytesMax >= Limits.lineBytesMax)
        #expect(Limits.requestBytesMax / Limits.apiRecordsMax >= 4 * Limits.fieldBytesMax)
        #expect(Limits.apiRecordsMax <= Limits.importBatchRecords)
    }

    @Test func aFormHoldsTheLongestNotePercentEncoded() {
        #expect(Limits.formBytesMax >= 3 * Limits.noteBytesMax + Limits.urlBytesMax)
        #expect(Limits.urlBytesMax >= 3 * Limits.searchBytesMax)
    }

    @Test func anUploadHoldsAWholeLexiconPercentEncoded() {
        #expect(Limits.lexiconFileBytesMax >= Limits.lexiconTermsMax * Limits.lexiconTermBytesMax)
        #expect(
            Limits.lexiconFormBytesMax >= 3 * Limits.lexiconFileBytesMax + 3 * Limits.noteBytesMax)
        #expect(Limits.lexiconTermBytesMax <= Limits.fieldBytesMax)
        #expect(Limits.verdictChangesShownMax <= Limits.lexiconSampleTexts)
    }

    @Test func anEntryOfTheJournalHoldsTheLongestLeaf() {
        // Ten texts of which every byte is escaped, and the keys around them.
        #expect(Limits.logEntryBytesMax >= 10 * 2 * Limits.idBytesMax + 512)
        #expect(Limits.logEntryBytesMax <= Int(UInt16.max))
    }

    @Test func whatIsShownIsAPartOfWhatIsKept() {
        #expect(Limits.reasonsPerVerdictMax <= Limits.hitsPerTextMax)
        #expect(Limits.textShownBytesMax <= Limits.textBytesMax)
        #expect(Limits.recordsPerEvidenceMax <= Limits.recordsPerIdentifierMax)
        #expect(Limits.idBytesMax <= Limits.fieldBytesMax)
        #expect(Limits.lexiconTermBytesMax <= Limits.fieldBytesMax)
    }

    @Test func anIdentifierIsGenericByItsAccountsBeforeItsRecords() {
        #expect(Limits.accountsPerIdentifierMax < Limits.recordsPerIdentifierMax)
        #expect(Limits.namesPerIdentifierMax < Limits.recordsPerIdentifierMax)
    }

    @Test func quantitiesAtTheirLimitsAreExactInADouble() {
        let exact = Double(1 << 53)
        #expect(Limits.priceYuanMax * 100 < exact)
        #expect(Limits.parcelKilogramsMax * 1_000 < exact)
    }
}
