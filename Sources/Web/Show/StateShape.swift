import Records

/// The shape of a state, so that colour never tells it alone: a path in a box of 12 by 12.
enum StateShape {
    static func path(_ state: LeadState) -> String {
        switch state {
        // A full disc: waiting.
        case .new: "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z"
        // An arrowhead: on its way.
        case .dispatched: "M2 1l9 5l-9 5z"
        // A diamond, half full: looked at, not ended.
        case .verified: "M6 .5l5.500 5.500l-5.500 5.500l-5.500-5.500z M6 2.500v7l3.500-3.500z"
        // A square with a tick: done.
        case .closed:
            "M1 1h10v10h-10z M3 5.700l2.100 2.300l4-4.300l-.9-.8l-3.100 3.400l-1.200-1.400z"
        // A ring with a bar: set aside.
        case .dismissed:
            "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z M6 2.500a3.500 3.500 0 1 1 0 7a3.500 3.500 0 1 1 0-7z M3.500 5.400h5v1.200h-5z"
        }
    }
}
