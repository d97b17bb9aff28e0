import Primitives
import Records

/// All labels that name the sender alike: the same name, phone, place and customer account.
struct SenderParty: Sendable {
    struct Key: Hashable, Sendable {
        let name: UInt32
        /// Digest of what the phone shows, 0 where there is none; all of one pattern are alike.
        let pattern: UInt64
        /// Number of the whole phone among identifiers; nil for a masked one.
        let phone: UInt32?
        let account: UInt32?
        let place: SenderPlace

        /// Tells senders apart as far as a label can: by phone, without one by name.
        var sender: UInt64 { pattern != 0 ? pattern : UInt64(name) }
    }

    let key: Key
    let name: SenderName
    var first: RecordRef
    var records = 1
}

/// Names, places and parties of the labels that were added, each once.
struct SenderParties: Sendable {
    private let reader: SenderReader
    private var nameNumbers: [String: UInt32] = [:]
    private var names: [SenderName] = []
    private var places: [UInt64: SenderPlace] = [:]
    private var numbers: [SenderParty.Key: UInt32] = [:]
    private(set) var all: [SenderParty] = []

    init(_ reader: SenderReader) { self.reader = reader }

    /// The party of a label.
    mutating func add(
        _ record: RecordRef, name: String?, address: String?, pattern: UInt64, phone: UInt32?,
        account: UInt32?
    ) -> UInt32 {
        let name = number(of: name ?? "")
        let from = address.map { place(of: $0) } ?? SenderPlace()
        let key = SenderParty.Key(
            name: name, pattern: pattern, phone: phone, account: account, place: from)
        if let known = numbers[key] {
            all[Int(known)].records += 1
            if record < all[Int(known)].first { all[Int(known)].first = record }
            return known
        }
        let index = UInt32(all.count)
        numbers[key] = index
        all.append(SenderParty(key: key, name: names[Int(name)], first: record))
        return index
    }

    private mutating func number(of name: String) -> UInt32 {
        if let known = nameNumbers[name] { return known }
        let read = reader.name(name)
        let number = UInt32(names.count)
        names.append(read)
        nameNumbers[name] = number
        return number
    }

    private mutating func place(of address: String) -> SenderPlace {
        let digest = StableHash.of(address)
        if let known = places[digest] { return known }
        let read = reader.place(address)
        places[digest] = read
        return read
    }
}
