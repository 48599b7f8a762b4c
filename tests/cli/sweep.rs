//! `sweep`: designs, tables, going on, and adding to what is there.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Answer, Place, program, tables, topline};

/// Options that make a run short.
pub const SHORT: [&str; 4] = ["--quarters", "4", "--scale", "0.05"];

const LEVERS: &str = "[levers]\n\"policy.tax_credit.rate\" = [0.1, 0.3]\n[uncertainties]\nfan_churn = [0.05, 0.06]\n";

impl Place {
    /// Writes a sweep file over a baseline that has a tax credit for levers to move, and tells its path.
    pub fn sweep(&self, name: &str, body: &str) -> String {
        let baseline = self.scenario("baseline.toml", "[policy.tax_credit]\nenabled = true\n");
        let head = format!("title = \"A test\"\nwhy = \"To see what is said.\"\nbase = {baseline:?}\nreplicates = 3\n");
        self.file(name, &format!("{head}{body}"))
    }

    /// A sweep of four points.
    pub fn four_points(&self) -> String {
        self.sweep("four.toml", &format!("[design]\nmethod = \"factorial\"\n{LEVERS}"))
    }
}

/// Runs a sweep of short runs.
pub fn sweep(file: &str, out: &str, more: &[&str]) -> Answer {
    topline(&[&["sweep", file, "-o", out], &SHORT, more].concat())
}

#[test]
fn a_sweep_writes_every_run_with_its_point_and_parameters() {
    let place = Place::new();
    sweep(&place.four_points(), &place.text("out"), &[]).is_fine();
    let design =
        "point,scenario,policy.tax_credit.rate,fan_churn\n0,baseline,0.1,0.05\n1,baseline,0.3,0.05\n2,baseline,0.1,0.06\n3,baseline,0.3,0.06\n";
    assert_eq!(place.read("out/design.csv"), design);
    let runs = place.read("out/runs.csv");
    assert!(runs.starts_with("scenario,world,replicate,seed,status,point,policy.tax_credit.rate,fan_churn,revenue,"), "{runs}");
    let starts: Vec<String> = runs.lines().skip(1).map(|row| row.split(',').take(8).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(starts.len(), 12);
    assert_eq!((starts[0].as_str(), starts[7].as_str()), ("baseline,default,0,1,ok,0,0.1,0.05", "baseline,default,1,1,ok,3,0.3,0.06"));
    let summary = place.read("out/summary.csv");
    assert!(summary.starts_with("scenario,world,point,policy.tax_credit.rate,fan_churn,outcome,unit,n,missing,mean,sd,se,"), "{summary}");
    assert!(summary.contains("\nbaseline,default,2,0.1,0.06,export_revenue,bn KRW/yr,3,0,"), "{summary}");
    assert!(summary.contains(",verdict.none,share,3,0,"), "{summary}");
    let manifest: serde_json::Value = serde_json::from_str(&place.read("out/manifest.json")).unwrap();
    assert_eq!((&manifest["counts"]["runs"], &manifest["counts"]["points"]), (&12.into(), &4.into()));
    assert_eq!(manifest["design"]["columns"][0]["kind"], "lever");
    assert!(!place.path("out/failures.csv").exists());
}

#[test]
fn a_run_of_a_sweep_is_the_run_of_its_scenario() {
    let place = Place::new();
    sweep(&place.four_points(), &place.text("swept"), &[]).is_fine();
    let set = ["--set", "policy.tax_credit.rate.major=0.3", "--set", "policy.tax_credit.rate.mid=0.3", "--set", "policy.tax_credit.rate.small=0.3"];
    let rest = ["--set", "policy.tax_credit.rate.startup=0.3", "--set", "fan_churn=0.06", "-r", "3", "-o", &place.text("run")];
    topline(&[&["run", "baseline"], &SHORT[..], &set, &rest].concat()).is_fine();
    let outcomes = |row: &str, from: usize| row.split(',').skip(from).map(str::to_owned).collect::<Vec<_>>();
    let (swept, run) = (place.read("swept/runs.csv"), place.read("run/runs.csv"));
    for replicate in 0..3 {
        let row = swept.lines().nth(1 + 4 * replicate + 3).unwrap();
        assert_eq!(outcomes(row, 8), outcomes(run.lines().nth(1 + replicate).unwrap(), 5));
    }
}

#[test]
fn a_sweep_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let file = place.four_points();
    for threads in ["1", "3"] {
        sweep(&file, &place.text(threads), &["-j", threads]).is_fine();
    }
    assert!(tables(&place.path("1")) == tables(&place.path("3")));
}

