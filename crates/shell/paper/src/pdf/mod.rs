//! The instrument as PDF, and whether a paper is the authentic rendering.
//!
//! One list of blocks is what a paper says; PDF and plain text are two ways to set it.
//! The PDF is PDF 1.7 conforming to PDF/UA-1. It is not PDF/A: that wants a date in the file, and a
//! rendering that carried one would not be the same bytes on another day. The instrument's JSON goes
//! along as the attached file `instrument.json`.
//!
//! A paper made by a version with another layout is no longer byte for byte a rendering; its words
//! still are ([`Verdict::TextAuthentic`]).

mod compare;
mod content;
mod diff;
mod draw;
mod encoding;
mod face;
mod filter;
mod garble;
mod layout;
mod lex;
mod phrases;
mod read;
mod run;
mod tokens;

pub use compare::{Difference, Originals, Verdict, compare};
pub use garble::Garble;

use content::Content;
use entente_model::{Digest, PartyId, ProvisionId, instrument::Instrument};

/// What is rendered: one language and one alternat of an instrument.
#[derive(Debug, Clone)]
pub struct Paper<'a> {
    /// The agreement.
    pub instrument: &'a Instrument,
    /// The parties' names: (party, (BCP 47 tag, name)). A party without one goes by its id.
    pub names: Vec<(PartyId, Vec<(String, String)>)>,
    /// Whose alternat: this party is named first.
    pub first: &'a PartyId,
    /// One of the authentic languages.
    pub lang: &'a str,
    /// The digest as words, in that language.
    pub words: Vec<String>,
    /// Who signed; a party without a line gets blank lines to sign on.
    pub signatures: Vec<SignatureLine>,
    /// Prints the note that this is a fictional model.
    pub fictional: bool,
    /// Each provision's number as shown in this language, such as `Article 4` or `第四条`; a
    /// provision that is absent shows its id.
    pub places: Vec<(ProvisionId, String)>,
}

/// One signature as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// For whom.
    pub party: PartyId,
    /// The official's name and capacity.
    pub official: String,
    /// The day, as it is written in the paper's language.
    pub day: String,
}

/// A joint statement as printed.
#[derive(Debug, Clone)]
pub struct Statement<'a> {
    /// Title.
    pub title: &'a str,
    /// Place and date, as it is written in the paper's language.
    pub date: &'a str,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
    /// BCP 47 tag.
    pub lang: &'a str,
    /// The digest of what was agreed.
    pub digest: Digest,
    /// The digest as words, in that language.
    pub words: Vec<String>,
    /// Prints the note that this is a fictional model.
    pub fictional: bool,
}

/// Why a paper cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PaperError {
    /// The instrument has no text in this language.
    #[error("`{0}` is not a language of the instrument")]
    Language(String),
    /// Not a party of the instrument, so no alternat.
    #[error("{0} is not a party of the instrument")]
    Party(PartyId),
    /// A provision has no wording in the language.
    #[error("provision {provision} has no text in `{lang}`")]
    Wording {
        /// Provision.
        provision: ProvisionId,
        /// Language.
        lang: String,
    },
    /// A character that no embedded font has; printed as a box it would be lost.
    #[error("no font has the character U+{:04X} {}", u32::from(*ch), at(provision))]
    Glyph {
        /// The character.
        ch: char,
        /// Where; none outside the provisions: title, names, signatures.
        provision: Option<ProvisionId>,
    },
    /// The fonts in the program cannot be read.
    #[error("an embedded font cannot be read")]
    Font,
    /// The PDF library refused the document.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

fn at(provision: &Option<ProvisionId>) -> String {
    provision
        .as_ref()
        .map_or_else(String::new, |id| format!("of provision {id}"))
}

/// The instrument as PDF: the same bytes for the same paper.
///
/// # Errors
/// [`PaperError`].
pub fn instrument(paper: &Paper<'_>) -> Result<Vec<u8>, PaperError> {
    let content = Content::of_instrument(paper)?;
    let json = serde_json::to_vec(paper.instrument).map_err(|e| PaperError::Pdf(e.to_string()))?;
    draw::pdf(&content, Some(json))
}

/// A joint statement as PDF.
///
/// # Errors
/// [`PaperError`].
pub fn statement(statement: &Statement<'_>) -> Result<Vec<u8>, PaperError> {
    draw::pdf(&Content::of_statement(statement), None)
}

/// What a PDF that anybody may have made says, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The text, a line each.
    pub text: String,
    /// Pages.
    pub pages: usize,
    /// Whether every page and letter was read.
    pub whole: bool,
}

/// Whether bytes are meant to be a PDF.
#[must_use]
pub fn is_pdf(data: &[u8]) -> bool {
    read::is_pdf(data)
}

/// The words of any PDF, to find it by: what cannot be read is left out, unlike in [`compare`].
///
/// # Errors
/// [`Garble`] when nothing can be read, or reading goes beyond a ceiling.
pub fn words(data: &[u8]) -> Result<Words, Garble> {
    read::words(data)
}

/// What a joint statement says, as a UTF-8 text file: one line a paragraph, ended by LF.
#[must_use]
pub fn statement_plain(statement: &Statement<'_>) -> String {
    Content::of_statement(statement).plain()
}

/// What the PDF says, as a UTF-8 text file: one line a paragraph, ended by LF.
///
/// # Errors
/// [`PaperError`] when the paper's language, party or a wording is missing; a text file needs no
/// font.
pub fn plain(paper: &Paper<'_>) -> Result<String, PaperError> {
    Ok(Content::of_instrument(paper)?.plain())
}
