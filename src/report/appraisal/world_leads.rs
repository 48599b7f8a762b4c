//! `world_leads.csv`: by how much, and in how many plausible worlds, a scenario is ahead of another.

use crate::experiment::appraisal::generality::WorldLead;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("rival", "Scenario that it is compared with."),
        Column::text("outcome", "Outcome; money of all labels together is net of public cost, or of the cost asked for with --cost."),
        Column::text("unit", "Unit of the lead."),
        Column::integer("worlds", "Plausible worlds."),
        Column::integer("replicates", "Replicates in each world."),
        Column::number("mean", "Lead of the scenario in the better direction, mean over worlds and replicates."),
        Column::number("ci_low", "Lower end of its 95 % interval: worlds and replicates as samples."),
        Column::number("ci_high", "Upper end of it."),
        Column::number("p_value", "Two-sided probability of such a lead, or a larger one, by chance.").unit("share"),
        Column::number("share_ahead", "Mean over worlds of the probability that the scenario is ahead there; empty where the two are the same.")
            .unit("share"),
        Column::number("share_ahead_low", "Lower end of its 95 % interval: worlds as a sample.").unit("share"),
        Column::number("share_ahead_high", "Upper end of it.").unit("share"),
    ];
    Sheet { file: files::WORLD_LEADS, title: "Leads over plausible worlds", columns, key: &["scenario", "rival", "outcome"] }
}

/// The table; none without worlds or with one scenario alone.
pub fn table(leads: &[WorldLead], names: &[&str]) -> Option<Table> {
    let row = |lead: &WorldLead| {
        let over = &lead.over;
        let mut row = vec![names[lead.scenario].to_owned(), names[lead.rival].to_owned(), lead.measure.name.clone(), lead.measure.unit.to_owned()];
        row.extend([over.worlds.to_string(), over.replicates.to_string()]);
        row.extend([over.mean, over.low, over.high].map(|v| cell(Some(v))));
        row.push(cell(over.p));
        row.extend(share_ahead(lead).map_or([None; 3], |(share, low, high)| [share, low, high].map(Some)).map(cell));
        row
    };
    let rows: Vec<Vec<String>> = leads.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

/// Share of worlds in which the scenario is ahead: that of the sign of the mean, or its rest.
fn share_ahead(lead: &WorldLead) -> Option<(f64, f64, f64)> {
    let (share, low, high) = lead.over.same_sign?;
    Some(if lead.over.mean > 0.0 { (share, low, high) } else { (1.0 - share, 1.0 - high, 1.0 - low) })
}
