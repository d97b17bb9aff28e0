import Primitives

/// How often somebody may ask: a bucket of tokens each, which fills by the minute.
actor RateLimiter {
    /// What an asker is told.
    struct Judgement: Sendable {
        let limit: Int
        let left: Int
        /// Nil where the request is let through.
        let retryAfter: Seconds?

        /// Until as much is left as there can be.
        var full: Seconds { Seconds(Int64((limit - left) * 60 + limit - 1) / Int64(limit)) }
    }

    private struct Bucket {
        var tokens: Double
        var at: Timestamp
    }

    private var buckets: [String: Bucket] = [:]
    private(set) var refused = 0

    /// Takes a token of `who`, who has `perMinute` of them.
    ///
    /// - Complexity: constant, but for one pass over all buckets in `Limits.rateBucketsMax` new
    ///   askers: the full ones are forgotten, which changes nothing for them.
    func take(_ who: String, perMinute: Int, now: Timestamp) -> Judgement {
        if buckets.count >= Limits.rateBucketsMax { forget(perMinute: perMinute, now: now) }
        var bucket = buckets[who] ?? Bucket(tokens: Double(perMinute), at: now)
        let passed = max(0, Double(now.microseconds - bucket.at.microseconds) / 60_000_000)
        bucket.tokens = min(Double(perMinute), bucket.tokens + passed * Double(perMinute))
        bucket.at = max(bucket.at, now)
        defer { buckets[who] = bucket }
        guard bucket.tokens >= 1 else {
            refused += 1
            let wait = (1 - bucket.tokens) / Double(perMinute) * 60
            return Judgement(
                limit: perMinute, left: 0, retryAfter: Seconds(Int64(wait.rounded(.up))))
        }
        bucket.tokens -= 1
        return Judgement(limit: perMinute, left: Int(bucket.tokens), retryAfter: nil)
    }

    private func forget(perMinute: Int, now: Timestamp) {
        buckets = buckets.filter { now.microseconds - $0.value.at.microseconds < 60_000_000 }
        // A flood of new names within a minute: whoever asked longest ago is forgotten first.
        if buckets.count >= Limits.rateBucketsMax {
            let old = buckets.sorted { $0.value.at < $1.value.at }.prefix(buckets.count / 2)
            for (who, _) in old { buckets[who] = nil }
        }
    }
}
