import Primitives

/// One line of a table, filled in.
struct Saying: Sendable {
    let text: String
    /// Yuan, where the line has a price range.
    let price: Int?
}

/// All tables of sentences, read once for a city.
struct Phrasebook: Sendable {
    private let tables: [[Template]]
    private let places: [String: Int]

    init() {
        let sources = PhraseTables.all
        var places: [String: Int] = [:]
        for (index, source) in sources.enumerated() {
            precondition(places[source.name] == nil, "two tables are called \(source.name)")
            places[source.name] = index
        }
        self.places = places
        tables = sources.map { source in
            lines(of: source.lines).map { Template($0, tables: places) }
        }
    }

    /// The table called `name`; a wrong name is a mistake in the source.
    func table(_ name: String) -> Int {
        guard let place = places[name] else { preconditionFailure("no table is called \(name)") }
        return place
    }

    func count(_ table: Int) -> Int { tables[table].count }

    /// Any line of `table` as `voice` says it.
    func say(_ table: Int, _ voice: borrowing Voice, _ random: inout SeededRandom) -> Saying {
        let lines = tables[table]
        return say(lines[random.below(lines.count)], voice, &random)
    }

    /// Line `line` of `table`.
    func say(
        _ table: Int, line: Int, _ voice: borrowing Voice, _ random: inout SeededRandom
    ) -> Saying {
        say(tables[table][line], voice, &random)
    }

    private func say(
        _ template: Template, _ voice: borrowing Voice, _ random: inout SeededRandom
    ) -> Saying {
        let price = template.price.map { random.within($0) }
        var text = ""
        fill(template.nodes, price, voice, &random, &text)
        return Saying(text: text, price: price)
    }

    private func fill(
        _ nodes: [Template.Node], _ price: Int?, _ voice: borrowing Voice,
        _ random: inout SeededRandom, _ text: inout String
    ) {
        for node in nodes {
            switch node {
            case .text(let part): text += part
            case .number(let low, let high, let step):
                text += String(low + random.below((high - low) / step + 1) * step)
            case .choice(let options):
                fill(options[random.below(options.count)], price, voice, &random, &text)
            case .table(let table):
                let lines = tables[table]
                fill(lines[random.below(lines.count)].nodes, price, voice, &random, &text)
            case .slot(.price): text += String(price ?? voice.price)
            case .slot(let slot): text += voice.word(slot, &random)
            }
        }
    }
}
