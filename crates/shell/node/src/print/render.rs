//! The views of `print`: one function an answer, lines for people.

use super::{
    Printer,
    agree::{agreement, agreement_line, whole_text},
    case, life, mark, papers, statement, talk, terms,
};
use entente_model::Problem;
use entente_words::{Lang, key};
use serde_json::Value;
use std::fmt::Write as _;

/// An answer as lines.
pub(super) fn render(p: &Printer, view: &str, value: &Value) -> String {
    if let Some(text) = super::house::render(p, view, value) {
        return text;
    }
    let mut out = String::new();
    match view {
        "status" => status(p, value, &mut out),
        "agreements" => rows(value, "agreements", &mut out, p, agreement_line),
        "agreement" | "written" => agreement(p, value, &mut out),
        "parties" => rows(value, "parties", &mut out, p, party_line),
        "party" | "confirmed" => party(p, value, &mut out),
        "words" => words(p, value, &mut out),
        "items" => items(p, value, &mut out),
        "item" | "added" => item(p, value, &mut out),
        "check" => check(p, value, &mut out),
        "checks" => rows(value, "checks", &mut out, p, |p, one| {
            let mut lines = String::new();
            check(p, one, &mut lines);
            lines.trim_end().to_owned()
        }),
        "receipts" => rows(value, "due", &mut out, p, register_line),
        "log" => log(p, value, &mut out),
        "paper" => papers::verdict(p, value, &mut out),
        "text" => whole_text(p, value, &mut out),
        "mark" => mark::verdict(p, value, &mut out),
        "mark-text" => mark::text(value, &mut out),
        "init" => init(p, value, &mut out),
        "released" => released(p, value, &mut out),
        "receipted" => {
            let entries = value
                .get("receipted")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            let count: usize = entries
                .filter_map(|r| r.get("entries")?.as_array().map(Vec::len))
                .sum();
            let _ = writeln!(
                out,
                "{}",
                p.words(key::UI_RECEIPTED, &[("count", &count.to_string())])
            );
        }
        "serving" => {
            let args = [
                ("party", s(value, "party")),
                ("address", s(value, "listening")),
            ];
            let _ = writeln!(out, "{}", p.words(key::UI_SERVING, &args));
        }
        "opened" => opened(p, value, &mut out),
        "evidence" => {
            let args = [("file", s(value, "file")), ("acts", &n(value, "acts"))];
            let _ = writeln!(out, "{}", p.words(key::UI_EVIDENCE, &args));
        }
        "card" => {
            let _ = writeln!(
                out,
                "{}",
                p.words(key::UI_CARD, &[("file", s(value, "file"))])
            );
        }
        "verified" => rows(value, "records", &mut out, p, verified_line),
        "exported" => rows(value, "records", &mut out, p, |_, row| {
            s(row, "dir").to_owned()
        }),
        "fed" => {
            let refused = value
                .get("refused")
                .and_then(Value::as_array)
                .map_or(0, Vec::len)
                .to_string();
            let args = [("released", n(value, "released")), ("refused", refused)];
            let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let _ = writeln!(out, "{}", p.words(key::UI_FED, &args));
        }
        "instrument" => terms::instrument(p, value, &mut out),
        "try" => terms::tried(p, value, &mut out),
        "dates" => terms::dates(p, value, &mut out),
        "compare" => terms::compared(p, value, &mut out),
        "fields" => {
            let _ = writeln!(out, "{}", s(value, "text").trim_end());
        }
        "doctor" => doctor(p, value, &mut out),
        "resumed" => {
            let args = [("id", s(value, "agreement"))];
            let _ = writeln!(out, "{}", p.words(key::UI_RESUMED, &args));
        }
        _ if life::render(p, view, value, &mut out) => {}
        _ if talk::render(p, view, value, &mut out) => {}
        _ if statement::render(p, view, value, &mut out) => {}
        _ if case::render(p, view, value, &mut out) => {}
        _ => {
            let _ = writeln!(out, "{value:#}");
        }
    }
    out
}

