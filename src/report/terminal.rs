//! The first screen of the page in the terminal: the same sentences, wrapped to its width, and a line for each option.

use std::io::IsTerminal;
use std::path::Path;

use super::html::{Overview, first_screen};
use super::output::text::aligned;

/// Widest line, and that where the output is no terminal.
const WIDEST: usize = 110;
const UNKNOWN: usize = 100;
/// Most lines of all: what is said last gives way.
const LINES: usize = 25;
/// Statements that give way first, by name.
const LEAST_FIRST: [&str; 3] = ["hangs", "loses", "small"];
/// Widest heading of a column.
const HEADING: usize = 20;

/// What the terminal shows of a comparison.
#[derive(Debug)]
pub(crate) struct FirstScreen {
    /// The answer, what it rests on and how sure it is.
    pub text: String,
    /// A line for each option.
    pub table: String,
}

/// The first screen of a folder; none where no policy was compared.
pub(crate) fn of_folder(folder: &Path) -> Result<Option<FirstScreen>, String> {
    let width = if std::io::stdout().is_terminal() { textwrap::termwidth().clamp(40, WIDEST) } else { UNKNOWN };
    let both = |screen: Overview| {
        let table = table(&screen);
        FirstScreen { text: text(&screen, width, LINES.saturating_sub(table.lines().count() + 1)), table }
    };
    Ok(first_screen(folder)?.map(both))
}

/// The sentences, in so many lines: those that say least are left to the page.
fn text(screen: &Overview, width: usize, lines: usize) -> String {
    let mut said: Vec<(&str, String)> = vec![("", wrapped(&screen.answer, width)), ("", wrapped(&screen.basis, width))];
    said.extend(screen.confidence.iter().map(|of| (of.name, wrapped(&format!("{}: {}", of.term, of.said), width))));
    for least in LEAST_FIRST {
        if said.iter().map(|(_, text)| text.lines().count()).sum::<usize>() > lines {
            said.retain(|(name, _)| *name != least);
        }
    }
    said.into_iter().map(|(_, text)| text).collect()
}

/// Lines of a paragraph, those after the first set in.
fn wrapped(paragraph: &str, width: usize) -> String {
    let options = textwrap::Options::new(width).subsequent_indent("  ");
    textwrap::wrap(paragraph, options).iter().map(|line| format!("{line}\n")).collect()
}

/// Options by their names, as commands take them; intervals in brackets.
fn table(screen: &Overview) -> String {
    let heads: Vec<Vec<String>> =
        screen.options.head.iter().map(|head| textwrap::wrap(head, HEADING).iter().map(ToString::to_string).collect()).collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    let line = |row: usize| heads.iter().map(|head| (row + head.len()).checked_sub(height).map_or(String::new(), |i| head[i].clone())).collect();
    let mut rows: Vec<Vec<String>> = (0..height).map(line).collect();
    for (name, cells) in screen.names.iter().zip(&screen.options.rows) {
        let shown =
            cells.iter().skip(1).map(|cell| if cell.below.is_empty() { cell.text.clone() } else { format!("{} ({})", cell.text, cell.below) });
        rows.push(std::iter::once(name.clone()).chain(shown).collect());
    }
    aligned(&rows).replace('\u{2212}', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::{Statement, sample_screen};

    #[test]
    fn the_screen_has_a_line_for_each_option_and_fits() {
        let mut screen = sample_screen();
        screen.confidence.push(Statement { name: "hangs", term: "What it hangs on most".into(), said: "a guess.".into() });
        let all = text(&screen, 80, 100);
        let few = text(&screen, 80, 1);
        assert!(all.contains("What it hangs on most") && !few.contains("What it hangs on most") && few.contains("Exports rise"), "{few}");
        let text = all;
        assert!(text.lines().all(|line| line.chars().count() <= 80) && text.starts_with("Exports rise"), "{text}");
        let table = table(&screen);
        assert!(table.lines().any(|line| line.starts_with("vouchers ") && line.contains("+80 (70 to 90)")), "{table}");
    }
}
