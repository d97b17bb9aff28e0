import Glibc

/// What tells one state of a file from another: whoever changes a key file puts a new one in its
/// place.
struct FileState: Equatable {
    private var inode: UInt64
    private var seconds: Int
    private var nanoseconds: Int

    /// Nil where it is not there at this moment.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        inode = UInt64(status.st_ino)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
