//! An instrument of another crate is one like the built-in ones: in scenario files, in money, on the command line.

mod common;
#[allow(dead_code, reason = "the example compares too, and is a program")]
#[path = "../examples/own_policy.rs"]
mod own_policy;

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use common::{fingerprint, history, scenario};
use topline::model::{Flow, History, Line, identities};
use topline::policy::{Kind, OwnInstrument};
use topline::scenario::{Draft, Scenario, with_texts};

/// Registers before anything is read; every test asks for it first.
static REGISTERED: LazyLock<()> = LazyLock::new(|| {
    for (wrong, why) in [
        (OwnInstrument { name: "Levy", ..broken() }, "small letters"),
        (OwnInstrument { name: "tax_credit", ..broken() }, "its name is taken"),
        (OwnInstrument { parameters: "", ..broken() }, "no parameters"),
        (OwnInstrument { parameters: "name\nx\n", ..broken() }, "its parameters: "),
        (OwnInstrument { strength: &[], ..broken() }, "no strength"),
        (OwnInstrument { strength: &[&["levi"]], ..broken() }, "its strength names `levi`"),
        (OwnInstrument { parameters: include_str!("own_policy/no_default.csv"), ..broken() }, "has the default `2`; allowed: a number from 0 to 1"),
    ] {
        let said = topline::register(wrong).unwrap_err().to_string();
        assert!(said.contains(why), "{said}");
    }
    own_policy::register().unwrap();
    let said = own_policy::register().unwrap_err().to_string();
    assert!(said.contains("`streaming_levy` cannot be registered: its name is taken"), "{said}");
});

/// Nearly an instrument: its name is put in place of one that is right.
fn broken() -> OwnInstrument {
    let parameters = include_str!("own_policy/one.csv");
    OwnInstrument { name: "levy", summary: "s", parameters, strength: &[&["levy"]], build: |_| unreachable!("it is refused") }
}

