//! Files that a program holds in its hands: texts under paths, found before the disk is asked.
//!
//! A program that makes scenarios needs no files for them. Texts are found by the thread that holds them alone, so that two
//! callers do not meet.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

thread_local! {
    static TEXTS: RefCell<Vec<(PathBuf, String)>> = const { RefCell::new(Vec::new()) };
}

/// Puts back what was held before, also after a panic.
struct Before(Vec<(PathBuf, String)>);

impl Drop for Before {
    fn drop(&mut self) {
        TEXTS.replace(std::mem::take(&mut self.0));
    }
}

/// Does something with files that are not on the disk: each text is read where its path is named, as if it stood there.
///
/// ```
/// use std::path::PathBuf;
/// use topline::scenario::{Scenario, with_texts};
///
/// let text = "title = \"Small\"\nwhy = \"A tenth of the labels runs faster.\"\nextends = \"baseline\"\nrun.scale = 0.1\n";
/// let small = with_texts(vec![(PathBuf::from("small.toml"), text.to_owned())], || Scenario::load("small.toml"))?;
/// assert_eq!((small.name.as_str(), small.scale), ("small", 0.1));
/// assert!(Scenario::load("small.toml").is_err(), "it is held no more");
/// # Ok::<(), topline::scenario::Problems>(())
/// ```
pub fn with_texts<T>(texts: Vec<(PathBuf, String)>, work: impl FnOnce() -> T) -> T {
    let _before = Before(TEXTS.replace(texts));
    work()
}

/// The text that is held under a path.
pub(super) fn text(path: &Path) -> Option<String> {
    TEXTS.with_borrow(|texts| texts.iter().find(|(held, _)| held == path).map(|(_, text)| text.clone()))
}

/// Whether a file is there: in hand, or on the disk.
pub(super) fn is_file(path: &Path) -> bool {
    text(path).is_some() || path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_goes_before_the_disk_and_is_put_back() {
        let hold = |text: &str| vec![(PathBuf::from("Cargo.toml"), text.to_owned())];
        let read = || text(Path::new("Cargo.toml"));
        let inner = with_texts(hold("a"), || (with_texts(hold("b"), read), read()));
        assert_eq!(inner, (Some("b".into()), Some("a".into())));
        assert_eq!(read(), None);
        assert!(is_file(Path::new("Cargo.toml")), "it is on the disk");
    }

    #[test]
    fn a_panic_leaves_nothing_held() {
        let held = || with_texts(vec![(PathBuf::from("x"), "text".into())], || panic!("on purpose"));
        assert!(std::panic::catch_unwind(held).is_err());
        assert_eq!(text(Path::new("x")), None);
    }
}
