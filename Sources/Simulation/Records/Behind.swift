/// Who is behind a record.
enum Behind: Hashable, Sendable {
    /// Indexes into what the city has of each; a resident's is that of `People.resident`.
    case seller(Int), resident(Int), trader(Int), shop(Int), press(Int), bystander(Int)

    /// The index of the hidden seller; nil for everybody else.
    var seller: Int? { if case .seller(let index) = self { index } else { nil } }
}
