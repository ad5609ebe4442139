//! What people read of an agreement: where it stands, what it waits for, its text and its terms.

use super::{
    Printer,
    render::{first12, list, s},
    talk,
};
use entente_words::{Key, Lang, key};
use serde_json::Value;
use std::fmt::Write as _;

/// One line: who, stage, dates, fingerprint.
pub(super) fn agreement_line(p: &Printer, value: &Value) -> String {
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let mut line = format!(
        "{}  {}  {}",
        s(value, "agreement"),
        s(value, "partner"),
        stage(p, s(value, "stage"))
    );
    if let Some(date) = text("entry_into_force") {
        let _ = write!(line, "  {} {date}", p.words(key::UI_FORCE, &[]));
    }
    if let Some(digest) = text("digest") {
        let _ = write!(line, "  {}", first12(digest));
    }
    line
}

/// The agreement but for its text.
pub(super) fn agreement(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}", agreement_line(p, value));
    let title = list(value, "title").find(|t| t.get(0).and_then(Value::as_str) == Some(tag(p)));
    if let Some(title) = title.and_then(|t| t.get(1)).and_then(Value::as_str) {
        let _ = writeln!(out, "  {title}");
    }
    if let Some(entry) = value.get("entry").and_then(Value::as_u64) {
        p.row(out, key::UI_ENTRY, &format!("{} #{entry}", s(value, "own")));
    }
    talk::standing(p, value, out);
    steps(p, value, out);
    super::life::declared(p, value, out);
    if let Some(end) = value.get("end").and_then(Value::as_str) {
        p.row(out, key::UI_ENDS, end);
    }
    waits(p, value, out);
    records(p, value, out);
    if let Some(rules) = value.get("rules").filter(|r| r.is_object()) {
        terms(p, rules, out);
    }
}

/// What each party has done so far.
fn steps(p: &Printer, value: &Value, out: &mut String) {
    for (name, field) in [(key::UI_AGREED_BY, "agreed"), (key::UI_FROZEN_BY, "frozen")] {
        for who in list(value, field) {
            let line = format!("{}  {}", s(who, "party"), first12(s(who, "digest")));
            p.row(out, name, &line);
        }
    }
    for signature in list(value, "signatures") {
        let line = format!(
            "{}  {}  {}",
            s(signature, "party"),
            s(signature, "official"),
            s(signature, "capacity")
        );
        p.row(out, key::UI_SIGNED_BY, line.trim_end());
    }
    for note in list(value, "notes") {
        let received = note.get("received").and_then(Value::as_str).unwrap_or("-");
        let kind = match s(note, "kind") {
            "terminate" => key::UI_NOTE_TERMINATE,
            "no-renewal" => key::UI_NOTE_NO_RENEWAL,
            _ => key::UI_NOTE_COMPLETED,
        };
        let line = format!(
            "{}  {}  {}  {} {received}",
            s(note, "from"),
            p.words(kind, &[]),
            s(note, "date"),
            p.words(key::UI_RECEIVED_ON, &[])
        );
        p.row(out, key::UI_NOTE, &line);
    }
    for said in list(value, "course") {
        let what = said
            .get("what")
            .and_then(|what| entente_verify::course_words(what, p.lang))
            .unwrap_or_default();
        let line = format!("{}  {}  {what}", s(said, "by"), s(said, "day"));
        p.row(out, key::UI_COURSE, &line);
    }
}

/// The next step of each party before entry into force.
fn waits(p: &Printer, value: &Value, out: &mut String) {
    let did = |field: &str, who: &str, party: &str| {
        list(value, field)
            .filter(|row| s(row, who) == party && s(row, "kind") != "terminate")
            .count()
    };
    let agreed = |party: &str| {
        list(value, "agreed")
            .any(|row| s(row, "party") == party && s(row, "digest") == s(value, "digest"))
    };
    // Nobody is waited for to agree to what is still open.
    let unsettled = list(value, "open")
        .any(|row| matches!(s(row, "what"), "bracketed" | "blank" | "reserved" | "terms"));
    let needed = value.get("signatures_needed").and_then(Value::as_u64);
    let needed = usize::try_from(needed.unwrap_or(0)).unwrap_or(0) / 2;
    for party in [s(value, "own"), s(value, "partner")] {
        let certified = list(value, "certified").any(|p| p.as_str() == Some(party));
        let step: Option<Key> = match s(value, "stage") {
            "negotiating" if !agreed(party) && !unsettled => Some(key::UI_WAIT_AGREE),
            "text-agreed" if !certified => Some(key::UI_WAIT_CONCORD),
            "text-agreed" if did("frozen", "party", party) == 0 => Some(key::UI_WAIT_FREEZE),
            "frozen" if did("signatures", "party", party) < needed => Some(key::UI_WAIT_SIGN),
            "signed" if did("notes", "from", party) == 0 => Some(key::UI_WAIT_NOTE),
            _ => None,
        };
        if let Some(step) = step {
            let said = p.words(step, &[("party", party), ("id", s(value, "agreement"))]);
            p.row(out, key::UI_WAITS, &said);
        }
    }
}

