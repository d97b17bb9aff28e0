import Primitives

/// Why an input as a whole could not be read; a bad record never makes one of these.
package enum IntakeError: CodedError, Equatable {
    /// No such file.
    case missing(String)
    /// A directory stands where a file was named.
    case directory(String)
    /// The file is in UTF-16 or UTF-32.
    case wideText(String)
    /// The file is no text; `what` says what it is.
    case binary(String, what: String)
    /// The first line of a CSV file names no usable columns.
    case header(String, why: String)
    /// A JSON document that has to be read whole is none.
    case document(String, why: String)
    /// This machine's C library cannot convert from GB18030.
    case noConverter
    /// The operating system refused to open, read or write.
    case io(String, why: String)

    package var code: String {
        switch self {
        case .missing: "intake.missing"
        case .directory: "intake.directory"
        case .wideText: "intake.utf16"
        case .binary: "intake.binary"
        case .header: "intake.header"
        case .document: "intake.document"
        case .noConverter: "intake.no_converter"
        case .io: "intake.io"
        }
    }

    package var message: String {
        switch self {
        case .missing(let name): "There is no file \(name)."
        case .directory(let name): "\(name) is a directory; name the files in it."
        case .wideText(let name):
            "\(name) is in UTF-16 or UTF-32. Save it as UTF-8, or convert it: "
                + "iconv -f UTF-16 -t UTF-8 FILE."
        case .binary(let name, let what): "\(name) is no text but \(what)."
        case .header(let name, let why): "\(name) has no usable header line: \(why)."
        case .document(let name, let why): "\(name) cannot be read as a whole: \(why)."
        case .noConverter:
            "This machine cannot convert from GB18030: its C library lacks the gconv module."
                + " Convert the file elsewhere, or install the C library's gconv modules."
        case .io(let name, let why): "\(name): \(why)."
        }
    }

    /// The exit code a command ends with: 65 unreadable as a whole, 66 missing, 74 I/O error.
    package var exitCode: Int32 {
        switch self {
        case .missing: 66
        case .directory, .wideText, .binary, .header, .document, .noConverter: 65
        case .io: 74
        }
    }
}
