//! `report.html`: what `compare` writes and `report` makes anew.

use std::collections::HashSet;
use std::fs;

use crate::{Place, names, tables, topline};

const SMALL: [&str; 6] = ["-r", "4", "--quarters", "8", "--scale", "0.25"];

fn compare(place: &Place, scenarios: &[&str], more: &[&str]) -> String {
    let out = place.text("out");
    topline(&[&["compare", "baseline"], scenarios, &SMALL, &["-o", &out], more].concat()).is_fine();
    place.read(if more.contains(&"ko") { "out/report.ko.html" } else { "out/report.html" })
}

#[test]
fn the_page_of_a_folder_is_made_anew_to_the_byte_whatever_the_number_of_threads() {
    let place = Place::new();
    let page = compare(&place, &["golden", "startup_grants"], &["-j", "1"]);
    fs::remove_file(place.path("out/report.html")).unwrap();
    assert_eq!(topline(&["report", &place.text("out")]).is_fine().stdout, format!("report.html in {}\n", place.text("out")));
    assert_eq!(place.read("out/report.html"), page);
    compare(&place, &["golden", "startup_grants"], &["-j", "2", "--force"]);
    assert_eq!(place.read("out/report.html"), page);
}

#[test]
fn a_title_that_would_be_a_script_shows_as_text() {
    let place = Place::new();
    let evil = place.scenario("evil.toml", "");
    let text = fs::read_to_string(&evil).unwrap().replace("A test", "</script><img src=x onerror=alert(1)>");
    fs::write(&evil, text).unwrap();
    for language in ["en", "ko"] {
        let page = compare(&place, &[&evil], &["--language", language, "--force"]);
        assert!(!page.contains("<img") && !page.contains("<script"), "{language}");
        assert!(
            page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;") || page.contains("&lt;img src=x onerror=alert(1)&gt;"),
            "{language}"
        );
    }
}

#[test]
fn the_page_asks_nothing_of_anyone() {
    let place = Place::new();
    let page = compare(&place, &["golden"], &[]);
    for request in ["http:", "https:", "src=", "url(", "@import", "<script", "<iframe", "<object", " on"] {
        let found =
            page.match_indices(request).find(|(at, _)| request != " on" || page[*at..].split(' ').nth(1).is_some_and(|word| word.contains("=\"")));
        assert!(found.is_none(), "{request}: {:?}", found.map(|(at, _)| page[at..].chars().take(80).collect::<String>()));
    }
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"), "no strict policy");
    for line in page.split("href=\"").skip(1) {
        assert!(line.starts_with('#') || line.starts_with("data:,"), "{}", &line[..40]);
    }
}

#[test]
fn every_number_of_the_page_is_one_of_the_tables_rounded() {
    let place = Place::new();
    for language in ["en", "ko"] {
        let page = compare(&place, &["golden", "package_balanced"], &["--language", language, "--force"]);
        let mut known: HashSet<u64> = HashSet::new();
        let shipped = ["docs/screening.csv", "docs/validation.csv"].map(|file| fs::read(file).unwrap());
        let own = tables(&place.path("out")).into_iter().filter(|(name, _)| name.ends_with(".csv")).map(|(_, bytes)| bytes);
        for bytes in own.chain(shipped) {
            let text = String::from_utf8(bytes).unwrap();
            known.extend(text.split([',', '\n']).filter_map(|cell| cell.parse::<f64>().ok()).map(|v| (v + 0.0).to_bits()));
        }
        let mut count = 0;
        for part in page.split("<data value=\"").skip(1) {
            let (value, rest) = part.split_once("\">").unwrap();
            let value: f64 = value.parse().unwrap();
            assert!(known.contains(&(value + 0.0).to_bits()), "{value} stands in no table");
            let shown = rest.split("</data>").next().unwrap();
            assert!(rounds(value, shown), "{value} is not {shown}");
            count += 1;
        }
        assert!(count > 100, "{count}");
    }
}

/// Whether words begin with the value, ten or a hundred times it, rounded.
fn rounds(value: f64, shown: &str) -> bool {
    let digits: String = shown.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let digits = digits.trim_end_matches(',').replace(',', "");
    let Ok(number) = digits.parse::<f64>() else { return false };
    let number = if shown.contains('\u{2212}') { -number } else { number };
    let last = 10f64.powi(-(digits.split_once('.').map_or(0, |(_, decimals)| decimals.len()) as i32));
    [value, 10.0 * value, 100.0 * value].iter().any(|v| (v - number).abs() <= 0.5001 * last)
}

