import CQRCode

/// A picture that a phone's camera reads (二维码), as the path of an SVG drawing: libqrencode's
/// work.
package struct QRCode: Hashable, Sendable {
    /// Modules a side, the quiet zone of four around it included.
    package let side: Int
    /// Black squares of one unit: the `d` of an SVG path.
    package let path: String

    private static let quietZone = 4

    /// Nil where `text` is longer than a QR code holds.
    package init?(_ text: String) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            return nil
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                while column < width, code.pointee.data[row * width + column] & 1 == 1 {
                    column += 1
                }
                if column > start {
                    path += "M\(start + Self.quietZone) \(row + Self.quietZone)"
                    path += "h\(column - start)v1h-\(column - start)z"
                }
                column += 1
            }
        }
        side = width + 2 * Self.quietZone
        self.path = path
    }
}
