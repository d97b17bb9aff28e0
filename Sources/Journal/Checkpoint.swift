/// What the log vouches for at one moment: its name, its size, its root (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// The log's name; best a web address without its scheme, and the name of its key.
    package let origin: String
    package let size: Int
    package let root: Digest

    /// `origin` must not be empty and have no control character.
    package init(origin: String, size: Int, root: Digest) {
        precondition(
            !origin.isEmpty && !origin.utf8.contains { $0 < 0x20 } && size >= 0,
            "an origin is a line, and a size is not negative")
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Three lines: origin, size, root in base 64.
    ///
    /// We write no extension lines.
    package var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

    /// Reads what `text` writes.
    ///
    /// - Throws: `journal.unreadable` for anything else, extension lines included.
    package init(_ text: String) throws(JournalError) {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.count == 4, lines[3].isEmpty, !lines[0].isEmpty,
            !lines[0].contains(where: { $0 < 0x20 })
        else {
            throw .unreadable(.checkpoint, at: 0, reason: "it must be three lines")
        }
        let size = String(Substring(lines[1]))
        guard let count = Int(size), count >= 0, String(count) == size else {
            throw .unreadable(
                .checkpoint, at: lines[0].count + 1, reason: "the second line must be a size")
        }
        guard let root = Digest(base64: lines[2]) else {
            throw .unreadable(
                .checkpoint, at: lines[0].count + lines[1].count + 2,
                reason: "the third line must be a hash")
        }
        self.init(origin: String(Substring(lines[0])), size: count, root: root)
    }

    /// Reads a signed checkpoint of the log `origin`, signed by at least one of `keys`.
    ///
    /// - Throws: `journal.unreadable`, `journal.not_signed`.
    package static func open(
        _ note: SignedNote, origin: String, keys: [VerifierKey], crypto: LogCrypto
    ) throws(JournalError) -> Checkpoint {
        try note.check(keys, crypto: crypto)
        let checkpoint = try Checkpoint(note.text)
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .unreadable(.checkpoint, at: 0, reason: "it is of another log")
        }
        return checkpoint
    }
}
