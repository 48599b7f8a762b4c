//! `decompose`, `break-even`, `explain` and `verify`.

use crate::{Place, names, topline};

/// A small economy, so that many runs take little time.
const SMALL: [&str; 4] = ["--scale", "0.2", "--quarters", "8"];

fn study(command: &[&str], place: &Place) -> crate::Answer {
    let out = place.text("out");
    topline(&[command, &SMALL, &["-o", &out]].concat())
}

/// Rows of a table as cells.
fn rows(place: &Place, file: &str) -> Vec<Vec<String>> {
    let text = place.read(&format!("out/{file}"));
    text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect()
}

/// Three instruments, one of them with two programmes.
const PACKAGE: &str = "[[policy.production_grant]]\nname = \"young\"\nbudget = 4000\neligible = { major = 0, mid = 0 }\n\
    [[policy.production_grant]]\nname = \"old\"\nbudget = 4000\neligible = { small = 0, startup = 0 }\n\
    [policy.tax_credit]\nrefundable = true\n[policy.loan_guarantee]\n";

#[test]
fn decompose_divides_the_effect_of_a_package() {
    let place = Place::new();
    let package = place.scenario("three.toml", PACKAGE);
    let answer = study(&["decompose", &package, "-r", "3"], &place);
    answer.is_fine();
    assert!(answer.stdout.contains("Shapley values of three with 95 % intervals, 3 paired replicates, all 8 subsets"), "{}", answer.stdout);
    assert_eq!(names(&place.path("out")), ["datapackage.json", "interactions.csv", "manifest.json", "shapley.csv"]);
    let exports: Vec<Vec<String>> = rows(&place, "shapley.csv").into_iter().filter(|row| row[1] == "export_revenue").collect();
    assert_eq!(exports.iter().map(|row| row[3].as_str()).collect::<Vec<_>>(), ["production_grant", "loan_guarantee", "tax_credit"]);
    let sum: f64 = exports.iter().map(|row| row[5].parse::<f64>().unwrap()).sum();
    let whole = place.text("whole");
    topline(&[&["compare", "baseline", &package, "-r", "3", "-o", &whole], &SMALL[..]].concat()).is_fine();
    let comparison = place.read("whole/comparison.csv");
    let row = comparison.lines().find(|line| line.starts_with("baseline,three,export_revenue,")).unwrap();
    let effect: f64 = row.split(',').nth(7).unwrap().parse().unwrap();
    assert!((sum - effect).abs() < 1e-9 * effect.abs().max(1.0), "{sum} and {effect}");
}

#[test]
fn a_package_without_instruments_cannot_be_decomposed() {
    let place = Place::new();
    study(&["decompose", "golden"], &place).refuses(2, &["`golden` has no instrument", "allowed: "]);
    topline(&["decompose"]).refuses(2, &["PACKAGE"]);
    study(&["decompose", "package_balancd"], &place).refuses(2, &["did you mean `package_balanced`"]);
    assert!(!place.path("out").exists());
}

#[test]
fn verify_passes_what_is_neutral_and_says_what_it_checked() {
    let place = Place::new();
    let body = format!("{PACKAGE}[event.hit]\nquarter = \"2026Q2\"\ntier = \"mid\"\nplatform = \"global_video\"\npopularity = 300\n");
    let scenario = place.scenario("both.toml", &body);
    let answer = topline(&[&["verify", &scenario, "-r", "2"], &SMALL[..]].concat());
    answer.is_fine();
    for part in [
        "both, 8 quarters, replicates 0 to 1",
        "instruments at zero strength equal none",
        "events of strength 0 equal none",
        "begun 4 quarters later, its first 4 quarters equal those of none",
        "money is conserved in every quarter",
        "at its own strength it differs from 2026Q",
    ] {
        assert!(answer.stdout.contains(part), "`{part}` is not in:\n{}", answer.stdout);
    }
    let (checks, small) = answer.stdout.split_once("small values").expect("small values are told");
    assert_eq!(checks.matches("passed").count(), 5, "{checks}");
    assert!(small.contains("policy.production_grant.young.rate") && small.contains("policy.loan_guarantee.limit_base"), "{small}");
    assert!(small.contains("passed") && !small.contains("FAILED"), "{small}");
    let alone = topline(&[&["verify", "baseline", "-r", "1"], &SMALL[..]].concat());
    assert!(alone.is_fine().stdout.contains("not checked: there is no instrument and no event"), "{}", alone.stdout);
    topline(&["verify", "baselin"]).refuses(2, &["did you mean `baseline`"]);
    topline(&["verify", "baseline", "-r", "0"]).refuses(2, &["--replicates"]);
}

const BREAK_EVEN: [&str; 3] = ["break-even", "baseline", "scenarios/creator_training.toml"];