fn status(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}  {}", s(value, "party"), s(value, "now"));
    if value.get("demo") == Some(&Value::Bool(true)) {
        let _ = writeln!(out, "{}", p.words(key::UI_DEMO_NODE, &[]));
    }
    for partner in list(value, "partners") {
        let _ = writeln!(out, "  {}", party_line(p, partner));
    }
    for agreement in list(value, "agreements") {
        let _ = writeln!(out, "  {}", agreement_line(p, agreement));
        let due = n(agreement, "receipts_due");
        if due != "0" {
            let _ = writeln!(
                out,
                "    {}",
                p.words(key::UI_RECEIPTS_DUE, &[("count", &due)])
            );
        }
        life::duties(p, agreement, out);
        if let Some(problem) = agreement
            .get("alarm")
            .and_then(|a| serde_json::from_value::<Problem>(a.clone()).ok())
        {
            out.push_str(&p.problem_text(&problem));
        }
    }
    case::duties(p, value, out);
    if list(value, "partners").next().is_none() {
        let _ = writeln!(out, "  {}", p.words(key::UI_NO_PARTNERS, &[]));
    }
}

fn party_line(p: &Printer, value: &Value) -> String {
    let yes = |field: &str| value.get(field) == Some(&Value::Bool(true));
    let state = match (yes("confirmed_by_us"), yes("confirmed_by_them")) {
        (true, true) => key::UI_CONFIRMED_BOTH,
        (true, false) => key::UI_CONFIRMED_US,
        (false, true) => key::UI_CONFIRMED_THEM,
        (false, false) => key::UI_CONFIRMED_NONE,
    };
    format!(
        "{}  {}  {}",
        s(value, "party"),
        s(value, "name"),
        p.words(state, &[])
    )
}

fn party(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "{}",
        if value.get("own") == Some(&Value::Bool(true)) {
            format!("{}  {}", s(value, "party"), s(value, "name"))
        } else {
            party_line(p, value)
        }
    );
    p.row(out, key::UI_URL, s(value, "url"));
    words_row(p, value, out);
    for official in list(value, "officials") {
        let roles: Vec<&str> = list(official, "roles").filter_map(Value::as_str).collect();
        p.row(
            out,
            key::UI_OFFICIAL,
            &format!(
                "{}  {}  {}  {}–{}",
                s(official, "id"),
                s(official, "name"),
                roles.join(", "),
                s(official, "from"),
                s(official, "until")
            ),
        );
    }
}

fn words(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "{}",
        p.words(key::UI_WORDS_INTRO, &[("party", s(value, "party"))])
    );
    for (who, en, ja) in [
        ("party", "words_en", "words_ja"),
        ("own", "own_words_en", "own_words_ja"),
    ] {
        let _ = writeln!(
            out,
            "  {}\n    {}\n    {}",
            s(value, who),
            joined(value, en),
            joined(value, ja)
        );
    }
    let _ = writeln!(
        out,
        "{}",
        p.words(key::UI_WORDS_NEXT, &[("party", s(value, "party"))])
    );
}

fn items(p: &Printer, value: &Value, out: &mut String) {
    for row in list(value, "register") {
        let _ = writeln!(out, "{}", register_line(p, row));
    }
    for draft in list(value, "drafts") {
        let level = draft.get("level").and_then(Value::as_str).unwrap_or("-");
        let _ = writeln!(
            out,
            "{}  {}  {level}  {}",
            s(draft, "item"),
            p.words(key::UI_DRAFT, &[]),
            s(draft, "title")
        );
    }
    if list(value, "register").next().is_none() && list(value, "drafts").next().is_none() {
        let _ = writeln!(out, "{}", p.words(key::UI_NO_ITEMS, &[]));
    }
}

fn register_line(p: &Printer, row: &Value) -> String {
    let state = match s(row, "state") {
        "receipted" => key::UI_STATE_RECEIPTED,
        "quarantined" => key::UI_STATE_QUARANTINED,
        _ if row.get("arrived") == Some(&Value::Bool(true)) => key::UI_STATE_ARRIVED,
        _ => key::UI_STATE_ON_THE_WAY,
    };
    format!(
        "{}  {} → {}  {}  {} B  {}  {}",
        s(row, "item"),
        s(row, "from"),
        s(row, "to"),
        mark(row),
        n(row, "size"),
        s(row, "purpose"),
        p.words(state, &[])
    )
}

