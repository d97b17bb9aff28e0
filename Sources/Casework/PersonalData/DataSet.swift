/// Whose data it is.
package enum DataSubject: String, Sendable, CaseIterable {
    /// Whoever offers or sends (发布人、寄件人).
    case sender
    /// Whoever receives a parcel (收件人).
    case receiver
    /// Whoever holds a licence (持证人).
    case holder
    /// Whoever works with the system (工作人员).
    case staff
}

/// What kind of data it is; those of `isSensitive` ask for a specific purpose and strict protection
/// (敏感个人信息, 个人信息保护法第二十八条).
package enum DataCategory: String, Sendable, CaseIterable {
    case name
    case phone
    case address
    /// A point on the map (位置).
    case location
    /// An account, a WeChat id, a QQ number, a courier's customer number.
    case handle
    /// What somebody wrote, or was written of them.
    case content
    /// What was concluded from other data.
    case finding
    /// A password's hash, a second factor, a session.
    case credential
    /// What somebody did with the system.
    case act

    package var isSensitive: Bool { self == .location }
}

/// How a field stands in the database.
package enum DataProtection: String, Sendable, CaseIterable {
    /// Sealed with the key file (加密存储).
    case sealed
    /// A keyed digest (带密钥的摘要).
    case digest
    /// A password's hash, or a token's digest.
    case hash
    /// As it is: the account's own people are found by it.
    case clear
}

/// How long rows are kept.
package enum DataRetention: Hashable, Sendable {
    /// As long as the dated rule of this kind says.
    case rule(RetentionKind)
    /// As long as the row it belongs to.
    case with(String)
    /// Until the next linking takes its place.
    case untilLinked
    /// Until it is over: hours at most.
    case short
    /// As long as the journal, which is never cut.
    case journal
}

/// The personal data of one table: whose, which, for what, how protected and for how long
/// (个人信息处理活动清单, 个人信息保护法第五十一、五十五条).
///
/// The one declaration of it: the page of purposes is made from it, and
/// a test holds it against every column of the database.
package struct DataSet: Sendable {
    /// One field with personal data.
    package struct Field: Sendable {
        package let name: String
        package let subject: DataSubject
        package let category: DataCategory
        package let protection: DataProtection
    }

    package let table: String
    package let purposes: [Purpose]
    package let retention: DataRetention
    package let fields: [Field]
    /// Columns with nothing of anybody.
    package let plain: [String]

    /// What a table of this name holds; nil where there is none.
    package static func named(_ table: String) -> DataSet? { all.first { $0.table == table } }
}

extension DataSet {
    private static func sealed(
        _ subject: DataSubject, _ fields: KeyValuePairs<String, DataCategory>
    ) -> [Field] {
        fields.map {
            Field(name: $0.key, subject: subject, category: $0.value, protection: .sealed)
        }
    }

    private static func staff(
        _ protection: DataProtection, _ fields: KeyValuePairs<String, DataCategory>
    ) -> [Field] {
        fields.map {
            Field(name: $0.key, subject: .staff, category: $0.value, protection: protection)
        }
    }

    /// Every table with personal data.
    package static let all: [DataSet] = records + leads + work + access

    private static let records: [DataSet] = [
        DataSet(
            table: "listing", purposes: [.screening, .leadWork], retention: .rule(.listing),
            fields: sealed(
                .sender,
                [
                    "account": .handle, "nickname": .name, "text": .content,
                    "text_digest": .content, "contacts": .handle, "place": .address,
                    "longitude": .location, "latitude": .location, "datum": .location,
                    "url": .handle, "reasons": .finding,
                ]),
            plain: [
                "id", "platform", "kind", "price_fen", "at", "score", "advice", "partial",
                "model", "actor",
            ]),
        DataSet(
            table: "waybill", purposes: [.screening, .leadWork], retention: .rule(.waybill),
            fields: sealed(
                .sender,
                [
                    "sender_account": .handle, "sender_phone": .phone,
                    "sender_phone_whole": .phone, "sender_name": .name,
                    "sender_address": .address, "declared_name": .content,
                ])
                + sealed(
                    .receiver,
                    [
                        "receiver_name": .name, "receiver_phone": .phone,
                        "receiver_phone_whole": .phone, "receiver_address": .address,
                    ])
                + sealed(
                    .sender,
                    [
                        "outlet": .address, "outlet_address": .address, "finding": .finding,
                        "order_number": .handle, "remarks": .content, "reasons": .finding,
                    ]),
            plain: [
                "number", "courier", "accepted_at", "delivered_at", "pieces", "weight_grams",
                "dimensions", "freight_payer", "inspected", "xray", "has_finding", "insured_fen",
                "score", "advice", "partial", "model", "actor",
            ]),
        DataSet(
            table: "licence", purposes: [.screening, .leadWork], retention: .rule(.licence),
            fields: sealed(
                .holder, ["holder": .name, "address": .address, "identifiers": .handle]),
            plain: ["number", "kind", "division", "valid_from", "valid_to"]),
        DataSet(
            table: "licence_identifier", purposes: [.screening], retention: .with("licence"),
            fields: [
                Field(
                    name: "token", subject: .holder, category: .handle, protection: .digest)
            ], plain: ["licence"]),
    ]