#[test]
fn more_replicates_and_points_add_to_what_is_there_and_give_the_files_of_a_larger_sweep() {
    let place = Place::new();
    let (small, out) = (place.four_points(), place.text("grown"));
    sweep(&small, &out, &["-r", "2"]).is_fine();
    assert!(sweep(&small, &out, &["-r", "5", "--resume"]).stdout.contains("(12 in "));
    let large = LEVERS.replace("[0.05, 0.06]", "[0.04, 0.05, 0.06]").replace("[0.1, 0.3]", "[0.1, 0.2, 0.3]");
    let large = place.sweep("four.toml", &format!("[design]\nmethod = \"factorial\"\n{large}"));
    let grown = sweep(&large, &out, &["-r", "5", "--resume"]);
    assert!(grown.stdout.contains("45 runs of 9 cases (25 in "), "{grown:?}");
    assert!(sweep(&large, &out, &["-r", "6", "--resume"]).stdout.contains("54 runs of 9 cases (9 in "));
    sweep(&large, &place.text("fresh"), &["-r", "6"]).is_fine();
    assert!(tables(&place.path("grown")) == tables(&place.path("fresh")));
    topline(&["merge", &out]).is_fine();
    assert!(tables(&place.path("grown")) == tables(&place.path("fresh")));
}

