/// The files a simulated city consists of.
package enum CityFile: String, Sendable, CaseIterable {
    case listings, waybills, registry, premises, zones, truth

    /// The file's name inside the output folder.
    package var fileName: String {
        switch self {
        case .listings: "listings.jsonl"
        case .waybills: "waybills.jsonl"
        case .registry: "registry.json"
        case .premises: "premises.csv"
        case .zones: "zones.geojson"
        case .truth: "truth.jsonl"
        }
    }
}
