use std::fs;
use std::path::Path;

use super::read::{SweepGroup, SweepResults};
use super::*;
use crate::experiment::credibility::sensitivity::{MorrisStep, PointScheme, Resampling, sensitivity};
use crate::experiment::measures;
use crate::outcome::OUTCOMES;

const HOW: Resampling = Resampling { resamples: 100, seed: 1, confidence: 0.9 };

/// Two blocks of Saltelli's scheme, two replicates in the order of a sweep; revenue is rate + 10 fee.
const DESIGN: &str = "point,scenario,policy.tax_credit.rate,fee_base,block,matrix,moved
0,baseline,0.1,1.0,0,A,
1,baseline,0.3,1.0,0,AB,policy.tax_credit.rate
2,baseline,0.1,2.0,0,AB,fee_base
3,baseline,0.3,2.0,0,B,
4,baseline,0.2,4.0,1,A,
5,baseline,0.4,4.0,1,AB,policy.tax_credit.rate
6,baseline,0.2,3.0,1,AB,fee_base
7,baseline,0.4,3.0,1,B,
";

fn runs() -> String {
    let mut text = String::from("scenario,world,replicate,seed,status,point,policy.tax_credit.rate,fee_base,export_revenue,verdict\n");
    let (rates, fees) = ([0.1, 0.3, 0.1, 0.3, 0.2, 0.4, 0.2, 0.4], [1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 3.0, 3.0]);
    for replicate in 0..2 {
        for point in 0..8 {
            let verdict = if point < 4 { "none" } else { "isolated" };
            let revenue = rates[point] + 10.0 * fees[point] + f64::from(replicate);
            text += &format!("baseline,default,{replicate},1,ok,{point},{},{},{revenue},{verdict}\n", rates[point], fees[point]);
        }
    }
    text
}

fn folder(design: &str, runs: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("design.csv"), design).unwrap();
    fs::write(folder.path().join("runs.csv"), runs).unwrap();
    folder
}

fn read_in(path: &Path) -> Result<SweepResults, String> {
    read(path, |_| Ok(measures(&OUTCOMES).into_iter().filter(|m| ["export_revenue", "verdict.none"].contains(&m.name.as_str())).collect()))
}

#[track_caller]
fn refused(design: &str, runs: &str, parts: &[&str]) {
    let folder = folder(design, runs);
    let message = read_in(folder.path()).unwrap_err();
    assert!(parts.iter().all(|part| message.contains(part)), "{message}");
}

#[test]
fn a_sweep_is_read_with_its_blocks_and_runs() {
    let folder = folder(DESIGN, &runs());
    let swept = read_in(folder.path()).unwrap();
    assert_eq!(swept.design.parameters, ["policy.tax_credit.rate", "fee_base"]);
    assert_eq!(swept.design.scheme, PointScheme::Saltelli(vec![vec![0, 1, 2, 3], vec![4, 5, 6, 7]]));
    assert_eq!((swept.groups.len(), swept.groups[0].world.as_str()), (1, "default"));
    let runs = &swept.groups[0].runs;
    assert_eq!(runs[0][3], [Some(20.3), Some(21.3)]);
    assert_eq!((&runs[1][0], &runs[1][4]), (&vec![Some(1.0), Some(1.0)], &vec![Some(0.0), Some(0.0)]));
}

#[test]
fn rows_out_of_order_and_empty_cells_are_read_as_what_they_are() {
    let mut lines: Vec<String> = runs().lines().map(str::to_string).collect();
    lines[1..].reverse();
    let last = lines.len() - 1;
    lines[last] = "baseline,default,0,1,failed,0,0.1,1.0,,".into();
    let folder = folder(DESIGN, &(lines.join("\n") + "\n"));
    assert_eq!(read_in(folder.path()).unwrap().groups[0].runs[0][0], [None, Some(11.1)]);
}

#[test]
fn trajectories_are_read_as_steps_up_and_down() {
    let design = "point,scenario,rate,fee,trajectory,step,moved\n0,b,0.1,3,0,0,\n1,b,0.3,3,0,1,rate\n2,b,0.3,1,0,2,fee\n";
    let runs_of_none = "scenario,world,replicate,seed,status,point,rate,fee,export_revenue,verdict\n";
    let folder = folder(design, runs_of_none);
    assert!(read_in(folder.path()).unwrap_err().contains("manifest.json, which holds the ranges of what varies"));
    let columns = r#"{"design":{"columns":[{"name":"rate","low":0.1,"high":0.5},{"name":"fee","levels":[2,3,1]}]}}"#;
    fs::write(folder.path().join("manifest.json"), columns).unwrap();
    let steps = [MorrisStep { from: 0, to: 1, factor: 0, share: 0.5 }, MorrisStep { from: 1, to: 2, factor: 1, share: -1.0 }];
    let PointScheme::Morris(found) = read_in(folder.path()).unwrap().design.scheme else { panic!() };
    assert!((found[0][0].share - steps[0].share).abs() < 1e-12);
    assert_eq!(found[0][1], steps[1]);
    let narrow = columns.replace("0.5", "0.2");
    fs::write(folder.path().join("manifest.json"), &narrow).unwrap();
    assert!(read_in(folder.path()).unwrap_err().contains("line 3: rate moves beyond its range; allowed: 0.1 to 0.2"));
    fs::write(folder.path().join("manifest.json"), columns).unwrap();
    fs::write(folder.path().join("design.csv"), design.replace("2,fee", "2,rate")).unwrap();
    assert!(read_in(folder.path()).unwrap_err().contains("trajectory 0 must move each of the 2 parameters once"));
}

