/// How alike two values of one kind are, in levels.
///
/// A conformer reads a value once (`prepare`) and compares what it read as often as needed. Level 0
/// is the strictest; `levelCount` means none of them ("else"). Levels must be symmetrical, and a
/// value must be `levelOfEqual` with itself. Pure: the same values give the same level, in any
/// thread.
package protocol FieldComparator: Sendable {
    associatedtype Prepared: Sendable

    /// Levels from the strictest on, "else" not counted.
    var levelCount: Int { get }
    /// What a level means, in a few words for a person: "exact", "one digit off".
    func name(ofLevel level: Int) -> String
    /// The value as it is compared; nil where it says nothing and counts as missing.
    func prepare(_ value: String) -> Prepared?
    /// The level of two different values, 0...levelCount.
    func level(_ left: Prepared, _ right: Prepared) -> Int
    /// The level of a value with itself: 0 by default, and looser where the value tells a part
    /// only, as a masked number does.
    func levelOfEqual(_ value: Prepared) -> Int
    /// All distinct values of a column, the first of them empty; as a rule the default will do.
    func prepared(_ values: [String]) -> any PreparedValues
}

extension FieldComparator {
    package func levelOfEqual(_ value: Prepared) -> Int { 0 }

    package func prepared(_ values: [String]) -> any PreparedValues {
        PreparedColumn(self, values)
    }
}

/// The comparators a model may name.
///
/// Others join by `register`: a closure that makes a comparator from a field's `levels`, or throws
/// what is wrong with them.
package struct ComparatorSet: Sendable {
    /// Prepares the distinct values of a column for comparison.
    package typealias Maker =
        @Sendable (_ levels: [Double]) throws(ComparatorProblem) -> any FieldComparator

    private var makers: [String: Maker] = [:]

    /// `exact`, `levenshtein`, `damerau-levenshtein`, `jaro-winkler`, `numeric`, `date`.
    package static let standard: ComparatorSet = {
        var set = ComparatorSet()
        set.register("exact") { levels throws(ComparatorProblem) in
            if !levels.isEmpty { throw ComparatorProblem("exact takes no levels") }
            return ExactComparator()
        }
        set.register("levenshtein") { levels throws(ComparatorProblem) in
            EditComparator(limits: try wholeNumbers(levels), transposes: false)
        }
        set.register("damerau-levenshtein") { levels throws(ComparatorProblem) in
            EditComparator(limits: try wholeNumbers(levels), transposes: true)
        }
        set.register("jaro-winkler") { levels throws(ComparatorProblem) in
            try JaroWinklerComparator(levels: levels)
        }
        set.register("numeric") { levels throws(ComparatorProblem) in
            try NumericComparator(levels: levels)
        }
        set.register("date") { levels throws(ComparatorProblem) in
            try DateComparator(levels: levels)
        }
        return set
    }()

    package init() {}

    package var names: [String] { makers.keys.sorted() }

    /// Adds a comparator, or replaces one of that name.
    package mutating func register(_ name: String, _ maker: @escaping Maker) {
        makers[name] = maker
    }

    /// The comparator `name` with `levels`.
    /// - Throws: `ComparatorProblem` for an unknown name or levels it can not use.
    package func make(_ name: String, levels: [Double]) throws(ComparatorProblem)
        -> any FieldComparator
    {
        guard let maker = makers[name] else {
            throw ComparatorProblem(
                "there is no comparator \(name); there are \(names.joined(separator: ", "))")
        }
        return try maker(levels)
    }

    /// Adds a comparator whose levels are its own, so that a model may not name any.
    package mutating func register(_ name: String, fixed comparator: some FieldComparator) {
        register(name) { levels throws(ComparatorProblem) in
            if !levels.isEmpty {
                throw ComparatorProblem("\(name) has levels of its own and takes none")
            }
            return comparator
        }
    }

    private static func wholeNumbers(_ levels: [Double]) throws(ComparatorProblem) -> [Int] {
        var found: [Int] = []
        for level in levels {
            guard level >= 1, level <= 1_000, level == level.rounded(),
                Int(level) > found.last ?? 0
            else { throw ComparatorProblem("levels are whole numbers of edits, growing from 1") }
            found.append(Int(level))
        }
        return found
    }
}

