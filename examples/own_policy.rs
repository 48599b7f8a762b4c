//! A policy of one's own: a levy on streaming in Korea whose fund pays grants for works.
//!
//! Streaming services pay a share of what they pay out to labels into a fund; the fund pays part of the cost of works of small labels
//! and startups, by lottery, as long as its money lasts. France has such a levy, of 1.2 % of the services' revenue (recalled,
//! not retrieved; that base is wider).
//!
//! ```text
//! L(t)    = rate_l sum over works and catalogues of streaming in Korea in the quarter      paid into the fund, spent from t + 1 on
//! grant_x = min(g (1 + bonus) cost_x, g_cap)
//! d_ik    = counted * min(g (1 + bonus), g_cap / (RB_i strategy_cost_k))                   announced support
//! ```
//!
//! The rule is registered before anything is read. From then on scenario files have a table `policy.streaming_levy`, with
//! programmes, dates, take-up, budget and account like the built-in instruments; with words, this program is the command line
//! of topline with one instrument more.
//!
//! ```text
//! cargo run --release --example own_policy                                       compares two rates of the levy
//! cargo run --release --example own_policy -- list instruments                   every command of topline
//! cargo run --release --example own_policy -- compare baseline my_levy.toml
//! ```

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use topline::experiment::Compare;
use topline::policy::{Budget, Instrument, LabelFacts, Order, OwnInstrument, Seam, TakeUp, Values};
use topline::scenario::{Scenario, with_texts};
use topline::units::{Market, PerTier, Strategy};

/// The rule, read from its parameters.
#[derive(Debug)]
struct StreamingLevy {
    /// Share of streaming in Korea that is paid into the fund.
    levy: f64,
    /// Part of a work's cost that the fund pays.
    rate: f64,
    /// Largest grant for a work, M KRW.
    cap: f64,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: f64,
}

impl StreamingLevy {
    fn read(values: &dyn Values) -> Box<dyn Instrument> {
        Box::new(Self {
            levy: values.number("levy"),
            rate: values.number("rate"),
            cap: values.number("cap"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: values.number("admin_share"),
        })
    }
}

impl Instrument for StreamingLevy {
    fn seams(&self) -> &'static [Seam] {
        &[Seam::Levy, Seam::Grants]
    }
    fn has_strength(&self, _year: usize) -> bool {
        self.levy > 0.0
    }
    fn tiers(&self) -> PerTier<bool> {
        self.eligible
    }
    fn take_up(&self) -> Option<&TakeUp> {
        Some(&self.take_up)
    }
    fn budget(&self) -> Budget<'_> {
        Budget::Levied
    }
    fn order(&self) -> Order {
        Order::Lottery
    }
    fn admin_share(&self) -> f64 {
        self.admin_share
    }
    fn expects_service(&self) -> bool {
        true
    }
    fn streaming_levy(&self, market: Market) -> f64 {
        if market == Market::Kr { self.levy } else { 0.0 }
    }
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, grant_factor: f64, counted: f64) -> f64 {
        counted * (self.rate * grant_factor).min(self.cap / label.usual_cost(strategy))
    }
    fn work_grant(&self, _label: &LabelFacts, cost: f64, _strategy: Strategy, grant_factor: f64) -> f64 {
        (self.rate * grant_factor * cost).min(self.cap)
    }
}

/// Registers the rule with its parameters: a table with the columns of the registry.
pub fn register() -> Result<(), Box<dyn Error>> {
    Ok(topline::register(OwnInstrument {
        name: "streaming_levy",
        summary: "Levies streaming in Korea for a fund that pays part of the cost of works, by lottery",
        parameters: include_str!("own_policy.csv"),
        strength: &[&["levy"]],
        build: StreamingLevy::read,
    })?)
}

/// A levy of 1.2 % and one of 5 % against the baseline, over four years and with few replicates.
fn compare() -> Result<(), Box<dyn Error>> {
    let file = |name: &str, more: &str| {
        let text = format!("title = \"{name}\"\nwhy = \"Who streams pays for new works.\"\nextends = \"baseline\"\nrun.quarters = 16\n{more}");
        (PathBuf::from(format!("{name}.toml")), text)
    };
    let levy = |rate: f64| format!("[policy.streaming_levy]\nlevy = {rate}\n");
    let files = vec![file("without", ""), file("levy_1_2", &levy(0.012)), file("levy_5", &levy(0.05))];
    let [without, low, high] = with_texts(files, || ["without", "levy_1_2", "levy_5"].map(|name| Scenario::load(format!("{name}.toml"))));
    let comparison = without?.compare(&[low?, high?], 12, 1)?;
    for scenario in ["levy_1_2", "levy_5"] {
        for outcome in ["startups_alive", "small_label_exports", "public_cost"] {
            let contrast = comparison.of_outcome(scenario, outcome).ok_or("no such outcome")?;
            let difference = contrast.paired.difference;
            // An interval needs two pairs; without, it does not exist and is shown as NaN.
            let [mean, low, high] = [difference.mean, difference.ci_low, difference.ci_high].map(|number| number.unwrap_or(f64::NAN));
            println!("{scenario} {outcome}: {mean:+.2} {} (95 % interval {low:+.2} to {high:+.2})", contrast.measure.unit);
        }
    }
    Ok(())
}

/// With words the command line, without them the comparison.
pub fn main() -> ExitCode {
    let done = register().and_then(|()| if std::env::args().len() > 1 { Ok(None) } else { compare().map(Some) });
    match done {
        Ok(None) => topline::command_line(),
        Ok(Some(())) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
