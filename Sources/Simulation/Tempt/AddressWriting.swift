import Primitives

/// One address as different people write it.
enum AddressWriting {
    /// `address` written another way: without the province or the city, with spaces, other words
    /// for building and unit, full-width digits, or a word for the courier behind it.
    ///
    /// County and town stay, for without them no parcel arrives.
    static func varied(_ address: Address, _ random: inout SeededRandom) -> Address {
        var street = address.street
        var room = address.room
        switch random.below(4) {
        case 0, 1: street = street.without(head: "江西省")
        case 2: street = street.without(head: "江西省南昌市")
        default: break
        }
        switch random.below(5) {
        case 0:
            room = PostDress.replacing("栋", with: "幢", in: room)
            room = PostDress.replacing("单", with: "", in: room)
            room = PostDress.replacing("元", with: "-", in: room)
        case 1: room = PostDress.replacing("室", with: "", in: room)
        case 2: street = fullWidth(street)
        case 3: if !room.isEmpty { room = " " + room }
        default: room += random.pick(["（放门口）", "旁边", "(打电话)", "附近"])
        }
        return Address(street: street, room: room)
    }

    private static func fullWidth(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isDigit = scalar >= "0" && scalar <= "9"
            result.append(isDigit ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar)
        }
        return String(result)
    }
}

extension String {
    fileprivate func without(head: String) -> String {
        guard utf8.starts(with: head.utf8) else { return self }
        return String(Substring(utf8.dropFirst(head.utf8.count)))
    }
}
