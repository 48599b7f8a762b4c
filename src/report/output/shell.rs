//! Words of a command that is to be repeated.

/// A word as a shell takes it: between single quotation marks wherever a shell could read more into it.
pub fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-=+:,@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_shell_takes_a_word_as_it_is_and_runs_nothing() {
        for text in ["a b", "$(touch x)", "`touch x`", "it's", "", "~", "*", "a;b", "a\nb", "서울", "#x", "\\", "!x", "a\"b"] {
            let script = format!("printf %s {}", word(text));
            let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
        }
        assert_eq!(word("scenarios/golden.toml"), "scenarios/golden.toml");
    }
}
