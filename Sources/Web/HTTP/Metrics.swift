import Casework
import Hummingbird
import Primitives
import Records

/// Counts of answers by route, in the text form of Prometheus (0.0.4).
///
/// Every label is one of a fixed list: the routes' patterns, the methods that are known, statuses.
/// So nobody outside can make new ones, and none can hold what somebody typed.
actor Metrics {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Kind: Hashable {
        let method: String
        let route: String
        let statusClass: String
    }

    private struct Times {
        var counts = [Int](repeating: 0, count: Metrics.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    /// Upper bounds of the buckets, in seconds.
    static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private static let methods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
    ]

    private var answers: [Key: Int] = [:]
    private var times: [Kind: Times] = [:]
    private(set) var refusedSignIns = 0

    /// The method as it may stand in a label or a log: a request can bring any word.
    static func known(_ method: String) -> String { methods.contains(method) ? method : "other" }

    /// Counts one answer; `route` is the pattern, never the address.
    func count(method: String, route: String, status: Int, seconds: Double) {
        let method = Self.known(method)
        answers[Key(method: method, route: route, status: status), default: 0] += 1
        let kind = Kind(method: method, route: route, statusClass: "\(status / 100)xx")
        var of = times[kind] ?? Times()
        of.count += 1
        of.seconds += seconds
        for (place, bound) in Self.bounds.enumerated() where seconds <= bound {
            of.counts[place] += 1
        }
        times[kind] = of
    }

    /// Somebody was not signed in: wrong name, password, code or identity, or too many tries.
    func countRefusedSignIn() { refusedSignIns += 1 }

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
        let kinds = times.sorted {
            ($0.key.route, $0.key.method, $0.key.statusClass)
                < ($1.key.route, $1.key.method, $1.key.statusClass)
        }
        for (kind, of) in kinds {
            let labels = """
                method="\(kind.method)",route="\(kind.route)",class="\(kind.statusClass)"
                """
            for (bound, count) in zip(
                Self.bounds.map { "\($0)" } + ["+Inf"], of.counts + [of.count])
            {
                lines.append("fuseline_http_seconds_bucket{\(labels),le=\"\(bound)\"} \(count)")
            }
            lines.append("fuseline_http_seconds_sum{\(labels)} \(of.seconds)")
            lines.append("fuseline_http_seconds_count{\(labels)} \(of.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension WebSite {
    /// What watches over a server reads this; it has numbers and patterns of routes alone.
    func metricsText(_ call: Call) async throws -> Response {
        let measures = try await desk.measures()
        let status = measures.status
        func age(_ time: Timestamp?) -> Int {
            Int(time.map { now().seconds(since: $0).count } ?? 0)
        }
        let gauges: [(String, String, Int)] = [
            ("fuseline_listings", "Listings in the database.", status.listings),
            ("fuseline_waybills", "Waybills in the database.", status.waybills),
            (
                "fuseline_newest_record_seconds", "Age of the newest record.",
                age(status.newestRecord)
            ),
            ("fuseline_journal_leaves", "Leaves of the journal.", measures.journalLeaves),
            (
                "fuseline_journal_unsigned_leaves", "Leaves that no checkpoint speaks for yet.",
                measures.unsignedLeaves
            ),
            (
                "fuseline_journal_unsigned_seconds", "Age of the first of them.",
                age(measures.unsignedSince)
            ),
            (
                "fuseline_live_pages", "Pages that are live at this moment.",
                await livePages.count
            ),
        ]
        var text = gauges.map { "# HELP \($0) \($1)\n# TYPE \($0) gauge\n\($0) \($2)\n" }.joined()
        text += "# HELP fuseline_leads Leads by state.\n# TYPE fuseline_leads gauge\n"
        for state in LeadState.allCases {
            text += "fuseline_leads{state=\"\(state.rawValue)\"} \(measures.leads[state] ?? 0)\n"
        }
        let counters = [
            (
                "fuseline_rate_limited_total", "Requests refused for their number.",
                await limiter.refused
            ),
            (
                "fuseline_sign_ins_refused_total", "Tries to sign in that were refused.",
                await metrics.refusedSignIns
            ),
        ]
        text +=
            counters.map { "# HELP \($0) \($1)\n# TYPE \($0) counter\n\($0) \($2)\n" }.joined()
        return .json(
            text + (await metrics.text()), type: "text/plain; version=0.0.4; charset=utf-8")
    }
}
