package import Casework
package import Intake
import Logging
import Primitives
import Records
import Wire

/// Messages of a broker to readings: topic `fuseline/v1/{enterprise}/{room}/{sensor}`, the payload
/// a reading without the three names.
package enum ReadingIngest {
    package static let topic = "fuseline/v1/+/+/+"

    /// Each message as a reading, or as what was wrong with it, in order.
    package static func parcels(
        _ messages: [(topic: String, payload: [UInt8])]
    ) -> [ReadingParcel] {
        var lines: [UInt8] = []
        var kept: [(topic: String, payload: [UInt8])] = []
        var parcels: [ReadingParcel] = []
        for message in messages {
            guard let line = line(of: message) else {
                parcels.append(refusal(message, "it is no object under a sensor's topic"))
                continue
            }
            lines += line
            kept.append(message)
        }
        return parcels + read(lines, kept)
    }

    /// The record as a line of a file: the names of the topic before what the payload has.
    ///
    /// A name
    /// that the payload has too is refused by the reader, which takes no key twice.
    private static func line(of message: (topic: String, payload: [UInt8])) -> [UInt8]? {
        let parts = message.topic.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "fuseline", parts[1] == "v1",
            message.payload.count <= Limits.refusedReadingBytesMax,
            let open = message.payload.firstIndex(where: { $0 > 0x20 }),
            message.payload[open] == UInt8(ascii: "{")
        else { return nil }
        let names = zip(["enterprise", "room", "sensor"], parts[2...])
            .map { "\"\($0)\":\(JSONText.quoted(String($1)))" }.joined(separator: ",")
        let rest = message.payload[(open + 1)...].map { $0 == 10 || $0 == 13 ? 32 : $0 }
        let isEmpty = rest.first { $0 > 0x20 } == UInt8(ascii: "}")
        return Array("{\(names)\(isEmpty ? "" : ",")".utf8) + rest + [10]
    }

    private static func read(
        _ lines: [UInt8], _ messages: [(topic: String, payload: [UInt8])]
    ) -> [ReadingParcel] {
        guard !messages.isEmpty else { return [] }
        var parcels: [ReadingParcel] = []
        do {
            let options = IntakeOptions(
                encoding: .utf8, format: .jsonLines, progress: false, note: { _ in })
            var reader = try RecordReader<ReadingIntake>(
                ByteSource.bytes(lines, name: "readings"), options: options)
            reading: while true {
                switch try reader.next() {
                case .end: break reading
                case .accepted(let row): parcels.append(.reading(IncomingReading(row)))
                case .rejected(let reject):
                    let place = reject.field.isEmpty ? "" : "\(reject.field): "
                    let message = messages[min(max(reject.line, 1), messages.count) - 1]
                    parcels.append(refusal(message, place + reject.reason))
                }
            }
        } catch {
            // The bytes are at hand: only a batch that is no text as a whole comes here.
            return messages.map { refusal($0, error.message) }
        }
        return parcels
    }

    private static func refusal(
        _ message: (topic: String, payload: [UInt8]), _ reason: String
    ) -> ReadingParcel {
        .refused(
            RefusedReading(
                source: String(message.topic.prefix(Limits.fieldBytesMax / 4)),
                reason: String(reason.prefix(Limits.fieldBytesMax / 4)),
                body: String(
                    decoding: message.payload.prefix(Limits.refusedReadingBytesMax), as: UTF8.self))
        )
    }

    /// Listens to the broker until the task is cancelled.
    static func run(
        _ address: MQTTAddress, _ casework: CaseworkDesk, _ logger: Logger
    ) async {
        let source = MQTTSource(address, topic: topic)
        await source.run(told: { event in
            switch event {
            case .connected: logger.info("listening to the broker")
            case .lost(let why):
                // The library's own words, of a fixed list: a wrong password is told from a closed
                // port, and nothing that was sent stands in them.
                logger.error("the broker is away: \(why)")
            case .refused(let code):
                logger.error(
                    "readings were not stored, they come again", metadata: ["error": "\(code)"])
            }
        }) { messages in
            let parcels = parcels(messages.map { ($0.topic, $0.payload) })
            let tally = try await casework.take(parcels, as: .machine)
            if tally.refused > 0 {
                logger.warning("\(tally.refused) readings were refused and kept")
            }
        }
    }

    /// Lets time pass at every site, and calls for alarms that nobody answers, once a second, until
    /// the task is cancelled.
    static func tick(
        _ casework: CaseworkDesk, _ targets: [String: [String]], _ logger: Logger
    ) async {
        while !Task.isCancelled {
            do {
                // First, since a site that can not be read is told by the other.
                _ = try await casework.callForAlarms(telling: targets)
                try await casework.passAlarmTime()
                try await Task.sleep(for: .seconds(1))
            } catch is CancellationError {
                return
            } catch {
                let code = (error as? any CodedError)?.code ?? "\(type(of: error))"
                logger.error("time did not pass for the alarms", metadata: ["error": "\(code)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

extension IncomingReading {
    /// A row of a file.
    package init(_ row: ReadingRow) {
        self.init(
            enterprise: row.enterprise, room: row.room, sensor: row.sensor,
            quantity: row.quantity, value: row.value, at: row.at, sequence: row.sequence)
    }
}
