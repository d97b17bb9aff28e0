/// An inclusion proof that can be verified far from the log: C2SP tlog-proof, version 1.
///
/// The line `c2sp.org/tlog-proof@v1`; `extra` and base 64, where there is some; `index` and the
/// index; the hashes, a line each; an empty line; the signed checkpoint. The file's name ends in
/// `.tlog-proof`. We put the entry itself into `extra`, so that the file needs no companion: the
/// specification leaves it unauthenticated, but here its hash is what is proved.
package struct InclusionFile: Hashable, Sendable {
    package let extra: [UInt8]?
    package let index: Int
    package let hashes: [Digest]
    package let checkpoint: SignedNote

    package init(
        _ proof: InclusionProof, extra: [UInt8]? = nil, checkpoint: SignedNote
    ) {
        self.extra = extra
        index = proof.index
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    package var text: String {
        let extra = extra.map { "extra \(Base64.text($0))\n" } ?? ""
        return "\(Self.title)\n\(extra)index \(index)\n\(hashLines(hashes))\n\(checkpoint.encoded)"
    }

    /// Reads what `text` writes.
    ///
    /// - Throws: `journal.unreadable`.
    package init(_ bytes: [UInt8]) throws(JournalError) {
        var lines = ProofLines(bytes)
        guard lines.take(Self.title) else { throw lines.refusal("no tlog-proof of version 1") }
        if let text = lines.value(after: "extra ") {
            guard let extra = Base64.bytes(text.utf8) else {
                throw lines.refusal("extra is no base 64")
            }
            self.extra = extra
            guard text != "" else { throw lines.refusal("extra is empty") }
        } else {
            extra = nil
        }
        index = try lines.number(after: "index ")
        hashes = try lines.hashes()
        checkpoint = try SignedNote(lines.rest)
    }

    /// Checks the whole: that a known key signed the checkpoint of the log `origin`, and that the
    /// entry stands at `index` in it.
    ///
    /// - Returns: Whether it does; false for a wrong proof.
    /// - Throws: `journal.unreadable`, `journal.not_signed` for a wrong checkpoint.
    package func proves(
        entry: [UInt8], origin: String, keys: [VerifierKey], crypto: LogCrypto
    ) throws(JournalError) -> Bool {
        let opened = try Checkpoint.open(checkpoint, origin: origin, keys: keys, crypto: crypto)
        return InclusionProof(index: index, size: opened.size, hashes: hashes)
            .proves(crypto.leaf(entry.span), root: opened.root, crypto: crypto)
    }

    private static let title = "c2sp.org/tlog-proof@v1"
}

/// A consistency proof as C2SP tlog-witness writes the request to a witness.
///
/// `old` and the size known, the hashes, a line each, an empty line, the newer signed checkpoint.
/// There is no file format of its own for it; this one can be sent to a witness as it is.
package struct ConsistencyFile: Hashable, Sendable {
    package let oldSize: Int
    package let hashes: [Digest]
    package let checkpoint: SignedNote

    package init(_ proof: ConsistencyProof, checkpoint: SignedNote) {
        oldSize = proof.oldSize
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    package var text: String {
        "old \(oldSize)\n\(hashLines(hashes))\n\(checkpoint.encoded)"
    }

    /// Reads what `text` writes.
    ///
    /// - Throws: `journal.unreadable`.
    package init(_ bytes: [UInt8]) throws(JournalError) {
        var lines = ProofLines(bytes)
        oldSize = try lines.number(after: "old ")
        hashes = try lines.hashes()
        checkpoint = try SignedNote(lines.rest)
    }

    /// Whether the log whose root at `oldSize` was `oldRoot` is the beginning of this one.
    ///
    /// - Throws: `journal.unreadable`, `journal.not_signed` for a wrong checkpoint.
    package func proves(
        oldRoot: Digest, origin: String, keys: [VerifierKey], crypto: LogCrypto
    ) throws(JournalError) -> Bool {
        let opened = try Checkpoint.open(checkpoint, origin: origin, keys: keys, crypto: crypto)
        return ConsistencyProof(oldSize: oldSize, newSize: opened.size, hashes: hashes)
            .proves(oldRoot: oldRoot, newRoot: opened.root, crypto: crypto)
    }
}

private func hashLines(_ hashes: [Digest]) -> String {
    hashes.map { "\($0.base64)\n" }.joined()
}

/// The lines of a proof, up to its checkpoint.
private struct ProofLines {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Everything from here on.
    var rest: [UInt8] { Array(bytes[at...]) }

    /// Whether the next line is `text`; then it is read.
    mutating func take(_ text: String) -> Bool {
        guard let line, line.elementsEqual(text.utf8) else { return false }
        at += line.count + 1
        return true
    }

    /// What stands after `key` in the next line; nil, and nothing read, where it has another.
    mutating func value(after key: String) -> String? {
        guard let line, line.starts(with: key.utf8) else { return nil }
        at += line.count + 1
        return String(decoding: line.dropFirst(key.utf8.count), as: UTF8.self)
    }

    mutating func number(after key: String) throws(JournalError) -> Int {
        let before = at
        guard let text = value(after: key), let value = Int(text), value >= 0,
            String(value) == text
        else {
            at = before
            throw refusal("`\(key)` and a number must stand here")
        }
        return value
    }

    /// The hashes up to the empty line, which is read too; 63 at most, as for 2^63 leaves.
    mutating func hashes() throws(JournalError) -> [Digest] {
        var hashes: [Digest] = []
        while !take("") {
            guard hashes.count < 126, let line, let hash = Digest(base64: line) else {
                throw refusal("a hash or an empty line must stand here")
            }
            hashes.append(hash)
            at += line.count + 1
        }
        return hashes
    }

    func refusal(_ reason: String) -> JournalError {
        .unreadable(.proof, at: at, reason: reason)
    }

    /// The next line without its end; nil where no line ends any more.
    private var line: ArraySlice<UInt8>? {
        guard let end = bytes[at...].firstIndex(of: 0x0A) else { return nil }
        return bytes[at..<end]
    }
}
