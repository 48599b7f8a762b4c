//! Scenario files as they are read, laid over each other, changed and compared.

use std::fs;
use std::path::PathBuf;

use topline::policy::Kind;
use topline::scenario::{Draft, Event, Overrides, Scenario, diff, registry, schema};
use topline::units::{Market, Platform, Tier};

const HEAD: &str = "title = \"t\"\nwhy = \"w\"\n";

/// Writes files with a title and a reason, and gives the draft of the first.
fn draft(files: &[(&str, &str)]) -> Draft {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), format!("{HEAD}{text}")).unwrap();
    }
    Draft::load(folder.path().join(files[0].0)).unwrap_or_else(|problems| panic!("{problems}"))
}

fn scenario(files: &[(&str, &str)]) -> Scenario {
    draft(files).build().unwrap_or_else(|problems| panic!("{problems}"))
}

/// The value at a path, and where it comes from.
fn value(scenario: &Scenario, path: &str) -> (String, String) {
    let entry = scenario.entries().iter().find(|entry| entry.path == path);
    let entry = entry.unwrap_or_else(|| panic!("`{path}` is not in force"));
    (entry.value.clone(), entry.origin.clone())
}

fn shipped() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    files
}

#[test]
fn every_shipped_scenario_passes_and_points_to_the_schema() {
    for path in shipped() {
        let scenario = Scenario::load(&path).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(scenario.title.len() > 3 && scenario.why.ends_with('.') && !scenario.source.is_empty(), "{}", scenario.name);
        assert!(fs::read_to_string(&path).unwrap().starts_with("#:schema ./scenario.schema.json\n"), "{}", scenario.name);
    }
}

#[test]
fn the_shipped_schema_is_the_program_s() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/scenario.schema.json");
    let text = fs::read_to_string(path).unwrap();
    let shipped: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(shipped == schema(), "refresh it: topline schema > scenarios/scenario.schema.json");
}

