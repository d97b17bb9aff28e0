package import Casework
import Primitives
import Screening

/// A view of the lexicon as its address spells it: `group`, `class`, `q`, `page`.
///
/// What does not read as one of them is left out, never an error.
package struct LexiconView: Hashable, Sendable {
    package var query: LexiconQuery

    package init(_ fields: FormFields) {
        query = LexiconQuery(
            group: fields["group"].flatMap(TermGroup.init),
            goodsClass: fields["class"].map(BoardView.cut),
            search: fields["q"].map(BoardView.cut),
            page: fields["page"].flatMap(Int.init).map { max($0, 1) } ?? 1)
    }

    /// What narrows the list.
    package var isFiltered: Bool {
        query.group != nil || query.goodsClass != nil || query.search != nil
    }

    /// The address, defaults left out.
    package var address: String {
        var fields = FormFields()
        fields.add("group", query.group?.rawValue)
        fields.add("class", query.goodsClass)
        fields.add("q", query.search)
        if query.page > 1 { fields.add("page", "\(query.page)") }
        return fields.encoded.isEmpty ? "/lexicon" : "/lexicon?\(fields.encoded)"
    }

    /// The same entries, another page of them.
    package func on(page: Int) -> LexiconView {
        var copy = self
        copy.query.page = page
        return copy
    }
}
