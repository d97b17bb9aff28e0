import Primitives

/// Rows of sparse features, laid flat, with their labels.
struct FeatureMatrix: Sendable {
    private(set) var starts: [Int] = [0]
    private(set) var columns: [Int32] = []
    private(set) var values: [Float] = []
    /// The key of each column, in the order of first sight, which is that of the rows.
    private(set) var keys: [UInt32] = []
    private var columnOf: [UInt32: Int32] = [:]

    var rowCount: Int { starts.count - 1 }

    mutating func append(_ features: [(key: UInt32, value: Double)]) {
        for feature in features {
            let column: Int32
            if let known = columnOf[feature.key] {
                column = known
            } else {
                column = Int32(keys.count)
                columnOf[feature.key] = column
                keys.append(feature.key)
            }
            columns.append(column)
            values.append(Float(feature.value))
        }
        starts.append(columns.count)
    }

    /// The matrix without the columns that fewer than `rows` rows have: what one text alone says is
    /// memory, not evidence.
    func keeping(columnsInAtLeast rows: Int) -> FeatureMatrix {
        var seen = [Int32](repeating: -1, count: keys.count)
        var counts = [Int](repeating: 0, count: keys.count)
        for row in 0..<rowCount {
            for place in starts[row]..<starts[row + 1] where seen[Int(columns[place])] != row {
                seen[Int(columns[place])] = Int32(row)
                counts[Int(columns[place])] += 1
            }
        }
        var result = FeatureMatrix()
        for row in 0..<rowCount {
            result.append(
                (starts[row]..<starts[row + 1]).compactMap { place in
                    let column = Int(columns[place])
                    return counts[column] >= rows ? (keys[column], Double(values[place])) : nil
                })
        }
        return result
    }

    @inline(__always)
    func dot(_ row: Int, _ weights: [Double]) -> Double {
        var sum = 0.0
        for place in starts[row]..<starts[row + 1] {
            sum += Double(values[place]) * weights[Int(columns[place])]
        }
        return sum
    }

    @inline(__always)
    func add(_ row: Int, times factor: Double, to gradient: inout [Double]) {
        for place in starts[row]..<starts[row + 1] {
            gradient[Int(columns[place])] += Double(values[place]) * factor
        }
    }
}

/// One row's part in a fit: which row, what it is, and how much it counts.
struct FitRow {
    let row: Int
    let isOffer: Bool
    let weight: Double
}

/// L2-regularised logistic regression by L-BFGS (Liu and Nocedal 1989), deterministic.
///
/// Minimises the weighted log-loss plus `l2`/2 times the squared weights; the bias, kept as the
/// last number of the vector, is free. Natural logarithms inside.
struct LogisticFit {
    let matrix: FeatureMatrix
    let rows: [FitRow]
    let l2: Double

    private static let memory = 8
    private static let stepsMax = 120
    private static let log2e = 1.442_695_040_888_963_4

    /// The weights, one a column, and the bias at the end.
    func solve() -> [Double] {
        let size = matrix.keys.count + 1
        var point = [Double](repeating: 0, count: size)
        var (loss, gradient) = lossAndGradient(point)
        var history: [(step: [Double], change: [Double], rho: Double)] = []
        let target = 1e-4 * Self.norm(gradient)
        for _ in 0..<Self.stepsMax {
            if Self.norm(gradient) <= target { break }
            var direction = Self.direction(gradient, history)
            var slope = Self.dot(direction, gradient)
            if slope >= 0 {
                direction = gradient.map { -$0 }
                slope = Self.dot(direction, gradient)
                history.removeAll()
            }
            guard let next = search(from: point, direction, slope, loss, isFirst: history.isEmpty)
            else { break }
            let step = zip(next.point, point).map { $0 - $1 }
            let change = zip(next.gradient, gradient).map { $0 - $1 }
            let curvature = Self.dot(step, change)
            if curvature > 1e-12 {
                history.append((step, change, 1 / curvature))
                if history.count > Self.memory { history.removeFirst() }
            }
            (point, loss, gradient) = (next.point, next.loss, next.gradient)
        }
        return point
    }

    private func lossAndGradient(_ point: [Double]) -> (Double, [Double]) {
        let bias = point[point.count - 1]
        var loss = 0.0
        var gradient = [Double](repeating: 0, count: point.count)
        for column in 0..<(point.count - 1) {
            loss += l2 / 2 * point[column] * point[column]
            gradient[column] = l2 * point[column]
        }
        for row in rows {
            let score = matrix.dot(row.row, point) + bias
            let margin = row.isOffer ? score : -score
            let miss = 1 / (1 + exp2(margin * Self.log2e))
            loss += row.weight * Self.softplus(-margin)
            let factor = row.weight * (row.isOffer ? -miss : miss)
            matrix.add(row.row, times: factor, to: &gradient)
            gradient[gradient.count - 1] += factor
        }
        return (loss, gradient)
    }

    /// ln(1 + e^x).
    private static func softplus(_ x: Double) -> Double {
        x > 30 ? x : log2(1 + exp2(x * log2e)) / log2e
    }

    /// Halves the step until the loss falls enough (Armijo).
    private func search(
        from point: [Double], _ direction: [Double], _ slope: Double, _ loss: Double, isFirst: Bool
    ) -> (point: [Double], loss: Double, gradient: [Double])? {
        var length = isFirst ? 1 / max(Self.norm(direction), 1) : 1.0
        for _ in 0..<30 {
            let next = zip(point, direction).map { $0 + length * $1 }
            let (nextLoss, gradient) = lossAndGradient(next)
            if nextLoss <= loss + 1e-4 * length * slope { return (next, nextLoss, gradient) }
            length /= 2
        }
        return nil
    }

    private static func direction(
        _ gradient: [Double], _ history: [(step: [Double], change: [Double], rho: Double)]
    ) -> [Double] {
        var result = gradient.map { -$0 }
        guard let last = history.last else { return result }
        var alphas: [Double] = []
        for entry in history.reversed() {
            let alpha = entry.rho * dot(entry.step, result)
            alphas.append(alpha)
            addTo(&result, entry.change, times: -alpha)
        }
        let scale = 1 / (last.rho * dot(last.change, last.change))
        for place in result.indices { result[place] *= scale }
        for (entry, alpha) in zip(history, alphas.reversed()) {
            let beta = entry.rho * dot(entry.change, result)
            addTo(&result, entry.step, times: alpha - beta)
        }
        return result
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for place in left.indices { sum += left[place] * right[place] }
        return sum
    }

    private static func addTo(_ sum: inout [Double], _ other: [Double], times factor: Double) {
        for place in sum.indices { sum[place] += factor * other[place] }
    }

    private static func norm(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }
}
