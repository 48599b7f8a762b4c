//! `compare` as a tool of decision.

use crate::{Place, names, tables, topline};

/// A column of a table by scenario.
fn column(table: &str, name: &str) -> Vec<(String, String)> {
    let mut lines = table.lines();
    let at = lines.next().unwrap().split(',').position(|n| n == name).unwrap_or_else(|| panic!("no column {name}"));
    lines.map(|line| (line.split(',').next().unwrap().to_string(), line.split(',').nth(at).unwrap().to_string())).collect()
}

#[test]
fn a_comparison_with_a_policy_writes_additionality_and_winners_unless_told_not_to() {
    let place = Place::new();
    let small = ["compare", "baseline", "startup_grants", "-r", "2", "--quarters", "4"];
    topline(&[&small[..], &["-o", &place.text("with")]].concat()).is_fine();
    topline(&[&small[..], &["--no-twins", "-o", &place.text("without")]].concat()).is_fine();
    assert!(place.read("with/additionality.csv").contains("\nstartup_grants,production_grant,deadweight_share,share,2,"));
    assert!(place.read("with/winners.csv").contains("\nstartup_grants,labels,startup,revenue,M KRW/yr,2,"));
    assert!(place.read("with/datapackage.json").contains("winners.csv"));
    assert!(!names(&place.path("without")).iter().any(|name| name == "winners.csv" || name == "additionality.csv"));
    assert_eq!(place.read("with/runs.csv"), place.read("without/runs.csv"));
}

#[test]
fn a_decision_is_the_same_for_any_number_of_threads_and_names_the_best() {
    let place = Place::new();
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let question = ["compare", "baseline", "golden", "package_balanced", "--decide", "small_label_exports:2%", "--max-replicates", "60"];
        let answer = topline(&[&question[..], &["--quarters", "12", "-j", threads, "-o", &place.text(out)]].concat());
        answer.is_fine();
        assert!(
            answer.stdout.contains("package_balanced is best for small_label_exports") || answer.stdout.contains("Not settled"),
            "{}",
            answer.stdout
        );
    }
    assert!(tables(&place.path("one")) == tables(&place.path("three")));
    let decision = place.read("one/decision.csv");
    let status = column(&decision, "status");
    assert_eq!(status.len(), 3, "{decision}");
    assert_eq!(status.iter().filter(|(_, status)| status == "best").count(), 1, "{decision}");
    for (scenario, count) in column(&decision, "replicates") {
        let rows = place.read("one/runs.csv").lines().filter(|row| row.starts_with(&format!("{scenario},"))).count();
        assert_eq!(rows.to_string(), count, "{scenario}");
    }
}

#[test]
fn a_budget_check_flags_scenarios_of_unequal_cost() {
    let place = Place::new();
    let call = ["compare", "baseline", "production_grants", "package_balanced", "--budget-check", "-r", "2", "--quarters", "8"];
    let answer = topline(&[&call[..], &["-o", &place.text("out")]].concat());
    answer.is_fine();
    assert!(answer.stdout.contains("Not at equal public cost: production_grants costs"), "{}", answer.stdout);
    let unequal = column(&place.read("out/budget.csv"), "unequal");
    assert!(unequal.iter().all(|(scenario, flag)| flag
        == if scenario == "package_balanced" {
            "yes"
        } else if scenario == "baseline" {
            ""
        } else {
            "no"
        }));
}

#[test]
fn worlds_have_rows_of_runs_and_regret_for_every_scenario() {
    let place = Place::new();
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let call = ["compare", "baseline", "golden", "-r", "2", "--quarters", "4", "--worlds", "3", "--world-replicates", "10"];
        let answer = topline(&[&call[..], &["--target", "export_revenue>=1", "-j", threads, "-o", &place.text(out)]].concat());
        answer.is_fine();
        assert!(answer.stdout.contains("export_revenue net of public cost in 3 plausible worlds, 10 replicates in each"), "{}", answer.stdout);
    }
    assert!(tables(&place.path("one")) == tables(&place.path("three")));
    let of_world = |file: &str, world: &str| place.read(file).lines().filter(|row| row.split(',').nth(1) == Some(world)).count();
    assert_eq!(["default", "1"].map(|world| of_world("one/runs.csv", world)), [4, 0]);
    assert_eq!(["default", "1", "3", "4"].map(|world| of_world("one/world_runs.csv", world)), [0, 20, 20, 0]);
    let regret = place.read("one/regret.csv");
    assert!(regret.contains("\ngolden,export_revenue,bn KRW/yr,3,10,"), "{regret}");
    assert!(column(&regret, "target").iter().filter(|(_, target)| target == ">=1").count() == 2, "{regret}");
}

