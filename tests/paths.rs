//! Outputs are the same, byte for byte, on every path of the CPU and for any number of threads.

use std::fs;
use std::path::Path;
use std::process::Command;

use topline::math::{CPU_VARIABLE, Cpu};

/// All files of an experiment but the manifest, which holds times, by name.
fn outputs(path: Option<&str>, threads: &str) -> Vec<(String, Vec<u8>)> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("out");
    let mut command = Command::new(env!("CARGO_BIN_EXE_topline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove(CPU_VARIABLE);
    if let Some(path) = path {
        command.env(CPU_VARIABLE, path);
    }
    command.args(["compare", "baseline", "package_balanced", "music_tax_credit", "--panel", "--quiet"]);
    command.args(["--quarters", "9", "--replicates", "8", "--threads", threads, "--out"]).arg(&folder);
    let answer = command.output().expect("the program starts");
    assert!(answer.status.success(), "{answer:?}");
    files(&folder)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).filter(|name| name != "manifest.json").collect();
    names.sort();
    assert!(names.len() >= 5, "{names:?}");
    names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

#[track_caller]
fn are_same(expected: &[(String, Vec<u8>)], found: &[(String, Vec<u8>)], what: &str) {
    assert_eq!(expected.len(), found.len(), "{what}");
    for ((name, expected), (_, found)) in expected.iter().zip(found) {
        assert!(expected == found, "{name} differs with {what}");
    }
}

#[test]
fn every_path_of_the_cpu_writes_the_same_bytes() {
    let portable = outputs(Some("sse2"), "2");
    for path in ["avx2", "avx512"] {
        if Cpu::named(path).is_some() {
            are_same(&portable, &outputs(Some(path), "2"), path);
        }
    }
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let alone = outputs(None, "1");
    for threads in ["2", "7"] {
        are_same(&alone, &outputs(None, threads), &format!("{threads} threads"));
    }
}
