//! Word files made to harm: each is refused by a reason that names what to do, or read.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../examples/docx/pages.rs"]
mod pages;

use entente_agreement::page::Page;
use entente_paper::docx::{self, DocxError, Export};
use proptest::prelude::*;
use std::{
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
    sync::LazyLock,
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn body(xml: &str) -> String {
    format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{xml}</w:body></w:document>"#
    )
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn docx(document: &str) -> Vec<u8> {
    with(document, &[])
}

fn with(document: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend_from_slice(more);
    zip(&parts)
}

fn refused(bytes: &[u8]) -> DocxError {
    let error = docx::read(bytes).unwrap_err();
    // What to do stands in every refusal.
    assert!(error.to_string().len() > 40, "{error}");
    error
}

fn relationship(kind: &str, target: &str, mode: &str) -> Vec<u8> {
    let rels = format!(
        r#"<Relationships><Relationship Id="r9" Type="{KIND}/{kind}" Target="{target}"{mode}/></Relationships>"#
    );
    let document = body("<w:p/>");
    with(
        &document,
        &[("word/_rels/document.xml.rels", rels.as_bytes())],
    )
}

/// Bytes that do not compress.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1u64;
    std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    })
    .take(length)
    .collect()
}

#[test]
fn a_plain_document_of_somebody_else_is_read_as_text_outside() {
    let edited = docx::read(&docx(&body("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>"))).unwrap();
    assert_eq!(
        (edited.texts, edited.ignored),
        (vec![], vec![("outside", 5)])
    );
}

#[test]
fn too_large_a_file() {
    let bytes = vec![b'P'; 16 * 1024 * 1024 + 1];
    let max = 16 * 1024 * 1024;
    assert_eq!(
        refused(&bytes),
        DocxError::TooLarge {
            bytes: max + 1,
            max
        }
    );
}

#[test]
fn a_zip_bomb_in_one_part() {
    let zeros = vec![b' '; 1 << 20];
    let bytes = with(&body(""), &[("word/media/a.xml", &zeros)]);
    assert!(bytes.len() < 10_000);
    let part = "word/media/a.xml".to_owned();
    assert_eq!(refused(&bytes), DocxError::Ratio { part, max: 200 });
}

#[test]
fn a_zip_bomb_whose_header_lies_about_its_size() {
    let zeros = vec![b' '; 1 << 20];
    let mut bytes = with(&body(""), &[("word/media/a.xml", &zeros)]);
    // The unpacked size, wherever headers state it, becomes 16.
    let size = (1u32 << 20).to_le_bytes();
    let mut changed = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&16u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed >= 1);
    assert!(matches!(
        refused(&bytes),
        DocxError::Ratio { .. } | DocxError::Damaged { .. }
    ));
}

