//! The life of an item for people: what the recipient will see, what was done, where it has been,
//! consents, the register.

use super::{
    Printer,
    render::{check_lines, first12, list, n, s},
};
use entente_words::{Lang, key, text_by_id};
use serde_json::Value;
use std::fmt::Write as _;

/// Renders an answer of these commands; false when it is none.
pub(super) fn render(p: &Printer, view: &str, value: &Value, out: &mut String) -> bool {
    match view {
        "item-preview" => preview(p, value, out),
        "deed" => deed(p, value, out),
        "trace" => trace(p, value, out),
        "consents" => consents(p, value, out),
        "register" => register(p, value, out),
        "shredded" => {
            let key = if value.get("dry_run").is_some() {
                key::UI_LIFE_WOULD_SHRED
            } else {
                key::UI_LIFE_SHREDDED
            };
            line(out, &p.words(key, &[("item", s(value, "item"))]));
        }
        "declared" => declared(p, value, out),
        "tallied" => {
            let tally = value.get("tally").unwrap_or(&Value::Null);
            let (copies, open) = (n(tally, "copies"), n(tally, "open"));
            let args = [("copies", copies.as_str()), ("open", &open)];
            line(out, &p.words(key::UI_LIFE_TALLIED, &args));
        }
        "reconciled" => reconciled(p, value, out),
        "duties" => due(p, value, out),
        "written-file" => {
            let lines = n(value, "lines");
            let args = [("file", s(value, "file")), ("lines", &lines)];
            line(out, &p.words(key::UI_LIFE_WRITTEN, &args));
        }
        "portions" => {
            for (portion, number) in list(value, "portions").zip(1u32..) {
                line(
                    out,
                    &format!("{number}  ({})", portion.as_str().unwrap_or("")),
                );
            }
        }
        _ => return false,
    }
    true
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "{}", text.trim_end());
}

/// A word of the JSON in the reader's language; the word itself where there is none.
fn word(p: &Printer, what: &str, of: &str) -> String {
    text_by_id(p.lang, &format!("ui-{what}-{of}"), &[]).unwrap_or_else(|| of.to_owned())
}

fn marks(display: Option<&Value>) -> String {
    let field = |name: &str| display.and_then(|d| d.get(name)).and_then(Value::as_str);
    match (field("original"), field("equivalent")) {
        (Some(original), Some(equivalent)) => format!("{original} ≙ {equivalent}"),
        (Some(original), None) => original.to_owned(),
        _ => "-".to_owned(),
    }
}

fn preview(p: &Printer, value: &Value, out: &mut String) {
    line(out, &format!("[ {} ]", s(value, "banner")));
    line(out, &format!("{} → {}", s(value, "item"), s(value, "to")));
    p.row(out, key::UI_TITLE, s(value, "title"));
    p.row(out, key::UI_LIFE_MARK, &marks(value.get("display")));
    let notation = value.get("display").map_or("", |d| s(d, "notation"));
    if !notation.is_empty() {
        p.row(out, key::UI_LIFE_NOTATION, notation);
    }
    p.row(out, key::UI_LIFE_FORM, &word(p, "form", s(value, "form")));
    p.row(out, key::UI_LIFE_PURPOSE, s(value, "purpose"));
    p.row(out, key::UI_SIZE, &format!("{} B", n(value, "size")));
    let field = if p.lang == Lang::Ja { "ja" } else { "en" };
    for condition in list(value, "conditions") {
        p.row(out, key::UI_LIFE_CONDITION, s(condition, field));
    }
    if !s(value, "author").is_empty() {
        p.row(out, key::UI_LIFE_AUTHOR, s(value, "author"));
    }
    let decision = word(p, "decision", s(value, "decision"));
    p.row(out, key::UI_LIFE_DECISION, &decision);
    for step in list(value, "desk") {
        let text = format!(
            "{}  {}  {}  {}",
            s(step, "at"),
            word(p, "decision", s(step, "step")),
            s(step, "by"),
            s(step, "reason")
        );
        p.row(out, key::UI_LIFE_DESK, text.trim_end());
    }
    check_lines(p, value, out);
    line(out, &format!("[ {} ]", s(value, "banner")));
}

