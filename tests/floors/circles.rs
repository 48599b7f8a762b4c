//! No file uses, over whatever way, a file that uses it.
//!
//! A file uses another where it names an item that is defined there, by a `use` or by a path. What a `mod.rs` takes
//! over by `pub use` counts for the file where it is defined; neither that nor `mod` makes a use. Tests do not count.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{code_only, without_tests};

/// A path of names from the crate's root.
type Path = Vec<String>;

/// One source file as a module.
struct Module {
    file: String,
    code: String,
    /// What `use` brings into the file: its name there, and the path.
    imports: Vec<(String, Path)>,
    /// The part of them that others see.
    exports: Vec<(String, Path)>,
}

/// All modules of a crate by their paths.
pub struct Crate(BTreeMap<Path, Module>);

impl Crate {
    /// Reads the sources: names from the folder `src`, and their text.
    pub fn read(sources: &[(String, String)]) -> Self {
        let mut modules = BTreeMap::new();
        let mut tests = BTreeSet::new();
        for (file, text) in sources {
            let (code, of_tests) = without_tests(&code_only(text));
            let path = module_path(file);
            tests.extend(of_tests.into_iter().map(|name| child(&path, &name)));
            modules.insert(path, Module { file: file.clone(), code, imports: Vec::new(), exports: Vec::new() });
        }
        modules.retain(|path, _| !tests.contains(path));
        let mut all = Self(modules);
        for path in all.0.keys().cloned().collect::<Vec<_>>() {
            all.read_uses(&path);
        }
        all
    }

    /// Takes the `use` lines out of the code of a module.
    fn read_uses(&mut self, path: &Path) {
        let code = self.0[path].code.clone();
        let (mut left, mut imports, mut exports) = (String::new(), Vec::new(), Vec::new());
        let mut rest = code.as_str();
        while let Some((before, public, tree, after)) = next_use(rest) {
            left += before;
            let mut names = Vec::new();
            leaves(tree, &mut Vec::new(), &mut names);
            let absolute = names.into_iter().filter_map(|(name, names)| Some((name, self.absolute(path, &names)?)));
            if public {
                exports.extend(absolute)
            } else {
                imports.extend(absolute)
            }
            rest = after;
        }
        let module = self.0.get_mut(path).unwrap();
        module.code = left + rest;
        (module.imports, module.exports) = (imports, exports);
    }

