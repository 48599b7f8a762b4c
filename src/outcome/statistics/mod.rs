//! Statistics over replicates: summaries, intervals and paired differences.
//!
//! One statistic in one file, its source at the top. Only +, -, x, / and square roots, in the order of replicates, and
//! `exp` and `ln` of [`crate::math`]: the same bits on every machine.
//! What a sample is too small for does not exist (`None`), and is never NaN.

mod binomial;
mod crossed;
mod estimate;
mod fieller;
mod holm;
mod mean;
mod paired;
mod paired_share;
mod quantile;
mod rounding;
mod scale;
mod share;
mod skewness;
mod student;

pub(crate) use crossed::Crossed;
pub use estimate::Estimate;
pub(crate) use fieller::Ratio;
pub(crate) use holm::holm;
use mean::variance_about;
pub(crate) use mean::{mean, variance};
pub use paired::Paired;
#[doc(hidden)]
pub use paired_share::{Discordant, tango};
pub(super) use quantile::{between, ranks_of};
pub use quantile::{quantile, sorted};
pub(crate) use rounding::{above_rounding, above_rounding_or_zero, varies};
#[doc(hidden)]
pub use scale::Scale;
pub use share::share_interval;
pub(crate) use share::share_interval_of;
pub(crate) use skewness::{skewness, two_sided};
pub(crate) use student::{t_975, t_above};