fn deed(p: &Printer, value: &Value, out: &mut String) {
    if !s(value, "deed").is_empty() {
        let what = word(p, "deed", s(value, "deed"));
        let key = match value.get("dry_run") {
            Some(_) => key::UI_LIFE_WOULD_DO,
            None => key::UI_LIFE_DONE,
        };
        let entry = n(value, "act");
        let args = [
            ("what", what.as_str()),
            ("item", s(value, "item")),
            ("entry", &entry),
        ];
        line(out, &p.words(key, &args));
    }
    let struck = value.get("struck") == Some(&Value::Bool(true));
    let original = marks(value.get("display"));
    let mark = match (struck, value.get("now").filter(|v| !v.is_null())) {
        (false, _) => original,
        // The old mark stays legible, struck, before the new one.
        (true, Some(now)) => format!("~{original}~ {}", marks(Some(now))),
        (true, None) => format!("~{original}~ {}", p.words(key::UI_LIFE_DECLASSIFIED, &[])),
    };
    line(
        out,
        &format!(
            "{}  {} → {}  {mark}",
            s(value, "item"),
            s(value, "from"),
            s(value, "to")
        ),
    );
    p.row(out, key::UI_LIFE_FORM, &word(p, "form", s(value, "form")));
    p.row(out, key::UI_LIFE_PURPOSE, s(value, "purpose"));
    for copy in list(value, "copies") {
        let made = match copy.get("made") {
            Some(Value::String(made)) => word(p, "made", made),
            Some(Value::Object(made)) => made
                .iter()
                .map(|(k, v)| format!("{} {}", word(p, "made", k), v.as_str().unwrap_or("")))
                .collect(),
            _ => String::new(),
        };
        let text = format!(
            "{}  {}  {}  {}",
            n(copy, "number"),
            word(p, "copy", s(copy, "state")),
            copy.get("ended")
                .and_then(Value::as_str)
                .unwrap_or(s(copy, "on")),
            made
        );
        p.row(out, key::UI_LIFE_COPY, text.trim_end());
    }
    sayings(p, value, out);
}

/// Consents, levels, recalls, and what is left.
fn sayings(p: &Printer, value: &Value, out: &mut String) {
    for consent in list(value, "consents") {
        p.row(out, key::UI_LIFE_CONSENT, &consent_text(p, consent));
    }
    for order in list(value, "orders") {
        let done = if order.get("intended") == Some(&Value::Bool(true)) {
            "intended"
        } else if order.get("applied") == Some(&Value::Bool(true)) {
            "applied"
        } else {
            "ordered"
        };
        let to = order.get("to").and_then(Value::as_str);
        let to = to.map_or_else(|| p.words(key::UI_LIFE_DECLASSIFIED, &[]), str::to_owned);
        let text = format!("{to}  {}  {}", s(order, "on"), word(p, "order", done));
        p.row(out, key::UI_LIFE_ORDER, &text);
    }
    for recall in list(value, "recalls") {
        let answer = recall.get("answer").filter(|a| !a.is_null());
        let told = answer.map_or_else(String::new, |a| {
            let (held, readers) = (n(a, "held"), n(a, "readers"));
            p.words(
                key::UI_LIFE_RECALL_ANSWER,
                &[("held", &held), ("readers", &readers)],
            )
        });
        let text = format!(
            "{}  {}  {told}",
            word(p, "wanted", s(recall, "wanted")),
            s(recall, "by")
        );
        p.row(out, key::UI_LIFE_RECALL, text.trim_end());
    }
    for left in list(value, "left") {
        let number = left
            .get("number")
            .map_or_else(String::new, |v| format!(" {v}"));
        let text = format!(
            "{}  {}{number}  {}",
            s(left, "who"),
            word(p, "left", s(left, "what")),
            s(left, "by")
        );
        p.row(out, key::UI_LIFE_LEFT, text.trim_end());
    }
    if list(value, "left").next().is_none() {
        line(out, &format!("  {}", p.words(key::UI_LIFE_CLOSED, &[])));
    }
}