fn item(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}  {}", s(value, "item"), mark(value));
    p.row(out, key::UI_TITLE, s(value, "title"));
    p.row(out, key::UI_FILE, s(value, "file"));
    p.row(out, key::UI_SIZE, &format!("{} B", n(value, "size")));
    if value.get("from").is_some() {
        let _ = writeln!(out, "  {}", register_line(p, value));
    }
    for sent in list(value, "released") {
        let state = if s(sent, "state") == "receipted" {
            key::UI_STATE_RECEIPTED
        } else if s(sent, "state") == "quarantined" {
            key::UI_STATE_QUARANTINED
        } else if sent.get("delivered") == Some(&Value::Bool(true)) {
            key::UI_STATE_ARRIVED
        } else {
            key::UI_STATE_ON_THE_WAY
        };
        p.row(
            out,
            key::UI_RELEASED_TO,
            &format!(
                "{}  {}  #{}  {}",
                s(sent, "to"),
                s(sent, "agreement"),
                n(sent, "entry"),
                p.words(state, &[])
            ),
        );
    }
    if let Some(problem) = value
        .get("problem")
        .and_then(|v| serde_json::from_value::<Problem>(v.clone()).ok())
    {
        out.push_str(&p.problem_text(&problem));
    }
}

fn check(p: &Printer, value: &Value, out: &mut String) {
    let verdict = if value.get("allowed") == Some(&Value::Bool(true)) {
        key::UI_WOULD_BE_ALLOWED
    } else {
        key::UI_WOULD_BE_REFUSED
    };
    let _ = writeln!(
        out,
        "{}  {} → {}  {}",
        s(value, "item"),
        mark(value),
        s(value, "to"),
        p.words(verdict, &[])
    );
    check_lines(p, value, out);
}

/// Every rule asked, with its answer.
pub(super) fn check_lines(p: &Printer, value: &Value, out: &mut String) {
    for check in list(value, "checks") {
        let article = check.get("article").and_then(Value::as_str).unwrap_or("-");
        let name = entente_words::text_by_id(p.lang, &format!("ui-rule-{}", s(check, "rule")), &[])
            .unwrap_or_else(|| s(check, "rule").to_owned());
        match check
            .get("refusal")
            .and_then(|v| serde_json::from_value::<Problem>(v.clone()).ok())
        {
            None => {
                let _ = writeln!(
                    out,
                    "  {}  {name}  ({})",
                    p.words(key::UI_PASS, &[]),
                    p.words(key::UI_ARTICLE, &[("article", article)])
                );
            }
            Some(problem) => {
                let _ = writeln!(
                    out,
                    "  {}  {name}  ({})",
                    p.words(key::UI_FAIL, &[]),
                    p.words(key::UI_ARTICLE, &[("article", article)])
                );
                for line in p.problem_text(&problem).lines() {
                    let _ = writeln!(out, "        {line}");
                }
            }
        }
    }
}

fn log(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "{}  {}  {} {}",
        s(value, "origin"),
        s(value, "party"),
        p.words(key::UI_ENTRIES, &[]),
        n(value, "size")
    );
    for row in list(value, "entries") {
        let void = row
            .get("void")
            .and_then(|v| v.get("code"))
            .and_then(Value::as_str);
        let void = void
            .map(|code| format!("  {} {code}", p.words(key::UI_VOID, &[])))
            .unwrap_or_default();
        let signed = if n(row, "signed") == "0" {
            String::new()
        } else {
            format!("  {}", p.words(key::UI_SIGNED, &[]))
        };
        let _ = writeln!(
            out,
            "  #{:<5} {}  {}{signed}{void}",
            n(row, "n"),
            s(row, "at"),
            ["ui-act", "deed"]
                .iter()
                .find_map(|of| {
                    let id = format!("{of}-{}", s(row, "deed"));
                    entente_words::text_by_id(p.lang, &id, &[])
                })
                .unwrap_or_else(|| s(row, "deed").to_owned())
        );
    }
}

