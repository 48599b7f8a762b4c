//! What the tables of a sweep hold: their columns, with units and meanings.

use super::tables::SweepTables;
use crate::experiment::sweep::{Grid, GridScheme};
use crate::report::output::files;
use crate::report::output::table::{Column, ColumnType, Sheet, leaked};
use crate::report::results::distributions::distribution_columns;
use crate::report::results::run_rows::run_columns;
use crate::report::results::runs::outcome_column;
use crate::scenario::sweep::AxisEffect;

fn point_column() -> Column {
    Column::integer("point", "Point of the design, from 0: its row in design.csv.")
}

/// One column for each axis.
fn axis_columns(grid: &Grid) -> impl Iterator<Item = Column> {
    grid.layout.axes.iter().map(|axis| {
        let kind = if axis.has_words() { ColumnType::Text } else { ColumnType::Number };
        let what = if axis.lever { "Lever" } else { "Uncertainty" };
        let paths = if axis.paths[..] == [axis.name.clone()] { String::new() } else { format!(": {}", axis.paths.join(", ")) };
        let how = match axis.effect {
            AxisEffect::Set => "value",
            AxisEffect::Place => "place in the prior range of each, from 0 to 1",
            AxisEffect::Times => "factor on the base scenario's value",
        };
        Column { name: leaked(axis.name.clone()), kind, unit: None, meaning: leaked(format!("{what} ({how}){paths}.")) }
    })
}

impl SweepTables<'_> {
    /// What `design` holds.
    pub fn design_sheet(&self) -> Sheet {
        let mut columns = vec![point_column(), Column::text("scenario", "Base scenario.")];
        columns.extend(axis_columns(self.grid));
        let moved = "Parameter whose value differs from that of the point it is compared with; empty where none does.";
        match self.grid.points.scheme {
            GridScheme::Plain => {}
            GridScheme::Saltelli => columns.extend([
                Column::integer("block", "Base point of Saltelli's scheme, from 0."),
                Column::text("matrix", "A, B, or AB: A with one parameter from B."),
                Column::text("moved", moved),
            ]),
            GridScheme::Morris => columns.extend([
                Column::integer("trajectory", "Trajectory, from 0."),
                Column::integer("step", "Step of the trajectory, from 0."),
                Column::text("moved", moved),
            ]),
        }
        Sheet { file: files::DESIGN, title: "Points of the design", columns, key: &["point", "scenario"] }
    }

    /// What `runs` holds.
    pub fn runs_sheet(&self) -> Sheet {
        let mut columns = run_columns();
        columns.push(Column::text("status", "`ok`, or `failed`: the reason stands in failures.csv and outcomes are empty."));
        columns.push(point_column());
        columns.extend(axis_columns(self.grid));
        columns.extend(self.outcomes.iter().map(outcome_column));
        Sheet { file: files::RUNS, title: "Outcomes of each run", columns, key: &["scenario", "world", "replicate", "point"] }
    }

    /// What `summary` holds.
    pub fn summary_sheet(&self) -> Sheet {
        let mut columns = vec![Column::text("scenario", "Base scenario."), Column::text("world", "Sampled world."), point_column()];
        columns.extend(axis_columns(self.grid));
        columns.extend(distribution_columns());
        Sheet { file: files::SUMMARY, title: "Distribution of each outcome at each point", columns, key: &["scenario", "world", "point", "outcome"] }
    }

    /// What `failures` holds.
    pub fn failures_sheet(&self) -> Sheet {
        let mut columns = run_columns();
        columns.push(point_column());
        columns.extend(axis_columns(self.grid));
        columns.push(Column::text("quarter", "Calendar quarter in which the run failed; empty where it belongs to no quarter."));
        columns.push(Column::text("reason", "What was broken; a long reason is cut."));
        Sheet { file: files::FAILURES, title: "Runs that failed", columns, key: &["scenario", "world", "replicate", "point"] }
    }
}
