//! Shards: parts of a sweep on several machines, and the merge.

use std::fs;
use std::process::Stdio;

use crate::sweep::{SHORT, sweep};
use crate::{Answer, Place, names, program, tables, topline};

fn shard(file: &str, out: &str, part: &str) -> Answer {
    sweep(file, out, &["--shard", part, "-r", "8", "-q"])
}

fn sharded(place: &Place, file: &str, out: &str, count: u32) -> String {
    let out = place.text(out);
    for index in (0..count).rev() {
        shard(file, &out, &format!("{index}/{count}")).is_fine();
    }
    out
}

#[test]
fn shards_of_any_number_merge_to_the_bytes_of_one_process() {
    let place = Place::new();
    let file = place.four_points();
    sweep(&file, &place.text("one"), &["-r", "8"]).is_fine();
    for count in [3, 16] {
        let out = sharded(&place, &file, &format!("of{count}"), count);
        assert!(topline(&["status", &out]).stdout.contains(&format!("{count} of {count} shards are finished")));
        topline(&["merge", &out]).is_fine();
        assert!(tables(&place.path(&format!("of{count}"))) == tables(&place.path("one")), "{count}");
        let seconds = |manifest: String| manifest.split("\"timing\"").next().unwrap().to_owned();
        assert_eq!(seconds(place.read(&format!("of{count}/manifest.json"))), seconds(place.read("one/manifest.json")));
    }
    // What shards began one process extends.
    let grown = sweep(&file, &place.text("of3"), &["-r", "10", "--resume"]);
    assert!(grown.code == Some(0) && grown.stdout.contains("(8 in "), "{grown:?}");
    sweep(&file, &place.text("ten"), &["-r", "10"]).is_fine();
    assert!(tables(&place.path("of3")) == tables(&place.path("ten")));
}

#[test]
fn of_two_sweeps_whose_first_shards_begin_at_once_in_a_folder_one_stands_and_can_grow() {
    let design = |rates: &str| format!("[design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.rate\" = [{rates}]\n");
    for turn in 0..6 {
        let place = Place::new();
        let rates = ["0.1, 0.3", "0.2, 0.4"];
        let files = [0, 1].map(|n| place.sweep(&format!("{n}.toml"), &design(rates[n])));
        let out = place.text("out");
        let start = |n: usize| {
            let shard = format!("{n}/2");
            let arguments = [&["sweep", &files[n], "-o", &out, "--shard", &shard, "-r", "2"], &SHORT[..]].concat();
            program().args(arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
        };
        let answers = [start(0), start(1)].map(|process| Answer::from(process.wait_with_output().unwrap()));
        let stands = usize::from(answers[0].code != Some(0));
        assert_eq!(answers[stands].code, Some(0), "{turn}: {answers:?}");
        answers[1 - stands].refuses(2, &["is another one"]);
        sweep(&files[stands], &out, &["--shard", &format!("{}/2", 1 - stands), "-r", "2", "-q"]).is_fine();
        topline(&["merge", &out]).is_fine();
        let more = place.sweep("more.toml", &design(&format!("{}, 0.5", rates[stands])));
        let grown = sweep(&more, &out, &["-r", "3", "--resume"]);
        assert!(grown.stdout.contains("9 runs of 3 cases (5 in "), "{turn}: {grown:?}");
    }
}

#[test]
fn a_merge_names_what_is_missing_doubled_or_of_another_plan() {
    let place = Place::new();
    let file = place.four_points();
    let out = sharded(&place, &file, "out", 4);
    let journal = place.path("out/journal");
    let (second, aside) = (journal.join("shard-00002-of-00004.runs"), place.path("aside"));
    fs::rename(&second, &aside).unwrap();
    topline(&["merge", &out]).refuses(1, &["of 4 shards 1 are missing: 2"]);
    assert!(topline(&["status", &out]).stdout.contains("missing: 2"));
    fs::copy(&aside, &second).unwrap();
    fs::copy(&aside, journal.join("shard-00002-of-00004-copy.runs")).unwrap();
    topline(&["merge", &out]).refuses(1, &["are both shard 2 of 4", "shard-00002-of-00004-copy.runs"]);
    fs::remove_file(journal.join("shard-00002-of-00004-copy.runs")).unwrap();
    shard(&file, &out, "0/5").is_fine();
    topline(&["merge", &out]).refuses(1, &["shard-00000-of-00005.runs is one of 5, others are of 4"]);
    fs::remove_file(journal.join("shard-00000-of-00005.runs")).unwrap();
    let other = place.sweep("other.toml", "seed = 2\n[design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.rate\" = [0.1, 0.3]\n");
    shard(&other, &place.text("other"), "2/4").is_fine();
    fs::copy(place.path("other/journal/shard-00002-of-00004.runs"), &second).unwrap();
    topline(&["merge", &out]).refuses(1, &["shard-00002-of-00004.runs is of another plan", "of 4 shards 1 are missing: 2"]);
    fs::copy(&aside, &second).unwrap();
    topline(&["merge", &out]).is_fine();
}

#[test]
fn a_shard_file_that_is_cut_or_changed_is_refused_and_run_again() {
    let place = Place::new();
    let file = place.four_points();
    let out = sharded(&place, &file, "out", 3);
    let shard_file = place.path("out/journal/shard-00001-of-00003.runs");
    let whole = fs::read(&shard_file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 16;
    for (bytes, said) in [(&whole[..whole.len() - 9], "is cut short"), (&whole[..40], "damaged"), (&flipped[..], "is damaged: its SHA-256")] {
        fs::write(&shard_file, bytes).unwrap();
        topline(&["merge", &out]).refuses(1, &["shard-00001-of-00003.runs", said, "--resume"]);
        shard(&file, &out, "1/3").refuses(1, &["--resume runs again what is damaged"]);
        let again = sweep(&file, &out, &["--shard", "1/3", "-r", "8", "--resume", "-q"]);
        assert!(again.code == Some(0) && again.stderr.contains("is run again"), "{again:?}");
        assert!(fs::read(&shard_file).unwrap() == whole);
    }
    topline(&["merge", &out]).is_fine();
}

#[test]
fn a_shard_that_was_stopped_goes_on() {
    let place = Place::new();
    let file = place.four_points();
    let out = sharded(&place, &file, "out", 2);
    let whole = fs::read(place.path("out/journal/shard-00001-of-00002.runs")).unwrap();
    fs::remove_file(place.path("out/journal/shard-00001-of-00002.runs")).unwrap();
    fs::write(place.path("out/journal/shard-00001-of-00002.part"), &whole[..whole.len() / 2]).unwrap();
    assert!(topline(&["status", &out]).stdout.contains("shard 1 is unfinished: "));
    topline(&["merge", &out]).refuses(1, &["1 of them unfinished"]);
    let resumed = sweep(&file, &out, &["-r", "8", "--resume"]);
    resumed.refuses(1, &["shards are missing", "--shard"].map(|part| if part == "--shard" { part } else { "1 are missing" }));
    sweep(&file, &out, &["--shard", "1/2", "-r", "8", "--resume", "-q"]).is_fine();
    assert!(fs::read(place.path("out/journal/shard-00001-of-00002.runs")).unwrap() == whole);
    assert!(!names(&place.path("out/journal")).iter().any(|name| name.ends_with(".part")));
    // A finished shard that is submitted again stays as it is.
    sweep(&file, &out, &["--shard", "1/2", "-r", "8", "--resume", "-q"]).is_fine();
    assert!(fs::read(place.path("out/journal/shard-00001-of-00002.runs")).unwrap() == whole);
    topline(&["merge", &out]).is_fine();
}

#[test]
fn shards_that_do_not_exist_are_refused() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    for wrong in ["3/3", "1/0", "-1/3", "x"] {
        shard(&file, &out, wrong).refuses(2, &["allowed: K/N"]);
    }
    shard(&file, &out, "auto").refuses(2, &["SLURM_ARRAY_TASK_ID is not set"]);
    shard(&file, &out, "auto/4").refuses(2, &["JOB_COMPLETION_INDEX"]);
    assert!(!place.path("out").exists());
}

#[test]
fn the_environment_of_a_cluster_names_the_shard() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    let run = |part: &str, environment: &[(&str, &str)]| {
        let arguments = [&["sweep", &file, "-o", &out, "-r", "8", "-q", "--shard", part], &SHORT[..]].concat();
        let answer: Answer = program().args(arguments).envs(environment.iter().copied()).output().unwrap().into();
        answer.is_fine();
    };
    let slurm = |id| [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_COUNT", "3"), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_STEP", "2")];
    run("auto", &slurm("5"));
    run("auto/3", &[("JOB_COMPLETION_INDEX", "0")]);
    run("auto/3", &[("AWS_BATCH_JOB_ARRAY_INDEX", "1")]);
    topline(&["merge", &out]).is_fine();
}