#[test]
fn scenarios_are_ranked_net_of_the_cost_that_is_asked_for() {
    let place = Place::new();
    let call =
        ["compare", "baseline", "fair_contract", "production_grants", "-r", "2", "--quarters", "8", "--worlds", "3", "--world-replicates", "10"];
    let answer = topline(&[&call[..], &["--budget-check", "--cost", "net_fiscal_cost", "-o", &place.text("fiscal")]].concat());
    answer.is_fine();
    assert!(answer.stdout.contains("export_revenue net of fiscal cost in 3 plausible worlds"), "{}", answer.stdout);
    assert!(answer.stdout.contains("fair_contract costs nothing, ") && answer.stdout.contains(" net of taxes"), "{}", answer.stdout);
    assert!(place.read("fiscal/manifest.json").contains("\"cost\": \"net_fiscal_cost\""));
    assert!(place.read("fiscal/additionality.csv").contains("\nproduction_grants,all,net_fiscal_cost,bn KRW/yr,2,"));
    // Paired differences of the comparison and of the twins are one number.
    let comparison = place.read("fiscal/comparison.csv");
    let of_contract = comparison.lines().find(|row| row.contains(",fair_contract,net_fiscal_cost,")).unwrap();
    let in_budget = column(&place.read("fiscal/budget.csv"), "net_fiscal_cost");
    let mean = &in_budget.iter().find(|(scenario, _)| scenario == "fair_contract").unwrap().1;
    assert!(of_contract.split(',').any(|cell| cell == mean) && mean.parse::<f64>().unwrap() != 0.0, "{of_contract}, {mean}");
    topline(&[&call[..], &["-o", &place.text("public")]].concat()).is_fine();
    assert_eq!(place.read("public/runs.csv"), place.read("fiscal/runs.csv"));
    assert_ne!(place.read("public/regret.csv"), place.read("fiscal/regret.csv"));
}

#[test]
fn what_a_decision_cannot_be_asked_is_refused_before_anything_is_run() {
    for (arguments, part) in [
        (&["--decide", "export_revenu:1"][..], "did you mean `export_revenue`?"),
        (&["--decide", "works"], "no direction of `works` is better"),
        (&["--decide", "export_revenue", "-r", "5"], "cannot be used with"),
        (&["--confidence", "0.9"], "--decide"),
        (&["--cost", "revenue"], "public_cost, net_fiscal_cost"),
        (&["--worlds", "900"], "allowed: 0 to 80 worlds"),
        (&["--worlds", "3", "--target", "export_revenue=5"], "`--target export_revenue=5`"),
        (&["--worlds", "0", "--target", "export_revenue>=5"], "with one world or more; found: --worlds 0"),
        (&["--world-replicates", "4", "--target", "export_revenue>=5"], "allowed: 10 or more"),
        (&["--world-replicates", "1"], "1 is not in 2.."),
    ] {
        let answer = topline(&[&["compare", "baseline", "golden"][..], arguments].concat());
        answer.refuses(2, &[part]);
    }
}

#[test]
fn a_world_may_give_rows_of_instruments_to_the_scenarios_that_have_them() {
    let place = Place::new();
    let worlds = place.file("worlds.csv", "world,start_probability,policy.production_grant.take_up.small\nfew,0.5,0\nmany,0.5,1\n");
    let call = ["compare", "baseline", "startup_grants", "fair_contract", "-r", "2", "--quarters", "4", "--world-replicates", "10", "--worlds"];
    topline(&[&call[..], &[&worlds, "-o", &place.text("out")]].concat()).is_fine();
    let runs = place.read("out/world_runs.csv");
    let of = |scenario: &str, world: &str| -> Vec<String> {
        let rows = runs.lines().filter(|row| row.starts_with(&format!("{scenario},{world},")));
        rows.map(|row| row.split(',').skip(2).collect::<Vec<_>>().join(",")).collect()
    };
    assert_ne!(of("startup_grants", "few"), of("startup_grants", "many"));
    assert_eq!((of("baseline", "few"), of("fair_contract", "few")), (of("baseline", "many"), of("fair_contract", "many")));
    let other = place.file("other.csv", "world,policy.brokerage.places\n1,4\n");
    let answer = topline(&[&call[..], &[&other, "-o", &place.text("none")]].concat());
    answer.refuses(2, &["`policy.brokerage.places` changes nothing"]);
}

