//! Files as people get them wrong, and as somebody hostile writes them.

use super::{MAX_FILE, SourceError, instrument, read, terms, terms_with};
use crate::check::tests::{SMALL, refused};
use proptest::prelude::*;
use std::collections::BTreeMap;

const TEXT: &str = "# Small\n\n> fictional\n\n## 1 Scope\nA.\n\n## 4.1 Levels\nB.\n\n## 4.2 Table\nC.\n\n## 5 Copies\nD.\n\n## 8.1 End\nE.\n";

fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter()
        .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
        .collect()
}

fn wrong(list: &[(&str, &str)]) -> String {
    let map = files(list);
    match read(&|name| map.get(name).cloned(), &|_| None) {
        Ok(_) => panic!("accepted"),
        Err(wrong) => wrong.to_string(),
    }
}

#[test]
fn reads_a_directory() {
    let map = files(&[("instrument.toml", SMALL), ("text.en.md", TEXT)]);
    let (terms, instrument) = read(&|name| map.get(name).cloned(), &|_| None).unwrap();
    assert_eq!(terms.id, "small");
    assert_eq!(instrument.provisions.len(), 5);
    assert_eq!(instrument.title_in("en"), "Small");
    // Basis "8" and "4" are articles of which the text has paragraphs.
}

#[test]
fn what_is_missing_is_named() {
    for (list, says) in [
        (vec![], "instrument.toml:0: missing"),
        (
            vec![("instrument.toml", SMALL)],
            "instrument.toml:5: languages: `en` is an authentic language, so text.en.md must be there",
        ),
        (
            vec![("instrument.toml", SMALL), ("text.en.md", "")],
            "text.en.md:1: no title",
        ),
        (
            vec![("instrument.toml", SMALL), ("text.en.md", "# A\n")],
            "text.en.md:0: no provisions",
        ),
        (
            vec![("instrument.toml", SMALL), ("text.en.md", "# A\nfree\n")],
            "text.en.md:2: text before the first provision",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## 1 x\na\n# B\n"),
            ],
            "text.en.md:4: a second title",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## 1 x\na\n## 1 y\nb\n"),
            ],
            "text.en.md:4: provision 1 appears twice",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## 1 x\n## 2 y\nb\n"),
            ],
            "text.en.md:2: provision 1 has no text",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## § x\nb\n"),
            ],
            "text.en.md:2: `§` is not a provision id",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## 1 x\nb \u{202e}c\n"),
            ],
            "text.en.md:3: the character U+202E",
        ),
        (
            vec![
                ("instrument.toml", SMALL),
                ("text.en.md", "# A\n## 1 x\nb\n"),
            ],
            "instrument.toml:38: entry_into_force.basis: rests on \"8\", and the text has no such provision",
        ),
    ] {
        let message = wrong(&list);
        assert!(message.starts_with(says), "{message}\nwants {says}");
    }
}

#[test]
fn languages_have_the_same_provisions() {
    let two = SMALL.replace("languages = [\"en\"]", "languages = [\"en\", \"ja\"]");
    let ja = TEXT.replace("## 4.1", "## 4.9");
    let message = wrong(&[
        ("instrument.toml", &two),
        ("text.en.md", TEXT),
        ("text.ja.md", &ja),
    ]);
    assert_eq!(
        message,
        "text.ja.md:8: provision 4.9 stands where 4.1 stands in the other language"
    );
    let ja = format!("{TEXT}\n## 9 More\nF.\n");
    let message = wrong(&[
        ("instrument.toml", &two),
        ("text.en.md", TEXT),
        ("text.ja.md", &ja),
    ]);
    assert_eq!(
        message,
        "text.ja.md:20: provision 9 is not among the 5 of the other language"
    );
}

