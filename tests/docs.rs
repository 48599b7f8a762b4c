//! Documents say what the program does: generated ones are up to date, examples run, and names exist.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "../examples/first_run.rs"]
mod first_run;
#[path = "../examples/write_docs.rs"]
mod write_docs;

use topline::experiment::SweepPlan;
use topline::outcome::OUTCOMES;
use topline::scenario::Overrides;
use topline::scenario::registry::{Row, rows};
use topline::scenario::sweep::{Axis, Method, SweepFile};

fn committed(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

#[test]
fn the_generated_documents_are_up_to_date() {
    for (path, text) in write_docs::documents() {
        assert!(committed(path) == text, "{path} is out of date: refresh it with `cargo run --example write_docs` and commit it");
    }
}

#[test]
fn every_parameter_has_its_row_in_the_document() {
    let [(_, text), ..] = write_docs::documents();
    for row in rows() {
        assert!(text.contains(&format!("| `{}` |", row.name)), "`{}` is missing: its section `{}` has no title", row.name, row.section);
    }
}

#[test]
fn the_model_document_names_every_parameter_of_the_world() {
    let text = committed("docs/odd.md");
    for row in rows().iter().filter(|row| row.of_world()) {
        let (vector, name) = (format!("`{}`", row.vector()), format!("`{}", row.vector()));
        assert!(text.contains(&vector) || text.contains(&format!("{name}.")), "docs/odd.md does not name {vector}");
    }
}

#[test]
fn the_model_document_names_every_parameter_of_an_instrument() {
    let text = committed("docs/odd.md");
    let key = |row: &'static Row| row.vector().rsplit('.').next().unwrap_or_default();
    for row in rows().iter().filter(|row| !row.of_world()) {
        assert!(text.contains(key(row)) || key(row) == "strength", "docs/odd.md does not name {}", row.vector());
    }
}

/// Sections of docs/odd.md that a comment or a text cites: `(4.7)`, `(4.2-4.4, 4.8)`, `order of 4.8`, `section 7 of the model`.
fn citations(line: &str) -> Vec<String> {
    let digits = |part: &str| part.len() <= 2 && !part.starts_with('0') && part.chars().all(|c| c.is_ascii_digit()) && !part.is_empty();
    let number = |text: &str| text.split('.').all(digits);
    let mut found = Vec::new();
    for group in line.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(group, _)| group) {
        let parts: Vec<&str> = group.split([',', '-']).map(str::trim).collect();
        if parts.iter().all(|part| number(part) && part.contains('.')) {
            found.extend(parts);
        }
    }
    for lead in ["order of ", "line of "] {
        found.extend(line.split(lead).skip(1).filter_map(|rest| rest.split([';', ',', ' ']).next()).filter(|word| word.contains('.')));
    }
    found.extend(line.split("section ").skip(1).filter_map(|rest| rest.split_once(" of the model")).map(|(section, _)| section));
    let without_stop = found.into_iter().map(|section| section.trim_end_matches('.'));
    without_stop.filter(|section| number(section)).map(str::to_owned).collect()
}

/// Files of Rust under a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

#[test]
fn every_cited_section_of_the_model_document_exists() {
    let text = committed("docs/odd.md");
    let headings = text.lines().filter(|line| line.starts_with('#')).filter_map(|line| line.split(' ').nth(1));
    let sections: HashSet<&str> = headings.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).collect();
    let folders = ["src", "examples", "benches"].map(|folder| rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)));
    let mut cited = 0;
    for file in folders.concat() {
        for (n, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            let comment = line.split_once("//").map(|(_, comment)| comment);
            let Some(line) = comment.or(Some(line).filter(|line| line.contains("of the model"))) else { continue };
            for section in citations(line) {
                cited += 1;
                assert!(sections.contains(section.as_str()), "{}:{}: docs/odd.md has no section {section}", file.display(), n + 1);
            }
        }
    }
    assert!(cited > 50, "{cited} citations: are they written in another way now?");
    for row in rows() {
        assert!(sections.contains(row.section.as_str()), "{}: docs/odd.md has no section {}", row.name, row.section);
    }
}

#[test]
fn citations_are_told_from_other_numbers() {
    let cited = |line: &str| citations(line).join(" ");
    assert_eq!(cited("capabilities, identity, creators (4.2-4.4, 4.8)."), "4.2 4.4 4.8");
    assert_eq!(cited("Lines of revenue, in the order of 4.7."), "4.7");
    assert_eq!(cited("Class of section 6.3 of the model: none; events (section 7 of the model)"), "6.3 7");
    assert_eq!(cited("error below 2.5 ulp (2.0 seen), of three (3) the order of magnitude (Howard 2021, section 3.5), sqrt(0.125)"), "");
}

