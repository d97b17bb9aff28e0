/// Writes one JSON object on one line, keys in the order they are given.
///
/// Numbers are written from integers only, so that the same city has the same bytes on any machine.
struct JSONLine {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]
    private var isEmpty = true

    init() { bytes.reserveCapacity(1_024) }

    /// The finished object; the writer is used up.
    consuming func finish() -> String {
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Absent values write nothing.
    mutating func text(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        begin(key)
        quote(value)
    }

    mutating func integer(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        begin(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func flag(_ key: StaticString, _ value: Bool?) {
        guard let value else { return }
        begin(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// `units` of 10^-`places`, trailing zeros left out: 4800 at 3 places is `4.8`.
    mutating func decimal(_ key: StaticString, _ units: Int?, places: Int) {
        guard let units else { return }
        begin(key)
        bytes.append(contentsOf: decimalText(units, places: places).utf8)
    }

    mutating func strings(_ key: StaticString, _ values: [String]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            quote(value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// `{"lon":…,"lat":…,"datum":…}`.
    mutating func point(_ key: StaticString, _ point: MapPoint?) {
        guard let point else { return }
        begin(key)
        bytes.append(contentsOf: "{\"lon\":\(decimalText(point.longitude, places: 6))".utf8)
        bytes.append(contentsOf: ",\"lat\":\(decimalText(point.latitude, places: 6))".utf8)
        bytes.append(contentsOf: ",\"datum\":\"\(point.datum)\"}".utf8)
    }

    /// `json` must be a JSON value on one line.
    mutating func raw(_ key: StaticString, _ json: String) {
        begin(key)
        bytes.append(contentsOf: json.utf8)
    }

    private mutating func begin(_ key: StaticString) {
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key.description.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A:
                bytes.append(contentsOf: "\\n".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                let zeros = String(repeating: "0", count: 4 - digits.utf8.count)
                bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// `units` of 10^-`places` as a plain decimal number without trailing zeros.
func decimalText(_ units: Int, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let whole = units.magnitude / UInt(scale)
    var rest = Int(units.magnitude % UInt(scale))
    let sign = units < 0 ? "-" : ""
    guard rest > 0 else { return "\(sign)\(whole)" }
    var width = places
    while rest % 10 == 0 {
        rest /= 10
        width -= 1
    }
    return "\(sign)\(whole).\(padded(rest, width))"
}

/// `number` with leading zeros up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
}
