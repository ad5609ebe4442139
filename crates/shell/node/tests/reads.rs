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
        "init", "serve", "party", "agree", "item", "receipt", "log", "evidence", "verify", "demo",
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
