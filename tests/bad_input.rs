//! Each mistake that a scenario can have, and the message that it gets. Never a panic.

use std::fs;
use std::path::Path;

use topline::scenario::{Draft, Overrides, Problems, Scenario};

/// Messages of a scenario file, with the folder cut away.
fn message_of(files: &[(&str, &[u8])], overrides: &Overrides) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let problems = Scenario::load_with(folder.path().join(files[0].0), overrides).expect_err("the file has a mistake");
    shown(&problems, folder.path())
}

fn shown(problems: &Problems, folder: &Path) -> String {
    problems.to_string().replace(&format!("{}/", folder.display()), "")
}

/// Messages of a file `x.toml` with a title, a reason and then `text` from line 3 on.
fn message(text: &str) -> String {
    let text = format!("title = \"t\"\nwhy = \"w\"\n{text}");
    message_of(&[("x.toml", text.as_bytes())], &Overrides::default())
}

/// Messages of the registry's world with a setting.
fn set_message(path: &str, value: &str) -> String {
    let mut draft = Draft::registry("x");
    draft.set(path, value).and_then(|()| draft.build().map(|_| ())).expect_err("the setting is a mistake").to_string()
}

#[test]
fn an_unknown_key_is_shown_with_its_line_and_the_nearest_name() {
    let expected = "\
unknown key `fixed_csot`
 --> x.toml:3:1
  |
3 | fixed_csot = 3
  | ^^^^^^^^^^
  = nearest: fixed_cost";
    assert_eq!(message("fixed_csot = 3"), expected);
}

#[test]
fn a_key_of_an_earlier_version_says_what_to_say_instead() {
    let text = message("[policy.fair_contract]\nreversion_years = 7");
    assert!(text.starts_with("`policy.fair_contract.reversion_years` is a key no more: say `reversion_rate = 1 / years`\n --> x.toml:4:1"), "{text}");
    assert!(set_message("policy.fair_contract.reversion_years", "7").contains("say `reversion_rate = 1 / years`"));
}

#[test]
fn an_instrument_outside_policy_is_sent_there() {
    assert!(message("[tax_credit]\nrate.small = 0.2").contains("= nearest: policy.tax_credit"));
}

#[test]
fn an_unknown_instrument_and_an_unknown_event_list_those_that_exist() {
    let text = message("[policy.tax_credti]\nrate = 1");
    assert!(text.starts_with("unknown instrument `policy.tax_credti`\n --> x.toml:3:9"), "{text}");
    assert!(text.contains("= allowed: production_grant, loan_guarantee") && text.ends_with("= nearest: policy.tax_credit"));
    let text = message("[event.hitt]\nquarter = \"2026Q1\"");
    assert!(text.contains("unknown event `event.hitt`") && text.ends_with("= nearest: event.hit"), "{text}");
}

#[test]
fn a_wrong_type_says_what_is_allowed_and_what_was_found() {
    let expected = "\
`fixed_cost.mid` must be a number
 --> x.toml:4:7
  |
4 | mid = \"much\"
  |       ^^^^^^
  = allowed: a number from 0 to 1000000000 (M KRW/quarter)
  = found: the text \"much\"";
    assert_eq!(message("[fixed_cost]\nmid = \"much\""), expected);
    assert!(message("choice_intensity = { a = 1 }").contains("= found: a table"));
    assert!(message("policy = 3").contains("`policy` must be a table"));
    assert!(message("policy.tax_credit = 3").contains("`policy.tax_credit` must be a table"));
    assert!(message("[policy.tax_credit]\nrefundable = 2").contains("must be a switch"));
    assert!(message("run.start = 2026").contains("`run.start` must be a quarter"));
}

#[test]
fn a_number_out_of_range_is_refused_at_the_limits_that_the_message_names() {
    let expected = "\
`policy.tax_credit.rate.small` is out of range
 --> x.toml:4:16
  |
4 | rate = { small=1.01 }
  |                ^^^^
  = allowed: a number from 0 to 1 (share of eligible cost)
  = found: 1.01";
    assert_eq!(message("[policy.tax_credit]\nrate = { small=1.01 }"), expected);
    let mut draft = Draft::registry("x");
    draft.set("policy.tax_credit.rate.small", "1").and_then(|()| draft.set("policy.tax_credit.rate.mid", "0")).unwrap();
    assert!(draft.build().is_ok());
}

