//! The parts of a Word file beside the document, and the archive around them.

use super::{DocxError, out::Out};
use entente_agreement::page::{Layout, Page};
use std::io::{Cursor, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The vocabulary of documents.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
const ROOT_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
const DOCUMENT_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/></Relationships>"#;
/// Changes are tracked from the first edit on, unless the editor turns that off.
const SETTINGS: &str = r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:trackRevisions/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB" w:eastAsia="ja-JP"/></w:settings>"#;
/// What is taken where BIZ UDMincho is not there.
const FONTS: &str = r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="BIZ UDMincho"><w:altName w:val="MS Mincho"/><w:charset w:val="80"/><w:family w:val="roman"/><w:pitch w:val="fixed"/></w:font><w:font w:name="MS Mincho"><w:altName w:val="Noto Serif CJK JP"/><w:charset w:val="80"/><w:family w:val="roman"/><w:pitch w:val="fixed"/></w:font><w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#;
const STYLES_DEFAULTS: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="BIZ UDMincho" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="SIZE"/><w:szCs w:val="SIZE"/><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>"#;

/// Id, name, paragraph properties, run properties of each style. No italics anywhere: Japanese
/// has none.
const STYLES: [(&str, &str, &str, &str); 6] = [
    ("Normal", "Normal", "", ""),
    (
        "Title",
        "Title",
        r#"<w:keepNext/><w:jc w:val="center"/>"#,
        r#"<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>"#,
    ),
    (
        "Lead",
        "Entente lead",
        r#"<w:spacing w:after="40"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    (
        "Place",
        "Entente place",
        r#"<w:keepNext/><w:spacing w:before="240" w:after="40"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    (
        "Heading2",
        "heading 2",
        r#"<w:keepNext/><w:outlineLvl w:val="1"/>"#,
        "<w:b/>",
    ),
    ("Text", "Entente text", "", ""),
];

/// Puts the archive together. Its dates are fixed, so the same page gives the same bytes.
///
/// # Errors
/// [`DocxError::Write`], [`DocxError::Character`].
pub(super) fn pack(page: &Page, document: Vec<u8>) -> Result<Vec<u8>, DocxError> {
    let parts: [(&str, Vec<u8>); 8] = [
        ("[Content_Types].xml", declared(CONTENT_TYPES)),
        ("_rels/.rels", declared(ROOT_RELS)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", declared(DOCUMENT_RELS)),
        ("word/styles.xml", declared(&styles(page.layout))),
        ("word/settings.xml", declared(SETTINGS)),
        ("word/fontTable.xml", declared(FONTS)),
        ("docProps/core.xml", properties(page)?),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::DEFAULT);
    let wrong = |e: &dyn std::fmt::Display| DocxError::Write {
        detail: e.to_string(),
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, options).map_err(|e| wrong(&e))?;
        archive.write_all(&bytes).map_err(|e| wrong(&e))?;
    }
    let done = archive.finish().map_err(|e| wrong(&e))?;
    Ok(done.into_inner())
}

fn declared(xml: &str) -> Vec<u8> {
    [DECLARATION, xml].concat().into_bytes()
}

fn styles(layout: Layout) -> String {
    // Half points.
    let size = match layout {
        Layout::Columns => "18",
        Layout::Running => "22",
    };
    let mut out = format!("<w:styles xmlns:w=\"{W}\">");
    out.push_str(&STYLES_DEFAULTS.replace("SIZE", size));
    for (id, name, paragraph, run) in STYLES {
        let (default, based) = if id == "Normal" {
            (" w:default=\"1\"", "")
        } else {
            ("", "<w:basedOn w:val=\"Normal\"/>")
        };
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        ));
    }
    out.push_str("</w:styles>");
    out
}

/// Title and language, for the window's title bar and screen readers.
fn properties(page: &Page) -> Result<Vec<u8>, DocxError> {
    let mut out = Out::new(DECLARATION);
    let name = "cp:coreProperties";
    out.open(
        name,
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    )?;
    if let Some((_, title)) = page
        .title
        .iter()
        .find(|(l, _)| *l == page.ui)
        .or(page.title.first())
    {
        out.open("dc:title", &[])?;
        out.text(title)?;
        out.close("dc:title")?;
    }
    out.open("dc:language", &[])?;
    out.text(&page.ui)?;
    out.close("dc:language")?;
    out.close(name)?;
    Ok(out.done())
}