#[test]
fn the_first_example_runs() {
    first_run::main().unwrap();
}

/// Blocks of a language in a document.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("\n```{language}\n");
    text.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_example_of_a_sweep_file_is_right_and_has_as_many_points_as_it_says() {
    let text = committed("docs/sweeps.md");
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap().flatten().filter(|file| file.path().is_file()) {
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    let sweeps = folder.path().join("sweeps");
    fs::create_dir(&sweeps).unwrap();
    fs::write(sweeps.join("points.csv"), blocks(&text, "csv")[0]).unwrap();
    let outcomes: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
    let said = |line: &str| line.starts_with("method").then(|| line.split("# ").nth(1)?.strip_suffix(" points")?.parse::<usize>().ok())?;
    for (number, block) in blocks(&text, "toml").into_iter().enumerate() {
        let head = if block.starts_with("title") { "" } else { "title = \"t\"\nwhy = \"w\"\nbase = \"music_tax_credit\"\n" };
        let file = sweeps.join(format!("{number}.toml"));
        fs::write(&file, format!("{head}{block}")).unwrap();
        let sweep = SweepFile::load(&file, &outcomes, &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"));
        let plan = SweepPlan::new(sweep, vec![]).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(plan.grid.points.len(), block.lines().filter_map(said).product::<usize>(), "{block}");
        assert_eq!(plan.warnings(), [], "{block}");
    }
    for method in Method::NAMES {
        assert!(blocks(&text, "toml").iter().any(|block| block.contains(&format!("method = \"{method}\""))), "no example of `{method}`");
    }
}

#[test]
fn the_document_of_sweep_files_has_every_key() {
    let text = committed("docs/sweeps.md");
    for key in SweepFile::KEYS.iter().chain(&Method::NAMES) {
        assert!(text.contains(&format!("\n| `{key}` |")), "docs/sweeps.md has no row for `{key}`");
    }
    for key in Axis::KEYS {
        assert!(text.contains(&format!("`{key}`")) || text.contains(&format!("`{key} = ")), "docs/sweeps.md does not name `{key}`");
    }
}

#[test]
fn links_between_documents_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "docs/odd.md",
        "docs/parameters.md",
        "docs/outcomes.md",
        "docs/performance.md",
        "docs/sensitivity.md",
        "docs/search.md",
        "docs/sweeps.md",
        "docs/interop.md",
        "docs/python.md",
        "docs/r.md",
        "docs/decisions.md",
        "docs/decision_tables.md",
        "docs/explanations.md",
        "docs/golden.md",
        "docs/report.md",
        "docs/evidence.md",
        "docs/core.md",
    ] {
        let text = committed(document);
        assert!(!text.is_empty(), "{document} is missing");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|link| !link.contains("://") && !link.starts_with('#'))
        {
            let target = root.join(document).parent().unwrap_or(root).join(link.split('#').next().unwrap_or(link));
            assert!(target.exists(), "{document} links to `{link}`, which does not exist");
        }
    }
}

#[test]
fn the_readme_counts_parameters_as_the_registry_does() {
    let count = |kind: &str| rows().iter().filter(|row| row.kind == kind).count();
    let (all, assumed, derived, known) = (rows().len(), count("assumed"), count("derived"), count("known"));
    let sentence = format!("Of {all} parameters {assumed} are assumed, {derived} derived from evidence and {known} known");
    assert!(committed("README.md").contains(&sentence), "README.md must say: {sentence}");
}

#[test]
fn the_papers_count_outcomes_and_scenarios_as_they_are() {
    let outcomes = format!("{} outcomes", topline::outcome::OUTCOMES.len());
    for paper in ["docs/odd.md", "docs/cluster.md"] {
        assert!(committed(paper).contains(&outcomes), "{paper} must say: {outcomes}");
    }
    let identities = format!("{} identities", topline::model::identities::IDENTITIES.len());
    assert!(committed("docs/explanations.md").contains(&identities), "docs/explanations.md must say: {identities}");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = fs::read_dir(folder).unwrap().flatten().filter(|file| file.path().extension().is_some_and(|e| e == "toml"));
    let scenarios = format!("{} scenarios", files.count());
    assert!(committed("CHANGELOG.md").contains(&scenarios), "CHANGELOG.md must say: {scenarios}");
}
