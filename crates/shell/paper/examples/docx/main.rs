//! Exports a sample page made from an instrument, or prints what a Word file says, as JSON.
//!
//! `docx export <instrument> running|columns <file>`, `docx expect <instrument> running|columns`,
//! `docx read <file>`.

mod pages;

use entente_agreement::page::{Page, Part};
use entente_paper::docx::{self, Export};
use serde_json::{Value, json};
use std::path::Path;

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["export", dir, layout, file] => {
            let page = page(dir, layout)?;
            let export = Export {
                page: &page,
                changed_at: "2026-10-02T09:30:00Z",
            };
            let bytes = docx::export(&export).map_err(|e| e.to_string())?;
            std::fs::write(file, bytes).map_err(|e| e.to_string())
        }
        ["expect", dir, layout] => {
            println!("{}", expect(&page(dir, layout)?));
            Ok(())
        }
        ["read", file] => {
            let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
            println!("{}", read(&bytes)?);
            Ok(())
        }
        _ => Err("docx export|expect|read, see the source".into()),
    }
}

fn page(dir: &str, layout: &str) -> Result<Page, String> {
    match layout {
        "columns" => pages::columns(Path::new(dir), "en"),
        _ => pages::running(Path::new(dir)),
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Heading => "heading",
        Part::Body => "body",
    }
}

fn expect(page: &Page) -> Value {
    let keyed = page.rows.iter().flat_map(|row| {
        let full = row.cells.len() == page.columns.len();
        let cells = row.cells.iter().enumerate().filter(move |(index, cell)| {
            let later = index.saturating_add(1);
            full && !row.cells.iter().skip(later).any(|c| c.lang == cell.lang)
        });
        cells.map(move |(_, cell)| (row, cell))
    });
    keyed
        .flat_map(|(row, cell)| {
            [(Part::Heading, &cell.heading), (Part::Body, &cell.body)].map(|(which, runs)| {
                let (before, after) = docx::expected(runs);
                json!({"provision": row.id.as_str(), "lang": cell.lang, "part": part(which),
                    "before": before, "after": after})
            })
        })
        .collect()
}

fn read(bytes: &[u8]) -> Result<Value, String> {
    let edited = docx::read(bytes).map_err(|e| e.to_string())?;
    let texts: Vec<Value> = edited
        .texts
        .iter()
        .map(|t| {
            json!({"provision": t.provision.as_str(), "lang": t.lang, "part": part(t.part),
                "before": t.before, "after": t.after, "untracked": t.untracked,
                "authors": t.authors})
        })
        .collect();
    Ok(json!({"texts": texts, "untracked": edited.untracked, "ignored": edited.ignored}))
}
