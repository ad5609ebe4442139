//! Whatever a page says: nothing panics, nothing is lost, no line is too long, every tag closes.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_agreement::page::{Alternative, Blank, Cell, Column, Layout, Page, PageRow, Run};
use entente_paper::{
    html,
    terminal::{self, Style},
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

const ESCAPE: char = '\u{1b}';
const CLEAN: &str = "[a-zA-Z0-9 .,;()\"<&>'/+\\-ぁ-んァ-ヶ一-龥、。「」（）…éđ\u{301}🌊\n]{0,60}";

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => CLEAN, 1 => "\\PC{0,20}", 1 => any::<String>()]
}

fn run(text: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Run> {
    let by = prop_oneof![Just("JPN"), Just("NZL")].prop_map(|p| p.parse().unwrap());
    let blank = prop_oneof![Just(Blank::Date), Just(Blank::Number), Just(Blank::Place)];
    let alternative = (
        text.clone(),
        prop::collection::vec(by.clone(), 0..3),
        any::<u64>(),
    )
        .prop_map(|(text, backers, since)| Alternative {
            label: "A".to_owned(),
            text,
            backers,
            since,
        });
    prop_oneof![
        3 => text.clone().prop_map(Run::Clean),
        1 => (by.clone(), text.clone()).prop_map(|(by, text)| Run::Inserted { by, text }),
        1 => (by, text).prop_map(|(by, text)| Run::Deleted { by, text }),
        1 => blank.prop_map(Run::Blank),
        1 => prop::collection::vec(alternative, 0..4)
            .prop_map(|alternatives| Run::Bracket { name: "b1".to_owned(), alternatives }),
    ]
}

fn page<S: Strategy<Value = String> + Clone + 'static>(text: S) -> impl Strategy<Value = Page> {
    let runs = |most| prop::collection::vec(run(text.clone()), 0..most);
    let cell = (
        prop_oneof![Just("en"), Just("ja")],
        runs(3),
        runs(6),
        text.clone(),
    )
        .prop_map(|(lang, heading, body, remark)| Cell {
            lang: lang.to_owned(),
            heading,
            body,
            remark,
        });
    let row = (
        text.clone(),
        prop::collection::vec(text.clone(), 0..3),
        prop::collection::vec(cell, 0..4),
    )
        .prop_map(|(place, status, cells)| PageRow {
            id: "4.2".parse().unwrap(),
            place,
            status,
            cells,
        });
    let column = text.clone().prop_map(|title| Column { title });
    (
        any::<bool>(),
        text.clone(),
        text,
        prop::collection::vec(column, 0..4),
        prop::collection::vec(row, 0..4),
    )
        .prop_map(|(columns_layout, title, line, columns, rows)| Page {
            ui: "ja".to_owned(),
            title: vec![("en".to_owned(), title)],
            lead: vec![line.clone()],
            layout: if columns_layout {
                Layout::Columns
            } else {
                Layout::Running
            },
            number_title: "No".to_owned(),
            status_title: line.clone(),
            columns,
            rows,
            legend: vec![line],
        })
}

/// How often each character that is not space stands in the cells.
fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut out = BTreeMap::new();
    for c in texts.flat_map(str::chars).filter(|c| !c.is_whitespace()) {
        *out.entry(c).or_insert(0) += 1;
    }
    out
}

fn texts(page: &Page) -> Vec<&str> {
    let mut out: Vec<&str> = page.title.iter().map(|(_, t)| t.as_str()).collect();
    out.extend(page.lead.iter().chain(&page.legend).map(String::as_str));
    for row in &page.rows {
        out.push(&row.place);
        out.extend(row.status.iter().map(String::as_str));
        for cell in &row.cells {
            out.push(&cell.remark);
            for run in cell.heading.iter().chain(&cell.body) {
                match run {
                    Run::Clean(text) | Run::Inserted { text, .. } | Run::Deleted { text, .. } => {
                        out.push(text);
                    }
                    Run::Bracket { alternatives, .. } => {
                        out.extend(alternatives.iter().map(|a| a.text.as_str()));
                    }
                    Run::Blank(_) => {}
                }
            }
        }
    }
    out
}

