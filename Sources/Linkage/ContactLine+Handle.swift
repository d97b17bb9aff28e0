import Records

extension ContactLine {
    /// A WeChat id or QQ number announced by a word that begins at `place`.
    func handle(at place: Int) -> ContactHit? {
        if let word = announcer(ContactWords.wechat, at: place) { return wechat(after: word) }
        if let word = announcer(ContactWords.qq, at: place) { return qq(after: word) }
        return bare(at: place)
    }

    /// An id right after a word for adding (加mo_1881345), long in digits and without any contact
    /// word between.
    private func bare(at place: Int) -> ContactHit? {
        guard let word = ContactWords.adding.first(where: { matches($0, at: place) }) else {
            return nil
        }
        let start = place + word.scalars.count
        guard start < count, isLetter(start), !holdsContactWord(start),
            let (ids, end) = ids(at: start)
        else { return nil }
        let telling = ids.filter { id in
            let digits = id.utf8.count { (0x30...0x39).contains($0) }
            return digits >= (id.contains("_") ? 4 : 5)
        }
        guard !telling.isEmpty else { return nil }
        return ContactHit(
            identifiers: telling.map { Identifier(kind: .wechat, value: $0) }, range: start..<end)
    }

    /// Whether a contact word begins at `place` that announces something of its own.
    private func holdsContactWord(_ place: Int) -> Bool {
        if let word = announcer(ContactWords.wechat, at: place), wechat(after: word) != nil {
            return true
        }
        guard let word = announcer(ContactWords.qq, at: place) else { return false }
        return qq(after: word) != nil
    }

    /// A contact word in use as one, and where what it announces begins.
    private struct Announcer {
        let word: ContactWords.Word
        let start: Int
        /// Where the id begins, fillers and separators skipped.
        let next: Int
        let isInvited: Bool
        /// Nothing stands between the word and the id.
        var isAttached: Bool { next == start + word.scalars.count }
    }

    private func announcer(_ words: [ContactWords.Word], at place: Int) -> Announcer? {
        guard let word = words.first(where: { matches($0, at: place) }) else { return nil }
        let end = place + word.scalars.count
        let isInvited = follows(ContactWords.inviting, before: place)
        // A Latin word inside another (`mq`, `vxiao`) announces nothing.
        if word.isLatin, place > 0, isWordSymbol(place - 1), !isInvited { return nil }
        let (next, hasColon) = skipFillers(end)
        if word.isWeak, !isInvited, !hasColon { return nil }
        let found = Announcer(word: word, start: place, next: next, isInvited: isInvited)
        if word.isLatin, found.isAttached, !isInvited, next < count, isLetter(next) { return nil }
        return found
    }

    /// Past colons, spaces, arrows and words such as 号; whether a colon was among them.
    private func skipFillers(_ place: Int) -> (next: Int, hasColon: Bool) {
        var at = place
        var hasColon = false
        var fillers = 0
        while at < count, at - place < 8 {
            if isSeparator[at], scalars[at] != 0x5F {
                // A full stop or comma ends what the word could announce.
                if [0x2C, 0x3B, 0x21, 0x3F, 0x3002].contains(scalars[at]) { break }
                hasColon = hasColon || scalars[at] == 0x3A
                at += 1
            } else if fillers < 2,
                let filler = ContactWords.fillers.first(where: { matches($0, at: at) }),
                filler.isLatin == false
            {
                at += filler.scalars.count
                fillers += 1
            } else {
                break
            }
        }
        return (at, hasColon)
    }

    private func wechat(after announcer: Announcer) -> ContactHit? {
        let place = announcer.next
        guard place < count else { return nil }
        if let number = mobileNumber(at: place) {
            return ContactHit(
                identifiers: [Identifier(kind: .phone, value: number.text)], range: number.range)
        }
        guard let (ids, end) = ids(at: place) else { return nil }
        var readings = ids
        // 加vxiaoming123: a `vx` before iaoming123 or a `v` before xiaoming123.
        if announcer.word.isLatin, announcer.isAttached, announcer.isInvited,
            announcer.word.scalars == [0x76, 0x78]
        {
            readings += ids.map { "x" + $0 }.filter { isID($0) }
        }
        return ContactHit(
            identifiers: readings.map { Identifier(kind: .wechat, value: $0) }, range: place..<end)
    }

