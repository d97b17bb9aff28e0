/// Blocking rules for a model that gives none: proposed from the values alone.
package enum BlockProposal {
    /// Pairs that a rule may give for each record; more cost time and find little.
    static let pairsPerRecordMax = 40.0
    /// Pairs that all rules together may give for each record.
    static let pairsPerRecordTotal = 150.0
    /// Rules proposed at most.
    static let rulesMax = 10

    /// Rules of one or two of the compared columns, or their beginnings, cheap ones first.
    ///
    /// A match is found unless it differs in something of every rule, so each rule is taken for the
    /// columns it adds: single columns that give few pairs, then pairs of columns, those first
    /// whose columns fewer rules before them have.
    /// - Throws: `LinkError.column`.
    package static func rules(for model: LinkModel, _ table: LinkTable) throws(LinkError)
        -> [LinkModel.BlockRule]
    {
        var singles: [LinkModel.BlockKey] = []
        for field in model.fields {
            singles.append(LinkModel.BlockKey(field.column))
            if field.compare != "exact" { singles.append(.init(field.column, .prefix(4))) }
        }
        var candidates: [(rule: LinkModel.BlockRule, pairs: Double)] = []
        for key in singles { try add([key], to: &candidates, table) }
        for (index, a) in singles.enumerated() {
            for b in singles[(index + 1)...] where a.column != b.column {
                try add([a, b], to: &candidates, table)
            }
        }
        return chosen(among: candidates, records: Double(max(1, table.count)))
    }

    private static func add(
        _ keys: [LinkModel.BlockKey],
        to candidates: inout [(rule: LinkModel.BlockRule, pairs: Double)], _ table: LinkTable
    ) throws(LinkError) {
        let rule = LinkModel.BlockRule(keys)
        let (_, sizes, lefts) = try BlockKeys(rule, of: table).numbered(
            leftCount: table.leftCount)
        var pairs = 0.0
        for block in sizes.indices.dropFirst() {
            let size = Double(sizes[block])
            let left = Double(lefts[block])
            pairs += table.isLink ? left * (size - left) : size * (size - 1) / 2
        }
        if pairs > 0, pairs <= pairsPerRecordMax * Double(table.count) {
            candidates.append((rule, pairs))
        }
    }

    private static func chosen(
        among candidates: [(rule: LinkModel.BlockRule, pairs: Double)], records: Double
    ) -> [LinkModel.BlockRule] {
        var rules: [LinkModel.BlockRule] = []
        var uses: [String: Int] = [:]
        var total = 0.0
        var left = candidates
        while rules.count < rulesMax, !left.isEmpty {
            // Single columns find what pairs of columns lose; a column used before finds less.
            let order = left.indices.min { a, b in
                cost(left[a], uses, records) < cost(left[b], uses, records)
            }
            guard let order else { break }
            let (rule, pairs) = left.remove(at: order)
            let isCovered = rules.contains { known in
                known.keys.allSatisfy { rule.keys.contains($0) }
            }
            if isCovered || total + pairs > pairsPerRecordTotal * records { continue }
            rules.append(rule)
            total += pairs
            for key in rule.keys { uses[key.column, default: 0] += 1 }
        }
        return rules
    }

    private static func cost(
        _ candidate: (rule: LinkModel.BlockRule, pairs: Double), _ uses: [String: Int],
        _ records: Double
    ) -> Double {
        let used = candidate.rule.keys.reduce(0) { $0 + uses[$1.column, default: 0] }
        return candidate.pairs / records / pairsPerRecordMax
            + Double(candidate.rule.keys.count) + 0.7 * Double(used)
    }
}
