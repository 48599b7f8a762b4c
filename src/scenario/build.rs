//! From a draft to a scenario: dates, programmes, events, and what must hold between values.

use super::constraints;
use super::entries;
use super::event::{Event, Span};
use super::layer::{Block, Group, enabled, programme_name};
use super::source::Origin;
use super::value::Value;
use super::view::View;
use super::vocabulary::{EventKind, RUN, Section, Topic, WORLD, sections};
use super::{Draft, Parameters, Problem, Problems, Scenario};
use crate::policy::{Kind, Programme, Seam, Values};
use crate::units::{Market, PerMarket, Platform, Quarter, Tier};

impl Draft {
    /// Checks the values together and builds the scenario.
    pub fn build(&self) -> Result<Scenario, Problems> {
        let scenario = self.build_for_runs()?;
        let mut entries = entries::entries(&self.layer.groups, scenario.start, scenario.quarters as i32);
        entries.extend(self.layer.core.as_ref().filter(|_| scenario.core).map(entries::core));
        Ok(Scenario { entries, ..scenario })
    }

    /// The same without the list of resolved values, which is a hundred times as large and takes most of the time: for
    /// runs alone.
    pub fn build_for_runs(&self) -> Result<Scenario, Problems> {
        let run = self.view(RUN, &self.layer.groups[RUN].blocks[0], 1.0);
        let scale = run.unscaled("scale");
        let start = run.quarter("start").expect("the run has a default start");
        let mut builder = Builder { start, quarters: run.unscaled("quarters") as i32, scale, problems: Problems::default() };
        let world = self.view(WORLD, &self.layer.groups[WORLD].blocks[0], scale);
        let parameters = Parameters::read(&|name| world.number(name));
        constraints::check_world(&world, &parameters, &mut builder.problems);
        let (mut programmes, mut events) = (Vec::new(), Vec::new());
        for (section, group) in sections().iter().zip(&self.layer.groups) {
            match section.topic {
                Topic::Policy(kind) => builder.programmes(kind, section, group, &mut programmes),
                Topic::Event(kind) => events.extend(group.blocks.iter().filter_map(|block| builder.event(kind, section, block))),
                Topic::Run | Topic::World => {}
            }
        }
        constraints::check_policy(&self.layer.groups, &mut builder.problems);
        let head = |text: &Option<String>| text.clone().unwrap_or_default();
        builder.problems.or(|| Scenario {
            name: self.name.clone(),
            title: head(&self.layer.title),
            why: head(&self.layer.why),
            title_ko: self.layer.title_ko.clone(),
            why_ko: self.layer.why_ko.clone(),
            source: head(&self.layer.source),
            start,
            quarters: builder.quarters as usize,
            scale,
            core: self.layer.is_core(),
            parameters,
            programmes,
            events,
            entries: Vec::new(),
        })
    }

    fn view<'a>(&self, place: usize, block: &'a Block, scale: f64) -> View<'a> {
        View { section: &sections()[place], block, scale }
    }
}

struct Builder {
    start: Quarter,
    quarters: i32,
    scale: f64,
    problems: Problems,
}

impl Builder {
    fn report(&mut self, origin: Option<&Origin>, problem: Problem) {
        self.problems.0.push(origin.map_or(problem.clone(), |origin| origin.place(problem)));
    }

    /// The programmes of an instrument that are switched on.
    fn programmes(&mut self, kind: Kind, section: &Section, group: &Group, programmes: &mut Vec<Programme>) {
        self.names(section, group);
        for (place, block) in group.blocks.iter().enumerate() {
            let view = View { section, block, scale: self.scale };
            let Some((starts, ends)) = self.dates(&view) else { continue };
            self.lists(&view, starts, ends);
            if !enabled(section, block) {
                continue;
            }
            let name = programme_name(section, group, place).trim_start_matches("policy.").to_owned();
            // The number counts programmes that are switched off too: switching one off moves no other's draws.
            let key = Programme::key(kind, place);
            let rule = kind.build(&view);
            let seams = Seam::of(rule.as_ref());
            programmes.push(Programme { kind, name, key, starts, ends, rule, seams });
        }
    }

    /// Several programmes need names, each its own.
    fn names(&mut self, section: &Section, group: &Group) {
        if group.blocks.len() < 2 {
            return;
        }
        for (place, block) in group.blocks.iter().enumerate() {
            let Some(setting) = block.get(section, "name") else {
                let problem = Problem::new(format!("programme {} of several of `{}` has no name", place + 1, section.name));
                self.report(block.origin.as_ref(), problem.allowed("name = \"...\", another for each programme"));
                continue;
            };
            let name = setting.value.to_string();
            if section.steps("").contains(&name.as_str()) {
                let problem = Problem::new(format!("`{name}` cannot name a programme: a key of `{}` is called so", section.name));
                self.report(Some(&setting.origin), problem);
            } else if group.blocks[..place].iter().any(|other| other.name(section).as_deref() == Some(&name)) {
                let problem = Problem::new(format!("two programmes of `{}` are called `{name}`", section.name));
                self.report(Some(&setting.origin), problem.allowed("another name for each programme"));
            }
        }
    }