#[test]
fn break_even_says_where_a_policy_is_worth_its_cost_or_that_it_is_nowhere() {
    let place = Place::new();
    let never = ["--vary", "policy.creator_training.budget", "--for", "public_cost", "--between", "1000:5000", "-r", "3"];
    let answer = study(&[&BREAK_EVEN[..], &never].concat(), &place);
    answer.is_fine();
    assert!(answer.stdout.contains("No break-even between 1000 and 5000 M KRW/year: the difference is "), "{}", answer.stdout);
    assert_eq!(names(&place.path("out")), ["break_even.csv", "break_even_points.csv", "datapackage.json", "manifest.json"]);
    assert_eq!(rows(&place, "break_even.csv")[0][10..], ["", "", ""]);
    // Public cost is the budget with its administration, as far as whole places are paid: what cost is looked for is known.
    let at = [&never[..4], &["--between", "1000:9000", "-r", "3", "--target", "1", "-f"]].concat();
    let answer = study(&[&BREAK_EVEN[..], &at].concat(), &place);
    answer.is_fine();
    assert!(answer.stdout.contains("Break-even at policy.creator_training.budget = "), "{}", answer.stdout);
    let row = &rows(&place, "break_even.csv")[0];
    let budget: f64 = row[10].parse().unwrap();
    assert!((4500.0..5700.0).contains(&budget), "a fifth of the budget costs about 1 bn a year: {row:?}");
    assert!(rows(&place, "break_even_points.csv").len() >= 5);
}

#[test]
fn break_even_refuses_what_it_cannot_answer() {
    let place = Place::new();
    let ask = |rest: &[&str]| study(&[&BREAK_EVEN[..], &["-r", "2"], rest].concat(), &place);
    let budget = ["--vary", "policy.creator_training.budget", "--for"];
    ask(&[&budget[..], &["export_revenu"]].concat()).refuses(2, &["no such outcome", "did you mean `export_revenue`"]);
    ask(&[&budget[..], &["verdict"]].concat()).refuses(2, &["no such outcome that is a number"]);
    ask(&["--vary", "policy.creator_training.bugdet", "--for", "revenue"])
        .refuses(2, &["has no parameter", "did you mean `policy.creator_training.budget`"]);
    ask(&["--vary", "policy.tax_credit.rate", "--for", "revenue"]).refuses(2, &["`creator_training` has no parameter `policy.tax_credit.rate`"]);
    ask(&["--vary", "policy.creator_training.eligible", "--for", "revenue"]).refuses(2, &["is no number that can be varied"]);
    ask(&[&budget[..], &["revenue", "--between", "5:1"]].concat()).refuses(2, &["--between", "LOW:HIGH"]);
    ask(&[&budget[..], &["revenue", "--between", "-5:1"]].concat()).refuses(2, &["policy.creator_training.budget", "--between", "allowed: "]);
    ask(&[&budget[..], &["startup_survival_5y", "--net-of-cost"]].concat()).refuses(2, &["is in share", "allowed: an outcome in bn KRW/yr"]);
    ask(&["--vary", "policy.creator_training.lasting_share", "--for", "public_cost"])
        .refuses(2, &["in no replicate", "a parameter that does something"]);
    assert!(!place.path("out").exists());
}

#[test]
fn explain_tells_why_a_label_chose_and_what_would_have_changed_it() {
    let asked =
        |quarter: &str, rest: &[&str]| topline(&[&["explain", "music_tax_credit_refundable", "--quarter", quarter], &SMALL[..], rest].concat());
    // A mid label starts a work of each act with a probability of some tenths: in this quarter, or in one that is told.
    let first = asked("2027Q1", &["--label", "1"]).is_fine().stdout.clone();
    let quarter = first.split_once("but in ").map_or("2027Q1", |(_, quarters)| &quarters[..6]);
    let ask = |rest: &[&str]| asked(quarter, rest);
    let answer = ask(&["--label", "1"]);
    answer.is_fine();
    for part in
        ["music_tax_credit_refundable: label 1 (", "), act ", quarter, "strategy", "experience", "switching", "announced", "Taken: ", "support"]
    {
        assert!(answer.stdout.contains(part), "`{part}` is not in:\n{}", answer.stdout);
    }
    assert_eq!(ask(&["--label", "1"]).stdout, answer.stdout);
    ask(&["--label", "5000"]).refuses(2, &["has no slot 5000", "allowed: 0 to "]);
    topline(&["explain", "baseline", "--label", "0", "--quarter", "2040Q1"]).refuses(2, &["2040Q1 is not in the run", "2026Q1 to 2035Q4"]);
    topline(&["explain", "baseline", "--label", "1"]).refuses(2, &["--quarter"]);
    topline(&["explain", "baseline"]).refuses(2, &["allowed: --label SLOT --quarter QUARTER, or a baseline and a scenario"]);
    topline(&["explain", "baseline", "golden", "golden"]).refuses(2, &[]);
}