fn init(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "{}",
        p.words(
            key::UI_INIT,
            &[("party", s(value, "party")), ("dir", s(value, "node"))]
        )
    );
    p.row(out, key::UI_CARD_FILE, s(value, "card"));
    p.row(out, key::UI_OFFICIAL, &joined(value, "officials"));
    words_row(p, value, out);
    let _ = writeln!(
        out,
        "{}",
        p.words(key::UI_INIT_NEXT, &[("dir", s(value, "node"))])
    );
}

fn released(p: &Printer, value: &Value, out: &mut String) {
    for row in list(value, "released") {
        match row
            .get("refused")
            .and_then(|v| serde_json::from_value::<Problem>(v.clone()).ok())
        {
            Some(problem) => out.push_str(&p.problem_text(&problem)),
            None => {
                let args = [("item", s(row, "item")), ("entry", &n(row, "entry"))];
                let _ = writeln!(out, "{}", p.words(key::UI_RELEASED, &args));
            }
        }
    }
}

fn opened(p: &Printer, value: &Value, out: &mut String) {
    let args = [
        ("item", s(value, "item")),
        ("file", s(value, "file")),
        ("size", &n(value, "size")),
    ];
    let _ = writeln!(out, "{}", p.words(key::UI_OPENED, &args));
    let _ = writeln!(out, "  {}  {}", mark(value), s(value, "title"));
}

fn verified_line(p: &Printer, row: &Value) -> String {
    p.words(
        key::UI_RECORD_OK,
        &[
            ("origin", s(row, "origin")),
            ("size", &n(row, "size")),
            ("root", &first12(s(row, "root"))),
        ],
    )
}

fn doctor(p: &Printer, value: &Value, out: &mut String) {
    for row in value
        .pointer("/records/records")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let _ = writeln!(out, "{}", verified_line(p, row));
    }
    for problem in list(value, "clock") {
        if let Ok(problem) = serde_json::from_value::<Problem>(problem.clone()) {
            out.push_str(&p.problem_text(&problem));
        }
    }
    let _ = writeln!(out, "{}", p.words(key::UI_DOCTOR_OK, &[]));
}

/// Original mark first, then the equivalent (interface.md M2); a mark that was lowered stays
/// legible, struck, before the one that stands.
fn mark(row: &Value) -> String {
    let first = both(row, "display").unwrap_or_else(|| {
        let level = row.get("level").and_then(Value::as_str);
        level.unwrap_or("-").to_owned()
    });
    if row.get("struck") != Some(&Value::Bool(true)) {
        return first;
    }
    match both(row, "now") {
        Some(now) => format!("~{first}~ {now}"),
        None => format!("~{first}~"),
    }
}

fn both(row: &Value, field: &str) -> Option<String> {
    let part = |name: &str| row.get(field)?.get(name)?.as_str();
    let original = part("original")?;
    Some(match part("equivalent") {
        Some(equivalent) => format!("{original} ≙ {equivalent}"),
        None => original.to_owned(),
    })
}

pub(super) fn rows(
    value: &Value,
    field: &str,
    out: &mut String,
    p: &Printer,
    line: impl Fn(&Printer, &Value) -> String,
) {
    let mut any = false;
    for row in list(value, field) {
        any = true;
        let _ = writeln!(out, "{}", line(p, row));
    }
    if !any {
        let _ = writeln!(out, "{}", p.words(key::UI_NONE, &[]));
    }
}

pub(super) fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(field)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

pub(super) fn s<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or("")
}

pub(super) fn n(value: &Value, field: &str) -> String {
    value
        .get(field)
        .map_or_else(|| "-".to_owned(), ToString::to_string)
}

pub(super) fn joined(value: &Value, field: &str) -> String {
    list(value, field)
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn first12(text: &str) -> String {
    text.chars().take(12).collect()
}

/// The fingerprint in words of the reader's language.
fn words_row(p: &Printer, value: &Value, out: &mut String) {
    let field = if p.lang == Lang::Ja {
        "words_ja"
    } else {
        "words_en"
    };
    p.row(out, key::UI_WORDS, &joined(value, field));
}
