//! What people read of a paper that was compared.

use super::{
    Printer,
    render::{list, s},
};
use entente_model::Problem;
use entente_words::{Key, key};
use serde_json::Value;
use std::fmt::Write as _;

/// Most differences shown; `--json` gives them all.
const SHOWN: usize = 10;

/// What a paper is.
pub(super) fn verdict(p: &Printer, value: &Value, out: &mut String) {
    let file = ("file", s(value, "file"));
    let percent = percent(value);
    let line = match s(value, "verdict") {
        "authentic" => p.words(key::PAPER_AUTHENTIC, &[file]),
        "text-authentic" => p.words(key::PAPER_TEXT_AUTHENTIC, &[file]),
        "differs" => p.words(key::PAPER_DIFFERS, &[file, ("percent", &percent)]),
        "garbled" => p.words(key::PAPER_GARBLED, &[file, ("why", s(value, "why"))]),
        "no-rendering" => p.words(key::PAPER_NO_RENDERING, &[file]),
        _ => p.words(key::PAPER_OTHER_LANGUAGE, &[file]),
    };
    let _ = writeln!(out, "{line}");
    let problem = value.get("problem").cloned().unwrap_or_default();
    if let Ok(problem) = serde_json::from_value::<Problem>(problem) {
        out.push_str(&p.problem_text(&problem));
    }
    rows(p, value, out);
    differences(p, value, out);
}

fn percent(value: &Value) -> String {
    let permille = value.get("similarity_permille").and_then(Value::as_u64);
    let permille = permille.unwrap_or(0);
    format!("{}.{}", permille / 10, permille % 10)
}

fn rows(p: &Printer, value: &Value, out: &mut String) {
    let mut row = |name: Key, value: &str| {
        if !value.is_empty() {
            p.row(out, name, value);
        }
    };
    row(key::PAPER_ROW_LANGUAGE, s(value, "lang"));
    let first = s(value, "alternat");
    if !first.is_empty() {
        row(
            key::PAPER_ROW_ALTERNAT,
            &p.words(key::PAPER_FIRST, &[("party", first)]),
        );
    }
    if let Some(signed) = value.get("signed").and_then(Value::as_bool) {
        let signed = if signed {
            key::PAPER_SIGNED
        } else {
            key::PAPER_BLANK
        };
        row(key::PAPER_ROW_SIGNATURES, &p.words(signed, &[]));
    }
    let version = value
        .get("version")
        .and_then(Value::as_u64)
        .unwrap_or(0)
        .to_string();
    let with = [("id", s(value, "agreement")), ("version", version.as_str())];
    let file = [(
        "file",
        value
            .pointer("/against/file")
            .and_then(Value::as_str)
            .unwrap_or(""),
    )];
    let against = match value.pointer("/against/kind").and_then(Value::as_str) {
        Some("instrument") => p.words(key::PAPER_WITH_INSTRUMENT, &file),
        Some("evidence") => {
            let [file] = file;
            let [id, version] = with;
            p.words(key::PAPER_WITH_EVIDENCE, &[file, id, version])
        }
        _ => p.words(key::PAPER_WITH_NODE, &with),
    };
    row(key::PAPER_ROW_AGAINST, &against);
    row(key::PAPER_ROW_DIGEST, s(value, "digest"));
    for field in ["words_en", "words_ja"] {
        let words: Vec<&str> = list(value, field).filter_map(Value::as_str).collect();
        row(key::PAPER_ROW_WORDS, &words.join(" "));
    }
}

fn differences(p: &Printer, value: &Value, out: &mut String) {
    let all = list(value, "differences").count();
    for difference in list(value, "differences").take(SHOWN) {
        let (provision, field) = (s(difference, "provision"), s(difference, "field"));
        let place = match (provision, field) {
            ("", "") => p.words(key::PAPER_OUTSIDE, &[]),
            ("", field) => p.words(key::PAPER_FIELD, &[("field", field)]),
            (provision, _) => p.words(key::UI_ARTICLE, &[("article", provision)]),
        };
        let _ = writeln!(out, "{place}");
        p.row(out, key::PAPER_EXPECTED, s(difference, "expected"));
        p.row(out, key::PAPER_FOUND, s(difference, "found"));
    }
    if all > SHOWN {
        let more = all.saturating_sub(SHOWN).to_string();
        let _ = writeln!(out, "{}", p.words(key::PAPER_MORE, &[("count", &more)]));
    }
    let alone = value.pointer("/against/kind").and_then(Value::as_str) == Some("instrument");
    if alone && value.get("outside_only") == Some(&Value::Bool(true)) {
        let _ = writeln!(out, "{}", p.words(key::PAPER_OUTSIDE_ONLY, &[]));
    }
}
