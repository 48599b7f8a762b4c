//! `search`: what it writes, what it survives, and what it refuses.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Answer, Place, names, program, tables, topline};

/// Options that make a run short.
const SHORT: [&str; 4] = ["--quarters", "4", "--scale", "0.05"];

const HEAD: &str = "title = \"A test\"\nwhy = \"To see what is said.\"\nbudget = [\"2 bn KRW\", \"3 bn KRW\"]\n";
const AIM: &str = "[[objectives]]\noutcome = \"export_revenue\"\nepsilon = 20\n";
const PARTS: &str = "[instruments.production_grant]\n[instruments.touring_voucher]\nchoices = { cap = [100, 300] }\n";
const EFFORT: &str = "[lattice]\nunits = 2\n[screen]\nruns = 300\n[refine]\ngenerations = 2\npopulation = 4\n\
    [certify]\ncandidates = 3\nblocks = 60\nchallenge = 4\n";

impl Place {
    fn search(&self, text: &str) -> String {
        self.file("small.toml", text)
    }

    fn small(&self) -> String {
        self.search(&[HEAD, AIM, PARTS, EFFORT].concat())
    }
}

fn search(file: &str, out: &str, more: &[&str]) -> Answer {
    topline(&[&["search", file, "-o", out], &SHORT, more].concat())
}

/// A file with something wrong.
fn refused(text: &[&str], parts: &[&str]) {
    let place = Place::new();
    let file = place.search(&text.concat());
    // First what would run nothing either way.
    topline(&["check", &file]).refuses(2, parts);
    topline(&["search", &file, "-o", &place.text("out")]).refuses(2, parts);
    assert!(!place.path("out").exists());
}

#[test]
fn a_search_writes_its_front_its_certificate_and_mixes_that_compare_takes() {
    let place = Place::new();
    let answer = search(&place.small(), &place.text("out"), &["-q"]);
    answer.is_fine();
    let out = place.path("out");
    let kept = [
        "budget_curve.csv",
        "certificate.json",
        "datapackage.json",
        "frontier.csv",
        "journal",
        "manifest.json",
        "mixes",
        "report.html",
        "settled.csv",
    ];
    assert_eq!(names(&out), kept);
    let certificate: serde_json::Value = serde_json::from_str(&place.read("out/certificate.json")).unwrap();
    assert_eq!((&certificate["objectives"][0]["epsilon"], &certificate["confidence"]), (&20.0.into(), &0.95.into()));
    let sum = &certificate["budgets"][1];
    assert_eq!((&sum["budget"], &sum["universe"]["enumerated"], &sum["fresh_replicates"]["first"]), (&3000.into(), &5.into(), &1_000_000.into()));
    let claimed = sum["claimed"][0].as_str().unwrap();
    assert_eq!(sum["reached"], !claimed.starts_with("Nothing is certified"), "{certificate}");
    let front = place.read("out/frontier.csv");
    assert!(
        front.starts_with("budget,candidate,mix,status,by,scenario,share.production_grant,share.touring_voucher,choice.touring_voucher.cap,"),
        "{front}"
    );
    let mixes = names(&out.join("mixes"));
    assert!(mixes.len() >= 2 && mixes.iter().all(|name| name.starts_with("mix_") && name.ends_with("bn_01.toml")), "{mixes:?}");
    let page = place.read("out/report.html");
    assert!(page.contains("What to fund") && page.contains("How sure this is") && !page.contains("<script"), "{page}");
    let mix = place.text(&format!("out/mixes/{}", mixes[0]));
    topline(&[&["compare", "baseline", &mix, "-r", "3", "-q", "-o", &place.text("compared")], &SHORT[..]].concat()).is_fine();
}

#[test]
fn a_mix_of_a_search_runs_as_the_scenario_that_is_written() {
    let place = Place::new();
    search(&place.small(), &place.text("out"), &["-q"]).is_fine();
    let mix = names(&place.path("out/mixes")).remove(0);
    let path = place.text(&format!("out/mixes/{mix}"));
    topline(&[&["check", &path], &SHORT[..]].concat()).is_fine();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("extends = \"baseline\"") && text.contains("[policy."), "{text}");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let place = Place::new();
    let file = place.small();
    let found: Vec<_> = ["1", "2", "7"]
        .iter()
        .map(|threads| {
            let out = format!("out-{threads}");
            search(&file, &place.text(&out), &["-q", "-j", threads]).is_fine();
            let journal = fs::read(place.path(&format!("{out}/journal/search.runs"))).unwrap();
            (tables(&place.path(&out)), tables(&place.path(&format!("{out}/mixes"))), journal)
        })
        .collect();
    assert!(found[0] == found[1] && found[0] == found[2]);
}

