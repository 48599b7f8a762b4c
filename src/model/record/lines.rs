//! Lines of revenue, and how their split is booked.

use super::ledger::{Flow, Ledger};
use super::listed::listed;
use crate::math::{self, join};

listed! {
    /// Lines of revenue, in the order of 4.7.
    Line {
        /// Streaming of this quarter's works.
        Streaming,
        /// Albums.
        Albums,
        /// Concerts and merchandise.
        Concerts,
        /// Fees of platforms.
        Fee,
        /// Backend of platforms.
        Backend,
        /// Streaming of the catalogue.
        Catalogue,
        /// Licensing and endorsement.
        Licensing,
    }
}

/// Adds amounts to lines of revenue, then to market receipts, what creators and what suppliers are paid: all side by
/// side, each from its first amount to its last.
pub fn book_lines<const L: usize, const N: usize>(
    revenue_by_line: &mut [f64; Line::COUNT],
    ledger: &mut Ledger,
    lines: [Line; L],
    amounts: [&[f64]; N],
) {
    let flows = [Flow::MarketReceipts, Flow::PaidToCreators, Flow::PaidToDistribution];
    let sums = math::add_in_order(join([0.0; L], flows.map(|flow| ledger.of(flow))), amounts);
    for (line, sum) in lines.into_iter().zip(sums) {
        revenue_by_line[line as usize] += sum;
    }
    for (flow, sum) in flows.into_iter().zip(&sums[L..]) {
        ledger.flows[flow as usize] = *sum;
    }
}
