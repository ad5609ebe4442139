//! What people read of an instrument's files: findings, answers, dates, differences.

use super::{
    Printer,
    render::{list, s},
};
use entente_words::key;
use serde_json::Value;
use std::fmt::Write as _;

/// What `agree check` found.
pub(super) fn instrument(p: &Printer, value: &Value, out: &mut String) {
    p.row(
        out,
        key::UI_PROVISIONS,
        &value
            .get("provisions")
            .map_or_else(String::new, ToString::to_string),
    );
    p.row(out, key::UI_DIGEST, s(value, "digest"));
    for finding in list(value, "findings") {
        let args: Vec<(&str, &str)> = finding
            .get("args")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(name, v)| v.as_str().map(|v| (name.as_str(), v)))
            .collect();
        let said =
            entente_words::text_by_id(p.lang, &format!("find-{}", s(finding, "code")), &args)
                .unwrap_or_else(|| s(finding, "code").to_owned());
        let kind = match s(finding, "kind") {
            "error" => p.words(key::UI_FIND_ERROR, &[]),
            "gap" => p.words(key::UI_FIND_GAP, &[]),
            _ => p.words(key::UI_FIND_NOTE, &[]),
        };
        let at = match (s(finding, "path"), s(finding, "provision")) {
            ("", provision) => p.words(key::UI_ARTICLE, &[("article", provision)]),
            (path, "") => path.to_owned(),
            (path, provision) => format!(
                "{path} ({})",
                p.words(key::UI_ARTICLE, &[("article", provision)])
            ),
        };
        let _ = writeln!(out, "{kind}  {at}: {said}");
    }
}

/// A message by its kind and code, filled with the value's `args`; the code where there is none.
fn said(p: &Printer, kind: &str, code: &str, value: &Value) -> String {
    let args: Vec<(&str, &str)> = value
        .get("args")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, v)| v.as_str().map(|v| (name.as_str(), v)))
        .collect();
    entente_words::text_by_id(p.lang, &format!("{kind}-{code}"), &args)
        .unwrap_or_else(|| code.to_owned())
}

/// What `agree try` answered.
pub(super) fn tried(p: &Printer, value: &Value, out: &mut String) {
    let explain = value.get("explain") == Some(&Value::Bool(true));
    for of in list(value, "reports") {
        let report = of.get("report").unwrap_or(&Value::Null);
        let _ = writeln!(out, "{}", s(report, "title"));
        for answer in list(report, "answers") {
            answered(p, answer, explain, out);
        }
    }
    let number = |field: &str| {
        value
            .get(field)
            .map_or_else(String::new, ToString::to_string)
    };
    let args = [
        ("answers", number("answers")),
        ("differences", number("differences")),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let _ = writeln!(out, "{}", p.words(key::UI_TRIED, &args));
}

fn answered(p: &Printer, answer: &Value, explain: bool, out: &mut String) {
    let ok = answer.get("ok") == Some(&Value::Bool(true));
    let sign = if ok { "=" } else { "≠" };
    let side = |name: &str| answer.get(name).map_or_else(String::new, |v| outcome(p, v));
    let _ = writeln!(out, "  {sign} {}: {}", s(answer, "name"), side("got"));
    for differs in list(answer, "differs") {
        let nothing = |text: &str| {
            if text.is_empty() {
                "-".to_owned()
            } else {
                text.to_owned()
            }
        };
        let _ = writeln!(
            out,
            "      {}: {}  {}: {}",
            s(differs, "what"),
            nothing(s(differs, "got")),
            p.words(key::UI_EXPECTED, &[]),
            nothing(s(differs, "expected"))
        );
    }
    if !explain {
        return;
    }
    for check in list(answer, "checks") {
        let rule = entente_words::text_by_id(p.lang, &format!("ui-rule-{}", s(check, "rule")), &[])
            .unwrap_or_else(|| s(check, "rule").to_owned());
        let article = match s(check, "article") {
            "" => String::new(),
            article => p.words(key::UI_ARTICLE, &[("article", article)]),
        };
        let refusal = check
            .pointer("/refusal/code")
            .and_then(Value::as_str)
            .unwrap_or("");
        let _ = writeln!(
            out,
            "      {}",
            format!("{rule}  {article}  {}  {refusal}", s(check, "field")).trim_end()
        );
    }
}

/// An answer in a line: what, code, article, decider.
fn outcome(p: &Printer, value: &Value) -> String {
    let word = match s(value, "answer") {
        "allowed" => p.words(key::UI_ALLOWED, &[]),
        "refused" => p.words(key::UI_REFUSED, &[]),
        "needs" => p.words(key::UI_NEEDS, &[]),
        "none" => p.words(key::UI_NO_DATE, &[]),
        other => other.to_owned(),
    };
    let mut line = word;
    if !s(value, "code").is_empty() {
        let _ = write!(line, "[{}]", s(value, "code"));
    }
    if !s(value, "article").is_empty() {
        let article = p.words(key::UI_ARTICLE, &[("article", s(value, "article"))]);
        let _ = write!(line, "  {article}");
    }
    let rules: Vec<&str> = list(value, "rules").filter_map(Value::as_str).collect();
    if !rules.is_empty() {
        let article = p.words(key::UI_ARTICLE, &[("article", &rules.join(", "))]);
        let _ = write!(line, "  {article}");
    }
    line
}

/// What `agree dates` computed.
pub(super) fn dates(p: &Printer, value: &Value, out: &mut String) {
    for row in list(value, "dates") {
        let line = match s(row, "date") {
            "" => format!("-           {}", said(p, "open", s(row, "open"), row)),
            date => format!(
                "{date}  {}  {}",
                p.words(key::UI_ARTICLE, &[("article", s(row, "article"))]),
                said(p, "because", s(row, "because"), row)
            ),
        };
        let _ = writeln!(out, "{:<20} {line}", s(row, "what"));
    }
}

/// What `agree compare` found.
pub(super) fn compared(p: &Printer, value: &Value, out: &mut String) {
    let side = |row: &Value, name: &str| {
        let text = match s(row, name) {
            "" => "-".to_owned(),
            text => text.to_owned(),
        };
        match s(row, &format!("provision_{name}")) {
            "" => text,
            provision => format!(
                "{text}  ({})",
                p.words(key::UI_ARTICLE, &[("article", provision)])
            ),
        }
    };
    let (a, b) = (s(value, "a"), s(value, "b"));
    for row in list(value, "rows") {
        let _ = writeln!(out, "{}", s(row, "path"));
        let _ = writeln!(out, "    {a}: {}", side(row, "a"));
        let _ = writeln!(out, "    {b}: {}", side(row, "b"));
    }
    let count = list(value, "rows").count().to_string();
    let _ = writeln!(out, "{}", p.words(key::UI_COMPARED, &[("count", &count)]));
}
