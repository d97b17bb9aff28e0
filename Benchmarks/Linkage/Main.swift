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
        if arguments.count >= 2, arguments[0] == "--city" { return try city(arguments[1]) }
        guard arguments.count >= 2 else {
            print("linkage-bench MODEL.json LEFT.csv [RIGHT.csv] | --graphs | --city FOLDER")
            exit(2)
        }
        let started = cpu()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[0])))
        let model = try LinkModelFile.parse(bytes, name: arguments[0])
        let files = Array(arguments.dropFirst()).filter { !$0.hasPrefix("--") }
        let (table, truth) = try read(files, model)
        let loaded = cpu()
        try run(model, table, truth, from: started, loaded: loaded)
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
                try ByteSource.open(file), columns: hasTruth ? columns + ["truth"] : columns)
            loop: while true {
                switch try reader.next() {
                case .row(var values):
                    let label = hasTruth ? values.removeLast() : ""
                    builder.add(id: values[0], values: values, isRight: index == 1)
                    if hasTruth {
                        let side = files.count == 2 ? (index == 1 ? "R:" : "L:") : ""
                        truth[side + values[0]] = label
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

    static func peakMegabytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