#[test]
fn what_cannot_be_analysed_is_told_with_file_line_and_what_is_allowed() {
    refused(
        "point,scenario,rate\n0,baseline,1\n",
        "",
        &["is no design of Saltelli's or of Morris'", "method = \"saltelli\"", "found: point, scenario, rate"],
    );
    refused(&DESIGN.replace("7,baseline,0.4,3.0,1,B,\n", ""), &runs(), &["block 1 must have one row with matrix B"]);
    refused(DESIGN, &runs().replace(",20.3,", ",much,"), &["runs.csv, line 5: export_revenue: found `much`", "allowed: a number, or an empty cell"]);
    let last = u64::MAX.to_string();
    refused(
        DESIGN,
        &runs().replace("default,1,", &format!("default,{last},")),
        &["line 10: replicate: found `18446744073709551615`", "allowed: a whole number below"],
    );
    refused(DESIGN, &runs().replace("ok,7,", "ok,9,"), &["line 9: point 9 does not stand in design.csv"]);
    refused(DESIGN, "scenario,replicate\n", &["runs.csv has no column `export_revenue`"]);
    let empty = tempfile::tempdir().unwrap();
    assert!(read_in(empty.path()).unwrap_err().contains("allowed: the folder of a finished sweep"));
    fs::write(empty.path().join("design.csv.zst"), "").unwrap();
    assert!(read_in(empty.path()).unwrap_err().contains("unpack it first"));
}

#[test]
fn a_policy_is_compared_with_the_baseline_run_by_run() {
    let policy = runs().lines().skip(1).map(|line| line.replace("baseline,", "grant,").replace(",20.3,", ",25.3,") + "\n").collect::<String>();
    let folder = folder(DESIGN, &(runs() + &policy));
    let swept = read_in(folder.path()).unwrap().versus("baseline").unwrap();
    assert_eq!(swept.groups.iter().map(SweepGroup::name).collect::<Vec<_>>(), ["grant less baseline"]);
    assert_eq!((&swept.groups[0].runs[0][2][..], &swept.groups[0].runs[0][3][..]), (&[Some(0.0); 2][..], &[Some(5.0), Some(0.0)][..]));
    assert!(read_in(folder.path()).unwrap().versus("gold").unwrap_err().contains("found: baseline, grant"));
}

/// What is found in the sweep above.
fn with_found(check: impl FnOnce(&[SensitivityResult])) {
    let folder = folder(DESIGN, &runs());
    let swept = read_in(folder.path()).unwrap();
    let group = &swept.groups[0];
    let of = |(outcome, runs): (_, &Vec<Vec<Option<f64>>>)| SensitivityResult {
        group,
        outcome,
        parameters: &swept.design.parameters,
        sensitivity: sensitivity(&swept.design.scheme, 2, runs, &HOW),
    };
    check(&swept.outcomes.iter().zip(&group.runs).map(of).collect::<Vec<_>>());
}

#[test]
fn the_table_has_a_row_for_each_measure_the_strongest_parameter_first() {
    with_found(|all| {
        let rows = sensitivity_table(all).rows;
        let names: Vec<String> = rows[..7].iter().map(|row| format!("{} {} {}", row[6], row[4], row[5])).collect();
        let expected = ["1 fee_base S1", "1 fee_base ST", "2 policy.tax_credit.rate S1", "2 policy.tax_credit.rate ST"];
        assert_eq!(names, [&expected[..], &["  S1_sum", "  luck_of_means", "  luck_of_runs"]].concat());
        assert!(rows.iter().all(|row| row.len() == sheet().columns.len()));
        assert_eq!(rows[5][8..], ["0.0", "0.0", "0.0", "2", "2"]);
    });
}

#[test]
fn the_screen_ranks_parameters_and_warns() {
    with_found(|all| {
        let text = sensitivity_shown(all, 0.9);
        assert!(text.starts_with("export_revenue of baseline: 2 blocks, 2 replicates, 90 % intervals\n"), "{text}");
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("no `{part}` in:\n{text}"));
        assert!(place("  fee_base") < place("  policy.tax_credit.rate") && place("warning: not converged") > 0);
        assert!(text.contains("luck is 0.0 % of the variance of the means"), "{text}");
    });
}

#[test]
fn a_number_that_rounds_to_zero_has_no_sign() {
    let value = Estimated { estimate: Some(-0.001), lower: Some(-0.1), upper: Some(0.1) };
    assert_eq!(cells(SensitivityMeasure::FirstOrder, value), ["0.00", "-0.10 to 0.10"]);
}

#[test]
fn the_picture_has_words_for_those_who_do_not_see_it() {
    with_found(|all| {
        let svg = picture::picture(all).unwrap();
        assert!(svg.starts_with("<svg role=\"img\" aria-labelledby=\"title description\" ") && svg.trim_end().ends_with("</svg>"), "{svg}");
        assert!(svg.contains("<title id=\"title\">") && svg.contains("export_revenue of baseline: fee_base (ST "), "{svg}");
        assert!(svg.contains("policy.tax_credit.rate") && svg.contains("luck alone"));
    });
}
