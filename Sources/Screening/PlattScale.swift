import Primitives

/// Turns raw scores into calibrated ones: score' = slope x score + offset (Platt 1999).
///
/// Fitted on scores of rows that the scoring model had not seen, with Platt's smoothed targets, by
/// Newton steps. In natural log-odds.
struct PlattScale {
    var slope = 1.0
    var offset = 0.0

    init() {}

    init(scores: [(score: Double, isOffer: Bool, weight: Double)]) {
        let offers = scores.reduce(0) { $0 + ($1.isOffer ? $1.weight : 0) }
        let others = scores.reduce(0) { $0 + ($1.isOffer ? 0 : $1.weight) }
        guard offers > 0, others > 0 else { return }
        let high = (offers + 1) / (offers + 2)
        let low = 1 / (others + 2)
        for _ in 0..<50 {
            // Gradient and Hessian of the log-loss; the small ridge keeps the step finite.
            var (g0, g1, h00, h01, h11) = (0.0, 0.0, 1e-6, 0.0, 1e-6)
            for row in scores {
                let p = 1 / (1 + exp2(-(slope * row.score + offset) * 1.442_695_040_888_963_4))
                let d = row.weight * (p - (row.isOffer ? high : low))
                let w = row.weight * max(p * (1 - p), 1e-9)
                g0 += d * row.score
                g1 += d
                h00 += w * row.score * row.score
                h01 += w * row.score
                h11 += w
            }
            let determinant = h00 * h11 - h01 * h01
            guard determinant > 0 else { break }
            let slopeStep = (h11 * g0 - h01 * g1) / determinant
            let offsetStep = (h00 * g1 - h01 * g0) / determinant
            slope = min(max(slope - slopeStep, 0.1), 4)
            offset -= offsetStep
            if abs(slopeStep) + abs(offsetStep) < 1e-9 { break }
        }
    }
}
