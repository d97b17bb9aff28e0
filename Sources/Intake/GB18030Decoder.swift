import Glibc

/// Turns GB18030 into UTF-8 by the C library's iconv.
///
/// One decoder serves one reader: it keeps no state between calls, but a call is not reentrant.
final class GB18030Decoder {
    private let descriptor: iconv_t

    /// - Throws: `IntakeError.noConverter` where the C library has no such converter.
    init() throws(IntakeError) {
        let opened: iconv_t? = iconv_open("UTF-8", "GB18030")
        // iconv_open says (iconv_t)-1 where it cannot.
        guard let opened, Int(bitPattern: opened) != -1 else { throw .noConverter }
        descriptor = opened
    }

    deinit { iconv_close(descriptor) }

    /// Replaces `output` by the UTF-8 of `input`.
    /// - Returns: the offset of the first byte that is no GB18030, or nil where all of it is.
    func decode(_ input: ArraySlice<UInt8>, into output: inout [UInt8]) -> Int? {
        // One byte becomes one, two become at most four (0xFE51 is U+20087), four at most four.
        let room = input.count * 2 + 4
        var problem: Int?
        output = [UInt8](unsafeUninitializedCapacity: room) { target, count in
            input.withUnsafeBytes { source in
                let input = UnsafeMutableRawPointer(mutating: source.baseAddress)
                let output = UnsafeMutableRawPointer(target.baseAddress)
                // Safe: bytes and C chars have one layout, and iconv never writes to its input.
                var from = input?.assumingMemoryBound(to: CChar.self)
                var fromLeft = source.count
                // Safe: as above, and iconv writes at most `room` bytes, which the array has.
                var to = output?.assumingMemoryBound(to: CChar.self)
                var toLeft = room
                _ = iconv(descriptor, nil, nil, nil, nil)
                let result = iconv(descriptor, &from, &fromLeft, &to, &toLeft)
                if result == -1 || fromLeft > 0 {
                    problem = source.count - fromLeft
                }
                count = room - toLeft
            }
        }
        return problem
    }
}
