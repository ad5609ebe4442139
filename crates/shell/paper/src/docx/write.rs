//! The document part of a page.

use super::{
    DocxError, Export,
    keys::{Key, Mark, digest},
    out::Out,
    parts::W,
    runs::{Change, Item, Paragraph, line_digest, paragraphs},
    text::expected,
};
use entente_agreement::page::{Cell, Layout, PageRow, Part, Run};
use std::collections::BTreeSet;

/// Width between the margins of an A4 page, landscape, in twentieths of a point.
const WIDTH: usize = 14_570;
/// Widths of the place and status columns.
const PLACE: usize = 1_000;
const STATUS: usize = 1_700;

/// Writes the document part.
///
/// # Errors
/// As [`export`](super::export).
pub(super) fn document(export: &Export<'_>) -> Result<Vec<u8>, DocxError> {
    dated(export.changed_at)?;
    let page = export.page;
    let mut out = Document {
        xml: Out::new("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"),
        changed_at: export.changed_at,
        marks: 0,
        slot: None,
        names: BTreeSet::new(),
    };
    out.xml.open("w:document", &[("xmlns:w", W)])?;
    out.xml.open("w:body", &[])?;
    for (lang, title) in &page.title {
        out.line("Title", lang, title)?;
    }
    for lead in &page.lead {
        out.line("Lead", &page.ui, lead)?;
    }
    match page.layout {
        Layout::Columns => out.table(export)?,
        Layout::Running => {
            for row in &page.rows {
                out.running(row, &page.ui)?;
            }
        }
    }
    if page.layout == Layout::Columns && page.legend.is_empty() {
        // Word wants a paragraph after a table.
        out.xml.empty("w:p", &[])?;
    }
    for legend in &page.legend {
        out.line("Lead", &page.ui, legend)?;
    }
    out.section(page.layout)?;
    out.xml.close("w:body")?;
    out.xml.close("w:document")?;
    Ok(out.xml.done())
}

struct Document<'a> {
    xml: Out,
    changed_at: &'a str,
    /// Bookmarks and tracked changes so far; also their ids.
    marks: usize,
    /// The bracket or blank being written; it may span paragraphs.
    slot: Option<Bookmark>,
    /// Bookmark names, in small letters, as Word compares them.
    names: BTreeSet<String>,
}

