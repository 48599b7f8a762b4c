//! Files that are there only once they are whole.

use std::fs::Permissions;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// A file that vanishes unless it is kept, with the permissions of any other new file.
pub fn new_file(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions: Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    builder.prefix(prefix).tempfile_in(folder)
}
