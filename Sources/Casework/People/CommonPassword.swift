/// Which passwords of the allowed length are tried first by whoever guesses (常见口令).
///
/// Lists of the commonest passwords have few of twelve characters, and nearly all of those are made
/// in these ways; a rule finds the ones that a list would miss. No list of others is shipped.
enum CommonPassword {
    /// At most so many characters may be beside a common word or a run.
    private static let besideMax = 6
    private static let distinctMin = 5

    /// Words that guessers try, with the ones of this city's work; lower case.
    private static let words = [
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "qwerty", "admin", "administrator",
        "letmein", "welcome", "iloveyou", "woaini", "monkey", "dragon", "football", "baseball",
        "superman", "sunshine", "princess", "fuseline", "yinxian", "police", "jingcha", "gongan",
        "yanhua", "baozhu", "liuyang", "mima", "changeme", "secret", "master", "abc123",
    ]

    /// Rows of keys and the orders that everybody knows; each is also walked backwards.
    private static let rows = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "!@#$%^&*()",
    ]

    /// Whether it is made of few characters, of one piece again and again, or almost wholly of runs
    /// and common words.
    static func isOne(_ password: String) -> Bool {
        let text = Array(password.lowercased())
        guard Set(text).count >= distinctMin else { return true }
        if isRepeated(text) { return true }
        var rest = withoutRuns(text)
        for word in words { rest = rest.replacing(word, with: "") }
        return rest.count <= besideMax && rest.count < text.count
    }

    /// One piece, of at most half the length, again and again; the last may be cut.
    private static func isRepeated(_ text: [Character]) -> Bool {
        guard text.count >= 2 else { return false }
        return (1...(text.count / 2)).contains { length in
            text.indices.allSatisfy { text[$0] == text[$0 % length] }
        }
    }

    /// What is left without runs of four and more along a row of keys, either way, or of one
    /// character.
    private static func withoutRuns(_ text: [Character]) -> String {
        let lines = rows.flatMap { [Array($0), Array($0.reversed())] }
        var kept: [Character] = []
        var at = 0
        while at < text.count {
            var longest = text[at...].prefix { $0 == text[at] }.count
            for line in lines {
                for start in line.indices where line[start] == text[at] {
                    let length = zip(line[start...], text[at...]).prefix { $0 == $1 }.count
                    longest = max(longest, length)
                }
            }
            if longest < 4 {
                kept.append(text[at])
                at += 1
            } else {
                at += longest
            }
        }
        return String(kept)
    }
}
