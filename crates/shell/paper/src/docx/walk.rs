//! A walk through a document part: paragraphs, runs, tracked changes, bookmarks.

use super::{
    DocxError, Edited,
    keys::Mark,
    limits::MAX_RUNS,
    package::Package,
    regions::{Container, Regions, Token},
    text::In,
    xml::{Element, Node, Xml},
};
use std::rc::Rc;

/// Reads a document part.
///
/// # Errors
/// [`DocxError`].
pub(super) fn walk(package: &Package) -> Result<Edited, DocxError> {
    let mut xml = Xml::new(&package.name, &package.document)?;
    let mut walk = Walk::default();
    walk.regions.ignore("headers and footers", package.margins);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(element) => walk.open(&element)?,
            Node::Close => walk.close(),
            Node::Text(text) => walk.characters(&text),
        }
    }
    if !walk.document {
        return Err(DocxError::NotWord {
            detail: "its main part is not a Word document".to_owned(),
        });
    }
    walk.end_loose();
    Ok(walk.regions.finish())
}

/// An element on the way down to the present place.
#[derive(Debug)]
enum Level {
    Paragraph,
    ParagraphProperties,
    RunProperties,
    /// Properties of something else: what they say of changes is not wording.
    Properties,
    /// Text; whether its spaces at both ends count.
    Text(bool),
    /// A tracked change of wording.
    Change,
    Cell,
    /// Not read, nor anything in it.
    Skipped,
    Other,
}

struct Walk {
    document: bool,
    levels: Vec<Level>,
    /// How many levels are [`Level::Skipped`].
    skipped: usize,
    containers: Vec<Container>,
    cells: usize,
    runs: usize,
    /// What the innermost tracked change leaves.
    texts: Vec<In>,
    text: String,
    paragraph: Vec<Token>,
    /// In which texts the paragraph's end is one.
    mark: In,
    regions: Regions,
}

impl Default for Walk {
    fn default() -> Self {
        let outside = Container {
            depth: 0,
            number: 0,
        };
        Self {
            document: false,
            levels: Vec::new(),
            skipped: 0,
            containers: vec![outside],
            cells: 0,
            runs: 0,
            texts: Vec::new(),
            text: String::new(),
            paragraph: Vec::new(),
            mark: In::BOTH,
            regions: Regions::default(),
        }
    }
}

impl Walk {
    fn open(&mut self, element: &Element<'_>) -> Result<(), DocxError> {
        let name = element.name();
        if self.skipped > 0 || !element.word {
            let level = self.foreign(element.word, name)?;
            self.push(level);
            return Ok(());
        }
        let level = match name {
            "document" => {
                self.document = true;
                Level::Other
            }
            // Bookmarks between paragraphs go with the paragraph that follows.
            "p" => Level::Paragraph,
            "pPr" => Level::ParagraphProperties,
            "rPr" => Level::RunProperties,
            "r" => {
                self.run()?;
                Level::Other
            }
            "t" | "delText" => {
                Level::Text(element.attribute("space")?.as_deref() == Some("preserve"))
            }
            "ins" | "moveTo" => self.change(element, In::INSERTED)?,
            "del" | "moveFrom" => self.change(element, In::DELETED)?,
            "tc" => {
                self.cells = self.cells.saturating_add(1);
                self.containers.push(Container {
                    depth: self.containers.len(),
                    number: self.cells,
                });
                Level::Cell
            }
            "tbl" => {
                if let Some(container) = self.containers.last().copied()
                    && self.regions.within(container)
                {
                    self.regions.ignore("tables in a text", 1);
                }
                Level::Other
            }
            "bookmarkStart" | "bookmarkEnd" => self.bookmark(name, element)?,
            "altChunk" => {
                return Err(DocxError::Embedded {
                    kind: "altChunk".to_owned(),
                });
            }
            other => self.other(other, element)?,
        };
        self.push(level);
        Ok(())
    }

    fn push(&mut self, level: Level) {
        if matches!(level, Level::Skipped) {
            self.skipped = self.skipped.saturating_add(1);
        }
        self.levels.push(level);
    }

