//! Inputs at the edges: counts that run away, files that are none, names that act, and what stands in an output folder.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::sweep::{SHORT, sweep};
use crate::{Answer, Place, names, program, topline};

/// Calls the program in a folder that has no scenarios of its own.
fn elsewhere(place: &Place, arguments: &[&str]) -> Answer {
    program().current_dir(place.path("")).args(arguments).output().expect("the program starts").into()
}

#[test]
fn counts_of_runs_are_told_and_refused_in_every_command() {
    let place = Place::new();
    let out = place.text("out");
    let most = u32::MAX.to_string();
    let calls: [&[&str]; 12] = [
        &["run", "baseline", "-r", &most],
        &["compare", "baseline", "golden", "-r", &most],
        &["compare", "baseline", "golden", "--decide", "export_revenue", "--max-replicates", &most],
        &["compare", "baseline", "golden", "-r", "2", "--worlds", "80", "--world-replicates", "1342177280"],
        &["decompose", "package_balanced", "-r", &most],
        &["break-even", "baseline", "music_tax_credit", "--vary", "policy.tax_credit.rate", "--for", "export_revenue", "-r", &most],
        &["explain", "baseline", "golden", "--split", "-r", &most],
        &["trust", "-r", &most],
        &["validate", "-r", &most],
        &["screen", "-r", &most],
        &["calibrate", "-p", "start_probability", "-r", &most],
        &["calibrate", "-p", "start_probability", "--points", "18446744073709551615"],
    ];
    for call in calls {
        let answer = topline(&[call, &["-o", &out]].concat());
        answer.refuses(2, &["too many runs; allowed: at most 2000000", "found: ", " runs ("]);
    }
    topline(&["verify", "golden", "-r", &most]).refuses(2, &["too many runs; allowed: at most 2000000"]);
    topline(&["calibrate", "-w", "1000000000", "-p", "start_probability", "-o", &out]).refuses(2, &["too many runs", "1000000000 worlds"]);
    topline(&["calibrate", "--count", "1000000000", "--points", "20", "-r", "2", "-o", &out]).refuses(2, &["--points is too small for"]);
    topline(&["slurm", "tax_credit", "--shards", &most]).refuses(2, &["--shards"]);
    topline(&["sweep", "tax_credit", "--shard", "0/4294967295", "-o", &out]).refuses(2, &["allowed: at most 1000000; found: 4294967295"]);
    assert!(!place.path("out").exists());
}

#[test]
fn points_of_designs_are_counted_before_they_are_made() {
    let place = Place::new();
    let refused = |body: &str, parts: &[&str]| {
        topline(&["check", &place.sweep("large.toml", body)]).refuses(2, &[&["the design is too large", "large.toml:"], parts].concat());
    };
    let steps = |name: &str, steps: u32| format!("{name} = {{ low = 0.4, high = 0.6, steps = {steps} }}\n");
    let grid: String = [("start_probability", 2), ("quality_noise", 79), ("capability_weight", 167), ("switching_cost", 6709)]
        .into_iter()
        .chain([("language_loss", 10223), ("fan_concavity", 12301), ("fame_spread", 14087)])
        .map(|(name, n)| steps(name, n))
        .collect();
    // The product of these counts is 2 where it wraps round in 64 bits.
    refused(
        &format!("[design]\nmethod = \"factorial\"\n[uncertainties]\n{grid}"),
        &["found: 313594649253062377474 points", "allowed: at most 7142857"],
    );
    let parts = ["production_grant.rate", "touring_voucher.rate", "production_grant.budget", "touring_voucher.budget", "tax_credit.budget"];
    let parts: String = parts.map(|part| format!("\"policy.{part}\" = \"part\"\n")).concat();
    refused(&format!("[design]\nmethod = \"split\"\ntotal = 0.5\nsteps = 1000\n[levers]\n{parts}"), &["found: 42084793751 points"]);
    let uncertain = "[uncertainties]\nstart_probability = \"prior\"\nquality_noise = \"prior\"\n";
    refused(&format!("[design]\nmethod = \"latin_hypercube\"\npoints = 40000000\n{uncertain}"), &["found: 40000000 points"]);
    refused(&format!("[design]\nmethod = \"morris\"\npoints = 40000000\n{uncertain}"), &["found: 120000000 points"]);
    let crossed =
        "[design.levers]\nmethod = \"latin_hypercube\"\npoints = 30000\n[design.uncertainties]\nmethod = \"latin_hypercube\"\npoints = 30000\n";
    refused(&format!("{crossed}[levers]\n\"policy.tax_credit.rate\" = \"prior\"\n{uncertain}"), &["found: 900000000 points"]);
}