    private func qq(after announcer: Announcer) -> ContactHit? {
        let place = announcer.next
        let end = announcer.start + announcer.word.scalars.count
        guard place < count, !ContactWords.groups.contains(where: { matches($0, at: end) }),
            !ContactWords.groups.contains(where: { matches($0, at: place) }),
            let number = number(at: place), number.letters == 0, number.digits[0] != 0,
            (5...11).contains(number.digits.count),
            number.groups.count == 1 || number.groups.allSatisfy({ $0 == 1 })
        else { return nil }
        if number.range.upperBound < count, isWordSymbol(number.range.upperBound) { return nil }
        if number.isMobile {
            return ContactHit(
                identifiers: [Identifier(kind: .phone, value: number.text)], range: number.range)
        }
        var identifiers = [Identifier(kind: .qq, value: number.text)]
        // 加q6080161: the QQ number 6080161, or a WeChat id that begins with a q.
        if announcer.word.scalars == [0x71], announcer.isAttached, isID("q" + number.text) {
            identifiers.append(Identifier(kind: .wechat, value: "q" + number.text))
        }
        return ContactHit(identifiers: identifiers, range: number.range)
    }

    // MARK: WeChat ids

    /// The id written at `place` in its possible readings, and where it ends.
    private func ids(at place: Int) -> (readings: [String], end: Int)? {
        guard isLetter(place) else { return nil }
        var pieces = [piece(at: place)]
        while let next = nextPiece(after: pieces[pieces.count - 1].upperBound, of: pieces) {
            pieces.append(next)
        }
        let text = pieces.map { String(scalars: scalars[$0]) }.joined()
        let whole = String(text.reversed().drop { $0 == "-" }.reversed())
        // A hyphen may be part of the id or the mark of a tear: both readings.
        let readings = [whole, whole.filter { $0 != "-" }].filter { isID($0) }
        guard !readings.isEmpty else { return nil }
        return (
            readings.count == 2 && readings[0] == readings[1] ? [whole] : readings,
            pieces[pieces.count - 1].upperBound
        )
    }

    private func piece(at place: Int) -> Range<Int> {
        var end = place
        while end < count, isIDSymbol(end) { end += 1 }
        return place..<end
    }

    /// The next part of a torn id: after one separator, or after a remark that the parts belong
    /// together.
    private func nextPiece(after end: Int, of pieces: [Range<Int>]) -> Range<Int>? {
        var at = end
        while at < count, isGap(at), at - end < 2 { at += 1 }
        if let join = ContactWords.joins.first(where: { matches($0, at: at) }) {
            at += join.scalars.count
            while at < count, isGap(at), at - end < 10 { at += 1 }
        } else if at - end != 1 || [0x2C, 0x3B, 0x2E, 0x2F, 0x3002].contains(scalars[end]) {
            return nil
        }
        guard at > end, at < count, isIDSymbol(at) else { return nil }
        let next = piece(at: at)
        let length = pieces.reduce(next.count) { $0 + $1.count }
        // Either every symbol stands apart, or it is one tear in two.
        let isSpelled = pieces.allSatisfy { $0.count == 1 } && next.count == 1
        let isTorn = pieces.count == 1 && pieces[0].count > 1
        return length <= 20 && (isSpelled || isTorn) ? next : nil
    }

    /// A separator that cannot be part of an id.
    private func isGap(_ place: Int) -> Bool { isSeparator[place] && scalars[place] != 0x5F }

    private func isID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (6...20).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first)
        else { return false }
        let isTelling = bytes.contains { (0x30...0x39).contains($0) || $0 == 0x5F }
        return isTelling
            && !ContactWords.products.contains { product in
                // iphone15pro, but not xiaoming123.
                bytes.starts(with: product.utf8)
                    && !(bytes.dropFirst(product.utf8.count).first.map { $0 >= 0x61 } ?? false)
            }
    }

    private func isLetter(_ place: Int) -> Bool { (0x61...0x7A).contains(scalars[place]) }

    private func isIDSymbol(_ place: Int) -> Bool {
        switch scalars[place] {
        case 0x61...0x7A, 0x30...0x39, 0x5F, 0x2D: true
        default: false
        }
    }
}

extension String {
    fileprivate init(scalars: ArraySlice<UInt32>) {
        var view = String.UnicodeScalarView()
        for value in scalars { view.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        self = String(view)
    }
}
