//! The reference of every field, from the types: what it takes, whether it must be given, what it
//! means and which treaty rows it comes from.

use crate::{
    permit::{Action, Given},
    scenario::DATES,
    source::strict::{fields_of, found},
    terms::{
        AutoDeclassification, Provenance, Terms, Unseen, Within,
        shape::{Field, Shape, Takes},
    },
};
use std::fmt::Write as _;

/// Tables that stand in fields of several groups, under one heading each.
const PARTS: [(&str, &str, Takes); 4] = [
    ("how-soon", "How soon", <Within as Shape>::TAKES),
    (
        "automatic-end",
        "Automatic end of a classification",
        <AutoDeclassification as Shape>::TAKES,
    ),
    ("provenance", "Provenance", <Provenance as Shape>::TAKES),
    ("unseen", "Unseen", <Unseen as Shape>::TAKES),
];

/// The field at a path such as `termination.notice` or `copying[1].may`.
#[must_use]
pub fn lookup(path: &str) -> Option<&'static Field> {
    let (field, _) = found(Terms::TAKES, path);
    let last = path.rsplit('.').next()?.split('[').next()?;
    // Of a path that goes on beyond what is described, only the part that is was found.
    let whole = prefix(path).is_none_or(lookup_table);
    field.filter(|f| f.name == last && whole)
}

fn prefix(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(before, _)| before)
}

fn lookup_table(path: &str) -> bool {
    lookup(path).is_some_and(|f| !fields_of(f.takes).is_empty())
}

/// The treaty rows a field's documentation names in brackets, such as `A11` and `A12`; `D1 to D3`
/// stays one.
#[must_use]
pub fn rows(doc: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for inside in doc
        .split('(')
        .skip(1)
        .filter_map(|part| part.split(')').next())
    {
        for part in inside.split(',').map(str::trim) {
            let ends: Vec<&str> = part.split(" to ").collect();
            if ends.iter().all(|end| is_row(end)) {
                rows.push(ends.join("–"));
            }
        }
    }
    rows
}

fn is_row(text: &str) -> bool {
    let digits = text.strip_prefix(|c: char| c.is_ascii_uppercase());
    digits.is_some_and(|d| (1..=2).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))
}

/// The documentation without the brackets that only name rows.
fn without_rows(doc: &str) -> String {
    let mut text = doc.trim().to_owned();
    while let Some(open) = text.rfind('(') {
        let (before, after) = text.split_at(open);
        let Some((inside, rest)) = after.split_once(')') else {
            break;
        };
        if rows(&format!("{inside})")).is_empty() {
            break;
        }
        text = format!("{}{rest}", before.trim_end());
    }
    text
}

/// The reference page as Markdown. Headings are in the language; documentation is in English.
#[must_use]
pub fn render(lang: &str) -> String {
    let words = Words::of(lang);
    let mut page = format!("# {}\n\n{}\n", words.title, words.intro);
    let all = fields_of(Terms::TAKES);
    let is_group =
        |field: &&Field| !fields_of(field.takes).is_empty() && part(field.takes).is_none();
    let _ = writeln!(page, "\n## {}\n", words.head);
    table(&mut page, &words, all.iter().filter(|f| !is_group(f)));
    for field in all.iter().filter(is_group) {
        group(&mut page, &words, field);
    }
    for (title, takes) in [
        ("`act` (scenario)", <Action as Shape>::TAKES),
        ("`given` (scenario)", <Given as Shape>::TAKES),
    ] {
        let _ = writeln!(page, "\n## {title}\n");
        if let Takes::Words(all) = takes {
            for (word, doc) in all {
                let _ = writeln!(page, "- `{word}`: {}", doc.trim());
            }
        }
    }
    let dates: Vec<String> = DATES.iter().map(|d| format!("`{d}`")).collect();
    let _ = writeln!(
        page,
        "\n## `what` of `[[date]]` (scenario)\n\n{}",
        dates.join(", ")
    );
    for (anchor, title, takes) in PARTS {
        let _ = writeln!(page, "\n## <a id=\"{anchor}\"></a>{title}\n");
        table(&mut page, &words, fields_of(takes).iter());
    }
    page
}

/// One group, or one field, as the page has it. `None` when there is none of that path.
#[must_use]
pub fn describe(path: &str, lang: &str) -> Option<String> {
    let (field, words) = (lookup(path)?, Words::of(lang));
    let mut page = String::new();
    if fields_of(field.takes).is_empty() || path.contains('.') {
        table(&mut page, &words, std::iter::once(field));
    } else {
        group(&mut page, &words, field);
    }
    Some(page)
}

