/// A name of one record of kind `Of`, so that a lead's id can never stand where an actor's belongs.
///
/// The text is opaque: never parsed, compared by bytes, at most `Limits.idBytesMax` bytes where it
/// comes from outside.
package struct ID<Of>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
