//! Text out of documents: text files, HTML, PDF, Office Open XML, OpenDocument.
//!
//! The bytes are hostile until shown otherwise: everything is counted while it is unpacked, no
//! entity is expanded, nothing nests without a limit, and the text is bounded. Even so the readers
//! are run in a process of their own, see [`crate::sandbox`].

mod decode;
mod html;
mod office;
mod package;
mod pdf;
mod sheet;
mod xml;

use entente_model::problem::{Class, Fault, Problem};
use serde::{Deserialize, Serialize};

/// Largest document, in bytes.
pub const MAX_INPUT: usize = 128 << 20;
/// Longest text taken out of a document, in bytes of UTF-8.
pub const MAX_TEXT: usize = 4 << 20;

/// What is known of a document besides its bytes. Believed only where the bytes say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// Media type (RFC 6838), with a charset perhaps.
    pub media: Option<String>,
    /// File name. Only its ending is looked at; it is never opened.
    pub name: Option<String>,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A text file: plain, Markdown, CSV.
    Text,
    /// HTML.
    Html,
    /// PDF (ISO 32000).
    Pdf,
    /// Word (ECMA-376).
    Docx,
    /// Excel (ECMA-376).
    Xlsx,
    /// PowerPoint (ECMA-376).
    Pptx,
    /// OpenDocument text (ISO/IEC 26300).
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument presentation.
    Odp,
    /// The formats of Office before 2007, or an Office file with a password.
    OldOffice,
}

/// Why a document has no text, or less than it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It has a password.
    Encrypted,
    /// It carries no text: a scan, or nothing at all.
    NoText,
    /// Its letters do not say which characters they are.
    NoCharacters,
    /// A format of before 2007, or a package with a password, that is not read here.
    OldFormat,
    /// Parts could not be read; the others were.
    Parts,
}

/// What was taken out of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extracted {
    /// What it is.
    pub kind: Kind,
    /// At most [`MAX_TEXT`] bytes, without control characters but tab and end of line.
    pub text: String,
    /// Pages, slides or sheets.
    pub pages: Option<u32>,
    /// Whether there was more text.
    pub truncated: bool,
    /// Why there is no text, or less than shown.
    pub reason: Option<Reason>,
}

/// Why a document was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It has a password.
    Encrypted,
    /// Not what it should be, or beyond a limit; says which.
    Refused(&'static str),
}

/// Text as it is collected, up to [`MAX_TEXT`].
#[derive(Default)]
pub(crate) struct Out {
    text: String,
    full: bool,
}

impl Out {
    /// Adds a character; control characters become spaces.
    pub(crate) fn push(&mut self, ch: char) {
        if self.text.len().saturating_add(ch.len_utf8()) > MAX_TEXT {
            self.full = true;
        } else if ch == '\n' || ch == '\t' || !ch.is_control() {
            self.text.push(ch);
        } else if ch != '\r' && ch != '\0' {
            self.text.push(' ');
        }
    }

    /// Adds a text.
    pub(crate) fn add(&mut self, text: &str) {
        for ch in text.chars() {
            if self.full {
                return;
            }
            self.push(ch);
        }
    }

    /// Ends a paragraph.
    pub(crate) fn paragraph(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.push('\n');
            if !self.text.ends_with("\n\n") {
                self.push('\n');
            }
        }
    }

    /// Whether no more fits.
    pub(crate) fn full(&self) -> bool {
        self.full
    }

    /// The result. Without text and reason, the reason is that there is none.
    pub(crate) fn finish(
        self,
        kind: Kind,
        pages: Option<u32>,
        reason: Option<Reason>,
    ) -> Extracted {
        let none = self.text.trim().is_empty();
        Extracted {
            kind,
            truncated: self.full,
            pages,
            reason: reason.or(none.then_some(Reason::NoText)),
            text: if none { String::new() } else { self.text },
        }
    }
}

/// Takes the text out of a document, in this process: see [`crate::sandbox::run`].
///
/// A document with a password, or that shows pictures of text, gives no text and a [`Reason`].
///
/// # Errors
/// `SEARCH-002` when the document is damaged, hostile or larger than [`MAX_INPUT`], `SEARCH-003`
/// when it is of a kind that has no text or is not read here.
pub fn extract(hint: &Hint, bytes: &[u8]) -> Result<Extracted, Problem> {
    if bytes.len() > MAX_INPUT {
        return Err(refused("larger than 128 MiB"));
    }
    let ending = ending(hint);
    let read = if pdf::is_pdf(bytes) {
        pdf::read(bytes)
    } else if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        match office::read(bytes) {
            Ok(None) => return Err(unsupported(&ending)),
            Ok(Some(found)) => Ok(found),
            Err(wrong) => Err(wrong),
        }
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        let reason = if package::encrypted_compound(bytes) {
            Reason::Encrypted
        } else {
            Reason::OldFormat
        };
        Ok(Out::default().finish(Kind::OldOffice, None, Some(reason)))
    } else {
        let Some((text, cut)) = decode::text(hint, bytes) else {
            return Err(unsupported(&ending));
        };
        let mut out = Out::default();
        let kind = if html::is_html(hint, &text) {
            html::strip(&text, &mut out);
            Kind::Html
        } else {
            out.add(&text);
            Kind::Text
        };
        out.full |= cut;
        Ok(out.finish(kind, None, None))
    };
    match read {
        Ok(found) => Ok(found),
        Err(Wrong::Encrypted) => {
            let kind = if pdf::is_pdf(bytes) {
                Kind::Pdf
            } else {
                Kind::OldOffice
            };
            Ok(Out::default().finish(kind, None, Some(Reason::Encrypted)))
        }
        Err(Wrong::Refused(why)) => Err(refused(why)),
    }
}

/// `SEARCH-002`: the document was refused, or its reader did not come back.
pub(crate) fn refused(detail: &str) -> Problem {
    Problem::new("SEARCH-002", Class::Refused)
        .by(Fault::You)
        .with("detail", detail)
}

fn unsupported(ending: &str) -> Problem {
    Problem::new("SEARCH-003", Class::Usage).with("kind", ending)
}

/// The ending of the file's name or the media type, to name a kind that is not read.
fn ending(hint: &Hint) -> String {
    let name = hint.name.as_deref().unwrap_or_default();
    let short = |s: &str| {
        let fit = s
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "/.+-".contains(*c));
        fit.take(40).collect::<String>()
    };
    match name.rsplit_once('.') {
        Some((_, ending)) if !ending.is_empty() => short(ending),
        _ => short(hint.media.as_deref().unwrap_or("?")),
    }
}
