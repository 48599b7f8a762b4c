//! `topline bench`, as short as it can be.

use super::topline;

#[test]
fn the_bench_measures_every_part_and_prints_numbers_for_programs() {
    let answer = topline(&["bench", "--seconds", "1", "--scales", "1,2", "--json"]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    let found: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    for number in ["/speed/per_cpu_second", "/floor/ratio", "/threads/0/speed_up", "/sizes/1/relative", "/pairs/milliseconds_per_pair"] {
        assert!(found.pointer(number).and_then(serde_json::Value::as_f64).is_some_and(|n| n > 0.0), "{number}: {found:#}");
    }
    let shares = found["speed"]["processes"].as_array().expect("a list").iter().map(|p| p["share"].as_f64().expect("a number"));
    assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn the_bench_prints_tables_for_people() {
    let answer = topline(&["bench", "--seconds", "1", "--scales", "1"]);
    assert_eq!(answer.code, Some(0), "{answer:?}");
    for heading in ["label-quarters per CPU-second", "process", "floor", "threads", "scale", "variance reduction", "export_revenue"] {
        assert!(answer.stdout.contains(heading), "{heading}:\n{}", answer.stdout);
    }
}

#[test]
fn a_scale_that_is_no_number_is_refused() {
    topline(&["bench", "--scales", "1,large"]).refuses(2, &["large", "--scales"]);
}
