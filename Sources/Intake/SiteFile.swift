import Primitives
package import Records

/// The rooms of an enterprise, as `site.json` of INTERFACES has them; docs/alarms.md has the table
/// of what may be added.
package enum SiteFile {
    /// Reads the whole file.
    ///
    /// - Throws: `IntakeError`; `.document` names the place of what is wrong.
    package static func read(_ path: String) throws(IntakeError) -> Site {
        try read(ByteSource.open(path))
    }

    /// Reads all of a source; as `read` of a path.
    package static func read(_ source: ByteSource) throws(IntakeError) -> Site {
        let bytes = try RegistryFile.wholeText(source)
        var parser = JSONParser(bytes)
        do throws(JSONProblem) {
            return try site(Part("the site", try parser.document()))
        } catch {
            let line = lineNumber(bytes, error.offset)
            let place = error.isForm ? "line \(line), byte offset \(error.offset): " : ""
            throw .document(source.name, why: "\(place)\(error.what)")
        }
    }

    private static func site(_ part: Part) throws(JSONProblem) -> Site {
        let enterprise = try part.text("enterprise")
        var rooms: [Workroom] = []
        for entry in try part.list("rooms") {
            let room = try room(entry)
            guard !rooms.contains(where: { $0.id == room.id }) else {
                throw entry.problem("the room \(room.id) is there twice")
            }
            rooms.append(room)
        }
        var stops: [StopPeriod] = []
        for entry in try part.list("stops", isNeeded: false) {
            stops.append(
                StopPeriod(
                    from: try entry.time("from"), to: try entry.time("to"),
                    reason: try entry.optionalText("reason") ?? ""))
        }
        return Site(
            enterprise: enterprise, name: try part.optionalText("name") ?? enterprise,
            rooms: rooms, stops: stops)
    }

    private static func room(_ part: Part) throws(JSONProblem) -> Workroom {
        var quotas: [RoomQuota] = []
        for entry in try part.list("quotas", isNeeded: false) { quotas.append(try quota(entry)) }
        if quotas.isEmpty { quotas = [try quota(part)] }
        var runs: [ProcessRun] = []
        for entry in try part.list("processes", isNeeded: false) {
            runs.append(
                ProcessRun(process: try entry.text("process"), from: try entry.time("from")))
        }
        if runs.isEmpty {
            runs = [
                ProcessRun(
                    process: try part.optionalText("process") ?? quotas[0].process,
                    from: Timestamp(microseconds: 0))
            ]
        }
        var hours: [OpenHours] = []
        for entry in try part.list("hours", isNeeded: false) {
            hours.append(
                OpenHours(from: try entry.timeOfDay("from"), to: try entry.timeOfDay("to")))
        }
        var sensors: [Sensor] = []
        for entry in try part.list("sensors", isNeeded: false) {
            let sensor = try sensor(entry)
            guard !sensors.contains(where: { $0.id == sensor.id }) else {
                throw entry.problem("the sensor \(sensor.id) is there twice")
            }
            sensors.append(sensor)
        }
        guard sensors.count <= Limits.sensorsPerRoomMax else {
            throw part.problem("more than \(Limits.sensorsPerRoomMax) sensors")
        }
        let id = try part.text("id")
        return Workroom(
            id: ID(id), name: try part.optionalText("name") ?? id,
            runs: runs.sorted { $0.from < $1.from }, quotas: quotas, limits: try limits(part),
            hours: hours, sensors: sensors)
    }

    private static func quota(_ part: Part) throws(JSONProblem) -> RoomQuota {
        let hazard = try part.text("hazard")
        guard let known = HazardClass(rawValue: hazard.replacing("^", with: "")) else {
            throw part.problem("hazard: 1.1-1, 1.1-2 or 1.3 is needed, found \(clipped(hazard))")
        }
        let people = try part.number("max_people", 0...Limits.peopleMax)
        let charge = try part.number("max_charge_kg", 0...Limits.roomChargeKilogramsMax)
        guard people.rounded() == people else {
            throw part.problem("max_people: a whole number is needed")
        }
        return RoomQuota(
            process: try part.text("process"), hazard: known, peopleMax: Int(people),
            chargeMax: Grams(Int64((charge * 1_000).rounded(.down))),
            machinesMax: try part.optionalNumber("max_machines", 0...1_000).map { Int($0) },
            validFrom: try part.optionalTime("valid_from"),
            validTo: try part.optionalTime("valid_to"),
            approval: try part.optionalText("approval"))
    }

    private static func limits(_ part: Part) throws(JSONProblem) -> [Quantity: EnvironmentLimit] {
        var limits: [Quantity: EnvironmentLimit] = [:]
        guard let whole = try part.object("limits") else { return [:] }
        for quantity in Quantity.allCases {
            guard let entry = try whole.object(quantity.rawValue) else { continue }
            let range = -1e9...1e9
            let minimum = try entry.optionalNumber("min", range)
            let maximum = try entry.optionalNumber("max", range)
            if let minimum, let maximum, minimum > maximum {
                throw entry.problem("min is above max")
            }
            limits[quantity] = EnvironmentLimit(
                minimum: minimum, maximum: maximum,
                deadband: try entry.optionalNumber("deadband", 0...1e9) ?? 0,
                onDelay: try entry.optionalSeconds("on_delay_s") ?? Seconds(0),
                offDelay: try entry.optionalSeconds("off_delay_s") ?? Seconds(0))
        }
        return limits
    }

    private static func sensor(_ part: Part) throws(JSONProblem) -> Sensor {
        let name = try part.text("quantity")
        guard let quantity = Quantity(rawValue: name) else {
            let known = Quantity.allCases.map(\.rawValue).joined(separator: ", ")
            throw part.problem("quantity: one of \(known) is needed, found \(clipped(name))")
        }
        let every = try part.optionalSeconds("every_s")
        if every == Seconds(0) { throw part.problem("every_s: must be above 0") }
        return Sensor(
            id: ID(try part.text("id")), quantity: quantity, every: every,
            grace: try part.optionalSeconds("grace_s"))
    }
}

