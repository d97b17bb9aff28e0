import Primitives
package import Records
package import Text

/// A contact found in a text, with the bytes it stands in.
package struct FoundContact: Hashable, Sendable {
    /// In canonical spelling: lower case for WeChat ids, digits for phones and QQ.
    package let identifier: Identifier
    /// UTF-8 bytes of the original, 0-based, end exclusive.
    package let start: Int
    package let end: Int
}

/// Finds WeChat ids, QQ numbers and whole mobile numbers in a text, however they are written.
///
/// Rather misses one than invents one: a wrong identifier puts two strangers together.
///
/// - A mobile is eleven digits 1[3-9]…, in one run or in the groups people write (138-0013-8000,
/// or every digit apart), not inside a longer number and not after 单号 and the like. A digit can be
///   full-width, in a circle, Chinese (零一二, 壹贰叁), spoken (洞幺拐勾), or o, i and l among digits.
/// - A WeChat id follows a word for WeChat (微信, 威信, V:, 加薇, 绿泡泡 …): a letter and 5 to 19 more
///   letters, digits, `_` or `-`, of them a digit or `_`. An id torn in two (`abc 123`, `abc·123`)
///   is put together again; where a part alone could be an id, only the whole is taken, because a
///   part may be somebody else's. A mobile after such a word is a phone.
/// - A QQ number follows a word for QQ: 5 to 11 digits. A group's number (群) names no person.
package struct ContactReader: Sendable {
    private let folder: Folder

    package init(folder: Folder) { self.folder = folder }

    /// The contacts of `text`, in order of place, at most `Limits.contactsMax`, each once.
    ///
    /// - Complexity: O(bytes).
    package func read(_ text: String) -> [FoundContact] { read(folder.fold(text)) }

    /// The contacts of a text already folded.
    package func read(_ text: FoldedText) -> [FoundContact] {
        let line = ContactLine(text)
        var found: [FoundContact] = []
        var seen: Set<Identifier> = []
        var at = 0
        while at < line.count, found.count < Limits.contactsMax {
            guard let hit = line.mobile(at: at) ?? line.handle(at: at) else {
                at += 1
                continue
            }
            for identifier in hit.identifiers where seen.insert(identifier).inserted {
                found.append(
                    FoundContact(
                        identifier: identifier, start: Int(text.starts[hit.range.lowerBound]),
                        end: Int(text.ends[hit.range.upperBound - 1])))
            }
            at = hit.range.upperBound
        }
        return found
    }
}

/// What stands at one place: usually one identifier, two where the writing has two readings.
struct ContactHit {
    let identifiers: [Identifier]
    let range: Range<Int>
}

/// A folded text as the contact rules look at it.
struct ContactLine {
    let scalars: [UInt32]
    let isSeparator: [Bool]

    init(_ text: FoldedText) {
        // What lies behind the count is room from earlier texts.
        scalars = Array(text.scalars.prefix(text.count))
        isSeparator = text.marks.prefix(text.count).map { $0.contains(.separator) }
    }

    var count: Int { scalars.count }

    func matches(_ word: ContactWords.Word, at place: Int) -> Bool {
        place + word.scalars.count <= count
            && scalars[place..<(place + word.scalars.count)].elementsEqual(word.scalars)
    }

    /// Whether one of `words` ends right before `place`, separators between left out.
    func follows(_ words: [ContactWords.Word], before place: Int) -> Bool {
        var end = place
        while end > 0, isSeparator[end - 1], scalars[end - 1] != 0x2B { end -= 1 }
        return words.contains { $0.scalars.count <= end && matches($0, at: end - $0.scalars.count) }
    }
}