#[test]
fn many_parts_that_together_unpack_to_too_much() {
    // Packed about 100 times: below the ratio, above the sum.
    let mut part = noise(9_000);
    part.resize(1 << 20, 0);
    let names: Vec<String> = (0..65).map(|n| format!("word/media/{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), part.as_slice()))
        .collect();
    let bytes = with(&body(""), &parts);
    assert!(bytes.len() < 2 << 20);
    assert_eq!(refused(&bytes), DocxError::Unpacked { max: 64 << 20 });
}

#[test]
fn too_many_parts() {
    let names: Vec<String> = (0..4096).map(|n| format!("x{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    assert_eq!(
        refused(&with(&body(""), &parts)),
        DocxError::Parts {
            parts: 4099,
            max: 4096
        }
    );
}

/// Elements that pack badly enough to pass the ratio.
fn padded(element: &str, count: usize) -> String {
    let words: Vec<String> = noise(count * 2)
        .chunks(2)
        .map(|b| format!("{:x}{:x}", b[0], b[1]))
        .collect();
    words.iter().map(|w| element.replace('#', w)).collect()
}

#[test]
fn a_million_events() {
    let document = body(&padded("<w:x a='#'/>", 500_000));
    let part = "word/document.xml".to_owned();
    assert_eq!(
        refused(&docx(&document)),
        DocxError::Events {
            part,
            max: 1_000_000
        }
    );
}

#[test]
fn a_million_runs() {
    let document = body(&format!("<w:p>{}</w:p>", padded("<w:r a='#'/>", 200_001)));
    assert_eq!(refused(&docx(&document)), DocxError::Runs { max: 200_000 });
}

#[test]
fn elements_nested_too_deeply() {
    let nested = |depth: usize| body(&["<w:x>".repeat(depth), "</w:x>".repeat(depth)].concat());
    assert!(docx::read(&docx(&nested(62))).is_ok());
    let part = "word/document.xml".to_owned();
    assert_eq!(
        refused(&docx(&nested(63))),
        DocxError::Nesting { part, max: 64 }
    );
    assert!(matches!(
        refused(&docx(&nested(100_000))),
        DocxError::Nesting { .. } | DocxError::Ratio { .. }
    ));
}

#[test]
fn macros() {
    let project = with(&body(""), &[("word/vbaProject.bin", b"x")]);
    assert!(matches!(refused(&project), DocxError::Macros { .. }));
    let types = TYPES.replace(
        "application/xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    );
    let docm = zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
    ]);
    assert!(matches!(refused(&docm), DocxError::Macros { .. }));
    let renamed = relationship("vbaProject", "other.bin", "");
    assert!(matches!(refused(&renamed), DocxError::Macros { .. }));
}

#[test]
fn entities_in_every_part_that_is_read() {
    let doctype = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    let document = format!("{doctype}{}", body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"));
    let part = |name: &str| DocxError::Entities { part: name.into() };
    assert_eq!(refused(&docx(&document)), part("word/document.xml"));
    let undefined = body("<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>");
    assert_eq!(refused(&docx(&undefined)), part("word/document.xml"));
    let attribute = body("<w:p><w:bookmarkStart w:id=\"&lol;\"/></w:p>");
    assert_eq!(refused(&docx(&attribute)), part("word/document.xml"));
    let types = format!("{doctype}{TYPES}");
    assert_eq!(
        refused(&zip(&[
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", RELS.as_bytes())
        ])),
        part("[Content_Types].xml")
    );
    let rels = format!("{doctype}{RELS}");
    let parts = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
    ];
    assert_eq!(refused(&zip(&parts)), part("_rels/.rels"));
}

#[test]
fn what_lies_outside_and_what_is_embedded() {
    let external = " TargetMode=\"External\"";
    for (kind, mode) in [
        ("image", external),
        ("attachedTemplate", ""),
        ("attachedTemplate", external),
        ("oleObject", external),
    ] {
        let bytes = relationship(kind, "https://example.org/x", mode);
        assert!(
            matches!(refused(&bytes), DocxError::External { .. }),
            "{kind}"
        );
    }
    for kind in ["oleObject", "package", "aFChunk", "control", "subDocument"] {
        let bytes = relationship(kind, "embeddings/x.bin", "");
        assert!(
            matches!(refused(&bytes), DocxError::Embedded { .. }),
            "{kind}"
        );
    }
    assert!(docx::read(&relationship("hyperlink", "https://example.org/", external)).is_ok());
    let chunk = body("<w:altChunk/>");
    assert!(matches!(refused(&docx(&chunk)), DocxError::Embedded { .. }));
}

#[test]
fn other_formats() {
    let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    ole.resize(2048, 0);
    assert_eq!(refused(&ole), DocxError::OldFormat);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&ole), DocxError::Encrypted);
    for bytes in [
        &b""[..],
        b"PK",
        b"PK\x03\x04",
        b"{\\rtf1 hello}",
        b"%PDF-1.7",
    ] {
        assert_eq!(refused(bytes), DocxError::NotZip);
    }
    let odt = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    assert!(matches!(refused(&odt), DocxError::NotWord { .. }));
    assert!(matches!(refused(&zip(&[])), DocxError::NotWord { .. }));
    assert!(matches!(refused(&docx("<x/>")), DocxError::NotWord { .. }));
    let types = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
    ];
    assert!(matches!(refused(&zip(&types)), DocxError::NotWord { .. }));
}

