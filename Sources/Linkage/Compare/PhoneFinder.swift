import Text

/// Finds telephone numbers in a folded text.
///
/// As `ContactReader`, rather misses one than invents one: in a text a number must stand by itself,
/// be grouped as people group it, and not follow 单号 and the like.
struct PhoneFinder {
    private let line: ContactLine

    init(_ text: FoldedText) { line = ContactLine(text) }

    func first() -> PreparedPhone? {
        if let run = run(at: 0, isLenient: true), isRest(run.end) {
            return run.number(isAlone: true)
        }
        var masked: PreparedPhone?
        var found: PreparedPhone?
        forEach { number in
            if number.isWhole { found = number } else { masked = masked ?? number }
            return found == nil
        }
        return found ?? masked
    }

    func all() -> [PreparedPhone] {
        var result: [PreparedPhone] = []
        forEach { number in
            if !result.contains(number) { result.append(number) }
            return true
        }
        return result
    }

    /// Calls `body` with each number until it says no.
    private func forEach(_ body: (PreparedPhone) -> Bool) {
        var at = 0
        while at < line.count {
            guard symbol(at) != nil, let run = run(at: at, isLenient: false) else {
                at += 1
                continue
            }
            if let number = number(run), !body(number) { return }
            at = max(run.end, at + 1)
        }
    }

    /// The number that `run` is in its place.
    private func number(_ run: PhoneRun) -> PreparedPhone? {
        if run.start > 0, line.isWordSymbol(run.start - 1) { return embedded(run) }
        if run.end < line.count, line.isWordSymbol(run.end), !endsBefore(run.end) { return nil }
        if run.count == 4, line.follows(ContactWords.endings, before: run.start) {
            return run.ending()
        }
        guard let number = run.number(isAlone: false),
            !line.follows(ContactWords.numbering, before: run.start)
        else { return nil }
        return number
    }

    /// A letter may follow that says the number is a WeChat id as well.
    private func endsBefore(_ place: Int) -> Bool {
        guard let word = ContactWords.sameNumber.first(where: { line.matches($0, at: place) })
        else { return false }
        let next = place + word.scalars.count
        return next >= line.count || !line.isWordSymbol(next)
    }

    /// The mobile that a WeChat id is made of: wx:abc13800138000.
    private func embedded(_ run: PhoneRun) -> PreparedPhone? {
        guard run.count == 11, run.groupCount == 1, run.letters == 0,
            let number = run.number(isAlone: false), number.kind == .mobile
        else { return nil }
        for place in max(0, run.start - Self.idLettersMax)..<run.start {
            guard let hit = line.handle(at: place), hit.range.lowerBound < run.start,
                hit.range.upperBound == run.end
            else { continue }
            return number
        }
        return nil
    }

    /// Letters before a mobile in a WeChat id of at most 20, and the word that announces it.
    private static let idLettersMax = 16

    // MARK: Runs

    /// 0...9, 0xF for a star; nil for anything else.
    private func symbol(_ place: Int) -> UInt8? {
        let scalar = line.scalars[place]
        if let digit = DigitSymbol.plain(scalar) { return digit }
        switch scalar {
        case 0x2A, 0x25CF, 0xD7, 0x203B: return 0xF
        default: return nil
        }
    }

    private func run(at start: Int, isLenient: Bool) -> PhoneRun? {
        var run = PhoneRun()
        var at = start
        var opens = true
        var separator: UInt32 = 0
        run.start = start
        while at < line.count {
            if let symbol = symbol(at) ?? letter(at, run) {
                if DigitSymbol.letter(line.scalars[at]) != nil { run.letters += 1 }
                guard run.append(symbol, opensGroup: opens) else { return nil }
                opens = false
                at += 1
                run.end = at
                continue
            }
            guard line.isSeparator[at] else { break }
            if line.scalars[at] == 0x2B { run.hasPlus = run.hasPlus || run.count == 0 }
            opens = true
            if isLenient {
                at += 1
                continue
            }
            // One kind of separator, at most two of it.
            guard run.count > 0 else { return nil }
            if separator != 0, separator != line.scalars[at], !isBracket(separator) { break }
            separator = line.scalars[at]
            let next = at + 1
            at =
                next < line.count && line.isSeparator[next] && symbol(next) == nil ? next + 1 : next
        }
        return run.count > 3 ? run : nil
    }

    private func isBracket(_ scalar: UInt32) -> Bool { scalar == 0x28 || scalar == 0x29 }

    /// o, i and l are digits only among digits.
    private func letter(_ place: Int, _ run: PhoneRun) -> UInt8? {
        guard run.count > 0 || isDigitNext(place) else { return nil }
        return DigitSymbol.letter(line.scalars[place])
    }

    private func isDigitNext(_ place: Int) -> Bool {
        place + 1 < line.count && DigitSymbol.plain(line.scalars[place + 1]) != nil
    }

    /// Whether nothing but separators and an extension (转801) follows.
    private func isRest(_ place: Int) -> Bool {
        for at in place..<line.count {
            if line.isSeparator[at] { continue }
            return line.scalars[at] == 0x8F6C
        }
        return true
    }
}
