//! What people read of cases.

use super::{
    Printer,
    render::{list, n, rows, s},
};
use entente_model::Problem;
use entente_words::{Lang, key};
use serde_json::Value;
use std::fmt::Write as _;

/// An answer about cases as lines; false when it is not one.
pub(super) fn render(p: &Printer, view: &str, value: &Value, out: &mut String) -> bool {
    match view {
        "cases" => {
            rows(value, "cases", out, p, line);
            if value.get("more") == Some(&Value::Bool(true)) {
                let _ = writeln!(out, "{}", p.words(key::CASECLI_MORE, &[]));
            }
        }
        "case" => one(p, value, out),
        "case-done" => done(p, value, out),
        "case-evidence" => {
            let args = [
                ("dir", s(value, "dir")),
                ("case", s(value, "case")),
                ("acts", &n(value, "acts")),
            ];
            let _ = writeln!(out, "{}", p.words(key::CASECLI_EVIDENCE, &args));
        }
        _ => return false,
    }
    true
}

/// What is for us to do in cases, one line each; nothing where nothing is.
pub(super) fn duties(p: &Printer, value: &Value, out: &mut String) {
    let mut all = list(value, "duties").peekable();
    if all.peek().is_some() {
        let _ = writeln!(out, "  {}", p.words(key::CASECLI_TO_DO, &[]));
    }
    for duty in all {
        let matter = named(p, "case-matter", s(duty, "matter"));
        let _ = writeln!(
            out,
            "    {}  {}  {matter}  {}",
            s(duty, "agreement"),
            s(duty, "case"),
            clock(p, duty)
        );
    }
}

/// A word of a family of messages; the word itself where there is none.
fn named(p: &Printer, family: &str, word: &str) -> String {
    entente_words::text_by_id(p.lang, &format!("{family}-{word}"), &[])
        .unwrap_or_else(|| word.to_owned())
}

fn line(p: &Printer, row: &Value) -> String {
    let mut line = format!(
        "{}  {}  {}  {}  {}  {}",
        s(row, "case"),
        s(row, "agreement"),
        s(row, "opened"),
        named(p, "case-matter", s(row, "matter")),
        named(p, "case-state", s(row, "state")),
        joined(row, "items", " "),
    );
    let shown = list(row, "items").count();
    let count = row.get("items_count").and_then(Value::as_u64).unwrap_or(0);
    if u64::try_from(shown).unwrap_or(u64::MAX) < count {
        line.push_str(" …");
    }
    let waits = joined(row, "waits_for", ", ");
    let mut line = line.trim_end().to_owned();
    if !waits.is_empty() {
        let waits = p.words(key::CASECLI_WAITS, &[("party", &waits)]);
        let _ = write!(line, "  {waits}");
    }
    line
}

/// What was written, where the case stands now, and who has something to do in it.
fn done(p: &Printer, value: &Value, out: &mut String) {
    let args = [("case", s(value, "case")), ("entry", &n(value, "entry"))];
    let _ = writeln!(out, "{}", p.words(key::CASECLI_WRITTEN, &args));
    let _ = writeln!(out, "  {}", line(p, value));
    for next in list(value, "next") {
        let _ = writeln!(
            out,
            "  {}: {}{}",
            s(next, "by"),
            named(p, "case-task", s(next, "what")),
            under(p, next)
        );
    }
}

fn one(p: &Printer, value: &Value, out: &mut String) {
    let _ = writeln!(out, "{}", line(p, value));
    if !s(value, "article").is_empty() {
        let article = p.words(key::UI_ARTICLE, &[("article", s(value, "article"))]);
        p.row(out, key::CASECLI_BASIS, &article);
    }
    let fields = value.get("about").and_then(Value::as_object);
    for (name, field) in fields.into_iter().flatten() {
        let shown = match (name.as_str(), field.as_str()) {
            // Words of a fixed list; elsewhere people wrote what they liked.
            ("trigger" | "reason" | "body" | "of", Some(word)) if !word.is_empty() => {
                named(p, "casecli-word", word)
            }
            _ => shown(p, field),
        };
        if !shown.is_empty() {
            let name = named(p, "casecli-about", &name.replace('_', "-"));
            let _ = writeln!(out, "  {name}: {shown}");
        }
    }
    if !s(value, "until").is_empty() {
        p.row(out, key::CASECLI_UNTIL, s(value, "until"));
    }
    if list(value, "duties").next().is_some() {
        let _ = writeln!(out, "{}", p.words(key::CASECLI_DUTIES, &[]));
    }
    for duty in list(value, "duties") {
        let _ = writeln!(out, "  {}  {}", s(duty, "by"), clock(p, duty));
    }
    if value.get("accounts").is_some() {
        accounts(p, value, out);
    }
    let _ = writeln!(out, "{}", p.words(key::CASECLI_ACTS, &[]));
    for act in list(value, "acts") {
        acted(p, act, out);
    }
}

