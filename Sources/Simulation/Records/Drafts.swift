/// A post before it has its id.
struct ListingDraft: Sendable {
    /// Since the season's first midnight.
    var second: Int
    var behind: Behind
    /// A hidden seller's post that offers nothing hidden.
    var isCover = false
    var account: Account
    var kind: PostKind
    var text: String
    var price: Int?
    var contacts: [String] = []
    var place: String?
    var location: MapPoint?
    var hasURL = false

    func line(id: String, season: Season) -> String {
        var json = JSONLine()
        let platform = Platforms.all[account.platform]
        json.text("id", id)
        json.text("platform", platform.name)
        json.text("account", account.id)
        json.text("nickname", account.nick)
        json.text("kind", kind.text)
        json.text("text", text)
        json.integer("price", price)
        if !contacts.isEmpty { json.strings("contacts", contacts) }
        json.text("at", season.timeText(second))
        json.text("place", place)
        json.point("location", location)
        if hasURL { json.text("url", "https://\(platform.code).example/p/\(id)") }
        return json.finish()
    }
}

/// One end of a waybill as the export shows it.
struct Label: Sendable {
    var name: String
    var phone: String
    var address: String
}

/// A waybill before it has its number.
struct WaybillDraft: Sendable {
    var second: Int
    var behind: Behind
    var isCover = false
    var courier: Int
    var delivered: Int?
    var sender: Label
    var account: String?
    var receiver: Label
    var outlet: String?
    var outletAddress: String?
    var declared: String
    var quantity = 1
    var grams: Int?
    /// Whole centimetres, three of them.
    var sides: [Int] = []
    var payer: String?
    var inspected: Bool?
    var xray: String?
    var finding: String?
    var order: String?
    var insured: Int?
    var remarks: String?

    func line(number: String, season: Season) -> String {
        var json = JSONLine()
        json.text("number", number)
        json.text("courier", Couriers.all[courier].name)
        json.text("accepted_at", season.timeText(second))
        json.text("delivered_at", delivered.map(season.timeText))
        json.text("sender_name", sender.name)
        json.text("sender_phone", sender.phone)
        json.text("sender_address", sender.address)
        json.text("sender_account", account)
        json.text("receiver_name", receiver.name)
        json.text("receiver_phone", receiver.phone)
        json.text("receiver_address", receiver.address)
        json.text("outlet", outlet)
        json.text("outlet_address", outletAddress)
        json.text("declared_name", declared)
        json.integer("quantity", quantity)
        json.decimal("weight_kg", grams, places: 3)
        if sides.count == 3 {
            json.integer("length_cm", sides[0])
            json.integer("width_cm", sides[1])
            json.integer("height_cm", sides[2])
        }
        json.text("freight_payer", payer)
        json.flag("inspected", inspected)
        json.text("xray", xray)
        json.text("finding", finding)
        json.text("order_number", order)
        json.integer("insured_yuan", insured)
        json.text("remarks", remarks)
        return json.finish()
    }
}
