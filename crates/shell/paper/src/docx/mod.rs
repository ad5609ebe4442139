//! Word files: export with tracked changes, and reading an edited file back.
//!
//! Written and read with `zip` and `quick-xml`, event by event: no entity is expanded, nothing is
//! written to disk, every limit is counted while unpacking. The same page always gives the same
//! bytes.
//!
//! Brackets, blanks and the beginning of each text are bookmarks, which word processors keep.

mod error;
mod keys;
mod limits;
mod out;
mod package;
mod parts;
mod regions;
mod runs;
mod text;
mod walk;
mod write;
mod xml;

pub use error::DocxError;
pub use limits::{
    MAX_EVENTS, MAX_FILE, MAX_NESTING, MAX_PARTS, MAX_RATIO, MAX_RUNS, MAX_UNPACKED, RATIO_FROM,
};
pub use text::{Piece, expected, join, pieces};

use entente_agreement::page::{Page, Part};
use entente_model::ProvisionId;

/// A page to export.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// What is shown.
    pub page: &'a Page,
    /// The date tracked changes bear, RFC 3339 with whole seconds, such as `2026-10-02T09:30:00Z`.
    /// Their author is the party's code.
    pub changed_at: &'a str,
}

/// What an edited file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The texts found, in the file's order. A text whose bookmark is gone is not among them.
    pub texts: Vec<EditedText>,
    /// How many of them were changed without tracking, see [`EditedText::untracked`].
    pub untracked: usize,
    /// What was not read, and how many: `comments`, `footnotes`, `endnotes`, `images`, `objects`,
    /// `text boxes`, `formulas`, `fields`, `symbols`, `ruby`, `formatting changes`,
    /// `tables in a text` (their wording is read), `headers and footers`; in characters: `outside`
    /// (wording that is no provision's), `lines` (a line of ours that was edited), `repeated`
    /// (a text that came a second time).
    pub ignored: Vec<(&'static str, usize)>,
}

/// A heading or body in one language, as it came back.
///
/// Brackets and blanks are placeholders, see [`Piece`]; [`pieces`] takes a text apart and
/// [`expected`] gives what an unedited one reads as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedText {
    /// Which provision the file says it is of.
    pub provision: ProvisionId,
    /// BCP 47 tag.
    pub lang: String,
    /// Heading or body.
    pub part: Part,
    /// Every tracked change rejected.
    pub before: String,
    /// Every tracked change accepted.
    pub after: String,
    /// Whether `before` is not what was exported, going by a checksum: something was changed
    /// without tracking, or a tracked change accepted or rejected. A hint; to be certain compare
    /// with the text itself.
    pub untracked: bool,
    /// Who made tracked changes in it, sorted.
    pub authors: Vec<String>,
}

/// Writes a page as a Word file: [`Layout::Columns`](entente_agreement::page::Layout::Columns) on
/// A4 landscape, [`Layout::Running`](entente_agreement::page::Layout::Running) on A4 portrait.
///
/// Of cells of one row in the same language only the last carries bookmarks and is read back, and
/// in a table only when the row is not folded.
///
/// # Errors
/// [`DocxError::Date`], [`DocxError::Character`], [`DocxError::Name`]; [`DocxError::Write`].
pub fn export(export: &Export<'_>) -> Result<Vec<u8>, DocxError> {
    let document = write::document(export)?;
    parts::pack(export.page, document)
}

/// Reads a Word file that may have been edited by anybody in any program.
///
/// # Errors
/// [`DocxError`], each naming what to do.
pub fn read(bytes: &[u8]) -> Result<Edited, DocxError> {
    walk::walk(&package::open(bytes)?)
}
