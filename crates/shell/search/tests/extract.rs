//! Text out of documents that others made, and out of documents made to do harm.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as the tests do")]

use entente_search::extract::{Extracted, Hint, Kind, MAX_TEXT, Reason, extract};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn fixture(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
    std::fs::read(format!("{path}{name}")).unwrap()
}

/// Without a hint: the bytes say what they are.
fn read(bytes: &[u8]) -> Extracted {
    extract(&Hint::default(), bytes).unwrap()
}

fn code(bytes: &[u8]) -> String {
    extract(&Hint::default(), bytes).unwrap_err().to_string()
}

fn named(name: &str) -> Hint {
    Hint {
        name: Some(name.to_owned()),
        media: None,
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(document: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document),
    ])
}

fn xlsx(strings: &str, sheet: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name='S'/></sheets></workbook>",
        ),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn documents_of_other_programs() {
    for (name, kind, pages) in [
        ("note.odt", Kind::Odt, None),
        ("note.docx", Kind::Docx, None),
        ("note.pdf", Kind::Pdf, Some(1)),
    ] {
        let found = read(&fixture(name));
        assert_eq!(
            (found.kind, found.pages, found.reason),
            (kind, pages, None),
            "{name}"
        );
        let text = words(&found.text);
        for part in [
            "海上の安全に関する覚書",
            "特定秘密の保護に関する取決め",
            "東京都で協議した",
            "The parties shall consult on maritime safety without delay.",
            "期限",
            "2026-12-01",
        ] {
            assert!(text.contains(part), "{name}: {part} in {text}");
        }
        assert!(!found.truncated);
    }
    for (name, kind, pages) in [
        ("list.xlsx", Kind::Xlsx, 1),
        ("list.ods", Kind::Ods, 1),
        ("slides.pptx", Kind::Pptx, 2),
        ("slides.odp", Kind::Odp, 2),
    ] {
        let found = read(&fixture(name));
        assert_eq!((found.kind, found.pages), (kind, Some(pages)), "{name}");
        for part in ["海上の安全", "maritime safety"] {
            assert!(found.text.contains(part), "{name}: {part}");
        }
    }
    assert!(words(&read(&fixture("list.xlsx")).text).starts_with("一覧 番号 表題 12 海上の安全"));
    assert!(
        read(&fixture("slides.pptx"))
            .text
            .contains("a note for the speaker")
    );
}

#[test]
fn pdf_of_others() {
    let found = read(&fixture("plain.pdf"));
    assert_eq!(
        (found.kind, found.pages, found.reason),
        (Kind::Pdf, Some(2), None)
    );
    assert!(
        found.text.contains("海上の安全に関する覚書"),
        "{}",
        found.text
    );
    assert!(
        found.text.contains("The parties’ officials consult"),
        "{}",
        found.text
    );
    assert!(found.text.contains("特定秘密の保護"), "{}", found.text);
    let locked = read(&fixture("locked.pdf"));
    assert_eq!(
        (locked.text.as_str(), locked.reason),
        ("", Some(Reason::Encrypted))
    );
    let picture = read(&fixture("picture.pdf"));
    assert_eq!(
        (picture.text.as_str(), picture.reason),
        ("", Some(Reason::NoText))
    );
}

#[test]
fn pdf_of_our_own() {
    let statement = entente_paper::pdf::Statement {
        title: "海上の安全に関する共同声明",
        date: "令和八年十二月一日、東京",
        paragraphs: vec!["両国は、特定秘密の保護について協議した。".to_owned()],
        lang: "ja",
        digest: entente_model::Digest::of(&[b"x"]),
        words: Vec::new(),
        fictional: true,
    };
    let found = read(&entente_paper::pdf::statement(&statement).unwrap());
    let text: String = found.text.split_whitespace().collect();
    assert!(
        text.contains("両国は、特定秘密の保護について協議した。"),
        "{text}"
    );
    assert!(text.contains("海上の安全に関する共同声明") && found.reason.is_none());
}

#[test]
fn text_files() {
    let text = "番号,表題\n12,海上の安全";
    let found = extract(&named("list.csv"), text.as_bytes()).unwrap();
    assert_eq!((found.kind, found.text.as_str()), (Kind::Text, text));
    let page = b"<!DOCTYPE html><meta charset=shift_jis><p>\x8A\x43\x8F\xE3</p>";
    let found = read(page);
    assert_eq!((found.kind, found.text.trim()), (Kind::Html, "海上"));
    assert_eq!(read(b"a\x0c\x1bb\rc").text, "a  bc");
    assert_eq!(read(b"").reason, Some(Reason::NoText));
}

#[test]
fn what_is_not_read_is_named() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0";
    let problem = extract(&named("../../etc/passwd.png\u{202E}"), png).unwrap_err();
    assert_eq!(problem.to_string(), "SEARCH-003 kind=png");
    assert!(code(&package(&[("a.txt", "x")])).starts_with("SEARCH-003"));
    let old = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 512],
    ]
    .concat();
    assert_eq!(read(&old).reason, Some(Reason::OldFormat));
    let wide: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&[old, wide].concat()).reason, Some(Reason::Encrypted));
}