    /// Elements that are one character, are counted, or are passed through.
    fn other(&mut self, name: &str, element: &Element<'_>) -> Result<Level, DocxError> {
        let counted = match name {
            "tab" if self.in_run() => {
                self.wording("\t".to_owned());
                return Ok(Level::Other);
            }
            "ptab" => {
                self.wording("\t".to_owned());
                return Ok(Level::Other);
            }
            "br" | "cr" => {
                let kind = element.attribute("type")?.unwrap_or_default();
                if kind != "page" && kind != "column" {
                    self.wording("\n".to_owned());
                }
                return Ok(Level::Other);
            }
            "noBreakHyphen" => {
                self.wording("\u{2011}".to_owned());
                return Ok(Level::Other);
            }
            "softHyphen" => {
                self.wording("\u{AD}".to_owned());
                return Ok(Level::Other);
            }
            "tblPr" | "trPr" | "tcPr" | "sectPr" | "sdtPr" | "numPr" | "tblPrEx" => {
                return Ok(Level::Properties);
            }
            "commentReference" => "comments",
            "footnoteReference" => "footnotes",
            "endnoteReference" => "endnotes",
            "drawing" | "pict" => "images",
            "object" => "objects",
            "sym" => "symbols",
            "instrText" | "fldSimple" => "fields",
            "rt" => "ruby",
            "rPrChange" | "pPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" | "numberingChange" => "formatting changes",
            _ => return Ok(Level::Other),
        };
        self.regions.ignore(counted, 1);
        Ok(match name {
            "fldSimple" => Level::Other,
            _ => Level::Skipped,
        })
    }

    /// Within what is not read, or of another vocabulary.
    fn foreign(&mut self, word: bool, name: &str) -> Result<Level, DocxError> {
        match (word, name) {
            (true, "r") => self.run()?,
            (true, "txbxContent") => {
                self.regions.ignore("text boxes", 1);
            }
            (false, "oMath") => self.regions.ignore("formulas", 1),
            _ => {}
        }
        let skip = self.skipped > 0 || matches!(name, "Fallback" | "oMath");
        Ok(if skip { Level::Skipped } else { Level::Other })
    }

    fn close(&mut self) {
        match self.levels.pop() {
            Some(Level::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(Level::Paragraph) => self.end_paragraph(),
            Some(Level::Change) => {
                self.texts.pop();
            }
            Some(Level::Cell) => {
                self.end_loose();
                self.containers.pop();
            }
            Some(Level::Text(preserve)) => {
                // A line end within a run's text is shown as a space; `w:br` ends lines.
                let text = std::mem::take(&mut self.text).replace(['\n', '\r'], " ");
                self.wording(match preserve {
                    true => text,
                    false => text.trim_matches([' ', '\t']).to_owned(),
                });
            }
            _ => {}
        }
    }

    fn characters(&mut self, text: &str) {
        if matches!(self.levels.last(), Some(Level::Text(_))) {
            self.text.push_str(text);
        }
    }

    fn run(&mut self) -> Result<(), DocxError> {
        self.runs = self.runs.saturating_add(1);
        if self.runs > MAX_RUNS {
            return Err(DocxError::Runs { max: MAX_RUNS });
        }
        Ok(())
    }

    fn in_run(&self) -> bool {
        // `w:tab` is also a tab stop's definition in a paragraph's properties.
        !self
            .levels
            .iter()
            .any(|l| matches!(l, Level::ParagraphProperties | Level::Properties))
    }

    fn wording(&mut self, text: String) {
        let to = self.texts.last().copied().unwrap_or(In::BOTH);
        if !text.is_empty() {
            self.paragraph.push(Token::Text(text, to));
        }
    }

    /// A tracked change of wording, or of a paragraph's end when it stands in its properties.
    fn change(&mut self, element: &Element<'_>, to: In) -> Result<Level, DocxError> {
        let mut above = self.levels.iter().rev();
        match above.next() {
            Some(Level::RunProperties) => {
                if matches!(above.next(), Some(Level::ParagraphProperties)) {
                    self.mark = self.mark.and(to);
                    self.by(element)?;
                }
                return Ok(Level::Properties);
            }
            Some(Level::Properties | Level::ParagraphProperties) => return Ok(Level::Properties),
            _ => {}
        }
        self.by(element)?;
        let outer = self.texts.last().copied().unwrap_or(In::BOTH);
        self.texts.push(outer.and(to));
        Ok(Level::Change)
    }

    fn by(&mut self, element: &Element<'_>) -> Result<(), DocxError> {
        if let Some(author) = element.attribute("author")? {
            self.paragraph.push(Token::By(Rc::from(author)));
        }
        Ok(())
    }

    fn bookmark(&mut self, name: &str, element: &Element<'_>) -> Result<Level, DocxError> {
        let id = element.attribute("id")?.unwrap_or_default();
        if name == "bookmarkEnd" {
            self.paragraph.push(Token::Close(id));
        } else if let Some(mark) = element.attribute("name")?.as_deref().and_then(Mark::parse) {
            self.paragraph.push(Token::Open(id, mark));
        }
        Ok(Level::Other)
    }

    /// Hands over a paragraph.
    fn end_paragraph(&mut self) {
        let mark = std::mem::replace(&mut self.mark, In::BOTH);
        let tokens = std::mem::take(&mut self.paragraph);
        self.regions.paragraph(tokens, &self.containers, mark);
    }

    /// Hands over what stands after the last paragraph: ends of bookmarks.
    fn end_loose(&mut self) {
        let tokens = std::mem::take(&mut self.paragraph);
        self.regions.loose(tokens);
    }
}
