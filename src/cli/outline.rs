//! What a sweep consists of, for `check` and `--dry-run`.

use crate::experiment::sweep::SweepPlan;
use crate::report::counted;
use crate::scenario::sweep::{Axis, Design};

/// Most paths of an axis that are named.
const NAMED: usize = 4;

/// Counts, design, what varies and over which values, and what the author may not have meant.
pub fn outline(plan: &SweepPlan) -> String {
    let layout = &plan.grid.layout;
    let [points, bases, worlds, replicates, runs] = [
        counted(plan.grid.points.len(), "point"),
        counted(layout.bases.len(), "base scenario"),
        counted(layout.worlds.len(), "world"),
        counted(layout.replicates as usize, "replicate"),
        counted(plan.grid.runs() as usize, "run"),
    ];
    let mut text = format!("{points} x {bases} x {worlds} x {replicates} = {runs}\n");
    match &layout.design {
        Design::Joint(method) => text += &format!("design  {}: {}\n", method.name(), method.meaning()),
        Design::Crossed { levers, uncertainties } => {
            text += &format!("design  levers, {}: {}\n", levers.name(), levers.meaning());
            text += &format!("        at each point of uncertainties, {}: {}\n", uncertainties.name(), uncertainties.meaning());
        }
    }
    let width = layout.axes.iter().map(|axis| axis.name.chars().count()).max().unwrap_or(0);
    text += &layout.axes.iter().map(|axis| varies(axis, width)).collect::<String>();
    text + &plan.warnings().iter().map(|warning| format!("warning: {warning}\n")).collect::<String>()
}

/// Name of an axis, whose it is, its values, and its paths where the name does not say them.
fn varies(axis: &Axis, width: usize) -> String {
    let kind = if axis.lever { "lever" } else { "uncertainty" };
    let more = axis.paths.len().saturating_sub(NAMED);
    let named = axis.paths.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let paths = match more {
        _ if axis.paths[..] == [axis.name.clone()] => String::new(),
        0 => format!(" ({named})"),
        more => format!(" ({named} and {more} more)"),
    };
    format!("  {:width$}  {kind:11}  {}{paths}\n", axis.name, axis.in_words())
}