#[test]
fn a_count_is_a_whole_number() {
    assert!(message("act_count.mid = 2.8").contains("`act_count.mid` must be a whole number"));
    assert!(message("act_count.mid = 17").contains("= allowed: a whole number from 1 to 16 (acts)"));
    assert!(message("run.quarters = 0").contains("`run.quarters` is out of range"));
}

#[test]
fn a_number_that_is_not_finite_is_refused() {
    for text in ["nan", "-nan", "inf", "-inf", "1e999"] {
        assert!(message(&format!("choice_intensity = {text}")).contains("choice_intensity = "), "{text}");
    }
    let expected = "\
`choice_intensity` is not finite
 --> x.toml:3:20
  |
3 | choice_intensity = nan
  |                    ^^^
  = allowed: a number from 0 to 100 (1/roi)
  = found: nan";
    assert_eq!(message("choice_intensity = nan"), expected);
}

#[test]
fn an_unknown_market_tier_platform_strategy_or_choice_lists_the_members() {
    let expected = "\
unknown market `mars` in `market_growth`
 --> x.toml:3:15
  |
3 | market_growth.mars = 0.1
  |               ^^^^
  = allowed: kr, jp, us, eu, cn, sea, row";
    assert_eq!(message("market_growth.mars = 0.1"), expected);
    let text = message("fixed_cost.mayor = 1");
    assert!(text.contains("unknown tier `mayor` in `fixed_cost`") && text.contains("nearest: fixed_cost.major"), "{text}");
    assert!(message("reach.netflix.us = 1").contains("unknown platform `netflix` in `reach`"));
    assert!(message("strategy_cost.tiein = 1").contains("nearest: strategy_cost.tie_in"));
    assert!(message("[policy.production_grant]\nselection = \"merits\"").contains("nearest: merit"));
    assert!(message("[event.hit]\ntier = \"midd\"").contains("unknown tier for `event.hit.tier`"));
    assert!(message("[event.market_closure]\nmarket = \"kr\"").contains("= allowed: jp, us, eu, cn, sea, row"));
    assert!(message("[event.touring_stop]\nmarkets = [\"moon\"]").contains("unknown market for `event.touring_stop.markets`"));
    assert!(message("policy.touring_voucher.market.kr = true").contains("unknown market `kr`"));
}

#[test]
fn a_vector_needs_its_cells() {
    assert!(message("fixed_cost = 3").contains("= allowed: fixed_cost.major, fixed_cost.mid, fixed_cost.small, fixed_cost.startup"));
    assert!(set_message("fixed_cost", "3").contains("`fixed_cost` has cells; give a value to each"));
    assert!(set_message("start_probability.x", "3").contains("`start_probability` has no cells"));
}

#[test]
fn a_bad_quarter_is_refused() {
    for text in ["2026", "2026Q5", "26Q1", "2026q1", "2500Q1", ""] {
        assert!(message(&format!("run.start = \"{text}\"")).contains("`run.start` is no quarter"), "{text}");
    }
}

#[test]
fn an_end_before_the_start_is_refused() {
    let expected = "\
`policy.tax_credit.end` is not after the start
 --> x.toml:5:7
  |
5 | end = \"2027Q1\"
  |       ^^^^^^^^
  = allowed: a quarter after 2027Q1
  = found: 2027Q1";
    assert_eq!(message("[policy.tax_credit]\nstart = \"2027Q1\"\nend = \"2027Q1\""), expected);
    let text = message("[event.touring_stop]\nfrom = \"2027Q2\"\nto = \"2027Q1\"\nstrength = 1");
    assert!(text.contains("`event.touring_stop.to` is not after `from`") && text.contains("x.toml:5:6"), "{text}");
}

#[test]
fn an_event_without_what_it_needs_is_refused() {
    let text = message("[event.platform_exit]\nplatform = \"domestic\"\nfrom = \"2027Q1\"");
    assert!(text.contains("`event.platform_exit.to` is missing") && text.contains("`event.platform_exit.strength` is missing"), "{text}");
}

