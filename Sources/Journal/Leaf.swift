package import Primitives

/// One act as the log keeps it: who did what to what, for what purpose, under which rules.
///
/// A leaf holds no personal data in clear. Persons are told by their ids, contents by digests that
/// the caller made with a key, so that a leaf can be shown to an outsider and can stay when the
/// data it speaks of is purged. `purpose` is a word of the declared list, not what somebody typed;
/// what was typed belongs to what `after` is the digest of.
///
/// Two leaves are the same where their `bytes` are.
package struct Leaf: Hashable, Sendable {
    /// What was acted on: its kind (`lead`, `listing`) and its id.
    package struct Subject: Hashable, Sendable {
        package let kind: String
        package let id: String

        package init(kind: String, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    /// Who acted: the person's id, and the role and unit in which they did.
    package struct Author: Hashable, Sendable {
        package let who: String
        package let role: String
        package let unit: String

        package init(who: String, role: String, unit: String) {
            self.who = who
            self.role = role
            self.unit = unit
        }
    }

    /// What the outcome depended on, each by its digest or number; nil where it did not.
    package struct Versions: Hashable, Sendable {
        package let rules: String?
        package let model: String?
        package let lexicon: String?

        package init(rules: String? = nil, model: String? = nil, lexicon: String? = nil) {
            self.rules = rules
            self.model = model
            self.lexicon = lexicon
        }
    }

    package let at: Timestamp
    package let author: Author
    package let purpose: String
    /// The use case: `lead.decide`.
    package let act: String
    package let subject: Subject
    /// The matter the act belongs to; nil where it belongs to none.
    package let matter: String?
    /// Digest of the subject before; nil where there was none, or it was only read.
    package let before: Digest?
    /// Digest of the subject after; nil where there is none, or it was only read.
    package let after: Digest?
    package let versions: Versions

    /// - Throws: `journal.field_refused` for a text that is empty, longer than
    ///   `Limits.idBytesMax` or has a control character, and for a moment before 1970.
    package init(
        at: Timestamp, author: Author, purpose: String, act: String, subject: Subject,
        matter: String? = nil, before: Digest? = nil, after: Digest? = nil,
        versions: Versions = Versions()
    ) throws(JournalError) {
        self.at = at
        self.author = author
        self.purpose = purpose
        self.act = act
        self.subject = subject
        self.matter = matter
        self.before = before
        self.after = after
        self.versions = versions
        guard at.microseconds >= 0 else {
            throw .fieldRefused(Fault(field: "at", reason: "it lies before 1970"))
        }
        for (field, text) in texts {
            if let reason = Self.fault(of: text) {
                throw .fieldRefused(Fault(field: field.name, reason: reason))
            }
        }
    }

    /// The fields that are texts, in the order in which they are written; those left out are not
    /// there.
    private var texts: [(Field, String)] {
        let all: [(Field, String?)] = [
            (.who, author.who), (.role, author.role), (.unit, author.unit), (.purpose, purpose),
            (.act, act), (.kind, subject.kind), (.id, subject.id), (.matter, matter),
            (.rules, versions.rules), (.model, versions.model), (.lexicon, versions.lexicon),
        ]
        return all.compactMap { field, text in text.map { (field, $0) } }
    }

    private static func fault(of text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        if text.utf8.count > Limits.idBytesMax {
            return "it has more than \(Limits.idBytesMax) bytes"
        }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            return "it has a control character"
        }
        return nil
    }
}

extension Leaf {
    /// The keys of the written form, in its order, but for `v` and `at` before them.
    enum Field: Int, CaseIterable {
        case who, role, unit, purpose, act, kind, id, matter
        case before, after, rules, model, lexicon

        var name: String { "\(self)" }

        /// What stands before the field's value: `,"who":"`.
        var opening: [UInt8] { Self.openings[rawValue] }

        private static let openings = allCases.map { Array(",\"\($0.name)\":\"".utf8) }
    }
}