#[test]
fn a_screening_against_a_scenario_ranks_what_moves_the_effect_of_a_policy() {
    let place = Place::new();
    let call = ["screen", "startup_grants", "--versus", "baseline", "-t", "2", "-r", "2", "-p", "start_probability,verdict_window"];
    topline(&[&call[..], &["--set", "run.quarters=8", "-o", &place.text("out")]].concat()).is_fine();
    let table = place.read("out/screening.csv");
    let of = |outcome: &str, parameter: &str| {
        let row = table.lines().find(|row| row.starts_with(&format!("{outcome},")) && row.contains(&format!(",{parameter},"))).unwrap();
        row.split(',').nth(7).unwrap().parse::<f64>().unwrap()
    };
    assert!(of("export_revenue", "start_probability") > 0.0 && of("net_fiscal_cost", "start_probability") > 0.0, "{table}");
    // A yardstick of the verdict moves no exports, with or without policy.
    assert_eq!(of("export_revenue", "verdict_window"), 0.0);
    assert!(!table.contains("\nP01,"));
    let answer = topline(&[&call[..], &["--set", "run.quarters=8", "--write-docs", "page.md"]].concat());
    answer.refuses(2, &["cannot be used with"]);
}

#[test]
fn a_comparison_looks_at_all_worlds_unless_told_otherwise() {
    let place = Place::new();
    let own = place.file("own.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"startup_grants\"\nstart_probability = 0.5\n");
    let call = ["compare", "baseline", "startup_grants", &own, "-r", "2", "--quarters", "4", "--scale", "0.05", "--world-replicates", "2"];
    let told = topline(&[&call[..], &["-o", &place.text("out")]].concat()).is_fine().stdout.clone();
    assert!(told.replace("\n  ", " ").contains("mean over 80 plausible worlds"), "{told}");
    assert!(!told.contains("regret "), "{told}");
    let effects = place.read("out/world_effects.csv");
    let worlds = column(&effects, "worlds");
    assert!(worlds.len() >= 14 && worlds.iter().all(|(_, count)| count == "80"), "{effects}");
    // A reference of its own stands beside the mean over worlds.
    let comparison = column(&place.read("out/comparison.csv"), "mean_difference");
    assert!(column(&effects, "reference").iter().all(|(_, mean)| comparison.iter().any(|(_, other)| other == mean)), "{effects}");
    let leads = column(&place.read("out/world_leads.csv"), "share_ahead");
    assert!(leads.iter().any(|(scenario, _)| scenario == "own") && !leads.is_empty());
    let page = place.read("out/report.html");
    assert!(page.contains("mean over 80 plausible worlds") && page.contains("What each option costs and changes"), "{}", &page[..6000]);
    topline(&[&call[..10], &["--worlds", "0", "-o", &place.text("none")]].concat()).is_fine();
    assert!(!place.path("none/world_effects.csv").exists() && place.read("none/report.html").contains("other plausible worlds were not looked at"));
}