#[test]
fn a_search_killed_at_twenty_moments_ends_with_the_files_of_an_undisturbed_one() {
    let place = Place::new();
    let (file, out) = (place.small(), place.text("killed"));
    let began = Instant::now();
    search(&file, &place.text("undisturbed"), &["-q"]).is_fine();
    let whole = began.elapsed();
    let mut state = u64::from(std::process::id());
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 24) as f64
    };
    let mut killed = 0;
    for _ in 0..40 {
        let arguments = [&["search", &file, "-o", &out, "-q", "--resume"], &SHORT[..]].concat();
        let mut running = program().args(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        sleep((Duration::from_millis(20) + whole / 8).mul_f64(random()));
        running.kill().unwrap();
        killed += i32::from(running.wait().unwrap().signal() == Some(9));
        if killed == 20 {
            break;
        }
    }
    let last = search(&file, &out, &["-q", "--resume"]);
    assert_eq!(last.code, Some(0), "{last:?}");
    assert!(killed > 5, "{killed}");
    assert!(tables(&place.path("killed")) == tables(&place.path("undisturbed")));
    let journal = |out: &str| fs::read(place.path(&format!("{out}/journal/search.runs"))).unwrap();
    assert!(journal("killed") == journal("undisturbed"));
}

#[test]
fn four_shards_at_once_write_the_tables_of_one_process() {
    let place = Place::new();
    let file = place.small();
    search(&file, &place.text("whole"), &["-q"]).is_fine();
    let out = place.text("parts");
    let begin = |shard: &str| {
        let arguments = [&["search", &file, "-o", &out, "-q", "-j", "1", "--shard", shard], &SHORT[..]].concat();
        program().args(arguments).spawn().unwrap()
    };
    let mut running: Vec<_> = ["0/4", "1/4", "2/4", "3/4"].map(begin).into_iter().collect();
    assert!(running.iter_mut().all(|shard| shard.wait().unwrap().success()));
    assert!(tables(&place.path("parts")) == tables(&place.path("whole")));
    search(&file, &out, &["--resume", "--shard", "0/3"]).refuses(2, &["begun in other parts", "search-"]);
    search(&file, &out, &["--resume"]).refuses(2, &["begun in other parts"]);
}

#[test]
fn a_folder_goes_on_with_its_own_search_alone() {
    let place = Place::new();
    let (file, out) = (place.small(), place.text("out"));
    search(&file, &out, &["-q"]).is_fine();
    search(&file, &out, &[]).refuses(2, &["holds a search already", "--resume"]);
    search(&file, &out, &["--resume", "--set", "fan_churn=0.06"]).refuses(2, &["holds another search"]);
    let whole = tables(&place.path("out"));
    let answer = search(&file, &out, &["--resume"]);
    assert!(answer.code == Some(0) && answer.stderr.contains("runs are there"), "{answer:?}");
    assert!(tables(&place.path("out")) == whole);
    fs::create_dir(place.path("other")).unwrap();
    fs::write(place.path("other/mine.txt"), "mine").unwrap();
    search(&file, &place.text("other"), &[]).refuses(2, &["is not empty"]);
}

#[test]
fn a_new_search_passes_as_it_is_and_shipped_ones_do() {
    let place = Place::new();
    topline(&["new", "mine", "--search", "--dir", &place.text("")]).is_fine();
    let path = place.text("mine.toml");
    let text = fs::read_to_string(&path).unwrap().replace("# [worlds]", "# worlds");
    fs::write(&path, text).unwrap();
    topline(&["check", &path, "exports_30bn", "three_aims", "exports_curve"]).is_fine();
    let answer = topline(&[&["search", &place.small(), "--dry-run"], &SHORT[..]].concat());
    answer.is_fine();
    assert!(answer.stdout.contains("5 mixes") && answer.stdout.contains("certify"), "{answer:?}");
}

#[test]
fn a_budget_below_a_minimum_and_limits_that_leave_no_mix_are_refused() {
    let least = PARTS.replace("[instruments.touring_voucher]\n", "[instruments.touring_voucher]\nleast = \"5 bn KRW\"\n");
    refused(
        &[HEAD, AIM, &least],
        &["the budget is below the minimum of `touring_voucher`", "allowed: 5000 M KRW", "found: 2000 M KRW", "small.toml:3:"],
    );
    let most =
        PARTS.replace("[instruments.touring_voucher]\n", "[instruments.touring_voucher]\nmost = 0.2\n").replace("grant]\n", "grant]\nmost = 0.3\n");
    refused(&[HEAD, AIM, &most], &["leave no mix of the budget", "most shares of 0.5"]);
    let both = PARTS.replace("grant]\n", "grant]\nleast = 0.6\nmost = 0.5\n");
    refused(&[HEAD, AIM, &both], &["the limits of `production_grant` leave no share"]);
    let group = "[[constraints]]\ninstruments = [\"production_grant\"]\nat_least = 0.9\n";
    let most = PARTS.replace("grant]\n", "grant]\nmost = 0.5\n");
    refused(&[HEAD, AIM, group, &most], &["the constraint leaves no mix", "found: 0.9 to 1"]);
    let between = PARTS.replace("grant]\n", "grant]\nleast = 0.4\nmost = 0.45\n");
    refused(&[HEAD, AIM, &between, "[lattice]\nunits = 2\n"], &["no mix in whole units keeps to the limits"]);
}