#[test]
fn mistakes_say_what_would_be_accepted() {
    for (from, to, says) in [
        (
            "form = \"treaty\"",
            "form = \"treety\"",
            "f:4: form: `treety` is not known; did you mean `treaty`?; it takes one of \"treaty\" (A treaty between states or governments)",
        ),
        (
            "form = \"treaty\"",
            "forn = \"treaty\"",
            "f:4: forn: no such field; did you mean `form`? the fields here are schema, id",
        ),
        (
            "form = \"treaty\"",
            "",
            "form: missing: The form of the agreement (A1). It takes one of \"treaty\"",
        ),
        (
            "notice = \"P6M\"",
            "notise = \"P6M\"",
            "f:43: termination.notise: no such field; did you mean `notice`? the fields here are effect, notice",
        ),
        (
            "notice = \"P6M\"",
            "notice = \"6 months\"",
            "f:43: termination.notice: `6 months` is not a period",
        ),
        (
            "notice = \"P6M\"",
            "notice = 6",
            "f:43: termination.notice: invalid type: integer `6`, expected a",
        ),
        (
            "may = \"free\"",
            "",
            "f:58: copying[0].may: missing: Whether it may be done. It takes one of \"forbid\" (Never",
        ),
        (
            "may = \"consent\"",
            "may = \"Consent\"",
            "f:65: copying[1].may: `Consent` is not known; did you mean `consent`?",
        ),
        (
            "levels = \"all\"",
            "levels = \"secret\"",
            "f:59: copying[0].levels: `secret` is not a level (PARTY.scheme.version.code); it takes \"all\", \"none\", or a list",
        ),
        (
            "short = \"SECRET\"",
            "shrt = \"SECRET\"",
            "f:11: level[2].shrt: no such field; did you mean `short`?",
        ),
        (
            "party = \"NZL\"\npaper",
            "party = \"nzl\"\npaper",
            "f:54: ceiling[1].party: `nzl` is not a party code",
        ),
        (
            "basis = \"8\"\n\n[term",
            "basis = []\n\n[term",
            "f:38: entry_into_force.basis: basis: at least one provision",
        ),
        (
            "by_notice = true",
            "by_notice = \"yes\"",
            "termination.by_notice: invalid type: string \"yes\", expected a boolean; it takes true or false",
        ),
        ("schema = 2", "schema = -2", "f:1: schema: "),
        (
            "id = \"small\"",
            "id = \"small\"\nid = \"other\"",
            "f:3: not TOML: duplicate key",
        ),
        ("id = \"small\"", "id = ", "f:2: not TOML: "),
        (
            "id = \"small\"",
            "id = \"\u{202e}llams\"",
            "f:2: the character U+202E changes the direction",
        ),
        ("en = \"Small\"", "en = \"Small\", xx = 3", "f:3: title"),
    ] {
        let message = refused(from, to);
        assert!(
            message.starts_with(says) || (!says.starts_with("f:") && message.contains(says)),
            "{message}\nwants {says}"
        );
    }
}

