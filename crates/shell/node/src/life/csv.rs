//! Comma-separated values that a spreadsheet cannot be made to run.

use super::register::Entered;
use crate::runtime::short_id;
use entente_model::holding::Made;
use std::fmt::Write as _;

const HEAD: [&str; 16] = [
    "line",
    "mark",
    "item",
    "copy",
    "made",
    "agreement",
    "from",
    "to",
    "form",
    "original",
    "equivalent",
    "purpose",
    "date",
    "state",
    "receipt",
    "ended",
];

/// The register: the banner first and last, a line of names, one line a copy with its mark.
pub(super) fn register(rows: &[Entered], references: &[String], banner: &str) -> String {
    let mut out = String::new();
    line(&mut out, [banner]);
    line(&mut out, HEAD);
    for (row, item) in rows.iter().zip(references) {
        let l = &row.line;
        let text = |value: Option<String>| value.unwrap_or_default();
        line(
            &mut out,
            [
                row.place.to_string().as_str(),
                &row.now,
                item,
                &l.number.to_string(),
                l.made.as_ref().map_or("", Made::word),
                &short_id(&row.agreement),
                l.from.as_str(),
                l.to.as_str(),
                l.form.word(),
                &row.mark,
                &row.equivalent,
                &row.purpose,
                &l.on.to_string(),
                l.state.word(),
                &text(l.receipt.map(|n| n.to_string())),
                &text(l.ended.map(|d| d.to_string())),
            ],
        );
    }
    line(&mut out, [banner]);
    out
}

/// One line, ended as RFC 4180 has it.
fn line<'a>(out: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (i, text) in cells.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&cell(text));
    }
    out.push_str("\r\n");
}

/// A cell: quoted where it must be, and with an apostrophe before what a spreadsheet would take
/// for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if safe.contains(['"', ',', '\r', '\n']) {
        let mut quoted = String::new();
        let _ = write!(quoted, "\"{}\"", safe.replace('"', "\"\""));
        return quoted;
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn nothing_becomes_a_formula_and_nothing_leaves_its_cell() {
        for (text, want) in [
            ("SECRET", "SECRET"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(cell(text), want);
        }
    }
}
