//! Lists of the numbers of rows for which something holds.

/// The numbers below `n` for which something holds, ascending; without branches, for it is hard to foretell.
pub fn list(numbers: &mut Vec<u32>, n: usize, holds: impl Fn(usize) -> bool) {
    numbers.resize(n, 0);
    let mut listed = 0;
    for x in 0..n {
        numbers[listed] = x as u32;
        listed += usize::from(holds(x));
    }
    numbers.truncate(listed);
}

/// Keeps the numbers for which something holds, in their order; without branches.
pub fn keep(numbers: &mut Vec<u32>, holds: impl Fn(usize) -> bool) {
    let mut kept = 0;
    for n in 0..numbers.len() {
        let x = numbers[n];
        numbers[kept] = x;
        kept += usize::from(holds(x as usize));
    }
    numbers.truncate(kept);
}
