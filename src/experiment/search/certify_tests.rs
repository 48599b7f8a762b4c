use std::ops::Range;

use super::*;
use crate::experiment::design::sampling::Stream;
use crate::math::inverse_normal;

const AIM: Aim = Aim { scale: Scale::Unbounded, epsilon: 1.0 };

/// Candidates with known means, noise of their own and noise that all share.
fn run(means: &[Vec<f64>], cost: Option<&[f64]>, asked: CertifyQuestion<'_>, problem: u32) -> Certified {
    let mut more = |active: &[usize], blocks: Range<u32>| {
        let value = |candidate: usize, block: u32, objective: usize| {
            let normal = |number: u32| inverse_normal(Stream::new(u64::from(problem), 900 + objective as u32, number).uniform());
            means[candidate][objective] + 5.0 * normal(block) + normal(block * 64 + candidate as u32 + 1_000_000)
        };
        let row = |candidate: usize, block: u32| -> Row {
            let objectives = (0..means[candidate].len()).map(|objective| Some(value(candidate, block, objective)));
            let noise = f64::from(block * 7 % 11) / 100.0 - 0.05;
            objectives.chain(cost.map(|cost| Some(cost[candidate] + noise))).collect()
        };
        Ok::<_, ()>(active.iter().map(|c| blocks.clone().map(|b| row(*c, b)).collect()).collect::<Vec<Vec<Row>>>())
    };
    certify(asked, means.len(), &mut more).unwrap()
}

fn asked(aims: &[Aim], cost_limit: Option<f64>) -> CertifyQuestion<'_> {
    CertifyQuestion { aims, cost_limit, error: 0.05, most: 4000 }
}

#[test]
fn the_best_is_reported_those_near_it_are_as_good_and_the_rest_is_beaten() {
    let means: Vec<Vec<f64>> = [5.0, 5.2, 1.0, 3.0].map(|mean| vec![mean]).to_vec();
    let found = run(&means, None, asked(&[AIM], None), 1);
    assert!(found.reached && found.reported.len() == 1 && found.reported[0] < 2, "{:?}", found.reported);
    let other = 1 - found.reported[0];
    assert_eq!(found.status[other], CandidateStatus::AsGood(found.reported[0]));
    assert!(matches!(found.status[2], CandidateStatus::Beaten(_)) && matches!(found.status[3], CandidateStatus::Beaten(_)));
}

#[test]
fn of_two_objectives_the_front_is_reported_and_what_it_covers_is_not() {
    let means = vec![vec![9.0, 0.0], vec![6.0, 6.0], vec![0.0, 9.0], vec![5.8, 5.8], vec![0.0, 0.0]];
    let found = run(&means, None, asked(&[AIM, AIM], None), 2);
    assert!(found.reached);
    let mut reported = found.reported.clone();
    reported.sort_unstable();
    assert!(reported.len() == 3 && reported.contains(&0) && reported.contains(&2), "{reported:?}");
    assert!(matches!(found.status[4], CandidateStatus::Beaten(_)));
}

#[test]
fn what_costs_too_much_is_neither_reported_nor_in_the_way() {
    let means: Vec<Vec<f64>> = [9.0, 5.0, 1.0].map(|mean| vec![mean]).to_vec();
    let found = run(&means, Some(&[40.0, 30.0, 10.0]), asked(&[AIM], Some(33.0)), 3);
    assert_eq!((found.reached, found.reported.clone(), found.status[0]), (true, vec![1], CandidateStatus::TooDear));
}

#[test]
fn too_few_blocks_certify_nothing_and_say_so() {
    let means: Vec<Vec<f64>> = [5.0, 5.5].map(|mean| vec![mean]).to_vec();
    let found = run(&means, None, CertifyQuestion { most: 40, ..asked(&[AIM], None) }, 4);
    assert!(!found.reached && found.blocks == 40 && found.reported.len() == 1);
    assert_eq!(found.status.iter().filter(|status| **status == CandidateStatus::Open).count(), 1);
}

#[test]
fn a_candidate_alone_is_certified_at_once() {
    let found = run(&[vec![1.0]], None, asked(&[AIM], None), 5);
    assert_eq!((found.reached, found.reported.clone()), (true, vec![0]));
}
