/// A room, the rooms it may import, and the outside modules it may import.
struct Room: Sendable {
    let name: String
    let knows: Set<String>
    let outside: Set<String>

    init(_ name: String, knows: [String], outside: [String] = []) {
        self.name = name
        self.knows = Set(knows)
        self.outside = Set(outside)
    }
}

/// Who may know whom: the table of docs/ARCHITECTURE.md, which a test compares with this one.
///
/// The compiler holds what Package.swift declares; this table holds Package.swift. Adding a word
/// here is a decision about the house, so it is made in the document too.
enum House {
    static let rooms: [Room] = [
        Room("Primitives", knows: []),
        Room("Records", knows: ["Primitives"]),
        Room("Text", knows: ["Primitives"]),
        Room("Screening", knows: nouns + ["Text"]),
        Room("Linkage", knows: nouns + ["Text"]),
        Room("Leads", knows: nouns),
        Room("Registry", knows: nouns),
        Room("Journal", knows: ["Primitives"]),
        Room("Alarms", knows: nouns),
        Room("Simulation", knows: nouns),
        Room("Casework", knows: nouns + ["Text"] + engines),
        Room("Intake", knows: nouns, outside: system),
        Room("CSodium", knows: []),
        Room("CCrypto", knows: []),
        Room(
            "Secrets", knows: ["Primitives", "Journal", "CSodium", "CCrypto"], outside: system),
        Room("CPostgres", knows: []),
        Room(
            "Store", knows: nouns + engines + ["Casework", "CPostgres"],
            outside: system + ["GRDB", "GRDBSQLite"]),
        Room("CCurl", knows: []),
        Room("CMosquitto", knows: []),
        Room("Wire", knows: ["Primitives", "CCurl", "CMosquitto"], outside: system),
        Room("CQRCode", knows: []),
        Room(
            "Web", knows: nouns + engines + ["Casework", "CQRCode"],
            outside: system + hummingbird),
        Room(
            "Bootstrap",
            knows: nouns + engines + [
                "Text", "Casework", "Intake", "Simulation", "Secrets", "Store", "Web", "Wire",
            ], outside: system + hummingbird),
        Room(
            "fuseline",
            knows: nouns + engines + [
                "Text", "Casework", "Intake", "Simulation", "Store", "Web", "Bootstrap",
            ],
            outside: system + ["ArgumentParser"]),
        Room("TestKit", knows: nouns, outside: system + ["Testing"]),
    ]

    /// Rooms that neither read nor write anything, ask no clock and wait for nothing.
    static let pure: Set<String> = [
        "Primitives", "Records", "Text", "Screening", "Linkage", "Leads", "Registry", "Journal",
        "Alarms", "Simulation",
    ]

    static let nouns = ["Primitives", "Records"]
    static let engines = ["Screening", "Linkage", "Leads", "Registry", "Journal", "Alarms"]
    /// The system's own modules, which the document's table calls "system".
    static let system = [
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc",
        "Synchronization",
    ]
    /// Hummingbird and the packages whose types are part of its interface.
    static let hummingbird = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "Mustache", "NIOCore",
        "ServiceLifecycle", "UnixSignals",
    ]

    static func room(_ name: String) -> Room? { rooms.first { $0.name == name } }
}
