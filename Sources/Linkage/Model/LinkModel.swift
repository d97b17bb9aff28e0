/// What a linkage is to do: fields and how they are compared, blocking rules, what may not be
/// joined, and parameters where they are already known.
///
/// Plain data: `RecordLinkage` judges it against a table and a set of comparators.
package struct LinkModel: Sendable, Equatable {
    /// One compared column.
    package struct Field: Sendable, Equatable {
        package var column: String
        /// The comparator's name, as `ComparatorSet` knows it.
        package var compare: String
        /// From strict to loose, below an implied exact level; what they measure is the
        /// comparator's affair.
        package var levels: [Double]
        /// Whether agreement on a rare value counts more than on a common one.
        package var termFrequency: Bool

        package init(
            column: String, compare: String, levels: [Double] = [], termFrequency: Bool = false
        ) {
            self.column = column
            self.compare = compare
            self.levels = levels
            self.termFrequency = termFrequency
        }
    }

    /// The columns that must agree for two records to be compared at all.
    package struct BlockRule: Sendable, Equatable {
        package var keys: [BlockKey]

        package init(_ keys: [BlockKey]) { self.keys = keys }

        /// As the model file spells it: `surname, given_name:2`.
        package var text: String { keys.map(\.text).joined(separator: ", ") }
    }

    /// A column, or a part of its value, that blocks.
    package struct BlockKey: Sendable, Equatable {
        /// Which part of the value is the key.
        package enum Part: Sendable, Equatable {
            case whole
            /// The first scalars of the value; a shorter value is its own key.
            case prefix(Int)
            /// The last scalars of the value.
            case suffix(Int)
            /// Soundex of Latin letters; a value without any has no key.
            case sound
        }

        package var column: String
        package var part: Part

        package init(_ column: String, _ part: Part = .whole) {
            self.column = column
            self.part = part
        }

        /// Reads `surname`, `surname:2`, `surname:-4`, `surname:sound`; nil for another ending.
        package init?(parsing text: String) {
            guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else {
                self.init(text)
                return
            }
            let column = String(text[..<colon])
            let part = text[text.utf8.index(after: colon)...]
            if part == "sound" {
                self.init(column, .sound)
            } else if let count = Int(part), count != 0, abs(count) <= 1_000 {
                self.init(column, count > 0 ? .prefix(count) : .suffix(-count))
            } else {
                return nil
            }
        }

        package var text: String {
            switch part {
            case .whole: column
            case .prefix(let count): "\(column):\(count)"
            case .suffix(let count): "\(column):-\(count)"
            case .sound: "\(column):sound"
            }
        }
    }

    /// The column whose value names a record; each once a file.
    package var id: String
    package var fields: [Field]
    /// Nil: rules are proposed from the data.
    package var block: [BlockRule]?
    /// Probability at or above which a pair is kept; nil: the engine's own cut.
    package var threshold: Double?
    /// A record of one file is linked to at most one of the other.
    package var oneToOne: Bool
    /// Columns that identify as a whole: two records with different values are never one entity.
    package var cannotLink: [String]
    /// A value shared by more records than this is generic and does not block.
    package var blockSizeMax: Int
    /// Parameters estimated before; nil: estimated from the data.
    package var parameters: LinkParameters?

    package init(
        id: String, fields: [Field], block: [BlockRule]? = nil, threshold: Double? = nil,
        oneToOne: Bool = false, cannotLink: [String] = [],
        blockSizeMax: Int = Self.blockSizeDefault, parameters: LinkParameters? = nil
    ) {
        self.id = id
        self.fields = fields
        self.block = block
        self.threshold = threshold
        self.oneToOne = oneToOne
        self.cannotLink = cannotLink
        self.blockSizeMax = blockSizeMax
        self.parameters = parameters
    }

    /// Records of one block: 5,000 make 12 million pairs, a dozen seconds of scoring; a value
    /// shared by more says nothing about who somebody is.
    package static let blockSizeDefault = 5_000

    /// The columns a table needs, each once: those compared, those that block, those that identify.
    ///
    /// The id is one of them only where it is so used.
    package var columns: [String] {
        var found: [String] = []
        let all =
            fields.map(\.column) + (block ?? []).flatMap { $0.keys.map(\.column) } + cannotLink
        for column in all where !found.contains(column) { found.append(column) }
        return found
    }
}
