//! Where a value comes from: a place in a file, an option, or the registry.

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::{Problem, in_hand, regular_file, shipped};

/// Largest scenario file, bytes. The largest shipped one has some thousand.
const LARGEST: u64 = 1 << 20;

/// Characters of a line that a message shows around the mistake.
const SHOWN: usize = 120;

/// A scenario file that was read.
#[derive(Debug)]
pub(super) struct Source {
    /// Path as it was given.
    pub path: String,
    /// Text, valid UTF-8.
    pub text: String,
}

impl Source {
    /// Reads a file; refuses what cannot be a scenario before it is parsed.
    pub fn read(path: &Path) -> Result<Source, Problem> {
        let shown = path.display().to_string();
        let refuse = |what: &str| Problem { file: Some(shown.clone()), ..Problem::new(what) };
        if let Some(text) = in_hand::text(path) {
            return Ok(Source { path: shown, text });
        }
        if path.is_dir() {
            return Err(refuse("the scenario is a folder").allowed("a TOML file").found("a folder"));
        }
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(refuse("the scenario is no file on the disk").allowed("a TOML file").found("a pipe or a device"));
        }
        let mut bytes = Vec::new();
        let read = regular_file::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
        if let (Err(_), Some(text)) = (&read, shipped::text(path)) {
            return Ok(Source { path: shown, text: text.to_owned() });
        }
        if let Err(error) = read {
            let what = if error.kind() == ErrorKind::NotFound { "no such scenario file" } else { "the scenario file cannot be read" };
            let names = path.parent().map(neighbours).unwrap_or_default();
            let given = path.file_name().unwrap_or_default().to_string_lossy();
            return Err(refuse(what).found(error.to_string()).nearest(&given, names));
        }
        if bytes.len() as u64 > LARGEST {
            return Err(refuse("the scenario file is too large").allowed("at most 1 MiB").found("more than 1 MiB"));
        }
        let not_text = |at: usize| refuse("the scenario file is no text").allowed("UTF-8 text").found(format!("a binary byte at offset {at}"));
        let text = String::from_utf8(bytes).map_err(|error| not_text(error.utf8_error().valid_up_to()))?;
        if let Some(at) = text.find('\0') {
            return Err(not_text(at));
        }
        if text.trim().is_empty() {
            return Err(refuse("the scenario file is empty").allowed("a title, a sentence why, and what differs").found("nothing"));
        }
        Ok(Source { path: shown, text })
    }

    /// File name without its folders: what outputs show, for they must not depend on the machine.
    pub fn label(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }

    /// Line of a byte offset, from 1, and the offset at which the line starts.
    fn line(&self, offset: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (before.iter().filter(|byte| **byte == b'\n').count() + 1, start)
    }

    /// Places a problem at a span of the text, with the line and carets below it.
    pub fn place(&self, span: Range<usize>, problem: Problem) -> Problem {
        let mut at = span.start.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        // A mistake at the end of the text is shown behind its last line, not on the empty one that follows.
        if at == self.text.len() && at > 0 {
            at = self.text.trim_end().len();
        }
        let (line, start) = self.line(at);
        let column = self.text[start..at].chars().count();
        let rest = &self.text[start..];
        let whole = rest.split('\n').next().unwrap_or_default().trim_end();
        let bytes = span.end.clamp(at, self.text.len().max(at));
        let width = String::from_utf8_lossy(&self.text.as_bytes()[at..bytes]).lines().next().map_or(0, |l| l.chars().count());
        let excerpt = excerpt(whole, column, width);
        Problem { file: Some(self.path.clone()), line: Some(line), column: Some(column + 1), excerpt: Some(excerpt), ..problem }
    }
}

/// A line, cut to what can be shown, with carets under `width` characters from `column`.
fn excerpt(line: &str, column: usize, width: usize) -> String {
    let skipped = if column > SHOWN * 2 / 3 { column - SHOWN / 2 } else { 0 };
    let shown: String = line.chars().skip(skipped).take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let column = column - skipped;
    let carets = width.clamp(1, SHOWN.saturating_sub(column).max(1));
    format!("{shown}\n{}{}", " ".repeat(column), "^".repeat(carets))
}

/// Names of the scenario files in a folder.
fn neighbours(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".toml"));
    names.sort();
    names
}

/// Key that makes a scenario a core, and origin of what that switches off.
pub(super) const CORE: &str = "core";

/// Where a value was set.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// In a file.
    File {
        /// The file.
        source: Arc<Source>,
        /// Bytes of the value.
        span: Range<usize>,
    },
    /// By a scenario that is a core.
    Core,
    /// By an option of the command line, or by a design.
    Option {
        /// Name of the option, such as `--set`.
        option: Arc<str>,
        /// What was given, such as `fixed_cost.major=3`.
        given: Arc<str>,
    },
}

impl Origin {
    /// Places a problem here.
    pub fn place(&self, problem: Problem) -> Problem {
        match self {
            Self::File { source, span } => source.place(span.clone(), problem),
            Self::Core => problem,
            Self::Option { option, given } => {
                let at = given.find('=').map_or(0, |at| at + 1);
                let excerpt = excerpt(given, given[..at].chars().count(), given[at..].chars().count());
                Problem { file: Some(option.to_string()), excerpt: Some(excerpt), ..problem }
            }
        }
    }

    /// Places a problem with the path of an option, not with its value.
    pub fn place_path(&self, problem: Problem) -> Problem {
        let Self::Option { option, given } = self else { return self.place(problem) };
        let width = given.split('=').next().unwrap_or_default().chars().count();
        Problem { file: Some(option.to_string()), excerpt: Some(excerpt(given, 0, width)), ..problem }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { source, span } => write!(f, "{}:{}", source.label(), source.line(span.start).0),
            Self::Core => f.write_str(CORE),
            Self::Option { option, .. } => f.write_str(option),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(text: &str, span: Range<usize>) -> Problem {
        Source { path: "dir/a.toml".into(), text: text.into() }.place(span, Problem::new("x"))
    }

    #[test]
    fn a_problem_is_placed_at_its_line_and_column_in_characters() {
        let problem = placed("a = 1\n\"갑\" = 22\n", 14..16);
        assert_eq!((problem.line, problem.column), (Some(2), Some(7)));
        assert_eq!(problem.excerpt.as_deref(), Some("\"갑\" = 22\n      ^^"));
    }

    #[test]
    fn the_end_of_the_text_and_beyond_are_places_too() {
        assert_eq!(placed("a = [\n", 6..6).line, Some(1));
        assert_eq!(placed("a", 900..901).column, Some(2));
        assert_eq!(placed("", 0..0).line, Some(1));
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_mistake() {
        let text = format!("a = \"{}\"", "x".repeat(5000));
        let problem = placed(&text, 4000..4001);
        assert_eq!(problem.column, Some(4001));
        assert!(problem.excerpt.unwrap().len() < 300);
    }
}
