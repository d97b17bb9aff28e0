import Foundation

/// What the harnesses of scripts/fuzz share.
///
/// The first byte of an input says how it is used; the rest lies at the end of libFuzzer's own
/// buffer, so that reading one byte too many is an error of the address sanitizer.
enum Fuzzing {
    /// A file that ships; the script runs harnesses from the project's root.
    static func data(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: "Sources/Bootstrap/Data/\(name)")))
    }

    /// Ends the run, and libFuzzer keeps the input.
    static func require(_ holds: Bool, _ promise: @autoclosure () -> String) {
        if !holds { fatalError("broken promise: \(promise())") }
    }

    /// The value, or the end of the run where the project's own data cannot be read.
    static func must<Value>(_ body: () throws -> Value) -> Value {
        do { return try body() } catch { fatalError("cannot begin: \(error)") }
    }

    /// The control byte and the rest of what libFuzzer hands in; nil for the empty input.
    static func input(
        _ start: UnsafePointer<UInt8>, _ count: Int
    ) -> (control: UInt8, bytes: UnsafeBufferPointer<UInt8>)? {
        if count == 0 { return nil }
        return (start[0], UnsafeBufferPointer(start: start + 1, count: count - 1))
    }

    /// What stands before the first NUL and what stands behind it.
    static func halves(_ bytes: UnsafeBufferPointer<UInt8>) -> (first: [UInt8], second: [UInt8]) {
        let cut = bytes.firstIndex(of: 0) ?? bytes.count
        return (Array(bytes[..<cut]), Array(bytes[min(cut + 1, bytes.count)...]))
    }

    /// Lines as terms, as the command line takes them: none empty, none longer than allowed.
    static func terms(_ bytes: [UInt8], most: Int) -> [String] {
        bytes.split(separator: 0x0A).prefix(most).map {
            String(decoding: $0.prefix(192), as: UTF8.self)
        }
    }

    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// Whether a character of a well-formed text may begin or end there.
    static func isBoundary(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        place == bytes.count || bytes[place] & 0xC0 != 0x80
    }
}