fn group(page: &mut String, words: &Words, field: &Field) {
    let many = matches!(field.takes, Takes::List(_));
    let (open, close) = if many { ("[[", "]]") } else { ("[", "]") };
    let from = rows(field.doc).join(", ");
    let _ = writeln!(
        page,
        "\n## {open}{}{close}\n\n{}",
        field.name,
        without_rows(field.doc)
    );
    if !from.is_empty() {
        let _ = writeln!(page, "\n{}: {from}", words.rows);
    }
    page.push('\n');
    table(page, words, fields_of(field.takes).iter());
}

fn table<'f>(page: &mut String, words: &Words, fields: impl Iterator<Item = &'f Field>) {
    let _ = writeln!(
        page,
        "| {} | {} | {} | {} | {} |\n|---|---|---|---|---|",
        words.field, words.takes, words.required, words.meaning, words.rows
    );
    for field in fields {
        let required = if field.required { words.yes } else { "" };
        let _ = writeln!(
            page,
            "| `{}` | {} | {required} | {} | {} |",
            field.name,
            cell(&takes(field.takes)),
            cell(&without_rows(field.doc)),
            rows(field.doc).join(", ")
        );
    }
}

fn takes(takes_: Takes) -> String {
    if let Some((anchor, title)) = part(takes_) {
        let link = format!("[{}](#{anchor})", title.to_lowercase());
        return if matches!(takes_, Takes::List(_)) {
            format!("list of {link}")
        } else {
            link
        };
    }
    match takes_ {
        Takes::Value(what) => what.to_owned(),
        Takes::Words(words) => {
            let all: Vec<String> = words
                .iter()
                .map(|(word, doc)| format!("`\"{word}\"` {}", doc.trim()))
                .collect();
            all.join("<br>")
        }
        Takes::Table(_) => "table".to_owned(),
        Takes::List(inner) => format!("list: {}", takes(*inner)),
    }
}

/// The part whose fields a table has.
fn part(takes: Takes) -> Option<(&'static str, &'static str)> {
    let fields = fields_of(takes);
    PARTS
        .iter()
        .find(|(_, _, part)| !fields.is_empty() && same(fields, fields_of(*part)))
        .map(|(anchor, title, _)| (*anchor, *title))
}

fn same(a: &[Field], b: &[Field]) -> bool {
    a.iter().map(|f| f.name).eq(b.iter().map(|f| f.name))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The page's own words.
struct Words {
    title: &'static str,
    intro: &'static str,
    head: &'static str,
    field: &'static str,
    takes: &'static str,
    required: &'static str,
    meaning: &'static str,
    rows: &'static str,
    yes: &'static str,
}

impl Words {
    fn of(lang: &str) -> Self {
        if lang == "ja" {
            return Self {
                title: "条件の項目",
                intro: "`instrument.toml` の全項目。型から生成。",
                head: "冒頭",
                field: "項目",
                takes: "値",
                required: "必須",
                meaning: "意味",
                rows: "条約の行",
                yes: "必須",
            };
        }
        Self {
            title: "Fields of the terms",
            intro: "Every field of `instrument.toml`, generated from the types. A group that is not given was not \
                    agreed, and the group says what follows. A decision names the first provision of a `basis`. Rows are those of the catalogue of real agreements.",
            head: "At the top of the file",
            field: "field",
            takes: "takes",
            required: "required",
            meaning: "meaning",
            rows: "rows",
            yes: "yes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_fields() {
        for path in [
            "termination",
            "termination.notice",
            "copying[1].may",
            "copying.may",
            "incident.notify.max",
            "reclassification.auto.after",
            "provenance.unseen[0].note",
            "zone",
        ] {
            assert!(lookup(path).is_some(), "{path}");
        }
        for path in [
            "",
            "terminaton",
            "termination.months",
            "zone.zone",
            "termination.notice.notice",
            "x.zone",
        ] {
            assert!(lookup(path).is_none(), "{path}");
        }
    }

    #[test]
    fn treaty_rows() {
        assert_eq!(rows(" Notice (A11, A12)."), ["A11", "A12"]);
        assert_eq!(rows("Access (D1 to D3, D6)."), ["D1–D3", "D6"]);
        assert_eq!(
            rows("n:1 (C3, n:1) and (agreements.md, time standards)."),
            ["C3"]
        );
        assert_eq!(without_rows(" Notice (A11, A12)."), "Notice.");
        assert_eq!(without_rows("Kept (see there)."), "Kept (see there).");
    }

    /// Every group has a section, every field a row, in both languages.
    #[test]
    fn every_field_is_on_the_page() {
        for lang in ["en", "ja"] {
            let page = render(lang);
            for name in Terms::GROUPS {
                assert!(page.contains(&format!("[{name}]")), "{name}");
                for field in fields_of(lookup(name).unwrap().takes) {
                    assert!(
                        page.contains(&format!("| `{}` |", field.name)),
                        "{name}.{}",
                        field.name
                    );
                }
            }
            assert!(page.lines().filter(|l| l.starts_with("| `")).count() > 200);
        }
    }
}
