//! Word files: what is exported reads back, and edits read back as edits.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../examples/docx/pages.rs"]
mod pages;

use entente_agreement::page::{Cell, Layout, Page, PageRow, Part, Run};
use entente_paper::docx::{self, DocxError, Edited, EditedText, Export, Piece};
use proptest::prelude::*;
use std::{
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn instrument() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../instruments/jpn-nzl-model")
}

fn export(page: &Page) -> Vec<u8> {
    let changed_at = "2026-10-02T09:30:00Z";
    docx::export(&Export { page, changed_at }).unwrap()
}

fn document(bytes: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The file with its document part changed, as another program might have saved it.
fn edit(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut part = String::new();
        file.read_to_string(&mut part).unwrap();
        if name == "word/document.xml" {
            let changed = change(part.clone());
            assert_ne!(changed, part, "the edit changes nothing");
            part = changed;
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(part.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn find<'a>(edited: &'a Edited, id: &str, lang: &str, part: Part) -> &'a EditedText {
    let same = |t: &&EditedText| t.provision.as_str() == id && t.lang == lang && t.part == part;
    edited.texts.iter().find(same).unwrap()
}

fn one(runs: Vec<Run>) -> Page {
    let row = |id: &str, runs: Vec<Run>| PageRow {
        id: id.parse().unwrap(),
        place: id.into(),
        status: vec!["open".into()],
        cells: vec![Cell {
            lang: "en".into(),
            heading: vec![Run::Clean("Heading".into())],
            body: runs,
            remark: String::new(),
        }],
    };
    Page {
        rows: vec![
            row("4.2", runs),
            row("4.3", vec![Run::Clean("Next.".into())]),
        ],
        columns: vec![entente_agreement::page::Column {
            title: "Text".into(),
        }],
        ..empty(Layout::Running)
    }
}

fn empty(layout: Layout) -> Page {
    Page {
        ui: "en".into(),
        title: vec![("en".into(), "Title".into())],
        lead: vec!["Lead".into()],
        layout,
        number_title: "No".into(),
        status_title: "Status".into(),
        columns: Vec::new(),
        rows: Vec::new(),
        legend: vec!["Legend".into()],
    }
}

fn clean(text: &str) -> Vec<Run> {
    vec![Run::Clean(text.into())]
}

/// Reads an edit of the body of a page with one clean text.
fn body_after(text: &str, change: impl Fn(String) -> String) -> (EditedText, Edited) {
    let edited = docx::read(&edit(&export(&one(clean(text))), change)).unwrap();
    (find(&edited, "4.2", "en", Part::Body).clone(), edited)
}

/// Every keyed text of a page and what it must read as.
fn unchanged(page: &Page, cells: impl Fn(&PageRow) -> Vec<&Cell>) {
    let edited = docx::read(&export(page)).unwrap();
    let mut texts = edited.texts.iter();
    for row in &page.rows {
        for cell in cells(row) {
            for (part, runs) in [(Part::Heading, &cell.heading), (Part::Body, &cell.body)] {
                let text = texts.next().unwrap();
                let (before, after) = docx::expected(runs);
                assert_eq!(
                    (&text.provision, &text.lang, text.part),
                    (&row.id, &cell.lang, part)
                );
                assert_eq!((&text.before, &text.after), (&before, &after));
                assert!(!text.untracked);
            }
        }
    }
    assert!(texts.next().is_none());
    assert_eq!((edited.untracked, edited.ignored), (0, vec![]));
}

#[test]
fn running_text_in_two_languages_reads_back_as_written() {
    let page = pages::running(&instrument()).unwrap();
    assert!(page.rows.len() > 20);
    unchanged(&page, |row| row.cells.iter().collect());
    let edited = docx::read(&export(&page)).unwrap();
    for lang in ["en", "ja"] {
        let body = |row: usize| find(&edited, page.rows[row].id.as_str(), lang, Part::Body);
        assert!(body(0).after.ends_with("{{date}}"));
        assert!(body(1).after.contains("{{bracket:b1}}"));
        assert_eq!(body(2).authors, ["JPN", "NZL"]);
        assert_ne!(body(3).before, body(3).after);
        let source = match page.rows[7]
            .cells
            .iter()
            .find(|c| c.lang == lang)
            .unwrap()
            .body
            .as_slice()
        {
            [Run::Clean(text)] => text.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!((&body(7).before, &body(7).after), (&source, &source));
    }
}

#[test]
fn of_four_columns_the_last_is_read_back() {
    for lang in ["en", "ja"] {
        let page = pages::columns(&instrument(), lang).unwrap();
        unchanged(&page, |row| match row.cells.len() {
            4 => vec![&row.cells[3]],
            _ => vec![],
        });
    }
}

#[test]
fn the_same_page_gives_the_same_bytes() {
    let page = pages::running(&instrument()).unwrap();
    assert_eq!(export(&page), export(&page));
    let bytes = export(&page);
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..archive.len() {
        let file = archive.by_index(index).unwrap();
        assert_eq!(file.last_modified(), Some(zip::DateTime::DEFAULT));
    }
}

#[test]
fn changes_are_words_own_and_brackets_are_bookmarks() {
    let xml = document(&export(&pages::running(&instrument()).unwrap()));
    for part in [
        "<w:ins w:id=\"22\" w:author=\"JPN\" w:date=\"2026-10-02T09:30:00Z\">",
        "<w:delText xml:space=\"preserve\"> old wording</w:delText>",
        "[within 24 hours (JPN) / — (NZL)]",
        "[____ date]",
        "[____ 日付]",
        "<w:rFonts w:hint=\"eastAsia\"/><w:lang w:eastAsia=\"ja-JP\"/>",
    ] {
        assert!(xml.contains(part), "{part}");
    }
    assert!(!xml.contains("<w:i/>"));
    let names: Vec<&str> = xml
        .split("w:name=\"")
        .skip(1)
        .map(|r| r.split('"').next().unwrap())
        .collect();
    for name in &names {
        assert!(
            name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'),
            "{name}"
        );
    }
    assert!(names.iter().any(|n| n.starts_with("k_b_ja_1_1_")));
}

#[test]
fn a_tracked_edit_reads_as_before_and_after() {
    let (text, edited) = body_after("It marks the item.", |xml| {
        xml.replace(
            "<w:t xml:space=\"preserve\">It marks the item.</w:t></w:r>",
            "<w:t xml:space=\"preserve\">It marks the </w:t></w:r><w:del w:author=\"Aroha\"><w:r><w:delText>item</w:delText></w:r></w:del><w:ins w:author=\"Ken\"><w:r><w:t>copy</w:t></w:r><w:del w:author=\"Aroha\"><w:r><w:delText>never</w:delText></w:r></w:del></w:ins><w:r><w:t>.</w:t></w:r>",
        )
    });
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("It marks the item.", "It marks the copy.")
    );
    assert_eq!(text.authors, ["Aroha", "Ken"]);
    assert!(!text.untracked && edited.untracked == 0);
}

#[test]
fn an_untracked_edit_is_in_both_and_said_to_be() {
    let (text, edited) = body_after("It marks the item.", |xml| {
        xml.replace("the item", "an item")
    });
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("It marks an item.", "It marks an item.")
    );
    assert!(text.untracked && edited.untracked == 1);
}

#[test]
fn moved_wording_is_deleted_here_and_inserted_there() {
    let (text, _) = body_after("One. Two.", |xml| {
        xml.replace(
            "<w:t xml:space=\"preserve\">One. Two.</w:t></w:r>",
            "</w:r><w:moveFrom w:author=\"A\"><w:r><w:t xml:space=\"preserve\">One. </w:t></w:r></w:moveFrom><w:r><w:t>Two.</w:t></w:r><w:moveTo w:author=\"A\"><w:r><w:t xml:space=\"preserve\"> One.</w:t></w:r></w:moveTo>",
        )
    });
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("One. Two.", "Two. One.")
    );
}