#[test]
fn a_budget_list_that_ends_too_early_is_refused() {
    let expected = "\
`policy.tax_credit.budget` has too few years
 --> x.toml:5:10
  |
5 | budget = [8000, 6000]
  |          ^^^^^^^^^^^^
  = allowed: at least 3 numbers, for the calendar years 2027 to 2029
  = found: 2 numbers";
    assert_eq!(message("[policy.tax_credit]\nstart = \"2027Q3\"\nbudget = [8000, 6000]\nend = \"2029Q2\""), expected);
    assert!(message("policy.tax_credit.budget = []").contains("is an empty list"));
    assert!(message("policy.tax_credit.budget = [1, -1]").contains("found: -1"));
    assert!(message("policy.tax_credit.cap = [1, 2]").contains("must be a number"));
}

#[test]
fn several_programmes_need_names_of_their_own() {
    let of = |names: &[&str]| -> String { message(&names.iter().map(|name| format!("[[policy.production_grant]]\n{name}\n")).collect::<String>()) };
    assert!(of(&["name = \"a\"", ""]).contains("programme 2 of several of `policy.production_grant` has no name"));
    assert!(of(&["name = \"a\"", "name = \"a\""]).contains("two programmes of `policy.production_grant` are called `a`"));
    assert!(of(&["name = \"a\"", "name = \"rate\""]).contains("a key of `policy.production_grant` is called so"));
    assert!(of(&["name = \"A b\""]).contains("must be a name"));
    assert!(of(&[""; 17]).contains("too many tables of `policy.production_grant`"));
}

#[test]
fn constraints_between_parameters_name_them_and_their_values() {
    let expected = "\
cumulative advantage outgrows the concavity of fans
 --> x.toml:3:24
  |
3 | cumulative_advantage = 0.25
  |                        ^^^^
  = allowed: (1 + cumulative_advantage) * fan_concavity <= 1
  = found: cumulative_advantage = 0.25 (x.toml:3), fan_concavity = 0.83 (registry)";
    assert_eq!(message("cumulative_advantage = 0.25"), expected);
    assert!(set_message("initial_fandom_share.major", "0.7").contains("add up to 0.8"));
    assert!(set_message("tier_threshold.mid", "300000").contains("`tier_threshold.mid` must be below `tier_threshold.major`"));
    assert!(set_message("tax_bracket.b1", "30000").contains("`tax_bracket.b1` must be below `tax_bracket.b2`"));
    assert!(set_message("size_floor", "7").contains("`size_floor` must not exceed `size_ceiling`"));
    assert!(set_message("localisation_ceiling", "0.5").contains("`initial_localisation_capability.major` must not exceed `localisation_ceiling`"));
    assert!(set_message("slot_ceiling", "0.1").contains("`slot_floor` must not exceed `slot_ceiling`"));
    assert!(set_message("verdict_years", "9").contains("`verdict_years` must not exceed `verdict_window`"));
    assert!(set_message("fan_churn", "0.9").contains("fan_churn * (1 + hybrid_churn) <= 1"));
    assert!(message("policy.production_grant.rate = 0.9\npolicy.identity_condition.bonus = 0.2").contains("exceeds the cost of a work"));
    assert!(message("run.scale = 1000\nlabel_count.startup = 90000").contains("labels are too many"));
}

#[test]
fn title_and_why_are_required_in_every_file() {
    let none = Overrides::default();
    let expected = "`why` is missing\n --> x.toml\n  = allowed: why = \"...\" at the head of the file\n  = found: nothing";
    assert_eq!(message_of(&[("x.toml", b"title = \"t\"")], &none), expected);
    assert!(message_of(&[("x.toml", b"title = \" \"\nwhy = 3")], &none).contains("`title` must be a text"));
}

