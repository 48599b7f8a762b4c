//! Which parts of a mix are settled, and which make no difference that can be told.

use super::certify::{CandidateStatus, Certified};
use crate::scenario::search::Mix;

/// Between which shares a part may lie in mixes that are as good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartRange {
    /// Its share in the reported mix.
    pub reported: f64,
    /// Least share in mixes that are as good.
    pub least: f64,
    /// Most.
    pub most: f64,
}

/// For a reported candidate: how many others are as good, and the range of each part among them and itself.
pub fn ranges(certified: &Certified, mixes: &[Mix], reported: usize) -> (usize, Vec<PartRange>) {
    let as_good: Vec<usize> = (0..mixes.len()).filter(|c| certified.status[*c] == CandidateStatus::AsGood(reported)).collect();
    let range = |part: usize| {
        let own = mixes[reported].share(part);
        let shares = as_good.iter().map(|c| mixes[*c].share(part));
        let (least, most) = shares.fold((own, own), |(least, most), share| (least.min(share), most.max(share)));
        PartRange { reported: own, least, most }
    };
    (as_good.len(), (0..mixes[reported].money.len()).map(range).collect())
}