#[test]
fn what_is_wanted_must_be_an_outcome_with_a_margin_once() {
    refused(
        &[HEAD, &AIM.replace("export_revenue", "export_revenu"), PARTS],
        &["unknown outcome `export_revenu`", "nearest: export_revenue", "small.toml:5:11"],
    );
    refused(&[HEAD, &AIM.replace("20", "0"), PARTS], &["`epsilon` must be above 0", "found: 0", "small.toml:6:11"]);
    refused(&[HEAD, &AIM.replace("epsilon = 20\n", ""), PARTS], &["`epsilon` is missing"]);
    refused(&[HEAD, AIM, AIM, PARTS], &["the objective `export_revenue` is given twice", "small.toml:8:11"]);
    refused(&[HEAD, PARTS], &["`objectives` is missing"]);
    refused(&[HEAD, &AIM.repeat(6), PARTS], &["there are too many objectives", "found: 6"]);
    refused(&[HEAD, &AIM.replace("export_revenue", "concert_share"), PARTS], &["no direction of `concert_share` is better by itself"]);
    refused(&[HEAD, &format!("{AIM}over = \"median\"\n"), PARTS], &["`over` must be one of the words", "mean, worst tenth"]);
}

#[test]
fn instruments_and_their_values_must_be_known() {
    refused(
        &[HEAD, AIM, "[instruments.production_grants]\n"],
        &["unknown instrument `production_grants`", "nearest: production_grant", "small.toml:7:14"],
    );
    refused(&[HEAD, AIM, "[instruments.fair_contract]\n"], &["`fair_contract` has no parameter that is its money"]);
    let wrong = PARTS.replace("grant]\n", "grant]\nset = { rte = 0.5 }\n");
    refused(&[HEAD, AIM, &wrong], &["unknown key `policy.production_grant.rte`", "instruments.production_grant", "small.toml:7:"]);
    let wrong = PARTS.replace("[100, 300]", "[100, -3]");
    refused(&[HEAD, AIM, &wrong], &["out of range", "instruments.touring_voucher"]);
    let wrong = PARTS.replace("[100, 300]", "[100, 100]");
    refused(&[HEAD, AIM, &wrong], &["a value of `cap` stands twice"]);
    let group = "[[constraints]]\ninstruments = [\"brokerage\"]\nat_least = 0.1\n";
    refused(&[HEAD, AIM, group, PARTS], &["unknown instrument `brokerage`", "allowed: production_grant, touring_voucher"]);
    refused(&[HEAD, AIM, PARTS, "[finish]\n"], &["unknown key `finish`"]);
    refused(&[&HEAD.replace("2 bn KRW", "2 bn"), AIM, PARTS, "[certify]\nconfidence = 1.5\n"], &["`confidence` must be a probability"]);
    refused(&[&HEAD.replace("\"2 bn KRW\"", "\"much\""), AIM, PARTS], &["`budget` must be an amount of money", "small.toml:3:11"]);
    refused(&[&HEAD.replace("title", "baseline = \"basline\"\ntitle"), AIM, PARTS], &["no such scenario", "small.toml:1:12"]);
}

#[test]
fn a_lattice_of_a_billion_billion_mixes_is_counted_and_refused() {
    let many: String = ["brokerage", "creator_training", "equity_fund", "localisation_voucher", "production_grant", "tax_credit", "touring_voucher"]
        .iter()
        .map(|name| format!("[instruments.{name}]\n"))
        .collect();
    refused(
        &[HEAD, AIM, &many, "[lattice]\nunits = 1000\n"],
        &["the lattice of mixes is too large", "at most 200000 mixes", "points = N", "found: 1"],
    );
    refused(&[HEAD, AIM, &many, "[lattice]\nunits = 1000000\n"], &["the lattice of mixes is too large", "more than 10^38 mixes"]);
    let place = Place::new();
    let file = place.search(&[HEAD, AIM, &many, "[lattice]\nunits = 1000\npoints = 50\n"].concat());
    let answer = topline(&["check", &file]);
    answer.is_fine();
    assert!(answer.stdout.contains("50 mixes"), "{answer:?}");
}

#[test]
fn the_example_of_the_document_passes_and_every_key_has_a_row() {
    let text = fs::read_to_string("docs/search.md").unwrap();
    let example = text.split("\n```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let place = Place::new();
    let answer = topline(&["check", &place.search(example)]);
    answer.is_fine();
    for key in
        ["title", "baseline", "budget", "seed", "[worlds]", "[[objectives]]", "[[constraints]]", "[lattice]", "[screen]", "[refine]", "[certify]"]
    {
        assert!(text.contains(&format!("\n| `{key}`")), "docs/search.md has no row for `{key}`");
    }
}
