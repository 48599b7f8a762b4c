//! Writes the pages about evidence, `docs/golden.md` and `docs/evidence.md`, and the pictures beside them.
//!
//! ```text
//! cargo run --release --example write_pages                   # from the tables in docs/golden and docs/evidence
//! cargo run --release --example write_pages -- gather golden  # takes those of a page from output/ first
//! ```
//!
//! `scripts/golden.sh` and `scripts/evidence.sh` run the experiments and call this with `gather`.
//! `tests/pages.rs` holds the committed pages to what this writes from the committed tables, and the
//! tables to what the program computes.

mod estimates;
mod evidence;
mod gather;
mod golden;
mod mechanisms;
mod number;
mod outside;
mod plot;
mod table;

use std::error::Error;
use std::path::Path;

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages and pictures: path from the project's folder, and text.
pub fn pages() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut pages = golden::pages()?;
    pages.extend(evidence::pages()?);
    Ok(pages)
}

/// Commands of a script that `gather` reads the output of, one in each line, as the pages show them.
pub fn commands(script: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let text = std::fs::read_to_string(root().join(script))?;
    Ok(text.lines().filter(|line| line.starts_with("topline ") && line.contains(" --out ")).map(String::from).collect())
}

/// Columns by which the effects in worlds are held to the program.
#[allow(dead_code, reason = "only tests ask for them")]
pub const HELD_IN_WORLDS: [&str; 5] = outside::HELD;

/// Tests of mechanisms that the page names.
#[allow(dead_code, reason = "only tests ask for them")]
pub fn tests_of_mechanisms() -> impl Iterator<Item = &'static str> {
    mechanisms::MECHANISMS.iter().map(|mechanism| mechanism.test)
}

/// Gathers the tables of a page where asked to, and writes all pages.
pub fn write(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    match arguments {
        [] => {}
        ["gather", page] => gather::gather(page)?,
        _ => return Err("allowed: nothing, or gather golden, gather evidence, or gather outside".into()),
    }
    for (path, text) in pages()? {
        std::fs::write(root().join(&path), text)?;
        println!("wrote {path}");
    }
    Ok(())
}

#[allow(dead_code, reason = "tests use this file as a module, without its main")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    write(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}
