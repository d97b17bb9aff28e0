package import Primitives

extension CaseworkDesk {
    /// What begins the token of a key, so that one that got loose is known for what it is.
    package static let keyPrefix = "fuseline_key_"

    package func addKey(_ draft: APIKeyDraft, as principal: Principal) async throws -> String {
        guard !draft.name.isEmpty, draft.name.utf8.count <= Limits.fieldBytesMax,
            !draft.scopes.isEmpty, draft.scopes.isSubset(of: draft.role.permissions),
            [.courier, .gateway, .analyst, .auditor].contains(draft.role),
            (1...Limits.keyRequestsPerMinuteMax).contains(draft.requestsPerMinute),
            (1...Limits.keyDaysMax).contains(draft.days)
        else { throw CaseworkError.accessRefused(.key) }
        let now = environment.now()
        let key = APIKey(
            id: ID(environment.newID()), name: draft.name, unit: draft.unit, role: draft.role,
            scopes: draft.scopes, requestsPerMinute: draft.requestsPerMinute,
            createdBy: principal.person.id, createdAt: now,
            expiresAt: now.adding(.days(Int64(draft.days))))
        let token = Self.keyPrefix + environment.newToken()
        let digest = environment.tokenDigest(token)
        try await act(.addKey, as: principal) { transaction, log in
            _ = try transaction.unit(draft.unit).orThrow(.accessNotFound(draft.unit.text))
            try transaction.add(key, digest: digest)
            log.add("key", key.id.text, after: key.journalText)
        }
        return token
    }

    /// - Returns: The new token of a rotation.
    package func change(
        _ change: APIKeyChange, key id: ID<APIKey>, as principal: Principal
    ) async throws -> String? {
        let now = environment.now()
        let token = change == .rotate ? Self.keyPrefix + environment.newToken() : nil
        let digest = token.map(environment.tokenDigest)
        try await act(change.act, as: principal) { transaction, log in
            let key = try transaction.key(id).orThrow(.accessNotFound(id.text))
            guard key.revokedAt == nil, key.expiresAt > now else {
                throw CaseworkError.accessRefused(.over)
            }
            switch change {
            case .grant:
                guard key.grantedBy == nil else { throw CaseworkError.accessRefused(.over) }
                let isMachine = principal.person.role == .machine
                guard isMachine || key.createdBy != principal.person.id else {
                    throw CaseworkError.accessRefused(.made)
                }
                try transaction.grantKey(id, by: principal.person.id)
            case .revoke: try transaction.revokeKey(id, at: now)
            case .rotate:
                try transaction.rotateKey(
                    id, digest: digest ?? "",
                    overlapsUntil: now.adding(.days(Int64(Limits.keyOverlapDays))))
            }
            log.add(
                "key", id.text, before: key.journalText,
                after: try transaction.key(id)?.journalText)
        }
        return token
    }
}

extension APIKey {
    /// What the journal digests of a key.
    var journalText: String {
        [
            name, unit.text, role.rawValue,
            scopes.map(\.rawValue).sorted().joined(separator: " "), "\(requestsPerMinute)",
            "\(expiresAt.microseconds)", grantedBy?.text ?? "",
            "\(revokedAt?.microseconds ?? 0)", "\(overlapsUntil?.microseconds ?? 0)",
        ].joined(separator: "\u{1F}")
    }
}
