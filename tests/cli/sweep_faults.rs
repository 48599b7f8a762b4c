//! What a sweep survives, and what it refuses.

use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use crate::sweep::{SHORT, sweep};
use crate::{Place, program, tables, topline};

/// Moments of the kills.
fn random(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 40) as f64 / (1u64 << 24) as f64
}

#[test]
fn a_sweep_killed_at_a_hundred_random_moments_ends_with_the_files_of_an_undisturbed_one() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("killed"));
    let began = Instant::now();
    sweep(&file, &place.text("undisturbed"), &["-r", "1200"]).is_fine();
    // Long enough to get to work, short enough that a hundred of them end about when the sweep does: the last ones
    // strike while tables are written.
    let longest = Duration::from_millis(20) + began.elapsed() / 40;
    let mut state = u64::from(std::process::id());
    let mut killed = 0;
    while killed < 100 {
        let arguments = [&["sweep", &file, "-o", &out, "-r", "1200", "--resume"], &SHORT[..]].concat();
        let mut running = program().args(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        sleep(longest.mul_f64(random(&mut state)));
        running.kill().unwrap();
        killed += i32::from(running.wait().unwrap().signal() == Some(9));
    }
    let last = sweep(&file, &out, &["-r", "1200", "--resume"]);
    assert_eq!(last.code, Some(0), "{last:?}");
    assert!(tables(&place.path("killed")) == tables(&place.path("undisturbed")));
}

#[test]
fn what_was_cut_off_or_changed_in_the_journal_is_run_again() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    let whole = tables(&place.path("out"));
    let log = place.path("out/journal/runs-0.log");
    let bytes = fs::read(&log).unwrap();
    fs::write(&log, &bytes[..bytes.len() - 17]).unwrap();
    let answer = sweep(&file, &out, &["--resume"]);
    assert!(answer.code == Some(0) && answer.stdout.contains("(1 in "), "{answer:?}");
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 1;
    fs::write(&log, &flipped).unwrap();
    topline(&["merge", &out]).refuses(1, &["is damaged", "--resume runs it again", "journal is left as it is"]);
    let answer = sweep(&file, &out, &["--resume"]);
    assert!(answer.code == Some(0) && answer.stderr.contains("was damaged") && answer.stderr.contains("run again"), "{answer:?}");
    assert!(fs::read(&log).unwrap() == bytes && tables(&place.path("out")) == whole);
}

#[test]
fn a_folder_that_holds_a_sweep_is_not_begun_again() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    sweep(&file, &out, &[]).refuses(2, &["holds a sweep already", "allowed: --resume"]);
    fs::create_dir(place.path("other")).unwrap();
    place.file("other/notes.txt", "mine");
    sweep(&file, &place.text("other"), &[]).refuses(2, &["is not empty"]);
    topline(&["status", &place.text("other")]).refuses(2, &["holds no sweep"]);
    topline(&["merge", &place.text("nowhere")]).refuses(2, &["holds no sweep"]);
}

#[test]
fn a_second_process_on_the_folder_is_refused() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    let arguments = [&["sweep", &file, "-o", &out, "-r", "1000000"], &SHORT[..]].concat();
    let mut first = program().args(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    while !place.path("out/journal/runs-0.log").exists() && began.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(5));
    }
    sweep(&file, &out, &["-r", "1000000", "--resume"]).refuses(2, &["another process works on the sweep"]);
    topline(&["merge", &out, "--partial"]).refuses(2, &["another process works on the sweep"]);
    assert_eq!(topline(&["status", &out]).code, Some(0));
    first.kill().unwrap();
    first.wait().unwrap();
    // The system lets go of the lock of a process that was killed.
    let status = topline(&["merge", &out, "--partial"]);
    assert!(!status.stderr.contains("another process"), "{status:?}");
}

