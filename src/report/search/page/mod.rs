//! `report.html` of a search: what to fund, how sure that is, what makes no difference, and what more money would bring.
//!
//! It has the layout and style of the page of a comparison (`report::html`), one section in one file.

mod about;
mod answer;
mod curve;
mod found;
mod front;
mod parts;
mod phrase;
mod settled;
mod sure;
mod worlds;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use serde_json::json;
use sha2::{Digest, Sha256};

use about::SearchPage;

use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::html::view::PageSection;
use crate::report::{Language, Words};

/// The page.
pub fn page(plan: &SearchPlan, result: &SearchResult) -> Result<String, String> {
    let words = Words::load(Language::English, None)?;
    let baseline = plan.file.baseline.build().map_err(|problems| problems.to_string())?;
    let page = SearchPage { plan, result, baseline: &baseline, words: &words };
    let all = [
        Some(parts::section(&page)?),
        front::section(&page)?,
        Some(settled::section(&page)),
        curve::section(&page)?,
        Some(sure::section(&page)),
        worlds::section(&page),
        Some(found::section(&page)),
    ];
    let sections: Vec<PageSection> = all.into_iter().flatten().collect();
    let picture = match result.curves.first() {
        Some(_) => curve::picture(&page, 0, "first")?,
        None => parts::picture(&page, 0, "first")?,
    };
    let mut caption = "A mix is a way to divide the money among instruments.".to_owned();
    if !result.curves.is_empty() {
        caption += " Effects were measured anew, after the choice. Lines between points only guide the eye: sums between were not tried.";
    }
    if result.budgets.iter().any(|budget| budget.certified.reported.iter().any(|candidate| budget.costs[*candidate].1.is_none())) {
        caption += " Where no interval stands, the number is so uneven that the runs do not suffice for one.";
    }
    let overview = json!({
        "answer": answer::answer(&page),
        "basis": format!("{} {}", plan.file.why, phrase::terms(&page)),
        "confidence": [
            { "term": "How sure", "said": sure::in_short(&page) },
            { "term": "What makes no difference", "said": settled::in_short(&page) },
            { "term": "What more money brings", "said": curve::in_short(&page) },
        ],
        "title": if result.curves.is_empty() { "How the money is divided, in per cent" } else { "What each sum brings, divided as well as was found" },
        "svg": picture,
        "options": answer::options(&page),
        "caption": caption,
    });
    words.page(context! {
        language => words.language().code(),
        title => &plan.file.title,
        summary => format!("A search over {} mixes with {} simulated runs; seed {}.", result.budgets.iter().map(|b| b.enumerated + b.refined).sum::<usize>(), result.runs, plan.file.seed),
        caution => words.plain("page.caution_plain"),
        overview => minijinja::value::Serde(&overview),
        contents => words.plain("page.contents"),
        skip => words.plain("page.skip"),
        behind => words.plain("page.behind"),
        again => words.plain("page.again"),
        made => words.say("page.made", context! { version => env!("CARGO_PKG_VERSION"), seed => plan.file.seed }),
        command => phrase::command(&page),
        style => words.style(),
        style_hash => STANDARD.encode(Sha256::digest(words.style().as_bytes())),
        sections => minijinja::value::Serde(&sections),
    })
}
