//! Why a folder of a sweep is not opened, read or written.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

/// What is wrong, and whose fault it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The call's: it asks for what cannot be.
    Input(String),
    /// The machine's: something cannot be read or written, or is damaged.
    Failed(String),
}

impl Refusal {
    /// A call that asks for what cannot be.
    pub fn input(text: impl Into<String>) -> Self {
        Self::Input(text.into())
    }

    /// Something that cannot be read or written, or is damaged.
    pub fn failed(text: impl Into<String>) -> Self {
        Self::Failed(text.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(text) | Self::Failed(text) => f.write_str(text),
        }
    }
}

impl Error for Refusal {}

/// Something in the folder of a sweep cannot be written.
pub fn writing(path: &Path, error: io::Error) -> Refusal {
    let mut text = format!("cannot write to {}: {error}; what is in the journal stays, and --resume goes on from there", path.display());
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) {
        text += "\n  help: make room first";
    }
    Refusal::Failed(text)
}
