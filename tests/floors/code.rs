//! The code of a source file: what is left without comments, the contents of strings, and tests.

/// The text with comments and the contents of strings and characters blank; lines keep their numbers.
pub fn code_only(text: &str) -> String {
    let (mut code, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let skipped = skipped(rest, code.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        let end = if skipped > 0 { skipped } else { c.len_utf8() };
        if skipped > 0 {
            code.extend(rest[..end].chars().map(|c| if c == '\n' { c } else { ' ' }));
        } else {
            code.push(c);
        }
        rest = &rest[end..];
    }
    code
}

/// Length of the comment, string or character that starts the text; 0 where none does.
fn skipped(text: &str, in_word: bool) -> usize {
    let up_to = |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    if text.starts_with("//") {
        text.find('\n').unwrap_or(text.len())
    } else if text.starts_with("/*") {
        up_to("*/", 2)
    } else if text.starts_with('"') {
        quoted(text, '"')
    } else if !in_word && (text.starts_with("r\"") || text.starts_with("r#")) {
        let hashes = text[1..].chars().take_while(|c| *c == '#').count();
        if text[1 + hashes..].starts_with('"') { up_to(&format!("\"{}", "#".repeat(hashes)), hashes + 2) } else { 0 }
    } else if text.starts_with('\'') && is_character(text) {
        quoted(text, '\'')
    } else {
        0
    }
}

/// Whether a quote starts a character, not a lifetime.
fn is_character(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

/// Length of what stands between two quotes, with both.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Code without the items that are built for tests only, and the modules among them that have files of their own.
pub fn without_tests(code: &str) -> (String, Vec<String>) {
    let (mut left, mut rest, mut files) = (String::new(), code, Vec::new());
    while let Some(at) = rest.find("#[cfg(test)]") {
        left += &rest[..at];
        let item = &rest[at + "#[cfg(test)]".len()..];
        let end = item_end(item);
        if let Some(name) = item[..end].trim().strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            files.push(name.trim().to_string());
        }
        rest = &item[end..];
    }
    (left + rest, files)
}

/// Where the item that starts the code ends: behind its body, or behind a semicolon where it has none.
fn item_end(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_strings_and_characters_are_blank_and_lifetimes_stay() {
    let text = "a // b::c\n/* d\ne */ f(\"g \\\" h\", r#\"i\"j\"#, '\"', '\\'', b'k') 'l: m\n";
    let code = code_only(text);
    assert_eq!(code.lines().count(), text.lines().count());
    assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), "a f( , , , , b ) 'l: m");
}

#[test]
fn what_is_for_tests_only_is_left_out() {
    let (left, files) = without_tests("use a;\n#[cfg(test)]\nmod tests;\nfn f() {}\n#[cfg(test)]\nmod more { fn g() { } }\nfn h() {}");
    assert_eq!(left.split_whitespace().collect::<Vec<_>>().join(" "), "use a; fn f() {} fn h() {}");
    assert_eq!(files, ["tests"]);
}
