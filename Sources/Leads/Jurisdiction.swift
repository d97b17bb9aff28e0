import Primitives
import Records

/// Whose a lead is, and what says so.
package struct Jurisdiction: Hashable, Sendable {
    /// What decided it, strongest first.
    package enum Ground: String, Sendable, CaseIterable {
        /// Where parcels were sent from.
        case senders
        /// The place that listings name.
        case listings
        /// Where parcels went to.
        case receivers
        /// Nothing in the city: the city's brigade.
        case none
    }

    /// Division code.
    package let division: String
    package let ground: Ground
    /// How many records name this division, of how many that name any.
    package let votes: Int
    package let of: Int

    /// The division of a dossier.
    ///
    /// Sender addresses decide where any names a division, else listings' places, else receivers'
    /// addresses; within one ground the division that most records name, suspicious parcels and
    /// offers first; on a tie the lower code. `city` takes what names no division.
    /// - Complexity: O(records).
    package static func decide(_ dossier: Dossier, city: String) -> Jurisdiction {
        let grounds: [(Ground, [(String?, Advice)])] = [
            (.senders, dossier.waybills.map { ($0.senderDivision, $0.advice) }),
            (.listings, dossier.listings.map { ($0.division, $0.advice) }),
            (.receivers, dossier.waybills.map { ($0.receiverDivision, $0.advice) }),
        ]
        for (ground, places) in grounds {
            let named = places.filter { $0.0 != nil && $0.0 != city }
            let marked = named.filter { $0.1 != .clear }
            let counted = marked.isEmpty ? named : marked
            guard !counted.isEmpty else { continue }
            var votes: [String: Int] = [:]
            for place in counted { votes[place.0 ?? city, default: 0] += 1 }
            let best = votes.min { ($1.value, $0.key) < ($0.value, $1.key) }
            guard let best else { continue }
            return Jurisdiction(
                division: best.key, ground: ground, votes: best.value, of: counted.count)
        }
        return Jurisdiction(division: city, ground: .none, votes: 0, of: 0)
    }
}
