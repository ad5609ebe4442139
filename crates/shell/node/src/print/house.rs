//! The house's answers in words.

use super::Printer;
use entente_words::key;
use serde_json::Value;
use std::fmt::Write as _;

/// The words of a view, if it is one of the house's.
pub(super) fn render(p: &Printer, view: &str, value: &Value) -> Option<String> {
    let mut out = String::new();
    match view {
        "housed" => housed(p, value, &mut out),
        "users" => users(p, value, &mut out),
        "user" => user(p, value, &mut out),
        "rules" => rules(p, value, &mut out),
        "explained" => explained(p, value, &mut out),
        "muster" => muster(p, value, &mut out),
        "musters" => musters(p, value, &mut out),
        "standings" => standings(p, value, &mut out),
        "audit" => audit(p, value, &mut out),
        "audited" => audited(p, value, &mut out),
        "anchored" => anchored(p, value, &mut out),
        "found" => found(p, value, &mut out),
        "suggested" => {
            for word in list(value, "words") {
                let _ = writeln!(out, "{}", text(word));
            }
        }
        _ => return None,
    }
    Some(out)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => "-".to_owned(),
        Value::Array(all) => all.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn get(value: &Value, field: &str) -> String {
    value.get(field).map_or_else(|| "-".to_owned(), text)
}

fn list<'v>(value: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    value
        .get(field)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn yes(value: &Value, field: &str) -> bool {
    value.get(field) == Some(&Value::Bool(true))
}

fn say(p: &Printer, out: &mut String, key: entente_words::Key, args: &[(&str, &str)]) {
    let _ = writeln!(out, "{}", p.words(key, args));
}

fn deed(p: &Printer, name: &str) -> String {
    let id = format!("house-deed-{name}");
    entente_words::text_by_id(p.lang, &id, &[]).unwrap_or_else(|| name.to_owned())
}

fn housed(p: &Printer, value: &Value, out: &mut String) {
    let what = deed(p, &get(value, "deed"));
    say(
        p,
        out,
        key::HOUSE_DONE,
        &[
            ("what", &what),
            ("by", &get(value, "by")),
            ("entry", &get(value, "entry")),
        ],
    );
    for id in list(value, "tell") {
        say(p, out, key::HOUSE_TELL, &[("id", &text(id))]);
    }
}

fn users(p: &Printer, value: &Value, out: &mut String) {
    if list(value, "users").next().is_none() {
        say(p, out, key::HOUSE_NOBODY, &[]);
    }
    for row in list(value, "users") {
        let cleared = row.get("cleared").filter(|c| !c.is_null());
        let cleared = cleared.map_or_else(
            || "-".to_owned(),
            |c| format!("{} ≤ {}", get(c, "level"), get(c, "until")),
        );
        let positions: Vec<String> = list(row, "positions")
            .filter(|q| yes(q, "now"))
            .map(|q| get(q, "position"))
            .collect();
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{cleared}\t{}",
            get(row, "id"),
            get(row, "name"),
            get(row, "nationalities"),
            positions.join(", ")
        );
    }
}

fn user(p: &Printer, value: &Value, out: &mut String) {
    p.row(out, key::HOUSE_NAME, &get(value, "name"));
    p.row(out, key::HOUSE_NATIONALITY, &get(value, "nationalities"));
    if let Some(left) = value.get("left").filter(|l| !l.is_null()) {
        p.row(out, key::HOUSE_LEFT, &text(left));
    }
    let cleared = value.get("cleared").filter(|c| !c.is_null());
    let cleared = cleared.map_or_else(
        || "-".to_owned(),
        |c| format!("{} ≤ {}", get(c, "level"), get(c, "until")),
    );
    p.row(out, key::HOUSE_CLEARED, &cleared);
    for q in list(value, "positions") {
        let line = format!(
            "{} {}–{}",
            get(q, "position"),
            get(q, "from"),
            get(q, "until")
        );
        p.row(out, key::HOUSE_POSITION, &line);
    }
    for b in list(value, "briefed") {
        let line = format!("{} {}", get(b, "agreement"), get(b, "on"));
        p.row(out, key::HOUSE_BRIEFED, &line);
    }
    for need in list(value, "needs") {
        let line = format!(
            "{} — {} (≤ {}{})",
            get(need, "over"),
            get(need, "task"),
            get(need, "until"),
            need.get("group")
                .filter(|g| !g.is_null())
                .map_or_else(String::new, |g| format!(", {}", text(g)))
        );
        p.row(out, key::HOUSE_NEED, &line);
    }
}

fn rules(p: &Printer, value: &Value, out: &mut String) {
    let which = if yes(value, "own") {
        key::HOUSE_RULES_OWN
    } else {
        key::HOUSE_RULES_SHIPPED
    };
    let digest: String = get(value, "digest").chars().take(16).collect();
    say(p, out, which, &[("digest", &digest)]);
    let lang = if p.lang == entente_words::Lang::Ja {
        "ja"
    } else {
        "en"
    };
    for rule in list(value, "rules") {
        let _ = writeln!(out, "  {}\t{}", get(rule, "policy"), get(rule, lang));
    }
}