#[test]
fn the_page_speaks_korean_beside_the_english_one() {
    let place = Place::new();
    let page = compare(&place, &["startup_grants"], &["--language", "ko"]);
    assert!(page.contains("<html lang=\"ko\">") && page.contains("<a href=\"#glance\">한눈에 보기</a>"), "{}", &page[..2000]);
    assert!(page.contains("신생 기획사 소액 초기 지원금") && !page.contains("Small early grants"), "the Korean title is not shown");
    topline(&["report", &place.text("out"), "--language", "en"]).is_fine();
    assert!(place.read("out/report.html").contains("<a href=\"#glance\">At a glance</a>"));
    let told = topline(&["report", &place.text("out"), "--language", "ko"]).is_fine().stdout.clone();
    assert_eq!(told, format!("report.ko.html in {}\n", place.text("out")));
    assert!(place.read("out/report.html").contains("<a href=\"#glance\">At a glance</a>"), "the English page is still there");
    assert_eq!(place.read("out/report.ko.html"), page);
    compare(&place, &["startup_grants"], &["--force"]);
    assert!(!place.path("out/report.ko.html").exists(), "a page of an earlier comparison is left");
}

#[test]
fn what_options_cost_stands_beside_what_they_do_without_being_asked_for() {
    let place = Place::new();
    let out = place.text("out");
    let call = [&["compare", "baseline", "startup_grants", "loan_guarantee"], &SMALL[..], &["-o", &out]].concat();
    let told = topline(&call).is_fine().stdout.clone();
    assert!(told.contains("Public cost (bn") && told.contains("Left unspent (bn"), "{told}");
    let page = place.read("out/report.html");
    let screen = page.split("<main").next().unwrap();
    assert!(screen.contains("Public cost (bn KRW a year)") && screen.contains("Left unspent (bn KRW a year)"), "{screen}");
    let more = topline(&[&call[..], &["-v", "--force"]].concat()).stdout;
    assert!(more.contains("Not at equal public cost: startup_grants costs "), "{more}");
    let alone = topline(&[&["compare", "baseline", "loan_guarantee", "-v"], &SMALL[..], &["-o", &out, "--force"]].concat()).stdout;
    assert!(!alone.contains("public cost:") && !alone.contains("cost as much"), "{alone}");
}

#[test]
fn the_pages_headings_say_what_is_found_and_its_contents_what_they_are_about() {
    let place = Place::new();
    let page = compare(&place, &["startup_grants"], &[]);
    for (id, label) in [
        ("glance", "At a glance"),
        ("course", "Over time"),
        ("winners", "For whom"),
        ("cost", "Value for money"),
        ("otherwise", "If the world is otherwise"),
    ] {
        assert!(page.contains(&format!("<a href=\"#{id}\">{label}</a>")), "{label}");
        let heading = page.split(&format!("<h2 id=\"{id}-heading\">")).nth(1).and_then(|rest| rest.split("</h2>").next()).unwrap();
        assert!(heading != label && heading.len() > 20, "{id}: {heading}");
    }
}

#[test]
fn a_record_is_verified_and_one_flipped_byte_is_found() {
    let place = Place::new();
    let out = place.text("out");
    topline(&["compare", "baseline", "golden", "-r", "2", "--quarters", "4", "--scale", "0.05", "--set", "start_probability=0.6", "-o", &out])
        .is_fine();
    topline(&["record", &out]).is_fine();
    let record = place.text("out/ro-crate-metadata.json");
    let crate_of: serde_json::Value = serde_json::from_str(&place.read("out/ro-crate-metadata.json")).unwrap();
    let graph = crate_of["@graph"].as_array().unwrap();
    let of = |id: &str| graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(of("ro-crate-metadata.json")["about"]["@id"], "./");
    assert!(
        of("#run")["name"]
            .as_str()
            .unwrap()
            .starts_with("topline compare baseline golden -r 2 -s 1 --quarters 4 --scale 0.05 --set start_probability=0.6")
    );
    assert_eq!(of("runs.csv")["sha256"].as_str().unwrap().len(), 64);
    assert!(of("#scenario-golden")["text"].as_str().unwrap().contains("start_probability"));
    let verified = topline(&["verify", &record]);
    assert!(verified.code == Some(0) && verified.stdout.contains("files have the bytes of the record"), "{verified:?}");
    assert_eq!(topline(&["verify", &out, "-q", "-j", "1"]).code, Some(0), "the folder stands for its record");
    // A byte of a file that lies beside it.
    let mut runs = fs::read(place.path("out/runs.csv")).unwrap();
    let last = runs.len() - 2;
    runs[last] ^= 1;
    fs::write(place.path("out/runs.csv"), &runs).unwrap();
    let flipped = topline(&["verify", &record]);
    assert!(flipped.code == Some(3) && flipped.stderr.contains("runs.csv differs in ") && !flipped.stderr.contains("writes today"), "{flipped:?}");
    runs[last] ^= 1;
    fs::write(place.path("out/runs.csv"), &runs).unwrap();
    // A byte of the record itself: what is written today has another hash.
    let text = place.read("out/ro-crate-metadata.json");
    let hash = of("comparison.csv")["sha256"].as_str().unwrap();
    let other: String = hash.chars().enumerate().map(|(at, c)| if at == 0 { if c == '0' { '1' } else { '0' } } else { c }).collect();
    let alone = place.file("alone.json", &text.replace(hash, &other));
    let answer = topline(&["verify", &alone]);
    assert!(answer.code == Some(3) && answer.stderr.contains("comparison.csv differs in what the command writes today"), "{answer:?}");
}

