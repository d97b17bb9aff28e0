/// Reads a table of tab-separated lines from bytes, one line after another.
///
/// Lines that begin with `#` tell where a table comes from and are passed over. The reader copies
/// nothing but the cells it hands out.
package struct TableReader {
    private let bytes: [UInt8]
    private var next = 0
    /// 1-based number of the line last handed out.
    package private(set) var line = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The cells of the next line; nil at the end.
    package mutating func cells() -> [ArraySlice<UInt8>]? {
        while next < bytes.count {
            let start = next
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            next = end + 1
            line += 1
            if end > start, bytes[end - 1] == 0x0D { end -= 1 }
            if end == start || bytes[start] == 0x23 { continue }
            return bytes[start..<end].split(
                separator: 0x09, omittingEmptySubsequences: false)
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    /// The Unicode scalars of this UTF-8 cell; nil where it is not UTF-8.
    package var scalars: [UInt32]? {
        var decoder = UTF8()
        var iterator = makeIterator()
        var result: [UInt32] = []
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): result.append(scalar.value)
            case .emptyInput: return result
            case .error: return nil
            }
        }
    }

    /// The number this cell of hexadecimal digits writes; nil for anything else.
    var hexadecimal: UInt32? {
        guard !isEmpty, count <= 6 else { return nil }
        var value: UInt32 = 0
        for byte in self {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}
