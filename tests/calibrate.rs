//! Calibration gives the same bytes twice, and when it was killed and went on.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A calibration of two parameters, small enough to wait for.
fn calibration(out: &Path, threads: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_topline"));
    let small = ["--points", "16", "--replicates", "2", "--confirm", "2", "--worlds", "3", "--waves", "2"];
    command.args(["calibrate", "--parameters", "fame_spread,fixed_cost", "--force", "--quiet", "--threads", threads, "--out"]);
    command.arg(out).args(small).stdout(Stdio::null());
    command
}

fn tables(out: &Path) -> Vec<Vec<u8>> {
    ["worlds.csv", "pinned.csv", "datapackage.json"].map(|name| fs::read(out.join(name)).unwrap()).to_vec()
}

#[test]
fn a_calibration_is_the_same_twice_and_when_it_was_killed_on_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    assert!(calibration(&whole, "2").status().unwrap().success());
    let mut child = calibration(&killed, "1").spawn().unwrap();
    let journal = killed.with_extension("journal");
    let lines = || fs::read_to_string(&journal).map_or(0, |text| text.lines().count());
    let began = Instant::now();
    while lines() < 6 && child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!killed.join("worlds.csv").exists() && lines() >= 6);
    assert!(calibration(&killed, "2").status().unwrap().success());
    assert_eq!(tables(&whole), tables(&killed));
    assert!(!journal.exists());
}
