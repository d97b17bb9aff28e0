import Journal
package import Primitives

/// The name that a caller gives a request, so that the same one sent twice is done once.
package struct RequestKey: Hashable, Sendable {
    package let text: String
    /// What the request asks for: its address, its conditions, its body.
    ///
    /// The same name for anything else is a mistake of the caller.
    package let content: [UInt8]

    package init(_ text: String, content: [UInt8]) {
        self.text = text
        self.content = content
    }
}

/// A request that was done, as the database remembers it for `Limits.requestKeyHours`.
package struct DoneRequest: Hashable, Sendable {
    package let caller: ID<Person>
    package let key: String
    /// Keyed digest of what it asked for, base 64.
    package let digest: String
    package let act: String
    package let at: Timestamp

    package init(caller: ID<Person>, key: String, digest: String, act: String, at: Timestamp) {
        self.caller = caller
        self.key = key
        self.digest = digest
        self.act = act
        self.at = at
    }
}

extension CaseworkDesk {
    /// Remembers a named request in the transaction of its effect: both are there or neither is,
    /// also when the program is killed before it answers.
    ///
    /// Writers go one after another, so two requests of one name at once are the first and its
    /// repetition. What was refused is not remembered: it had no effect, and may be asked again.
    /// - Throws: `CaseworkError.requestDone` where it was done before, `.requestKeyReused` where
    ///   the name was given to something else; what ran before it in the transaction is undone.
    func remember(
        _ act: Act, by principal: Principal, in transaction: any WriteTransaction, at now: Timestamp
    ) throws {
        guard let request = principal.request else { return }
        let digest = environment.journal.digest(Array("request\n".utf8) + request.content).base64
        let end = now.adding(.hours(-Int64(Limits.requestKeyHours)))
        let caller = principal.person.id
        if let earlier = try transaction.doneRequest(request.text, of: caller), earlier.at > end {
            throw earlier.digest == digest
                ? CaseworkError.requestDone : CaseworkError.requestKeyReused
        }
        try transaction.removeDoneRequests(until: end)
        try transaction.add(
            DoneRequest(
                caller: caller, key: request.text, digest: digest, act: act.rawValue, at: now))
    }
}

extension Principal {
    /// The same principal, whose next act is the request of this name.
    package func naming(_ request: RequestKey?) -> Principal {
        var copy = self
        copy.request = request
        return copy
    }
}