    /// The path from the root of a path in a module, if it is one of the crate's.
    fn absolute(&self, module: &Path, names: &[String]) -> Option<Path> {
        let mut path = match names[0].as_str() {
            "crate" | "topline" => Vec::new(),
            "self" => module.clone(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            name if self.0.contains_key(&child(module, name)) => child(module, name),
            name => self.0[module].imports.iter().find(|(alias, _)| alias == name)?.1.clone(),
        };
        for name in &names[1..] {
            if name == "super" {
                path.pop();
            } else {
                path.push(name.clone());
            }
        }
        Some(path)
    }

    /// The module that defines what a path names; `None` where it names a module itself.
    fn home(&self, path: &Path) -> Option<Path> {
        let mut at = Vec::new();
        for (n, name) in path.iter().enumerate() {
            let last = n + 1 == path.len();
            let export = self.0.get(&at).and_then(|module| module.exports.iter().find(|(alias, _)| alias == name));
            let inner = child(&at, name);
            match export {
                Some((_, target)) if last || !self.0.contains_key(&inner) => {
                    let all: Path = target.iter().chain(&path[n + 1..]).cloned().collect();
                    return self.home(&all);
                }
                _ if self.0.contains_key(&inner) => at = inner,
                _ => return Some(at),
            }
        }
        None
    }

    /// The modules that a module uses.
    fn uses(&self, path: &Path) -> BTreeSet<&Path> {
        let module = &self.0[path];
        let of_exports = module.exports.iter().filter(|_| !module.file.ends_with("mod.rs") && !path.is_empty());
        let mut named: Vec<Path> = module.imports.iter().chain(of_exports).map(|(_, path)| path.clone()).collect();
        named.extend(paths(&module.code).into_iter().filter_map(|names| self.absolute(path, &names)));
        let homes = named.iter().filter_map(|named| self.home(named)).filter(|home| home != path);
        homes.filter_map(|home| self.0.get_key_value(&home)).map(|(path, _)| path).collect()
    }

    /// All uses of one file by another: the file that uses, then the one that is used.
    pub fn uses_of_files(&self) -> Vec<(&str, &str)> {
        let of_module = |path| self.uses(path).into_iter().map(|used| (self.file(path), self.file(used))).collect::<Vec<_>>();
        self.0.keys().flat_map(of_module).collect()
    }

    /// Uses that are part of a circle.
    pub fn circles(&self) -> Vec<(&str, &str)> {
        let uses: BTreeMap<&Path, BTreeSet<&Path>> = self.0.keys().map(|path| (path, self.uses(path))).collect();
        let reached: BTreeMap<&Path, BTreeSet<&Path>> = uses.keys().map(|path| (*path, reach(&uses, path))).collect();
        let within = |from: &Path, to: &Path| reached[to].contains(from);
        let all = uses.iter().flat_map(|(from, used)| used.iter().map(|to| (*from, *to)));
        all.filter(|(from, to)| within(from, to)).map(|(from, to)| (self.file(from), self.file(to))).collect()
    }

    fn file(&self, path: &Path) -> &str {
        &self.0[path].file
    }
}

/// All that is used by a module, by what it uses, and so on.
fn reach<'a>(uses: &BTreeMap<&'a Path, BTreeSet<&'a Path>>, from: &'a Path) -> BTreeSet<&'a Path> {
    let (mut reached, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(path) = left.pop() {
        left.extend(uses[path].iter().filter(|used| reached.insert(**used)));
    }
    reached
}

fn child(path: &Path, name: &str) -> Path {
    path.iter().cloned().chain([name.to_string()]).collect()
}

/// `a/b.rs` is `a::b`, `a/mod.rs` is `a`, `lib.rs` the root.
fn module_path(file: &str) -> Path {
    let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if name == "lib" { Vec::new() } else { name.split('/').map(str::to_string).collect() }
}

/// The next `use` of code: what stands before it, whether others see it, its tree, and what stands behind.
fn next_use(code: &str) -> Option<(&str, bool, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + code[from..].find("use ")?;
        let before = code[..at].trim_end();
        let starts = before.is_empty() || before.ends_with([';', '}', '{', ']']) || public(before);
        if starts && !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            let end = at + code[at..].find(';')?;
            return Some((&code[..at], public(before), &code[at + 4..end], &code[end + 1..]));
        }
        from = at + 4;
    }
}

/// Whether code ends with `pub` or `pub(...)`.
fn public(before: &str) -> bool {
    let open = if before.ends_with(')') { before.rfind('(').map_or(before, |at| &before[..at]) } else { before };
    open.ends_with("pub")
}

/// The names that a tree of `use` brings in, with their paths.
fn leaves(tree: &str, before: &mut Path, found: &mut Vec<(String, Path)>) {
    let tree = tree.trim();
    if let Some((head, list)) = tree.split_once('{') {
        let depth = before.len();
        before.extend(head.split("::").map(str::trim).filter(|name| !name.is_empty()).map(str::to_string));
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        split_list(list).into_iter().for_each(|part| leaves(part, before, found));
        before.truncate(depth);
        return;
    }
    let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias.trim())));
    let mut names: Path = before.iter().cloned().chain(path.split("::").map(|name| name.trim().to_string())).collect();
    if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
        names.pop();
    }
    if names.iter().any(String::is_empty) {
        return;
    }
    found.push((alias.unwrap_or(names.last().unwrap()).to_string(), names));
}

