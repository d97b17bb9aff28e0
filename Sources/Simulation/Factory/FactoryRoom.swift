import Records

/// The files a simulated factory consists of.
package enum FactoryFile: String, Sendable, CaseIterable {
    case site, readings, truth

    /// The file's name inside the output folder.
    package var fileName: String {
        switch self {
        case .site: "site.json"
        case .readings: "readings.jsonl"
        case .truth: "truth.jsonl"
        }
    }
}

/// A room of the made-up factory: what is approved, and how it is worked.
struct FactoryRoom: Sendable {
    let id: String
    let name: String
    let process: String
    let hazard: HazardClass
    let people: Int
    let grams: Int
    /// One scale for what is loose and one for what is in half-finished goods.
    let hasTwoScales: Bool
    /// Dries goods: warm, nobody inside for long.
    let isDrying: Bool
    /// The highest temperature, in degrees.
    let heatMax: Int

    /// People and composition as GB 11652-2012 has them where its clause was read (mixing,
    /// wetting, granulating, weighing); the rest is made up.
    static let all: [FactoryRoom] = [
        FactoryRoom("R01", "1号混药工房", "mixing", .blastLikeTNT, 1, 3_000),
        FactoryRoom("R02", "2号造粒工房", "granulating", .blastLikeTNT, 1, 5_000),
        FactoryRoom("R03", "3号装药工房", "filling", .blastLikeTNT, 1, 3_000, twoScales: true),
        FactoryRoom("R04", "4号筑药工房", "ramming", .blastLikeBlackPowder, 1, 5_000),
        FactoryRoom("R05", "5号称量工房", "weighing", .fire, 1, 200_000),
        FactoryRoom("R06", "6号晾药房", "drying", .blastLikeTNT, 2, 100_000, dries: true),
        FactoryRoom("R07", "7号组装工房", "assembly", .fire, 8, 60_000, twoScales: true),
        FactoryRoom("R08", "8号中转库", "transit-store", .fire, 2, 500_000),
    ]

    init(
        _ id: String, _ name: String, _ process: String, _ hazard: HazardClass, _ people: Int,
        _ grams: Int, twoScales: Bool = false, dries: Bool = false
    ) {
        self.id = id
        self.name = name
        self.process = process
        self.hazard = hazard
        self.people = people
        self.grams = grams
        hasTwoScales = twoScales
        isDrying = dries
        heatMax = dries ? 60 : 38
    }

    var sensors: [FactorySensor] {
        let scales = hasTwoScales ? ["charge-loose", "charge-goods"] : ["charge"]
        return [FactorySensor("people", .people, 600)]
            + scales.map { FactorySensor($0, .chargeKilograms, 900) }
            + [
                FactorySensor("temperature", .temperatureCelsius, 1_800),
                FactorySensor("humidity", .humidityPercent, 1_800),
                FactorySensor("flame", .flame, 1_800),
                FactorySensor("intrusion", .intrusion, 1_800),
                FactorySensor("door", .doorOpen, 1_800),
                FactorySensor("video", .video, 900),
            ]
    }
}

/// A sensor of the made-up factory: reports each change, and otherwise after its period.
struct FactorySensor: Sendable {
    let id: String
    let quantity: Quantity
    /// Seconds.
    let period: Int
    /// Seconds that its link may take beyond the period.
    static let grace = 120

    init(_ id: String, _ quantity: Quantity, _ period: Int) {
        self.id = id
        self.quantity = quantity
        self.period = period
    }

    /// How many decimals its values have; they are told in units of the last one.
    var places: Int {
        switch quantity {
        case .chargeKilograms: 3
        case .temperatureCelsius, .humidityPercent: 1
        default: 0
        }
    }
}

/// Something that goes wrong, or seems to, with one sensor.
struct Incident: Sendable {
    /// What it is; those with a kind must be alarmed.
    enum What: String, Sendable {
        case stepIn = "step-in"
        case crowd
        case surplus = "surplus-charge"
        case heat
        case damp
        case flame
        case intruder
        case workInStop = "work-in-stop"
        case doorHeldOpen = "door-held-open"
        case offline = "camera-offline"
        case covered = "camera-covered"
        case dead = "sensor-dead"
        case outage = "link-outage"
        /// The counter sees one person more than there is.
        case miscount
        /// Somebody leans on the scale.
        case jolt
        case spike
        case clock = "wrong-clock"
        case restart = "sequence-restart"
    }

    let what: What
    /// Milliseconds since the epoch.
    let from: Int
    let to: Int

    func holds(_ time: Int) -> Bool { from <= time && time < to }

    /// The kind of alarm that it must raise; nil where it must raise none.
    var kind: String? {
        switch what {
        case .stepIn, .crowd: "over-headcount"
        case .surplus: "over-charge"
        case .heat, .damp: "environment"
        case .flame: "flame"
        case .intruder: "intrusion"
        case .workInStop: "stop-work"
        case .doorHeldOpen: "door"
        case .offline, .covered, .dead, .outage: "blind-spot"
        case .miscount, .jolt, .spike, .clock, .restart: nil
        }
    }
}