fn acted(p: &Printer, act: &Value, out: &mut String) {
    let mut step = named(p, "case-step", s(act, "step"));
    if let Some(granted) = act.get("granted").and_then(Value::as_bool) {
        let word = if granted { "granted" } else { "declined" };
        let _ = write!(step, ": {}", named(p, "case-state", word));
        if !s(act, "until").is_empty() {
            let until = p.words(key::CASECLI_UNTIL, &[]);
            let _ = write!(step, ", {until} {}", s(act, "until"));
        }
        let items = joined(act, "items", " ");
        if !items.is_empty() {
            let _ = write!(step, "  {items}");
        }
    }
    let _ = writeln!(
        out,
        "  {}  {} #{}  {}  {step}",
        s(act, "on"),
        s(act, "by"),
        n(act, "n"),
        s(act, "official")
    );
    said(p, act, out);
}

/// The opened words of an act, a line each; of those that do not open, why.
fn said(p: &Printer, act: &Value, out: &mut String) {
    for line in s(act, "text").lines() {
        let _ = writeln!(out, "      {line}");
    }
    if let Some(problem) = act
        .get("unreadable")
        .and_then(|v| serde_json::from_value::<Problem>(v.clone()).ok())
    {
        for line in p.problem_text(&problem).lines() {
            let _ = writeln!(out, "      {line}");
        }
    }
}

/// Each party's account under its name, none in another's place (A16).
fn accounts(p: &Printer, value: &Value, out: &mut String) {
    for account in list(value, "accounts") {
        let args = [
            ("party", s(account, "by")),
            ("entry", &n(account, "n")),
            ("on", s(account, "on")),
        ];
        let _ = writeln!(out, "{}", p.words(key::CASECLI_ACCOUNT, &args));
        said(p, account, out);
        for agreed in list(account, "agreed") {
            let args = [("party", s(agreed, "by")), ("entry", &n(agreed, "n"))];
            let _ = writeln!(out, "    {}", p.words(key::CASECLI_AGREED, &args));
            said(p, agreed, out);
        }
    }
    if list(value, "accounts").next().is_none() {
        let _ = writeln!(out, "{}", p.words(key::CASECLI_NO_ACCOUNT, &[]));
    }
}

/// A duty with its clock: the treaty's word and the agreed number, the last day, and how it
/// stands. Without a number the days that have passed, and no verdict.
fn clock(p: &Printer, duty: &Value) -> String {
    let mut line = named(p, "case-task", s(duty, "what"));
    let mut how: Vec<String> = Vec::new();
    if !matches!(s(duty, "word"), "" | "unstated") {
        how.push(named(p, "casecli-soon", s(duty, "word")));
    }
    if let Some(period) = period(p, s(duty, "within")) {
        how.push(p.words(key::CASECLI_WITHIN, &[("period", &period)]));
    }
    if !s(duty, "due").is_empty() {
        how.push(p.words(key::CASECLI_DUE, &[("date", s(duty, "due"))]));
    }
    if !how.is_empty() {
        let between = if p.lang == Lang::Ja { "、" } else { ", " };
        line.push_str(&bracketed(p, &how.join(between)));
    }
    let standing = match (s(duty, "standing"), duty.get("unclear")) {
        (_, Some(Value::Bool(true))) => "unclear",
        (standing, _) => standing,
    };
    let id = format!("case-due-{standing}");
    let days = n(duty, "days");
    let stands = entente_words::text_by_id(p.lang, &id, &[("days", &days)]);
    let _ = write!(line, "  {}{}", stands.unwrap_or_default(), under(p, duty));
    line
}

fn under(p: &Printer, value: &Value) -> String {
    match s(value, "article") {
        "" => String::new(),
        article => bracketed(p, &p.words(key::UI_ARTICLE, &[("article", article)])),
    }
}

