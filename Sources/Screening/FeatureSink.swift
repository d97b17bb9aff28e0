import Text

/// What a feature of a text was read from, so that its weight can be shown where it belongs.
struct FeatureOrigin: Sendable {
    enum Kind: UInt8, Sendable {
        /// `first` is the number of a find among the text's finds.
        case hit
        /// `first` and `last` are the two circumstances that hold, equal for one alone.
        case context
        /// A stretch of folded scalars from `first` to `last`, both inclusive.
        case gram
        /// `pattern` and where it stands.
        case pattern
        /// The text as a whole: its kind, its length.
        case whole
    }

    let kind: Kind
    var pattern: Pattern = .price
    var first: Int32 = 0
    var last: Int32 = 0

    static let whole = FeatureOrigin(kind: .whole)

    @inline(__always)
    static func hit(_ number: Int) -> FeatureOrigin {
        FeatureOrigin(kind: .hit, first: Int32(truncatingIfNeeded: number))
    }

    @inline(__always)
    static func context(_ one: Circumstance, _ other: Circumstance) -> FeatureOrigin {
        FeatureOrigin(
            kind: .context, first: Int32(truncatingIfNeeded: one.rawValue),
            last: Int32(truncatingIfNeeded: other.rawValue))
    }

    @inline(__always)
    static func gram(_ first: Int32, _ last: Int32) -> FeatureOrigin {
        FeatureOrigin(kind: .gram, first: first, last: last)
    }
}

/// Takes the features of one text; the model's sum, its reasons and the trainer are each one.
protocol FeatureSink {
    associatedtype Filter: KeyFilter
    /// Which features can matter at all.
    var filter: Filter { get }
    /// Whether what was added so far, and `more` bits, leave it open what the text is.
    func isInDoubt(with more: Double) -> Bool
    /// Adds bits that have no place of their own.
    mutating func addRest(_ bits: Double)
    /// Adds a feature whose weight is known.
    mutating func add(_ key: UInt32, _ value: Float, weight: Float, _ origin: FeatureOrigin)
    associatedtype Batch: FeatureBatch
    /// Takes part of the sink out, so that many n-grams are added to what stays in registers.
    mutating func begin() -> Batch
    mutating func end(_ batch: Batch)
}

/// What a sink keeps while the n-grams of one text are added.
protocol FeatureBatch {
    /// Adds an n-gram whose weight is known; where it stands is asked only if it is kept.
    mutating func add(
        _ key: UInt32, _ value: Float, weight: Float, _ origin: () -> FeatureOrigin)
}

extension FeatureSink {
    /// Adds a feature, if it has a weight.
    @inline(__always)
    mutating func add(_ key: UInt32, _ value: Float, _ origin: FeatureOrigin) {
        let weight = filter.weight(of: key)
        if weight != 0 { add(key, value, weight: weight, origin) }
    }
}

/// Which features matter, and how much.
protocol KeyFilter {
    /// Whether the feature can matter at all; a false is certain.
    func mayHold(_ key: UInt32) -> Bool
    /// The weight of `key`, 0 where it has none.
    func weight(of key: UInt32) -> Float
}

/// The half of the model that reads a text: declarations have words and circumstances of their own.
enum TextDomain: Int, CaseIterable {
    case speech
    case declaration

    init(_ isDeclaration: Bool) { self = isDeclaration ? .declaration : .speech }

    /// Keys of the two halves never meet.
    var salt: UInt64 { self == .speech ? 0x2545_F491_4F6C_DD1D : 0xD6E8_FEB8_6659_FD93 }
}

/// What holds of a text as a whole; pairs of them are features, so that 烟花 beside 包邮 weighs
/// otherwise than beside 台风.
enum Circumstance: Int, CaseIterable {
    case product, slang, origin, sale, delivery, contact, evasion, declared, handling, benign
    case authority, trade
    /// Goods written in a disguise that hides them from a list of words.
    case disguisedGoods
    /// Only the first letters of goods were found: `hp` is a maker of computers too.
    case initials
    /// Neither product nor slang was found.
    case noGoods
    case price, count, number
    /// Declarations: the place is where the parcel goes, or stands elsewhere than in the route.
    case originAsTarget, originElsewhere
    /// Declarations: the name is nothing but a vague one, or says more.
    case vagueName, detailedName
    /// Declarations: a piece of five kilograms and more, and of twelve.
    case heavy, veryHeavy
    /// Declarations: goods are named in the name itself.
    case goodsInName
    /// Goods are named, but a word beside them tells another sense of it (加特林 with 水枪).
    case benignSense
    /// Several different disguises, or two finds in disguise.
    case muchDisguise
    /// Something may hide goods, or stand there by accident.
    case faintGoods

    var bit: UInt32 { 1 << UInt32(rawValue) }

    /// How a person would call it.
    var name: String {
        switch self {
        case .disguisedGoods: "disguised goods"
        case .noGoods: "no goods named"
        case .originAsTarget: "production area as target"
        case .originElsewhere: "production area named"
        case .vagueName: "vague name"
        case .detailedName: "detailed name"
        case .veryHeavy: "12 kg and more"
        case .heavy: "5 kg and more"
        case .goodsInName: "goods in the name"
        case .product: "product"
        case .slang: "slang"
        case .origin: "origin"
        case .sale: "sale"
        case .delivery: "delivery"
        case .contact: "contact"
        case .evasion: "evasion"
        case .declared: "declared"
        case .handling: "handling"
        case .benign: "benign"
        case .authority: "authority"
        case .trade: "trade"
        case .initials: "initials"
        case .price: "price"
        case .count: "count"
        case .number: "number"
        case .benignSense: "another sense"
        case .muchDisguise: "much disguise"
        case .faintGoods: "perhaps goods"
        }
    }
}

/// Writings that are found by their form.
enum Pattern: Int, CaseIterable, Sendable {
    /// A sum of money: ¥168, 59元, 一块二.
    case price
    /// Cartons and parcels: 8箱, 60盒一箱.
    case cartons
    /// Shots of a firework: 108发, 500响.
    case shots
    /// Other counted things: 20支, 12个.
    case pieces
    /// A mobile number.
    case phone
    /// An account at a messenger, as written after a word of contact.
    case handle

    var name: String {
        switch self {
        case .price: "price"
        case .cartons: "cartons"
        case .shots: "shots"
        case .pieces: "pieces"
        case .phone: "phone"
        case .handle: "handle"
        }
    }
}