fn records(p: &Printer, value: &Value, out: &mut String) {
    let size = |path: &str| {
        value
            .pointer(path)
            .map_or_else(String::new, ToString::to_string)
    };
    let own = format!(
        "{} / {}",
        size("/own_record/size"),
        size("/own_record/stored_by_partner")
    );
    p.row(out, key::UI_OWN_RECORD, &own);
    p.row(out, key::UI_THEIR_RECORD, &size("/their_record/size"));
}

/// The terms that checks are made from: levels, ceiling, purposes, and where each rule rests.
fn terms(p: &Printer, rules: &Value, out: &mut String) {
    let basis = |row: &Value| {
        let first = ["/basis", "/basis/0", "/0/basis", "/0/basis/0"]
            .into_iter()
            .find_map(|at| row.pointer(at).and_then(Value::as_str));
        p.words(key::UI_ARTICLE, &[("article", first.unwrap_or("-"))])
    };
    let mark = |id: &str| {
        list(rules, "level")
            .find(|l| s(l, "id") == id)
            .map_or_else(|| id.to_owned(), |l| s(l, "short").to_owned())
    };
    for row in list(rules, "equivalence") {
        let to = ["mark", "handle_as"]
            .into_iter()
            .find_map(|field| row.get(field).and_then(Value::as_str));
        let line = format!(
            "{} → {}  {}",
            mark(s(row, "from")),
            to.map_or_else(|| s(row, "to").to_owned(), mark),
            basis(row)
        );
        p.row(out, key::UI_RULE_EQUIVALENCE, &line);
    }
    for row in list(rules, "equal") {
        let marks: Vec<String> = list(row, "levels")
            .filter_map(Value::as_str)
            .map(mark)
            .collect();
        let line = format!("{}  {}", marks.join(" = "), basis(row));
        p.row(out, key::UI_RULE_EQUIVALENCE, &line);
    }
    for row in list(rules, "ceiling") {
        let mut tops: Vec<String> = ["paper", "electronic", "oral"]
            .into_iter()
            .filter_map(|field| row.get(field).and_then(Value::as_str))
            .map(mark)
            .collect();
        tops.dedup();
        let line = format!("{}  {}  {}", s(row, "party"), tops.join(" / "), basis(row));
        p.row(out, key::UI_RULE_CEILING, &line);
    }
    for row in list(rules, "purpose") {
        let name = row
            .pointer(&format!("/name/{}", tag(p)))
            .and_then(Value::as_str);
        let line = format!("{}  {}  {}", s(row, "code"), name.unwrap_or(""), basis(row));
        p.row(out, key::UI_RULE_PURPOSE, &line);
    }
    for (name, rule) in [
        (key::UI_RULE_RELEASE, "release"),
        (key::UI_RULE_RECEIPT, "receipt"),
        (key::UI_RULE_FORCE, "entry_into_force"),
        (key::UI_RULE_TERMINATION, "termination"),
    ] {
        let stated = |b: &&Value| !b.is_null() && b.as_array().is_none_or(|rows| !rows.is_empty());
        if let Some(row) = rules.get(rule).filter(stated) {
            p.row(out, name, &basis(row));
        }
    }
}

fn tag(p: &Printer) -> &'static str {
    if p.lang == Lang::Ja { "ja" } else { "en" }
}

pub(super) fn stage(p: &Printer, stage: &str) -> String {
    let key = match stage {
        "text-agreed" => key::UI_STAGE_TEXT_AGREED,
        "frozen" => key::UI_STAGE_FROZEN,
        "signed" => key::UI_STAGE_SIGNED,
        "notified" => key::UI_STAGE_NOTIFIED,
        "in-force" => key::UI_STAGE_IN_FORCE,
        "provisional" => key::UI_STAGE_PROVISIONAL,
        "ended" => key::UI_STAGE_ENDED,
        "notice-given" => key::UI_STAGE_NOTICE_GIVEN,
        _ => key::UI_STAGE_NEGOTIATING,
    };
    p.words(key, &[])
}

pub(super) fn whole_text(p: &Printer, value: &Value, out: &mut String) {
    let lang = if p.lang == Lang::Ja { "ja" } else { "en" };
    for provision in value
        .pointer("/instrument/provisions")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let text = list(provision, "text");
        for wording in text.filter(|w| s(w, "lang") == lang) {
            let _ = writeln!(
                out,
                "{}  {}\n\n{}\n",
                s(provision, "id"),
                s(wording, "heading"),
                s(wording, "body")
            );
        }
    }
    let _ = writeln!(out, "{}", s(value, "digest"));
}
