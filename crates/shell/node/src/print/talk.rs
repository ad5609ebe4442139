//! What people read while they negotiate.

use super::{
    Printer,
    render::{list, n, s},
};
use entente_agreement::page::Page;
use entente_paper::terminal::{self, Style};
use entente_words::key;
use serde_json::Value;
use std::fmt::Write as _;

/// Widest page; a terminal's own width where it says one.
const WIDTH: usize = 110;

/// An answer of the negotiation as lines; false when it is not one.
pub(super) fn render(p: &Printer, view: &str, value: &Value, out: &mut String) -> bool {
    match view {
        "page" => page(p, value, out),
        "edit" => edit(value, out),
        "drafted" => drafted(p, value, out),
        "discarded" => {
            let _ = writeln!(out, "{}", p.words(key::UI_DISCARDED, &[]));
        }
        "preview" => preview(p, value, out),
        "lint" => lint(p, value, out),
        "foreign" => foreign(p, value, out),
        "papers" => papers(p, value, out),
        "filed" => {
            let _ = writeln!(out, "{}", p.words(key::UI_FILED, &[]));
        }
        "file" => {
            let args = [("file", s(value, "file")), ("bytes", &n(value, "bytes"))];
            let _ = writeln!(out, "{}", p.words(key::UI_WRITTEN_FILE, &args));
        }
        _ => return false,
    }
    true
}

/// A view of the text.
fn page(p: &Printer, value: &Value, out: &mut String) {
    let page = value.get("page").cloned().unwrap_or_default();
    let Ok(page) = serde_json::from_value::<Page>(page) else {
        return;
    };
    let style = Style {
        colour: false,
        plain: p.plain,
    };
    out.push_str(&terminal::render(&page, width(), style));
}

fn width() -> usize {
    let named = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    named.filter(|w| (40..=400).contains(w)).unwrap_or(WIDTH)
}

/// One text to edit, with a line that says what it was made from.
fn edit(value: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "%% {} {} @{}\n\n{}",
        s(value, "provision"),
        s(value, "lang"),
        s(value, "turn"),
        s(value, "text")
    );
}

fn drafted(p: &Printer, value: &Value, out: &mut String) {
    let number = |field: &str| {
        value
            .get(field)
            .map_or_else(String::new, ToString::to_string)
    };
    let args = [
        ("id", s(value, "agreement")),
        ("turn", &number("turn")),
        ("operations", &number("operations")),
    ];
    let _ = writeln!(out, "{}", p.words(key::UI_DRAFTED, &args));
}

/// What the other side will see.
fn preview(p: &Printer, value: &Value, out: &mut String) {
    let number = |field: &str| {
        value
            .get(field)
            .map_or_else(String::new, ToString::to_string)
    };
    let args = [("turn", number("turn")), ("bytes", number("bytes"))];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let _ = writeln!(out, "{}", p.words(key::UI_PREVIEW, &args));
    let arrived = value
        .get("arrived_since")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    if arrived > 0 {
        let _ = writeln!(out, "{}", p.words(key::UI_ARRIVED_SINCE, &[]));
    }
    for line in list(value, "summary").filter_map(Value::as_str) {
        let _ = writeln!(out, "  {line}");
    }
    let _ = writeln!(out);
    page(p, value, out);
    lint(p, value, out);
    let send = p.words(key::UI_SEND_NEXT, &[("id", s(value, "agreement"))]);
    let _ = writeln!(out, "{send}");
}

/// Warnings; silence is said too.
fn lint(p: &Printer, value: &Value, out: &mut String) {
    let mut any = false;
    for warning in list(value, "lint") {
        any = true;
        let article = p.words(key::UI_ARTICLE, &[("article", s(warning, "provision"))]);
        let _ = writeln!(
            out,
            "{article}  {}  [{}]",
            s(warning, "says"),
            s(warning, "code")
        );
    }
    if !any {
        let _ = writeln!(out, "{}", p.words(key::UI_LINT_NONE, &[]));
    }
}

/// A Word file of the other side, unaccepted.
fn foreign(p: &Printer, value: &Value, out: &mut String) {
    let args = [("party", s(value, "from")), ("file", s(value, "file"))];
    let _ = writeln!(out, "{}", p.words(key::UI_FOREIGN, &args));
    for text in list(value, "texts") {
        let tracked = if text.get("tracked") == Some(&Value::Bool(true)) {
            key::UI_TRACKED
        } else {
            key::UI_UNTRACKED
        };
        let article = p.words(key::UI_ARTICLE, &[("article", s(text, "article"))]);
        let _ = writeln!(
            out,
            "{article} ({})  {}\n  {}",
            s(text, "lang"),
            p.words(tracked, &[]),
            s(text, "shown")
        );
    }
    for row in list(value, "ignored") {
        let count = row
            .get("count")
            .map_or_else(String::new, ToString::to_string);
        let args = [("what", s(row, "what")), ("count", count.as_str())];
        let _ = writeln!(out, "{}", p.words(key::UI_IGNORED, &args));
    }
}

