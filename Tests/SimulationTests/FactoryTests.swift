import Simulation
import Testing

/// The made-up factory, for any number of hours.
@Suite struct FactoryTests {
    private static func lines(_ hours: Int, _ file: FactoryFile) -> [String] {
        var lines: [String] = []
        FactorySimulator(seed: 1, hours: hours).run { kind, line in
            if kind == file { lines.append(line) }
        }
        return lines
    }

    @Test(arguments: [1, 2, 23, 24, 25, 49])
    func itEndsWithItsLastHour(hours: Int) {
        let readings = Self.lines(hours, .readings)
        #expect(readings.count > hours * 20)
        #expect(readings == Self.lines(hours, .readings))
    }

    @Test func moreHoursBeginWithTheSameSite() {
        #expect(Self.lines(1, .site) == Self.lines(49, .site))
        #expect(Self.lines(49, .truth).count >= Self.lines(24, .truth).count)
    }
}