    private static let leads: [DataSet] = [
        DataSet(
            table: "lead", purposes: [.leadWork], retention: .rule(.lead),
            fields: sealed(
                .sender,
                [
                    "evidence": .finding, "actor_name": .name, "terms": .content,
                    "search": .handle,
                ]),
            plain: [
                "id", "actor", "state", "score", "prior", "division", "found_at", "due_at",
                "due_order", "outcome", "ended_at", "listings", "waybills", "version",
            ]),
        DataSet(
            table: "lead_event", purposes: [.leadWork], retention: .with("lead"),
            fields: staff(.sealed, ["person_name": .name, "note": .content])
                + staff(.clear, ["person": .act]),
            plain: ["lead", "number", "at", "step", "from_state", "to_state", "outcome"]),
        DataSet(
            table: "actor_evidence", purposes: [.leadWork], retention: .with("lead"),
            fields: sealed(.sender, ["evidence": .finding]), plain: ["actor", "linking"]),
        DataSet(
            table: "linking", purposes: [.screening], retention: .untilLinked,
            fields: sealed(.sender, ["summary": .finding]), plain: ["number", "at"]),
        DataSet(
            table: "severance", purposes: [.leadWork], retention: .with("lead"),
            fields: sealed(
                .sender,
                ["identifier": .handle, "left_record": .handle, "right_record": .handle])
                + staff(
                    .sealed,
                    [
                        "person_name": .name, "reason": .content, "ended_name": .name,
                        "end_reason": .content,
                    ])
                + staff(.clear, ["person": .act, "ended_by": .act]),
            plain: ["id", "kind", "actor", "lead", "at", "ended_at"]),
    ]

    private static let work: [DataSet] = [
        DataSet(
            table: "matter", purposes: [.leadWork], retention: .journal,
            fields: sealed(.sender, ["name": .content]) + staff(.clear, ["opened_by": .act]),
            plain: ["id", "restricted", "opened_at", "closed_at"]),
        DataSet(
            table: "matter_member", purposes: [.leadWork], retention: .with("matter"),
            fields: staff(.clear, ["person": .act]), plain: ["matter"]),
        DataSet(
            table: "approval", purposes: [.access], retention: .rule(.approval),
            fields: sealed(.sender, ["subject": .handle])
                + staff(.sealed, ["reason": .content, "decision_reason": .content])
                + staff(.clear, ["asked_by": .act, "decided_by": .act]),
            plain: [
                "id", "kind", "purpose", "asked_at", "approved", "decided_at", "used_at",
            ]),
        DataSet(
            table: "unmasking", purposes: [.audit], retention: .rule(.unmasking),
            fields: staff(.sealed, ["reason": .content]) + staff(.clear, ["person": .act]),
            plain: ["id", "lead", "at", "purpose"]),
        DataSet(
            table: "purge_batch", purposes: [.audit], retention: .journal,
            fields: [
                Field(
                    name: "digests", subject: .sender, category: .handle, protection: .digest)
            ], plain: ["id", "at", "kind", "removed", "root"]),
        DataSet(
            table: "lexicon", purposes: [.lexicon], retention: .journal,
            fields: staff(
                .clear,
                [
                    "proposed_by": .act, "proposed_name": .name, "decided_by": .act,
                    "decided_name": .name, "note": .content, "reason": .content,
                ]),
            plain: [
                "id", "name", "digest", "base_digest", "content", "terms", "added", "removed",
                "changed", "proposed_at", "outcome", "decided_at", "adoption",
            ]),
    ]

    private static let access: [DataSet] = [
        DataSet(
            table: "alarm_event", purposes: [.safety], retention: .journal,
            fields: staff(.clear, ["who": .act, "why": .content]),
            plain: [
                "number", "enterprise", "point", "room", "kind", "at", "told_at", "from_state",
                "to_state", "priority", "occurrence", "under", "value", "limit_value", "cause",
                "rule", "readings",
            ]),
        DataSet(
            table: "person", purposes: [.access], retention: .journal,
            fields: staff(
                .clear, ["name": .handle, "display_name": .name, "subject": .handle])
                + staff(.hash, ["password_hash": .credential])
                + staff(
                    .sealed, ["second_factor": .credential, "offered_factor": .credential])
                + staff(.clear, ["created_by": .act]),
            plain: [
                "id", "role", "failures", "failed_at", "created_at", "unit", "asked_role",
                "must_change", "disabled_at", "last_step",
            ]),
        DataSet(
            table: "session", purposes: [.access], retention: .short,
            fields: staff(.hash, ["token_digest": .credential])
                + staff(.clear, ["person_id": .act, "form_token": .credential]),
            plain: ["expires_at", "opened_at", "seen_at", "second_factor"]),
        DataSet(
            table: "api_key", purposes: [.access], retention: .journal,
            fields: staff(.hash, ["digest": .credential, "old_digest": .credential])
                + staff(.clear, ["created_by": .act, "granted_by": .act]),
            plain: [
                "id", "name", "unit", "role", "scopes", "requests_per_minute", "overlaps_until",
                "created_at", "expires_at", "revoked_at",
            ]),
        DataSet(
            table: "done_request", purposes: [.access], retention: .short,
            fields: staff(.clear, ["caller": .act])
                + [
                    Field(
                        name: "digest", subject: .sender, category: .content,
                        protection: .digest)
                ], plain: ["request_key", "act", "at"]),
        DataSet(
            table: "journal_leaf", purposes: [.audit], retention: .journal,
            fields: staff(.clear, ["entry": .act]), plain: ["number", "hash"]),
    ]

    /// Tables with nothing of anybody.
    package static let impersonal: Set<String> = [
        "alarm", "alarm_call", "alarm_room", "division", "journal_checkpoint", "journal_hash",
        "journal_head",
        "matter_lead", "outbox", "reading", "refused_reading", "sealing", "sensor_value", "site",
        "unit",
    ]
}