fn explained(p: &Printer, value: &Value, out: &mut String) {
    let key = if yes(value, "allowed") {
        key::HOUSE_MAY
    } else {
        key::HOUSE_MAY_NOT
    };
    say(
        p,
        out,
        key,
        &[
            ("person", &get(value, "person")),
            ("item", &get(value, "item")),
            ("how", &get(value, "how")),
        ],
    );
    if !yes(value, "visible") {
        say(p, out, key::HOUSE_UNSEEN, &[]);
    }
    let agreement = value.get("agreement").cloned().unwrap_or_default();
    if let Some(refusal) = agreement
        .get("refusal")
        .and_then(|r| serde_json::from_value(r.clone()).ok())
    {
        out.push_str(&p.problem_text(&refusal));
    } else {
        p.row(out, key::HOUSE_BY_AGREEMENT, &get(&agreement, "rules"));
    }
    let house = value.get("house").cloned().unwrap_or_default();
    let lang = if p.lang == entente_words::Lang::Ja {
        "ja"
    } else {
        "en"
    };
    for reason in list(&house, "reasons") {
        let line = format!("{}: {}", get(reason, "policy"), get(reason, lang));
        p.row(out, key::HOUSE_BY_RULE, &line);
    }
}

fn muster(p: &Printer, value: &Value, out: &mut String) {
    let drawn = list(value, "drawn").count().to_string();
    say(
        p,
        out,
        key::HOUSE_MUSTER,
        &[
            ("muster", &get(value, "muster")),
            ("drawn", &drawn),
            ("of", &get(value, "of")),
            ("due", &get(value, "due")),
        ],
    );
    for row in list(value, "drawn") {
        let _ = writeln!(out, "  {}\t{}", get(row, "item"), get(row, "number"));
    }
}

fn musters(p: &Printer, value: &Value, out: &mut String) {
    if list(value, "musters").next().is_none() {
        say(p, out, key::HOUSE_NO_MUSTER, &[]);
    }
    for row in list(value, "musters") {
        say(
            p,
            out,
            key::HOUSE_MUSTER_ROW,
            &[
                ("muster", &get(row, "muster")),
                ("drawn", &get(row, "drawn")),
                ("answered", &get(row, "answered")),
                ("due", &get(row, "due")),
            ],
        );
        for copy in list(row, "waiting") {
            let _ = writeln!(out, "  {}\t{}", get(copy, "item"), get(copy, "number"));
        }
    }
    for (field, key) in [
        ("missing", key::HOUSE_MUSTER_MISSING),
        ("overdue", key::HOUSE_MUSTER_OVERDUE),
    ] {
        for row in list(value, field) {
            say(
                p,
                out,
                key,
                &[
                    ("muster", &get(row, "muster")),
                    ("item", &get(row, "item")),
                    ("number", &get(row, "number")),
                ],
            );
        }
    }
}

fn standings(p: &Printer, value: &Value, out: &mut String) {
    if list(value, "standing").next().is_none() {
        say(p, out, key::HOUSE_NO_STANDING, &[]);
    }
    for row in list(value, "standing") {
        let ended = match (
            row.get("revoked").filter(|r| !r.is_null()),
            yes(row, "lapsed"),
        ) {
            (Some(at), _) => p.words(key::HOUSE_REVOKED, &[("at", &text(at))]),
            (None, true) => p.words(key::HOUSE_LAPSED, &[]),
            (None, false) => String::new(),
        };
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t≤ {}\t≤ {}\t{}\t{ended}",
            get(row, "id"),
            get(row, "agreement"),
            get(row, "what"),
            get(row, "purpose"),
            get(row, "ceiling"),
            get(row, "until"),
            get(row, "officer"),
        );
    }
}

fn audit(p: &Printer, value: &Value, out: &mut String) {
    for row in list(value, "entries") {
        let item = row.get("item").filter(|i| !i.is_null()).map(text);
        let inner = row.get("what").and_then(Value::as_object);
        let person = inner
            .and_then(|o| o.values().next())
            .and_then(|d| d.get("person").or_else(|| d.get("code")))
            .map(text);
        let _ = writeln!(
            out,
            "#{}\t{}\t{}\t{}\t{}\t{}",
            get(row, "n"),
            get(row, "at"),
            get(row, "by"),
            deed(p, &get(row, "deed")),
            person.unwrap_or_default(),
            item.unwrap_or_default(),
        );
    }
    say(
        p,
        out,
        key::HOUSE_AUDIT_SIZE,
        &[("size", &get(value, "size"))],
    );
}

fn audited(p: &Printer, value: &Value, out: &mut String) {
    say(
        p,
        out,
        key::HOUSE_AUDITED,
        &[
            ("entries", &get(value, "entries")),
            ("anchors", &get(value, "anchors")),
            ("anchored", &get(value, "anchored")),
        ],
    );
}

fn anchored(p: &Printer, value: &Value, out: &mut String) {
    if list(value, "anchored").next().is_none() {
        say(p, out, key::HOUSE_ANCHORED_ALREADY, &[]);
    }
    for row in list(value, "anchored") {
        say(
            p,
            out,
            key::HOUSE_ANCHORED,
            &[
                ("id", &get(row, "agreement")),
                ("entry", &get(row, "entry")),
            ],
        );
    }
}

fn found(p: &Printer, value: &Value, out: &mut String) {
    let banner = get(value, "banner");
    let marked = !banner.is_empty() && banner != "-";
    if marked {
        let _ = writeln!(out, "{banner}");
    }
    say(p, out, key::HOUSE_FOUND, &[("total", &get(value, "total"))]);
    for hit in list(value, "hits") {
        let snippet: String = list(hit, "snippet")
            .map(|piece| {
                if yes(piece, "found") {
                    format!("[{}]", get(piece, "text"))
                } else {
                    get(piece, "text")
                }
            })
            .collect();
        let _ = writeln!(
            out,
            "{}\t({})\t{}",
            get(hit, "item"),
            get(hit, "mark"),
            snippet.replace('\n', " ")
        );
    }
    if marked {
        let _ = writeln!(out, "{banner}");
    }
}
