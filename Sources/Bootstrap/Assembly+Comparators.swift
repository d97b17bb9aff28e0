package import Linkage
import Text

/// The Chinese comparators over the shipped tables.
package struct ChineseComparators: Sendable {
    package let phone: PhoneComparator
    package let name: ChineseNameComparator
    package let address: ChineseAddressComparator
    package let addressParser: ChineseAddressParser
    package let handle: HandleComparator

    /// `set` with these four, as `phone`, `chinese-name`, `chinese-address` and `handle`.
    package func added(to set: ComparatorSet) -> ComparatorSet {
        var set = set
        set.register("phone", fixed: phone)
        set.register("chinese-name", fixed: name)
        set.register("chinese-address", fixed: address)
        set.register("handle", fixed: handle)
        return set
    }
}

extension Assembly {
    /// The comparators, with the shipped divisions and surnames.
    ///
    /// Takes 0.1 s, most of it for the divisions.
    ///
    /// - Throws: `BootstrapError`, `TextError`, and what a table's own reader throws.
    package static func comparators() throws -> ChineseComparators {
        let folder = try Folder(table: try ResourceFiles.bytes("fold.tsv"))
        let pinyin = try Pinyin(table: try ResourceFiles.bytes("pinyin.tsv"))
        let index = try DivisionIndex(
            table: try ResourceFiles.bytes("divisions.tsv"), folder: folder)
        let surnames = try SurnameTable(
            table: try ResourceFiles.bytes("surnames.tsv"), folder: folder)
        return ChineseComparators(
            phone: PhoneComparator(folder: folder),
            name: ChineseNameComparator(folder: folder, pinyin: pinyin, surnames: surnames),
            address: ChineseAddressComparator(index: index, folder: folder),
            addressParser: ChineseAddressParser(index: index, folder: folder),
            handle: HandleComparator(folder: folder, pinyin: pinyin))
    }
}
