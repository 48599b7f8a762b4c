//! What is wrong with a scenario, where, what is allowed and what was found.

use std::fmt;

/// One mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in a sentence.
    pub what: String,
    /// File in which it stands, or the option (`--set`) that gave it.
    pub file: Option<String>,
    /// Line in the file, from 1.
    pub line: Option<usize>,
    /// Column in the line, in characters from 1.
    pub column: Option<usize>,
    /// The line itself, and below it a line of carets under the mistake.
    pub excerpt: Option<String>,
    /// What is allowed.
    pub allowed: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// The nearest valid name, for a misspelt one.
    pub nearest: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// Adds what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// Adds what was found.
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds the nearest of the valid names, if one is near.
    pub fn nearest<S: AsRef<str>>(mut self, given: &str, names: impl IntoIterator<Item = S>) -> Self {
        self.nearest = nearest(given, names);
        self
    }
}

/// The valid name that a misspelt one probably means.
///
/// Damerau-Levenshtein similarity (edits and swapped neighbours, over the longer length) of at least 0.6, else the
/// first name that begins with what was given, a plural s aside, or ends with it.
pub fn nearest<S: AsRef<str>>(given: &str, names: impl IntoIterator<Item = S>) -> Option<String> {
    if given.len() > 100 {
        return None;
    }
    let given = given.to_lowercase().replace('-', "_");
    let names: Vec<S> = names.into_iter().collect();
    let score = |name: &S| strsim::normalized_damerau_levenshtein(&given, name.as_ref());
    let scored = names.iter().map(|name| (score(name), name)).filter(|(score, _)| *score >= 0.6);
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, name)| name);
    let long = given.len() >= 4;
    let begins = |name: &&S| long && name.as_ref().starts_with(given.strip_suffix('s').unwrap_or(&given));
    let ends = |name: &&S| long && name.as_ref().ends_with(&given);
    best.or_else(|| names.iter().find(begins)).or_else(|| names.iter().find(ends)).map(|name| name.as_ref().to_owned())
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        let number = self.line.map(|line| line.to_string()).unwrap_or_default();
        let gutter = " ".repeat(number.len().max(1));
        if let Some(file) = &self.file {
            write!(f, "\n{gutter}--> {file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        for (i, text) in self.excerpt.iter().flat_map(|excerpt| excerpt.lines()).enumerate() {
            if i == 0 {
                write!(f, "\n{gutter} |")?;
            }
            let margin = if i == 0 && self.line.is_some() { &number } else { &gutter };
            write!(f, "\n{margin} | {text}")?;
        }
        if let Some(allowed) = &self.allowed {
            write!(f, "\n{gutter} = allowed: {allowed}")?;
        }
        if let Some(found) = &self.found {
            write!(f, "\n{gutter} = found: {found}")?;
        }
        if let Some(nearest) = &self.nearest {
            write!(f, "\n{gutter} = nearest: {nearest}")?;
        }
        Ok(())
    }
}

/// All mistakes found, in the order of the files; never empty where it is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// `Ok(value)` when nothing is wrong.
    pub fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value()) } else { Err(self) }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                write!(f, "\n\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_prints_what_where_allowed_and_found() {
        let problem = Problem {
            file: Some("a.toml".into()),
            line: Some(12),
            column: Some(9),
            excerpt: Some("major = -3\n        ^^".into()),
            ..Problem::new("`fixed_cost.major` is out of range").allowed("a number from 0 to 9").found("-3")
        };
        let text = "`fixed_cost.major` is out of range\n  --> a.toml:12:9\n   |\n12 | major = -3\n   |         ^^\n   = allowed: a number from 0 to 9\n   = found: -3";
        assert_eq!(problem.to_string(), text);
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_a_strange_one_none() {
        let names = ["fixed_cost", "fee_base", "mid"];
        assert_eq!(nearest("fixed_csot", names), Some("fixed_cost".into()));
        assert_eq!(nearest("Fixed-Cost", names), Some("fixed_cost".into()));
        assert_eq!(nearest("cost", names), Some("fixed_cost".into()));
        assert_eq!(nearest("inflation", names), None);
    }
}
