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
        case .verified: "M6 .5l5.5 5.5l-5.5 5.5l-5.5-5.5z M6 2.5v7l3.5-3.5z"
        // A square with a tick: done.
        case .closed:
            "M1 1h10v10h-10z M3 5.7l2.1 2.3l4-4.3l-.9-.8l-3.1 3.4l-1.2-1.4z"
        // A ring with a bar: set aside.
        case .dismissed:
            "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z M6 2.5a3.5 3.5 0 1 1 0 7"
                + "a3.5 3.5 0 1 1 0-7z M3.5 5.4h5v1.2h-5z"
        }
    }
}