fn levied(rate: &str, more: &[(&str, &str)]) -> Scenario {
    LazyLock::force(&REGISTERED);
    let own = [("run.quarters", "12"), ("policy.streaming_levy.levy", rate)];
    scenario("baseline", &own.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
}

fn sums(history: &History, flow: Flow) -> Vec<f64> {
    history.quarters.iter().map(|quarter| quarter.ledger.of(flow)).collect()
}

#[test]
fn a_levy_is_its_share_of_streaming_in_korea() {
    // With hardly a won abroad all streaming is in Korea; the first quarter is before any grant.
    let abroad = ["jp", "us", "eu", "cn", "sea", "row"].map(|market| (format!("market_pool.{market}"), "1"));
    let abroad: Vec<(&str, &str)> = abroad.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    for replicate in 0..3 {
        let history = history(&levied("0.02", &abroad), replicate);
        for quarter in &history.quarters {
            let streamed = quarter.revenue_by_line[Line::Streaming as usize] + quarter.revenue_by_line[Line::Catalogue as usize];
            let levy = quarter.ledger.of(Flow::Levies);
            assert!(streamed > 1000.0 && (levy - 0.02 * streamed).abs() < 0.02 * 6.0, "{levy} of {streamed}");
        }
    }
    let first = |rate: &str| sums(&history(&levied(rate, &[]), 0), Flow::Levies)[0];
    assert!((first("0.05") / first("0.01") - 5.0).abs() < 1e-9, "services abroad pay nothing");
}

#[test]
fn its_fund_spends_what_was_levied_before_and_keeps_the_rest() {
    for replicate in 0..3 {
        let history = history(&levied("0.05", &[]), replicate);
        assert_eq!(identities::imbalance(&history), None);
        let (levies, grants) = (sums(&history, Flow::Levies), sums(&history, Flow::Grants));
        assert_eq!(grants[0], 0.0, "nothing was levied before");
        assert!(grants.iter().sum::<f64>() > 0.3 * levies.iter().sum::<f64>(), "{grants:?} of {levies:?}");
        let mut fund = 0.0;
        for (t, quarter) in history.quarters.iter().enumerate() {
            // A year's end takes nothing from it.
            assert!(grants[t] <= fund + 1e-6, "quarter {t}: {} of {fund}", grants[t]);
            fund += levies[t] - grants[t];
            assert!((quarter.outlays[Kind::Own0 as usize] - grants[t]).abs() < 1e-9 && quarter.lapsed == 0.0);
            let administration = 0.06 * grants[t];
            assert!((quarter.public_cost() - (grants[t] + administration - levies[t])).abs() < 1e-6, "quarter {t}");
        }
    }
}

#[test]
fn without_a_rate_it_changes_nothing_and_small_rates_do_little() {
    let baseline = history(&scenario("baseline", &[("run.quarters", "12")]), 1);
    assert_eq!(fingerprint(&history(&levied("0", &[]), 1)), fingerprint(&baseline));
    assert_ne!(fingerprint(&history(&levied("0.001", &[]), 1)), fingerprint(&baseline));
}

#[test]
fn files_read_it_like_any_other_and_say_where_they_are_wrong() {
    LazyLock::force(&REGISTERED);
    let load = |text: &str| {
        let text = format!("title = \"t\"\nwhy = \"w\"\nextends = \"baseline\"\n{text}");
        with_texts(vec![(PathBuf::from("own.toml"), text)], || Scenario::load("own.toml"))
    };
    let two =
        "[[policy.streaming_levy]]\nname = \"one\"\nend = \"2028Q1\"\n[[policy.streaming_levy]]\nname = \"two\"\nlevy = 0.03\nstart = \"2028Q1\"\n";
    let programmes = load(two).unwrap().programmes;
    assert_eq!(
        programmes.iter().map(|p| (p.name.as_str(), p.kind, p.key)).collect::<Vec<_>>(),
        [("streaming_levy.one", Kind::Own0, 160), ("streaming_levy.two", Kind::Own0, 161)]
    );
    let said = load("[policy.streaming_levy]\nlevi = 0.1\n").unwrap_err().to_string();
    assert!(said.contains("own.toml:5:1") && said.contains("nearest: "), "{said}");
    let said = load("[policy.streaming_levy]\nlevy = 1.5\n").unwrap_err().to_string();
    assert!(said.contains("a number from 0 to 1"), "{said}");
    let said = load("[policy.streaming_levi]\n").unwrap_err().to_string();
    assert!(said.contains("streaming_levy"), "{said}");
    assert!(topline::scenario::schema().to_string().contains("streaming_levy"));
    let mut draft = Draft::load("scenarios/baseline.toml").unwrap();
    draft.set("policy.streaming_levy.cap", "30").unwrap();
    assert_eq!(draft.build().unwrap().numbers()["policy.streaming_levy.cap"], 30.0);
}

#[test]
fn a_program_of_its_own_has_every_command_with_it() {
    // Examples are built beside the tests.
    let program = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("examples/own_policy");
    assert!(program.exists(), "`cargo test` builds it; for this test alone: cargo build --profile test --example own_policy");
    let told = |arguments: &[&str]| {
        let output = Command::new(&program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(told(&["list", "instruments"]).contains("streaming_levy"));
    assert!(told(&[]).contains("levy_5 startups_alive: "));
    let place = tempfile::tempdir().unwrap();
    let (file, out) = (place.path().join("mine.toml"), place.path().join("out"));
    std::fs::write(&file, "title = \"Mine\"\nwhy = \"w\"\nextends = \"baseline\"\n[policy.streaming_levy]\nlevy = 0.05\n").unwrap();
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    told(&["compare", "baseline", file, "-r", "4", "--quarters", "8", "--scale", "0.1", "--worlds", "0", "-o", out]);
    let additionality = std::fs::read_to_string(format!("{out}/additionality.csv")).unwrap();
    assert!(additionality.contains("streaming_levy"), "{additionality}");
}
