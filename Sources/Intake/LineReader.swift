import Glibc
import Primitives

/// The lines of a source, one at a time, in constant memory.
///
/// A line ends at LF, CRLF, a lone CR, or the end of the source. Numbers begin at 1 and count every
/// line, empty ones too. Memory is bounded by `Limits.lineBytesMax` and one chunk.
package struct LineReader {
    /// What the next line turned out to be.
    package enum Event: Equatable {
        /// A line of valid UTF-8 without NUL, in `line`; it may be empty.
        case line
        /// A line that is no text, and why; reading goes on behind it.
        case refused(String)
        case end
    }

    package let name: String
    /// The line last read, as UTF-8 without its end; empty after a refusal.
    package private(set) var line: [UInt8] = []
    /// The number of the line last read, 1-based; 0 before the first.
    package private(set) var number = 0
    /// Bytes of the source taken so far, line ends included.
    package private(set) var bytesTaken = 0
    /// The encoding as given or found; nil as long as every line was ASCII.
    package private(set) var encoding: TextEncoding?

    private let source: ByteSource
    private var decoder: GB18030Decoder?
    private var buffer = [UInt8](repeating: 0, count: Limits.readChunkBytes)
    /// Unread bytes are `buffer[start..<end]`.
    private var start = 0
    private var end = 0
    /// Bytes before this one were looked through for a line end.
    private var scanned = 0
    /// The first LF at or behind `scanned`, as far as known; `end` for none yet.
    private var knownLF = -1
    private var sourceEnded = false
    private var begun = false
    /// The last line ended at a CR that was the last byte at hand: an LF next belongs to it.
    private var skipsLF = false

    /// A reader of `source`; `encoding` nil means found out from the bytes.
    package init(_ source: ByteSource, encoding: TextEncoding? = nil) {
        name = source.name
        self.source = source
        self.encoding = encoding
    }

    /// True where nothing is at hand and a read might wait, as on a pipe whose writer is thinking.
    package var mightWait: Bool { start == end && !sourceEnded && !source.isReady() }

    /// Reads one line.
    /// - Throws: `IntakeError` where the source cannot be read, or is no text in UTF-8 or GB18030.
    package mutating func next() throws(IntakeError) -> Event {
        if !begun { try begin() }
        while true {
            if let lineEnd = findEnd() { return try take(upTo: lineEnd, endBytes: 1) }
            if sourceEnded {
                line.removeAll(keepingCapacity: true)
                return start < end ? try take(upTo: end, endBytes: 0) : .end
            }
            if end - start > Limits.lineBytesMax { return try skipLongLine() }
            try fill()
        }
    }

    /// The first byte that is no white space, looked up without taking anything; nil at the end of
    /// the source or where none is in the first chunk.
    package mutating func firstVisibleByte() throws(IntakeError) -> UInt8? {
        if !begun { try begin() }
        return buffer[start..<end].first { $0 > 0x20 }
    }

    /// The first line as UTF-8, looked up without taking it; nil where it is no text, where there
    /// is none, or where it does not end within the first chunk.
    package mutating func peekLine() throws(IntakeError) -> [UInt8]? {
        if !begun { try begin() }
        while findEnd() == nil, !sourceEnded {
            guard end - start < Limits.readChunkBytes else { return nil }
            try fill()
        }
        // The line's end is at hand, so the copy reads nothing from the source they share.
        var copy = self
        return try copy.next() == .line ? copy.line : nil
    }

    private mutating func begin() throws(IntakeError) {
        begun = true
        // Enough for any sign at a file's beginning, without waiting for more than a line.
        repeat { try fill() } while !sourceEnded && end < 16 && !buffer[..<end].contains(10)
        try EncodingGuess.refuse(buffer[start..<end], name: name)
        if buffer[start..<end].starts(with: EncodingGuess.utf8Mark) {
            start += EncodingGuess.utf8Mark.count
            encoding = encoding ?? .utf8
        } else if buffer[start..<end].starts(with: EncodingGuess.gb18030Mark) {
            start += EncodingGuess.gb18030Mark.count
            encoding = encoding ?? .gb18030
        }
        scanned = start
        bytesTaken = start
    }

    /// Reads more bytes behind those at hand, after moving those to the front.
    private mutating func fill() throws(IntakeError) {
        if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base, base + start, end - start)
            }
            scanned -= start
            end -= start
            start = 0
        }
        if end == buffer.count {
            buffer.append(contentsOf: repeatElement(0, count: buffer.count))
        }
        let from = end
        let read = source.read
        let count = try buffer.withUnsafeMutableBufferPointer { bytes throws(IntakeError) in
            try read(
                UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[from...])))
        }
        end += count
        sourceEnded = count == 0
        knownLF = -1
        if skipsLF, start < end {
            skipsLF = false
            if buffer[start] == 10 {
                start += 1
                bytesTaken += 1
                scanned = max(scanned, start)
            }
        }
    }

    /// Where the line at `start` ends, or nil where its end is not at hand.
    private mutating func findEnd() -> Int? {
        let from = max(scanned, start)
        if knownLF < from { knownLF = position(of: 10, in: from..<end) }
        // A lone CR before the LF ends the line; the LF's own CR does too.
        let found = position(of: 13, in: from..<knownLF)
        scanned = found
        return found < end ? found : nil
    }

    /// The first `byte` in the range, or the range's end.
    private func position(of byte: Int32, in range: Range<Int>) -> Int {
        buffer.withUnsafeBytes { bytes in
            guard !range.isEmpty, let base = bytes.baseAddress,
                let hit = memchr(base + range.lowerBound, byte, range.count)
            else { return range.upperBound }
            return UnsafeRawPointer(hit) - base
        }
    }

    private mutating func take(upTo lineEnd: Int, endBytes: Int) throws(IntakeError) -> Event {
        let range = start..<lineEnd
        let event = range.count > Limits.lineBytesMax ? refuseLength() : try read(range)
        consume(upTo: lineEnd, endBytes: endBytes)
        return event
    }

    private mutating func consume(upTo lineEnd: Int, endBytes: Int) {
        number += 1
        var next = lineEnd + endBytes
        if endBytes == 1, buffer[lineEnd] == 13 {
            if next < end {
                if buffer[next] == 10 { next += 1 }
            } else {
                skipsLF = true
            }
        }
        bytesTaken += next - start
        start = next
        scanned = next
    }

    private mutating func refuseLength() -> Event {
        line.removeAll(keepingCapacity: true)
        return .refused("the line is longer than \(Limits.lineBytesMax) bytes")
    }

    /// Drops bytes up to the next line end without keeping them.
    private mutating func skipLongLine() throws(IntakeError) -> Event {
        while true {
            if let lineEnd = findEnd() {
                consume(upTo: lineEnd, endBytes: 1)
                return refuseLength()
            }
            bytesTaken += end - start
            start = end
            if sourceEnded {
                number += 1
                return refuseLength()
            }
            try fill()
        }
    }

    /// Puts the bytes of one line into `line` as UTF-8, or says why they are no text.
    private mutating func read(_ range: Range<Int>) throws(IntakeError) -> Event {
        line.removeAll(keepingCapacity: true)
        let bytes = buffer[range]
        let zero = position(of: 0, in: range)
        if zero < range.upperBound {
            return .refused("a NUL byte at byte offset \(zero - range.lowerBound)")
        }
        if isASCII(bytes) {
            line.append(contentsOf: bytes)
            return .line
        }
        let spelled: TextEncoding
        if let encoding {
            spelled = encoding
        } else {
            spelled = try EncodingGuess.vote(
                first: bytes, rest: buffer[range.upperBound..<end], isWhole: sourceEnded)
            encoding = spelled
        }
        switch spelled {
        case .utf8:
            if let offset = invalidUTF8(bytes) {
                return .refused("not UTF-8 at byte offset \(offset)")
            }
            line.append(contentsOf: bytes)
        case .gb18030:
            if decoder == nil { decoder = try GB18030Decoder() }
            if let offset = decoder?.decode(bytes, into: &line) {
                line.removeAll(keepingCapacity: true)
                return .refused("not GB18030 at byte offset \(offset)")
            }
        }
        return .line
    }
}
