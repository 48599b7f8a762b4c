use super::warning::SensitivityWarning;
use super::*;
use crate::experiment::design::sampling::{Stream, StreamPurpose, saltelli, trajectory};

const HOW: Resampling = Resampling { resamples: 200, seed: 1, confidence: 0.95 };

/// Points of Saltelli's scheme for two parameters.
fn design(base: usize) -> (Vec<Vec<f64>>, PointScheme) {
    let blocks = (0..base).map(|block| (4 * block..4 * block + 4).collect()).collect();
    (saltelli(base, 2, 3).unwrap(), PointScheme::Saltelli(blocks))
}

/// x + 2 y, with noise of each point's own of this standard deviation in each of the replicates.
fn runs(points: &[Vec<f64>], replicates: usize, noise: f64) -> Vec<Vec<Option<f64>>> {
    let mut stream = Stream::new(2, 0, 0);
    let mut run = |p: &Vec<f64>| Some(p[0] + 2.0 * p[1] + noise * 12.0_f64.sqrt() * (stream.uniform() - 0.5));
    points.iter().map(|p| (0..replicates).map(|_| run(p)).collect()).collect()
}

fn estimates(found: &Sensitivity, measure: SensitivityMeasure) -> Vec<f64> {
    found.of(measure).map(|(_, value)| value.estimate.unwrap()).collect()
}

fn share(found: &Sensitivity, measure: SensitivityMeasure) -> f64 {
    found.overall(measure).unwrap().estimate.unwrap()
}

#[test]
fn parameters_are_ranked_and_intervals_hold_the_known_indices() {
    let (points, scheme) = design(512);
    let found = sensitivity(&scheme, 2, &runs(&points, 1, 0.0), &HOW);
    assert_eq!(found.ranked(), [1, 0]);
    for ((_, value), known) in found.of(SensitivityMeasure::FirstOrder).chain(found.of(SensitivityMeasure::Total)).zip([0.2, 0.8, 0.2, 0.8]) {
        assert!(value.lower.unwrap() < known && known < value.upper.unwrap(), "{value:?}");
    }
    assert_eq!(warnings(&found), [SensitivityWarning::OneReplicate]);
}

#[test]
fn noise_in_the_means_is_part_of_every_total_index_and_of_no_first_order_one() {
    let (points, scheme) = design(1024);
    // Variance of the parameters: 5 / 12. Noise of the means of 4 replicates: 5 / 48.
    let noise = (5.0_f64 / 12.0).sqrt();
    let found = sensitivity(&scheme, 2, &runs(&points, 4, noise), &HOW);
    assert!((share(&found, SensitivityMeasure::NoiseOfMeans) - 0.2).abs() < 0.03);
    assert!((share(&found, SensitivityMeasure::NoiseOfRuns) - 0.5).abs() < 0.03);
    let (first, total) = (estimates(&found, SensitivityMeasure::FirstOrder), estimates(&found, SensitivityMeasure::Total));
    for (found, known) in first.iter().chain(&total).zip([0.8 * 0.2, 0.8 * 0.8, 0.8 * 0.2 + 0.2, 0.8 * 0.8 + 0.2]) {
        assert!((found - known).abs() < 0.05, "{found} is not {known}");
    }
}

#[test]
fn a_sweep_cut_short_uses_the_replicates_that_all_points_have() {
    let (points, scheme) = design(64);
    let whole = runs(&points, 3, 1.0);
    let mut cut = whole.clone();
    cut[100..].iter_mut().for_each(|point| point.truncate(2));
    let two: Vec<Vec<Option<f64>>> = whole.iter().map(|point| point[..2].to_vec()).collect();
    let (cut, two) = (sensitivity(&scheme, 2, &cut, &HOW), sensitivity(&scheme, 2, &two, &HOW));
    assert_eq!(cut.indices, two.indices);
    assert!(warnings(&cut).contains(&SensitivityWarning::CutShort(2, 3)));
}

#[test]
fn points_that_were_not_run_leave_out_their_blocks_alone() {
    let (points, scheme) = design(64);
    let mut cut = runs(&points, 1, 0.0);
    cut[200..].iter_mut().for_each(Vec::clear);
    let found = sensitivity(&scheme, 2, &cut, &HOW);
    assert_eq!((found.blocks, found.planned), (50, 64));
    assert!(warnings(&found).contains(&SensitivityWarning::LeftOut(14, 64)));
}

#[test]
fn a_failed_run_is_missing_from_the_mean_of_its_point_and_is_told() {
    let (points, scheme) = design(64);
    let mut runs = runs(&points, 2, 0.1);
    (runs[5][1], runs[9][0], runs[9][1]) = (None, None, None);
    let found = sensitivity(&scheme, 2, &runs, &HOW);
    assert_eq!((found.blocks, found.missing), (63, 3));
    assert!(warnings(&found).contains(&SensitivityWarning::LeftOut(1, 64)) && warnings(&found).contains(&SensitivityWarning::Missing(3)));
}

