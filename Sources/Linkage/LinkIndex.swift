import Primitives

/// Records that were linked, ready for new ones: blocks, pairs and clusters in memory.
///
/// Parameters and the frequencies of values stay as they were estimated; a value that was not there
/// then counts as one that one record has. Under these the clusters are those that all records
/// linked at once would give, whatever the order in which they came. One table only.
package struct LinkIndex: Sendable {
    /// What a new record changed.
    package struct Insertion: Sendable, Equatable {
        /// Records it was compared with.
        package let compared: Int
        /// Ids of the cluster it is in, itself included, in order.
        package let cluster: [String]
        /// How well that holds.
        package let found: RecordCluster
    }

    package let model: LinkModel
    package let cut: MatchCut
    package private(set) var scorer: PairScorer
    package private(set) var ids: [String] = []
    private let rules: [LinkModel.BlockRule]
    /// By rule: where its columns stand among the model's.
    private let ruleColumns: [[Int]]
    private let fieldColumns: [Int]
    private let identifierColumns: [Int]
    private var numbers: [String: UInt32] = [:]
    private var interners: [Interner]
    private var identifiers: [Interner]
    private var forbidden: ForbiddenPairs
    /// By rule, then key: the records that have it, generic ones too.
    private var blocks: [[UInt64: [UInt32]]]
    /// By record, then rule.
    private var keys: [UInt64] = []
    /// By record: hash of the id, its place in canonical order.
    private var places: [UInt64] = []
    /// By record: pairs at or above the cut.
    private var links: [[(other: UInt32, weight: Float)]] = []
    /// By record: its cluster.
    private var clusters: [RecordCluster] = []
    private var scratch: LinkScratch

    /// An index without records that goes on from what a linkage estimated.
    package init(_ linkage: RecordLinkage, _ outcome: LinkOutcome) {
        precondition(!linkage.table.isLink, "an index holds the records of one table")
        model = linkage.model
        cut = outcome.cut
        scorer = outcome.scorer
        rules = linkage.rules
        let columns = linkage.model.columns
        func place(_ column: String) -> Int { columns.firstIndex(of: column) ?? 0 }
        ruleColumns = linkage.rules.map { $0.keys.map { place($0.column) } }
        fieldColumns = linkage.model.fields.map { place($0.column) }
        identifierColumns = linkage.model.cannotLink.map { place($0) }
        interners = linkage.comparer.fields.map { field in
            var interner = Interner()
            for text in field.texts.dropFirst() { _ = interner.number(of: text) }
            return interner
        }
        identifiers = linkage.model.cannotLink.map { _ in Interner() }
        forbidden = ForbiddenPairs(identifiers: linkage.model.cannotLink.map { _ in [] })
        blocks = linkage.rules.map { _ in [:] }
        scratch = LinkScratch(linkage.comparer)
        scorer.comparer.codes = []
    }

    package var count: Int { ids.count }

    /// Links one more record; nil where the id is known already.
    ///
    /// `values` stand in the order of the model's columns.
    /// - Complexity: the records of its blocks, and the square of the records its cluster's
    ///   component has.
    package mutating func insert(id: String, values: [String]) -> Insertion? {
        precondition(values.count == model.columns.count, "a value for each column of the model")
        let number = UInt32(ids.count)
        guard numbers[id] == nil else { return nil }
        numbers[id] = number
        ids.append(id)
        places.append(StableHash.of(id))
        links.append([])
        clusters.append(RecordCluster(members: [number], weakest: nil, contradictions: 0))
        add(values)
        var touched: Set<UInt32> = [number]
        let candidates = block(number, values, &touched)
        for other in candidates where !forbidden.contains(other, number) {
            let weight = scorer.weight(
                min(other, number), max(other, number), &scratch.compare)
            guard weight >= cut.weight else { continue }
            links[Int(number)].append((other, Float(weight)))
            links[Int(other)].append((number, Float(weight)))
        }
        resolve(touched)
        let found = clusters[Int(number)]
        return Insertion(
            compared: candidates.count, cluster: found.members.map { ids[Int($0)] }.sorted(),
            found: found)
    }

    /// Parts two records for good, as a person decided; their clusters are found anew.
    package mutating func part(_ left: String, _ right: String) {
        guard let a = numbers[left], let b = numbers[right], a != b else { return }
        forbidden.part(a, b)
        links[Int(a)].removeAll { $0.other == b }
        links[Int(b)].removeAll { $0.other == a }
        resolve([a, b])
    }

    /// The ids of a record's cluster, in order; nil for an unknown record.
    package func cluster(of id: String) -> [String]? {
        numbers[id].map { clusters[Int($0)].members.map { ids[Int($0)] }.sorted() }
    }

    /// All clusters by ids, each in order, by their lowest ids.
    package var allClusters: [[String]] {
        var seen: Set<[UInt32]> = []
        var found: [[String]] = []
        for cluster in clusters where seen.insert(cluster.members).inserted {
            found.append(cluster.members.map { ids[Int($0)] }.sorted())
        }
        return found.sorted { ($0.first ?? "") < ($1.first ?? "") }
    }

    private mutating func add(_ values: [String]) {
        for (field, column) in fieldColumns.enumerated() {
            let known = interners[field].values.count
            var code = interners[field].number(of: values[column])
            if interners[field].values.count > known {
                scorer.append(values[column], toField: field)
            }
            if code != 0, !scorer.comparer.fields[field].values.isPresent(code) { code = 0 }
            scorer.comparer.codes.append(code)
        }
        let found = identifierColumns.indices.map { index in
            identifiers[index].number(of: values[identifierColumns[index]])
        }
        forbidden.append(found)
    }

    /// Puts a record into its blocks, and gives the records it is to be compared with.
    ///
    /// A block that became
    /// generic takes its pairs with it: their records are added to `touched`.
    private mutating func block(
        _ number: UInt32, _ values: [String], _ touched: inout Set<UInt32>
    ) -> [UInt32] {
        var candidates: Set<UInt32> = []
        for (rule, columns) in ruleColumns.enumerated() {
            let key = BlockKeys.hash(of: columns.map { values[$0] }, rules[rule])
            keys.append(key)
            if key == 0 { continue }
            let before = blocks[rule][key, default: []]
            blocks[rule][key, default: []].append(number)
            if before.count < model.blockSizeMax { candidates.formUnion(before) }
        }
        for rule in rules.indices {
            let key = keys[Int(number) * rules.count + rule]
            guard key != 0, let members = blocks[rule][key],
                members.count == model.blockSizeMax + 1
            else { continue }
            for member in members {
                let lost = links[Int(member)].filter { !isBlocked(member, $0.other) }
                if lost.isEmpty { continue }
                touched.insert(member)
                for link in lost {
                    touched.insert(link.other)
                    links[Int(link.other)].removeAll { $0.other == member }
                }
                links[Int(member)].removeAll { link in lost.contains { $0.other == link.other } }
            }
        }
        return candidates.filter { isBlocked(number, $0) }.sorted()
    }

    /// Whether a rule gives the pair, by a key that is not generic.
    private func isBlocked(_ a: UInt32, _ b: UInt32) -> Bool {
        rules.indices.contains { rule in
            let key = keys[Int(a) * rules.count + rule]
            return key != 0 && key == keys[Int(b) * rules.count + rule]
                && (blocks[rule][key]?.count ?? 0) <= model.blockSizeMax
        }
    }

    /// Finds the clusters of the components anew that hold one of these records.
    private mutating func resolve(_ touched: Set<UInt32>) {
        let refiner = ClusterRefiner(
            scorer: scorer, cut: cut.weight - ClusterRefiner.slackBits, forbidden: forbidden)
        var done: Set<UInt32> = []
        for start in touched.sorted() where !done.contains(start) {
            var component = [start]
            var inside: [ScoredPair] = []
            done.insert(start)
            var at = 0
            while at < component.count {
                let record = component[at]
                at += 1
                for link in links[Int(record)] {
                    if record < link.other {
                        inside.append(
                            ScoredPair(left: record, right: link.other, weight: link.weight))
                    }
                    if done.insert(link.other).inserted { component.append(link.other) }
                }
            }
            component.sort {
                (places[Int($0)] >> 1, ids[Int($0)]) < (places[Int($1)] >> 1, ids[Int($1)])
            }
            for piece in ClusterRefiner.pieces(of: component, inside, from: cut.weight) {
                for cluster in refiner.clusters(of: piece, &scratch) {
                    for member in cluster.members { clusters[Int(member)] = cluster }
                }
            }
        }
    }
}