#[test]
fn explain_divides_a_labels_revenue_by_work_and_line() {
    let place = Place::new();
    let ask = |rest: &[&str]| topline(&[&["explain", "golden", "--quarter", "2027Q1", "--revenue"], &SMALL[..], rest].concat());
    let answer = ask(&["--label", "1"]);
    answer.is_fine();
    let cells = |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(String::from).collect::<Vec<_>>();
    let table: Vec<Vec<String>> = answer.stdout.lines().skip(2).take_while(|line| !line.is_empty()).map(cells).collect();
    let revenue = table[0].iter().position(|title| title == "revenue").expect("a column of revenue");
    let number = |row: &[String], column: usize| row[column].parse::<f64>().unwrap();
    let all = table.last().unwrap();
    assert_eq!((table[0][0].as_str(), all[0].as_str()), ("earned by", "all"), "{}", answer.stdout);
    for column in 1..table[0].len() {
        let sum: f64 = table[1..table.len() - 1].iter().map(|row| number(row, column)).sum();
        assert!((sum - number(all, column)).abs() < 0.01, "{}", answer.stdout);
    }
    let lines: f64 = (1..revenue).map(|column| number(all, column)).sum();
    assert!((lines - number(all, revenue)).abs() < 0.01, "{}", answer.stdout);
    // The same number as in labels.csv.
    let out = place.text("panel");
    topline(&[&["run", "golden", "-r", "1", "--panel", "-o", &out], &SMALL[..]].concat()).is_fine();
    let panel = place.read("panel/labels.csv");
    let row = panel.lines().find(|line| line.starts_with("golden,0,2027Q1,1,")).unwrap();
    assert!((row.split(',').nth(8).unwrap().parse::<f64>().unwrap() - number(all, revenue)).abs() < 0.01, "{row} and\n{}", answer.stdout);
    ask(&[]).refuses(2, &["--label"]);
    ask(&["--label", "1", "--act", "0"]).refuses(2, &["--act"]);
}

#[test]
fn explain_finds_where_two_scenarios_part() {
    let place = Place::new();
    let grants = place.scenario("late.toml", "[policy.production_grant]\nstart = \"2026Q4\"\n");
    let answer = study(&["explain", "baseline", &grants], &place);
    answer.is_fine();
    assert!(answer.stdout.contains("First weighed otherwise: 2026Q4, label "), "{}", answer.stdout);
    assert!(answer.stdout.contains("announced support of "), "{}", answer.stdout);
    let spread = rows(&place, "spread.csv");
    assert_eq!(spread.len(), 8);
    assert!(spread[..3].iter().all(|row| row[2] == "0" && row[5] == "0") && spread[7][2] != "0", "{spread:?}");
    let other = place.scenario("short.toml", "[run]\nstart = \"2027Q1\"\n");
    study(&["explain", "baseline", &other, "-f"], &place).refuses(2, &["their runs differ in time"]);
}

#[test]
fn explain_divides_the_change_in_strategies_among_channels() {
    let place = Place::new();
    let answer = study(&["explain", "baseline", "package_platform_first", "--split", "-r", "4"], &place);
    answer.is_fine();
    let table = rows(&place, "channels.csv");
    let led: Vec<&Vec<String>> = table.iter().filter(|row| row[2] == "platform_led_share").collect();
    let channels: Vec<&str> = led.iter().map(|row| row[4].as_str()).collect();
    assert_eq!(channels, ["support", "experience", "imitation", "capability", "risk", "switching", "access", "labels"]);
    let sum: f64 = led.iter().map(|row| row[6].parse::<f64>().unwrap()).sum();
    let whole = place.text("whole");
    topline(&[&["compare", "baseline", "package_platform_first", "-r", "4", "-o", &whole], &SMALL[..]].concat()).is_fine();
    let comparison = place.read("whole/comparison.csv");
    let row = comparison.lines().find(|line| line.contains(",platform_led_share,")).unwrap();
    let change: f64 = row.split(',').nth(7).unwrap().parse().unwrap();
    assert!((sum - change).abs() < 1e-9, "{sum} and {change}");
    assert!(answer.stdout.contains("all together"), "{}", answer.stdout);
    topline(&["explain", "baseline", "--split"]).refuses(2, &["there is nothing to explain of one scenario alone"]);
}

#[test]
fn a_quarter_without_a_work_is_told_with_those_that_have_one() {
    let ask = |label: u32, quarter: &str| {
        topline(&["explain", "music_tax_credit", "--label", &label.to_string(), "--quarter", quarter]).is_fine().stdout.clone()
    };
    let told =
        |label: u32| ask(label, "2028Q1").split_once(&format!("label {label} started no work in 2028Q1, but in ")).map(|(_, rest)| rest.to_owned());
    let (label, quarters) = (30..90).find_map(|label| Some((label, told(label)?))).expect("one of sixty labels starts no work");
    assert!(ask(label, &quarters[..6]).contains("Taken: "), "{quarters}");
}
