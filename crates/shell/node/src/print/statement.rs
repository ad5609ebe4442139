//! What people read of statements.

use super::{
    Printer,
    render::{list, n, s},
};
use entente_model::publication::Publication;
use entente_words::key;
use serde_json::Value;
use std::fmt::Write as _;

/// A view of statements; false when it is another.
pub(super) fn render(p: &Printer, view: &str, value: &Value, out: &mut String) -> bool {
    match view {
        "statements" => {
            if list(value, "statements").next().is_none() {
                let _ = writeln!(out, "{}", p.words(key::STAT_NONE, &[]));
            }
            for row in list(value, "statements") {
                let _ = writeln!(
                    out,
                    "{}  {}  {}",
                    s(row, "id"),
                    state(p, row),
                    title(p, row)
                );
            }
        }
        "statement" => shown(p, value, out),
        "statement-drafted" => {
            let id = ("id", s(value, "id"));
            let _ = writeln!(out, "{}", p.words(key::STAT_DRAFTED, &[id]));
            let voided = n(value, "approvals_void");
            if voided != "0" {
                let args = [id, ("count", voided.as_str())];
                let _ = writeln!(out, "{}", p.words(key::STAT_DRAFTED_VOIDS, &args));
            }
            shown(p, value, out);
            next(p, value, out);
        }
        "statement-approved" => {
            let have = n(value, "approvals");
            let args = [
                ("id", s(value, "id")),
                ("official", s(value, "approved_by")),
                ("have", have.as_str()),
            ];
            let _ = writeln!(out, "{}", p.words(key::STAT_APPROVED, &args));
        }
        "statement-discarded" => {
            let _ = writeln!(
                out,
                "{}",
                p.words(key::STAT_DISCARDED, &[("id", s(value, "id"))])
            );
        }
        "statement-published" => {
            let count = list(value, "files").count().to_string();
            let args = [("count", count.as_str()), ("dir", s(value, "dir"))];
            let dry = value.get("dry_run") == Some(&Value::Bool(true));
            let key = if dry {
                key::STAT_WOULD_WRITE
            } else {
                key::STAT_WRITTEN
            };
            let _ = writeln!(out, "{}", p.words(key, &args));
            for file in list(value, "files").filter_map(Value::as_str) {
                let _ = writeln!(out, "  {file}");
            }
        }
        _ => return false,
    }
    true
}

fn title<'a>(p: &Printer, row: &'a Value) -> &'a str {
    let tag = entente_verify::publication::tag(p.lang);
    let found = list(row, "title").find(|t| t.get(0).and_then(Value::as_str) == Some(tag));
    found.and_then(|t| t.get(1)?.as_str()).unwrap_or_default()
}

fn state(p: &Printer, row: &Value) -> String {
    let have = n(row, "approvals");
    p.words(
        key::STAT_STATE,
        &[("state", s(row, "state")), ("have", &have)],
    )
}

fn shown(p: &Printer, value: &Value, out: &mut String) {
    let publication = value.get("publication").cloned().unwrap_or_default();
    let _ = writeln!(out, "{}  {}", s(value, "id"), state(p, value));
    if let Ok(publication) = serde_json::from_value::<Publication>(publication) {
        out.push_str(&entente_verify::publication::tell(&publication, p.lang));
    }
    for approval in list(value, "approved") {
        let args = [("official", s(approval, "official"))];
        let _ = writeln!(out, "{}", p.words(key::STAT_APPROVED_BY, &args));
    }
    let _ = writeln!(
        out,
        "{}",
        p.words(key::STAT_DIGEST, &[("digest", s(value, "digest"))])
    );
}

fn next(p: &Printer, value: &Value, out: &mut String) {
    let digest: String = s(value, "digest").chars().take(12).collect();
    let args = [("id", s(value, "id")), ("digest", digest.as_str())];
    let _ = writeln!(out, "{}", p.words(key::STAT_APPROVE_NEXT, &args));
}
