//! `screening.csv`: effects of parameters on outcomes; and `docs/assumptions.md`, which is made of it.

use crate::experiment::Factor;
use crate::experiment::credibility::screen::{ElementaryEffects, Screened, Trajectories};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, rounded};

/// Parameters shown for each outcome.
const SHOWN: usize = 12;

fn sheet() -> Sheet {
    let columns = vec![
        Column::text("outcome", "Outcome, or number of a pattern of evidence."),
        Column::integer("rank", "Rank of the parameter for the outcome, by mu_star."),
        Column::text("parameter", "Parameter, or vector of parameters whose cells are moved together."),
        Column::integer("cells", "Values that are moved together over their prior ranges."),
        Column::text("kind", "guessed where a value is assumed with grade C, else known."),
        Column::text("grade", "Lowest grade of the values."),
        Column::number("mu", "Mean elementary effect of the whole prior range, low to high, in the unit of the outcome."),
        Column::number("mu_star", "Mean absolute elementary effect, in the unit of the outcome."),
        Column::number("sigma", "Standard deviation of the elementary effects: interactions and bends."),
        Column::number("se", "Standard error of mu_star over trajectories."),
        Column::number("luck", "mu_star that luck alone would give with independent draws; the same for all parameters of an outcome."),
    ];
    Sheet { file: files::SCREENING, title: "Elementary effects", columns, key: &["outcome", "parameter"] }
}

/// Parameters from the one that moves most, with its effect.
fn ranked<'a>(factors: &'a [Factor], screened: &'a Screened) -> Vec<(&'a Factor, ElementaryEffects)> {
    let effects = screened.effects.as_deref().unwrap_or_default();
    // A mean of effects that cancel is 0 but for rounding.
    let whole = |e: ElementaryEffects| ElementaryEffects { mu: if e.mu.abs() < 1e-12 * e.mu_star { 0.0 } else { e.mu }, ..e };
    let mut ranked: Vec<(&Factor, ElementaryEffects)> = factors.iter().zip(effects.iter().copied().map(whole)).collect();
    ranked.sort_by(|a, b| b.1.mu_star.total_cmp(&a.1.mu_star));
    ranked
}

fn kind(factor: &Factor) -> &'static str {
    if factor.guessed() { "guessed" } else { "known" }
}

/// The table of all effects.
pub fn screening(factors: &[Factor], found: &[Screened]) -> Table {
    let rows = found.iter().flat_map(|screened| {
        ranked(factors, screened).into_iter().enumerate().map(|(rank, (factor, effect))| {
            let mut row = vec![screened.output.into(), (rank + 1).to_string(), factor.name.clone(), factor.cells.len().to_string()];
            row.extend([kind(factor).into(), factor.grade().into()]);
            row.extend([Some(effect.mu), Some(effect.mu_star), effect.sigma, effect.se, screened.noise].map(cell));
            row
        })
    });
    Table { sheet: sheet(), rows: rows.collect() }
}

/// The design in the unit cube with the mean outputs, one row for each point and output: for other programs.
pub fn screening_points(factors: &[Factor], design: &Trajectories, found: &[Screened]) -> Table {
    let columns = vec![
        Column::integer("point", "Number of the point, from 0; trajectories follow each other."),
        Column::text("name", "Parameter, or outcome."),
        Column::number("value", "Place in the prior range, 0 to 1, or mean of the outcome at the point."),
    ];
    let sheet = Sheet { file: files::SCREENING_POINTS, title: "Design and outputs", columns, key: &["point", "name"] };
    let rows = design.points.iter().enumerate().flat_map(|(number, point)| {
        let places = factors.iter().map(|f| f.name.clone()).zip(point.iter().map(|v| Some(*v)));
        let outputs = found.iter().map(|s| s.output.to_string()).zip(found.iter().map(|s| s.means[number]));
        let row = move |(name, value)| vec![number.to_string(), name, cell(value)];
        places.chain(outputs.collect::<Vec<_>>()).map(row).collect::<Vec<_>>()
    });
    Table { sheet, rows: rows.collect() }
}

/// What a screening says, as a page of Markdown: for each outcome the parameters that move it most,
/// guessed and known apart.
pub fn assumptions(factors: &[Factor], found: &[Screened], how: &str) -> String {
    let guessed = factors.iter().filter(|f| f.guessed()).count();
    let cells = |guessed: bool| factors.iter().filter(|f| f.guessed() == guessed).map(|f| f.cells.len()).sum::<usize>();
    let mut text = format!(
        "# Which assumptions drive the results\n\n{how}\n\n\
         Of {} parameters and vectors of the world with a prior range, {guessed} ({} values) are guessed: at least one value \
         is assumed and graded C. The other {} ({} values) are known or derived from sources. All values of a vector are moved \
         together from the low to the high ends of their ranges.\n\n\
         mu* is the mean change of the outcome, up or down, when the parameter crosses its whole prior range while the others \
         stand anywhere in theirs; mu is the same with its sign; sigma says how much the effect depends on the others. *Luck* is the \
         mu* that independent draws alone would give: effects below it may be nothing.\n",
        factors.len(),
        cells(true),
        factors.len() - guessed,
        cells(false),
    );
    for screened in found {
        let ranked = ranked(factors, screened);
        let noise = screened.noise.map_or("-".into(), rounded);
        let of_guessed = ranked.iter().filter(|(f, _)| f.guessed()).count().min(SHOWN);
        text += &format!("\n## {}\n\nLuck: {noise}. ", screened.output);
        let loud = ranked.iter().filter(|(_, e)| screened.noise.is_some_and(|noise| e.mu_star > noise)).count();
        text += &format!("{loud} parameters stand above it; the first {of_guessed} guesses:\n\n");
        text += &section(&ranked, true, SHOWN);
        text += "\nThe strongest that are known or derived:\n\n";
        text += &section(&ranked, false, 4);
    }
    text
}

fn section(ranked: &[(&Factor, ElementaryEffects)], guessed: bool, most: usize) -> String {
    let mut text = String::from("| rank | parameter | what it is | mu* | mu | sigma |\n| ---: | --- | --- | ---: | ---: | ---: |\n");
    let chosen = ranked.iter().enumerate().filter(|(_, (factor, _))| factor.guessed() == guessed).take(most);
    for (rank, (factor, effect)) in chosen {
        let sigma = effect.sigma.map_or("-".into(), rounded);
        let (mu_star, mu) = (rounded(effect.mu_star), rounded(effect.mu));
        text += &format!("| {} | `{}` | {} | {mu_star} | {mu} | {sigma} |\n", rank + 1, factor.name, factor.cells[0].description);
    }
    text
}

/// The strongest parameters for some outcomes, for a screen.
pub fn shown(factors: &[Factor], found: &[Screened]) -> String {
    let mut text = String::new();
    for screened in found {
        let heading = [screened.output, "kind", "mu*", "mu", "sigma"].map(String::from).to_vec();
        let line = |(factor, e): &(&Factor, ElementaryEffects)| {
            vec![format!("  {}", factor.name), kind(factor).into(), rounded(e.mu_star), rounded(e.mu), e.sigma.map_or("-".into(), rounded)]
        };
        let lines = ranked(factors, screened).iter().take(SHOWN).map(line).collect::<Vec<_>>();
        text += &(aligned(&[vec![heading], lines].concat()) + "\n");
    }
    text
}