#[test]
fn steps_are_the_numbers_that_one_would_write() {
    let place = Place::new();
    let body = "[design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.rate\" = { low = 0, high = 0.4, steps = 5 }\n";
    let answer = topline(&["check", &place.sweep("steps.toml", body)]);
    assert!(answer.is_fine().stdout.contains("one of 0, 0.1, 0.2, 0.3, 0.4 "), "{}", answer.stdout);
}

#[test]
fn a_switch_moves_an_outcome_by_the_difference_between_its_two_values() {
    let place = Place::new();
    let credit = "title = \"t\"\nwhy = \"w\"\nbase = \"music_tax_credit\"\nreplicates = 2\noutcomes = [\"public_cost\"]\n";
    let file = place.file(
        "switch.toml",
        &format!("{credit}[design]\nmethod = \"morris\"\npoints = 4\n[levers]\n\"policy.tax_credit.refundable\" = [false, true]\n"),
    );
    let out = place.text("out");
    topline(&["sweep", &file, "-o", &out, "--quarters", "8", "--scale", "0.1"]).is_fine();
    topline(&["sensitivity", &out]).is_fine();
    let runs = place.read("out/runs.csv");
    let rows: Vec<Vec<&str>> = runs.lines().map(|line| line.split(',').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|head| *head == name).unwrap();
    let (switch, cost) = (column("policy.tax_credit.refundable"), column("public_cost"));
    let mean = |on: f64| {
        let values: Vec<f64> = rows[1..].iter().filter(|row| row[switch].parse() == Ok(on)).map(|row| row[cost].parse().unwrap()).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let table = place.read("out/sensitivity/sensitivity.csv");
    let row: Vec<&str> = table.lines().find(|line| line.contains(",mu_star,")).unwrap().split(',').collect();
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let found: f64 = row[header.iter().position(|head| *head == "estimate").unwrap()].parse().unwrap();
    assert!(mean(1.0) > mean(0.0) && (found - (mean(1.0) - mean(0.0))).abs() < 1e-9, "{found}: {} and {}", mean(1.0), mean(0.0));
}

#[test]
fn a_budget_is_searched_over_what_a_budget_can_be() {
    let place = Place::new();
    let call = ["break-even", "baseline", "music_tax_credit", "--vary", "policy.tax_credit.budget", "--for", "public_cost", "-r", "2", "-o"];
    let answer = topline(&[&call, &[place.text("out").as_str()][..], &SHORT].concat());
    assert!(answer.code == Some(0) || answer.stderr.contains("between 0 and 50000"), "{answer:?}");
    assert!(!answer.stdout.contains("1000000") && !answer.stderr.contains("1000000"), "{answer:?}");
}

#[test]
fn an_empty_key_is_no_key() {
    let place = Place::new();
    let body = "start_probability = 0.2\n[\"\"]\nstart_probability = 0.4\n[\"\".\"\".fixed_cost]\nsmall = 900\n";
    topline(&["check", &place.scenario("empty.toml", body)]).refuses(2, &["unknown key `\"\"`", "empty.toml:5:2"]);
    for body in ["[fixed_cost.\"\"]\nsmall = 900\n", "[policy.tax_credit]\n\"\" = 1\n", "[run.\"\"]\n", "[\"\"]\n", "\"\" = 3\n", "[policy.\"\"]\n"] {
        topline(&["check", &place.scenario("empty.toml", body)]).refuses(2, &["unknown", "empty.toml:"]);
    }
    for set in ["=1", ".small=1", "fixed_cost..small=1", "policy..rate=1", "fixed_cost.=1"] {
        assert_eq!(topline(&["check", "baseline", "--set", set]).code, Some(2), "{set}");
    }
    let axis = "[design]\nmethod = \"factorial\"\n[uncertainties]\n\"\" = [1, 2]\n";
    topline(&["check", &place.sweep("axis.toml", axis)]).refuses(2, &["an empty key", "axis.toml:"]);
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_and_not_waited_for() {
    let place = Place::new();
    let pipe = place.text("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    topline(&["check", &pipe]).refuses(2, &["the scenario is no file on the disk", "found: a pipe or a device"]);
    topline(&["compare", "baseline", "golden", "--worlds", &pipe]).refuses(2, &["a pipe or a device, not a file"]);
    let worlds = "[design]\nmethod = \"factorial\"\n[uncertainties]\nfan_churn = [0.05, 0.06]\n";
    let file = place.sweep("worlds.toml", &format!("worlds = \"pipe.toml\"\n{worlds}"));
    topline(&["check", &file]).refuses(2, &["a pipe or a device, not a file"]);
    let mut check = program().args(["check", "/dev/stdin"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Nobody may read what is written.
    let _ = check.stdin.take().unwrap().write_all(b"title = \"t\"\n");
    Answer::from(check.wait_with_output().unwrap()).refuses(2, &["no file on the disk"]);
    topline(&["check", "-"]).refuses(2, &["unknown scenario `-`"]);
}

#[test]
fn what_is_shipped_is_found_in_any_folder() {
    let place = Place::new();
    let call = ["compare", "baseline", "golden", "--worlds", "2", "--world-replicates", "10", "-r", "2", "-o", "out"];
    elsewhere(&place, &[&call, &SHORT[..]].concat()).is_fine();
    for sweep in ["tax_credit", "deep_uncertainty", "budget_split", "platform_terms"] {
        elsewhere(&place, &["check", sweep]).is_fine();
    }
    elsewhere(&place, &["check", "tax_credi"]).refuses(2, &["tax_credi"]);
    let script = elsewhere(&place, &["slurm", "tax_credit", "--shards", "2"]);
    assert!(script.is_fine().stdout.contains(" sweep tax_credit --out "), "{}", script.stdout);
    elsewhere(&place, &["new", "mine"]).is_fine();
    elsewhere(&place, &["new", "ours", "--sweep"]).is_fine();
    elsewhere(&place, &["check", "mine", "ours"]).is_fine();
    elsewhere(&place, &["new", "x", "--dir", "nowhere"]).refuses(2, &["there is no folder `nowhere`"]);
}

#[test]
fn an_experiment_is_repeated_by_the_paths_that_it_was_given() {
    let place = Place::new();
    fs::create_dir(place.path("my files")).unwrap();
    let file = place.scenario("my files/$(touch x).toml", "[policy.tax_credit]\n");
    topline(&[&["compare", "baseline", &file, "-r", "2", "-o", &place.text("out")], &SHORT[..]].concat()).is_fine();
    let page = place.read("out/report.html");
    let quoted = format!("topline compare baseline &#x27;{}&#x27; -r 2", file.replace('/', "&#x2f;"));
    assert!(page.contains(&quoted), "{quoted} is not in:\n{}", page.lines().filter(|line| line.contains("topline compare")).collect::<String>());
}

#[test]
fn a_script_for_a_scheduler_runs_nothing_that_a_name_says() {
    let place = Place::new();
    let file = place.four_points();
    let out = place.text("$(touch x)");
    let answer = topline(&["slurm", &file, "--shards", "2", "-o", &out]);
    assert!(answer.is_fine().stdout.contains(&format!("mkdir -p '{out}/journal/slurm'\n")), "{}", answer.stdout);
    topline(&["slurm", &file, "--shards", "2", "--set", "fan_churn=0.05\nEND\ntouch x"]).refuses(2, &[]);
    topline(&["slurm", &file, "--shards", "2", "--time", "1\nEND\ntouch x"]).refuses(2, &["a script cannot hold control characters"]);
}

#[test]
fn names_and_titles_that_act_on_those_who_read_them_are_refused() {
    let place = Place::new();
    for (title, found) in [("\\u0000", "U+0000"), ("\\u001b[31m", "U+001B"), ("\\u202eabc", "U+202E")] {
        let file = place.file("title.toml", &format!("title = \"x{title}\"\nwhy = \"w\"\nextends = \"baseline\"\n"));
        topline(&["check", &file]).refuses(2, &["`title` cannot be shown", "title.toml:1", found]);
        let body =
            format!("title = \"x{title}\"\nwhy = \"w\"\nbase = \"baseline\"\n[design]\nmethod = \"list\"\n[uncertainties]\n\"a{title}\" = [1]\n");
        topline(&["check", &place.file("sweep.toml", &body)])
            .refuses(2, &["`title` cannot be shown", "the name of what varies cannot be shown", found]);
    }
    let long = place.file("long.toml", &format!("title = \"{}\"\nwhy = \"w\"\nextends = \"baseline\"\n", "x".repeat(100_000)));
    topline(&["check", &long]).refuses(2, &["allowed: at most 300 characters", "found: 100000 characters"]);
    let name = place.scenario("a\u{1b}[31m.toml", "");
    let answer = topline(&["check", &name]);
    answer.refuses(2, &["the name of the scenario file cannot be shown", "U+001B"]);
    assert!(!answer.stderr.contains('\u{1b}'));
    let worlds = place.file("worlds.csv", "world,start_probability\n\"a\u{1b}[2J\",0.5\n");
    topline(&["compare", "baseline", "golden", "--worlds", &worlds]).refuses(2, &["the name of the world cannot be shown", "U+001B"]);
}

/// A small comparison in a folder.
fn compared(out: &str, more: &[&str]) -> Answer {
    topline(&[&["compare", "baseline", "golden", "-r", "2", "-o", out], &SHORT[..], more].concat())
}

#[test]
fn a_cell_that_is_no_number_is_told_with_its_place() {
    let place = Place::new();
    compared(&place.text("out"), &[]).is_fine();
    let table = place.read("out/winners.csv");
    let (head, row) = table.split_once('\n').unwrap();
    let at = head.split(',').position(|column| column == "share_better").unwrap();
    let mut cells: Vec<&str> = row.lines().next().unwrap().split(',').collect();
    cells[at] = "NaN";
    place.file("out/winners.csv", &format!("{head}\n{}\n", cells.join(",")));
    topline(&["report", &place.text("out")]).refuses(2, &["winners.csv", "line 2, column `share_better`: found `NaN`", "allowed: a number"]);
}

#[test]
fn force_replaces_no_input_and_nothing_that_no_manifest_names() {
    let place = Place::new();
    let (inputs, out) = (place.path("s"), place.text("s"));
    fs::create_dir(&inputs).unwrap();
    fs::copy("scenarios/worlds.csv", inputs.join("worlds.csv")).unwrap();
    fs::copy("scenarios/baseline.toml", inputs.join("baseline.toml")).unwrap();
    compared(&out, &["--force"]).refuses(2, &["holds no experiment of topline", "in the way: 2 entries (baseline.toml, worlds.csv)"]);
    assert_eq!(names(&inputs), ["baseline.toml", "worlds.csv"]);
    let done = place.text("out");
    compared(&done, &[]).is_fine();
    fs::copy("scenarios/worlds.csv", place.path("out/worlds.csv")).unwrap();
    compared(&done, &["--force"]).refuses(2, &["in the way: 1 entry (worlds.csv)"]);
    fs::remove_file(place.path("out/worlds.csv")).unwrap();
    place.file("out/notes.txt", "mine");
    compared(&done, &["--force"]).is_fine();
    assert_eq!(place.read("out/notes.txt"), "mine");
}

#[test]
fn no_command_replaces_the_folder_of_a_sweep() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    let before = names(&place.path("out"));
    compared(&out, &["--force"]).refuses(2, &["holds a sweep, which --force does not replace"]);
    topline(&["report", &out]).refuses(2, &["holds what `topline sweep` wrote", "allowed: a folder that `topline compare` or `topline run` wrote"]);
    let morris = "[design]\nmethod = \"morris\"\npoints = 2\n[uncertainties]\nfan_churn = { low = 0.05, high = 0.06 }\n";
    let swept = place.text("morris");
    sweep(&place.sweep("morris.toml", morris), &swept, &[]).is_fine();
    let (table, listed) = (place.read("morris/runs.csv"), names(&place.path("morris")));
    topline(&["sensitivity", &swept, "-o", &swept]).refuses(2, &["holds something else", "an earlier `topline sensitivity` wrote"]);
    topline(&["sensitivity", &swept]).is_fine();
    topline(&["sensitivity", &swept]).is_fine();
    assert_eq!((place.read("morris/runs.csv"), names(&place.path("out"))), (table, before));
    assert_eq!(names(&place.path("morris")).len(), listed.len() + 1);
}

#[test]
fn a_replacement_that_cannot_be_made_leaves_the_old_results() {
    let place = Place::new();
    let out = place.text("out");
    compared(&out, &[]).is_fine();
    let (manifest, runs) = (place.read("out/manifest.json"), place.read("out/runs.csv"));
    fs::create_dir(place.path("out/labels.csv")).unwrap();
    compared(&out, &["--force", "--panel"]).refuses(2, &["in the way: 1 entry (labels.csv)"]);
    assert_eq!((place.read("out/manifest.json"), place.read("out/runs.csv")), (manifest, runs));
}

#[test]
fn what_a_killed_process_left_needs_no_force() {
    let place = Place::new();
    fs::create_dir(place.path("out")).unwrap();
    place.file("out/.topline-unfinished-abc", "half a table");
    compared(&place.text("out"), &[]).is_fine();
    assert!(!place.path("out/.topline-unfinished-abc").exists());
}

#[test]
fn a_journal_that_is_another_sweeps_or_that_no_sweep_wrote_is_refused() {
    let place = Place::new();
    let (file, out) = (place.four_points(), place.text("out"));
    sweep(&file, &out, &[]).is_fine();
    let other = place.sweep("other.toml", "seed = 2\n[design]\nmethod = \"list\"\n[levers]\n\"policy.tax_credit.rate\" = [0.1, 0.2, 0.3, 0.4]\n");
    sweep(&other, &place.text("other"), &[]).is_fine();
    let (mine, plan) = (place.path("out/journal/runs-0.log"), place.path("out/journal/plan.json"));
    let (log, text) = (fs::read(&mine).unwrap(), fs::read_to_string(&plan).unwrap());
    fs::copy(place.path("other/journal/runs-0.log"), &mine).unwrap();
    topline(&["merge", &out]).refuses(1, &["runs-0.log", "holds runs of another plan"]);
    topline(&["status", &out]).refuses(1, &["holds runs of another plan"]);
    fs::write(&mine, log).unwrap();
    for (from, to) in [
        ("\"cases\": 4", "\"cases\": 18446744073709551615"),
        ("\"replicates\": 3", "\"replicates\": 4294967295"),
        ("\"hash\": \"", "\"hash\": \"../"),
    ] {
        assert!(text.contains(from), "{text}");
        fs::write(&plan, text.replace(from, to)).unwrap();
        let answer = topline(&["status", &out]);
        assert!(answer.code == Some(1) && answer.stderr.contains("plan.json is damaged") || to.contains("replicates"), "{to}: {answer:?}");
        assert!(!answer.stderr.contains("panicked"), "{answer:?}");
    }
    fs::write(&plan, text).unwrap();
    topline(&["merge", &out]).is_fine();
}

#[cfg(unix)]
#[test]
fn commands_end_at_a_signal_with_the_code_of_an_interruption() {
    let place = Place::new();
    let out = place.text("out");
    let calls: [&[&str]; 4] = [
        &["bench", "--seconds", "600"],
        &["screen", "-o", &out],
        &["trust", "-r", "100000", "-o", &out],
        &["calibrate", "-p", "start_probability,fan_churn", "-o", &out],
    ];
    for call in calls {
        let mut child = program().args(call).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_secs(2));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let began = Instant::now();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{call:?}");
        assert!(began.elapsed() < Duration::from_secs(60), "{call:?}");
    }
}
