//! What people read of a marking: the lines shown with the item first, then what was found.

use super::{
    Printer,
    render::{list, s},
};
use entente_words::key;
use serde_json::Value;
use std::fmt::Write as _;

/// Columns of a page; a Traffic Light Protocol label ends at its right edge (M12).
const COLUMNS: usize = 80;

/// `mark check` and `mark explain`.
pub(super) fn verdict(p: &Printer, value: &Value, out: &mut String) {
    let lines: Vec<&str> = list(value, "display").filter_map(Value::as_str).collect();
    let tlp = value.get("tlp") == Some(&Value::Bool(true));
    for (index, line) in lines.iter().enumerate() {
        if tlp && index.saturating_add(1) == lines.len() {
            let _ = writeln!(out, "{line:>COLUMNS$}");
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    if !lines.is_empty() {
        out.push('\n');
    }
    if s(value, "outcome") == "shown" {
        let _ = writeln!(out, "{}", s(value, "message"));
    } else {
        out.push_str(s(value, "refusal"));
    }
    row(p, out, key::MARK_CANONICAL, s(value, "canonical"));
    if s(value, "banner") != s(value, "canonical") {
        row(p, out, key::MARK_BANNER, s(value, "banner"));
    }
    explained(p, value, out);
    for note in list(value, "notes").filter_map(Value::as_str) {
        row(p, out, key::MARK_NOTE, note);
    }
    let rules: Vec<&str> = list(value, "rules").filter_map(Value::as_str).collect();
    row(p, out, key::MARK_RULES, &rules.join(", "));
}

fn row(p: &Printer, out: &mut String, name: entente_words::Key, value: &str) {
    if !value.is_empty() {
        p.row(out, name, value);
    }
}

fn explained(p: &Printer, value: &Value, out: &mut String) {
    if let Some(level) = value.get("level").filter(|l| l.is_object()) {
        let article = p.words(key::UI_ARTICLE, &[("article", s(level, "article"))]);
        let text = format!("{}  {article}", s(level, "short"));
        row(p, out, key::MARK_LEVEL, &text);
        let rank = level
            .get("rank")
            .map_or_else(String::new, ToString::to_string);
        row(p, out, key::MARK_RANK, &rank);
    }
    for word in list(value, "words") {
        let effects: Vec<&str> = list(word, "effects").filter_map(Value::as_str).collect();
        let text = format!("{}: {}", s(word, "mark"), effects.join(", "));
        row(p, out, key::MARK_WORDS, &text);
    }
    let parties = value
        .pointer("/label/rel/parties")
        .and_then(Value::as_array);
    let parties: Vec<&str> = parties
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    row(p, out, key::MARK_REL, &parties.join(", "));
    for style in list(value, "styles") {
        let name = p.words(key::MARK_STYLE, &[("style", s(style, "style"))]);
        let _ = writeln!(out, "  {name}: {}", s(style, "text"));
    }
}

/// `mark render`.
pub(super) fn text(value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}", s(value, "text").trim_end());
}
