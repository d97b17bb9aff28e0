import Casework
import Hummingbird
import Journal
import Primitives

/// Who did what, for the audit administrator.
extension WebSite {
    func journalPage(_ call: Call) async throws -> Response {
        let fields = call.query
        var query = JournalQuery(
            who: fields["who"].map { ID($0) }, act: fields["act"].flatMap(Act.init),
            subject: fields["subject"], before: fields["before"].flatMap(Int.init))
        // A quote would leave the place it is looked for at.
        if query.who?.text.contains("\"") ?? false { query.who = nil }
        if query.subject?.contains("\"") ?? false { query.subject = nil }
        let found = try await desk.journal(query, as: try call.principal())
        let words = words(call.language)
        let telling = Telling(words: words, now: now())
        var values: PageValues = [
            "leaves": found.leaves.map { leaf($0.leaf, $0.number, found, telling) },
            "hasLeaves": !found.leaves.isEmpty, "subject": query.subject ?? "",
            "people": found.people.map { person -> PageValues in
                [
                    "value": person.id.text, "name": "\(person.displayName) (\(person.name))",
                    "isChosen": person.id == query.who,
                ]
            },
            "acts": Act.allCases.map { act -> PageValues in
                [
                    "value": act.rawValue, "name": words("act-\(act.rawValue)"),
                    "isChosen": act == query.act,
                ]
            },
        ]
        if let next = found.next {
            var more = FormFields()
            if let who = query.who { more.add("who", who.text) }
            if let act = query.act { more.add("act", act.rawValue) }
            if let subject = query.subject { more.add("subject", subject) }
            more.add("before", "\(next)")
            values["next"] = "/journal?\(more.encoded)"
        }
        return page("journal", try await frame(call, titleKey: "journal-title", values))
    }

    private func leaf(
        _ leaf: Leaf, _ number: Int, _ found: JournalPage, _ telling: Telling
    ) -> PageValues {
        let words = telling.words
        let who = leaf.author.who
        return [
            "number": Telling.count(number), "at": time(leaf.at, telling),
            "who": found.names[ID(who)] ?? who,
            "role": words.whole("role-\(leaf.author.role)", [:]) ?? leaf.author.role,
            "act": words.whole("act-\(leaf.act)", [:]) ?? leaf.act,
            "code": leaf.act,
            "purpose": words.whole("process-\(leaf.purpose)", [:]) ?? leaf.purpose,
            "kind": leaf.subject.kind, "id": leaf.subject.id,
        ]
    }
}