    /// First quarter in force and first no longer in force, from the start of the run.
    fn dates(&mut self, view: &View<'_>) -> Option<(i32, i32)> {
        let starts = view.quarter("start").unwrap_or(self.start).since(self.start);
        let Some(end) = view.quarter("end") else { return Some((starts, self.quarters.max(starts))) };
        let ends = end.since(self.start);
        if ends > starts {
            return Some((starts, ends));
        }
        let place = view.set("end").map(|setting| &setting.origin);
        let problem = Problem::new(format!("`{}` is not after the start", view.section.path("end")));
        self.report(place, problem.allowed(format!("a quarter after {}", self.start.plus(starts))).found(end.to_string()));
        None
    }

    /// A yearly list must reach to the last calendar year in which the programme runs.
    fn lists(&mut self, view: &View<'_>, starts: i32, ends: i32) {
        let (first, last) = (starts.max(0), ends.min(self.quarters) - 1);
        if last < first {
            return;
        }
        let (from, to) = (self.start.plus(starts).year(), self.start.plus(last).year());
        for (place, setting) in &view.block.values {
            let Value::List(amounts) = &setting.value else { continue };
            let needed = (to - from + 1) as usize;
            if amounts.len() >= needed {
                continue;
            }
            let path = view.section.path(&view.section.fields[*place].key);
            let problem = Problem::new(format!("`{path}` has too few years"))
                .allowed(format!("at least {needed} numbers, for the calendar years {from} to {to}"))
                .found(format!("{} numbers", amounts.len()));
            self.report(Some(&setting.origin), problem);
        }
    }

    /// An event with its dates.
    fn event(&mut self, kind: EventKind, section: &Section, block: &Block) -> Option<Event> {
        let view = View { section, block, scale: self.scale };
        let before = self.problems.0.len();
        for field in section.fields.iter().filter(|field| field.required && view.set(&field.key).is_none()) {
            let problem = Problem::new(format!("`{}` is missing", section.path(&field.key)));
            self.report(block.origin.as_ref(), problem.allowed(field.allowed()));
        }
        if self.problems.0.len() > before {
            return None;
        }
        let quarter = |key: &str| view.quarter(key).expect("required").since(self.start);
        if kind == EventKind::Hit {
            return self.hit_in_the_run(section, &view, quarter("quarter"));
        }
        let span = Span { from: quarter("from"), to: quarter("to") };
        if span.to <= span.from {
            let problem = Problem::new(format!("`{}` is not after `from`", section.path("to")));
            let from = self.start.plus(span.from);
            let problem = problem.allowed(format!("a quarter after {from}")).found(self.start.plus(span.to).to_string());
            self.report(view.set("to").map(|setting| &setting.origin), problem);
            return None;
        }
        Some(spanned(kind, &view, span))
    }
}

impl Builder {
    /// A hit needs works of its quarter: before the start of the run there are none of the run's.
    fn hit_in_the_run(&mut self, section: &Section, view: &View<'_>, quarter: i32) -> Option<Event> {
        if quarter >= 0 {
            return Some(hit(view, quarter));
        }
        let problem = Problem::new(format!("`{}` is before the run", section.path("quarter")));
        let problem = problem.allowed(format!("a quarter from the start of the run, {}", self.start));
        self.report(view.set("quarter").map(|setting| &setting.origin), problem.found(self.start.plus(quarter).to_string()));
        None
    }
}

/// The hit of a view whose keys are all there.
fn hit(view: &View<'_>, quarter: i32) -> Event {
    Event::Hit {
        quarter,
        tier: member::<Tier>(view, "tier"),
        platform: member::<Platform>(view, "platform"),
        popularity: view.number("popularity"),
        quality_floor: view.number("quality_floor"),
        localisation: view.number("localisation"),
    }
}

/// An event with a span, of a view whose keys are all there.
fn spanned(kind: EventKind, view: &View<'_>, span: Span) -> Event {
    let strength = view.number("strength");
    let markets = || match view.get("markets") {
        Some(Value::Markets(markets)) => *markets,
        _ => PerMarket([false; Market::COUNT]),
    };
    match kind {
        EventKind::PlatformExit => Event::PlatformExit { platform: member(view, "platform"), span, strength },
        EventKind::MarketClosure => Event::MarketClosure { market: member(view, "market"), span, strength },
        EventKind::TouringStop => Event::TouringStop { markets: markets(), span, strength },
        EventKind::ExchangeRate => Event::ExchangeRate { markets: markets(), span, strength },
        EventKind::Absence => Event::Absence { tier: member(view, "tier"), span, strength, fans_lost: view.number("fans_lost") },
        EventKind::RivalResponse => Event::RivalResponse { markets: markets(), span, strength, memory: view.number("memory") },
        EventKind::AiWorks => {
            Event::AiWorks { markets: markets(), span, strength, fraud_share: view.number("fraud_share"), ramp: view.number("ramp") }
        }
        EventKind::ExchangeVolatility => {
            let (persistence, common_share) = (view.number("persistence"), view.number("common_share"));
            Event::ExchangeVolatility { markets: markets(), span, strength, persistence, common_share }
        }
        EventKind::BudgetReaction => {
            let [boost, boost_years, cut, bad_year] = ["boost", "boost_years", "cut", "bad_year"].map(|key| view.number(key));
            Event::BudgetReaction { span, strength, boost, boost_years, cut, bad_year }
        }
        EventKind::Hit => unreachable!("a hit has one quarter"),
    }
}

/// A tier, platform or market that was checked when it was read.
fn member<T: std::str::FromStr<Err = String>>(view: &View<'_>, key: &str) -> T {
    view.word(key).parse().expect("checked when it was read")
}
