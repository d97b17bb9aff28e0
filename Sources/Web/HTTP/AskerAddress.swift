import Glibc

/// Under what an unknown asker is counted.
package enum AskerAddress {
    /// The whole address of IPv4, the network of 64 bits of IPv6, of which one customer has a whole
    /// one; what is no address counts as one asker.
    package static func counted(_ text: String) -> String {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return text }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return "none" }
        // The struct is 16 plain bytes.
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        let isMapped =
            bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        if isMapped { return bytes[12...].map { "\($0)" }.joined(separator: ".") }
        return bytes[..<8].map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }
}
