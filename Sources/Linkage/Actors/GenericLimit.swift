import Records

/// The limit beyond which an identifier was found to name many.
package enum GenericLimit: String, Sendable, CaseIterable {
    case records
    case accounts
    /// Phones beside a customer account, with as many names.
    case phones
    /// Names, where no address is known.
    case names
    /// Names and addresses, both.
    case places
}

extension LinkPolicy {
    /// The first limit that `counted` is beyond; nil where it names one sender.
    package func limit(of counted: GenericIdentifier) -> GenericLimit? {
        let isAccount = counted.identifier.kind.isAccount
        if !isAccount, counted.records > recordsMax { return .records }
        if counted.accounts > accountsMax { return .accounts }
        // Firms of one warehouse send under its contract, each with a phone and names of its own.
        if counted.identifier.kind == .courierAccount, counted.phones > phonesMax,
            counted.names > phonesMax
        {
            return .phones
        }
        guard counted.addresses > 0 else { return counted.names > namesMax ? .names : nil }
        return counted.names > placesMax && counted.addresses > placesMax ? .places : nil
    }

    /// What the limit is.
    package func value(of limit: GenericLimit) -> Int {
        switch limit {
        case .records: recordsMax
        case .accounts: accountsMax
        case .phones: phonesMax
        case .names: namesMax
        case .places: placesMax
        }
    }
}
