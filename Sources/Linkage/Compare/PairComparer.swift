/// Compares records of a table field by field: the agreement pattern of a pair.
package struct PairComparer: Sendable {
    var fields: [ComparedField]
    /// By record, then field: the number of the value, 0 for none.
    var codes: [UInt32]
    /// By field: the worth of one digit in a pattern's number.
    let places: [UInt64]
    /// How many patterns there can be.
    let patternCount: UInt64

    var fieldCount: Int { fields.count }

    /// - Throws: `LinkError.column`, `LinkError.model` for an unknown comparator or wrong levels.
    init(_ model: LinkModel, _ comparators: ComparatorSet, _ table: LinkTable) throws(LinkError) {
        var fields: [ComparedField] = []
        for (index, field) in model.fields.enumerated() {
            do throws(ComparatorProblem) {
                let comparator = try comparators.make(field.compare, levels: field.levels)
                fields.append(ComparedField(field, comparator, try Self.column(field, table)))
            } catch {
                throw .model(place: "fields[\(index)]", why: error.why)
            }
        }
        var places: [UInt64] = []
        var place: UInt64 = 1
        for field in fields {
            places.append(place)
            let (next, overflows) = place.multipliedReportingOverflow(by: UInt64(field.digitCount))
            if overflows || next >> 40 != 0 {
                throw .model(
                    place: "fields", why: "the fields and levels make more than 2^40 patterns")
            }
            place = next
        }
        var codes = [UInt32](repeating: 0, count: table.count * fields.count)
        for (index, field) in fields.enumerated() {
            for record in field.codes.indices {
                codes[record * fields.count + index] = field.codes[record]
            }
        }
        self.fields = fields
        self.places = places
        self.codes = codes
        patternCount = place
    }

    private static func column(_ field: LinkModel.Field, _ table: LinkTable)
        throws(ComparatorProblem) -> LinkTable.Column
    {
        do { return try table.column(field.column) } catch {
            throw ComparatorProblem("the table has no column \(field.column)")
        }
    }

    /// One thread's memory.
    struct Scratch: Sendable {
        var caches: [LevelCache]
        var digits: [UInt8]

        init(_ comparer: PairComparer) {
            caches = comparer.fields.map { LevelCache(bits: $0.isExactOnly ? 0 : 15) }
            digits = [UInt8](repeating: 0, count: comparer.fields.count)
        }
    }

    /// Puts the digits of a pair into the scratch and gives the number of their pattern.
    @inline(__always)
    func pattern(_ a: UInt32, _ b: UInt32, _ scratch: inout Scratch) -> UInt64 {
        let count = fields.count
        let rowA = Int(a) * count
        let rowB = Int(b) * count
        var pattern: UInt64 = 0
        for field in 0..<count {
            let digit = digit(field, codes[rowA + field], codes[rowB + field], &scratch)
            scratch.digits[field] = digit
            pattern += UInt64(digit) * places[field]
        }
        return pattern
    }

    @inline(__always)
    private func digit(
        _ field: Int, _ x: UInt32, _ y: UInt32, _ scratch: inout Scratch
    ) -> UInt8 {
        if x == 0 || y == 0 { return 0 }
        if x == y { return fields[field].equalDigit(x) }
        if fields[field].isExactOnly { return 2 }
        let low = min(x, y)
        let high = max(x, y)
        let level = scratch.caches[field].level(low, high) {
            fields[field].values.level(low, high)
        }
        return UInt8(truncatingIfNeeded: level + 1)
    }

    /// The digits of a pattern's number.
    func digits(of pattern: UInt64) -> [UInt8] {
        fields.indices.map { field in
            UInt8(pattern / places[field] % UInt64(fields[field].digitCount))
        }
    }
}
