// What the engine asks of every comparator beside `prepare` and `level`: how many levels there are
// before "else", and what each of them means.

extension PhoneComparator: FieldComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
    /// Looser than the strictest where the value tells a part only.
    package func levelOfEqual(_ value: PreparedPhone) -> Int { level(value, value) }
}

extension ChineseNameComparator: FieldComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
    /// Looser than the strictest where the value tells a part only.
    package func levelOfEqual(_ value: PreparedName) -> Int { level(value, value) }
}

extension ChineseAddressComparator: FieldComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
    /// Looser than the strictest where the value tells a part only.
    package func levelOfEqual(_ value: PreparedAddress) -> Int { level(value, value) }
}

extension HandleComparator: FieldComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
}

extension PlaceComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { metres.count }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { levels[level] }
}

extension TimePatternComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { distances.count }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { levels[level] }
}
