import Casework
import Hummingbird
import Primitives
import Records

/// The addresses of the API, each with what `GET /openapi.json` tells of it.
extension Route {
    static let api: [Route] =
        [
            Route(
                .post, "/api/v1/screen", .mayOrLocal(.askScreening),
                operation: Operation(
                    id: "screen", summary: "Is this text an offer of fireworks? Stores nothing.",
                    body: """
                        {"oneOf":[\(Schema.ref("Record")),{"type":"array","maxItems":\
                        \(Limits.apiRecordsMax),"items":\(Schema.ref("Record"))}]}
                        """,
                    answer: Operation.Answer(
                        status: .ok, says: "A verdict for each record, in their order.",
                        schema: """
                            {"oneOf":[\(Schema.ref("Verdict")),{"type":"array","items":\
                            \(Schema.ref("Verdict"))}]}
                            """))
            ) { try await $0.screen($1) },
            Route(
                .get, "/api/v1/status", .mayOrLocal(.askScreening),
                operation: Operation(
                    id: "status", summary: "The model in use, and when the data ended.",
                    answer: Operation.Answer(
                        status: .ok, says: "What this server knows of itself.",
                        schema: Schema.ref("Status")))
            ) { site, _ in try await site.apiStatus() },
            Route(
                .get, "/api/v1/leads", .program(.seeLeads), operation: leads
            ) { try await $0.apiLeads($1) },
            Route(
                .get, "/api/v1/leads/:id", .program(.seeLeads),
                operation: Operation(
                    id: "lead", summary: "One lead; the look is on record.", parameters: [leadID],
                    answer: Operation.Answer(
                        status: .ok, says: "The lead; ETag is its version.",
                        schema: Schema.ref("Lead"), headers: ["ETag"]), refusals: [.notFound])
            ) { try await $0.apiLead($1) },
            Route(
                .post, "/api/v1/leads/:id/steps/:step", .program(.seeLeads), operation: step
            ) { try await $0.apiStep($1) },
            Route(
                .post, "/api/v1/readings", .program(.sendReadings),
                operation: Operation(
                    id: "readings",
                    summary: "Takes what a factory's sensors said; the same again does nothing.",
                    body: """
                        {"oneOf":[\(Schema.ref("Reading")),{"type":"array","maxItems":\
                        \(Limits.readingsPerRequestMax),"items":\(Schema.ref("Reading"))}]}
                        """,
                    answer: Operation.Answer(
                        status: .ok, says: "Stored, with all that alarms did.",
                        schema: Schema.ref("ReadingTally")))
            ) { try await $0.takeReadings($1) },
        ] + journal

    private static let leadID = Operation.Parameter(
        name: "id", place: "path", says: "Id of a lead.", schema: Schema.place, isRequired: true)

    private static let leads = Operation(
        id: "leads", summary: "Leads that the caller may see, a page at a time.",
        parameters: [
            Operation.Parameter(
                name: "state", place: "query", says: "One state; without it all.",
                schema: """
                    {"enum":["new","dispatched","verified","closed","dismissed"]}
                    """),
            Operation.Parameter(
                name: "division", place: "query", says: "Code of a division.",
                schema: #"{"type":"string","pattern":"^[0-9]{6}$"}"#),
            Operation.Parameter(
                name: "q", place: "query", says: "Part of a name, text or identifier.",
                schema: #"{"type":"string","minLength":1,"maxLength":80}"#),
            Operation.Parameter(
                name: "order", place: "query", says: "score, due or found; score without it.",
                schema: #"{"enum":["score","due","found"]}"#),
            Operation.Parameter(
                name: "after", place: "query", says: "next of the page before.",
                schema: #"{"type":"string","pattern":"^[0-9a-f]{1,16}~[0-9A-Za-z_-]{1,64}$"}"#),
        ],
        answer: Operation.Answer(
            status: .ok, says: "A page of leads, masked as on the board.",
            schema: Schema.ref("LeadPage")))

    private static let step = Operation(
        id: "step", summary: "Takes a step on a lead as it was seen.",
        parameters: [
            leadID,
            Operation.Parameter(
                name: "step", place: "path", says: "The step.",
                schema: #"{"enum":["dispatch","return","verify","close","dismiss"]}"#,
                isRequired: true),
            Operation.Parameter(
                name: "If-Match", place: "header", says: "ETag of the lead as it was seen.",
                schema: #"{"type":"string","pattern":"^\"[0-9]{1,9}\"$"}"#),
            Operation.Parameter(
                name: "Idempotency-Key", place: "header",
                says: "The request's own name: sent again within 24 hours it is done once.",
                schema: #"{"type":"string","pattern":"^[!#-+.-:<-~-]{1,128}$"}"#),
        ],
        body: Schema.ref("Step"),
        answer: Operation.Answer(
            status: .ok, says: "The lead after the step; ETag is its new version.",
            schema: Schema.ref("Lead"), headers: ["ETag"]),
        refusals: [
            .notFound, .conflict, .preconditionFailed, .preconditionRequired,
            .unprocessableContent,
        ])

    private static let journal: [Route] = [
        Route(
            .get, "/api/v1/journal/checkpoint", .program(.seeJournal),
            operation: Operation(
                id: "checkpoint", summary: "The journal as signed last (C2SP tlog-checkpoint).",
                answer: Operation.Answer(
                    status: .ok, says: "A signed note.", type: "text/plain",
                    schema: Schema.text), refusals: [.notFound])
        ) { site, call in
            try await site.journalText { try await $0.journalCheckpoint(as: call.principal()) }
        },
        Route(
            .get, "/api/v1/journal/leaves/:number/proof", .program(.seeJournal),
            operation: Operation(
                id: "inclusion", summary: "Proof that a leaf is in the journal (C2SP tlog-proof).",
                parameters: [
                    Operation.Parameter(
                        name: "number", place: "path", says: "Number of the leaf, from 0.",
                        schema: Schema.count, isRequired: true)
                ],
                answer: Operation.Answer(
                    status: .ok, says: "The proof with its leaf.", type: "text/plain",
                    schema: Schema.text), refusals: [.notFound])
        ) { site, call in
            guard let number = call.parameters.get("number").flatMap(Int.init), number >= 0 else {
                throw Refusal(.badRequest, "request", detail: "The number of a leaf is none.")
            }
            return try await site.journalText {
                try await $0.journalProof(ofLeaf: number, as: call.principal())
            }
        },
        Route(
            .get, "/api/v1/journal/consistency", .program(.seeJournal),
            operation: Operation(
                id: "consistency", summary: "Proof that the journal only grew since a size.",
                parameters: [
                    Operation.Parameter(
                        name: "from", place: "query", says: "The size that it had.",
                        schema: Schema.count, isRequired: true)
                ],
                answer: Operation.Answer(
                    status: .ok, says: "The proof.", type: "text/plain", schema: Schema.text),
                refusals: [.notFound])
        ) { site, call in
            guard let size = call.query["from"].flatMap(Int.init), size >= 0 else {
                throw Refusal(.badRequest, "request", detail: "from is no size.")
            }
            return try await site.journalText {
                try await $0.journalProof(since: size, as: call.principal())
            }
        },
    ]
}
