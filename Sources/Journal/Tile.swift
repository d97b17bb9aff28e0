/// A tile of C2SP tlog-tiles: up to 256 neighbouring hashes of one level, or up to 256 entries.
///
/// Level 0 holds leaf hashes; a hash of level L is that of a whole tile of level L - 1, so that it
/// stands for 256 to the power of L leaves.
package struct Tile: Hashable, Sendable {
    package static let widthMax = 256
    /// Nine levels would be more leaves than an index can count.
    package static let levelMax = 7

    package let level: Int
    /// 0-based within the level.
    package let index: Int
    /// 1 to 256; below 256 the tile is the last of its level.
    package let width: Int

    package init(level: Int, index: Int, width: Int) {
        precondition((0...Self.levelMax).contains(level), "a tile's level is 0 to 7")
        precondition((1...Self.widthMax).contains(width), "a tile has 1 to 256 hashes")
        precondition(index >= 0 && index <= Int.max >> (8 * (level + 1)), "no such tile")
        self.level = level
        self.index = index
        self.width = width
    }

    /// The tile that holds hash `index` of `level` in a log of `size` leaves; nil where the log has
    /// no such hash.
    package init?(holding index: Int, level: Int, size: Int) {
        guard (0...Self.levelMax).contains(level), index >= 0 else { return nil }
        let hashes = size >> (8 * level)
        guard index < hashes else { return nil }
        let first = index & ~(Self.widthMax - 1)
        self.init(
            level: level, index: index >> 8, width: min(Self.widthMax, hashes - first))
    }

    /// Which hashes of its level it holds; for level 0 also which entries.
    package var hashes: Range<Int> { index << 8..<(index << 8 + width) }

    /// The first leaf under it.
    package var firstLeaf: Int { index << (8 * (level + 1)) }

    /// Every tile of a log of `size` leaves, level by level; none is empty.
    package static func all(size: Int) -> [Tile] {
        (0...levelMax).flatMap { level in
            stride(from: 0, to: size >> (8 * level), by: widthMax).compactMap {
                Tile(holding: $0, level: level, size: size)
            }
        }
    }
}

/// A file of the log as C2SP tlog-tiles lays it out below the log's prefix.
package enum LogFile: Hashable, Sendable {
    case checkpoint
    case tile(Tile)
    /// The entries whose hashes the tile of level 0 holds.
    case entries(Tile)

    /// `checkpoint`, `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`.
    package var path: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let tile): "tile/\(tile.level)/\(Self.number(tile))"
        case .entries(let tile): "tile/entries/\(Self.number(tile))"
        }
    }

    /// Reads what `path` writes; nil for any other spelling.
    package init?(path: String) {
        self = .checkpoint
        if path.utf8.elementsEqual("checkpoint".utf8) { return }
        guard let tile = Self.tile(path) else { return nil }
        self = path.hasPrefix("tile/entries/") ? .entries(tile) : .tile(tile)
        // One spelling each: what does not read back the same is refused.
        guard self.path.utf8.elementsEqual(path.utf8) else { return nil }
    }

    /// Every file of a log of `size` leaves.
    package static func all(size: Int) -> [LogFile] {
        let tiles = Tile.all(size: size)
        return [.checkpoint] + tiles.map(LogFile.tile)
            + tiles.filter { $0.level == 0 }.map(LogFile.entries)
    }

    /// Digits in threes, all but the last with an `x` before them: `x001/x234/067`.
    private static func number(_ tile: Tile) -> String {
        var digits = String(tile.index)
        digits = String(repeating: "0", count: (3 - digits.count % 3) % 3) + digits
        var text = ""
        for (at, digit) in digits.enumerated() {
            if at.isMultiple(of: 3) {
                text += at > 0 ? "/" : ""
                text += at + 3 < digits.count ? "x" : ""
            }
            text.append(digit)
        }
        return tile.width == Tile.widthMax ? text : "\(text).p/\(tile.width)"
    }

    private static func tile(_ path: String) -> Tile? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "tile" else { return nil }
        let level = parts[1] == "entries" ? 0 : Int(parts[1]) ?? -1
        var width = Tile.widthMax
        parts.removeFirst(2)
        if parts.count > 1, parts[parts.count - 2].hasSuffix(".p") {
            guard let count = Int(parts.removeLast()), (1..<256).contains(count) else { return nil }
            width = count
            parts[parts.count - 1].removeLast(2)
        }
        let digits = parts.map { $0.hasPrefix("x") ? $0.dropFirst() : $0 }.joined()
        guard (0...Tile.levelMax).contains(level), let index = Int(digits), index >= 0,
            index <= Int.max >> (8 * (level + 1))
        else { return nil }
        return Tile(level: level, index: index, width: width)
    }
}