fn trace(p: &Printer, value: &Value, out: &mut String) {
    line(
        out,
        &format!(
            "{}  {} → {}",
            s(value, "item"),
            s(value, "from"),
            s(value, "to")
        ),
    );
    for step in list(value, "steps") {
        let at = step.get("at").and_then(Value::as_str).unwrap_or("-");
        let entry = match step.get("entry") {
            Some(entry) => format!("#{entry}"),
            None => String::new(),
        };
        let text = format!(
            "  {at:<20}  {}  {}  {}  {entry}",
            word(p, "deed", s(step, "what")),
            s(step, "party"),
            s(step, "official")
        );
        line(out, &text);
    }
}

fn consent_text(p: &Printer, value: &Value) -> String {
    let leave = value.get("granted").filter(|g| !g.is_null());
    let leave = leave.or_else(|| value.get("asked")).unwrap_or(&Value::Null);
    let mut text = format!(
        "#{}  {}  {}",
        n(value, "ask"),
        word(p, "matter", s(value, "matter")),
        word(p, "consent", s(value, "state"))
    );
    if let Some(Value::Object(what)) = leave.get("what") {
        for third in what.values() {
            let name = match s(third, "party") {
                "" => s(third, "name"),
                party => party,
            };
            let name = third.as_str().unwrap_or(name);
            let _ = write!(text, "  {name}");
            if !s(third, "unit").is_empty() {
                let _ = write!(text, " ({})", s(third, "unit"));
            }
        }
    }
    for field in ["purpose", "until"] {
        if !s(leave, field).is_empty() {
            let _ = write!(text, "  {}", s(leave, field));
        }
    }
    if let Some(copies) = leave.get("copies").and_then(Value::as_u64) {
        let (used, copies) = (n(value, "used"), copies.to_string());
        let args = [("used", used.as_str()), ("copies", &copies)];
        let _ = write!(text, "  {}", p.words(key::UI_LIFE_USED, &args));
    }
    for condition in list(leave, "conditions").filter_map(Value::as_str) {
        let _ = write!(text, "  \"{condition}\"");
    }
    text
}

fn consents(p: &Printer, value: &Value, out: &mut String) {
    for consent in list(value, "consents") {
        let text = format!(
            "{}  {} → {}  {}",
            s(consent, "item"),
            s(consent, "to"),
            s(consent, "from"),
            consent_text(p, consent)
        );
        line(out, &text);
        for (name, words) in [("why", key::UI_LIFE_WHY), ("because", key::UI_LIFE_BECAUSE)] {
            if !s(consent, name).is_empty() {
                p.row(out, words, s(consent, name));
            }
        }
    }
    if list(value, "consents").next().is_none() {
        line(out, &p.words(key::UI_NONE, &[]));
    }
}

fn register(p: &Printer, value: &Value, out: &mut String) {
    line(out, &format!("[ {} ]", s(value, "banner")));
    for row in list(value, "lines") {
        let equivalent = match s(row, "equivalent") {
            "" => String::new(),
            equivalent => format!(" ≙ {equivalent}"),
        };
        let text = format!(
            "{}  {}/{}  {} → {}  {}{equivalent}  {}  {}  {}",
            n(row, "place"),
            s(row, "item"),
            n(row, "number"),
            s(row, "from"),
            s(row, "to"),
            s(row, "mark"),
            s(row, "on"),
            word(p, "copy", s(row, "state")),
            s(row, "ended")
        );
        line(out, &text);
    }
    let (shown, of) = (list(value, "lines").count().to_string(), n(value, "of"));
    let args = [("shown", shown.as_str()), ("of", &of)];
    line(out, &p.words(key::UI_LIFE_LINES, &args));
    line(out, &format!("[ {} ]", s(value, "banner")));
}