#[test]
fn deleted_hidden_and_doubled_wording_of_word() {
    let found = read(&docx(
        "<w:document xmlns:w='w'><w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone\
         </w:delText></w:r></w:del><w:ins><w:r><w:t> added</w:t></w:r></w:ins></w:p>\
         <w:p><w:ruby><w:rt><w:r><w:t>かい</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>海</w:t></w:r>\
         </w:rubyBase></w:ruby><w:r><w:t>上 &amp; &#x5B89;全</w:t></w:r></w:p></w:document>",
    ));
    assert_eq!(words(&found.text), "kept added 海上 & 安全");
}

#[test]
fn archives_that_are_bombs() {
    let zeros = " ".repeat(60 << 20);
    let large = docx(&format!("<d>{zeros}</d>"));
    assert!(large.len() < 100_000);
    assert!(code(&large).starts_with("SEARCH-002 detail=a part unpacks to"));
    // A million uses of one long string.
    let long = format!("<sst><si><t>{}</t></si></sst>", "長".repeat(10_000));
    let cell = |n: u32| {
        format!(
            "<c r='A{}' t='s'><v>0</v></c>",
            n.wrapping_mul(2_654_435_761)
        )
    };
    let rows: String = (0..100_000).map(cell).collect();
    let found = read(&xlsx(
        &long,
        &format!("<sheetData><row>{rows}</row></sheetData>"),
    ));
    assert!(found.truncated && found.text.len() <= MAX_TEXT);
    let out = read(&xlsx(
        "<sst/>",
        "<s><row><c t='s'><v>99999999999</v></c></row></s>",
    ));
    assert_eq!(words(&out.text), "S");
    let many: Vec<String> = (0..10_001).map(|n| n.to_string()).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|n| (n.as_str(), "")).collect();
    assert_eq!(
        code(&package(&many)),
        "SEARCH-002 detail=more than 10000 parts"
    );
}

#[test]
fn xml_that_is_hostile() {
    let laughs = "<!DOCTYPE d [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]><d><w:t>&b;</w:t></d>";
    assert_eq!(
        code(&docx(laughs)),
        "SEARCH-002 detail=it has a document type"
    );
    assert_eq!(
        code(&docx("<d>&b;</d>")),
        "SEARCH-002 detail=it defines entities"
    );
    let deep = "<a>".repeat(100_000);
    assert_eq!(
        code(&docx(&deep)),
        "SEARCH-002 detail=elements more than 256 deep"
    );
    assert_eq!(
        code(&docx("<d><w:t>x")),
        "SEARCH-002 detail=its end is missing"
    );
    assert!(code(&docx("<d></e>")).starts_with("SEARCH-002"));
}

#[test]
fn names_within_archives_are_only_names() {
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", "<d><t>body</t></d>"),
        (
            "word/header../../../../etc/passwd.xml",
            "<d><t>head</t></d>",
        ),
        ("/etc/passwd", "root"),
    ];
    assert_eq!(words(&read(&package(&parts)).text), "body head");
}

#[test]
fn a_pdf_without_its_end() {
    let whole = fixture("note.pdf");
    for part in [10, 100, whole.len() / 2, whole.len() - 40] {
        assert_eq!(code(&whole[..part]), "SEARCH-002 detail=its end is missing");
    }
    // Pictures make a file large; its words are read all the same.
    let picture = format!("%PDF-1.4\n99 0 obj <</Length {}>> stream\n", 40 << 20);
    let end = b"\nendstream endobj\n";
    let large = [picture.as_bytes(), &vec![7u8; 40 << 20], end, &whole].concat();
    assert!(read(&large).text.contains("海上の安全"));
    // Objects that never end, and name themselves.
    let hollow = [
        b"%PDF-1.7 ".to_vec(),
        b"1 0 obj <</Kids[1 0 R]".repeat(100_000),
    ]
    .concat();
    assert!(code(&[hollow, b" startxref %%EOF".to_vec()].concat()).starts_with("SEARCH-002"));
}

#[test]
fn a_hundred_million_bytes_of_garbage() {
    let mut state = 1u32;
    let mut garbage = Vec::with_capacity(100_000_000);
    while garbage.len() < 100_000_000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        garbage.extend(state.to_be_bytes());
    }
    assert!(code(&garbage).starts_with("SEARCH-003"));
    let letters = "garbage ".repeat(12_500_000);
    let found = read(letters.as_bytes());
    assert!(found.truncated && found.text.len() <= MAX_TEXT);
    assert!(code(&vec![b'a'; 129 << 20]).starts_with("SEARCH-002"));
    for start in ["PK\x03\x04", "<html>", "<!doctype html><script>"] {
        let _ = extract(
            &Hint::default(),
            &[start.as_bytes(), &garbage[..1 << 20]].concat(),
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A document changed anywhere is read or refused, and nothing else.
    #[test]
    fn damaged_documents(
        which in 0..9usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let names = ["note.odt", "note.docx", "note.pdf", "list.xlsx", "list.ods", "slides.odp",
            "slides.pptx", "plain.pdf", "locked.pdf"];
        let mut bytes = fixture(names[which]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        if let Ok(found) = extract(&Hint::default(), &bytes) {
            prop_assert!(found.text.len() <= MAX_TEXT);
            prop_assert!(!found.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
