//! The working memory of all processes, allocated once and beside the state.

use super::{award, career, claims, credit, demand, entry, fans, finance, founding, learning, observe, platform, production, revenue, strategy};
use super::{tax, tiers, touring};
use crate::model::constants::RunConstants;

/// One workspace for each process that needs one; what is in them means nothing between two calls.
#[derive(Clone, Debug)]
pub struct Workspaces {
    /// Of the initial state.
    pub founding: founding::Workspace,
    /// Of claims and applications, which several processes have.
    pub claims: claims::Workspace,
    /// Of starts and choice.
    pub strategy: strategy::Workspace,
    /// Of credits.
    pub credit: credit::Workspace,
    /// Of finance.
    pub finance: finance::Workspace,
    /// Of platforms and partnerships.
    pub platform: platform::Workspace,
    /// Of production and localisation.
    pub production: production::Workspace,
    /// Of demand.
    pub demand: demand::Workspace,
    /// Of touring.
    pub touring: touring::Workspace,
    /// Of revenue and the catalogue.
    pub revenue: revenue::Workspace,
    /// Of fans.
    pub fans: fans::Workspace,
    /// Of learning.
    pub learning: learning::Workspace,
    /// Of taxes.
    pub tax: tax::Workspace,
    /// Of awards.
    pub award: award::Workspace,
    /// Of the careers of creators.
    pub career: career::Workspace,
    /// Of tiers and sizes.
    pub tiers: tiers::Workspace,
    /// Of exit and entry.
    pub entry: entry::Workspace,
    /// Of observation.
    pub observe: observe::Workspace,
}

impl Workspaces {
    /// Allocates for the constants of a run.
    pub fn allocate(constants: &RunConstants) -> Self {
        let (labels, creators, works) = (constants.label_slots(), constants.creator_slots, constants.works_to_allocate());
        Self {
            founding: founding::Workspace::allocate(labels, creators),
            claims: claims::Workspace::allocate(creators, works),
            strategy: strategy::Workspace::allocate(labels, works),
            credit: credit::Workspace::allocate(creators, works),
            finance: finance::Workspace::allocate(labels),
            platform: platform::Workspace::allocate(works),
            production: production::Workspace::allocate(works),
            demand: demand::Workspace::allocate(works),
            touring: touring::Workspace::allocate(works),
            revenue: revenue::Workspace::allocate(labels, works),
            fans: fans::Workspace::allocate(labels),
            learning: learning::Workspace::allocate(labels, works),
            tax: tax::Workspace::allocate(labels),
            award: award::Workspace::allocate(4 * works),
            career: career::Workspace::allocate(labels, creators),
            tiers: tiers::Workspace::allocate(labels),
            entry: entry::Workspace::allocate(labels, creators),
            observe: observe::Workspace::allocate(labels, works),
        }
    }
}
