/// What a term of the lexicon says about the text that holds it.
package enum TermGroup: String, Sendable, CaseIterable {
    /// Fireworks by their trade names (烟花, 加特林, 摔炮).
    case product
    /// Hidden names for fireworks (花花, 会响的).
    case slang
    /// Places that make them (浏阳, 上栗).
    case origin
    /// Words of selling (批发, 现货).
    case sale
    /// Words of bringing (包邮, 自提).
    case delivery
    /// Ways to reach a seller (加微, 私聊).
    case contact
    /// Words about not being found (备注别写品名, 懂的来).
    case evasion
    /// Vague names that parcels are declared under (日用百货, 配件).
    case declared
    /// How a parcel asks to be handled (怕潮, 轻放勿压).
    case handling
    /// Senses and goods that share a word with fireworks (泡泡机, 台风, 壁纸).
    case benign
    /// Police, bans, news, law (禁放, 查获).
    case authority
    /// Signs of an ordinary shop (发票, 旗舰店, 订单).
    case trade

    /// A small number for tables; stable, since models are trained with it.
    var number: Int {
        switch self {
        case .product: 0
        case .slang: 1
        case .origin: 2
        case .sale: 3
        case .delivery: 4
        case .contact: 5
        case .evasion: 6
        case .declared: 7
        case .handling: 8
        case .benign: 9
        case .authority: 10
        case .trade: 11
        }
    }

    /// The group as the stream of tokens shows it: product and slang are both the goods.
    var tokenNumber: Int { self == .slang ? TermGroup.product.number : number }
}
