//! Opening files that people name: regular files alone, for a pipe or a device may never end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::{in_hand, shipped};

/// Opens a file for reading; what is no regular file is an error, and is not waited for.
pub fn open(path: impl AsRef<Path>) -> io::Result<File> {
    let kind = fs::metadata(path.as_ref())?.file_type();
    if kind.is_file() {
        return File::open(path);
    }
    let found = if kind.is_dir() { "a folder" } else { "a pipe or a device" };
    Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {found}, not a file; allowed: a file on the disk")))
}

/// The text of a file, the one in hand before that on the disk, or the shipped one of the name where there is none on the disk.
pub fn read_text(path: impl AsRef<Path>) -> io::Result<String> {
    let path = path.as_ref();
    if let Some(held) = in_hand::text(path) {
        return Ok(held);
    }
    let mut text = String::new();
    match open(path).and_then(|mut file| file.read_to_string(&mut text)) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => shipped::text(path).map(str::to_owned).ok_or(error),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path(), Path::new("/dev/zero")] {
            let error = read_text(path).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
            assert!(error.to_string().contains("allowed: a file on the disk"), "{error}");
        }
        assert_eq!(read_text(folder.path().join("nothing")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
