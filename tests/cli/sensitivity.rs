//! `sensitivity`, over the folder of a sweep as its tables stand there.

use std::fmt::Write;
use std::fs;

use crate::{Place, names, tables, topline};

/// The folder of a sweep of Morris' trajectories over two parameters: revenue is 3 rate - fee, autonomy stays the same.
fn swept(place: &Place) -> String {
    let folder = place.path("sweep");
    fs::create_dir(&folder).unwrap();
    let mut design = String::from("point,scenario,rate,fee,trajectory,step,moved\n");
    let mut runs = String::from("scenario,world,replicate,seed,status,point,rate,fee,export_revenue,export_autonomy,verdict\n");
    let places = [(0.0, 0.0, ""), (0.0, 2.0, "fee"), (2.0, 2.0, "rate"), (3.0, 1.0, ""), (1.0, 1.0, "rate"), (1.0, 3.0, "fee")];
    for (point, (rate, fee, moved)) in places.into_iter().enumerate() {
        writeln!(design, "{point},baseline,{rate:?},{fee:?},{},{},{moved}", point / 3, point % 3).unwrap();
    }
    for replicate in 0..2 {
        for (point, (rate, fee, _)) in places.into_iter().enumerate() {
            let revenue = 3.0 * rate - fee + 10.0 * f64::from(replicate);
            writeln!(runs, "baseline,default,{replicate},1,ok,{point},{rate:?},{fee:?},{revenue:?},0.5,isolated").unwrap();
        }
    }
    fs::write(folder.join("design.csv"), design).unwrap();
    fs::write(folder.join("runs.csv"), runs).unwrap();
    let manifest =
        r#"{"program":"topline","command":"sweep","design":{"columns":[{"name":"rate","low":0,"high":3},{"name":"fee","low":0,"high":3}]}}"#;
    fs::write(folder.join("manifest.json"), manifest).unwrap();
    place.text("sweep")
}

#[test]
fn sensitivity_ranks_parameters_and_writes_table_and_picture_beside_the_sweep() {
    let place = Place::new();
    let folder = swept(&place);
    let answer = topline(&["sensitivity", &folder]);
    answer.is_fine();
    assert!(answer.stdout.contains("export_revenue of baseline: 2 trajectories, 2 replicates"), "{}", answer.stdout);
    assert!(answer.stdout.find("  rate").unwrap() < answer.stdout.find("  fee").unwrap(), "{}", answer.stdout);
    assert!(answer.stdout.contains("warning: it does not vary over the design"), "{}", answer.stdout);
    assert_eq!(names(&place.path("sweep")), ["design.csv", "manifest.json", "runs.csv", "sensitivity"]);
    assert_eq!(names(&place.path("sweep/sensitivity")), ["datapackage.json", "manifest.json", "sensitivity.csv", "sensitivity.svg"]);
    let table = place.read("sweep/sensitivity/sensitivity.csv");
    // A step of 2/3 of the range moves the rate by 2, so that revenue rises by 6: 9 over the whole range.
    assert!(table.contains("\nbaseline,,default,export_revenue,rate,mu_star,1,bn KRW/yr,9.0,9.0,9.0,2,2\n"), "{table}");
    assert!(table.contains("\nbaseline,,default,export_autonomy,rate,mu_star,1,0..1,,,,2,2\n"), "{table}");
}

#[test]
fn sensitivity_writes_the_same_bytes_on_every_call() {
    let place = Place::new();
    let folder = swept(&place);
    let (a, b) = (place.text("a"), place.text("b"));
    for out in [&a, &b, &b] {
        topline(&["sensitivity", &folder, "-q", "--out", out, "--resamples", "100"]).is_fine();
    }
    assert_eq!(tables(&place.path("a")), tables(&place.path("b")));
}

#[test]
fn sensitivity_takes_classes_of_the_verdict() {
    let place = Place::new();
    let folder = swept(&place);
    topline(&["sensitivity", &folder, "--outcome", "verdict.isolated,export_revenue"]).is_fine();
    let table = place.read("sweep/sensitivity/sensitivity.csv");
    assert!(table.contains("verdict.isolated") && table.contains("export_revenue") && !table.contains("autonomy"), "{table}");
}

#[test]
fn sensitivity_refuses_what_it_cannot_analyse() {
    let place = Place::new();
    let folder = swept(&place);
    topline(&["sensitivity", &folder, "--outcome", "export_revenu"]).refuses(2, &["no outcome of this sweep", "did you mean `export_revenue`?"]);
    topline(&["sensitivity", &folder, "--versus", "baseline"]).refuses(2, &["nothing to compare with `baseline`", "found: baseline"]);
    topline(&["sensitivity", &folder, "--confidence", "95"]).refuses(2, &["--confidence", "from 0.5 to below 1"]);
    topline(&["sensitivity", &place.text("nothing")]).refuses(2, &["design.csv", "allowed: the folder of a finished sweep"]);
    fs::write(place.path("sweep/design.csv"), "point,scenario,rate\n0,baseline,1\n").unwrap();
    topline(&["sensitivity", &folder]).refuses(2, &["no design of Saltelli's or of Morris'", "found: point, scenario, rate"]);
    assert_eq!(names(&place.path("sweep")), ["design.csv", "manifest.json", "runs.csv"]);
}
