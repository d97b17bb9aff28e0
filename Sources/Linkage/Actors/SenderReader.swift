import Primitives
import Text

/// Reads senders off labels, so that the linker can tell that two are, or are not, the same.
///
/// Names are used for nothing else: none of them is evidence of anything but identity. Without a
/// reader the linker goes by whole identifiers alone.
package struct SenderReader: Sendable {
    private let names: ChineseNameComparator
    private let addresses: ChineseAddressComparator

    package init(names: ChineseNameComparator, addresses: ChineseAddressComparator) {
        self.names = names
        self.addresses = addresses
    }

    /// What a label calls the sender.
    func name(_ text: String) -> SenderName {
        let alias = SenderName(kind: .alias, key: StableHash.of(text), shown: [])
        let isPlain = !text.utf8.contains {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        }
        guard isPlain, let name = names.prepare(text), let first = name.characters.first,
            names.surnames.isSurname(first) || name.surnameLength == 2
        else { return alias }
        // 王女士 and 老王 are what one calls oneself who would not be named; 王* was hidden by others.
        if name.isSurnameOnly { return name.isMasked ? SenderName(kind: .surname, name) : alias }
        let given = name.characters.dropFirst(name.surnameLength)
        if name.isMasked {
            // 郑*士 is 郑女士.
            if given.last == Self.titleEnd { return alias }
            return NameWords.familiar.contains(first) ? alias : SenderName(kind: .hidden, name)
        }
        guard given.count <= Self.givenMax, !given.isEmpty,
            !NameWords.familiar.contains(first), !given.contains(where: Self.trade.contains)
        else { return alias }
        return SenderName(kind: .full, name)
    }

    /// 士, the end of 女士; 生 ends many given names too.
    private static let titleEnd: UInt32 = 0x58EB
    /// Characters of firms, not of persons.
    private static let trade = Set("店仓厂部司货代铺坊社哥姐".unicodeScalars.map(\.value))
    /// Characters of a given name; longer ones are firms.
    private static let givenMax = 2

    /// Where a label says the parcel comes from.
    func place(_ text: String) -> SenderPlace {
        guard let address = addresses.prepare(text) else { return SenderPlace() }
        return SenderPlace(street: address.frequencyKey ?? 0, door: address.doorKey ?? 0)
    }
}

/// A sender's name as far as it tells who he is not.
struct SenderName: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// 王小明.
        case full
        /// 王\*明.
        case hidden
        /// 王\*: what shows is the surname alone.
        case surname
        /// 强哥, A仓, 王女士: no name of a person.
        case alias
    }

    let kind: Kind
    /// Equal for names written alike.
    let key: UInt64
    /// Folded characters, 0 for a hidden one; empty for an alias.
    let shown: [UInt32]
}

extension SenderName {
    init(kind: Kind, _ name: PreparedName) {
        self.kind = kind
        shown = name.characters
        key = shown.reduce(StableHash.start) { StableHash.adding(word: $1, to: $0) }
    }

    /// Whether what both show is the same, of two names that are full or hidden in part.
    func agrees(with other: SenderName) -> Bool {
        shown.count == other.shown.count
            && zip(shown, other.shown).allSatisfy { $0 == $1 || $0 == 0 || $1 == 0 }
    }

    /// Whether it tells which person of a household is meant.
    var isPersonal: Bool { kind == .full || kind == .hidden }
}

/// Keys of a sender's address, 0 where it names none.
struct SenderPlace: Hashable, Sendable {
    /// Road and number, estate or village.
    var street: UInt64 = 0
    /// House, yard or flat.
    var door: UInt64 = 0
}