#[test]
fn a_changed_sweep_does_not_go_on_and_says_what_changed() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    let whole = tables(&place.path("out"));
    let text = fs::read_to_string(&file).unwrap();
    let change = |from: &str, to: &str, parts: &[&str]| {
        fs::write(&file, text.replace(from, to)).unwrap();
        sweep(&file, &out, &["--resume"]).refuses(2, &[&["is another one"], parts].concat());
    };
    change("0.1, 0.3", "0.1, 0.35", &["levers.policy.tax_credit.rate: 0.1, 0.3 there, 0.1, 0.35 here"]);
    change("replicates = 3", "replicates = 3\nseed = 2", &["seed: 1 there, 2 here"]);
    change("replicates = 3", "replicates = 3\noutcomes = [\"revenue\"]", &["outcomes: "]);
    change(
        "replicates = 3",
        "replicates = 3\nset = { noise = 1 }".replace("noise", "fame_spread").as_str(),
        &["baseline: fame_spread: ", " there, 1 here"],
    );
    fs::write(&file, &text).unwrap();
    sweep(&file, &out, &["--resume", "-r", "2"]).refuses(2, &["has 3 replicates", "allowed: as many or more", "found: 2"]);
    sweep(&file, &out, &["--resume", "--set", "fame_spread=1.9"]).refuses(2, &["baseline: fame_spread: "]);
    assert_eq!(sweep(&file, &out, &["--resume"]).code, Some(0));
    assert!(tables(&place.path("out")) == whole);
}

#[test]
fn another_version_goes_on_only_when_told() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    let plan = place.path("out/journal/plan.json");
    let text = fs::read_to_string(&plan).unwrap();
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(text.contains(&version));
    fs::write(&plan, text.replace(&version, "\"version\": \"0.0.9\"")).unwrap();
    sweep(&file, &out, &["--resume"]).refuses(2, &["begun by version 0.0.9", env!("CARGO_PKG_VERSION"), "--allow-other-version"]);
    assert_eq!(sweep(&file, &out, &["--resume", "-r", "4", "--allow-other-version"]).code, Some(0));
}

#[test]
fn a_program_that_gives_other_numbers_does_not_go_on() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    let other = place.sweep("other.toml", "seed = 2\n[design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.rate\" = [0.1]\n");
    sweep(&file, &out, &[]).is_fine();
    sweep(&other, &place.text("other"), &[]).is_fine();
    // The first run of another sweep stands for that of another program: line and records of one plan, bits of another.
    let records = |bytes: &[u8]| bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let log = place.path("out/journal/runs-0.log");
    let (mine, theirs) = (fs::read(&log).unwrap(), fs::read(place.path("other/journal/runs-0.log")).unwrap());
    let (mine, theirs) = (&mine[..records(&mine)], &theirs[records(&theirs)..]);
    fs::write(&log, [mine, theirs].concat()).unwrap();
    sweep(&file, &out, &["--resume"]).refuses(2, &["gives other numbers", "--allow-other-version"]);
}

/// Starts a sweep, interrupts it as soon as its log has grown, and tells how many runs are there.
fn interrupted(file: &str, place: &Place, more: &[&str]) -> u64 {
    let log = place.path("out/journal/runs-0.log");
    let length = || fs::metadata(&log).map_or(0, |found| found.len());
    let before = length();
    let out = place.text("out");
    let arguments = [&["sweep", file, "-o", &out], &SHORT[..], more].concat();
    let mut running = program().args(arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let began = Instant::now();
    // More than the first line.
    while length() < before + 1000 && began.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap().success());
    let mut stderr = String::new();
    running.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(130), "{stderr}");
    stderr.split("interrupted after ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|n| n.parse().ok()).unwrap()
}

/// Gives everything in a folder the same time of its last change.
fn set_times(folder: &Path, time: SystemTime) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            set_times(&path, time);
        }
        fs::File::open(&path).unwrap().set_modified(time).unwrap();
    }
}

