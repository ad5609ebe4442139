//! What people read, kept word for word: help, explanations and refusals, in both languages.

mod common;
use common::ENTENTE;
use std::process::Command;

/// Standard output, then standard error.
#[expect(clippy::unwrap_used, reason = "part of tests")]
fn said(args: &[&str]) -> String {
    let out = Command::new(ENTENTE)
        .args(args)
        .env("COLUMNS", "100")
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .env_remove("ENTENTE_NODE")
        .env_remove("ENTENTE_KEY_FILE")
        .output()
        .unwrap();
    format!(
        "$ entente {}\n{}{}[{}]\n",
        args.join(" "),
        String::from_utf8(out.stdout).unwrap(),
        String::from_utf8(out.stderr).unwrap(),
        out.status.code().unwrap(),
    )
}

#[test]
fn help() {
    let mut all = said(&["--help"]);
    for noun in [
        "init", "serve", "party", "agree", "item", "consent", "register", "receipt", "log",
        "evidence", "verify", "demo",
    ] {
        all += &said(&[noun, "--help"]);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn explanations_and_mistakes() {
    let mut all = String::new();
    for lang in ["en", "ja"] {
        for code in ["REL-004", "LOG-003", "rel-0044", "PARTY-004"] {
            all += &said(&["--lang", lang, "explain", code]);
        }
        all += &said(&["--lang", lang, "--node", "nowhere", "status"]);
        all += &said(&["--lang", lang, "verify", "nowhere.evidence"]);
    }
    all += &said(&["itme", "list"]);
    all += &said(&["item", "relase"]);
    insta::assert_snapshot!(all);
}

/// The reference pages are what the program prints; `cargo xtask fields` writes them.
#[test]
fn reference_pages_are_the_types() {
    for lang in ["en", "ja"] {
        let page = said(&["--lang", lang, "agree", "fields"]);
        let kept = format!(
            "{}/../../../docs/spec/terms.{lang}.md",
            env!("CARGO_MANIFEST_DIR")
        );
        let kept = std::fs::read_to_string(kept).unwrap();
        assert!(
            page.contains(kept.trim_end()),
            "{lang}: run cargo xtask fields"
        );
    }
}

/// A scenario, its explanation, dates, a comparison and a field, as people read them.
#[test]
fn a_wording_is_tried_before_anybody_signs() {
    let here = |name: &str| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../instruments/");
        format!("{root}{name}")
    };
    let mut all = String::new();
    for lang in ["en", "ja"] {
        all += &said(&["--lang", lang, "agree", "check", &here("aut-uno-2012")]);
        all += &said(&["--lang", lang, "agree", "dates", &here("jpn-kor-2016")]);
        all += &said(&[
            "--lang",
            lang,
            "agree",
            "try",
            &here("aut-uno-2012"),
            "--explain",
        ]);
        all += &said(&["--lang", lang, "agree", "fields", "termination"]);
    }
    all += &said(&[
        "agree",
        "compare",
        &here("aut-fra-2008"),
        &here("aut-esp-2011"),
    ]);
    all += &said(&["agree", "fields", "terminaton"]);
    insta::assert_snapshot!(all.replace(&here(""), ""));
}

/// A wording whose answers changed fails, and says which.
#[test]
fn another_answer_fails() {
    let dir = tempfile::tempdir().unwrap();
    let from = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/nzl-esp-2019"
    );
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    let toml = dir.path().join("instrument.toml");
    let text = std::fs::read_to_string(&toml).unwrap();
    let changed = text.replace("notice = \"P6M\"", "notice = \"P7M\"");
    assert_ne!(text, changed);
    std::fs::write(&toml, changed).unwrap();
    let dir = dir.path().to_str().unwrap();
    let all = said(&["agree", "try", dir]);
    assert!(all.contains("AGREE-015"), "{all}");
    assert!(all.contains("≠ end"), "{all}");
}