#[test]
fn a_paragraph_added_at_the_end_is_part_of_the_body_and_one_taken_away_is_gone() {
    let added = "<w:p><w:pPr><w:rPr><w:ins w:author=\"A\"/></w:rPr></w:pPr><w:ins w:author=\"A\"><w:r><w:t>New.</w:t></w:r></w:ins></w:p>";
    let next = "<w:p><w:pPr><w:pStyle w:val=\"Place\"/></w:pPr><w:bookmarkStart";
    let (text, edited) = body_after("One.\n\nTwo.", |xml| {
        let at = xml.rfind(next).unwrap();
        [&xml[..at], added, &xml[at..]].concat()
    });
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\nNew.")
    );
    assert_eq!(edited.ignored, []);

    let (text, _) = body_after("One.\n\nTwo.", |xml| {
        xml.replace("<w:r><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">Two.</w:t></w:r>",
            "<w:del w:author=\"A\"><w:r><w:delText>Two.</w:delText></w:r></w:del>")
    });
    assert_eq!(
        (text.before.as_str(), text.after.as_str()),
        ("One.\n\nTwo.", "One.")
    );
}

#[test]
fn wording_between_heading_and_body_is_body_and_a_table_in_it_is_read() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Text\"/></w:pPr><w:bookmarkStart w:id=\"5\"";
    let (text, edited) = body_after("One.", |xml| {
        xml.replace(
            body,
            &format!("<w:p><w:r><w:t>Zero.</w:t></w:r></w:p>{body}"),
        )
    });
    assert_eq!(text.after, "Zero.\n\nOne.");
    assert_eq!(find(&edited, "4.2", "en", Part::Heading).after, "Heading");

    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let (text, edited) = body_after("One.\n\nTwo.", |xml| {
        let at = xml.find("Two.").unwrap();
        let at = xml[..at].rfind("<w:p>").unwrap();
        [&xml[..at], table, &xml[at..]].concat()
    });
    assert_eq!(text.after, "One.\n\na\n\nb\n\nTwo.");
    assert_eq!(edited.ignored, [("tables in a text", 1)]);
}

