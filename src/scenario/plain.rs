//! Texts of people that end up in tables, pages and terminals: nothing in them may act on those who read.

use std::fmt::Write;

/// Longest title, characters.
pub const LONGEST_TITLE: usize = 300;
/// Longest sentence why, source or message, characters.
pub const LONGEST_TEXT: usize = 4000;
/// Longest name of a scenario, sweep, world or key, characters.
pub const LONGEST_NAME: usize = 150;

/// Whether a character does something where it is shown: control characters (a terminal obeys ESC) but line ends and
/// tabs, and marks that turn the direction of what follows (U+202A to 202E, U+2066 to 2069).
fn acts(letter: char) -> bool {
    let breaks = matches!(letter, '\n' | '\r' | '\t');
    (letter.is_control() && !breaks) || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Why a text cannot be shown, if it cannot: what is allowed and what was found.
pub fn refusal(text: &str, longest: usize) -> Option<(String, String)> {
    if let Some(letter) = text.chars().find(|letter| acts(*letter)) {
        let allowed = "letters, without control characters and marks of direction".to_owned();
        return Some((allowed, format!("the character U+{:04X}", u32::from(letter))));
    }
    let count = text.chars().count();
    (count > longest).then(|| (format!("at most {longest} characters"), format!("{count} characters")))
}

/// Why a name cannot be shown, if it cannot: a name stands on one line.
pub fn name_refusal(name: &str) -> Option<(String, String)> {
    let broken = name.contains(['\n', '\r', '\t']).then(|| ("a name on one line".to_owned(), format!("{name:?}")));
    broken.or_else(|| refusal(name, LONGEST_NAME))
}

/// A text with what acts shown by its number, cut where it is too long.
pub fn harmless(text: &str, longest: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(4 * longest));
    for (count, letter) in text.chars().enumerate() {
        if count == longest {
            shown.push_str(" ...");
            break;
        }
        match acts(letter) {
            true => write!(shown, "\\u{{{:x}}}", u32::from(letter)).expect("a text takes text"),
            false => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_refused_with_its_number_and_what_is_too_long_with_its_length() {
        for (text, found) in [("a\0b", "U+0000"), ("\u{1b}[31m", "U+001B"), ("\u{202e}abc", "U+202E"), ("\u{9b}2J", "U+009B"), ("x\u{7f}", "U+007F")]
        {
            let (allowed, told) = refusal(text, 100).unwrap();
            assert!(told.contains(found) && allowed.contains("without control characters"), "{told}");
        }
        assert_eq!(refusal("two\nlines", 100), None);
        assert_eq!(refusal("가나다 – “title”", 100), None);
        assert_eq!(refusal(&"x".repeat(101), 100).unwrap().1, "101 characters");
        assert!(name_refusal("two\nlines").is_some() && name_refusal("package-1_b").is_none());
    }

    #[test]
    fn a_harmless_text_shows_what_would_act_and_is_cut() {
        assert_eq!(harmless("a\u{1b}[31mb\n", 100), "a\\u{1b}[31mb\n");
        assert_eq!(harmless("abcdef", 3), "abc ...");
    }
}
