import Foundation
import Linkage
import Primitives
import Records
import Text

/// The linker alone over a folder of `fuseline simulate city`, beside its truth.
extension LinkageBench {
    private static let kinds: [String: IdentifierKind] = [
        "微信": .wechat, "电话": .phone, "QQ": .qq, "wechat": .wechat, "phone": .phone, "qq": .qq,
    ]

    private static func lines(_ path: String) throws -> [[String: Any]] {
        try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10).compactMap {
            try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
        }
    }

    private static func table(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "Sources/Bootstrap/Data/\(name)")))
    }

    static func city(_ folder: String) throws {
        let fold = try Folder(table: table("fold.tsv"))
        let reader = SenderReader(
            names: ChineseNameComparator(
                folder: fold, pinyin: try Pinyin(table: table("pinyin.tsv")),
                surnames: try SurnameTable(table: table("surnames.tsv"), folder: fold)),
            addresses: ChineseAddressComparator(
                index: try DivisionIndex(table: table("divisions.tsv"), folder: fold),
                folder: fold))
        let listings = try lines("\(folder)/listings.jsonl")
        let waybills = try lines("\(folder)/waybills.jsonl")
        let contacts = ContactReader(folder: fold)
        var read: [(RecordRef, [Identifier])] = []
        for row in listings {
            guard let id = row["id"] as? String, let platform = row["platform"] as? String,
                let account = row["account"] as? String
            else { continue }
            var found = Set(contacts.read(row["text"] as? String ?? "").map(\.identifier))
            for hint in row["contacts"] as? [String] ?? [] {
                let parts = hint.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2, let kind = kinds[parts[0]] else { continue }
                found.insert(Identifier(kind: kind, value: parts[1].lowercased()))
            }
            let own = Identifier(kind: .account, value: "\(platform)/\(account)")
            read.append((.listing(ID(id)), [own] + found.sorted()))
        }
        let started = cpu()
        var linker = Linker(reader: reader)
        for (record, identifiers) in read { linker.add(record, identifiers: identifiers) }
        var named = Set(read.map(\.0))
        for row in waybills {
            guard let number = row["number"] as? String else { continue }
            let phone = (row["sender_phone"] as? String).flatMap { Phone($0) }
            var identifiers: [Identifier] = []
            if let account = row["sender_account"] as? String {
                let value = "\(row["courier"] as? String ?? "")/\(account)"
                identifiers.append(Identifier(kind: .courierAccount, value: value))
            }
            if case .whole(let digits)? = phone {
                identifiers.append(Identifier(kind: .phone, value: digits))
            }
            let record = RecordRef.waybill(ID(number))
            if !identifiers.isEmpty { named.insert(record) }
            linker.add(
                record, identifiers: identifiers, name: row["sender_name"] as? String,
                address: row["sender_address"] as? String, phone: phone,
                goods: row["declared_name"] as? String)
        }
        let added = cpu()
        let links = linker.finish()
        print("added in \(added - started) s, linked in \(cpu() - added) s, \(peakMegabytes()) MB")
        print(
            links.weights.map {
                "\($0.name): share \($0.weights.share), m \($0.weights.m), u \($0.weights.u)"
            }.joined(separator: "\n"))
        try judge(links, named, try lines("\(folder)/truth.jsonl"))
    }

    private static func judge(
        _ links: Links, _ named: Set<RecordRef>, _ truth: [[String: Any]]
    ) throws {
        var owner: [String: Int] = [:]
        var why: [Int: String] = [:]
        for (index, person) in truth.enumerated() {
            let isSeller = person["seller"] != nil
            guard isSeller || person["person"] != nil else { continue }
            why[index] =
                isSeller
                ? "seller"
                : person["temptation"] as? String
                    ?? String((person["person"] as? String ?? "?").prefix(1))
            for id in person["listings"] as? [String] ?? [] { owner["listing:\(id)"] = index }
            for id in person["waybills"] as? [String] ?? [] { owner["waybill:\(id)"] = index }
        }
        var members: [ID<Actor>: Set<Int>] = [:]
        var sellers: [Int: [String: Int]] = [:]
        for (place, record) in links.records.enumerated() {
            guard let person = owner[record.text] else { continue }
            if let actor = links.actor(at: place) { members[actor, default: []].insert(person) }
            guard why[person] == "seller", named.contains(record) else { continue }
            let actor = links.actor(at: place)?.text ?? "alone \(place)"
            sellers[person, default: [:]][actor, default: 0] += 1
        }
        var kinds: [String: Int] = [:]
        for persons in members.values where persons.count > 1 {
            let key = persons.map { why[$0] ?? "?" }.sorted().prefix(4).joined(separator: "+")
            kinds[key, default: 0] += 1
        }
        if let place = CommandLine.arguments.firstIndex(of: "--actors") {
            let text = links.records.indices.map { place in
                "\(links.records[place].text)\t\(links.actor(at: place)?.text ?? "")\n"
            }.joined()
            try Data(text.utf8).write(
                to: URL(fileURLWithPath: CommandLine.arguments[place + 1]))
        }
        if CommandLine.arguments.contains("--generic") {
            for found in links.generic { print(found) }
        }
        if CommandLine.arguments.contains("--show") {
            for (actor, persons) in members where persons.count > 1 {
                let known = persons.map { truth[$0]["person"] ?? truth[$0]["seller"] ?? "?" }
                print(actor, known)
            }
        }
        let wrong = kinds.values.reduce(0, +)
        print(
            "\(members.count) actors, \(wrong) false,",
            1_000 * Double(wrong) / Double(members.count), "in 1,000")
        print(kinds.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" })
        let best = sellers.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
        let all = sellers.values.reduce(0) { $0 + $1.values.reduce(0, +) }
        print("named records of sellers joined: \(Double(best) / Double(all)) of \(all)")
    }
}
