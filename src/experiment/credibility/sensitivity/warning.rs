//! What a reader of indices must know before trusting them, with advice.

use super::{Sensitivity, SensitivityMeasure};

/// Half-width of an interval above which an index has not converged.
const WIDE: f64 = 0.1;
/// The same for mu*, relative to the largest one.
const WIDE_EFFECT: f64 = 0.25;
/// First-order indices below this are an error of the estimate, not a small index.
const NEGATIVE: f64 = -0.05;
/// First-order indices that add up to more than this are an error of the estimate.
const SUM: f64 = 1.1;
/// Share of noise in the means above which the total indices say little about parameters.
const MUCH_NOISE: f64 = 0.2;

/// A reason not to trust indices as they stand. Parameters are positions.
#[derive(Clone, Debug, PartialEq)]
pub enum SensitivityWarning {
    /// The outcome is the same at all points.
    Still,
    /// Hardly a block is complete.
    Nothing,
    /// Blocks were left out because a point has no value.
    LeftOut(usize, usize),
    /// Runs without a value: the means of their points are over fewer.
    Missing(usize),
    /// Some points have more replicates than are used.
    CutShort(usize, usize),
    /// With one replicate, noise cannot be told from parameters.
    OneReplicate,
    /// Much of the variance of the means is noise, which total indices may hold.
    Noise(f64),
    /// The same where mu* may hold it.
    NoiseOfEffects(f64),
    /// Intervals are wide; the widest half-width.
    Wide(Vec<usize>, f64),
    /// First-order indices are clearly negative.
    Negative(Vec<usize>),
    /// First-order indices add up to more than 1.
    SumAboveOne(f64),
}

/// The warnings of an outcome, the gravest first.
pub fn warnings(found: &Sensitivity) -> Vec<SensitivityWarning> {
    let mut warnings = Vec::new();
    let without = found.indices.iter().all(|i| i.parameter.is_none() || i.value.estimate.is_none());
    if without {
        warnings.push(if found.blocks > 1 { SensitivityWarning::Still } else { SensitivityWarning::Nothing });
    }
    if found.blocks < found.planned {
        warnings.push(SensitivityWarning::LeftOut(found.planned - found.blocks, found.planned));
    }
    if found.missing > 0 {
        warnings.push(SensitivityWarning::Missing(found.missing));
    }
    if found.replicates < found.most_replicates {
        warnings.push(SensitivityWarning::CutShort(found.replicates, found.most_replicates));
    }
    if without {
        return warnings;
    }
    match found.overall(SensitivityMeasure::NoiseOfMeans).and_then(|noise| noise.estimate) {
        _ if found.replicates == 1 => warnings.push(SensitivityWarning::OneReplicate),
        Some(noise) if noise > MUCH_NOISE => {
            let of_effects = found.of(SensitivityMeasure::MuStar).next().is_some();
            warnings.push(if of_effects { SensitivityWarning::NoiseOfEffects(noise) } else { SensitivityWarning::Noise(noise) });
        }
        _ => {}
    }
    warnings.extend(of_convergence(found));
    warnings
}

fn of_convergence(found: &Sensitivity) -> Vec<SensitivityWarning> {
    let mut warnings = Vec::new();
    let largest = found.of(SensitivityMeasure::MuStar).filter_map(|(_, value)| value.estimate).fold(0.0, f64::max);
    let indices = [SensitivityMeasure::FirstOrder, SensitivityMeasure::Total].into_iter().flat_map(|measure| found.of(measure));
    let halves = indices.filter_map(|(parameter, value)| Some((parameter, value.half_width()?, WIDE)));
    let effects = found.of(SensitivityMeasure::MuStar).filter_map(|(parameter, value)| Some((parameter, value.half_width()?, WIDE_EFFECT * largest)));
    let wide: Vec<(usize, f64, f64)> = halves.chain(effects).filter(|(_, half, most)| half > most).collect();
    if !wide.is_empty() {
        let mut parameters: Vec<usize> = wide.iter().map(|w| w.0).collect();
        parameters.sort_unstable();
        parameters.dedup();
        warnings.push(SensitivityWarning::Wide(parameters, wide.iter().map(|w| w.1).fold(0.0, f64::max)));
    }
    let negative: Vec<usize> =
        found.of(SensitivityMeasure::FirstOrder).filter(|(_, v)| v.estimate.is_some_and(|e| e < NEGATIVE)).map(|(p, _)| p).collect();
    if !negative.is_empty() {
        warnings.push(SensitivityWarning::Negative(negative));
    }
    if let Some(sum) = found.overall(SensitivityMeasure::Sum).and_then(|sum| sum.estimate).filter(|sum| *sum > SUM) {
        warnings.push(SensitivityWarning::SumAboveOne(sum));
    }
    warnings
}

impl SensitivityWarning {
    /// The warning as a sentence with advice, with the names of parameters and what blocks of the design are called.
    pub fn sentence(&self, parameters: &[String], blocks: &str) -> String {
        let names = |positions: &[usize]| positions.iter().map(|p| parameters[*p].as_str()).collect::<Vec<_>>().join(", ");
        match self {
            Self::Still => "it does not vary over the design: there is nothing to attribute".into(),
            Self::Nothing => format!("fewer than two {blocks} of the design have a value at all their points; let the sweep go on"),
            Self::LeftOut(left_out, planned) => {
                format!("{left_out} of {planned} {blocks} are left out: a point of each has no run with a value (failed, or not yet run)")
            }
            Self::Missing(runs) => {
                format!("{runs} runs have no value (failed, or the outcome does not exist); the means of their points are over fewer")
            }
            Self::CutShort(used, most) => {
                format!(
                    "some points have {most} replicates, others {used}: {used} are used, so that all points meet the same luck; finish the sweep to use all"
                )
            }
            Self::OneReplicate => "with one replicate, luck cannot be told from parameters; run two or more".into(),
            Self::Noise(share) => {
                format!(
                    "{:.0} % of the variance of the means is luck, of which every total index may hold as much; more replicates lessen it",
                    100.0 * share
                )
            }
            Self::NoiseOfEffects(share) => {
                format!(
                    "{:.0} % of the variance of the means is luck, which makes effects that do not exist: what is marked `may be luck` can be \
                     nothing else; more replicates lessen it",
                    100.0 * share
                )
            }
            Self::Wide(wide, half) => {
                format!("not converged: intervals of {} are wide (up to ±{}); more {blocks} narrow them", names(wide), short(*half))
            }
            Self::Negative(negative) => format!("not converged: the first-order index of {} is negative; more blocks bring it up", names(negative)),
            Self::SumAboveOne(sum) => {
                format!("not converged: first-order indices add up to {sum:.2}, and cannot exceed 1; more blocks bring it down")
            }
        }
    }
}

/// A number at two or three digits.
fn short(value: f64) -> String {
    if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}
