import Primitives

/// Reads a form that brings a file, `multipart/form-data` (RFC 7578, RFC 2046 section 5.1).
///
/// Strict: every part names its field, the last boundary closes the body, headers of a part have at
/// most 4 KiB, and there are at most `Limits.formPartsMax` parts. A part with a file name is a file
/// and keeps its bytes; any other must be UTF-8. The body is read once, front to back; it is in
/// memory already, bounded by whoever collected it.
enum MultipartForm {
    private static let headBytesMax = 4_096
    /// RFC 2046: 1 to 70 characters.
    private static let boundaryBytesMax = 70

    /// Nil where `body` is no such form.
    static func read(_ body: [UInt8], contentType: String) -> FormFields? {
        guard let boundary = boundary(of: contentType) else { return nil }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very front, without the line end before it.
        let opening = Array(delimiter.dropFirst(2))
        guard body.starts(with: opening) else { return nil }
        var fields = FormFields()
        var place = opening.count
        for _ in 0...Limits.formPartsMax {
            if body[place...].starts(with: "--".utf8) { return fields }
            guard body[place...].starts(with: "\r\n".utf8),
                let headEnd = first("\r\n\r\n".utf8, in: body, from: place),
                headEnd - place <= headBytesMax,
                let end = first(delimiter, in: body, from: headEnd + 2),
                let part = part(
                    head: body[place..<headEnd], content: body[min(headEnd + 4, end)..<end])
            else { return nil }
            switch part {
            case .text(let name, let value): fields.add(name, value)
            case .file(let file): fields.add(file)
            }
            place = end + delimiter.count
        }
        return nil
    }

    private enum Part {
        case text(name: String, value: String)
        case file(FormFields.File)
    }

    private static func part(head: ArraySlice<UInt8>, content: ArraySlice<UInt8>) -> Part? {
        guard let text = String(validating: head, as: UTF8.self) else { return nil }
        for line in text.split(separator: "\r\n") {
            let header = line.split(separator: ":", maxSplits: 1)
            guard header.count == 2, header[0].lowercased() == "content-disposition" else {
                continue
            }
            let parameters = parameters(header[1])
            guard let name = parameters["name"], !name.isEmpty else { return nil }
            if let fileName = parameters["filename"] {
                return .file(
                    FormFields.File(name: name, fileName: fileName, bytes: Array(content)))
            }
            return String(validating: content, as: UTF8.self).map { .text(name: name, value: $0) }
        }
        return nil
    }

    /// The boundary that a content type names.
    private static func boundary(of contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        let boundary = parameters(Substring(contentType))["boundary"] ?? ""
        let isPlain = boundary.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        let isFit = (1...boundaryBytesMax).contains(boundary.utf8.count)
        return isPlain && isFit ? boundary : nil
    }

    /// `a; name="b"; c=d` → the names in lower case with their values; semicolons inside quotes
    /// part nothing.
    private static func parameters(_ text: Substring) -> [String: String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == ";", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        var result: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            var value = String(pair[1]).trimmingSpaces
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = String(value.dropFirst().dropLast())
            }
            let name = String(pair[0]).trimmingSpaces.lowercased()
            if result[name] == nil { result[name] = value }
        }
        return result
    }

    /// Where `sought` stands first at or behind `start`.
    ///
    /// - Complexity: O(bytes) for what browsers send; its first byte is rare.
    private static func first(
        _ sought: some Collection<UInt8>, in body: [UInt8], from start: Int
    ) -> Int? {
        guard let head = sought.first, start <= body.count - sought.count else { return nil }
        for place in start...(body.count - sought.count)
        where body[place] == head && body[place..<(place + sought.count)].elementsEqual(sought) {
            return place
        }
        return nil
    }
}