#[test]
fn an_outcome_that_does_not_vary_has_empty_indices() {
    let (points, scheme) = design(16);
    let found = sensitivity(&scheme, 2, &vec![vec![Some(0.1); 2]; points.len()], &HOW);
    assert!(found.indices.iter().all(|i| i.value == Estimated::default()));
    assert_eq!(warnings(&found), [SensitivityWarning::Still]);
    let nothing = sensitivity(&scheme, 2, &vec![vec![None; 2]; points.len()], &HOW);
    assert_eq!(warnings(&nothing)[0], SensitivityWarning::Nothing);
    assert_eq!(sensitivity(&scheme, 2, &vec![vec![]; points.len()], &HOW).replicates, 0);
}

#[test]
fn few_blocks_have_not_converged_and_say_so() {
    let (points, scheme) = design(8);
    let found = sensitivity(&scheme, 2, &runs(&points, 2, 0.5), &HOW);
    assert!(warnings(&found).iter().any(|w| matches!(w, SensitivityWarning::Wide(..))), "{:?}", warnings(&found));
    let names = ["x".to_string(), "y".to_string()];
    let wide = SensitivityWarning::Wide(vec![0, 1], 0.234).sentence(&names, "blocks");
    assert_eq!(wide, "not converged: intervals of x, y are wide (up to ±0.23); more blocks narrow them");
}

#[test]
fn morris_measures_stand_beside_the_effect_that_noise_alone_would_give() {
    let paths: Vec<Vec<Vec<f64>>> = (0..20).map(|n| trajectory(2, &mut Stream::new(1, StreamPurpose::Trajectory as u32, n))).collect();
    let points: Vec<Vec<f64>> = paths.concat();
    let step = |to: usize| {
        let factor = usize::from(points[to][0] == points[to - 1][0]);
        MorrisStep { from: to - 1, to, factor, share: points[to][factor] - points[to - 1][factor] }
    };
    let scheme = PointScheme::Morris((0..20).map(|path| (3 * path + 1..3 * path + 3).map(step).collect()).collect());
    let still = sensitivity(&scheme, 2, &runs(&points, 2, 0.0), &HOW);
    assert!(estimates(&still, SensitivityMeasure::MuStar).iter().zip([1.0, 2.0]).all(|(found, known)| (found - known).abs() < 1e-9));
    assert_eq!((still.ranked(), share(&still, SensitivityMeasure::NoiseMuStar)), (vec![1, 0], 0.0));
    let noisy = sensitivity(&scheme, 2, &runs(&points, 2, 1.0), &HOW);
    // Two means over 2 replicates differ by noise of variance 1: sqrt(2 / pi) / (2 / 3).
    assert!((share(&noisy, SensitivityMeasure::NoiseMuStar) - 1.197).abs() < 0.25, "{noisy:?}");
    let drowned = sensitivity(&scheme, 2, &runs(&points, 2, 6.0), &HOW);
    assert!(!still.may_be_noise(0) && !noisy.may_be_noise(1) && drowned.may_be_noise(0), "{drowned:?}");
    let said: Vec<String> = warnings(&noisy).iter().map(|warning| warning.sentence(&["x".into(), "y".into()], noisy.blocks_are())).collect();
    assert!(said.iter().any(|text| text.contains("marked `may be luck`")), "{said:?}");
    assert!(said.iter().all(|text| !text.contains("total index") && !text.contains("blocks")), "{said:?}");
}

#[test]
fn a_number_that_varies_by_its_rounding_alone_has_no_indices() {
    let (points, scheme) = design(64);
    let rounding = |(n, _): (usize, &Vec<f64>)| vec![Some(if n % 3 == 0 { 0.3 } else { 0.1 + 0.2 })];
    let found = sensitivity(&scheme, 2, &points.iter().enumerate().map(rounding).collect::<Vec<_>>(), &HOW);
    assert!(found.indices.iter().all(|index| index.value.estimate.is_none_or(|e| e == 0.0)), "{:?}", found.indices);
    assert!(found.of(SensitivityMeasure::FirstOrder).all(|(_, value)| value.estimate.is_none()));
}

#[test]
fn rounding_beside_a_few_real_differences_makes_no_indices_without_bound() {
    // One point of 256 differs, the others by their rounding alone: resamples without that point's block do not vary.
    let (points, scheme) = design(64);
    let value = |n: usize| if n == 6 { 0.4 } else { [0.3, 0.1 + 0.2, 0.30000000000000004][n % 3] };
    let found = sensitivity(&scheme, 2, &(0..points.len()).map(|n| vec![Some(value(n))]).collect::<Vec<_>>(), &HOW);
    for index in &found.indices {
        let ends = [index.value.estimate, index.value.lower, index.value.upper];
        assert!(ends.into_iter().flatten().all(|end| end.abs() < 1000.0), "{index:?}");
    }
}