#[test]
fn the_scripts_for_slurm_hold_an_array_and_a_merge_that_waits_for_it() {
    let place = Place::new();
    let file = place.four_points();
    let answer =
        topline(&[&["slurm", &file, "--shards", "16", "-r", "8", "-o", &place.text("a b"), "--sbatch", "--partition=long"], &SHORT[..]].concat());
    answer.is_fine();
    for part in [
        "#SBATCH --array=0-15\n",
        "--dependency=afterok:\"$array\"",
        "--shard \"$SLURM_ARRAY_TASK_ID/16\" --resume",
        "#SBATCH --partition=long",
        "--scale 0.05",
    ] {
        assert!(answer.stdout.contains(part), "{part}: {}", answer.stdout);
    }
    assert!(answer.stdout.contains(&format!("merge '{}'", place.text("a b"))));
    topline(&["slurm", &file, "--shards", "0"]).refuses(2, &["--shards"]);
}

#[test]
fn the_script_of_a_search_is_one_job_whose_tasks_run_together() {
    let place = Place::new();
    let answer = topline(&["slurm", "exports_30bn", "--shards", "4", "--threads", "2", "-o", &place.text("a b"), "--scale", "0.05"]);
    answer.is_fine();
    for part in [
        "#SBATCH --ntasks=4\n",
        "#SBATCH --cpus-per-task=2\n",
        "exec srun --kill-on-bad-exit=1 --cpus-per-task=2 sh -c 'exec \"$0\" \"$@\" --shard \"$SLURM_PROCID/4\"'",
        "exports_30bn",
        "--scale 0.05",
        "--threads 2 --resume\n",
    ] {
        assert!(answer.stdout.contains(part), "{part}: {}", answer.stdout);
    }
    assert!(answer.stdout.contains(&format!("--out '{}'", place.text("a b"))), "{}", answer.stdout);
    topline(&["slurm", "exports_30bn", "--shards", "4", "-r", "10"]).refuses(2, &["a search finds out how many replicates it needs"]);
    topline(&["slurm", "exports_30bm", "--shards", "4"]).refuses(2, &["exports_30bm"]);
}