/// The parts of a list between commas that stand in no inner list.
fn split_list(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut first) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[first..at]);
                first = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[first..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// All paths of two names or more in code.
fn paths(code: &str) -> Vec<Path> {
    let (mut found, mut names, mut joined) = (Vec::new(), Path::new(), false);
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if word > 0 {
            if !joined {
                close(&mut names, &mut found);
            }
            names.push(rest[..word].to_string());
            (joined, rest) = (false, &rest[word..]);
        } else if let Some(after) = rest.strip_prefix("::") {
            (joined, rest) = (!names.is_empty(), after);
        } else {
            close(&mut names, &mut found);
            (joined, rest) = (false, &rest[c.len_utf8()..]);
        }
    }
    close(&mut names, &mut found);
    found
}

fn close(names: &mut Path, found: &mut Vec<Path>) {
    if names.len() > 1 {
        found.push(names.clone());
    }
    names.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(sources: &[(&str, &str)]) -> Vec<String> {
        let owned: Vec<(String, String)> = sources.iter().map(|(file, text)| (file.to_string(), text.to_string())).collect();
        Crate::read(&owned).circles().iter().map(|(from, to)| format!("{from} uses {to}")).collect()
    }

    #[test]
    fn a_circle_of_two_is_told_by_both_of_its_uses() {
        let sources =
            [("lib.rs", "mod a;\nmod b;"), ("a.rs", "use crate::b::B;\npub struct A;"), ("b.rs", "pub struct B;\nfn f() { super::a::g() }")];
        assert_eq!(circles(&sources), ["a.rs uses b.rs", "b.rs uses a.rs"]);
    }

    #[test]
    fn a_module_used_by_its_name_counts_where_its_items_are() {
        let process = ("process/one.rs", "use super::{other, two::{self, Two}};\nfn f() { two::g(); other::h() }");
        let two = ("process/two.rs", "pub struct Two;\nfn g() { crate::process::one::f() }");
        let sources = [("lib.rs", "mod process;"), ("process/mod.rs", "mod one;\nmod other;\nmod two;"), process, two, ("process/other.rs", "")];
        assert_eq!(circles(&sources), ["process/one.rs uses process/two.rs", "process/two.rs uses process/one.rs"]);
    }

    #[test]
    fn what_a_folder_takes_over_counts_for_the_file_where_it_is() {
        let state = ("state/mod.rs", "mod economy;\nmod labels;\npub use economy::Economy;\npub use labels::{Labels, NONE as NOBODY};");
        let labels = ("state/labels.rs", "use crate::state::Economy;\npub struct Labels;");
        let economy = ("state/economy.rs", "use crate::state::NOBODY;\npub struct Economy;");
        let sources = [("lib.rs", "mod state;"), state, labels, economy];
        assert_eq!(circles(&sources), ["state/economy.rs uses state/labels.rs", "state/labels.rs uses state/economy.rs"]);
    }

    #[test]
    fn neither_a_folder_with_its_files_nor_a_test_makes_a_circle() {
        let folder = ("a/mod.rs", "mod b;\npub use b::B;\npub fn own() {}");
        let file = ("a/b.rs", "use super::own;\npub struct B;\n#[cfg(test)]\nmod tests { use crate::c::C; }");
        let sources = [("lib.rs", "mod a;\nmod c;\npub use a::B;"), folder, file, ("c.rs", "use crate::a::B;\npub struct C;")];
        assert_eq!(circles(&sources), Vec::<String>::new());
    }

    #[test]
    fn a_longer_circle_is_found_and_what_leads_to_it_is_not() {
        let sources = [("a.rs", "use crate::b::f;"), ("b.rs", "use crate::c::f;"), ("c.rs", "use crate::a::f;"), ("d.rs", "use crate::a::f;")];
        assert_eq!(circles(&sources), ["a.rs uses b.rs", "b.rs uses c.rs", "c.rs uses a.rs"]);
    }
}
