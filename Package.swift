// swift-tools-version: 6.2
// One line a room (docs/ARCHITECTURE.md says what each may know). FUSELINE_CORE_ONLY=1 leaves out every
// room that needs an outside package, so that the engines build and test in seconds with a bare toolchain.
import PackageDescription

let coreOnly = Context.environment["FUSELINE_CORE_ONLY"] == "1"

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A room: a module under `Sources/`, which may import exactly `knows` and the outside `products`.
func room(
    _ name: String, knows: [String] = [], products: [Target.Dependency] = [],
    resources: [Resource]? = nil
)
    -> Target
{
    .target(
        name: name,
        dependencies: knows.map { .target(name: $0) } + products,
        resources: resources,
        swiftSettings: strict
    )
}

/// The tests of one room, under `Tests/<Room>Tests`.
func tests(
    _ name: String, knows: [String], products: [Target.Dependency] = [],
    resources: [Resource]? = nil
)
    -> Target
{
    .testTarget(
        name: name,
        dependencies: knows.map { .target(name: $0) } + products,
        resources: resources,
        swiftSettings: strict
    )
}

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let engines = ["Screening", "Linkage", "Leads", "Registry", "Journal", "Alarms"]
let nouns = ["Primitives", "Records"]

let core: [Target] = [
    room("Primitives"),
    room("Records", knows: ["Primitives"]),
    room("Text", knows: ["Primitives"]),
    room("Screening", knows: nouns + ["Text"]),
    room("Linkage", knows: nouns + ["Text"]),
    room("Leads", knows: nouns),
    room("Registry", knows: nouns),
    room("Journal", knows: ["Primitives"]),
    room("Alarms", knows: nouns),
    room("Casework", knows: nouns + ["Text"] + engines),
    room("Intake", knows: nouns),
    room("Simulation", knows: nouns),
    room("TestKit", knows: nouns),
    .executableTarget(
        name: "compare-bench",
        dependencies: ["Primitives", "Records", "Text", "Linkage"],
        path: "Benchmarks/Compare",
        swiftSettings: strict
    ),
    tests("PrimitivesTests", knows: ["Primitives"]),
    tests("RecordsTests", knows: nouns),
    tests("TextTests", knows: ["Primitives", "Text", "TestKit"]),
    tests("ScreeningTests", knows: nouns + ["Text", "Screening", "TestKit"]),
    tests("LinkageTests", knows: nouns + ["Text", "Linkage", "TestKit"]),
    tests("LeadsTests", knows: nouns + ["Leads", "TestKit"]),
    tests("RegistryTests", knows: nouns + ["Registry", "TestKit"]),
    tests("AlarmsTests", knows: nouns + ["Alarms", "TestKit"]),
    tests("IntakeTests", knows: nouns + ["Intake", "TestKit"]),
    tests("SimulationTests", knows: nouns + ["Simulation", "TestKit"]),
    tests("HouseTests", knows: ["Primitives", "TestKit"]),
    .executableTarget(
        name: "alarms-bench",
        dependencies: ["Primitives", "Records", "Alarms"],
        path: "Benchmarks/Alarms",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "linkage-bench",
        dependencies: ["Primitives", "Records", "Text", "Intake", "Linkage"],
        path: "Benchmarks/Linkage",
        swiftSettings: strict
    ),
]

let outer: [Target] = [
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    room("Secrets", knows: ["Primitives", "Journal", "CSodium", "CCrypto"]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    room(
        "Store", knows: nouns + engines + ["Casework", "CPostgres"], products: [grdb, sqlite],
        resources: [.copy("Migrations")]),
    .systemLibrary(
        name: "CQRCode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    room(
        "Web",
        knows: nouns + engines + ["Casework", "CQRCode"],
        products: [hummingbird, mustache, logging],
        resources: [.copy("Templates"), .copy("Words"), .copy("Look")]
    ),
    .systemLibrary(
        name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CMosquitto", providers: [.apt(["libmosquitto-dev"])]),
    room("Wire", knows: ["Primitives", "CCurl", "CMosquitto"]),
    room(
        "Bootstrap",
        knows: nouns + engines + [
            "Text", "Casework", "Intake", "Simulation", "Secrets", "Store", "Web", "Wire",
        ],
        products: [hummingbird, logging],
        resources: [.copy("Data")]
    ),
    .executableTarget(
        name: "fuseline",
        dependencies: (nouns + engines + [
            "Text", "Casework", "Intake", "Simulation", "Store", "Web", "Bootstrap",
        ])
        .map { .target(name: $0) } + [arguments],
        swiftSettings: strict
    ),
    .executableTarget(
        name: "screening-bench",
        dependencies: ["Primitives", "Records", "Text", "Screening", "Bootstrap"],
        path: "Benchmarks/Screening",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "journal-bench",
        dependencies: ["Primitives", "Journal", "Secrets"],
        path: "Benchmarks/Journal",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "store-bench",
        dependencies: ["Primitives", "Records", "Journal", "Casework", "Store", "Bootstrap"],
        path: "Benchmarks/Store",
        swiftSettings: strict
    ),
    tests("SecretsTests", knows: ["Primitives", "Secrets", "TestKit"]),
    tests("JournalTests", knows: ["Primitives", "Journal", "Secrets", "journal-bench", "TestKit"]),
    tests(
        "StoreTests",
        knows: nouns + engines + ["Casework", "Store", "Bootstrap", "TestKit"], products: [grdb]),
    tests(
        "WebTests", knows: nouns + engines + ["Casework", "Secrets", "Store", "Web", "TestKit"],
        products: [hummingbird]),
    tests(
        "BootstrapTests", knows: nouns + engines + ["Text", "Casework", "Bootstrap", "TestKit"],
        products: [logging]),
    tests(
        "CaseworkTests",
        knows: nouns + engines + ["Text", "Casework", "Store", "Bootstrap", "TestKit"],
        products: [grdb]),
    tests("CommandTests", knows: ["TestKit"]),
    .executableTarget(
        name: "drill",
        dependencies: [
            "Primitives", "Records", "Leads", "Journal", "Screening", "Secrets", "Casework",
            "Store", "Bootstrap",
        ],
        path: "Tests/Drill",
        swiftSettings: strict
    ),
]

let packages: [Package.Dependency] = [
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
]

let package = Package(
    name: "fuseline",
    products: coreOnly ? [] : [.executable(name: "fuseline", targets: ["fuseline"])],
    dependencies: coreOnly ? [] : packages,
    targets: coreOnly ? core : core + outer
)
