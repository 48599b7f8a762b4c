use super::*;
use crate::experiment::design::sampling::StreamPurpose;
use crate::experiment::search::known_outcomes;
use crate::scenario::Overrides;

/// A search file of three instruments, with more text at its end.
fn file(more: &str) -> SearchFile {
    let text = format!(
        "title = \"t\"\nwhy = \"w\"\nbudget = 1000\n[[objectives]]\noutcome = \"export_revenue\"\nepsilon = 1\n{more}\n\
         [instruments.production_grant]\nchoices = {{ selection = [\"merit\", \"lottery\"] }}\n[instruments.brokerage]\nmost = 0.5\n\
         [instruments.touring_voucher]\nleast = 0.1\n[lattice]\nunits = 10\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("three.toml");
    std::fs::write(&path, text).unwrap();
    SearchFile::load(&path, &known_outcomes(), &Overrides::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn the_lattice_has_every_mix_within_the_limits_once() {
    let file = file("");
    let space = Space { file: &file, budget: 0 };
    let mixes = space.first_look();
    // Touring from 1 to 10 tenths, brokerage to 5: grants get the rest, with two choices where there is any.
    let expected: usize = (1..=10).flat_map(|t| (0..=5.min(10 - t)).map(move |b| if t + b < 10 { 2 } else { 1 })).sum();
    assert_eq!(mixes.len(), expected);
    assert_eq!(mixes.iter().collect::<HashSet<_>>().len(), mixes.len());
    assert!(mixes.iter().all(|mix| mix.money.iter().sum::<u64>() == 1000 && space.allows(mix)));
}

#[test]
fn random_mixes_and_a_part_of_the_lattice_keep_to_all_limits() {
    let file = file("[[constraints]]\ninstruments = [\"production_grant\", \"brokerage\"]\nat_least = 0.6\n");
    let space = Space { file: &file, budget: 0 };
    for slot in 0..200 {
        let mix = space.random(&mut Stream::new(1, StreamPurpose::Challenge as u32, slot)).unwrap();
        assert!(mix.money.iter().sum::<u64>() == 1000 && mix.money[2] >= 99 && mix.money[1] <= 501 && mix.money[0] + mix.money[1] >= 599, "{mix:?}");
    }
    let part = space.subset(20);
    assert!(part.len() == 20 && part.iter().all(|mix| space.allows(mix)));
    assert_eq!(part, space.subset(20));
}

#[test]
fn shares_are_repaired_to_the_nearest_that_keep_to_limits() {
    let file = file("");
    let shares = Space { file: &file, budget: 0 }.repaired(&[0.2, 0.9, -0.1]);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && shares[1] <= 0.5 && shares[2] >= 0.1, "{shares:?}");
    assert_eq!(in_units(&[0.335, 0.335, 0.33], 10), [4, 3, 3]);
}
