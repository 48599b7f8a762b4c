//! The output folder: what is refused, what is replaced, and a disk that is full.

use std::fs;
use std::process::Command;

use crate::{Answer, Place, names, topline};

fn run_into(out: &str, more: &[&str]) -> Answer {
    topline(&[&["run", "baseline", "-r", "1", "--quarters", "8", "-o", out], more].concat())
}

#[test]
fn a_folder_that_is_not_empty_is_refused_without_force() {
    let place = Place::new();
    place.file("notes.txt", "mine");
    let out = place.text("");
    run_into(&out, &[]).refuses(2, &["output folder", "is not empty", "allowed: a folder that is new or empty", "--force", "found: 1 entry"]);
    assert_eq!(names(&place.path("")), ["notes.txt"]);
}

#[test]
fn force_replaces_the_files_of_an_experiment_and_nothing_else() {
    let place = Place::new();
    for name in ["notes.txt", "runs.csv", "comparison.csv", "failures.csv"] {
        place.file(name, "old");
    }
    run_into(&place.text(""), &["--force"]).refuses(2, &["holds no experiment of topline", "in the way: 4 entries"]);
    place.file("manifest.json", r#"{"program":"topline","command":"compare","files":["runs.csv","comparison.csv","failures.csv"]}"#);
    run_into(&place.text(""), &["--force"]).is_fine();
    let expected = ["datapackage.json", "distributions.csv", "manifest.json", "notes.txt", "runs.csv", "trajectories.csv"];
    assert_eq!(names(&place.path("")), expected);
    assert_eq!(place.read("notes.txt"), "old");
    assert_ne!(place.read("runs.csv"), "old");
}

#[test]
fn an_output_folder_that_is_a_file_is_refused() {
    let place = Place::new();
    let file = place.file("out", "text");
    run_into(&file, &["-f"]).refuses(2, &["the output folder", &file, "is a file", "allowed: a folder"]);
    run_into(&format!("{file}/below"), &[]).refuses(2, &["cannot create the output folder", &file]);
    assert_eq!(place.read("out"), "text");
}

#[cfg(unix)]
#[test]
fn a_read_only_output_folder_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let out = place.path("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write anywhere, except to the system's own tables.
    let superuser = fs::write(out.join("probe"), "").is_ok();
    let out = if superuser { "/proc/topline".to_string() } else { place.text("out") };
    if superuser && !cfg!(target_os = "linux") {
        return;
    }
    run_into(&out, &[]).refuses(2, &["the output folder", &out]);
}

/// A limit on the size of files stands for a full disk: writes fail in the middle in the same way.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_leaves_no_file() {
    let place = Place::new();
    let script =
        format!("trap '' XFSZ; ulimit -f 2; exec '{}' run baseline -r 2 --quarters 8 -o '{}'", env!("CARGO_BIN_EXE_topline"), place.text("out"));
    let output = Command::new("sh").current_dir(env!("CARGO_MANIFEST_DIR")).args(["-c", &script]).output().unwrap();
    Answer::from(output).refuses(1, &["cannot write", &place.text("out"), "File too large", "make room"]);
    assert!(!place.path("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_standard_output_that_cannot_be_written_is_said() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = crate::program().args(["list", "parameters"]).stdout(full).output().unwrap();
    Answer::from(output).refuses(1, &["cannot write to standard output", "No space left on device"]);
}

#[test]
fn every_file_is_described_with_all_its_columns() {
    let place = Place::new();
    let out = place.text("out");
    topline(&["compare", "baseline", "golden", "-r", "2", "--quarters", "8", "--panel", "-o", &out]).is_fine();
    let package: serde_json::Value = serde_json::from_str(&place.read("out/datapackage.json")).unwrap();
    let resources = package["resources"].as_array().unwrap();
    let mut described: Vec<String> = resources.iter().map(|r| r["path"].as_str().unwrap().to_string()).collect();
    for resource in resources {
        let header = place.read(&format!("out/{}", resource["path"].as_str().unwrap()));
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let columns: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(header.lines().next().unwrap(), columns.join(","));
        assert!(fields.iter().all(|f| f["description"].as_str().is_some_and(|d| d.len() > 5)));
    }
    described.extend(["datapackage.json", "manifest.json", "report.html"].map(String::from));
    described.sort();
    assert_eq!(names(&place.path("out")), described);
}
