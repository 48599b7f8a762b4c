//! The scenarios that come with the program, for folders that have no scenarios of their own.

use std::path::{Path, PathBuf};

/// Folder in which scenarios are found by name. A shipped scenario that is not in it is found all the same.
pub const FOLDER: &str = "scenarios";

macro_rules! shipped {
    ($($name:literal,)+) => {
        /// Names and texts, in alphabetical order.
        const SHIPPED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../scenarios/", $name, ".toml")))),+];
    };
}

shipped! {
    "baseline",
    "brokerage",
    "content_fund",
    "creator_training",
    "event_market_closure",
    "event_platform_exit",
    "event_stronger_won",
    "event_touring_stop",
    "fair_contract",
    "golden",
    "identity_condition",
    "loan_guarantee",
    "localisation_vouchers",
    "music_tax_credit",
    "music_tax_credit_refundable",
    "new_talent_credit",
    "package_balanced",
    "package_balanced_10y",
    "package_balanced_2y",
    "package_creators_first",
    "package_platform_first",
    "package_touring_first",
    "production_grants",
    "startup_grants",
    "touring_vouchers",
}

/// Names of all shipped scenarios, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// Where a scenario stands that is called by its name: in [`FOLDER`], there or shipped; `None` where there is none.
pub fn named(name: &str) -> Option<PathBuf> {
    let path = Path::new(FOLDER).join(format!("{name}.toml"));
    (path.is_file() || text(&path).is_some()).then_some(path)
}

/// The text of a shipped scenario that is asked for as a file of [`FOLDER`].
pub(super) fn text(path: &Path) -> Option<&'static str> {
    let name = path.strip_prefix(FOLDER).ok()?.to_str()?.strip_suffix(".toml")?;
    SHIPPED.iter().find(|(shipped, _)| *shipped == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_shipped_with_its_text() {
        let files = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
        let mut found: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
        found.sort_by_key(|path| path.file_stem().unwrap().to_owned());
        let stems: Vec<&str> = found.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
        assert_eq!(stems, names().collect::<Vec<_>>());
        for path in found {
            assert_eq!(text(&path), Some(fs::read_to_string(&path).unwrap().as_str()), "{}", path.display());
        }
    }

    #[test]
    fn only_the_folder_of_scenarios_is_filled_up() {
        assert_eq!(text(Path::new("elsewhere/baseline.toml")), None);
        assert_eq!(text(Path::new("scenarios/sweeps/baseline.toml")), None);
        assert_eq!(named("nothing_of_the_kind"), None);
    }
}
