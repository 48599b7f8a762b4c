//! The scenarios that come with the program, for folders that have no scenarios of their own.

use std::path::{Component, Path, PathBuf};

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
    "event_ai_works",
    "event_budgets_react",
    "event_market_closure",
    "event_platform_exit",
    "event_rivals_answer",
    "event_stronger_won",
    "event_superstar_leaves",
    "event_superstar_serves",
    "event_touring_stop",
    "event_volatile_won",
    "fair_contract",
    "golden",
    "growth",
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
    "streaming_share",
    "touring_vouchers",
    "user_centric_payout",
}

/// Folder of sweeps in [`FOLDER`].
pub const SWEEP_FOLDER: &str = "sweeps";
/// Names and texts of sweeps, in alphabetical order.
const SWEEPS: &[(&str, &str)] = &[
    ("budget_split", include_str!("../../scenarios/sweeps/budget_split.toml")),
    ("deep_uncertainty", include_str!("../../scenarios/sweeps/deep_uncertainty.toml")),
    ("platform_terms", include_str!("../../scenarios/sweeps/platform_terms.toml")),
    ("tax_credit", include_str!("../../scenarios/sweeps/tax_credit.toml")),
];
/// Folder of searches in [`FOLDER`].
pub const SEARCH_FOLDER: &str = "searches";
/// Names and texts of searches, in alphabetical order.
const SEARCHES: &[(&str, &str)] = &[
    ("exports_30bn", include_str!("../../scenarios/searches/exports_30bn.toml")),
    ("exports_curve", include_str!("../../scenarios/searches/exports_curve.toml")),
    ("three_aims", include_str!("../../scenarios/searches/three_aims.toml")),
];
/// Name and text of the table of worlds.
const WORLDS: (&str, &str) = ("worlds.csv", include_str!("../../scenarios/worlds.csv"));

/// Names of all shipped scenarios, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// Where a scenario stands that is called by its name: in [`FOLDER`], there or shipped; `None` where there is none.
pub fn named(name: &str) -> Option<PathBuf> {
    let path = Path::new(FOLDER).join(format!("{name}.toml"));
    (path.is_file() || text(&path).is_some()).then_some(path)
}

/// Names of all shipped sweeps, in alphabetical order.
pub fn sweeps() -> impl Iterator<Item = &'static str> {
    SWEEPS.iter().map(|(name, _)| *name)
}

/// Where a sweep stands that is called by its name: in [`FOLDER`], there or shipped; `None` where there is none.
pub fn named_sweep(name: &str) -> Option<PathBuf> {
    let path = Path::new(FOLDER).join(SWEEP_FOLDER).join(format!("{name}.toml"));
    (path.is_file() || text(&path).is_some()).then_some(path)
}

/// Names of all shipped searches, in alphabetical order.
pub fn searches() -> impl Iterator<Item = &'static str> {
    SEARCHES.iter().map(|(name, _)| *name)
}

/// Where a search stands that is called by its name: in [`FOLDER`], there or shipped; `None` where there is none.
pub fn named_search(name: &str) -> Option<PathBuf> {
    let path = Path::new(FOLDER).join(SEARCH_FOLDER).join(format!("{name}.toml"));
    (path.is_file() || text(&path).is_some()).then_some(path)
}

/// The table of plausible worlds, in [`FOLDER`].
pub fn worlds() -> PathBuf {
    Path::new(FOLDER).join(WORLDS.0)
}

/// The text of a shipped file that is asked for as a file of [`FOLDER`].
pub(super) fn text(path: &Path) -> Option<&'static str> {
    let path = without_steps_back(path);
    let path = path.strip_prefix(FOLDER).ok()?;
    if path == Path::new(WORLDS.0) {
        return Some(WORLDS.1);
    }
    let within = [(SWEEP_FOLDER, SWEEPS), (SEARCH_FOLDER, SEARCHES)];
    let inner = within.into_iter().find_map(|(folder, files)| Some((files, path.strip_prefix(folder).ok()?)));
    let (files, path) = inner.unwrap_or((SHIPPED, path));
    let name = path.to_str()?.strip_suffix(".toml")?;
    files.iter().find(|(shipped, _)| *shipped == name).map(|(_, text)| *text)
}

/// `scenarios/sweeps/../worlds.csv` is `scenarios/worlds.csv`, also where no such folder is.
fn without_steps_back(path: &Path) -> PathBuf {
    let mut shorter = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(shorter.components().next_back(), Some(Component::Normal(_))) => drop(shorter.pop()),
            other => shorter.push(other),
        }
    }
    shorter
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_of_the_folders_is_shipped_with_its_text() {
        shipped_from(Path::new(FOLDER), names().collect());
        shipped_from(&Path::new(FOLDER).join(SWEEP_FOLDER), sweeps().collect());
        shipped_from(&Path::new(FOLDER).join(SEARCH_FOLDER), searches().collect());
        assert_eq!(text(Path::new("scenarios/sweeps/../worlds.csv")), Some(fs::read_to_string(worlds()).unwrap().as_str()));
    }

    fn shipped_from(folder: &Path, names: Vec<&str>) {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut found: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
        found.sort_by_key(|path| path.file_stem().unwrap().to_owned());
        let stems: Vec<&str> = found.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
        assert_eq!(stems, names);
        for path in found {
            assert_eq!(text(&path), Some(fs::read_to_string(&path).unwrap().as_str()), "{}", path.display());
        }
    }

    #[test]
    fn only_the_folder_of_scenarios_is_filled_up() {
        assert_eq!(text(Path::new("elsewhere/baseline.toml")), None);
        assert_eq!(text(Path::new("scenarios/sweeps/baseline.toml")), None);
        assert_eq!(text(Path::new("elsewhere/scenarios/baseline.toml")), None);
        assert_eq!(text(Path::new("scenarios/../worlds.csv")), None);
        assert_eq!((named("nothing_of_the_kind"), named_sweep("baseline")), (None, None));
    }
}
