package import Journal
import Primitives

/// The journal's signing key in the key file, as Bootstrap exchanges it.
package struct SigningKeys: Sendable {
    /// Adds a new key beside the old one, which both sign from the checkpoint of this number on;
    /// changes nothing where that was done already.
    package let begin: @Sendable (_ first: Int) throws -> Void
    /// Takes the old key's secret out of the file: the checkpoint of this number was its last.
    package let end: @Sendable (_ last: Int) throws -> Void

    package init(
        begin: @escaping @Sendable (_ first: Int) throws -> Void,
        end: @escaping @Sendable (_ last: Int) throws -> Void
    ) {
        self.begin = begin
        self.end = end
    }
}

extension CaseworkDesk {
    /// Exchanges the key that signs the journal, while servers go on.
    ///
    /// A leaf tells the new key, and the checkpoint over it bears both signatures; then the old
    /// secret is gone. Whoever signs does so in a write, and asks the key file there, so none signs
    /// with a key whose time is over. Stopped half way both keys sign; called again it goes on.
    /// - Returns: The new verifier key, for those who verify outside.
    /// - Throws: `CaseworkError.notAllowed`, `.signedElsewhere`, and what changing the file throws.
    package func exchangeSigningKey(
        _ keys: SigningKeys, as principal: Principal
    ) async throws -> VerifierKey {
        let journal = environment.journal
        let new = try await act(.exchangeSigningKey, as: principal, alone: true, sealed: true) {
            transaction, log in
            if let last = try transaction.lastJournalCheckpoint(),
                !(try journal.signing().knows(try SignedNote(Array(last.utf8))))
            {
                throw CaseworkError.signedElsewhere
            }
            try keys.begin(try self.head(transaction).checkpoints)
            let all = try journal.signing().keys.map(\.key)
            guard let new = all.last, all.count > 1 else {
                preconditionFailure("a key that is handed over has another one behind it")
            }
            log.add("signing-key", new.text, before: all[all.count - 2].text, after: new.text)
            return new
        }
        try await whileNobodySigns { head in try keys.end(head.checkpoints - 1) }
        return new
    }
}