/// A part of a document, with its place for messages.
private struct Part {
    let place: String
    let members: [RawValue.Member]

    init(_ place: String, _ value: RawValue) throws(JSONProblem) {
        self.place = place
        guard case .object(let members, _) = value else {
            throw JSONProblem(
                offset: 0, what: "\(place): an object is needed, found \(value.noun)", isForm: false
            )
        }
        self.members = members
    }

    func problem(_ what: String) -> JSONProblem {
        JSONProblem(offset: 0, what: "\(place): \(what)", isForm: false)
    }

    private func value(_ key: String) -> RawValue {
        let value = members.first { $0.key == key }?.value ?? .absent
        return value == .null ? .absent : value
    }

    func optionalText(_ key: String) throws(JSONProblem) -> String? {
        switch value(key) {
        case .absent: return nil
        case .text(let text):
            guard !text.isEmpty, text.utf8.count <= Limits.fieldBytesMax else {
                throw problem("\(key): 1 to \(Limits.fieldBytesMax) bytes are needed")
            }
            return text
        case let other: throw problem("\(key): a string is needed, found \(other.noun)")
        }
    }

    func text(_ key: String) throws(JSONProblem) -> String {
        guard let text = try optionalText(key) else { throw problem("\(key) is missing") }
        return text
    }

    func optionalNumber(
        _ key: String, _ range: ClosedRange<Double>
    ) throws(JSONProblem) -> Double? {
        switch value(key) {
        case .absent: return nil
        case .number(let number) where range.contains(number): return number
        case .number:
            throw problem(
                "\(key): must be \(JSONText.number(range.lowerBound)) to"
                    + " \(JSONText.number(range.upperBound))")
        case let other: throw problem("\(key): a number is needed, found \(other.noun)")
        }
    }

    func number(_ key: String, _ range: ClosedRange<Double>) throws(JSONProblem) -> Double {
        guard let number = try optionalNumber(key, range) else {
            throw problem("\(key) is missing")
        }
        return number
    }

    func optionalSeconds(_ key: String) throws(JSONProblem) -> Seconds? {
        guard let number = try optionalNumber(key, 0...31_622_400) else { return nil }
        guard number.rounded() == number else {
            throw problem("\(key): whole seconds are needed")
        }
        return Seconds(Int64(number))
    }

    func optionalTime(_ key: String) throws(JSONProblem) -> Timestamp? {
        guard let text = try optionalText(key) else { return nil }
        guard let time = Timestamp(text) else {
            throw problem("\(key): a time as 2026-01-31T08:00:00+08:00 is needed")
        }
        return time
    }

    func time(_ key: String) throws(JSONProblem) -> Timestamp {
        guard let time = try optionalTime(key) else { throw problem("\(key) is missing") }
        return time
    }

    /// `07:30`; `24:00` is the end of the day.
    func timeOfDay(_ key: String) throws(JSONProblem) -> Seconds {
        let text = try text(key)
        let parts = text.split(separator: ":").map { Int64($0) }
        guard text.utf8.count == 5, parts.count == 2, let hour = parts[0], let minute = parts[1],
            (0...23).contains(hour) && (0...59).contains(minute) || text == "24:00"
        else { throw problem("\(key): a time of day as 07:30 is needed") }
        return Seconds(hour * 3_600 + minute * 60)
    }

    func object(_ key: String) throws(JSONProblem) -> Part? {
        let value = value(key)
        return value == .absent ? nil : try Part("\(place), \(key)", value)
    }

    func list(_ key: String, isNeeded: Bool = true) throws(JSONProblem) -> [Part] {
        switch value(key) {
        case .absent where !isNeeded: return []
        case .absent: throw problem("\(key) is missing")
        case .list(let elements):
            var parts: [Part] = []
            for (index, element) in elements.enumerated() {
                let name = "\(key)[\(index)]"
                parts.append(
                    try Part(place == "the site" ? name : "\(place), \(name)", element))
            }
            return parts
        case let other: throw problem("\(key): a list is needed, found \(other.noun)")
        }
    }
}
