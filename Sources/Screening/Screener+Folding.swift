import Primitives
package import Text

extension Screener {
    /// The folding that screening reads texts through, for others who read the same texts.
    package var folder: Folder { reader.folder }

    /// Equal for texts that differ only in writing: width, case, traditional forms, separators and
    /// invisible characters.
    ///
    /// Copies of one post have one digest; 64 bits, so that two texts of a million share one with
    /// a chance below 1 in 10 million.
    package func textDigest(_ text: String) -> UInt64 {
        StableHash.of(reader.folder.fold(text).denseText)
    }
}
