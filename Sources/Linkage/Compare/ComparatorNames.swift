// What the engine asks of every comparator beside `prepare` and `level`: how many levels there are
// before "else", and what each of them means.

extension PhoneComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
}

extension ChineseNameComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
}

extension ChineseAddressComparator {
    /// Levels from the strictest on, "else" not counted.
    package var levelCount: Int { Self.levels.count - 1 }
    /// What a level means, in a few words for a person.
    package func name(ofLevel level: Int) -> String { Self.levels[level] }
}

extension HandleComparator {
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