#[test]
fn enormous_and_deep_files_are_refused() {
    let message = terms("f", &"#".repeat(MAX_FILE + 1))
        .unwrap_err()
        .to_string();
    assert_eq!(
        message,
        "f:0: 1048577 bytes; a source file has at most 1048576"
    );
    for deep in [
        format!("id = {}", "[".repeat(100_000)),
        format!("id = {}", "{a=".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
    ] {
        let message = terms("f", &deep).unwrap_err().to_string();
        assert!(
            message.starts_with("f:1: ") || message.contains("recursion limit"),
            "{}",
            message.chars().take(200).collect::<String>()
        );
        assert!(message.len() < 4000, "{} bytes", message.len());
    }
}

/// Instruments by id; `rows` are their incorporations.
fn library(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
    let named = |id: &str, rows: &str| {
        let text = SMALL.replacen("id = \"small\"", &format!("id = \"{id}\""), 1);
        format!("{text}\n{rows}")
    };
    rows.iter()
        .map(|(id, rows)| ((*id).to_owned(), named(id, rows)))
        .collect()
}

fn take(from: &str, groups: &str) -> String {
    format!("[[incorporated]]\nfrom = \"{from}\"\ngroups = {groups}\nbasis = \"9\"\n")
}

fn resolve(id: &str, map: &BTreeMap<String, String>) -> Result<crate::Terms, SourceError> {
    terms_with("f", &map[id], &|name| map.get(name).cloned())
}

#[test]
fn groups_are_taken_over_and_rest_on_the_row() {
    let emergency = "[emergency]\nnotify_from = \"all\"\nnotify = { word = \"promptly\" }\nbasis = \"7\"\nrests = { notify = \"7.2\" }\n";
    let map = library(&[("a", &take("b", "[\"emergency\"]")), ("b", emergency)]);
    let taken = resolve("a", &map).unwrap().emergency.unwrap();
    assert_eq!(serde_json::to_value(&taken.basis).unwrap(), "9");
    assert!(taken.rests.is_empty());
}

#[test]
fn incorporations_that_cannot_be() {
    for (rows, says) in [
        (
            vec![("a", take("b", "[\"emergency\"]"))],
            "incorporated[0].from: no instrument `b` is at hand",
        ),
        (
            vec![("a", take("b", "[\"copying\"]")), ("b", String::new())],
            "incorporated[0].groups: `copying` is given here, or taken already, and in `b` too",
        ),
        (
            vec![("a", take("b", "[\"copyng\"]")), ("b", String::new())],
            "`b` has no group `copyng`; did you mean `copying`?",
        ),
        (
            vec![("a", take("b", "[\"visits\"]")), ("b", String::new())],
            "`b` has no group `visits`; it has scope, entry_into_force, termination, level",
        ),
        (
            vec![("a", take("b", "[\"party\"]")), ("b", String::new())],
            "`party` is each instrument's own",
        ),
        (
            vec![("a", take("a", "[\"visits\"]"))],
            "incorporated in a circle: a → a",
        ),
        (
            vec![
                ("a", take("b", "[\"visits\"]")),
                ("b", take("a", "[\"visits\"]")),
            ],
            "b/instrument.toml:71: incorporated[0].from: incorporated in a circle: a → b → a",
        ),
    ] {
        let rows: Vec<(&str, &str)> = rows.iter().map(|(id, rows)| (*id, rows.as_str())).collect();
        let message = resolve("a", &library(&rows)).unwrap_err().to_string();
        assert!(message.contains(says), "{message}\nwants {says}");
    }
}

#[test]
fn a_chain_of_instruments_has_an_end() {
    let ids: Vec<String> = (0..20).map(|n| format!("i{n}")).collect();
    let mut rows: Vec<(String, String)> = ids
        .windows(2)
        .map(|pair| (pair[0].clone(), take(&pair[1], "[\"emergency\"]")))
        .collect();
    rows.push((ids[19].clone(), String::new()));
    let rows: Vec<(&str, &str)> = rows.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let message = resolve("i0", &library(&rows)).unwrap_err().to_string();
    assert!(
        message.contains("more than 8 instruments one upon another: i0 → i1"),
        "{message}"
    );
}

#[test]
fn levels_taken_groups_name_must_come_along() {
    let other = SMALL
        .replace("id = \"small\"", "id = \"b\"")
        .replace("psr", "old")
        .replace("# [copying_none]", "[[receipt]]\nlevels = [\"NZL.old.2022.secret\"]\nby = \"registrar\"\nwithin = { word = \"promptly\" }\nbasis = \"5\"");
    let own = format!("{SMALL}\n{}", take("b", "[\"receipt\"]"));
    let wrong = terms_with("f", &own, &|_| Some(other.clone()))
        .unwrap_err()
        .to_string();
    assert!(
        wrong.starts_with("f:70: incorporated[0]: taken from b: receipt[0].levels[0]: no level NZL.old.2022.secret"),
        "{wrong}"
    );
}

/// Text that looks like a terms file, mutated.
fn mutated() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,20}",
        Just("[[level]]\n".to_owned()),
        Just("levels = [\"".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("'''".to_owned()),
        Just("9999-12-31".to_owned()),
        Just("-9999-01-01".to_owned()),
    ];
    (0..SMALL.len(), 0..SMALL.len(), piece).prop_map(|(a, b, piece)| {
        let (a, b) = (a.min(b), a.max(b).min(a.min(b) + 12));
        let head: String = String::from_utf8_lossy(&SMALL.as_bytes()[..a]).into_owned();
        let tail = String::from_utf8_lossy(&SMALL.as_bytes()[b..]).into_owned();
        head + &piece + &tail
    })
}

pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("ENTENTE_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(1000))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_terms_are_read_or_refused(text in prop_oneof![mutated(), "\\PC{0,200}", "[\\[\\]a-z= \"'{}.,\n0-9-]{0,120}"]) {
        match terms("f", &text) {
            Ok(terms) => {
                let json = terms.to_json().unwrap();
                prop_assert_eq!(crate::Terms::parse(&json).unwrap(), terms);
            }
            Err(wrong) => prop_assert!(!wrong.detail.is_empty() && wrong.detail.len() < 6000),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof!["\\PC{0,200}", "(# a\n|## [1-9. ]{1,4}x\n|[a-z]{1,5}\n|\n|> n\n){0,12}"]) {
        let small = crate::check::tests::small();
        let _ = instrument(&small, &[("t".to_owned(), "en".to_owned(), text)]);
    }
}