fn nothing_lost(page: &Page, shown: &str) -> Result<(), TestCaseError> {
    let found = counted([shown].into_iter());
    for (c, times) in counted(texts(page).into_iter()) {
        prop_assert!(
            found.get(&c).copied().unwrap_or(0) >= times,
            "{c:?} {times} times in {shown}"
        );
    }
    Ok(())
}

/// The text of a document, and whether every tag closes in its turn.
fn read(document: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut out = String::new();
    for part in document.split('<').skip(1) {
        let (tag, text) = part.split_once('>')?;
        let name = tag.split(' ').next()?;
        match name.strip_prefix('/') {
            Some(closed) => (open.pop()? == closed).then_some(())?,
            None if ["!DOCTYPE", "meta", "br"].contains(&name) => {}
            None => open.push(name),
        }
        // The style sheet has a `>` of its own, as text.
        out.push_str(text);
    }
    let named = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    for (entity, c) in named {
        out = out.replace(entity, c);
    }
    open.is_empty().then_some(out)
}

/// A page of one cell and nothing else.
fn page_of(body: &str) -> Page {
    Page {
        ui: "en".to_owned(),
        title: Vec::new(),
        lead: Vec::new(),
        layout: Layout::Running,
        number_title: String::new(),
        status_title: String::new(),
        columns: Vec::new(),
        rows: vec![PageRow {
            id: "1".parse().unwrap(),
            place: String::new(),
            status: Vec::new(),
            cells: vec![Cell {
                lang: "ja".to_owned(),
                heading: Vec::new(),
                body: vec![Run::Clean(body.to_owned())],
                remark: String::new(),
            }],
        }],
        legend: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_at_any_width(page in page(text().boxed()), width in 0usize..200, colour: bool, plain: bool) {
        let shown = terminal::render(&page, width, Style { colour, plain });
        prop_assert!(shown.chars().all(|c| c == '\n' || c == ESCAPE || !c.is_control()));
        if plain || !colour {
            prop_assert!(!shown.contains(ESCAPE));
        }
        prop_assert!(read(&html::render(&page)).is_some());
    }

    #[test]
    fn no_text_is_lost_and_no_line_too_long(page in page(CLEAN), width in 1usize..200) {
        let shown = terminal::render(&page, width, Style::default());
        nothing_lost(&page, &shown)?;
        for line in shown.lines() {
            let columns: usize = line.chars().map(|c| c.to_string().width()).sum();
            prop_assert!(columns <= width.max(2), "{columns} > {width}: {line}");
            prop_assert_eq!(line.trim_end(), line);
        }
        nothing_lost(&page, &read(&html::render(&page)).unwrap())?;
    }

    #[test]
    fn running_text_stays_in_order(body in CLEAN, width in 1usize..120) {
        let page = page_of(&body);
        let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let shown = terminal::render(&page, width, Style::default());
        prop_assert_eq!(letters(&shown), letters(&body));
    }

    #[test]
    fn japanese_lines_neither_begin_nor_end_wrongly(
        words in prop::collection::vec(("「?[あいうかきく一-龥]{1,4}", "[、。」）ーっ]{1,2}"), 1..30),
        width in 14usize..80,
    ) {
        let body: String = words.iter().map(|(a, b)| format!("{a}{b}")).collect();
        let page = page_of(&body);
        let shown = terminal::render(&page, width, Style::default());
        for line in shown.lines().map(str::trim_start) {
            let first = line.chars().next();
            prop_assert!(!matches!(first, Some('、' | '。' | '」' | '）' | 'ー' | 'っ')), "{}", shown);
            prop_assert!(!line.ends_with('「'), "{}", shown);
        }
    }
}
