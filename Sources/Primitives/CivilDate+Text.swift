extension Timestamp {
    /// The day this moment falls on in the zone `offset` east of UTC.
    package func civilDate(offset: Seconds = .chinaOffset) -> CivilDate {
        CivilDate(dayNumber: dayNumber(offset: offset))
    }
}
