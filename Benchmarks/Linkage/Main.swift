import Foundation
import Glibc
import Intake
import Linkage
import Primitives

@main
enum LinkageBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--graphs"] { return graphs() }
        if arguments.count == 3, arguments[0] == "components", let edges = Int(arguments[1]),
            let nodes = Int(arguments[2]), edges > 0, (1..<Int(Int32.max)).contains(nodes)
        {
            return components(edges: edges, nodes: nodes)
        }
        if arguments.count >= 2, arguments[0] == "--city" { return try city(arguments[1]) }
        guard arguments.count >= 2, arguments[0] != "components" else {
            print(
                "linkage-bench MODEL.json LEFT.csv [RIGHT.csv] | --graphs | components E N"
                    + " | --city FOLDER")
            exit(2)
        }
        var clock = StepClock()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[0])))
        let model = try LinkModelFile.parse(bytes, name: arguments[0])
        let files = Array(arguments.dropFirst()).filter { !$0.hasPrefix("--") }
        let (table, truth) = try read(files, model)
        clock.ended("read")
        try run(model, table, truth, &clock)
    }

    static func read(_ files: [String], _ model: LinkModel) throws -> (LinkTable, [String: String])
    {
        let columns = model.columns
        var builder = LinkTableBuilder(columns: columns, isLink: files.count == 2)
        var truth: [String: String] = [:]
        for (index, file) in files.enumerated() {
            let hasTruth =
                (try? String(contentsOfFile: file, encoding: .utf8).prefix(4_000))?
                .split(separator: "\n").first?.split(separator: ",").contains("truth") ?? false
            var reader = try TableReader(
                try ByteSource.open(file),
                columns: columns + [model.id] + (hasTruth ? ["truth"] : []))
            loop: while true {
                switch try reader.next() {
                case .row(var values):
                    let label = hasTruth ? values.removeLast() : ""
                    let id = values.removeLast()
                    builder.add(id: id, values: values, isRight: index == 1)
                    if hasTruth {
                        let side = files.count == 2 ? (index == 1 ? "R:" : "L:") : ""
                        truth[side + id] = label
                    }
                case .rejected(let reject): print(reject.json)
                case .end: break loop
                }
            }
        }
        return (try builder.finish(), truth)
    }

    static func cpu() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    static func wall() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func peakMegabytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}

/// What each step took, from the end of the one before.
struct StepClock {
    private(set) var steps: [(name: String, wall: Double, cpu: Double)] = []
    private var wall = LinkageBench.wall()
    private var cpu = LinkageBench.cpu()

    mutating func ended(_ name: String) {
        let now = (LinkageBench.wall(), LinkageBench.cpu())
        steps.append((name, now.0 - wall, now.1 - cpu))
        (wall, cpu) = now
    }

    /// `"read": {"wall_s": 1.2, "cpu_s": 1.1}, …`.
    var json: String {
        steps.map { step in
            "\"\(step.name)\": {\"wall_s\": \(LinkageBench.text(step.wall)),"
                + " \"cpu_s\": \(LinkageBench.text(step.cpu))}"
        }.joined(separator: ", ")
    }
}
