import Primitives
import Records
import Text

/// Writes the marks of an assessment as reasons for a person.
///
/// Codes: `term` (a find, with all that its term and disguise weigh), `sense` (goods of which a
/// word beside them tells another sense), `context` (circumstances together), `pattern` (a price,
/// count or contact), `text` (a stretch of characters), `text.rest` (all that is too small to
/// show), `prior`. See docs/screening.md.
struct ReasonWriter {
    let lexicon: Lexicon

    /// The reasons of `marks` with the stretches of `utf8` that they stand in.
    func reasons(of assessment: borrowing Assessment, in utf8: Span<UInt8>) -> [Reason] {
        assessment.marks.map { mark in
            let bits = Bits(mark.bits)
            switch mark.code {
            case .term, .sense:
                return find(
                    assessment.hits[Int(mark.number)], mark.code == .sense ? "sense" : "term",
                    bits, mark.start, mark.end, utf8)
            case .context:
                return Reason(code: "context", weight: bits, term: Self.name(mark))
            case .pattern:
                let name = Pattern(rawValue: Int(mark.number))?.name ?? ""
                return reason("pattern", bits, name, mark.start, mark.end, utf8)
            case .text:
                let term = text(mark.start, mark.end, utf8)
                return reason("text", bits, term, mark.start, mark.end, utf8)
            case .rest: return Reason(code: "text.rest", weight: bits)
            case .prior: return Reason(code: "prior", weight: bits)
            }
        }
    }

    /// A find with its term as a person writes it.
    func find(
        _ hit: TermHit, _ code: String, _ bits: Bits, _ start: Int32, _ end: Int32,
        _ utf8: Span<UInt8>
    ) -> Reason {
        let term = lexicon.terms[Int(hit.term)]
        return reason(
            code, bits, term.term, start, end, utf8, group: term.group.rawValue,
            evasion: hit.disguises.evasions)
    }

    private static func name(_ mark: Assessment.Mark) -> String {
        let one = Circumstance(rawValue: Int(mark.number))?.name ?? ""
        let other = Circumstance(rawValue: Int(mark.other))?.name ?? ""
        return one == other ? one : "\(one) + \(other)"
    }

    private func reason(
        _ code: String, _ bits: Bits, _ term: String, _ start: Int32, _ end: Int32,
        _ utf8: Span<UInt8>, group: String = "", evasion: [Evasion] = []
    ) -> Reason {
        Reason(
            code: code, weight: bits, term: term, group: group, found: text(start, end, utf8),
            start: Int(start), end: Int(end), evasion: evasion)
    }

    private func text(_ start: Int32, _ end: Int32, _ utf8: Span<UInt8>) -> String {
        let bytes = (Int(start)..<Int(end)).map { utf8[$0] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
