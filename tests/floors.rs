//! Each module uses only those below it, no two files use one another, and only `experiment` runs threads.

#[path = "floors/circles.rs"]
mod circles;
#[path = "floors/code.rs"]
mod code;

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from below; a module uses any floor before its own, save for [`LOWEST`].
const FLOORS: [&str; 13] = ["units", "math", "draw", "policy", "scenario", "model", "outcome", "experiment", "store", "report", "cli", "lib", "main"];
/// What the modules of the lowest floor may use.
const LOWEST: [(&str, &[&str]); 3] = [("units", &[]), ("math", &[]), ("draw", &["math"])];
/// Files and folders of the model from below.
const MODEL: [&str; 9] = ["equation", "constants", "step", "columns", "record", "state", "process", "mod", "simulation"];
/// Modules that may mention threads: `cli` for signals only.
const THREADED: [&str; 3] = ["experiment", "cli", "main"];

/// A source file: its floor, its depth as a module, its name from the project's folder and its
/// text without comments.
struct Source {
    floor: String,
    depth: usize,
    name: String,
    code: String,
}

#[test]
fn each_floor_uses_only_those_below_it() {
    let wrong: Vec<String> = sources().iter().flat_map(upward_uses).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_the_experiment_runs_threads() {
    let wrong: Vec<String> = sources().iter().flat_map(mentions_of_threads).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_belongs_to_a_floor() {
    for source in sources() {
        assert!(FLOORS.contains(&source.floor.as_str()), "{}: `{}` is no floor", source.name, source.floor);
    }
}

#[test]
fn no_two_files_use_one_another() {
    let sources = read_crate();
    let circles = sources.circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn each_folder_of_the_model_uses_only_those_below_it() {
    let sources = read_crate();
    let height = |file: &str| {
        let name = file.strip_prefix("model/")?.split(['/', '.']).next()?;
        Some(MODEL.iter().position(|folder| *folder == name).unwrap_or_else(|| panic!("{file} is of no folder in its order")))
    };
    let uses = sources.uses_of_files();
    let within: Vec<_> = uses.into_iter().filter_map(|(from, to)| Some((height(from)?, height(to)?, from, to))).collect();
    assert!(within.len() > 100, "the uses within the model are not found");
    let wrong: Vec<_> = within.iter().filter(|(from, to, ..)| to > from).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The crate's files by what they use.
fn read_crate() -> circles::Crate {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |source: Source| {
        let name = source.name.strip_prefix("src/").unwrap().to_string();
        (name.clone(), fs::read_to_string(root.join(name)).unwrap())
    };
    circles::Crate::read(&sources().into_iter().map(read).collect::<Vec<_>>())
}

/// All files under `src`, in order of their names.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > FLOORS.len(), "the sources are not where they should be");
    paths.iter().map(|path| source(root, path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

fn source(root: &Path, path: &Path) -> Source {
    let inside = path.strip_prefix(root.join("src")).unwrap();
    let first = Path::new(inside.iter().next().unwrap());
    let floor = first.file_stem().unwrap().to_string_lossy().into_owned();
    let depth = inside.iter().count() - usize::from(inside.ends_with("mod.rs"));
    let name = path.strip_prefix(root).unwrap().display().to_string();
    Source { floor, depth, name, code: without_comments(&fs::read_to_string(path).unwrap()) }
}

/// The text with line comments cut off; lines keep their numbers.
fn without_comments(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n")
}

/// Messages about the uses of floors that are not below that of the file.
fn upward_uses(source: &Source) -> Vec<String> {
    let message = |(at, used): (usize, String)| {
        let line = source.code[..at].matches('\n').count() + 1;
        format!("{}:{line}: `{}` uses `{used}`, which is not below it", source.name, source.floor)
    };
    let upward = |(_, used): &(usize, String)| *used != source.floor && !may_use(&source.floor, used);
    let mut all = uses(&source.code);
    all.extend(climbs(&source.code, source.depth));
    all.into_iter().filter(upward).map(message).collect()
}

fn may_use(floor: &str, used: &str) -> bool {
    if let Some((_, allowed)) = LOWEST.iter().find(|(name, _)| *name == floor) {
        return allowed.contains(&used);
    }
    // The library's door stands on the floor of the library itself.
    let used = if used == "command_line" { "lib" } else { used };
    let height = |name: &str| FLOORS.iter().position(|f| *f == name);
    height(used) < height(floor) && height(used).is_some()
}

/// First parts of all paths from the crate's root (`crate::`, or `topline::` in `main.rs`), with
/// their places: one for `crate::a::b`, several for `crate::{a::b, c}`.
fn uses(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate::", "topline::"] {
        for (at, _) in code.match_indices(root).filter(|(at, _)| starts_word(code, *at)) {
            heads(&code[at + root.len()..], at + root.len(), &mut found);
        }
    }
    found
}

/// Floors reached by `super::` from a module `depth` below the crate's root.
fn climbs(code: &str, depth: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, step) in code.match_indices("super::").filter(|(at, _)| starts_word(code, *at)) {
        let rest = code[at..].trim_start_matches(step);
        let top = code.len() - rest.len();
        if top - at >= depth * step.len() && !code[..at].ends_with(step) {
            heads(rest, top, &mut found);
        }
    }
    found.retain(|(_, name)| FLOORS.contains(&name.as_str()));
    found
}

fn starts_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// First parts of the paths that start `rest`, which lies at `start` in the file.
fn heads(rest: &str, start: usize, found: &mut Vec<(usize, String)>) {
    let Some(list) = rest.strip_prefix('{') else {
        found.extend(word(rest).map(|name| (start, name)));
        return;
    };
    let (mut depth, mut expected) = (0, true);
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return,
            '}' => depth -= 1,
            ',' if depth == 0 => expected = true,
            _ if expected && !c.is_whitespace() => {
                found.extend(word(&list[i..]).map(|name| (start + 1 + i, name)));
                expected = false;
            }
            _ => {}
        }
    }
}

/// The word that starts `text`, if one does.
fn word(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_string())
}

/// Messages about threads where there should be none.
fn mentions_of_threads(source: &Source) -> Vec<String> {
    if THREADED.contains(&source.floor.as_str()) {
        return Vec::new();
    }
    let threads = |line: &str| ["rayon", "std::thread", "thread::"].iter().any(|t| line.contains(t));
    let lines = source.code.lines().enumerate().filter(|(_, line)| threads(line));
    lines.map(|(i, line)| format!("{}:{}: threads outside of `experiment`: {}", source.name, i + 1, line.trim())).collect()
}

fn example(floor: &str, code: &str) -> Source {
    Source { floor: floor.into(), depth: 2, name: "example.rs".into(), code: without_comments(code) }
}

#[test]
fn an_upward_use_is_found_with_its_line() {
    let code =
        "use crate::units::Tier;\nuse crate::{\n    draw::{Draws, Who},\n    model::Model,\n};\n// crate::cli\nfn f() { crate::report::g(); }\n";
    let found = upward_uses(&example("scenario", code));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("example.rs:4: `scenario` uses `model`"), "{found:?}");
    assert!(found[1].starts_with("example.rs:7: `scenario` uses `report`"), "{found:?}");
}

#[test]
fn a_climb_to_the_root_is_found() {
    assert_eq!(upward_uses(&example("policy", "use super::super::model::Model;")).len(), 1);
    assert!(upward_uses(&example("policy", "use super::model;\nuse super::super::units;\nuse super::*;")).is_empty());
}

#[test]
fn the_lowest_floors_use_nothing_but_draw_uses_math() {
    assert!(upward_uses(&example("draw", "use crate::math::ln;")).is_empty());
    for floor in ["units", "math"] {
        assert_eq!(upward_uses(&example(floor, "use crate::draw::Draws;")).len(), 1, "{floor}");
    }
    assert_eq!(upward_uses(&example("model", "use crate::Unknown;")).len(), 1);
}

#[test]
fn threads_are_found_with_their_line() {
    let code = "fn f() {\n    std::thread::sleep(d); // rayon\n}\n";
    assert!(mentions_of_threads(&example("model", code))[0].starts_with("example.rs:2:"));
    assert!(mentions_of_threads(&example("experiment", code)).is_empty());
}