#[test]
fn a_clock_that_jumps_between_calls_changes_nothing() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    let many = ["-r", "2500", "-j", "1"];
    sweep(&file, &place.text("undisturbed"), &many).is_fine();
    let (future, past) = (SystemTime::now() + Duration::from_secs(80 * 31_556_952), SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    let mut held = 0;
    for time in [future, past] {
        let more: &[&str] = if held == 0 { &[] } else { &["--resume"] };
        let now = interrupted(&file, &place, &[&many, more].concat());
        assert!(now > held && now < 10_000, "{now} after {held}");
        held = now;
        set_times(&place.path("out"), time);
        let status = topline(&["status", &out]);
        assert!(status.code == Some(0) && status.stdout.contains(&format!("{held} of 10000 runs")), "{status:?}");
    }
    let last = sweep(&file, &out, &[&many[..], &["--resume"]].concat());
    // A note tells what was there; nothing else is worth a word.
    assert!(last.code == Some(0) && last.stdout.contains(&format!("({} in ", 10_000 - held)) && last.stderr.lines().count() == 1, "{last:?}");
    assert!(tables(&place.path("out")) == tables(&place.path("undisturbed")));
    set_times(&place.path("out"), future);
    topline(&["merge", &out]).is_fine();
    assert_eq!(sweep(&file, &out, &[&many[..], &["--resume"]].concat()).code, Some(0));
    assert!(tables(&place.path("out")) == tables(&place.path("undisturbed")));
}

/// Mounts something on a folder; where the machine does not let us, says so and tells that the test ends.
fn mounted(arguments: &[&str], folder: &Path) -> bool {
    let done = Command::new("mount").args(arguments).arg(folder).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !done {
        eprintln!("skipped: mount {} needs a machine that allows it", arguments.join(" "));
    }
    done
}

fn unmount(folder: &Path) {
    assert!(Command::new("umount").arg(folder).status().unwrap().success());
}

#[test]
fn a_full_disk_ends_the_sweep_and_with_room_it_goes_on() {
    let place = Place::new();
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    if !mounted(&["-t", "tmpfs", "-o", "size=112k", "tmpfs"], &disk) {
        return;
    }
    let (file, out) = (place.four_points(), place.text("disk/out"));
    let full = sweep(&file, &out, &["-r", "100"]);
    full.refuses(1, &["cannot write to", "No space left on device", "--resume goes on from there", "make room"]);
    assert!(mounted(&["-o", "remount,size=4m"], &disk));
    let answer = sweep(&file, &out, &["-r", "100", "--resume"]);
    let swept = tables(&place.path("disk/out"));
    unmount(&disk);
    assert!(answer.code == Some(0) && !answer.stdout.contains("(400 in "), "{answer:?}");
    sweep(&file, &place.text("roomy"), &["-r", "100"]).is_fine();
    assert!(swept == tables(&place.path("roomy")));
}

#[test]
fn a_folder_that_becomes_read_only_ends_the_sweep_and_loses_nothing() {
    let place = Place::new();
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    if !mounted(&["-t", "tmpfs", "-o", "size=64m", "tmpfs"], &disk) {
        return;
    }
    let (file, out) = (place.four_points(), place.text("disk/out"));
    sweep(&file, &out, &[]).is_fine();
    let whole = tables(&place.path("disk/out"));
    assert!(mounted(&["-o", "remount,ro"], &disk));
    let answer = sweep(&file, &out, &["--resume", "-r", "9"]);
    let merged = topline(&["merge", &out]);
    let status = topline(&["status", &out]);
    let same = tables(&place.path("disk/out")) == whole;
    assert!(mounted(&["-o", "remount,rw"], &disk));
    let resumed = sweep(&file, &out, &["--resume", "-r", "9"]);
    unmount(&disk);
    answer.refuses(1, &["cannot write to", "Read-only file system"]);
    merged.refuses(1, &["cannot write to", "Read-only file system"]);
    assert!(status.code == Some(0) && status.stdout.contains("12 of 12 runs") && same, "{status:?}");
    assert!(resumed.code == Some(0) && resumed.stdout.contains("(24 in "), "{resumed:?}");
}
