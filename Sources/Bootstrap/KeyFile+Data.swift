package import Casework
import Primitives

extension DataKeys {
    /// Those of the key file at `path`.
    package static func file(_ path: String) -> DataKeys {
        DataKeys(
            all: {
                try KeyFile.read(path).dataKeys.map { key in
                    (key.id, Timestamp(microseconds: key.since * 1_000_000))
                }
            },
            add: {
                try KeyFile.change(path) { keys, secrets in keys.addDataKey(secrets) }
                    .dataKeys.last?.id ?? ""
            },
            remove: { id in
                _ = try KeyFile.change(path) { keys, _ in keys.removeDataKey(id) }
            })
    }
}
