import Primitives

/// Why a linkage can not be run.
package enum LinkError: CodedError, Equatable {
    /// The model is wrong at `place` (`fields[2].compare`).
    case model(place: String, why: String)
    /// The table lacks a column of the model.
    case column(String)
    /// More records than can be numbered.
    case size(Int)

    package var code: String {
        switch self {
        case .model: "linkage.model"
        case .column: "linkage.column"
        case .size: "linkage.size"
        }
    }

    package var message: String {
        switch self {
        case .model(let place, let why): "The linkage model is wrong at \(place): \(why)."
        case .column(let name): "The table has no column \(name), which the model names."
        case .size(let count): "\(count) records are more than one linkage can number."
        }
    }
}