#[test]
fn the_baseline_is_the_registry_s_world() {
    let baseline = Scenario::load("scenarios/baseline.toml").unwrap();
    let tuned = diff(&Draft::registry("other").build().unwrap(), &baseline);
    assert_eq!(tuned.iter().map(|d| d.path.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!((baseline.name.as_str(), baseline.quarters, baseline.start.to_string().as_str()), ("baseline", 40, "2026Q1"));
    let world = registry::rows().iter().filter(|row| row.of_world()).count();
    assert_eq!(baseline.entries().len(), world + 3);
    assert_eq!(baseline.parameters.label_count[Tier::Startup.index()], 300);
    assert!(baseline.assumed().iter().all(|entry| entry.grade == "C"));
}

#[test]
fn a_scenario_gives_only_its_difference() {
    let files = [
        ("c.toml", "extends = \"b\"\nfixed_cost.mid = 3\n[policy.tax_credit]\nrefundable = true\n"),
        ("b.toml", "extends = \"a.toml\"\nfixed_cost.mid = 2\n[policy.tax_credit]\nrate = { small = 0.2 }\nstart = \"2027Q1\"\n"),
        ("a.toml", "fixed_cost = { major = 1, mid = 1 }\nrun.quarters = 12\n"),
    ];
    let scenario = scenario(&files);
    assert_eq!(value(&scenario, "fixed_cost.major"), ("1".into(), "a.toml:3".into()));
    assert_eq!(value(&scenario, "fixed_cost.mid"), ("3".into(), "c.toml:4".into()));
    assert_eq!(value(&scenario, "fixed_cost.small"), ("220".into(), "registry".into()));
    assert_eq!(value(&scenario, "policy.tax_credit.rate.small"), ("0.2".into(), "b.toml:6".into()));
    assert_eq!(value(&scenario, "policy.tax_credit.rate.mid"), ("0.1".into(), "registry".into()));
    assert_eq!(value(&scenario, "policy.tax_credit.refundable").0, "true");
    assert_eq!(value(&scenario, "policy.tax_credit.end"), ("2029Q1".into(), "default".into()));
    let programme = &scenario.programmes[0];
    assert_eq!((programme.name.as_str(), programme.starts, programme.ends), ("tax_credit", 4, 12));
    assert_eq!(programme.key, 16 * Kind::TaxCredit as u32);
}

#[test]
fn a_list_of_programmes_replaces_the_one_below_and_a_switch_turns_one_off() {
    let below = ("b.toml", "[policy.production_grant]\nrate = 0.4\n[policy.brokerage]\n");
    let list = "extends = \"b\"\n[[policy.production_grant]]\nname = \"merit\"\n[[policy.production_grant]]\nname = \"startups\"\nrate = 0.6\n";
    let two = scenario(&[("a.toml", list), below]);
    let names: Vec<(&str, u32)> = two.programmes.iter().map(|p| (p.name.as_str(), p.key)).collect();
    assert_eq!(names, [("production_grant.merit", 0), ("production_grant.startups", 1), ("brokerage", 80)]);
    assert_eq!(value(&two, "policy.production_grant.merit.rate").0, "0.5");

    let off = scenario(&[("a.toml", "extends = \"b\"\npolicy.brokerage.enabled = false\n"), below]);
    assert_eq!(off.programmes.len(), 1);
    assert!(off.entries().iter().all(|entry| !entry.path.starts_with("policy.brokerage")));

    let mut draft = draft(&[("a.toml", list), below]);
    draft.set("policy.production_grant.merit.enabled", "false").unwrap();
    let startups = draft.build().unwrap();
    assert_eq!((startups.programmes[0].name.as_str(), startups.programmes[0].key), ("production_grant.startups", 1));
}

#[test]
fn settings_reach_the_world_the_run_programmes_and_events() {
    let text = "[[policy.production_grant]]\nname = \"merit\"\n[[policy.production_grant]]\nname = \"startups\"\n\
                [event.hit]\nquarter = \"2028Q1\"\ntier = \"mid\"\nplatform = \"global_video\"\n";
    let mut draft = draft(&[("a.toml", text)]);
    let settings = [
        ("fixed_cost.major", "6e4"),
        ("run.quarters", "8"),
        ("run.start", "2027Q1"),
        ("policy.production_grant.startups.budget", "[1, 2]"),
        ("policy.production_grant[0].selection", "lottery"),
        ("policy.tax_credit.rate.small", "0.25"),
        ("policy.tax_credit.eligible.major", "false"),
        ("policy.tax_credit.refundable", "1"),
        ("event.hit.popularity", "0"),
        ("event.touring_stop.markets", "[jp, us]"),
        ("event.touring_stop.from", "2027Q2"),
        ("event.touring_stop.to", "\"2028Q1\""),
        ("event.touring_stop.strength", "1"),
    ];
    for (path, value) in settings {
        draft.set(path, value).unwrap_or_else(|problems| panic!("{problems}"));
    }
    let scenario = draft.build().unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(value(&scenario, "policy.production_grant.merit.selection"), ("lottery".into(), "--set".into()));
    assert_eq!(value(&scenario, "policy.tax_credit.eligible.major").0, "false");
    assert_eq!(
        scenario.programmes.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["production_grant.merit", "production_grant.startups", "tax_credit"]
    );
    let Event::Hit { quarter, tier, platform, popularity, quality_floor, .. } = scenario.events[0] else { panic!() };
    assert_eq!((quarter, tier, platform, popularity, quality_floor), (4, Tier::Mid, Platform::GlobalVideo, 0.0, 3.0));
    let Event::TouringStop { markets, span, strength } = scenario.events[1] else { panic!() };
    assert_eq!((span.from, span.to, strength), (1, 4, 1.0));
    assert!(markets[Market::Jp.index()] && !markets[Market::Kr.index()]);
}

#[test]
fn every_value_can_be_set_at_the_path_at_which_it_is_listed() {
    let text = "[[policy.production_grant]]\nname = \"a\"\n[[policy.production_grant]]\nname = \"b\"\n[policy.loan_guarantee]\n\
                [[event.exchange_rate]]\nfrom = \"2026Q1\"\nto = \"2027Q1\"\nstrength = 0.1\n\
                [[event.exchange_rate]]\nfrom = \"2027Q1\"\nto = \"2028Q1\"\nstrength = -0.1\n";
    let mut draft = draft(&[("a.toml", text)]);
    let scenario = draft.build().unwrap();
    for entry in scenario.entries() {
        draft.set(&entry.path, &entry.value).unwrap_or_else(|problems| panic!("{problems}"));
    }
    assert_eq!(draft.build().unwrap().hash(), scenario.hash());
}

#[test]
fn markets_of_an_event_are_all_that_it_can_have() {
    let span = "from = \"2026Q1\"\nto = \"2027Q1\"\nstrength = 0.1\n";
    let scenario = scenario(&[("a.toml", &format!("[event.touring_stop]\n{span}[event.exchange_rate]\n{span}"))]);
    let Event::TouringStop { markets, .. } = scenario.events[0] else { panic!() };
    assert_eq!(*markets, [true; 7]);
    let Event::ExchangeRate { markets, .. } = scenario.events[1] else { panic!() };
    assert_eq!(*markets, [false, true, true, true, true, true, true]);
}

#[test]
fn a_hash_depends_on_values_and_not_on_names_titles_or_files() {
    let a = scenario(&[("a.toml", "fixed_cost.mid = 1500\n")]);
    let b = scenario(&[("b.toml", "extends = \"c\"\n"), ("c.toml", "source = \"s\"\nfixed_cost.mid = 1.5e3\n")]);
    let c = scenario(&[("c.toml", "fixed_cost.mid = 1501\n")]);
    assert_eq!(a.hash(), b.hash());
    assert_eq!(a.hash().len(), 64);
    assert_ne!(a.hash(), c.hash());
    assert_eq!(a.to_json()["values"]["fixed_cost.mid"], serde_json::json!(1500));
}

#[test]
fn two_scenarios_differ_in_what_was_set() {
    let a = scenario(&[("a.toml", "fixed_cost.mid = 2\n[policy.brokerage]\n")]);
    let b = scenario(&[("b.toml", "fixed_cost.mid = 3\n[policy.identity_condition]\n")]);
    let differences = diff(&a, &b);
    assert_eq!(differences[0].path, "fixed_cost.mid");
    assert_eq!((differences[0].a.as_deref(), differences[0].b.as_deref()), (Some("2"), Some("3")));
    assert_eq!(differences[0].unit, "M KRW/quarter");
    assert!(differences.iter().any(|d| d.path == "policy.brokerage.places" && d.b.is_none()));
    assert!(differences.iter().any(|d| d.path == "policy.identity_condition.bonus" && d.a.is_none()));
    assert!(diff(&a, &a).is_empty());
}

#[test]
fn a_larger_economy_has_more_of_all_and_labels_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    fs::write(&path, format!("{HEAD}[policy.tax_credit]\n[policy.creator_training]\nbudget = 100\n")).unwrap();
    let load = |scale| Scenario::load_with(&path, &Overrides { scale: Some(scale), ..Default::default() }).unwrap();
    let (one, three, tiny) = (load(1.0), load(3.0), load(0.01));
    let (p, q) = (&one.parameters, &three.parameters);
    assert_eq!(*q.label_count, p.label_count.map(|n| n * 3));
    assert_eq!(*q.initial_fandom, p.initial_fandom.map(|n| n * 3.0));
    assert_eq!((q.investor_inflow, q.chart_cutoff), (p.investor_inflow * 3.0, p.chart_cutoff / 3.0));
    assert_eq!((q.fixed_cost, q.act_count, q.initial_cash), (p.fixed_cost, p.act_count, p.initial_cash));
    assert_eq!(*tiny.parameters.label_count, [1, 1, 1, 3]);
    assert_eq!(three.scale, 3.0);
    assert_eq!(value(&three, "label_count.major").0, "4");
    assert_eq!(value(&three, "run.scale"), ("3".into(), "--scale".into()));
    assert_ne!(one.hash(), three.hash());
}

#[test]
fn options_lie_over_the_file() {
    let overrides = Overrides { set: vec![("run.quarters".into(), "8".into())], quarters: Some(12), scale: None };
    let scenario = Scenario::load_with("scenarios/baseline.toml", &overrides).unwrap();
    assert_eq!(scenario.quarters, 12);
    assert_eq!(value(&scenario, "run.quarters").1, "--quarters");
}

#[test]
fn a_programme_may_begin_before_the_run_and_may_never_run() {
    let early = scenario(&[("a.toml", "[policy.brokerage]\nstart = \"2020Q1\"\n")]);
    assert_eq!((early.programmes[0].starts, early.programmes[0].ends), (-24, 40));
    let late = scenario(&[("a.toml", "[policy.brokerage]\nstart = \"2050Q1\"\nbudget = [1]\n")]);
    assert!((0..40).all(|quarter| !late.programmes[0].runs(quarter)));
}
