import Foundation
import Linkage
import Text

/// Processor seconds of the comparators, and their answers as JSON for who judges them.
enum Measuring {
    private static let passesMin = 3
    private static let secondsMin = 1.0

    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Calls of `body` in a second of the processor, by the quickest pass of about `secondsMin`.
    private static func perSecond(_ count: Int, _ body: () -> Int) -> Double {
        var best = Double.infinity
        var spent = 0.0
        var passes = 0
        var sink = 0
        while passes < passesMin || spent < secondsMin * 3 {
            let start = processorSeconds()
            sink &+= body()
            let seconds = processorSeconds() - start
            best = min(best, seconds)
            spent += seconds
            passes += 1
        }
        precondition(sink != Int.min, "what is measured must not be left out")
        return Double(count) / best
    }

    private static func lines() -> [String] {
        var result: [String] = []
        while let line = readLine() { result.append(line) }
        return result
    }

    private static func repeated(_ texts: [String], to count: Int) -> [String] {
        guard !texts.isEmpty else { return [] }
        return (0..<count).map { texts[$0 % texts.count] }
    }

    static func addresses(_ tables: Tables) throws {
        let parser = ChineseAddressParser(index: tables.index, folder: tables.folder)
        let comparator = ChineseAddressComparator(index: tables.index, folder: tables.folder)
        let texts = lines()
        for text in texts {
            let address = parser.parse(text)
            say([
                "text": text, "province": address?.province ?? "", "city": address?.city ?? "",
                "county": address?.county ?? "", "town": address?.town ?? "",
            ])
        }
        let many = repeated(texts, to: 20_000)
        let parsed = perSecond(many.count) {
            many.reduce(0) { $0 &+ (parser.parse($1)?.parts.count ?? 0) }
        }
        let prepared = perSecond(many.count) {
            many.reduce(0) { $0 &+ (comparator.prepare($1)?.estate.count ?? 0) }
        }
        let ready = repeated(texts, to: 1_000).compactMap { comparator.prepare($0) }
        let compared = perSecond(ready.count * ready.count) {
            var sum = 0
            for a in ready { for b in ready { sum &+= comparator.level(a, b) } }
            return sum
        }
        say([
            "parsed_per_cpu_s": parsed, "prepared_per_cpu_s": prepared,
            "compared_per_cpu_s": compared, "table_ms": tables.indexMilliseconds,
        ])
    }

    static func phones(_ tables: Tables) {
        let comparator = PhoneComparator(folder: tables.folder)
        let texts = lines()
        for text in texts {
            say(["text": text, "found": comparator.all(in: text).map(\.text)])
        }
        let plain = (0..<20_000).map { number in
            "1\(["38", "59", "86", "99", "77"][number % 5])" + digits(number * 4_999 % 100_000_000)
        }
        let disguised = repeated(texts, to: 20_000)
        let plainSpeed = perSecond(plain.count) {
            plain.reduce(0) { $0 &+ (comparator.prepare($1)?.hiddenDigits ?? 1) }
        }
        let disguisedSpeed = perSecond(disguised.count) {
            disguised.reduce(0) { $0 &+ (comparator.prepare($1)?.hiddenDigits ?? 1) }
        }
        let ready = plain.prefix(1_000).compactMap { comparator.prepare($0) }
        let compared = perSecond(ready.count * ready.count) {
            var sum = 0
            for a in ready { for b in ready { sum &+= comparator.level(a, b) } }
            return sum
        }
        say([
            "plain_per_cpu_s": plainSpeed, "disguised_per_cpu_s": disguisedSpeed,
            "compared_per_cpu_s": compared,
        ])
    }

    private static func digits(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 8 - String(number).count)) + String(number)
    }

    /// Names made of the table's surnames and common characters; masked and titled ones among them.
    static func names(_ tables: Tables) throws {
        let comparator = ChineseNameComparator(
            folder: tables.folder, pinyin: tables.pinyin, surnames: tables.surnames)
        let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐").map(String.init)
        let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国小红志").map(String.init)
        let texts = (0..<1_000).map { number -> String in
            let surname = surnames[number % surnames.count]
            let first = given[number * 7 % given.count]
            switch number % 10 {
            case 0: return surname + "先生"
            case 1: return surname + "*" + first
            case 2, 3: return surname + first
            default: return surname + first + given[number * 13 % given.count]
            }
        }
        let prepared = perSecond(texts.count * 20) {
            var sum = 0
            for _ in 0..<20 {
                for text in texts { sum &+= comparator.prepare(text)?.length ?? 0 }
            }
            return sum
        }
        let ready = texts.compactMap { comparator.prepare($0) }
        let compared = perSecond(ready.count * ready.count) {
            var sum = 0
            for a in ready { for b in ready { sum &+= comparator.level(a, b) } }
            return sum
        }
        say(["prepared_per_cpu_s": prepared, "compared_per_cpu_s": compared])
    }

    private static func say(_ row: [String: Any]) {
        guard let data = try? JSONSerialization.data(withJSONObject: row, options: [.sortedKeys])
        else { return }
        print(String(decoding: data, as: UTF8.self))
    }
}
