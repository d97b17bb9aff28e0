package import Casework
import Hummingbird
package import Primitives
import Records
import ServiceLifecycle

/// How many live pages this server has, and whose.
package actor LivePages {
    /// Of everybody.
    package private(set) var count = 0
    private var byPerson: [ID<Person>: Int] = [:]

    package init() {}

    /// Whether there was room for one more of this person.
    package func enter(_ person: ID<Person>) -> Bool {
        guard count < Limits.livePagesMax,
            byPerson[person, default: 0] < Limits.livePagesOfPersonMax
        else { return false }
        count += 1
        byPerson[person, default: 0] += 1
        return true
    }

    /// Gives a place back.
    package func leave(_ person: ID<Person>) {
        count -= 1
        byPerson[person, default: 1] -= 1
        if byPerson[person] == 0 { byPerson[person] = nil }
    }
}

/// What wakes a live page.
private enum Beat: Sendable {
    case tick
    case pulse
}

extension WebSite {
    /// Server-sent events of the leads that change, from any server on the same database.
    ///
    /// The number of each event is the journal's size; whoever comes back with it as
    /// `Last-Event-ID`, or with `from`, misses nothing in between. Ends with the session.
    func live(_ call: Call) async throws -> Response {
        let principal = try call.principal()
        let asked = call.request.headers[.lastEventID] ?? call.query["from"]
        guard asked == nil || Int(asked ?? "") ?? -1 >= 0 else { throw Refusal.notFound }
        let first = try await desk.leadChanges(after: asked.flatMap(Int.init), as: principal)
        let desk = desk
        return try await livePage(
            call, first: first.event, from: first.upTo
        ) { size, principal in
            let changes = try await desk.leadChanges(after: size, as: principal)
            let isNews = changes.isWhole || !changes.leads.isEmpty
            return (changes.upTo, isNews ? changes.event : nil)
        }
    }

    /// A page that lives: `first`, then what `next` gives after each tick; a beat in between.
    ///
    /// - Parameter next: Where to go on, and the event to tell, if there is one.
    /// - Throws: `Refusal`, 503, where too many pages live.
    func livePage(
        _ call: Call, first: String, from: Int,
        next: @escaping @Sendable (Int, Principal) async throws -> (Int, String?)
    ) async throws -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        headers[.accelBuffering] = "no"
        // Whoever asks for the head alone gets no page that lives.
        guard call.request.method == .get else { return Response(status: .ok, headers: headers) }
        let person = try call.principal().person.id
        let token = call.session?.token ?? ""
        guard await livePages.enter(person) else {
            throw Refusal(
                .serviceUnavailable, "live", detail: "Too many pages are live at once.",
                retryAfter: Seconds(30))
        }
        let (desk, livePages) = (desk, livePages)
        let body = ResponseBody { writer in
            do {
                try await writer.write(ByteBuffer(string: "retry: 1000\n" + first))
                var place = from
                for await beat in Self.beats(await desk.ticks()).cancelOnGracefulShutdown() {
                    guard let session = try await desk.session(token: token, isUse: false) else {
                        break
                    }
                    if beat == .pulse {
                        try await writer.write(ByteBuffer(string: "event: beat\ndata: 1\n\n"))
                    }
                    let (upTo, event) = try await next(place, session.principal)
                    place = upTo
                    if let event { try await writer.write(ByteBuffer(string: event)) }
                }
            } catch {
                // The reader left, or the database did; the page comes back with its number.
            }
            await livePages.leave(person)
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Ticks of the database, and a pulse every few seconds.
    private static func beats(_ ticks: AsyncStream<Void>) -> AsyncStream<Beat> {
        // One that is dropped is made good by the next: each of them looks for changes.
        let (stream, continuation) = AsyncStream.makeStream(
            of: Beat.self, bufferingPolicy: .bufferingNewest(2))
        let ticking = Task {
            for await _ in ticks { continuation.yield(.tick) }
            continuation.finish()
        }
        let pulsing = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(Limits.liveBeatSeconds))
                continuation.yield(.pulse)
            }
        }
        continuation.onTermination = { _ in
            ticking.cancel()
            pulsing.cancel()
        }
        return stream
    }
}

extension LeadChanges {
    /// As server-sent event: `{"leads":[ids],"whole":bool}` under the journal's size.
    var event: String {
        let ids = JSONText.array(leads.map { JSONText.quoted($0.text) })
        return "id: \(upTo)\nevent: leads\ndata: {\"leads\":\(ids),\"whole\":\(isWhole)}\n\n"
    }
}
