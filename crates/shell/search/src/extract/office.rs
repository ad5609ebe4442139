//! Word, PowerPoint and OpenDocument: the words of their parts. Spreadsheets of Excel are beside.

use super::{
    Extracted, Kind, Out, Reason, Wrong,
    package::Package,
    sheet,
    xml::{self, Node, Xml},
};

/// How a part's elements are read.
struct Rules {
    /// Elements that hold text; none when all do.
    holds: Option<&'static str>,
    /// Elements that are paragraphs.
    paragraphs: &'static [&'static str],
    /// Elements that stand for a gap: cells, tabs, spaces.
    gaps: &'static [&'static str],
    /// Elements that end a line.
    lines: &'static [&'static str],
    /// Elements that are not read: deleted wording, other renderings of the same, readings.
    skipped: &'static [&'static str],
}

const WORD: Rules = Rules {
    holds: Some("t"),
    paragraphs: &["p"],
    gaps: &["tab", "ptab", "tc"],
    lines: &["br", "cr"],
    skipped: &["del", "moveFrom", "Fallback", "rt", "instrText", "delText"],
};
const SLIDE: Rules = Rules {
    holds: Some("t"),
    paragraphs: &["p"],
    gaps: &["tc"],
    lines: &["br"],
    skipped: &["Fallback"],
};
const OPEN: Rules = Rules {
    holds: None,
    paragraphs: &["p", "h", "table-row"],
    gaps: &["s", "tab", "table-cell"],
    lines: &["line-break"],
    skipped: &[
        "tracked-changes",
        "ruby-text",
        "styles",
        "automatic-styles",
        "font-face-decls",
    ],
};

/// Reads a package; nothing when it is none of these kinds.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Extracted>, Wrong> {
    let mut package = Package::open(bytes)?;
    if package.has("mimetype") {
        return open_document(&mut package);
    }
    if !package.has("[Content_Types].xml") {
        return Ok(None);
    }
    if package.has("word/document.xml") {
        let mut out = Out::default();
        let mut parts = vec!["word/document.xml".to_owned()];
        for name in ["header", "footer", "footnotes", "endnotes", "comments"] {
            parts.extend(package.names(&format!("word/{name}"), ".xml"));
        }
        let reason = all(&mut package, &parts, &WORD, &mut out)?;
        return Ok(Some(out.finish(Kind::Docx, None, reason)));
    }
    if package.has("ppt/presentation.xml") {
        let mut out = Out::default();
        let slides = package.names("ppt/slides/slide", ".xml");
        let notes = package.names("ppt/notesSlides/notesSlide", ".xml");
        let count = u32::try_from(slides.len()).ok();
        let parts = [slides, notes].concat();
        let reason = all(&mut package, &parts, &SLIDE, &mut out)?;
        return Ok(Some(out.finish(Kind::Pptx, count, reason)));
    }
    if package.has("xl/workbook.xml") {
        return sheet::read(&mut package).map(Some);
    }
    Ok(None)
}

fn open_document(package: &mut Package<'_>) -> Result<Option<Extracted>, Wrong> {
    let media = package.part("mimetype")?.unwrap_or_default();
    let media = String::from_utf8_lossy(&media).into_owned();
    let name = media
        .trim()
        .strip_prefix("application/vnd.oasis.opendocument.");
    let kind = match name.map(|n| n.trim_end_matches("-template")) {
        Some("text" | "text-master") => Kind::Odt,
        Some("spreadsheet") => Kind::Ods,
        Some("presentation") => Kind::Odp,
        _ => return Ok(None),
    };
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    let encrypted = b"encryption-data";
    if manifest.windows(encrypted.len()).any(|w| w == encrypted) {
        return Ok(Some(Out::default().finish(
            kind,
            None,
            Some(Reason::Encrypted),
        )));
    }
    let part = package.part("content.xml")?;
    let part = part.ok_or(Wrong::Refused("it has no content"))?;
    let mut out = Out::default();
    let pages = walk(&xml::decoded(&part)?, &OPEN, &mut out)?;
    let pages = (kind != Kind::Odt).then_some(pages);
    Ok(Some(out.finish(kind, pages, None)))
}

/// Reads parts; the first must be sound, a damaged other one is named.
fn all(
    package: &mut Package<'_>,
    parts: &[String],
    rules: &Rules,
    out: &mut Out,
) -> Result<Option<Reason>, Wrong> {
    let mut reason = None;
    for (at, name) in parts.iter().enumerate() {
        if out.full() {
            break;
        }
        let part = package.part(name)?.unwrap_or_default();
        let read = xml::decoded(&part).and_then(|text| walk(&text, rules, out).map(|_| ()));
        match read {
            Ok(()) => {}
            Err(wrong) if at == 0 => return Err(wrong),
            Err(_) => reason = Some(Reason::Parts),
        }
        out.paragraph();
    }
    Ok(reason)
}

/// Adds a part's words; gives how many slides or tables it has.
fn walk(text: &str, rules: &Rules, out: &mut Out) -> Result<u32, Wrong> {
    let mut xml = Xml::new(text);
    let (mut skipped, mut holding, mut pages) = (0usize, 0usize, 0u32);
    while let Some(node) = xml.next()? {
        if out.full() {
            break;
        }
        match node {
            Node::Open(_) if skipped > 0 => skipped = skipped.saturating_add(1),
            Node::Open(element) => {
                let name = element.name();
                let name = name.as_str();
                if rules.skipped.contains(&name) {
                    skipped = 1;
                } else if rules.gaps.contains(&name) {
                    out.push('\t');
                } else if rules.lines.contains(&name) {
                    out.push('\n');
                } else if rules.holds == Some(name) {
                    holding = holding.saturating_add(1);
                } else if name == "page" || name == "table" {
                    pages = pages.saturating_add(1);
                    // Names of sheets and slides are words, too.
                    if rules.holds.is_none()
                        && let Some(title) = element.attribute("name")
                    {
                        out.paragraph();
                        out.add(&title);
                        out.paragraph();
                    }
                }
            }
            Node::Close(_) if skipped > 0 => skipped = skipped.saturating_sub(1),
            Node::Close(name) => {
                if rules.holds == Some(name.as_str()) {
                    holding = holding.saturating_sub(1);
                } else if rules.paragraphs.contains(&name.as_str()) {
                    out.paragraph();
                }
            }
            Node::Text(text) if skipped == 0 && (rules.holds.is_none() || holding > 0) => {
                out.add(&text);
            }
            Node::Text(_) => {}
        }
    }
    Ok(pages)
}