#[test]
fn a_record_of_a_scenario_that_has_changed_says_so() {
    let place = Place::new();
    let own = place.file("own.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"baseline\"\nstart_probability = 0.5\n");
    let out = place.text("out");
    topline(&["compare", "baseline", &own, "-r", "2", "--quarters", "2", "--scale", "0.05", "--no-report", "-o", &out]).is_fine();
    topline(&["record", &out]).is_fine();
    place.file("own.toml", "title = \"t\"\nwhy = \"w\"\nextends = \"baseline\"\nstart_probability = 0.6\n");
    let answer = topline(&["verify", &out]);
    assert!(answer.code == Some(3) && answer.stderr.contains("the scenario `own` is another today"), "{answer:?}");
    topline(&["verify", &place.file("other.json", "{}")]).refuses(2, &["is no record of topline", "allowed: a file that `topline record` wrote"]);
    topline(&["record", &place.text("nowhere")]).refuses(2, &["manifest.json", "allowed: a folder that `topline compare`"]);
}

#[test]
fn the_command_of_a_decision_is_the_one_that_was_given() {
    let place = Place::new();
    let out = place.text("out");
    let asked = ["--decide", "export_revenue:0.5%", "--max-replicates", "24", "--quarters", "4", "--scale", "0.25"];
    topline(&[&["compare", "baseline", "golden"][..], &asked, &["-o", &out]].concat()).is_fine();
    let page = place.read("out/report.html");
    assert!(page.contains("<code>topline compare baseline golden --decide export_revenue:0.5% --max-replicates 24 -s 1 "), "{page}");
}

#[test]
fn a_folder_of_one_scenario_without_a_baseline_has_a_page_too() {
    let place = Place::new();
    let out = place.text("out");
    topline(&[&["run", "baseline"], &SMALL[..], &["-o", &out]].concat()).is_fine();
    assert!(!names(&place.path("out")).contains(&"report.html".to_string()));
    topline(&["report", &out]).is_fine();
    let page = place.read("out/report.html");
    assert!(page.contains("Outcomes of simulated scenarios") && !page.contains("<a href=\"#glance\">"), "{}", &page[..2000]);
    for comparison in ["“”", "differences come from what they change", "share their luck"] {
        assert!(!page.contains(comparison), "{comparison}");
    }
}

#[test]
fn words_of_ones_own_replace_those_of_the_program() {
    let place = Place::new();
    fs::create_dir(place.path("own")).unwrap();
    place.file("own/en.toml", "[glance]\nheading = \"Summary for the minister\"\n");
    place.file("own/style.css", "body { color: navy; }");
    let page = compare(&place, &["golden"], &["--templates", &place.text("own")]);
    assert!(page.contains("Summary for the minister") && page.contains("body { color: navy; }"));
}

#[test]
fn a_mistake_in_templates_is_told_before_the_first_run() {
    let place = Place::new();
    fs::create_dir(place.path("own")).unwrap();
    let (own, out) = (place.text("own"), place.text("out"));
    let call = ["compare", "baseline", "golden", "--templates", &own, "-o", &out];
    place.file("own/en.toml", "[glance]\nheding = \"x\"\n");
    topline(&call).refuses(2, &["en.toml", "no phrase is called `glance.heding`", "allowed"]);
    place.file("own/en.toml", "");
    place.file("own/report.html", "{% if %}");
    topline(&call).refuses(2, &["report.html", "line 1"]);
    topline(&["compare", "baseline", "golden", "--templates", "/nowhere"]).refuses(2, &["--templates /nowhere", "allowed: a folder"]);
    assert!(!place.path("out").exists());
}

#[test]
fn a_folder_that_topline_did_not_write_is_refused() {
    let place = Place::new();
    topline(&["report", &place.text("")]).refuses(2, &["manifest.json", "allowed: a folder that `topline compare`"]);
    place.file("manifest.json", "{}");
    topline(&["report", &place.text("")]).refuses(2, &["manifest.json lists no scenarios"]);
    assert_eq!(names(&place.path("")), ["manifest.json"]);
}

#[test]
fn no_report_writes_none() {
    let place = Place::new();
    topline(&[&["compare", "baseline", "golden", "--no-report"], &SMALL[..], &["-o", &place.text("out")]].concat()).is_fine();
    assert!(!names(&place.path("out")).contains(&"report.html".to_string()));
}