#[test]
fn a_scenario_that_extends_itself_names_the_circle() {
    let head = |name: &str| format!("title = \"t\"\nwhy = \"w\"\nextends = \"{name}\"\n");
    let expected = "\
the scenario extends itself
 --> b.toml:3:11
  |
3 | extends = \"a.toml\"
  |           ^^^^^^^^
  = allowed: a chain of files that ends
  = found: a.toml -> b.toml -> a.toml";
    assert_eq!(message_of(&[("a.toml", head("b").as_bytes()), ("b.toml", head("a.toml").as_bytes())], &Overrides::default()), expected);
    let names: Vec<(String, String)> = (0..20).map(|i| (format!("s{i}.toml"), head(&format!("s{}", i + 1)))).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    assert!(message_of(&files, &Overrides::default()).contains("the scenario extends too many others"));
}

#[test]
fn a_missing_scenario_names_its_neighbour() {
    let files: &[(&str, &[u8])] = &[("a.toml", b"title = \"t\"\nwhy = \"w\"\nextends = \"basline\""), ("baseline.toml", b"")];
    let text = message_of(files, &Overrides::default());
    assert!(text.starts_with("cannot extend `basline.toml`: no such scenario file\n --> a.toml:3:11"), "{text}");
    assert!(text.ends_with("= nearest: baseline.toml"), "{text}");
    let problems = Scenario::load("scenarios/basline.toml").unwrap_err();
    assert!(problems.to_string().starts_with("no such scenario file\n --> scenarios/basline.toml"));
}

#[test]
fn what_cannot_be_a_scenario_is_refused_before_it_is_parsed() {
    let of = |bytes: &[u8]| message_of(&[("x.toml", bytes)], &Overrides::default());
    assert!(of(b"").starts_with("the scenario file is empty\n --> x.toml"));
    assert!(of(b" \n\t\n").starts_with("the scenario file is empty"));
    assert_eq!(of(b"a = \xff\xfe"), "the scenario file is no text\n --> x.toml\n  = allowed: UTF-8 text\n  = found: a binary byte at offset 4");
    assert!(of(b"ELF\0\0").starts_with("the scenario file is no text"));
    assert!(Scenario::load(std::env::temp_dir()).unwrap_err().to_string().starts_with("the scenario is a folder"));
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_without_reading_it_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let expected = "the scenario file is too large\n --> x.toml\n  = allowed: at most 1 MiB\n  = found: more than 1 MiB";
    assert_eq!(shown(&Scenario::load(&path).unwrap_err(), folder.path()), expected);
}

#[test]
fn ten_thousand_levels_of_nesting_do_not_overflow_the_stack() {
    let deep = |open: &str| message(&format!("a = {}", open.repeat(10_000)));
    for open in ["[", "{ a = "] {
        let text = deep(open);
        assert!(text.starts_with("tables or lists are nested too deeply\n --> x.toml:3:"), "{text}");
        assert!(text.contains("= allowed: at most 80 levels"), "{text}");
    }
    let keys = "a.".repeat(10_000);
    for text in [format!("{keys}b = 1"), format!("[{keys}b]"), format!("[[{keys}b]]")] {
        assert!(message(&text).starts_with("tables or lists are nested too deeply"));
    }
    assert!(message(&"[".repeat(10_000)).starts_with("not valid TOML"));
}