impl Document<'_> {
    fn table(&mut self, export: &Export<'_>) -> Result<(), DocxError> {
        let page = export.page;
        let count = page.columns.len().max(1);
        let each = WIDTH
            .saturating_sub(PLACE + STATUS)
            .checked_div(count)
            .unwrap_or(WIDTH);
        self.xml.open("w:tbl", &[])?;
        self.xml.open("w:tblPr", &[])?;
        let width = WIDTH.to_string();
        self.xml
            .empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")])?;
        self.xml.open("w:tblBorders", &[])?;
        for side in [
            "w:top",
            "w:left",
            "w:bottom",
            "w:right",
            "w:insideH",
            "w:insideV",
        ] {
            let line = [
                ("w:val", "single"),
                ("w:sz", "4"),
                ("w:space", "0"),
                ("w:color", "auto"),
            ];
            self.xml.empty(side, &line)?;
        }
        self.xml.close("w:tblBorders")?;
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
        self.xml.close("w:tblPr")?;
        self.xml.open("w:tblGrid", &[])?;
        let widths = [PLACE, STATUS]
            .into_iter()
            .chain(page.columns.iter().map(|_| each));
        for width in widths {
            self.xml
                .empty("w:gridCol", &[("w:w", &width.to_string())])?;
        }
        self.xml.close("w:tblGrid")?;
        self.xml.open("w:tr", &[])?;
        self.xml.open("w:trPr", &[])?;
        self.xml.empty("w:tblHeader", &[])?;
        self.xml.close("w:trPr")?;
        self.plain_cell(PLACE, &page.ui, &[&page.number_title])?;
        self.plain_cell(STATUS, &page.ui, &[&page.status_title])?;
        for column in &page.columns {
            self.plain_cell(each, &page.ui, &[&column.title])?;
        }
        self.xml.close("w:tr")?;
        for row in &page.rows {
            self.row(row, &page.ui, count, each)?;
        }
        self.xml.close("w:tbl")
    }

    fn row(&mut self, row: &PageRow, ui: &str, count: usize, each: usize) -> Result<(), DocxError> {
        self.xml.open("w:tr", &[])?;
        self.plain_cell(PLACE, ui, &[&row.place])?;
        let status: Vec<&str> = row.status.iter().map(String::as_str).collect();
        self.plain_cell(STATUS, ui, &status)?;
        let folded = row.cells.len() < count;
        for (index, cell) in row.cells.iter().enumerate() {
            let last = index.saturating_add(1) == row.cells.len();
            let span = if last {
                count.saturating_sub(index).max(1)
            } else {
                1
            };
            self.open_cell(each.saturating_mul(span), span)?;
            self.cell(row, cell, !folded && last_of_language(row, index))?;
            self.xml.close("w:tc")?;
        }
        if row.cells.is_empty() {
            self.open_cell(each.saturating_mul(count), count)?;
            self.xml.empty("w:p", &[])?;
            self.xml.close("w:tc")?;
        }
        self.xml.close("w:tr")
    }

    fn open_cell(&mut self, width: usize, span: usize) -> Result<(), DocxError> {
        self.xml.open("w:tc", &[])?;
        self.xml.open("w:tcPr", &[])?;
        self.xml
            .empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
        if span > 1 {
            self.xml
                .empty("w:gridSpan", &[("w:val", &span.to_string())])?;
        }
        self.xml.close("w:tcPr")
    }

    fn plain_cell(&mut self, width: usize, lang: &str, lines: &[&str]) -> Result<(), DocxError> {
        self.open_cell(width, 1)?;
        for line in lines {
            self.line("Lead", lang, line)?;
        }
        if lines.is_empty() {
            self.xml.empty("w:p", &[])?;
        }
        self.xml.close("w:tc")
    }

    fn running(&mut self, row: &PageRow, ui: &str) -> Result<(), DocxError> {
        let facts = [std::slice::from_ref(&row.place), &row.status].concat();
        self.line("Place", ui, &facts.join("  "))?;
        for (index, cell) in row.cells.iter().enumerate() {
            self.cell(row, cell, last_of_language(row, index))?;
        }
        Ok(())
    }

    fn cell(&mut self, row: &PageRow, cell: &Cell, keyed: bool) -> Result<(), DocxError> {
        let silent = cell.heading.is_empty() && cell.body.is_empty();
        if !cell.remark.is_empty() {
            self.line("Text", &cell.lang, &cell.remark)?;
        }
        if silent && !cell.remark.is_empty() {
            return Ok(());
        }
        if !cell.heading.is_empty() {
            self.part(row, cell, Part::Heading, keyed)?;
        }
        self.part(row, cell, Part::Body, keyed)
    }

    fn part(
        &mut self,
        row: &PageRow,
        cell: &Cell,
        part: Part,
        keyed: bool,
    ) -> Result<(), DocxError> {
        let (runs, style): (&[Run], _) = match part {
            Part::Heading => (&cell.heading, "Heading2"),
            Part::Body => (&cell.body, "Text"),
        };
        let paragraphs = paragraphs(runs, &cell.lang);
        if !keyed {
            for paragraph in &paragraphs {
                let around = self.begin(Key::Line, line_digest(paragraph))?;
                self.paragraph(
                    style,
                    &cell.lang,
                    paragraph,
                    Some(&around),
                    Some(&around),
                    false,
                )?;
            }
            return Ok(());
        }
        let key = Key::Text {
            provision: row.id.clone(),
            lang: cell.lang.clone(),
            part,
        };
        let around = self.begin(key, digest(&expected(runs).0))?;
        let last = paragraphs.len().saturating_sub(1);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let first = (index == 0).then_some(&around);
            let end = (index == last).then_some(&around);
            self.paragraph(style, &cell.lang, paragraph, first, end, true)?;
        }
        Ok(())
    }

    /// A line of ours.
    fn line(&mut self, style: &str, lang: &str, text: &str) -> Result<(), DocxError> {
        let runs = [Run::Clean(text.replace("\n\n", "\n"))];
        for paragraph in &paragraphs(&runs, lang) {
            let around = self.begin(Key::Line, line_digest(paragraph))?;
            self.paragraph(style, lang, paragraph, Some(&around), Some(&around), false)?;
        }
        Ok(())
    }

    fn paragraph(
        &mut self,
        style: &str,
        lang: &str,
        paragraph: &Paragraph<'_>,
        begin: Option<&Bookmark>,
        end: Option<&Bookmark>,
        slots: bool,
    ) -> Result<(), DocxError> {
        self.xml.open("w:p", &[])?;
        self.xml.open("w:pPr", &[])?;
        self.xml.empty("w:pStyle", &[("w:val", style)])?;
        if let Some(change) = paragraph.end {
            self.xml.open("w:rPr", &[])?;
            self.change(change, true)?;
            self.xml.close("w:rPr")?;
        }
        self.xml.close("w:pPr")?;
        if let Some(mark) = begin {
            mark.start(&mut self.xml)?;
        }
        for item in &paragraph.items {
            match item {
                Item::Text(text, change) => self.wording(lang, text, *change)?,
                Item::Open(key, digest) if slots => {
                    let mark = self.begin(key.clone(), digest.clone())?;
                    mark.start(&mut self.xml)?;
                    self.slot = Some(mark);
                }
                Item::Close => {
                    if let Some(mark) = self.slot.take() {
                        mark.end(&mut self.xml)?;
                    }
                }
                Item::Open(..) => {}
            }
        }
        if let Some(mark) = end {
            mark.end(&mut self.xml)?;
        }
        self.xml.close("w:p")
    }

    fn wording(
        &mut self,
        lang: &str,
        text: &str,
        change: Option<Change<'_>>,
    ) -> Result<(), DocxError> {
        let (around, name) = match change {
            None => (None, "w:t"),
            Some(Change::Inserted(_)) => (Some("w:ins"), "w:t"),
            Some(Change::Deleted(_)) => (Some("w:del"), "w:delText"),
        };
        if let Some(change) = change {
            self.change(change, false)?;
        }
        self.xml.open("w:r", &[])?;
        self.language(lang)?;
        for (line, text) in text.split('\n').enumerate() {
            if line > 0 {
                self.xml.empty("w:br", &[])?;
            }
            for (column, text) in text.split('\t').enumerate() {
                if column > 0 {
                    self.xml.empty("w:tab", &[])?;
                }
                if !text.is_empty() {
                    self.xml.open(name, &[("xml:space", "preserve")])?;
                    self.xml.text(text)?;
                    self.xml.close(name)?;
                }
            }
        }
        self.xml.close("w:r")?;
        around.map_or(Ok(()), |around| self.xml.close(around))
    }

    /// A tracked change: around wording, or the mark of a paragraph's end.
    fn change(&mut self, change: Change<'_>, mark: bool) -> Result<(), DocxError> {
        let (name, by) = match change {
            Change::Inserted(by) => ("w:ins", by),
            Change::Deleted(by) => ("w:del", by),
        };
        self.marks = self.marks.saturating_add(1);
        let id = self.marks.to_string();
        let attributes = [
            ("w:id", id.as_str()),
            ("w:author", by.as_str()),
            ("w:date", self.changed_at),
        ];
        if mark {
            self.xml.empty(name, &attributes)
        } else {
            self.xml.open(name, &attributes)
        }
    }

    fn language(&mut self, lang: &str) -> Result<(), DocxError> {
        let full = match lang {
            "de" => "de-DE",
            "en" => "en-GB",
            "es" => "es-ES",
            "fr" => "fr-FR",
            "ja" => "ja-JP",
            "ko" => "ko-KR",
            other => other,
        };
        let east = matches!(full.split('-').next(), Some("ja" | "ko" | "zh"));
        self.xml.open("w:rPr", &[])?;
        if east {
            // Digits and quotation marks too are set in the East Asian font.
            self.xml.empty("w:rFonts", &[("w:hint", "eastAsia")])?;
        }
        let name = if east { "w:eastAsia" } else { "w:val" };
        self.xml.empty("w:lang", &[(name, full)])?;
        self.xml.close("w:rPr")
    }

    fn begin(&mut self, key: Key, digest: String) -> Result<Bookmark, DocxError> {
        self.marks = self.marks.saturating_add(1);
        let name = Mark { key, digest }.name(self.marks)?;
        let same = name
            .rsplit_once('_')
            .map_or(name.as_str(), |(head, _)| head);
        if !self.names.insert(same.to_ascii_lowercase()) {
            return Err(DocxError::Name {
                what: name,
                detail: "another text has this name, apart from capitals",
            });
        }
        Ok(Bookmark {
            id: self.marks.to_string(),
            name,
        })
    }

    fn section(&mut self, layout: Layout) -> Result<(), DocxError> {
        let size: &[(&str, &str)] = match layout {
            Layout::Columns => &[
                ("w:w", "16838"),
                ("w:h", "11906"),
                ("w:orient", "landscape"),
            ],
            Layout::Running => &[("w:w", "11906"), ("w:h", "16838")],
        };
        self.xml.open("w:sectPr", &[])?;
        self.xml.empty("w:pgSz", size)?;
        let margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1134"));
        let rest = [("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
        self.xml
            .empty("w:pgMar", &[margins.as_slice(), &rest].concat())?;
        self.xml.close("w:sectPr")
    }
}

/// A bookmark of ours.
struct Bookmark {
    id: String,
    name: String,
}

impl Bookmark {
    fn start(&self, xml: &mut Out) -> Result<(), DocxError> {
        xml.empty(
            "w:bookmarkStart",
            &[("w:id", &self.id), ("w:name", &self.name)],
        )
    }

    fn end(&self, xml: &mut Out) -> Result<(), DocxError> {
        xml.empty("w:bookmarkEnd", &[("w:id", &self.id)])
    }
}

/// Whether no later cell of the row is in the same language.
fn last_of_language(row: &PageRow, index: usize) -> bool {
    let Some(cell) = row.cells.get(index) else {
        return false;
    };
    let later = index.saturating_add(1);
    !row.cells.iter().skip(later).any(|c| c.lang == cell.lang)
}

/// `2026-10-02T09:30:00Z` or with an offset, by its form.
fn dated(text: &str) -> Result<(), DocxError> {
    let form = |form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(t, f)| match f {
                b'0' => t.is_ascii_digit(),
                b'+' => t == b'+' || t == b'-',
                f => t == f,
            })
    };
    if form("0000-00-00T00:00:00Z") || form("0000-00-00T00:00:00+00:00") {
        return Ok(());
    }
    Err(DocxError::Date {
        text: super::error::short(text),
    })
}
