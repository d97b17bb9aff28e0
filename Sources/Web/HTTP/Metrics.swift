import Casework
import Hummingbird
import Primitives

/// Counts of answers by route, in the text form of Prometheus (0.0.4).
actor Metrics {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Times {
        var counts = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    /// Upper bounds of the buckets, in seconds.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private var answers: [Key: Int] = [:]
    private var times: [String: Times] = [:]

    /// Counts one answer; `route` is the pattern, never the address.
    func count(method: String, route: String, status: Int, seconds: Double) {
        answers[Key(method: method, route: route, status: status), default: 0] += 1
        var of = times[route] ?? Times()
        of.count += 1
        of.seconds += seconds
        for (place, bound) in Self.bounds.enumerated() where seconds <= bound {
            of.counts[place] += 1
        }
        times[route] = of
    }

    /// The lines of what was counted.
    func text() -> String {
        var lines = [
            "# HELP fuseline_http_requests_total Answers by matched route.",
            "# TYPE fuseline_http_requests_total counter",
        ]
        let sorted = answers.sorted {
            ($0.key.route, $0.key.method, $0.key.status)
                < ($1.key.route, $1.key.method, $1.key.status)
        }
        for (key, count) in sorted {
            lines.append(
                """
                fuseline_http_requests_total{method="\(key.method)",route="\(key.route)",\
                status="\(key.status)"} \(count)
                """)
        }
        lines += [
            "# HELP fuseline_http_seconds How long answers took, by matched route.",
            "# TYPE fuseline_http_seconds histogram",
        ]
        for (route, of) in times.sorted(by: { $0.key < $1.key }) {
            for (place, bound) in Self.bounds.enumerated() {
                lines.append(
                    "fuseline_http_seconds_bucket{route=\"\(route)\",le=\"\(bound)\"} "
                        + "\(of.counts[place])")
            }
            lines.append(
                "fuseline_http_seconds_bucket{route=\"\(route)\",le=\"+Inf\"} \(of.count)")
            lines.append("fuseline_http_seconds_sum{route=\"\(route)\"} \(of.seconds)")
            lines.append("fuseline_http_seconds_count{route=\"\(route)\"} \(of.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension WebSite {
    /// What watches over a server reads this; it has numbers and patterns of routes alone.
    func metricsText(_ call: Call) async throws -> Response {
        let status = try await desk.status()
        let age = status.newestRecord.map { now().seconds(since: $0).count } ?? 0
        let gauges: [(String, String, Int)] = [
            ("fuseline_listings", "Listings in the database.", status.listings),
            ("fuseline_waybills", "Waybills in the database.", status.waybills),
            ("fuseline_newest_record_seconds", "Age of the newest record.", Int(age)),
            (
                "fuseline_live_pages", "Pages that are live at this moment.",
                await livePages.count
            ),
        ]
        var text = gauges.map { "# HELP \($0) \($1)\n# TYPE \($0) gauge\n\($0) \($2)\n" }.joined()
        text += """
            # HELP fuseline_rate_limited_total Requests refused for their number.
            # TYPE fuseline_rate_limited_total counter
            fuseline_rate_limited_total \(await limiter.refused)

            """
        return .json(
            text + (await metrics.text()), type: "text/plain; version=0.0.4; charset=utf-8")
    }
}
