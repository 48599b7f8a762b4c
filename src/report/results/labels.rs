//! `labels.csv`: one row per scenario, replicate, quarter and living label.

use crate::report::output::files;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use crate::experiment::{Case, RunResult};
use crate::model::PanelRow;
use crate::report::output::table::{Column, CsvRows, Sheet, cell};

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::integer("replicate", "Replicate, from 0."),
        Column::text("quarter", "Calendar quarter, written 2026Q1."),
        Column::integer("slot", "Slot of the label; a label that exits leaves it to an entrant."),
        Column::integer("generation", "Generation in the slot: slot and generation name a label."),
        Column::text("tier", "Tier at the end of the quarter."),
        Column::text("strategy", "Strategy of most of its works, the earlier in the order when tied; empty without works."),
        Column::integer("works", "Works made in the quarter.").unit("works/quarter"),
        Column::number("revenue", "Revenue of the quarter.").unit("M KRW/quarter"),
        Column::number("export_revenue", "Export revenue of the quarter.").unit("M KRW/quarter"),
        Column::number("profit", "Profit of the quarter before tax: net receipts less works, fixed cost and interest.").unit("M KRW/quarter"),
        Column::number("cash", "Cash at the end of the quarter.").unit("M KRW"),
        Column::number("fandom", "Fans, sum over markets.").unit("thousand"),
        Column::number("support_received", "Support of all instruments; tax credits in the quarter they are used.").unit("M KRW/quarter"),
    ];
    let key = &["scenario", "replicate", "quarter", "slot", "generation"];
    Sheet { file: files::LABELS, title: "Living labels quarter by quarter", columns, key }
}

/// Rows as they come in, one file without a name for each scenario, so that the table can be
/// written scenario by scenario without being held in memory.
#[derive(Debug)]
pub struct LabelPanel(Vec<BufWriter<File>>);

impl LabelPanel {
    /// An empty panel of so many scenarios, kept in a folder.
    pub fn new(folder: &Path, scenarios: usize) -> io::Result<Self> {
        (0..scenarios).map(|_| tempfile::tempfile_in(folder).map(BufWriter::new)).collect::<io::Result<_>>().map(Self)
    }

    /// Adds the rows of a run.
    pub fn push(&mut self, case: &Case, run: &RunResult) -> io::Result<()> {
        let mut rows = CsvRows::headless(&mut self.0[run.scenario]);
        for label in &run.panel {
            rows.row(row(case, run.replicate, label))?;
        }
        rows.end()
    }

    /// Writes the file.
    pub fn write(self, mut out: impl Write) -> io::Result<()> {
        CsvRows::begin(&sheet(), &mut out)?.end()?;
        for part in self.0 {
            let mut file = part.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.rewind()?;
            io::copy(&mut file, &mut out)?;
        }
        Ok(())
    }
}

fn row(case: &Case, replicate: u32, label: &PanelRow) -> [String; 14] {
    let PanelRow { quarter, slot, generation, tier, strategy, works, revenue, export_revenue, profit, cash, fandom, support_received } = *label;
    let money = |value: f64| cell(Some(value));
    [
        case.name.clone(),
        replicate.to_string(),
        case.start.plus(quarter as i32).to_string(),
        slot.to_string(),
        generation.to_string(),
        tier.to_string(),
        strategy.map_or(String::new(), |s| s.to_string()),
        works.to_string(),
        money(revenue),
        money(export_revenue),
        money(profit),
        money(cash),
        cell(Some(fandom)),
        money(support_received),
    ]
}
