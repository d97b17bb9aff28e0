extension Timestamp {
    /// The day this moment falls on in the zone `offset` east of UTC.
    package func civilDate(offset: Seconds = .chinaOffset) -> CivilDate {
        CivilDate(dayNumber: dayNumber(offset: offset))
    }
}

extension CivilDate {
    /// The moment it begins in the zone `offset` east of UTC.
    package func start(offset: Seconds = .chinaOffset) -> Timestamp {
        Timestamp(microseconds: (Int64(dayNumber) * 86_400 - offset.count) * 1_000_000)
    }
}