#[test]
fn several_mistakes_are_shown_at_once() {
    let text = message("title = \"again\"\nfixed_csot = 1\nact_count.mid = \n[run]\nquarters = 2000\n[event.hit]\ntier = \"x\"");
    for part in ["duplicate key", "unknown key `fixed_csot`", "string values must be quoted", "`run.quarters` is out of range", "unknown tier"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn mistakes_of_a_scenario_and_of_the_one_below_are_shown_at_once() {
    let files: &[(&str, &[u8])] =
        &[("a.toml", b"title = \"t\"\nwhy = \"w\"\nextends = \"b\"\nx = 1"), ("b.toml", b"title = \"t\"\nwhy = \"w\"\ny = 1")];
    let text = message_of(files, &Overrides::default());
    assert!(text.contains("a.toml:4:1") && text.contains("b.toml:3:1"), "{text}");
}

#[test]
fn a_file_of_nothing_but_mistakes_shows_some_and_counts_the_rest() {
    let lines: String = (0..40_000).map(|i| format!("k{i} = 1\n")).collect();
    let text = message(&lines);
    assert!(text.len() < 20_000 && text.contains(" more"), "{}", text.len());
}

#[test]
fn a_setting_of_an_unknown_parameter_names_the_nearest() {
    let expected = "\
unknown key `fixed_csot`
 --> --set
  |
  | fixed_csot.major=3
  | ^^^^^^^^^^^^^^^^
  = nearest: fixed_cost";
    assert_eq!(set_message("fixed_csot.major", "3"), expected);
    let expected = "\
`choice_intensity` is out of range
 --> --set
  |
  | choice_intensity=-1
  |                  ^^
  = allowed: a number from 0 to 100 (1/roi)
  = found: -1";
    assert_eq!(set_message("choice_intensity", "-1"), expected);
    assert!(set_message("policy.tax_credti.rate.mid", "1").contains("nearest: policy.tax_credit"));
    assert!(set_message("policy", "1").contains("`policy` is a table"));
    assert!(set_message("policy.tax_credit", "1").contains("`policy.tax_credit` is a table; set one of its keys"));
    assert!(set_message("policy.tax_credit[0].cap", "1").contains("none: the scenario has no such table"));
    assert!(set_message("run.quarter", "1").contains("nearest: run.quarters"));
    assert!(set_message("", "1").contains("unknown key"));
}

#[test]
fn a_setting_is_a_path_and_a_value() {
    for text in ["a", "=", "a=", "=1", ""] {
        let problems = Overrides::parse_set(&[text.to_owned()]).unwrap_err();
        let expected = format!("a setting needs a path and a value\n --> --set\n  = allowed: --set path.to.parameter=value\n  = found: `{text}`");
        assert_eq!(problems.to_string(), expected);
    }
    let pairs = Overrides::parse_set(&["a.b = 1".into(), "c=d=e".into()]).unwrap();
    assert_eq!(pairs, [("a.b".into(), "1".into()), ("c".into(), "d=e".into())]);
}

#[test]
fn options_of_the_command_line_name_themselves() {
    let files: &[(&str, &[u8])] = &[("x.toml", b"title = \"t\"\nwhy = \"w\"")];
    let text = message_of(files, &Overrides { quarters: Some(0), scale: Some(f64::NAN), ..Default::default() });
    assert!(text.contains("--> --quarters") && text.contains("--> --scale"), "{text}");
}

#[test]
fn no_text_of_any_kind_panics() {
    let pieces =
        ["[", "]", "=", "\"", "'", "{", "}", ".", ",", "#", "\n", "a", "policy", "event.hit", "1", "-", "\u{feff}", "갑", "\r", "\"\"\"", "[["];
    let mut state = 1u64;
    for _ in 0..3000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let mut draft = Draft::registry("x");
        let _ = draft.set(&text, &text).and_then(|()| draft.build().map(|_| ()));
        let _ = draft.set("policy.tax_credit.budget", &text);
    }
}

#[test]
fn a_vector_of_an_instrument_may_be_set_with_one_number_for_all_its_cells() {
    let built = |settings: &[&str]| {
        let mut draft = Draft::registry("x");
        settings.iter().for_each(|path| draft.set(path, "0.25").unwrap());
        draft.build().unwrap()
    };
    let tiers = ["major", "mid", "small", "startup"].map(|tier| format!("policy.tax_credit.rate.{tier}"));
    assert_eq!(built(&["policy.tax_credit.rate"]).hash(), built(&tiers.each_ref().map(String::as_str)).hash());
    assert!(set_message("policy.tax_credit.rate", "2").contains("policy.tax_credit.rate.major"), "a mistake names the cell");
}

#[test]
fn an_amount_in_a_unit_that_is_none_is_refused_where_it_stands() {
    let told = message("[policy.tax_credit]\nbudget = \"30 bnn KRW\"");
    assert!(told.contains("`policy.tax_credit.budget` must be a number") && told.contains("found: the text \"30 bnn KRW\""), "{told}");
    // Only money takes amounts.
    let told = message("start_probability = \"30bn\"");
    assert!(told.contains("`start_probability` must be a number"), "{told}");
}
