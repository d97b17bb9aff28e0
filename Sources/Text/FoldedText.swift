/// How a folded scalar differs from what stands in the text.
package struct FoldMarks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Full-width or another compatibility form (全角, ①).
    package static let width = FoldMarks(rawValue: 1)
    /// A capital letter.
    package static let letterCase = FoldMarks(rawValue: 2)
    /// A traditional or Japanese form of a simplified character (繁体).
    package static let traditional = FoldMarks(rawValue: 4)
    /// A look-alike: radical, mathematical letter, letter of another script, tone mark (形近).
    package static let glyph = FoldMarks(rawValue: 8)
    /// Space, punctuation, picture or another symbol: what matching may pass over.
    package static let separator = FoldMarks(rawValue: 16)
    /// In tables only: the character leaves nothing behind.
    static let invisible = FoldMarks(rawValue: 32)
    /// Bytes that are not UTF-8 stood here.
    package static let replaced = FoldMarks(rawValue: 64)
    /// An invisible or combining character stood before this one.
    package static let invisibleBefore = FoldMarks(rawValue: 128)
    /// The second or a later scalar of one character, such as the 0 of ⑩.
    package static let continued = FoldMarks(rawValue: 256)
}

/// A text brought to one writing, each scalar with the bytes of the original that it stands for.
///
/// The first `count` entries of the four arrays are the text; what lies behind them is room from
/// earlier texts. Offsets are UTF-8 bytes of the original, 0-based, end exclusive; starts never
/// fall, and every span lies inside the text. A value is a buffer to be used again: folding into it
/// keeps its memory.
package struct FoldedText: Sendable {
    /// Folded code points: simplified, narrow, lower case, without invisible characters.
    package internal(set) var scalars: [UInt32] = []
    package internal(set) var starts: [Int32] = []
    package internal(set) var ends: [Int32] = []
    package internal(set) var marks: [FoldMarks] = []

    package internal(set) var count = 0

    package init() {}

    /// The first `count` scalars and marks for the length of one call.
    func withScalarsAndMarks<Result>(
        _ body: (UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<FoldMarks>) -> Result
    ) -> Result {
        scalars.withUnsafeBufferPointer { scalars in
            marks.withUnsafeBufferPointer { marks in
                body(
                    UnsafeBufferPointer(rebasing: scalars[..<count]),
                    UnsafeBufferPointer(rebasing: marks[..<count]))
            }
        }
    }

    /// The first place from `start` on of a small Latin letter or a digit, or else `count`.
    package func firstLetterOrDigit(from start: Int) -> Int {
        scalars.withUnsafeBufferPointer { scalars in
            var place = start
            while place < count {
                let scalar = scalars[place]
                if Script.isLatin(scalar) || Script.isDigit(scalar) { break }
                place &+= 1
            }
            return place
        }
    }

    /// The folded scalars as a text, for people and for keys of equality.
    package var text: String {
        var result = String.UnicodeScalarView()
        for value in scalars.prefix(count) { result.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return String(result)
    }

    /// The folded text without what carries `separator`: the form in which names and addresses are
    /// compared.
    package var denseText: String {
        var result = String.UnicodeScalarView()
        for (value, mark) in zip(scalars, marks).prefix(count) where !mark.contains(.separator) {
            result.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(result)
    }
}

/// Tests of a folded scalar's script, by code point.
package enum Script {
    /// A Han character (汉字), extensions and 〇 included.
    @inlinable
    @inline(__always)
    package static func isHan(_ scalar: UInt32) -> Bool {
        (scalar >= 0x3400 && scalar <= 0x9FFF) || scalar == 0x3007
            || (scalar >= 0x20000 && scalar <= 0x323AF)
    }

    /// A lower-case Latin letter; folded texts have no others.
    @inlinable
    @inline(__always)
    package static func isLatin(_ scalar: UInt32) -> Bool { scalar >= 0x61 && scalar <= 0x7A }

    @inlinable
    @inline(__always)
    package static func isDigit(_ scalar: UInt32) -> Bool { scalar >= 0x30 && scalar <= 0x39 }
}