/// Why a comparator can not be made; a clause for the end of a sentence.
package struct ComparatorProblem: Error, Equatable {
    package let why: String

    package init(_ why: String) { self.why = why }
}

/// Equal or not.
struct ExactComparator: FieldComparator {
    var levelCount: Int { 1 }
    func name(ofLevel level: Int) -> String { level == 0 ? "exact" : "else" }
    func prepare(_ value: String) -> Bool? { value.isEmpty ? nil : true }
    func level(_ left: Bool, _ right: Bool) -> Int { 1 }
}

/// Levels are growing limits on the edit distance.
struct EditComparator: TextComparator {
    typealias Prepared = [UInt32]

    let limits: [Int]
    let transposes: Bool

    var levelCount: Int { limits.count + 1 }

    func name(ofLevel level: Int) -> String {
        if level == 0 { return "exact" }
        return level <= limits.count
            ? "\(limits[level - 1]) edit\(limits[level - 1] == 1 ? "" : "s") at most" : "else"
    }

    func prepared(_ values: [String]) -> any PreparedValues {
        TextColumn(self, values)
    }

    func level(
        _ scalars: [UInt32], _ left: Range<Int>, _ right: Range<Int>, missing: Int, added: Int
    ) -> Int {
        // Each scalar of a kind the other text lacks costs an edit, and an edit mends at most one
        // such scalar on either side.
        let fewest = max(missing, added, abs(left.count - right.count))
        guard let most = limits.last, fewest <= most else { return levelCount }
        let distance =
            transposes
            ? EditDistance.damerau(scalars, left, right, most: most)
            : EditDistance.levenshtein(scalars, left, right, most: most)
        if distance == 0 { return 0 }
        return (limits.firstIndex { distance <= $0 } ?? limits.count) + 1
    }
}

/// Levels are falling similarities between 0 and 1.
struct JaroWinklerComparator: TextComparator {
    typealias Prepared = [UInt32]

    let limits: [Double]

    init(levels: [Double]) throws(ComparatorProblem) {
        var last = 1.0
        for level in levels {
            guard level > 0, level < last else {
                throw ComparatorProblem("levels are similarities between 1 and 0, falling")
            }
            last = level
        }
        limits = levels
    }

    var levelCount: Int { limits.count + 1 }

    func name(ofLevel level: Int) -> String {
        if level == 0 { return "exact" }
        return level <= limits.count ? "Jaro-Winkler \(limits[level - 1]) or more" : "else"
    }

    func prepared(_ values: [String]) -> any PreparedValues {
        TextColumn(self, values)
    }

    func level(
        _ scalars: [UInt32], _ left: Range<Int>, _ right: Range<Int>, missing: Int, added: Int
    ) -> Int {
        let most = JaroWinkler.most(scalars, left, right, missing: missing, added: added)
        guard let least = limits.last, most >= least else { return levelCount }
        let similarity = JaroWinkler.similarity(scalars, left, right)
        return (limits.firstIndex { similarity >= $0 } ?? limits.count) + 1
    }
}

/// Levels are growing absolute differences.
struct NumericComparator: FieldComparator {
    let limits: [Double]

    init(levels: [Double]) throws(ComparatorProblem) {
        var last = 0.0
        for level in levels {
            guard level > last, level.isFinite else {
                throw ComparatorProblem("levels are differences above 0, growing")
            }
            last = level
        }
        limits = levels
    }

    var levelCount: Int { limits.count + 1 }

    func name(ofLevel level: Int) -> String {
        if level == 0 { return "equal" }
        return level <= limits.count ? "apart by \(limits[level - 1]) at most" : "else"
    }

    /// A number as Swift spells it; anything else says nothing.
    func prepare(_ value: String) -> Double? {
        Double(value).flatMap { $0.isFinite ? $0 : nil }
    }

    func level(_ left: Double, _ right: Double) -> Int {
        let difference = abs(left - right)
        if difference == 0 { return 0 }
        return (limits.firstIndex { difference <= $0 } ?? limits.count) + 1
    }
}
