import Foundation
import Linkage
import Testing
import Text

/// The shipped tables, read once for all tests of comparators.
enum CompareTables {
    static func bytes(_ name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: root.appending(path: "Sources/Bootstrap/Data/\(name)")))
    }

    static let folder: Folder? = try? Folder(table: bytes("fold.tsv"))
    static let pinyin: Pinyin? = try? Pinyin(table: bytes("pinyin.tsv"))
    static let index: DivisionIndex? = folder.flatMap {
        try? DivisionIndex(table: (try? bytes("divisions.tsv")) ?? [], folder: $0)
    }
    static let surnames: SurnameTable? = folder.flatMap {
        try? SurnameTable(table: (try? bytes("surnames.tsv")) ?? [], folder: $0)
    }

    static func parser() throws -> ChineseAddressParser {
        ChineseAddressParser(index: try #require(index), folder: try #require(folder))
    }

    static func addresses() throws -> ChineseAddressComparator {
        ChineseAddressComparator(index: try #require(index), folder: try #require(folder))
    }

    static func phones() throws -> PhoneComparator { PhoneComparator(folder: try #require(folder)) }

    static func names() throws -> ChineseNameComparator {
        ChineseNameComparator(
            folder: try #require(folder), pinyin: try #require(pinyin),
            surnames: try #require(surnames))
    }

    static func handles() throws -> HandleComparator {
        HandleComparator(folder: try #require(folder), pinyin: try #require(pinyin))
    }
}

/// Texts that no comparator may trip over.
enum Hostile {
    static let texts: [String] = [
        "", " ", "\u{0}", "\u{FFFD}", "*", "****", "号", "栋", "-", "1", "1-", "1-2-3-4-5-6-7-8-9",
        "省市区县", "路路路路路", "村村村", "中国中国中国", "号号号", "1号1号1号1号", "一二三四五六七八九十百",
        String(repeating: "长", count: 20_000), String(repeating: "湖南省", count: 5_000),
        String(repeating: "1", count: 50_000), String(repeating: "1-", count: 20_000),
        String(repeating: "城关镇", count: 3_000), String(repeating: "a1*", count: 9_000),
        String(repeating: "王", count: 9_999), String(repeating: "😀", count: 3_000),
        "\u{202E}138\u{200B}0013\u{FE0F}8000", "e\u{301}\u{301}\u{301}", "\r\n\t\u{1}\u{2}\u{7F}",
        "𠀀𠀁𠀂村", "+", "+86", "+86+86", "0086", "(((((((((", "٠١٢٣٤٥٦٧٨٩٠", "٪؉",
        "xx号xx栋xx单元xx室", "a", "B座", "甲", "甲5", "之之之", "5之", "二十十百百九九号",
        "新疆维吾尔自治区新疆维吾尔自治区", "wxid_", "_", "--__--", "某", "某某某", "*先生", "先生", "王*", "**明",
    ]
}