#[test]
fn an_interrupted_sweep_keeps_its_runs_and_goes_on() {
    for signal in ["-INT", "-TERM"] {
        let place = Place::new();
        let (file, out) = (place.four_points(), place.text("out"));
        let arguments = [&["sweep", &file, "-o", &out, "-r", "1000000", "-j", "1"], &SHORT[..]].concat();
        let mut running = program().args(arguments).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let began = Instant::now();
        while !place.path("out/journal/runs-0.log").exists() && began.elapsed() < Duration::from_secs(60) {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis(100));
        assert!(std::process::Command::new("kill").args([signal, &running.id().to_string()]).status().unwrap().success());
        let mut stderr = String::new();
        running.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!(running.wait().unwrap().code(), Some(130), "{stderr}");
        assert!(stderr.contains("interrupted after") && stderr.contains("--resume goes on"), "{stderr}");
        let held: u64 = stderr.split("after ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|n| n.parse().ok()).unwrap();
        let status = topline(&["status", &out]);
        assert!(status.stdout.contains(&format!("{held} of 4000000 runs")), "{status:?}");
        if held >= 4 {
            topline(&["merge", &out]).refuses(1, &["is not complete", &format!("{held} of 4000000"), "--partial"]);
            assert!(topline(&["merge", &out, "--partial"]).is_fine().stdout.contains(&format!("{} replicates", held / 4)));
        }
    }
}

#[test]
fn a_failed_run_is_recorded_with_its_parameters_and_the_sweep_goes_on() {
    let place = Place::new();
    let body = "[design]\nmethod = \"list\"\n[uncertainties]\nfan_concavity = [0.8, 1, 0.7]\ncumulative_advantage = [0.1, 0.16, 0.1]\n";
    let file = place.sweep("broken.toml", body);
    sweep(&file, &place.text("out"), &[]).refuses(1, &["3 of 9 runs failed", "failures"]);
    let failures = place.read("out/failures.csv");
    assert!(failures.starts_with("scenario,world,replicate,seed,point,fan_concavity,cumulative_advantage,quarter,reason\n"), "{failures}");
    assert!(failures.contains("\nbaseline,default,2,1,1,1.0,0.16,,"), "{failures}");
    assert!(place.read("out/runs.csv").contains("\nbaseline,default,0,1,failed,1,1.0,0.16,,,"));
    assert!(place.read("out/summary.csv").contains("\nbaseline,default,1,1.0,0.16,export_revenue,bn KRW/yr,0,3,,,"));
    sweep(&file, &place.text("fast"), &["--fail-fast"]).refuses(1, &["a run failed: point 1", "outgrows"]);
    assert!(!place.path("fast/runs.csv").exists());
}

#[test]
fn a_dry_run_says_runs_time_disk_and_intervals_and_writes_nothing() {
    let place = Place::new();
    let answer = sweep(&place.four_points(), &place.text("out"), &["--dry-run", "-r", "100"]);
    answer.is_fine();
    for part in ["4 points x 1 base scenario x 1 world x 100 replicates = 400 runs", "time    about", "disk    about", "export_revenue", "±"] {
        assert!(answer.stdout.contains(part), "{part}: {}", answer.stdout);
    }
    assert!(!place.path("out").exists());
}

#[cfg(feature = "zstd")]
#[test]
fn compressed_tables_hold_the_same_bytes() {
    let place = Place::new();
    let file = place.four_points();
    sweep(&file, &place.text("plain"), &[]).is_fine();
    sweep(&file, &place.text("packed"), &["--compress", "zstd"]).is_fine();
    for table in ["design.csv", "runs.csv", "summary.csv"] {
        let packed = fs::read(place.path(&format!("packed/{table}.zst"))).unwrap();
        assert!(zstd::decode_all(&packed[..]).unwrap() == fs::read(place.path(&format!("plain/{table}"))).unwrap(), "{table}");
    }
    assert!(place.read("packed/datapackage.json").contains("\"path\": \"runs.csv.zst\""));
}

#[cfg(not(feature = "zstd"))]
#[test]
fn compression_that_was_not_built_in_is_refused_with_how_to_get_it() {
    let place = Place::new();
    sweep(&place.four_points(), &place.text("packed"), &["--compress", "zstd"]).refuses(2, &["without Zstandard", "--features zstd"]);
    assert!(!place.path("packed").exists());
}

#[test]
fn designs_of_saltelli_and_morris_say_what_each_point_is() {
    let place = Place::new();
    let axes = "[uncertainties]\nfan_churn = \"prior\"\nfee_base = \"prior\"\n";
    let saltelli = place.sweep("saltelli.toml", &format!("[design]\nmethod = \"saltelli\"\npoints = 2\n{axes}"));
    sweep(&saltelli, &place.text("saltelli"), &["-r", "1"]).is_fine();
    let design = place.read("saltelli/design.csv");
    let ends: Vec<String> = design.lines().map(|row| row.splitn(5, ',').nth(4).unwrap().to_owned()).collect();
    assert_eq!(ends, ["block,matrix,moved", "0,A,", "0,AB,fan_churn", "0,AB,fee_base", "0,B,", "1,A,", "1,AB,fan_churn", "1,AB,fee_base", "1,B,"]);
    let morris = place.sweep("morris.toml", &format!("[design]\nmethod = \"morris\"\npoints = 2\n{axes}"));
    sweep(&morris, &place.text("morris"), &["-r", "1"]).is_fine();
    let design = place.read("morris/design.csv");
    assert!(design.starts_with("point,scenario,fan_churn,fee_base,trajectory,step,moved\n") && design.contains(",1,0,\n"), "{design}");
}

#[test]
fn worlds_and_base_scenarios_are_crossed_with_points() {
    let place = Place::new();
    let worlds = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/worlds.csv");
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let body = format!(
        "title = \"t\"\nwhy = \"w\"\nbase = [{:?}, {:?}]\nworlds = {{ file = {:?}, first = 2 }}\nreplicates = 1\noutcomes = [\"export_revenue\"]\n\
         set = {{ \"policy.tax_credit.enabled\" = true }}\n\
         [design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.refundable\" = [false, true]\n",
        scenarios.join("baseline.toml").to_str().unwrap(),
        scenarios.join("golden.toml").to_str().unwrap(),
        worlds.to_str().unwrap()
    );
    sweep(&place.file("crossed.toml", &body), &place.text("out"), &[]).is_fine();
    let runs = place.read("out/runs.csv");
    let rows: Vec<String> = runs.lines().map(|row| row.split(',').take(7).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(rows[0], "scenario,world,replicate,seed,status,point,policy.tax_credit.refundable");
    assert_eq!(rows[1..4], ["baseline,1,0,1,ok,0,0.0", "golden,1,0,1,ok,0,0.0", "baseline,1,0,1,ok,1,1.0"]);
    assert_eq!((rows.len(), runs.lines().next().unwrap().split(',').count()), (9, 8));
}

#[test]
fn a_csv_of_points_is_a_design() {
    let place = Place::new();
    place.file("points.csv", "policy.production_grant.selection,fan_churn\nlottery,0.05\nmerit,0.06\nlottery,0.055\n");
    let set = "set = { \"policy.production_grant.enabled\" = true }\n";
    let file = place.sweep("points.toml", &format!("{set}[design]\nmethod = \"csv\"\nfile = \"points.csv\"\n"));
    sweep(&file, &place.text("out"), &["-r", "1"]).is_fine();
    assert!(place.read("out/design.csv").ends_with("\n0,baseline,lottery,0.05\n1,baseline,merit,0.06\n2,baseline,lottery,0.055\n"));
}

#[test]
fn mistakes_of_a_sweep_file_are_told_with_their_place() {
    let place = Place::new();
    let refused = |body: &str, parts: &[&str]| {
        sweep(&place.sweep("wrong.toml", body), &place.text("out"), &[]).refuses(2, parts);
        assert!(!place.path("out").exists());
    };
    let design = "[design]\nmethod = \"factorial\"\n";
    refused(&format!("{design}[levers]\n\"policy.tax_credit.rat\" = [1]\n"), &["wrong.toml:8:1", "policy.tax_credit.rat", "nearest"]);
    refused(
        &format!("{design}[levers]\n\"policy.tax_credit.rate\" = [0.1, 7]\n"),
        &["wrong.toml:8:1", "out of range", "allowed: a number from 0 to 1", "found: 7"],
    );
    refused(&format!("{design}[levers]\nfan_churn = [0.05]\n"), &["wrong.toml:8:1", "does not belong under [levers]", "[uncertainties]"]);
    refused(&format!("{design}[uncertainties]\nfan_churn = \"prior\"\n"), &["does not suit the design `factorial`", "a list of values"]);
    refused("[design]\nmethod = \"saltely\"\n", &["wrong.toml:6:10", "unknown design `saltely`", "nearest: saltelli"]);
    refused(
        "[design]\nmethod = \"sobol\"\npoints = 0\n[uncertainties]\nfan_churn = \"prior\"\n",
        &["wrong.toml:7:10", "allowed: a whole number from 1"],
    );
    refused("[desing]\nmethod = \"list\"\n", &["unknown key `desing`", "nearest: design", "`design` is missing"]);
    refused("outcomes = [\"export_revenu\"]\n", &["unknown outcome `export_revenu`", "nearest: export_revenue"]);
    let morris = "[design]\nmethod = \"morris\"\npoints = 2\n";
    let words = "\"policy.production_grant.selection\" = [\"merit\", \"lottery\"]";
    refused(&format!("{morris}[levers]\n{words}\n"), &["does not suit the design `morris`", "has no direction"]);
    refused(&format!("{morris}[uncertainties]\nstatus = {{ paths = [\"fan_churn\"], low = 0.05, high = 0.06 }}\n"), &["`status` is a column"]);
    let table = |body: &str| format!("{morris}[uncertainties]\nfan_churn = {{ {body} }}\n");
    refused(&table("low = 0.05, hihg = 0.06"), &["unknown key `fan_churn.hihg`", "allowed: paths, low, high, steps", "nearest: high"]);
    refused(&table("prior = 3"), &["`fan_churn.prior` must be true"]);
    refused("[design]\nmethod = \"sobol\"\n[uncertainties]\nfan_churn = \"prior\"\n", &["allowed: points = a whole number from 1 to 65536"]);
    refused("[design]\nmethod = \"csv\"\n", &["allowed: file = the path of a CSV", "a row for each point"]);
    refused("[design]\nmethod = \"split\"\n", &["total = a number in the unit of the levers", "steps = a whole number from 1 to 1000"]);
    refused("x = [\n", &["not valid TOML", "wrong.toml"]);
    topline(&["sweep", "no_such_sweep"]).refuses(2, &["no_such_sweep"]);
}

#[test]
fn the_shipped_sweeps_can_be_run() {
    let place = Place::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sweeps")).unwrap() {
        let file = file.unwrap().path();
        let out = place.text(&file.file_stem().unwrap().to_string_lossy());
        let answer = sweep(file.to_str().unwrap(), &out, &["--dry-run", "-r", "2"]);
        answer.is_fine();
        assert!(!answer.stdout.contains("warning"), "{}", answer.stdout);
    }
}

#[test]
fn a_lever_that_switches_an_instrument_on_and_bases_that_are_the_same_are_told() {
    let place = Place::new();
    let plain = place.scenario("plain.toml", "");
    let grant = place.scenario("grant.toml", "[policy.production_grant]\nbudget = 8000\n");
    let body = format!(
        "title = \"t\"\nwhy = \"w\"\nbase = [{plain:?}, {grant:?}]\nreplicates = 1\n[design]\nmethod = \"list\"\n\
         [levers]\n\"policy.production_grant.budget\" = [4000, 8000]\n"
    );
    let file = place.file("twins.toml", &body);
    let switched = "warning: `plain` has no policy.production_grant: the lever `policy.production_grant.budget` switches it on";
    let twins = "warning: the base scenarios `plain` and `grant` are the same at every point";
    let check = topline(&["check", &file]);
    let dry = sweep(&file, &place.text("out"), &["--dry-run"]);
    let run = sweep(&file, &place.text("out"), &[]);
    for said in [&check.is_fine().stdout, &dry.is_fine().stdout, &run.stderr] {
        assert!(said.contains(switched) && said.contains(twins) && !said.contains("`grant` has no"), "{said}");
    }
    assert_eq!((run.code, sweep(&file, &place.text("quiet"), &["-q"]).stderr.as_str()), (Some(0), ""));
    let meant = body.replace("replicates = 1", "replicates = 1\nset = { \"policy.production_grant.enabled\" = true }");
    let said = topline(&["check", &place.file("meant.toml", &meant)]).stdout;
    assert!(said.contains(twins) && !said.contains("switches it on"), "{said}");
}

#[test]
fn new_writes_a_sweep_that_passes_check_without_a_warning() {
    let place = Place::new();
    let folder = place.text("");
    topline(&["new", "mine", "--sweep", "--dir", &folder]).is_fine();
    let said = topline(&["check", &place.text("mine.toml")]);
    said.is_fine();
    assert!(said.stdout.contains("18 points x 1 base scenario") && !said.stdout.contains("warning"), "{}", said.stdout);
    topline(&["new", "mine", "--sweep", "--dir", &folder]).refuses(2, &["mine.toml", "exists already"]);
}

#[test]
fn check_knows_a_sweep_by_its_name_or_path_and_says_what_varies() {
    let place = Place::new();
    let named = topline(&["check", "tax_credit", "music_tax_credit"]);
    named.is_fine();
    for part in
        ["tax_credit: Tax credit: rate", "30 points x 1 base scenario", "rate                          lever        one of 0, 0.1", "assumed ("]
    {
        assert!(named.stdout.contains(part), "{part}: {}", named.stdout);
    }
    let body = "[design]\nmethod = \"latin_hypercube\"\npoints = 5\n[levers]\n\"policy.tax_credit.rate\" = [0.2, 0.8]\n\
                [uncertainties]\nfan_churn = { low = 0.05, high = 0.06 }\n";
    let said = topline(&["check", &place.sweep("list.toml", body)]).stdout;
    for part in [
        "one of 0.2, 0.8",
        "uncertainty  0.05 to 0.06",
        "is 0.2 or 0.8 in the design `latin_hypercube`, and nothing between",
        "{ low = 0.2, high = 0.8 }",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let wrong = place.sweep("wrong.toml", "[design]\nmethod = \"factorial\"\n[levers]\n\"policy.tax_credit.rat\" = [1]\n");
    topline(&["check", &wrong]).refuses(2, &["wrong.toml:8:1", "policy.tax_credit.rat"]);
    topline(&["check", "no_such_name"]).refuses(2, &["unknown scenario `no_such_name`"]);
}

#[test]
fn a_dry_run_knows_the_size_of_the_tables_and_every_base_scenario() {
    let place = Place::new();
    let base = [place.scenario("plain.toml", ""), place.scenario("credit.toml", "[policy.tax_credit]\nrefundable = true\n")];
    let body = format!(
        "title = \"t\"\nwhy = \"w\"\nbase = {base:?}\nreplicates = 4\n[design]\nmethod = \"latin_hypercube\"\npoints = 30\n\
         [uncertainties]\nfan_churn = \"prior\"\n"
    );
    let file = place.file("sized.toml", &body);
    let said = sweep(&file, &place.text("out"), &["--dry-run"]).stdout;
    sweep(&file, &place.text("out"), &[]).is_fine();
    let disk = said.lines().find(|line| line.starts_with("disk")).expect("a line on the disk");
    for (name, table) in [("runs", "runs.csv"), ("summary", "summary.csv"), ("design", "design.csv")] {
        let before = disk.split(&format!(" for {name}")).next().unwrap();
        let words: Vec<&str> = before.rsplit(' ').take(2).collect();
        let told =
            words[1].parse::<f64>().unwrap() * [("bytes", 1.0), ("kB", 1e3), ("MB", 1e6)].into_iter().find(|(unit, _)| *unit == words[0]).unwrap().1;
        let written = fs::metadata(place.path(&format!("out/{table}"))).unwrap().len() as f64;
        assert!((0.9..1.1).contains(&(told / written)), "{name}: {told} told, {written} written; {disk}");
    }
    let cost: Vec<&str> = said.lines().find(|line| line.contains("public_cost")).unwrap().split_whitespace().collect();
    assert!(said.contains("plain") && said.contains("credit") && cost[1] == "±0.000" && cost[2] != "±0.000", "{said}");
}
