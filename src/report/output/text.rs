//! Numbers and tables for people to read on a screen.

/// Aligned columns: the first to the left, the others to the right; one line per row.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("  {cell:>width$}"),
        });
        cells.collect::<String>().trim_end().to_string() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Decimals at which a number shows so many significant digits, none before a whole number's.
pub fn decimals(value: f64, digits: i32) -> usize {
    let magnitude = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    (digits - 1 - magnitude).clamp(0, 9) as usize
}

/// A number at four significant digits.
pub fn rounded(value: f64) -> String {
    fixed(value, decimals(value, 4))
}

/// A number at so many decimals, never `-0`.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_string(),
        _ => text,
    }
}

/// A value and half the width of its interval, both at the decimals that the interval deserves.
pub fn with_half_width(value: f64, half_width: Option<f64>, sign: bool) -> String {
    let Some(half) = half_width else { return rounded(value) };
    if value == 0.0 && half == 0.0 {
        return "0".into();
    }
    let places = places(half, value);
    let plus = if sign && value > 0.0 { "+" } else { "" };
    format!("{plus}{} ±{}", fixed(value, places), fixed(half, places))
}

/// Decimals for a number with half the width of its interval: two digits of the width, but no more
/// than four of the number itself.
pub fn places(half: f64, size: f64) -> usize {
    if half > 0.0 { decimals(half, 2).min(decimals(size, 4)) } else { decimals(size, 4) }
}

/// An interval and the value inside it, as text: `value`, `low to high`. The end next to zero
/// is never shown as zero.
pub fn value_and_interval(value: f64, low: f64, high: f64) -> (String, String) {
    let near_zero = low.abs().min(high.abs());
    let mut places = places((high - low) / 2.0, low.abs().max(high.abs()));
    while near_zero > 0.0 && places < 9 && fixed(near_zero, places).parse() == Ok(0.0) {
        places += 1;
    }
    (fixed(value, places), format!("{} to {}", fixed(low, places), fixed(high, places)))
}

/// A count with its noun: `1 replicate`, `20 replicates`, `3 mixes`.
pub fn counted(count: usize, noun: &str) -> String {
    let ending = match (count, noun.ends_with('x')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{count} {noun}{ending}")
}

/// Words joined as in a sentence: a, b and c.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_four_digits_and_no_exponent() {
        for (value, text) in [(2189.18, "2189"), (0.472_548, "0.4725"), (0.0, "0.000"), (-12.345, "-12.35"), (1.0e6, "1000000")] {
            assert_eq!(rounded(value), text);
        }
    }

    #[test]
    fn a_difference_shows_the_digits_its_interval_deserves() {
        assert_eq!(with_half_width(12.3456, Some(2.1987), true), "+12.3 ±2.2");
        assert_eq!(with_half_width(-0.0004, Some(0.012), true), "0.000 ±0.012");
        assert_eq!(with_half_width(3.0, None, true), "3.000");
        assert_eq!(with_half_width(8.474_301, Some(0.000_91), true), "+8.474 ±0.001");
        assert_eq!(with_half_width(0.0, Some(0.0), true), "0");
    }

    #[test]
    fn an_interval_that_excludes_zero_does_not_show_it() {
        let shown = |value, low, high| value_and_interval(value, low, high).1;
        assert_eq!(shown(0.0, -0.01234, 0.02), "-0.012 to 0.020");
        assert_eq!(shown(0.0115, 0.0004, 0.0226), "0.0004 to 0.0226");
        assert_eq!(shown(8.4743, 8.473_39, 8.475_22), "8.473 to 8.475");
        assert_eq!(shown(0.0, 0.0, 0.0), "0.000 to 0.000");
    }

    #[test]
    fn a_table_is_aligned_by_letters_not_bytes() {
        let rows = [vec!["a".to_string(), "±1".to_string()], vec!["bcd".to_string(), "100".to_string()]];
        assert_eq!(aligned(&rows), "a     ±1\nbcd  100\n");
    }

    #[test]
    fn a_list_reads_as_in_a_sentence() {
        let words = ["a", "b", "c"].map(String::from);
        assert_eq!(listed(&words), "a, b and c");
        assert_eq!(listed(&words[..1]), "a");
    }
}
