//! Tells a released program of which commit it is: `topline --version`, manifests and records name it.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Programs under work change with every edit; only released ones are of a commit, and only they are built anew for it.
    if std::env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    for file in [".git/HEAD", ".git/logs/HEAD"] {
        println!("cargo::rerun-if-changed={file}");
    }
    let asked = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output();
    let commit = asked.ok().filter(|output| output.status.success()).and_then(|output| String::from_utf8(output.stdout).ok());
    if let Some(commit) = commit.map(|commit| commit.trim().to_owned()).filter(|commit| !commit.is_empty()) {
        println!("cargo::rustc-env=TOPLINE_COMMIT={commit}");
    }
}
