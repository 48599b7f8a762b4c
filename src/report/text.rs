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
fn decimals(value: f64, digits: i32) -> usize {
    let magnitude = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    (digits - 1 - magnitude).clamp(0, 9) as usize
}

/// A number at four significant digits.
pub fn rounded(value: f64) -> String { fixed(value, decimals(value, 4)) }

/// A number at so many decimals, never `-0`.
fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_string(),
        _ => text,
    }
}

/// A value and half the width of its interval, both at the decimals that the interval deserves.
pub fn with_half_width(value: f64, half_width: Option<f64>, sign: bool) -> String {
    let Some(half) = half_width else { return rounded(value) };
    let places = if half > 0.0 { decimals(half, 2) } else { decimals(value, 4) };
    let plus = if sign && value > 0.0 { "+" } else { "" };
    format!("{plus}{} ±{}", fixed(value, places), fixed(half, places))
}

/// A value at the decimals that the width of its interval deserves.
pub fn within(value: f64, low: f64, high: f64) -> String {
    if high > low { fixed(value, decimals((high - low) / 2.0, 2)) } else { rounded(value) }
}

/// Two ends of an interval, at the decimals that its width deserves.
pub fn interval(low: f64, high: f64) -> String {
    let places = if high > low { decimals((high - low) / 2.0, 2) } else { decimals(low, 4) };
    format!("{} to {}", fixed(low, places), fixed(high, places))
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
        assert_eq!(interval(-0.01234, 0.02), "-0.012 to 0.020");
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
