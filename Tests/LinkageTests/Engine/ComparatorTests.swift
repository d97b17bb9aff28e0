import Linkage
import Primitives
import Testing

/// Comparators against slow oracles and values known from the literature.
struct ComparatorTests {
    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    /// Unrestricted Damerau-Levenshtein by definition, every gap tried; without transpositions
    /// Levenshtein.
    private func oracle(_ a: [UInt32], _ b: [UInt32], transposes: Bool) -> Int {
        var cells = [[Int]](
            repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0...a.count {
            for j in 0...b.count {
                if i == 0 || j == 0 {
                    cells[i][j] = i + j
                    continue
                }
                var best = min(cells[i - 1][j], cells[i][j - 1]) + 1
                best = min(best, cells[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if transposes {
                    for k in 1..<max(i, 1) where a[k - 1] == b[j - 1] {
                        for l in 1..<max(j, 1) where b[l - 1] == a[i - 1] {
                            let gaps = (i - k - 1) + 1 + (j - l - 1)
                            best = min(best, cells[k - 1][l - 1] + gaps)
                        }
                    }
                }
                cells[i][j] = best
            }
        }
        return cells[a.count][b.count]
    }

    @Test func distancesEqualASlowOracle() {
        var random = SeededRandom(seed: 7)
        for round in 0..<3_000 {
            let letters = round % 3 == 0 ? 2 : 4
            let long = round % 50 == 0 ? 90 : 9
            let a = (0..<random.below(long)).map { _ in UInt32(97 + random.below(letters)) }
            let b = (0..<random.below(long)).map { _ in UInt32(97 + random.below(letters)) }
            let edits = oracle(a, b, transposes: false)
            let damerau = oracle(a, b, transposes: true)
            #expect(EditDistance.levenshtein(a, b) == edits, "\(a) \(b)")
            #expect(EditDistance.damerau(a, b) == damerau, "\(a) \(b)")
            for most in [1, 2, 3, 5] {
                #expect(EditDistance.levenshtein(a, b, most: most) == min(edits, most + 1))
                #expect(EditDistance.damerau(a, b, most: most) == min(damerau, most + 1))
            }
        }
    }

    @Test(arguments: [
        ("kitten", "sitting", 3, 3), ("ca", "abc", 3, 2), ("ab", "ba", 2, 1), ("", "abc", 3, 3),
        ("浏阳", "刘阳", 1, 1), ("e\u{301}", "\u{e9}", 2, 2), ("👩‍👩‍👧", "👩‍👧", 2, 2),
    ])
    func knownDistances(_ a: String, _ b: String, _ edits: Int, _ damerau: Int) {
        #expect(EditDistance.levenshtein(scalars(a), scalars(b)) == edits)
        #expect(EditDistance.damerau(scalars(a), scalars(b)) == damerau)
    }

    /// Winkler (1990), table of examples.
    @Test(arguments: [
        ("MARTHA", "MARHTA", 0.9611), ("DIXON", "DICKSONX", 0.8133), ("DWAYNE", "DUANE", 0.84),
        ("same", "same", 1.0), ("abc", "xyz", 0.0), ("", "", 1.0),
    ])
    func knownSimilarities(_ a: String, _ b: String, _ expected: Double) {
        #expect(abs(JaroWinkler.similarity(scalars(a), scalars(b)) - expected) < 0.0001)
    }

    @Test(arguments: [
        ("Robert", "R163"), ("Rupert", "R163"), ("Ashcraft", "A261"), ("Tymczak", "T522"),
        ("Pfister", "P236"), ("Honeyman", "H555"), ("Lee", "L000"), ("王", nil),
    ])
    func knownSounds(_ name: String, _ code: String?) {
        #expect(Soundex.code(of: name) == code)
    }

    private func level(_ compare: String, _ levels: [Double], _ a: String, _ b: String) throws
        -> Int
    {
        let values = try ComparatorSet.standard.make(compare, levels: levels).prepared(["", a, b])
        return values.level(1, 2)
    }

    @Test(arguments: [
        ("1999-12-03", "03/12/1999", 1), ("19991203", "1999-12-03", 0),
        ("19991203", "19991208", 1), ("19991203", "19992103", 1), ("19991203", "19991103", 1),
        ("19991203", "19980803", 4), ("19991203", "19991215", 2), ("12/03/1999", "03/12/1999", 1),
        ("19991203", "19991104", 3), ("19991203", "1999120", 1), ("not a date", "19991203", 5),
    ])
    func dates(_ a: String, _ b: String, _ expected: Int) throws {
        #expect(try level("date", [31, 600], a, b) == expected)
    }

    @Test(arguments: [
        ("12", "12.0", 0), ("12", "12.4", 1), ("12", "14", 2), ("12", "99", 3),
    ])
    func numbers(_ a: String, _ b: String, _ expected: Int) throws {
        #expect(try level("numeric", [0.5, 5], a, b) == expected)
    }

    @Test func aTextThatIsNoNumberSaysNothing() throws {
        let values = try ComparatorSet.standard.make("numeric", levels: [1])
            .prepared(["", "12", "unknown", "nan"])
        #expect((0..<4).map { values.isPresent(UInt32($0)) } == [false, true, false, false])
    }

    @Test(arguments: [
        ("jaro-winkler", [0.8, 0.9]), ("levenshtein", [2, 1]), ("levenshtein", [0.5]),
        ("exact", [1]), ("numeric", [-1]), ("date", [0]), ("no-such", []),
    ])
    func wrongLevelsAreToldAtOnce(_ compare: String, _ levels: [Double]) {
        #expect(throws: ComparatorProblem.self) {
            try ComparatorSet.standard.make(compare, levels: levels)
        }
    }
}
