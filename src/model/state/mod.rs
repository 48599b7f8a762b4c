//! The state of an economy: columns of labels, creators and works, and what there is once.

mod conditions;
mod creators;
mod economy;
mod event_memory;
mod government;
mod labels;
mod markets;
mod members;
mod placement;
mod press;
mod snapshot;
mod works;
mod year_works;

pub use conditions::Conditions;
pub use creators::UNATTACHED;
pub use economy::Economy;
pub use government::{Account, Government};
pub use labels::{BEFORE_THE_RUN, Labels, NONE, Payoffs};
pub use members::MEMBERS_BEHIND;
pub use placement::{ByPlacement, rights_kept};
pub use snapshot::Snapshot;