#[test]
fn a_damaged_document() {
    for broken in [
        "<w:p>",
        "</w:p>",
        "<w:p",
        "<w:p></w:r>",
        "&#xFFFFFFFF;",
        "<w:ins w:author=x>",
    ] {
        let error = refused(&docx(&body(broken)));
        assert!(
            matches!(error, DocxError::Damaged { .. }),
            "{broken}: {error}"
        );
    }
    let latin = zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", b"<x>\xE9</x>"),
    ]);
    assert!(matches!(refused(&latin), DocxError::Damaged { .. }));
}

#[test]
fn paths_that_lead_elsewhere_lead_nowhere() {
    let bytes = with(
        &body(""),
        &[
            ("../entente-was-here", b"x"),
            ("/abs", b"x"),
            ("C:\\x", b"x"),
        ],
    );
    assert!(docx::read(&bytes).is_ok());
    assert!(!Path::new("../entente-was-here").exists());
}

fn export(page: Result<Page, String>) -> Vec<u8> {
    let mut page = page.unwrap();
    page.rows.truncate(6);
    let changed_at = "2026-10-02T09:30:00Z";
    let page = &page;
    docx::export(&Export { page, changed_at }).unwrap()
}

fn instrument() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../instruments/jpn-nzl-model")
}

static OURS: LazyLock<Vec<u8>> = LazyLock::new(|| export(pages::running(&instrument())));

/// The document part of a table.
static TABLE: LazyLock<String> = LazyLock::new(|| {
    let bytes = export(pages::columns(&instrument(), "en"));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name("word/document.xml").unwrap();
    file.read_to_string(&mut text).unwrap();
    text
});

/// Cases of a property: as many as given, or as the long run asks for.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("ENTENTE_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(usual))
}

#[test]
fn cut_off_anywhere_it_is_refused() {
    for length in (0..OURS.len()).step_by(100) {
        refused(&OURS[..length]);
    }
}

/// Any answer but a panic.
fn survives(bytes: &[u8]) {
    if let Ok(edited) = docx::read(bytes) {
        for text in edited.texts {
            assert!(docx::pieces(&text.before).is_some() && docx::pieces(&text.after).is_some());
        }
    }
}

#[test]
fn elements_cut_out_or_doubled_anywhere_do_not_panic() {
    let tags: Vec<&str> = TABLE.split_inclusive('>').collect();
    for at in (0..tags.len()).step_by(3) {
        let mut without = tags.clone();
        let tag = without.remove(at);
        survives(&docx(&without.concat()));
        without.insert(at, tag);
        without.insert(at, tag);
        survives(&docx(&without.concat()));
    }
}

proptest! {
    #![proptest_config(cases(2000))]
    #[test]
    fn a_flipped_byte_of_the_archive_does_not_panic(at in any::<prop::sample::Index>(), bits in 1u8..) {
        let mut bytes = OURS.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        survives(&bytes);
    }
}

proptest! {
    #![proptest_config(cases(300))]
    #[test]
    fn a_flipped_byte_of_the_document_does_not_panic(at in any::<prop::sample::Index>(), bits in 1u8..) {
        let mut bytes = TABLE.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        survives(&zip(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", RELS.as_bytes()),
            ("word/document.xml", &bytes),
        ]));
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), header in any::<bool>()) {
        let mut file = if header { b"PK\x03\x04".to_vec() } else { Vec::new() };
        file.extend(bytes);
        survives(&file);
    }
}
