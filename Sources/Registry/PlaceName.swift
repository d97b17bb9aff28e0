/// What one name in an address stands for.
enum PlaceMeaning: Hashable, Sendable {
    case city
    case province(String)
    case otherCity(String)
    /// Index of the division; `needsCity` where other cities have one of this name.
    case division(Int, needsCity: Bool)
    case town(Int, name: String, distinct: Bool)
    /// Index of the production area.
    case area(Int)
    case areaTown(Int, name: String, distinct: Bool)
    /// Contains a name and means something else.
    case nothing
}

/// Finds the names of a fixed list in addresses: leftmost, longest first, each scalar used once.
///
/// One name can stand for several things (a town of the city that is a production area too).
///
/// A short name before a road word is the name of a road: 南昌路, 进贤门, 北京西路.
/// - Complexity: O(scalars x names with one first scalar), no table larger than the names.
struct PlaceNames: Sendable {
    struct Entry: Sendable {
        var scalars: [Unicode.Scalar]
        var isShort: Bool
        var meanings: [PlaceMeaning]
    }

    private var entries: [[Entry]] = []
    private var byFirst: [Unicode.Scalar: Int] = [:]
    private let roadWords: [[Unicode.Scalar]]

    init(roadWords: [String]) {
        self.roadWords = roadWords.map { Array($0.unicodeScalars) }
    }

    mutating func add(_ name: String, isShort: Bool = false, _ meaning: PlaceMeaning) {
        let scalars = Array(name.unicodeScalars)
        guard let first = scalars.first else { return }
        let slot = byFirst[first] ?? entries.count
        if slot == entries.count {
            byFirst[first] = slot
            entries.append([])
        }
        if let same = entries[slot].firstIndex(where: { $0.scalars == scalars }) {
            entries[slot][same].meanings.append(meaning)
            return
        }
        entries[slot].append(Entry(scalars: scalars, isShort: isShort, meanings: [meaning]))
        entries[slot].sort { $0.scalars.count > $1.scalars.count }
    }

    /// Calls `body` with each name's text and meanings, in order of place.
    func forEach(in address: String, _ body: (String, [PlaceMeaning]) -> Void) {
        let text = Array(address.unicodeScalars)
        var start = 0
        while start < text.count {
            if let slot = byFirst[text[start]],
                let entry = entries[slot].first(where: { stands($0, in: text, at: start) })
            {
                var name = String.UnicodeScalarView()
                name.append(contentsOf: entry.scalars)
                body(String(name), entry.meanings)
                start += entry.scalars.count
            } else {
                start += 1
            }
        }
    }

    private func stands(_ entry: Entry, in text: [Unicode.Scalar], at start: Int) -> Bool {
        let rest = text[start...]
        guard rest.starts(with: entry.scalars) else { return false }
        guard entry.isShort else { return true }
        let after = rest.dropFirst(entry.scalars.count)
        return !roadWords.contains { after.starts(with: $0) }
    }
}
