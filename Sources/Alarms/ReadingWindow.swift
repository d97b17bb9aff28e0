/// The youngest readings of a channel, in the order of their times.
///
/// A channel is the sensors that one condition looks at: the head-count sensor of a room, or all
/// its scales together. Two conditions at most look at one channel. What is older than the window
/// is judged without neighbours (docs/alarms.md).
struct ReadingWindow {
    /// One reading: time, number, value, and what the conditions said of it.
    struct Entry {
        /// Microseconds since 1970, shifted by eight bits; below: two bits of breach, six of the
        /// sensor's place in its channel.
        var stamp: Int64
        /// The low half of the sequence number.
        var sequence: UInt32
        /// In thousandths, rounded up.
        var value: Int32

        init(at time: Int64, sequence: Int64, place: Int, breach: UInt8, value: Int32) {
            stamp = time << 8 | Int64(place & 63) << 2 | Int64(breach & 3)
            self.sequence = UInt32(truncatingIfNeeded: sequence)
            self.value = value
        }

        init(stamp: Int64, sequence: UInt32, value: Int32) {
            self.stamp = stamp
            self.sequence = sequence
            self.value = value
        }

        var at: Int64 { stamp >> 8 }
        var breach: UInt8 { UInt8(truncatingIfNeeded: stamp & 3) }
        var place: Int { Int(stamp >> 2 & 63) }
    }

    static let capacity = 8

    private var filled: UInt8 = 0
    private var entries = InlineArray<8, Entry>(
        repeating: Entry(stamp: 0, sequence: 0, value: 0))
    /// Of the last reading that was older than the window: which conditions it breached.
    var lateBreach: UInt8 = 0

    var count: Int { Int(filled) }

    subscript(index: Int) -> Entry { entries[index] }

    /// Where a reading belongs.
    enum Place: Equatable {
        case at(Int)
        case seen
        /// Older than all that is remembered.
        case older
    }

    /// Looks for the place of a reading by its time, then its number, then its arrival.
    @inline(__always)
    func place(at time: Int64, sequence: Int64, sensor: Int) -> Place {
        let low = UInt32(truncatingIfNeeded: sequence)
        var index = count
        while index > 0 {
            let entry = entries[index - 1]
            if entry.at < time { break }
            if entry.at == time {
                if entry.sequence == low, entry.place == sensor { return .seen }
                if entry.sequence < low { break }
            }
            index -= 1
        }
        return index == 0 && count == Self.capacity ? .older : .at(index)
    }

    /// Puts `entry` in; returns its index and the entry that had to go.
    @inline(__always)
    mutating func insert(_ entry: Entry, at index: Int) -> (index: Int, gone: Entry?) {
        if count < Self.capacity {
            var at = count
            while at > index {
                entries[at] = entries[at - 1]
                at -= 1
            }
            entries[index] = entry
            filled += 1
            return (index, nil)
        }
        let gone = entries[0]
        var at = 0
        while at < index - 1 {
            entries[at] = entries[at + 1]
            at += 1
        }
        entries[index - 1] = entry
        return (index - 1, gone)
    }

    /// The value of the sensor at `place` that held before `index`; nil where the window does not
    /// reach back to it.
    func value(of place: Int, before index: Int) -> Int32? {
        var at = index - 1
        while at >= 0 {
            if entries[at].place == place { return entries[at].value }
            at -= 1
        }
        return nil
    }

    /// For decoding: adds the youngest.
    mutating func append(_ entry: Entry) {
        entries[count] = entry
        filled += 1
    }
}