#[test]
fn an_edited_bracket_says_what_stands_there_and_wording_at_its_edge_is_wording() {
    let alternatives = vec![entente_agreement::page::Alternative {
        label: "A".into(),
        text: "soon".into(),
        backers: vec!["JPN".parse().unwrap()],
        since: 0,
    }];
    let runs = || {
        vec![
            Run::Clean("Do it ".into()),
            Run::Bracket {
                name: "b1".into(),
                alternatives: alternatives.clone(),
            },
            Run::Clean(".".into()),
        ]
    };
    let after = |change: &dyn Fn(String) -> String| {
        let edited = docx::read(&edit(&export(&one(runs())), change)).unwrap();
        find(&edited, "4.2", "en", Part::Body).after.clone()
    };
    assert_eq!(
        after(&|x| x.replace("[soon (JPN)]", "[now (JPN)]")),
        "Do it {{bracket:b1|[now (JPN)]}}."
    );
    assert_eq!(
        after(&|x| x.replace("[soon (JPN)]", "very [soon (JPN)] {ok}")),
        "Do it very {{bracket:b1}} {{open}}ok{{close}}."
    );
    assert_eq!(after(&|x| x.replace("[soon (JPN)]", "")), "Do it .");
    let by_hand = after(&|x| x.replace("Do it ", "Do it {{bracket:b1}} "));
    assert_eq!(docx::pieces(&by_hand).unwrap().len(), 3);
    assert_eq!(
        docx::pieces(&by_hand).unwrap()[0],
        Piece::Text("Do it {{bracket:b1}} ".into())
    );
}

#[test]
fn nothing_is_lost_silently() {
    let (_, edited) = body_after("One.", |xml| {
        xml.replace("<w:sectPr>", "<w:p><w:r><w:t>Stray!</w:t></w:r></w:p><w:sectPr>")
            .replace("Legend", "Legend 2")
            .replace("One.", "One.</w:t><w:commentReference w:id=\"1\"/><w:footnoteReference w:id=\"2\"/><w:drawing><w:t>no</w:t></w:drawing><w:t>")
    });
    assert_eq!(
        edited.ignored,
        [
            ("comments", 1),
            ("footnotes", 1),
            ("images", 1),
            ("lines", 8),
            ("outside", 6)
        ]
    );
}

#[test]
fn what_cannot_be_written_is_refused() {
    let refuse = |text: &str, date: &str| {
        let page = one(clean(text));
        docx::export(&Export {
            page: &page,
            changed_at: date,
        })
        .unwrap_err()
    };
    let date = "2026-10-02T09:30:00+13:00";
    assert_eq!(refuse("bell\u{7}", date), DocxError::Character { code: 7 });
    assert!(matches!(refuse("x", "yesterday"), DocxError::Date { .. }));
    let mut twice = one(clean("x"));
    twice.rows[1].id = "4.2".parse().unwrap();
    let error = docx::export(&Export {
        page: &twice,
        changed_at: date,
    })
    .unwrap_err();
    assert!(matches!(error, DocxError::Name { .. }));
}

fn run() -> impl Strategy<Value = Run> {
    let text = || {
        prop::collection::vec(
            prop::sample::select(vec![
                "a", "あ", " ", "\n", "\n\n", "[", "{", "}", "<&>", "\t",
            ]),
            0..6,
        )
        .prop_map(|parts| parts.concat())
    };
    let by = || "JPN".parse().unwrap();
    prop_oneof![
        text().prop_map(Run::Clean),
        text().prop_map(move |text| Run::Inserted { by: by(), text }),
        text().prop_map(move |text| Run::Deleted { by: by(), text }),
        text().prop_map(|text| Run::Bracket {
            name: "b1".into(),
            alternatives: vec![entente_agreement::page::Alternative {
                label: "A".into(),
                text,
                backers: vec![],
                since: 0,
            }],
        }),
        Just(Run::Blank(entente_agreement::page::Blank::Number)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_runs_read_back_as_written(runs in prop::collection::vec(run(), 0..8)) {
        let expected = docx::expected(&runs);
        let edited = docx::read(&export(&one(runs))).unwrap();
        let text = find(&edited, "4.2", "en", Part::Body);
        prop_assert_eq!((&text.before, &text.after), (&expected.0, &expected.1));
        prop_assert_eq!(edited.untracked, 0);
        prop_assert_eq!(&edited.ignored, &vec![]);
        prop_assert!(docx::pieces(&text.after).is_some());
    }
}