fn papers(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}", p.words(key::UI_PRIVATE, &[]));
    for paper in list(value, "papers") {
        let number = paper
            .get("paper")
            .map_or_else(String::new, ToString::to_string);
        let kind = match s(paper, "kind") {
            "instruction" => key::UI_PAPER_INSTRUCTION,
            "fallback" => key::UI_PAPER_FALLBACK,
            "draft" => key::UI_PAPER_DRAFT,
            _ => key::UI_PAPER_COMMENT,
        };
        let _ = writeln!(
            out,
            "{number}  {}  {}  {}  {}\n  {}",
            p.words(kind, &[]),
            s(paper, "article"),
            s(paper, "by"),
            s(paper, "at"),
            s(paper, "text").replace('\n', "\n  ")
        );
    }
}

/// The state of a negotiation, for `agree show`.
pub(super) fn standing(p: &Printer, value: &Value, out: &mut String) {
    let number = |at: &str| {
        value
            .pointer(at)
            .map_or_else(|| "0".to_owned(), ToString::to_string)
    };
    let names = |row: &Value, field: &str| {
        let all: Vec<&str> = list(row, field).filter_map(Value::as_str).collect();
        all.join(", ")
    };
    if value.get("counts").is_none() {
        return;
    }
    let pen = names(value, "pen");
    let reply = s(value, "reply_by");
    let args = [
        ("turn", number("/turn")),
        ("pen", pen),
        ("reply", reply.to_owned()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let turn = if reply.is_empty() {
        key::UI_TALK_TURN
    } else {
        key::UI_TALK_TURN_REPLY
    };
    p.row(out, key::UI_TALK, &p.words(turn, &args));
    let counts = [
        ("agreed", number("/counts/agreed")),
        ("adref", number("/counts/ad_ref")),
        ("proposed", number("/counts/proposed")),
        ("bracketed", number("/counts/bracketed")),
        ("reserved", number("/counts/reserved")),
        ("concordant", number("/counts/concordant")),
        ("of", number("/counts/of")),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(k, v)| (*k, v.as_str())).collect();
    p.row(
        out,
        key::UI_PROVISIONS,
        &p.words(key::UI_TALK_COUNTS, &counts),
    );
    for open in list(value, "open") {
        let name = match s(open, "what") {
            "bracketed" => key::UI_OPEN_BRACKETED,
            "blank" => key::UI_OPEN_BLANK,
            "not-agreed" => key::UI_OPEN_NOT_AGREED,
            "reserved" => key::UI_OPEN_RESERVED,
            "not-concordant" => key::UI_OPEN_NOT_CONCORDANT,
            "unchanged" => key::UI_OPEN_UNCHANGED,
            _ => key::UI_OPEN_TERMS,
        };
        p.row(out, name, &shortened(&names(open, "ids")));
    }
    for offer in list(value, "offers") {
        let turn = offer
            .get("turn")
            .map_or_else(String::new, ToString::to_string);
        let id = s(value, "agreement");
        let args = [
            ("turn", turn.as_str()),
            ("party", s(offer, "by")),
            ("id", id),
        ];
        p.row(out, key::UI_OFFER, &p.words(key::UI_OFFER_BY, &args));
    }
    for gone in list(value, "abandoned") {
        let line = format!(
            "{}  {}  {}",
            s(gone, "by"),
            s(gone, "at"),
            s(gone, "reason")
        );
        p.row(out, key::UI_ABANDONED, line.trim_end());
    }
    if let Some(amendment) = value.get("amendment").filter(|a| a.is_object()) {
        let version = amendment
            .get("version")
            .map_or_else(String::new, ToString::to_string);
        let stage = super::agree::stage(p, s(amendment, "stage"));
        let line = format!("{version}  {stage}  {}", s(amendment, "in_force"));
        p.row(out, key::UI_AMENDMENT, line.trim_end());
    }
}

/// A long list of ids is cut: the views show them all.
fn shortened(ids: &str) -> String {
    const MOST: usize = 12;
    let all: Vec<&str> = ids.split(", ").collect();
    if all.len() <= MOST {
        return ids.to_owned();
    }
    let first: Vec<&str> = all.iter().take(MOST).copied().collect();
    format!("{}, … ({})", first.join(", "), all.len())
}