fn bracketed(p: &Printer, words: &str) -> String {
    match p.lang {
        Lang::Ja => format!("（{words}）"),
        Lang::En => format!(" ({words})"),
    }
}

/// A period of the terms in words: `PT24H`, `P5D working`.
fn period(p: &Printer, written: &str) -> Option<String> {
    let (iso, days) = match written.split_once(' ') {
        Some((iso, kind)) => (iso, kind),
        None => (written, "days"),
    };
    let iso = iso.strip_prefix('P')?;
    let iso = iso.strip_prefix('T').unwrap_or(iso);
    let count = iso.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match iso.chars().next_back()? {
        'H' => "hours",
        'D' => days,
        'W' => "weeks",
        'M' => "months",
        'Y' => "years",
        _ => return None,
    };
    let one = if count == "1" { "one-" } else { "" };
    entente_words::text_by_id(p.lang, &format!("casecli-{one}{unit}"), &[("n", count)])
}

/// A field of what a case is about; nothing where it says nothing.
fn shown(p: &Printer, field: &Value) -> String {
    match field {
        Value::Null | Value::Bool(false) | Value::Object(_) => String::new(),
        Value::Bool(true) => p.words(key::CASECLI_YES, &[]),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| shown(p, one)).collect();
            all.join(", ")
        }
    }
}

fn joined(value: &Value, field: &str, between: &str) -> String {
    let all: Vec<&str> = list(value, field).filter_map(Value::as_str).collect();
    all.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(lang: Lang, view: &str, value: &Value) -> String {
        let p = Printer {
            lang,
            json: false,
            quiet: false,
            plain: false,
        };
        let mut out = String::new();
        assert!(render(&p, view, value, &mut out));
        // Names and numbers are set apart by marks that do not show.
        out.replace(['\u{2068}', '\u{2069}'], "")
    }

    fn case(duty: &Value, act: &Value) -> Value {
        json!({
            "case": "NZL-12", "agreement": "AG-1", "matter": "incident", "state": "open",
            "duties": [duty], "acts": [act],
        })
    }

    #[test]
    fn a_clock_shows_word_number_and_verdict_only_where_a_number_was_agreed() {
        let mut duty = json!({
            "what": "notify", "by": "NZL", "word": "immediately", "within": "PT24H",
            "due": "2027-01-02", "standing": "overdue", "days": 3, "article": "9.1",
        });
        let view = case(&duty, &json!({}));
        let line = "NZL  tell the originator (immediately, within 24 hours, by 2027-01-02)  3 days over (Art. 9.1)";
        let english = said(Lang::En, "case", &view);
        assert!(english.contains(line), "{english}");
        let japanese = said(Lang::Ja, "case", &view);
        assert!(
            japanese.contains("（直ちに、24時間以内、期限 2027-01-02）"),
            "{japanese}"
        );
        duty["within"] = Value::Null;
        duty["due"] = Value::Null;
        duty["standing"] = "open".into();
        let english = said(Lang::En, "case", &case(&duty, &json!({})));
        assert!(
            english.contains("(immediately)  3 days have passed"),
            "{english}"
        );
    }

    #[test]
    fn words_that_do_not_open_are_told_as_such() {
        let problem = Problem::partner("TEXT-001").with("party", "NZL");
        let act = json!({ "by": "NZL", "n": 12, "step": "open", "unreadable": problem });
        for (lang, words) in [(Lang::En, "do not open"), (Lang::Ja, "開けません")] {
            let shown = said(lang, "case", &case(&json!({}), &act));
            assert!(
                shown.contains("TEXT-001") && shown.contains(words),
                "{shown}"
            );
        }
    }

    #[test]
    fn every_period_of_the_terms_has_words() {
        let p = Printer {
            lang: Lang::En,
            json: false,
            quiet: false,
            plain: false,
        };
        for (written, words) in [
            ("PT24H", "24 hours"),
            ("P30D", "30 days"),
            ("P5D working", "5 working days"),
            ("P14D clear", "14 clear days"),
            ("P2W", "2 weeks"),
            ("P12M", "12 months"),
            ("P1Y", "1 year"),
        ] {
            let shown = period(&p, written).unwrap();
            assert_eq!(shown.replace(['\u{2068}', '\u{2069}'], ""), words);
        }
        assert_eq!(period(&p, ""), None);
    }
}
