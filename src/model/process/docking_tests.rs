//! A made-up state of a tiny economy, for whoever rebuilds localisation (4.4) and exit and entry (4.8, 2.2) from docs/odd.md
//! alone: `tests/docking/made_up_state.json` holds all that they depend on, and what the processes make of it.
//!
//!     cargo test --lib docking_tests
//!     TOPLINE_REFRESH_DOCKING=1 cargo test --lib docking_tests       writes `expected` anew

use std::fs;

use serde_json::{Map, Value, json};

use super::entry::{births, exit_and_enter};
use super::founding::found_economy;
use super::{Workspaces, event, learning, localisation, opening, production};
use crate::draw::{Draws, Time};
use crate::math::{self, Cpu};
use crate::model::constants::RunConstants;
use crate::model::equation::firms::entry_probability;
use crate::model::record::Flow;
use crate::model::state::{Economy, NONE, UNATTACHED};
use crate::model::step::{RecordOptions, StepContext};
use crate::policy::Kind;
use crate::scenario::{Draft, Problems, Scenario, registry};
use crate::units::{Market, PerMarket, PerStrategy, Platform, Strategy, Tier};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/docking/made_up_state.json");

#[test]
fn what_the_processes_make_of_a_made_up_state_stands_in_a_file() {
    let mut file = read();
    let found = outcome(&file, &scenario(&file, None).unwrap(), None);
    if std::env::var_os("TOPLINE_REFRESH_DOCKING").is_some_and(|set| set == "1") {
        file["expected"] = found;
        // The other test reads the file meanwhile.
        let new = format!("{FILE}.new");
        fs::write(&new, lines(&file, 0) + "\n").and_then(|()| fs::rename(&new, FILE)).expect("the file can be written");
        return;
    }
    let mut faults = Vec::new();
    compare("", &file["expected"], &found, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_matters_that_the_file_does_not_say() {
    let file = read();
    let expected = outcome(&file, &scenario(&file, None).unwrap(), None);
    // What the labels and creators were before: none, or those of two foundings.
    for seed in [1, 2] {
        assert_eq!(outcome(&file, &scenario(&file, None).unwrap(), Some(seed)), expected, "founded with seed {seed}");
    }
    let said = |row: &registry::Row| match row.name.strip_prefix("policy.").and_then(|name| name.split_once('.')) {
        Some((instrument, key)) => file["programmes"].get(instrument).is_none_or(|values| values.get(key).is_some()),
        None => !row.of_world() || file["parameters"].get(&row.name).is_some(),
    };
    let mut changed = 0;
    for row in registry::rows().iter().filter(|row| !said(row)) {
        for place in [0.0, 1.0] {
            let value = if row.low.is_some() { row.at(place) } else { row.limits.min };
            let Ok(scenario) = scenario(&file, Some((&row.name, value))) else { continue };
            assert_eq!(outcome(&file, &scenario, None), expected, "{} is {value}", row.name);
            changed += 1;
        }
    }
    assert!(changed > 200, "{changed} other values of what the file does not say");
}

/// The file.
fn read() -> Value {
    serde_json::from_str(&fs::read_to_string(FILE).expect("the file is in the repository")).expect("it is JSON")
}

/// The registry's world with the parameters and programmes of the file, and one other value.
fn scenario(file: &Value, change: Option<(&str, f64)>) -> Result<Scenario, Problems> {
    let mut draft = Draft::registry("docking");
    for (name, value) in object(&file["parameters"]) {
        draft.set(name, &value.to_string())?;
    }
    for (instrument, values) in object(&file["programmes"]) {
        draft.set(&format!("policy.{instrument}.enabled"), "true")?;
        for (key, value) in object(values) {
            draft.set(&format!("policy.{instrument}.{key}"), &value.to_string())?;
        }
    }
    if let Some((name, value)) = change {
        draft.set(name, &value.to_string())?;
    }
    draft.build()
}

/// All that is asked.
fn outcome(file: &Value, scenario: &Scenario, founded: Option<u64>) -> Value {
    let constants = RunConstants::new(scenario);
    let draws = Draws::new(file["draws"]["seed"].as_u64().unwrap(), whole(&file["draws"]["replicate"]) as u32);
    let t = whole(&file["draws"]["quarter t"]) as i32;
    assert_eq!(constants.year(t), whole(&file["draws"]["calendar year"]) as i32);
    let step = StepContext { constants: &constants, draws, t, time: Time::quarter(t), cpu: Cpu::detect(), record: RecordOptions::default() };
    let start = || {
        let mut e = Economy::allocate(&constants);
        e.government.reset(&constants);
        if let Some(seed) = founded {
            found_economy(&StepContext { draws: Draws::new(seed, 0), ..step }, &mut e, &mut Workspaces::allocate(&constants).founding);
        }
        e
    };
    json!({
        "localisation": {
            "without voucher": localise(&step, start(), file, false),
            "with voucher": localise(&step, start(), file, true),
        },
        "exit_and_entry": exit(&step, start(), file),
    })
}

/// The state of what both parts have, at the start of call 7 or 14: tiers, generations, cash, conditions, programmes.
fn open(step: &StepContext, e: &mut Economy, labels: &Value) {
    e.labels.alive.fill(false);
    for label in list(labels) {
        let i = whole(&label["slot"]);
        e.labels.alive[i] = true;
        e.labels.tier[i] = text(&label["tier"]).parse().unwrap();
        e.labels.generation[i] = whole(&label["generation"]) as u32;
        e.labels.cash[i] = number(&label["cash"]);
        e.labels.entrant[i] = u32::MAX;
    }
    e.government.active = true;
    e.government.accounts.iter_mut().for_each(|account| account.running = true);
    e.government.list_running(step.constants);
}

/// Terms of contracts, as call 1 sets them.
fn set_contracts(step: &StepContext, e: &mut Economy) {
    let n = programme(step, Kind::FairContract);
    for i in 0..e.labels.slots() {
        let facts = e.government.facts(step.constants, &e.labels, i, n);
        e.government.contract[i] = step.constants.programmes[n].rule.contract_terms(&facts);
    }
}

fn programme(step: &StepContext, kind: Kind) -> usize {
    step.constants.programmes.iter().position(|programme| programme.kind == kind).expect("the file has the programme")
}

/// Calls 7 and 12 on the works of the file.
fn localise(step: &StepContext, mut e: Economy, file: &Value, vouchers: bool) -> Value {
    let (part, mut ws) = (&file["localisation"], Workspaces::allocate(step.constants));
    set_localisation(step, &mut e, part);
    let n = programme(step, Kind::LocalisationVoucher);
    e.government.accounts[n].running = vouchers;
    opening_of_works(step, &mut e, part);
    let mut plans = localisation::Workspace::default();
    e.works.tier = e.works.label.iter().map(|i| e.labels.tier[*i as usize]).collect();
    localisation::plan_all(step, &mut e, &mut plans);
    e.works.localisation_cost.fill(0.0);

    production::produce(step, &mut e, &mut ws.production, &mut ws.claims);
    let paid: Vec<[f64; 2]> =
        list(&part["labels"]).iter().map(|label| whole(&label["slot"])).map(|i| [e.labels.cash[i], e.labels.localisation_share[i]]).collect();
    learning::learn(step, &mut e, &mut ws.learning);
    let (w, l) = (&e.works, &e.labels);
    let work = |x: usize| {
        let [early, late] = plans.profits(x);
        json!({
            "profit early": early, "profit late": late, "early": w.early[x],
            "effective level": Market::FOREIGN.map(|m| w.level[m.index()][x]), "lbar": w.mean_level[x],
            "localisation cost": w.localisation_cost[x], "voucher": w.localisation_voucher[x],
            "h": w.identity[x], "o": w.autonomy[x], "cost": w.cost[x], "own cost": w.own_cost[x],
        })
    };
    let label = |(label, [cash, ls]): (&Value, &[f64; 2])| {
        let i = whole(&label["slot"]);
        json!({ "slot": i, "cash": cash, "ls": ls, "Kp": l.platform_capability[i], "Kl": l.localisation_capability[i], "h": l.identity[i] })
    };
    json!({
        "works": (0..w.len()).map(work).collect::<Vec<_>>(),
        "labels": list(&part["labels"]).iter().zip(&paid).map(label).collect::<Vec<_>>(),
        "voucher money left": e.government.accounts[n].money,
    })
}

/// Labels, markets, platforms and applications before call 7.
fn set_localisation(step: &StepContext, e: &mut Economy, part: &Value) {
    open(step, e, &part["labels"]);
    for label in list(&part["labels"]) {
        let i = whole(&label["slot"]);
        let l = &mut e.labels;
        for (column, name) in [
            (&mut l.recognition, "R"),
            (&mut l.creator_share, "c"),
            (&mut l.identity, "h"),
            (&mut l.founding_identity, "h0"),
            (&mut l.platform_capability, "Kp"),
            (&mut l.initial_platform_capability, "Kp0"),
            (&mut l.localisation_capability, "Kl"),
            (&mut l.initial_localisation_capability, "Kl0"),
            (&mut l.localisation_share, "ls"),
        ] {
            column[i] = number(&label[name]);
        }
        for (column, rev) in l.streaming_trail.iter_mut().zip(foreign(&label["rev"]).0) {
            column[i] = rev;
        }
    }
    e.markets.conversion = foreign(&part["cv"]);
    e.platforms.mean_value = foreign(&part["vpbar"]);
    for (platform, value) in object(&part["vp"]) {
        e.platforms.value[platform.parse::<Platform>().unwrap().index()] = foreign(value);
    }
    e.platforms.placed_share = PerStrategy::build(|k| number(&part["q"][k.index()]));
    let account = &mut e.government.accounts[programme(step, Kind::LocalisationVoucher)];
    account.money = number(&part["localisation_voucher"]["money"]);
    for i in list(&part["localisation_voucher"]["labels that applied"]) {
        account.applied[whole(i)] = true;
    }
}

/// The works of the quarter as calls 3 to 6 leave them.
fn opening_of_works(step: &StepContext, e: &mut Economy, part: &Value) {
    opening::open_quarter(step, e);
    event::set_conditions(step, e);
    set_contracts(step, e);
    let works = list(&part["works"]);
    let w = &mut e.works;
    w.open_plans(works.len());
    for (x, work) in works.iter().enumerate() {
        let i = whole(&work["label"]);
        (w.label[x], w.act[x], w.generation[x]) = (i as u32, whole(&work["act"]) as u32, e.labels.generation[i]);
        w.ln_recognition[x] = math::ln(1.0 + e.labels.recognition[i]);
        w.strategy[x] = text(&work["strategy"]).parse().unwrap();
        (w.scale[x], w.reference_cost[x], w.cost[x]) = (1.0, number(&work["ref"]), number(&work["cost"]));
        e.labels.works[i] += 1;
    }
    w.open_credits();
    w.credits_of_works = vec![0, 1, 2];
    w.open_grants();
    for (x, work) in works.iter().enumerate() {
        w.credit_count[x] = whole(&work["credited creators"]) as u32;
        w.abroad[x] = work["collaborator abroad"].as_bool().unwrap();
        w.grant[x] = number(&work["grant"]);
        w.grants_of[x][0] = w.grant[x];
    }
    w.open();
    for (x, work) in works.iter().enumerate() {
        w.platform[x] = work["platform"].as_str().map_or(NONE, |name| name.parse::<Platform>().unwrap().index() as u8);
    }
    w.list_titles();
}

/// Call 14.
fn exit(step: &StepContext, mut e: Economy, file: &Value) -> Value {
    let (part, mut ws) = (&file["exit_and_entry"], Workspaces::allocate(step.constants));
    set_exit_and_entry(step, &mut e, part);
    let empty: Vec<usize> = list(&part["empty slots"]).iter().map(|slot| whole(&slot["slot"])).collect();
    let (support, births) = (e.government.startup_support(step.constants), births(step, &e));
    let fixed_cost = e.labels.fixed_cost.clone();
    exit_and_enter(step, &mut e, &mut ws.entry, &mut Vec::new());

    let (l, ledger) = (&e.labels, &e.ledger);
    let flow = |flow| ledger.of(flow);
    let entrant = |&i: &usize| {
        let applied = |kind| e.government.accounts[programme(step, kind)].applied[i];
        let [grant, guarantee, voucher] = [Kind::ProductionGrant, Kind::LoanGuarantee, Kind::LocalisationVoucher].map(applied);
        json!({
            "slot": i, "generation": l.generation[i], "tier": l.tier[i].name(), "Z": l.size[i], "cash": l.cash[i],
            "F": l.fandom.each_ref().map(|fans| fans[i]), "R": l.recognition[i], "Kp": l.platform_capability[i], "Kl": l.localisation_capability[i],
            "h": l.identity[i], "h0": l.founding_identity[i], "c": l.creator_share[i], "A": l.attraction.each_ref().map(|a| a[i]),
            "tax factor": l.tax_factor[i], "ls": l.localisation_share[i], "vs": l.visit_share[i], "creators": e.members.of_label(i),
            "applied": { "production_grant": grant, "loan_guarantee": guarantee, "localisation_voucher": voucher },
        })
    };
    let old = list(&part["labels"]).iter().map(|label| whole(&label["slot"]));
    let exits: Vec<usize> = old.clone().filter(|i| !l.alive[*i]).collect();
    let label_of = |label: &u32| if *label == UNATTACHED { Value::Null } else { json!(label) };
    json!({
        "FX": old.map(|i| fixed_cost[i]).collect::<Vec<_>>(),
        "exits": exits,
        "bank debt repaid": flow(Flow::BankRepayment), "guaranteed debt repaid": flow(Flow::GuaranteedRepayment),
        "paid by owners on debts": flow(Flow::OwnerRecourse), "guarantee losses of government": flow(Flow::GuaranteeLosses),
        "bank debt written off": ledger.bank_written_off, "guaranteed debt written off": ledger.guaranteed_written_off,
        "to private investors": flow(Flow::ExitToInvestors), "to the public fund": flow(Flow::ExitToFund), "to owners": flow(Flow::ExitToOwners),
        "unpaid bills": flow(Flow::UnpaidBills),
        "support_share": support, "p": entry_probability(births, empty.len() as f64),
        "entrants": empty.iter().filter(|i| l.alive[**i]).map(entrant).collect::<Vec<_>>(),
        "cash brought by owners": flow(Flow::Founding),
        "label of each creator slot": e.creators.label.iter().map(label_of).collect::<Vec<_>>(),
    })
}

/// Labels, creators, press and programmes before call 14.
fn set_exit_and_entry(step: &StepContext, e: &mut Economy, part: &Value) {
    open(step, e, &part["labels"]);
    for label in list(&part["labels"]) {
        let (i, l) = (whole(&label["slot"]), &mut e.labels);
        for (column, name) in [
            (&mut l.size, "Z"),
            (&mut l.bank_debt, "bank debt"),
            (&mut l.guaranteed_debt, "guaranteed debt"),
            (&mut l.private_claim, "private claim"),
            (&mut l.public_claim, "public claim"),
        ] {
            column[i] = number(&label[name]);
        }
    }
    for slot in list(&part["empty slots"]) {
        e.labels.generation[whole(&slot["slot"])] = whole(&slot["generation"]) as u32;
    }
    e.government.accounts[programme(step, Kind::LoanGuarantee)].guaranteed.copy_from_slice(&e.labels.guaranteed_debt);
    for (label, of_creator) in e.creators.label.iter_mut().zip(list(&part["label of each creator slot"])) {
        *label = of_creator.as_u64().map_or(UNATTACHED, |label| label as u32);
    }
    e.members.index(&e.creators.label);
    (e.press.startup_view, e.press.startup_reference) = (number(&part["pi_start"]), number(&part["reference of pi_start"]));
    let startup = Tier::Startup.index();
    e.press.tier[startup] = PerStrategy::build(|k: Strategy| number(&part["old_Tk of startups"][k.index()]));
    let account = &mut e.government.accounts[programme(step, Kind::ProductionGrant)];
    account.served[startup] = number(&part["production_grant"]["served of startups"]);
    account.cover = number(&part["production_grant"]["cover"]);
    opening::open_quarter(step, e);
    event::set_conditions(step, e);
    set_contracts(step, e);
    e.set_fixed_cost(step.constants);
}

/// Numbers of the six foreign markets.
fn foreign(values: &Value) -> PerMarket<f64> {
    assert_eq!(list(values).len(), Market::FOREIGN.len());
    PerMarket::build(|m| if m == Market::Kr { 0.0 } else { number(&values[m.index() - 1]) })
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn whole(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no whole number")) as usize
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{value} has no names"))
}

/// Numbers are compared to 1e-11 of the one expected, or 1e-12 where that is nearly 0; all else is to be the same.
fn compare(place: &str, expected: &Value, found: &Value, faults: &mut Vec<String>) {
    let same = match (expected, found) {
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().for_each(|(name, value)| compare(&format!("{place}/{name}"), value, b.get(name).unwrap_or(&Value::Null), faults));
            true
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(n, (a, b))| compare(&format!("{place}/{n}"), a, b, faults));
            true
        }
        (Value::Number(_), Value::Number(_)) => (number(expected) - number(found)).abs() <= (1e-11 * number(expected).abs()).max(1e-12),
        _ => expected == found,
    };
    if !same {
        faults.push(format!("{place}: {found} instead of {expected}"));
    }
}

/// JSON in which what is short has one line.
fn lines(value: &Value, depth: usize) -> String {
    const WIDTH: usize = 150;
    let whole = inline(value);
    if depth > 0 && whole.len() + depth <= WIDTH {
        return whole;
    }
    let inner = |[open, close]: [&str; 2], rows: Vec<String>| {
        let (pad, out) = (" ".repeat(depth + 1), " ".repeat(depth));
        format!("{open}\n{pad}{}\n{out}{close}", rows.join(&format!(",\n{pad}")))
    };
    match value {
        Value::Object(of) => inner(["{", "}"], of.iter().map(|(name, value)| format!("{}: {}", json!(name), lines(value, depth + 1))).collect()),
        Value::Array(of) => inner(["[", "]"], of.iter().map(|value| lines(value, depth + 1)).collect()),
        _ => whole,
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Object(of) => {
            format!("{{{}}}", of.iter().map(|(name, value)| format!("{}: {}", json!(name), inline(value))).collect::<Vec<_>>().join(", "))
        }
        Value::Array(of) => format!("[{}]", of.iter().map(inline).collect::<Vec<_>>().join(", ")),
        _ => value.to_string(),
    }
}
