//! Numbers as a page shows them: the digits that an interval deserves, a true minus, commas at thousands.

use crate::report::output::text::{decimals, places};

/// A mean and its interval as shown, all at the same decimals.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownInterval {
    /// The mean.
    pub value: String,
    /// The lower end.
    pub low: String,
    /// The upper end.
    pub high: String,
}

/// How numbers of a unit are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Key of its words.
    pub key: &'static str,
    /// What a number is multiplied with: 100 where shares are shown in per cent.
    pub factor: f64,
}

/// How a unit of the tables is shown; one that is not known stands as it is.
pub fn unit(name: &str) -> Unit {
    let (key, factor) = match name {
        "bn KRW/yr" => ("bn_yearly", 1.0),
        "bn KRW" => ("bn", 1.0),
        "M KRW/yr" => ("m_yearly", 1.0),
        "M KRW" => ("m", 1.0),
        "share" => ("percent", 100.0),
        "labels" => ("labels", 1.0),
        "labels/yr" => ("labels_yearly", 1.0),
        "creators/yr" => ("creators_yearly", 1.0),
        "works/quarter" => ("works_quarterly", 1.0),
        "1/yr" => ("growth", 100.0),
        _ => ("plain", 1.0),
    };
    Unit { key, factor }
}

/// A number at so many decimals: a true minus, commas at thousands, never a signed zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !zero { "\u{2212}" } else { "" };
    format!("{sign}{}{rest}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let lead = digits.len() % 3;
    let mut groups: Vec<&str> = if lead > 0 { vec![&digits[..lead]] } else { vec![] };
    groups.extend((lead..digits.len()).step_by(3).map(|start| &digits[start..start + 3]));
    groups.join(",")
}

/// A number at three significant digits.
pub fn number(value: f64) -> String {
    if value == 0.0 { "0".into() } else { fixed(value, decimals(value, 3)) }
}

/// A whole number.
pub fn count(value: usize) -> String {
    fixed(value as f64, 0)
}

/// The same with a plus where it is above 0.
pub fn signed(text: String) -> String {
    let zero = text.chars().all(|c| matches!(c, '0' | '.' | ','));
    if zero || text.starts_with('\u{2212}') { text } else { format!("+{text}") }
}

/// A mean with its interval: two digits of its half-width, and no end that is not 0 shown as 0.
pub fn interval(value: f64, low: f64, high: f64) -> ShownInterval {
    let near_zero = low.abs().min(high.abs());
    let mut places = places((high - low) / 2.0, low.abs().max(high.abs()));
    let vanishes = |places: usize| fixed(near_zero, places).chars().all(|c| matches!(c, '0' | '.'));
    while near_zero > 0.0 && places < 9 && vanishes(places) {
        places += 1;
    }
    ShownInterval { value: fixed(value, places), low: fixed(low, places), high: fixed(high, places) }
}

/// A share between 0 and 1 in per cent; what is not 0 or 1 is not shown as 0 or 100.
pub fn percent(share: f64) -> String {
    let places = if share > 0.0 && share < 0.01 || share < 1.0 && share > 0.99 { 1 } else { 0 };
    // The nearest number that does not pretend to be certain.
    let shown = if places == 1 { (100.0 * share).clamp(0.1, 99.9) } else { 100.0 * share };
    fixed(shown, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_and_a_true_minus() {
        assert_eq!(fixed(-1234567.89, 1), "\u{2212}1,234,567.9");
        assert_eq!(fixed(-0.001, 1), "0.0");
        assert_eq!(number(2205.1), "2,205");
        assert_eq!(number(0.061_84), "0.0618");
        assert_eq!(signed(number(71.28)), "+71.3");
        assert_eq!(signed(number(0.0)), "0");
    }

    #[test]
    fn an_interval_shows_two_digits_of_its_half_width() {
        let shown = interval(70.91, 59.21, 82.61);
        assert_eq!((shown.value.as_str(), shown.low.as_str(), shown.high.as_str()), ("71", "59", "83"));
        let near = interval(0.0115, 0.0004, 0.0226);
        assert_eq!((near.low.as_str(), near.high.as_str()), ("0.0004", "0.0226"));
    }

    #[test]
    fn a_share_that_is_not_certain_is_not_shown_as_certain() {
        assert_eq!([0.0, 0.004, 0.5, 0.995, 1.0].map(percent), ["0", "0.4", "50", "99.5", "100"]);
        assert_eq!([0.0001, 0.99996].map(percent), ["0.1", "99.9"]);
    }
}
