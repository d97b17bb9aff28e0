import Foundation
import Intake
import Primitives
import Testing

struct JSONParserTests {
    static let valid: [(String, RawValue)] = [
        ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("0", .number(0)),
        ("-0", .number(-0.0)), ("1.5e3", .number(1_500)), ("1E-2", .number(0.01)),
        ("0.1", .number(0.1)), ("123456789012345678901", .number(123456789012345683968)),
        ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
        ("9007199254740993", .number(9007199254740992)), ("1e-400", .number(0)),
        ("\"\"", .text("")), (#""\"\\\/\b\f\n\r\t""#, .text("\"\\/\u{8}\u{C}\n\r\t")),
        (#""\u70DF\u82b1""#, .text("烟花")), (#""\ud83c\udf86""#, .text("🎆")), ("\"🎆\"", .text("🎆")),
        ("[]", .list([])), ("[1, [true]]", .list([.number(1), .list([.bool(true)])])),
        ("{}", .object([], offset: 0)),
        (
            #" {"a" : {"b":null} }"#,
            .object(
                [.init(key: "a", value: .object([.init(key: "b", value: .null)], offset: 8))],
                offset: 1)
        ),
        ("\u{FEFF}1", .number(1)),
    ]

    @Test(arguments: valid)
    func readsWhatIsJSON(_ text: String, _ value: RawValue) throws {
        var parser = JSONParser(Array(text.utf8))
        #expect(try parser.document() == value)
    }

    static let invalid: [(String, Int, String)] = [
        ("", 0, "the line ends where a value is needed"),
        ("[", 1, "the line ends where a value is needed"),
        ("[1,]", 3, "a value is needed here"), ("[1 2]", 3, "a comma or ] is needed here"),
        (#"{"a":1,}"#, 7, "a key in quotes is needed here"),
        (#"{"a" 1}"#, 5, "a colon is needed here"),
        (#"{"a":1"#, 6, "a comma or } is needed here"),
        ("{a:1}", 1, "a key in quotes is needed here"),
        ("01", 1, "the end of the line is needed here"), ("1.", 2, "a digit is needed here"),
        (".5", 0, "a value is needed here"), ("+1", 0, "a value is needed here"),
        ("1e", 2, "a digit is needed here"), ("-", 1, "a digit is needed here"),
        ("1e400", 0, "a number too large to hold"), ("NaN", 0, "a value is needed here"),
        ("nul", 0, "a value is needed here"), ("\"a", 0, "the string that begins here has no end"),
        (#""a\""#, 0, "the string that begins here has no end"),
        ("\"a\u{1}\"", 2, "a control character inside a string"),
        (#""\x""#, 1, "an escape that JSON does not have"),
        (#""\u12G4""#, 1, "an escape that JSON does not have"),
        (#""\u12""#, 1, "an escape that JSON does not have"), (#""a\u0000""#, 2, "an escaped NUL"),
        (#""\ud83c""#, 1, "half of a surrogate pair (a cut emoji?)"),
        (#""\udf86\ud83c""#, 1, "half of a surrogate pair (a cut emoji?)"),
        (#""\ud83c\u0041""#, 1, "half of a surrogate pair (a cut emoji?)"),
        ("{} {}", 3, "the end of the line is needed here"),
        (#"{"a":1,"a":2}"#, 7, "the key is given twice"), ("'a'", 0, "a value is needed here"),
    ]

    @Test(arguments: invalid)
    func saysWhereAndWhyATextIsNoJSON(_ text: String, _ offset: Int, _ what: String) {
        var parser = JSONParser(Array(text.utf8))
        let error = #expect(throws: JSONProblem.self) { try parser.document() }
        #expect(error?.offset == offset)
        #expect(error?.what == what)
    }

    @Test func nestingHasALimit() throws {
        let deep = { (levels: Int) in
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        var most = JSONParser(Array(deep(Limits.jsonDepthMax).utf8))
        _ = try most.document()
        for levels in [Limits.jsonDepthMax + 1, 1_000_000] {
            var parser = JSONParser(Array(deep(levels).utf8))
            let error = #expect(throws: JSONProblem.self) { try parser.document() }
            #expect(error?.what == "more than \(Limits.jsonDepthMax) levels of nesting")
        }
    }

    /// Texts grown from a grammar and then damaged: Foundation is the oracle for what is JSON and
    /// what it says, save for the cases in which we are stricter.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func agreesWithFoundation(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var valid = 0
        for _ in 0..<4_000 {
            var text = Array(Self.grow(&random, depth: 0).utf8)
            if random.chance(0.6) { Self.damage(&text, &random) }
            if String(validating: text, as: UTF8.self) == nil { continue }
            var parser = JSONParser(text)
            let ours = Result { try parser.document() }
            let theirs = Result {
                try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            }
            let shown = "seed \(seed): \(String(decoding: text, as: UTF8.self))"
            switch (ours, theirs) {
            case (.success(let value), .success(let object)):
                valid += 1
                #expect(Self.isSame(value, object), "\(shown)")
            case (.failure, .failure): continue
            case (.failure(let error), .success):
                let strict = ["twice", "surrogate", "NUL", "nesting", "too large"]
                let what = (error as? JSONProblem)?.what ?? ""
                #expect(strict.contains { what.contains($0) }, "\(what) \(shown)")
            case (.success, .failure(let error)):
                Issue.record("only we take it: \(error) \(shown)")
            }
        }
        #expect(valid > 1_000)
    }

    @Test func numbersAreRoundedCorrectly() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let whole = String(random.next() >> UInt64(random.below(64)))
            let fraction = random.chance(0.7) ? ".\(random.next() >> UInt64(random.below(64)))" : ""
            let power = random.chance(0.5) ? "e\(random.below(60) - 30)" : ""
            let text = whole + fraction + power
            var parser = JSONParser(Array(text.utf8))
            #expect(try parser.document() == Double(text).map { .number($0) }, "\(text)")
        }
    }

    private static func grow(_ random: inout SeededRandom, depth: Int) -> String {
        let kind = random.below(depth > 3 ? 6 : 8)
        switch kind {
        case 0: return random.pick(["null", "true", "false"])
        case 1: return String(random.below(2_000_000) - 1_000_000)
        case 2:
            let fraction = random.below(100_000)
            return "\(random.pick(["", "-"]))\(random.below(1_000)).\(fraction)"
                + random.pick(["", "e5", "E-7", "e+20", "e-30", "e300"])
        case 3: return String(UInt64.max - random.next() % 1_000) + String(random.next())
        case 4, 5:
            let parts = (0..<random.below(5)).map { _ in
                random.pick([
                    "a", "烟花", "🎆", #"\n"#, #"\u70df"#, #"\ud83c\udf86"#, #"\""#, " ", #"\/"#,
                    "\u{7F}",
                ])
            }
            return "\"\(parts.joined())\""
        case 6:
            let elements = (0..<random.below(4)).map { _ in grow(&random, depth: depth + 1) }
            return "[\(elements.joined(separator: random.pick([",", " , ", ",\t"])))]"
        default:
            let members = (0..<random.below(4)).map {
                "\"k\($0)\":\(grow(&random, depth: depth + 1))"
            }
            return "{\(members.joined(separator: random.pick([",", "\r\n,"])))}"
        }
    }

    private static func damage(_ text: inout [UInt8], _ random: inout SeededRandom) {
        for _ in 0...random.below(3) where !text.isEmpty {
            let place = random.below(text.count)
            switch random.below(3) {
            case 0: text.remove(at: place)
            case 1:
                text.insert(random.pick(Array("{}[]\",:\\0123456789eE+-.tfn u".utf8)), at: place)
            default: text[place] = UInt8(random.below(128))
            }
        }
    }

    private static func isSame(_ value: RawValue, _ object: Any) -> Bool {
        switch value {
        case .absent: return false
        case .null: return object is NSNull
        case .bool(let flag): return (object as? Bool) == flag
        case .number(let number):
            guard let other = object as? NSNumber else { return false }
            // Foundation reads long numbers as decimals and rounds twice.
            return abs(other.doubleValue - number) <= abs(number) * 1e-14
        case .text(let text):
            return (object as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .list(let list):
            guard let other = object as? [Any], other.count == list.count else { return false }
            return zip(list, other).allSatisfy { isSame($0, $1) }
        case .object(let members, _):
            guard let other = object as? [String: Any], other.count == members.count else {
                return false
            }
            return members.allSatisfy { member in
                other[member.key].map { isSame(member.value, $0) } ?? false
            }
        }
    }
}