/// Assurances and waivers, also in `agree show`.
pub(super) fn declared(p: &Printer, value: &Value, out: &mut String) {
    for (field, name, what) in [
        ("assurances", key::UI_LIFE_ASSURANCE, "covers"),
        ("waivers", key::UI_LIFE_WAIVER, "duties"),
    ] {
        for said in list(value, field) {
            let words: Vec<&str> = list(said, what).filter_map(Value::as_str).collect();
            let words = match words.is_empty() {
                true => p.words(key::UI_LIFE_TAKEN_BACK, &[]),
                false => words.join(", "),
            };
            let text = format!(
                "{}  {}  {}  {words}  {}",
                s(said, "by"),
                s(said, "on"),
                s(said, "unit"),
                s(said, "until")
            );
            p.row(out, name, text.trim_end());
        }
    }
}

fn due(p: &Printer, value: &Value, out: &mut String) {
    if list(value, "duties").next().is_none() {
        line(out, &p.words(key::UI_LIFE_NO_DUTY, &[]));
    }
    for row in list(value, "duties") {
        let id = format!("reg-duty-{}", s(row, "kind"));
        let what = text_by_id(p.lang, &id, &[]).unwrap_or_else(|| s(row, "kind").to_owned());
        let late = row.get("overdue") == Some(&Value::Bool(true));
        let late = if late {
            p.words(key::UI_LIFE_LATE, &[])
        } else {
            String::new()
        };
        let day = row.get("due").and_then(Value::as_str).unwrap_or("-");
        let (item, who, article) = (s(row, "item"), s(row, "who"), s(row, "article"));
        line(
            out,
            &format!("{day}\t{item}\t{who}\t{what}\t{article}\t{late}"),
        );
    }
}

fn reconciled(p: &Printer, value: &Value, out: &mut String) {
    let same = value.get("same") == Some(&Value::Bool(true));
    let key = if same {
        key::UI_LIFE_SAME
    } else {
        key::UI_LIFE_DIFFERENT
    };
    line(out, &p.words(key, &[("party", s(value, "partner"))]));
    for (name, side) in [("ours", key::UI_LIFE_OURS), ("theirs", key::UI_LIFE_THEIRS)] {
        if let Some(tally) = value.get(name) {
            let (copies, open) = (n(tally, "copies"), n(tally, "open"));
            let digest = first12(s(tally, "digest"));
            let args = [
                ("copies", copies.as_str()),
                ("open", &open),
                ("digest", &digest),
            ];
            line(out, &format!("  {}", p.words(side, &args)));
        }
    }
    for row in list(value, "divergences") {
        let text = format!(
            "{}/{}  {}",
            s(row, "item"),
            n(row, "number"),
            word(p, "divergence", s(row, "what"))
        );
        line(out, &text);
        for field in list(row, "fields") {
            let side = |name: &str| {
                field
                    .get(name)
                    .map_or_else(String::new, ToString::to_string)
            };
            let text = format!(
                "    {}: {} / {}",
                s(field, "field"),
                side("ours"),
                side("theirs")
            );
            line(out, &text);
        }
    }
}

/// What waits under an agreement, for `status`.
pub(super) fn duties(p: &Printer, value: &Value, out: &mut String) {
    let duties = value.get("duties").unwrap_or(&Value::Null);
    for (field, words) in [
        ("receipts_owed_late", key::UI_DUTY_RECEIPTS_LATE),
        ("receipts_awaited_late", key::UI_DUTY_AWAITED_LATE),
        ("recalls", key::UI_DUTY_RECALLS),
        ("to_apply", key::UI_DUTY_TO_APPLY),
        ("to_answer", key::UI_DUTY_TO_ANSWER),
        ("returns_to_confirm", key::UI_DUTY_RETURNS),
    ] {
        let count = duties.get(field).and_then(Value::as_u64).unwrap_or(0);
        if count > 0 {
            let count = count.to_string();
            line(
                out,
                &format!("    {}", p.words(words, &[("count", &count)])),
            );
        }
    }
}
