package import Casework
import Primitives
package import Records

/// A view of the board as its address spells it, so that it can be sent as a link.
///
/// `state` (may come again), `division`, `q`, `order`, `after` (the place of a page), `lead` (open
/// beside the table). What does not read as one of them is left out, never an error.
package struct BoardView: Hashable, Sendable {
    package var states: Set<LeadState>
    package var division: String?
    package var search: String?
    package var order: LeadOrder
    package var cursor: String?
    /// The lead that is open beside the table.
    package var selected: String?

    package init(_ fields: FormFields) {
        states = Set(fields.all("state").compactMap(LeadState.init))
        division = fields["division"]
        search = fields["q"].map(Self.cut)
        order = fields["order"].flatMap(LeadOrder.init) ?? .score
        cursor = fields["after"]
        selected = fields["lead"].flatMap { $0.utf8.count <= Limits.idBytesMax ? $0 : nil }
    }

    /// Whole characters within `Limits.searchBytesMax` bytes.
    static func cut(_ text: String) -> String {
        var result = ""
        var bytes = 0
        for character in text {
            bytes += character.utf8.count
            if bytes > Limits.searchBytesMax { break }
            result.append(character)
        }
        return result
    }

    package var query: LeadQuery {
        LeadQuery(
            states: states, division: division, search: search, order: order, cursor: cursor)
    }

    /// What narrows the list.
    package var isFiltered: Bool { !states.isEmpty || division != nil || search != nil }

    /// The address, defaults left out.
    package var address: String {
        let text = fields.encoded
        return text.isEmpty ? "/leads" : "/leads?\(text)"
    }

    package var fields: FormFields {
        var fields = FormFields()
        for state in LeadState.allCases where states.contains(state) {
            fields.add("state", state.rawValue)
        }
        fields.add("division", division)
        fields.add("q", search)
        if order != .score { fields.add("order", order.rawValue) }
        fields.add("after", cursor)
        fields.add("lead", selected)
        return fields
    }

    /// The same view with something changed; another filter or order begins at its first page and
    /// closes what was open.
    package func with(_ change: (inout BoardView) -> Void) -> BoardView {
        var copy = self
        copy.cursor = nil
        copy.selected = nil
        change(&copy)
        return copy
    }
}
