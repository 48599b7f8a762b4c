//! Certificates of searches on problems whose fronts are known: false ones are as rare as they say.

#[path = "../examples/certificates.rs"]
mod certificates;

use certificates::{CORRELATIONS, Made, NOISES, Noise, PROBLEMS, count};

#[test]
fn of_a_hundred_and_sixty_certificates_hardly_any_is_false() {
    let (mut reached, mut wrong, mut all) = (0, 0, 0);
    for problem in PROBLEMS {
        for noise in NOISES {
            for shared in CORRELATIONS {
                let found = count(problem, noise, shared, 3);
                (reached, wrong, all) = (reached + found.0, wrong + found.1, all + 3);
            }
        }
    }
    // Of 162 at 5 %, more than 15 are false with a probability below 1 %.
    assert!(wrong <= 15, "{wrong} of {reached} certificates are false");
    assert!(reached * 10 >= all * 8, "{reached} of {all} are reached");
}

#[test]
fn candidates_that_share_their_luck_need_fewer_blocks() {
    let blocks = |shared| count(Made::Zdt(1), Noise::Normal, shared, 6).2;
    let (alone, together) = (blocks(0.0), blocks(0.9));
    assert!(together < alone, "{together} against {alone}");
}