#[test]
fn a_world_changes_nothing_that_a_scenario_says_itself() {
    let place = Place::new();
    let own = place.file("own.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"baseline\"\nstart_probability = 0.5\n");
    let worlds = place.file("worlds.csv", "world,start_probability\nlow,0.3\nhigh,0.9\n");
    let call = ["compare", "baseline", &own, "-r", "2", "--quarters", "4", "--scale", "0.05", "--worlds", &worlds, "-o", &place.text("out")];
    topline(&call).is_fine();
    let runs = place.read("out/world_runs.csv");
    let of = |scenario: &str, world: &str| -> Vec<String> {
        let rows = runs.lines().filter(|row| row.starts_with(&format!("{scenario},{world},")));
        rows.map(|row| row.split(',').skip(2).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(of("own", "low"), of("own", "high"));
    assert_ne!(of("baseline", "low"), of("baseline", "high"));
}

#[test]
fn replicates_needed_count_replicates_where_an_outcome_exists_in_few() {
    let place = Place::new();
    let call = ["compare", "baseline", "golden", "--quarters", "12", "--scale", "0.1", "--decide", "win_autonomy", "--max-replicates", "60"];
    let told = topline(&[&call[..], &["-o", &place.text("out")]].concat()).is_fine().stdout.clone();
    let needed = column(&place.read("out/decision.csv"), "replicates_needed");
    let golden: f64 = needed.iter().find(|(scenario, _)| scenario == "golden").unwrap().1.parse().unwrap();
    assert!(golden > 60.0 && told.contains(&format!("it would take about {golden} replicates")), "{told}");
}

#[test]
fn events_are_told_as_what_if_and_not_ranked() {
    let place = Place::new();
    let call = ["compare", "baseline", "golden", "event_platform_exit", "-r", "20", "--quarters", "8", "--scale", "0.1"];
    topline(&[&call[..], &["-o", &place.text("out")]].concat()).is_fine();
    let page = place.read("out/report.html");
    assert!(page.contains("events, not policies to choose, and not ranked."), "{}", &page[..6000]);
    assert!(!page.contains("is shown to raise exports") && !page.contains("How well founded"));
}

#[test]
fn all_is_compared_once_more_under_an_event() {
    let place = Place::new();
    let call = ["compare", "baseline", "startup_grants", "brokerage", "-r", "6", "--quarters", "16", "--scale", "0.1"];
    let told = topline(&[&call[..], &["--if", "event_stronger_won", "-o", &place.text("out")]].concat()).is_fine().stdout.clone();
    assert!(told.contains("If event_stronger_won: export_revenue -") && told.contains("then startup_grants "), "{told}");
    let table = place.read("out/what_ifs.csv");
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
    let at = |name: &str| rows[0].iter().position(|head| *head == name).unwrap();
    let exports = |scenario: &str| rows.iter().find(|row| row[1] == scenario && row[2] == "export_revenue").unwrap();
    let number = |scenario: &str, name: &str| exports(scenario)[at(name)].parse::<f64>();
    // A stronger won takes exports from a baseline without policy, for certain.
    assert!(number("baseline", "ci_high").unwrap() < 0.0 && number("baseline", "without").is_err(), "{table}");
    let (under, without, change) = (number("brokerage", "mean_difference"), number("brokerage", "without"), number("brokerage", "change"));
    assert!((under.unwrap() - without.unwrap() - change.unwrap()).abs() < 1e-9, "{table}");
    // Without the event it is what the comparison says.
    let comparison = place.read("out/comparison.csv");
    let row = comparison.lines().find(|row| row.starts_with("baseline,brokerage,export_revenue,")).unwrap();
    let mean: f64 = row.split(',').nth(7).unwrap().parse().unwrap();
    assert!((number("brokerage", "without").unwrap() - mean).abs() < 1e-9, "{row}");
    // A scenario that has the event in its own file has the same runs.
    let own = place.file("own.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"event_stronger_won\"\n");
    topline(&["compare", "baseline", &own, "-r", "6", "--quarters", "16", "--scale", "0.1", "-o", &place.text("own")]).is_fine();
    let own = place.read("own/comparison.csv");
    let row = own.lines().find(|row| row.starts_with("baseline,own,export_revenue,")).unwrap();
    assert_eq!(row.split(',').nth(7).unwrap(), exports("baseline")[at("mean_difference")]);
    // An event that is written as a core reaches full scenarios with the event alone, not with what a core switches off.
    let core = place.file("core.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"event_stronger_won\"\ncore = true\n");
    topline(&[&call[..], &["--if", &core, "-q", "-o", &place.text("core")]].concat()).is_fine();
    assert_eq!(place.read("core/what_ifs.csv").replace("\ncore,", "\nevent_stronger_won,"), table);
    let page = place.read("out/report.html");
    assert!(page.contains("If: A stronger won") && page.contains("--if event_stronger_won"), "{}", &page[..6000]);
}

#[test]
fn what_is_no_event_is_refused() {
    topline(&["compare", "baseline", "golden", "--if", "brokerage"])
        .refuses(2, &["`--if brokerage`: the scenario has no event", "event_platform_exit"]);
    topline(&["compare", "baseline", "golden", "--if", "event_platform_exti"]).refuses(2, &["did you mean `event_platform_exit`?"]);
    let twice = ["compare", "baseline", "golden", "--if", "event_platform_exit", "--if", "event_platform_exit"];
    topline(&twice).refuses(2, &["this event was given before"]);
}

#[test]
fn money_and_weights_are_appraised_and_wrong_ones_refused() {
    let place = Place::new();
    let call = ["compare", "baseline", "startup_grants", "brokerage", "-r", "6", "--quarters", "16", "--scale", "0.1"];
    let own = ["--weights", "exports=2,small=1", "--benefit-share", "0.3", "--discount", "0.03", "-o", &place.text("out")];
    let told = topline(&[&call[..], &own].concat()).is_fine().stdout.clone();
    assert!(told.contains("Best over all weightings of ") && told.contains("Under the weights given: "), "{told}");
    let weightings = place.read("out/weightings.csv");
    let shares = |name: &str| {
        let rows = column(&weightings, name);
        let mut of: Vec<(String, f64)> = rows.into_iter().map(|(scenario, value)| (scenario, value.parse().unwrap())).collect();
        of.dedup();
        of.iter().map(|(_, share)| share).sum::<f64>()
    };
    assert!((shares("share_best") - 1.0).abs() < 1e-9 && (shares("share_best_own") - 1.0).abs() < 1e-9, "{weightings}");
    let benefits = place.read("out/benefit_cost.csv");
    let mean = |measure: &str| -> f64 {
        let row = benefits.lines().find(|row| row.starts_with(&format!("brokerage,{measure},"))).unwrap();
        row.split(',').nth(5).unwrap().parse().unwrap()
    };
    let (exports, cost) = (mean("export_present_value"), mean("fiscal_cost_present_value"));
    assert!((mean("net_benefit") - (0.3 * exports - cost)).abs() < 1e-6, "{benefits}");
    assert!(place.read("out/manifest.json").contains("discount_rate=0.03"));
    for (wrong, part) in [
        ("exports", "is no OUTCOME=W"),
        ("musik=1", "unknown outcome `musik`; allowed: exports, small"),
        ("exports=1,export_revenue=2", "given twice"),
        ("exports=0", "all weights are 0"),
        ("exports=-1", "a number of 0 or above"),
    ] {
        topline(&["compare", "baseline", "golden", &format!("--weights={wrong}")]).refuses(2, &[part]);
    }
    // A choice needs two policies; an event is none.
    let alone = ["compare", "baseline", "brokerage", "event_platform_exit", "--weights", "exports=1"];
    topline(&alone).refuses(2, &["two scenarios or more with a programme", "found: 1"]);
    topline(&["compare", "baseline", "golden", "--benefit-share", "1.5"]).refuses(2, &["a number above 0 and up to 1"]);
}

#[test]
fn scenarios_spend_the_same_sum_or_say_how_much_they_absorb() {
    let place = Place::new();
    let call = ["compare", "baseline", "startup_grants", "touring_vouchers", "fair_contract", "-r", "24", "--quarters", "8", "--scale", "0.25"];
    let told = topline(&[&call[..], &["--spend", "2.45 bn KRW", "-o", &place.text("out")]].concat()).is_fine().stdout.clone();
    let told = told.replace("\n  ", " ");
    assert!(
        told.contains("Budgets were set so that each option spends 2.45 bn KRW a year in the reference world (every assumption at its first guess)"),
        "{told}"
    );
    assert!(told.contains("no budget that could be set") && told.contains(" at most, there)"), "{told}");
    let spend = place.read("out/spend.csv");
    let of = |name: &str, scenario: &str| column(&spend, name).iter().find(|(of, _)| of == scenario).unwrap().1.parse::<f64>().ok();
    assert!((of("spends", "startup_grants").unwrap() - 2.45).abs() < 0.05 && of("most", "startup_grants").is_none(), "{spend}");
    assert!(of("most", "touring_vouchers").unwrap() < 2.45 && of("factor", "fair_contract").is_none(), "{spend}");
    // The comparison itself is of the budgets that were found, and so is the command that repeats it.
    assert!(place.read("out/manifest.json").contains("\"spend\": 2450.0"));
    let cost = place.read("out/comparison.csv");
    let row = cost.lines().find(|row| row.contains("startup_grants,public_cost,")).unwrap();
    assert!(row.split(',').any(|cell| cell.parse::<f64>().is_ok_and(|mean| (mean - 2.45).abs() < 0.2)), "{row}");
    let page = place.read("out/report.html");
    assert!(page.contains("Budgets were set so that each option spends 2.45 bn KRW a year") && page.contains("--spend 2450"), "{}", &page[..6000]);
}

#[test]
fn sums_that_cannot_be_spent_are_refused() {
    for sum in ["0", "-3bn", "much", "30 %"] {
        topline(&["compare", "baseline", "startup_grants", &format!("--spend={sum}")]).refuses(2, &["an amount above 0, such as 30bn"]);
    }
}
