package import Primitives

/// A key that personal data are sealed with, and what it opens.
package struct DataKeyUse: Hashable, Sendable {
    /// Eight hexadecimal digits.
    package let id: String
    package let since: Timestamp
    /// Whether it seals now.
    package let isNewest: Bool
    package let rows: Int
}

/// The keys of the file, as Bootstrap reads and changes them; the one that seals is last.
package struct DataKeys: Sendable {
    package let all: @Sendable () throws -> [(id: String, since: Timestamp)]
    /// A new key, which seals from now on; gives its id.
    package let add: @Sendable () throws -> String
    package let remove: @Sendable (String) throws -> Void

    package init(
        all: @escaping @Sendable () throws -> [(id: String, since: Timestamp)],
        add: @escaping @Sendable () throws -> String,
        remove: @escaping @Sendable (String) throws -> Void
    ) {
        self.all = all
        self.add = add
        self.remove = remove
    }
}

/// Changing the keys while servers go on: each needs `manage-keys`.
extension CaseworkDesk {
    /// A new key, and every row sealed anew with it.
    ///
    /// What it did stands when it is stopped half way: `reseal` goes on from there.
    package func rotateKeys(
        _ keys: DataKeys, as principal: Principal
    ) async throws -> (id: String, rows: Int) {
        try await allow(.manageKeys, principal)
        let id = try keys.add()
        return (id, try await reseal(to: id, as: principal))
    }

    /// Seals with the newest key what has another one.
    package func reseal(_ keys: DataKeys, as principal: Principal) async throws -> Int {
        try await reseal(to: try keys.all().last?.id ?? "", as: principal)
    }

    private func reseal(to id: String, as principal: Principal) async throws -> Int {
        try await act(.rotateKeys, as: principal) { _, log in log.add("key", id, after: "newest") }
        return try await database.reseal()
    }

    /// Takes a key away that opens nothing any more.
    ///
    /// - Throws: `CaseworkError.keyInUse`, `.keyNotFound`.
    package func retireKey(
        _ id: String, of keys: DataKeys, as principal: Principal
    ) async throws {
        let all = try await keyUses(keys, as: principal)
        guard let key = all.first(where: { $0.id == id }) else {
            throw CaseworkError.keyNotFound(id)
        }
        let replaced = all.drop { $0.id != id }.dropFirst().first?.since
        let isSettled =
            replaced.map {
                environment.now().seconds(since: $0).count >= Int64(Limits.keySettleSeconds)
            } ?? false
        guard key.rows == 0, isSettled else {
            throw CaseworkError.keyInUse(id: id, rows: key.rows)
        }
        try await act(.retireKey, as: principal) { _, log in log.add("key", id, before: "key") }
        try keys.remove(id)
    }

    /// The keys of the file with the rows that each opens, the newest last.
    package func keyUses(
        _ keys: DataKeys, as principal: Principal
    ) async throws -> [DataKeyUse] {
        try await allow(.manageKeys, principal)
        let rows = try await database.keysInUse()
        let all = try keys.all()
        return all.map { key in
            DataKeyUse(
                id: key.id, since: key.since, isNewest: key.id == all.last?.id,
                rows: rows[key.id] ?? 0)
        }
    }
}
