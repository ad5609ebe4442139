//! The register as a bound book: pages with the marking at top and bottom, lines numbered through
//! the year, nothing left out.

use super::register::{self, Entered, Which};
use crate::runtime::Node;
use entente_model::Problem;
use entente_words::{Lang, text_by_id};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Lines of one page.
const LINES: usize = 25;

const COLUMNS: [&str; 9] = [
    "number", "date", "item", "copy", "mark", "from", "to", "receipt", "ended",
];

/// The year's pages as one text.
pub(super) fn print(node: &Node, year: i16, html: bool, ja: bool) -> Result<Value, Problem> {
    let lang = if ja { Lang::Ja } else { Lang::En };
    let mut rows = Vec::new();
    loop {
        let which = Which {
            year: Some(year),
            from: u64::try_from(rows.len())
                .unwrap_or(u64::MAX)
                .saturating_add(1),
            ..Which::default()
        };
        let (page, total) = register::entered(node, &which)?;
        let last = page.is_empty();
        rows.extend(page);
        if last || u64::try_from(rows.len()).unwrap_or(u64::MAX) >= total {
            break;
        }
    }
    rows.sort_by(|a, b| key(a).cmp(&key(b)));
    let items = register::references(node, &rows);
    let cells: Vec<[String; 9]> = rows
        .iter()
        .zip(&items)
        .zip(1u64..)
        .map(|((row, item), number)| cells(node, row, item, number))
        .collect();
    let title = word(
        lang,
        "title",
        &[
            ("party", node.me.party().as_str()),
            ("year", &year.to_string()),
        ],
    );
    let pages = rows.len().div_ceil(LINES).max(1);
    let mut out = String::new();
    if html {
        let tag = if ja { "ja" } else { "en" };
        let _ = write!(
            out,
            "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{}</title>\n<style>{STYLE}</style></head><body>\n",
            escape(&title)
        );
    }
    for page in 0..pages {
        let first = page.saturating_mul(LINES);
        let on_page = rows.get(first..).unwrap_or_default();
        let count = on_page.len().min(LINES);
        let banner = register::banner(on_page.get(..count).unwrap_or_default());
        let lines = cells
            .get(first..first.saturating_add(count))
            .unwrap_or_default();
        let of = [
            ("page", page.saturating_add(1).to_string()),
            ("pages", pages.to_string()),
        ];
        let of: Vec<(&str, &str)> = of.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let sheet = Sheet {
            banner: &banner,
            title: &title,
            foot: &word(lang, "page", &of),
            lines,
        };
        if html {
            sheet.html(lang, &mut out);
        } else {
            sheet.text(lang, &mut out);
        }
    }
    if html {
        out.push_str("</body></html>\n");
    }
    Ok(json!({ "book": out, "lines": rows.len(), "pages": pages, "year": year }))
}

fn key(row: &Entered) -> (entente_model::time::Date, &str, u64, u32) {
    let l = &row.line;
    (l.on, l.from.as_str(), l.n, l.number)
}

fn cells(node: &Node, row: &Entered, item: &str, number: u64) -> [String; 9] {
    let l = &row.line;
    let copy = match (&l.made, l.number) {
        (None, _) => String::new(),
        (Some(made), n) => format!("{n} {}", made.word()),
    };
    let ended = match l.ended {
        Some(day) => format!("{day} {}", l.state.word()),
        None => String::new(),
    };
    let mark = if row.equivalent.is_empty() {
        row.mark.clone()
    } else {
        format!("{} / {}", row.mark, row.equivalent)
    };
    [
        number.to_string(),
        l.on.to_string(),
        item.to_owned(),
        copy,
        mark,
        l.from.to_string(),
        l.to.to_string(),
        receipt_day(node, row).unwrap_or_default(),
        ended,
    ]
}

/// The day the receipt was signed, by its author's clock in the agreement's zone.
fn receipt_day(node: &Node, row: &Entered) -> Option<String> {
    let log = entente_engine::LogId {
        agreement: row.agreement,
        author: row.line.to.clone(),
    };
    let act = super::find::act(node, &log, row.line.receipt?).ok()?;
    let state = node.state();
    let agreement = state.agreement(&row.agreement).ok()?;
    let text = agreement.life.text_at(act.at)?;
    text.rules.day(act.at).map(|d| d.to_string())
}

struct Sheet<'a> {
    banner: &'a str,
    title: &'a str,
    foot: &'a str,
    lines: &'a [[String; 9]],
}

impl Sheet<'_> {
    fn text(&self, lang: Lang, out: &mut String) {
        let _ = writeln!(out, "{}\n{}\n", self.banner, self.title);
        let head: Vec<String> = COLUMNS.iter().map(|c| word(lang, c, &[])).collect();
        let _ = writeln!(out, "{}", head.join(" | "));
        for line in self.lines {
            let _ = writeln!(out, "{}", line.join(" | "));
        }
        let _ = writeln!(out, "\n{}\n{}\n\u{c}", self.foot, self.banner);
    }

    fn html(&self, lang: Lang, out: &mut String) {
        let banner = format!("<p class=\"mark\">{}</p>\n", escape(self.banner));
        let _ = write!(
            out,
            "<section>\n{banner}<h1>{}</h1>\n<table><thead><tr>",
            escape(self.title)
        );
        for column in COLUMNS {
            let _ = write!(
                out,
                "<th scope=\"col\">{}</th>",
                escape(&word(lang, column, &[]))
            );
        }
        out.push_str("</tr></thead><tbody>\n");
        for line in self.lines {
            out.push_str("<tr>");
            for cell in line {
                let _ = write!(out, "<td>{}</td>", escape(cell));
            }
            out.push_str("</tr>\n");
        }
        let _ = write!(
            out,
            "</tbody></table>\n<p>{}</p>\n{banner}</section>\n",
            escape(self.foot)
        );
    }
}

const STYLE: &str = "@page{size:A4 landscape;margin:12mm}body{font-family:sans-serif;font-size:10pt}section{break-after:page}.mark{text-align:center;font-weight:bold;font-size:14pt}h1{font-size:12pt}table{border-collapse:collapse;width:100%}th,td{border:1px solid #000;padding:2pt 4pt;text-align:left;overflow-wrap:anywhere}";

fn word(lang: Lang, name: &str, args: &[(&str, &str)]) -> String {
    text_by_id(lang, &format!("ui-book-{name}"), args).unwrap_or_else(|| name.to_owned())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
