import Testing

/// How the code is written: what it does not say, how long its parts are, what it tells its reader.
@Suite struct CodeTests {
    @Test func enginesComputeAndDoNothingElse() {
        hold(["pure"]) {
            $0.isSource && House.pure.contains($0.room) ? Rules.impurities(in: $0) : []
        }
    }

    @Test func sourcesHaveNoBannedWords() {
        hold(["banned"]) { $0.isSource ? Rules.bannedWords(in: $0) : [] }
    }

    @Test func everyUncheckedStepHasItsReason() {
        hold(["unsafe"]) { Rules.uncommentedUnsafety(in: $0) }
    }

    @Test func filesFunctionsAndLinesCanBeReadInOneGo() {
        hold(["file-length", "function-length", "columns"]) { Rules.excesses(in: $0) }
    }

    @Test func whatOtherRoomsSeeIsDocumented() {
        let promised = Project.sources.reduce(into: Set()) { $0.formUnion(Rules.promises(of: $1)) }
        hold(["documented"]) {
            $0.isSource ? Rules.undocumented(in: $0, promised: promised) : []
        }
    }

    /// What changes the database goes through `CaseworkDesk.act`, which asks for a permission and
    /// writes a leaf of the journal.
    @Test func onlyActsOpenAWrite() {
        let doors = Project.sources.filter { file in
            file.room != "Store" && (Project.text(file.path) ?? "").contains("database.write")
        }
        #expect(doors.map(\.path) == ["Sources/Casework/Acts/CaseworkDesk+Acts.swift"])
    }

    @Test func noTestIsSwitchedOff() {
        hold(["disabled"]) { $0.path.hasPrefix("Tests/") ? Rules.disabledTests(in: $0) : [] }
    }

    @Test func errorCodesAreUniqueAndSpelledAlike() {
        let found = Rules.wrongErrorCodes(in: Project.sources)
        #expect(found.isEmpty, "\(list(found))")
    }

    @Test func generatedFilesNameAProgramThatIsThere() {
        for file in Project.swiftFiles {
            guard let generator = file.generator else { continue }
            #expect(Project.exists(generator), "\(file.path) names \(generator)")
        }
    }

    @Test func theRatchetHasAReasonForEachEntry() {
        for entry in Ratchet.entries { #expect(entry.reason.count > 20, "\(entry.path)") }
    }

    /// No finding but those in the ratchet, and nothing in the ratchet that is no finding.
    private func hold(_ rules: Set<String>, _ check: (SourceFile) -> [Finding]) {
        let all = Project.swiftFiles.flatMap(check)
        let found = Ratchet.apply(to: all)
        #expect(found.isEmpty, "\(list(found))")
        let stale = Ratchet.stale(all, rules: rules)
        #expect(stale.isEmpty, "take out of the ratchet: \(stale.map(\.path))")
    }
}
