extension Array {
    /// Empties a buffer that is used again, and keeps its memory.
    ///
    /// `removeAll(keepingCapacity:)` costs as much for an empty array as for a full one, and a text
    /// goes through a dozen buffers of which most are empty.
    @inlinable
    @inline(__always)
    package mutating func clear() {
        if !isEmpty { removeAll(keepingCapacity: true) }
    }
}
