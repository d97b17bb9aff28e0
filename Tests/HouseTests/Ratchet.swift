/// Breaches of a rule that are known and tolerated for now.
///
/// The list only gets shorter: a test fails where an entry is no longer needed.
enum Ratchet {
    struct Entry: Hashable, Sendable {
        let rule: String
        let path: String
        /// Why it is so, and what would end it.
        let reason: String
    }

    static let entries: [Entry] = []

    /// What is left of `findings` when the tolerated are taken out.
    static func apply(to findings: [Finding], entries: [Entry] = entries) -> [Finding] {
        findings.filter { finding in
            !entries.contains { $0.rule == finding.rule && $0.path == finding.path }
        }
    }

    /// Entries of `rules` that tolerate nothing any more.
    static func stale(
        _ findings: [Finding], rules: Set<String>, entries: [Entry] = entries
    ) -> [Entry] {
        entries.filter { entry in
            rules.contains(entry.rule)
                && !findings.contains { $0.rule == entry.rule && $0.path == entry.path }
        }
    }
}
