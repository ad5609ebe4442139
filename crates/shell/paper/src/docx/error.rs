//! Why a Word file was not read or not written.

/// Why a Word file was not read or not written. Nothing is changed by a refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// More bytes than are looked at.
    #[error(
        "the file has {bytes} bytes, at most {max} are read; remove pictures and save it again"
    )]
    TooLarge {
        /// Bytes given.
        bytes: u64,
        /// Bytes at most.
        max: u64,
    },
    /// Its parts unpack to more bytes than are looked at.
    #[error("the file unpacks to more than {max} bytes; remove pictures and save it again")]
    Unpacked {
        /// Bytes at most, all parts together.
        max: u64,
    },
    /// A part unpacks to suspiciously many bytes.
    #[error(
        "`{part}` unpacks to more than {max} times its packed size, as in a file made to exhaust memory; ask for a file saved by a word processor"
    )]
    Ratio {
        /// The part.
        part: String,
        /// Times its packed size at most.
        max: u64,
    },
    /// Too many parts.
    #[error(
        "the file has {parts} parts, at most {max} are read; save the text alone as a new .docx"
    )]
    Parts {
        /// Parts found.
        parts: usize,
        /// Parts at most.
        max: usize,
    },
    /// Too many elements and texts in one part.
    #[error("`{part}` has more than {max} elements and texts; split the document")]
    Events {
        /// The part.
        part: String,
        /// Elements and texts at most.
        max: usize,
    },
    /// Too many runs of text.
    #[error("the text has more than {max} runs; copy the text without formatting into our export")]
    Runs {
        /// Runs at most.
        max: usize,
    },
    /// Elements in elements in elements.
    #[error("`{part}` nests elements deeper than {max}; remove nested tables and frames")]
    Nesting {
        /// The part.
        part: String,
        /// Levels at most.
        max: usize,
    },
    /// It contains programs.
    #[error("the file contains macros ({what}); save it as .docx without macros")]
    Macros {
        /// Where they were found.
        what: String,
    },
    /// It declares a document type or uses an entity that XML does not define itself.
    #[error(
        "`{part}` declares or uses entities, which no word processor writes; save it again as .docx"
    )]
    Entities {
        /// The part.
        part: String,
    },
    /// It loads something from elsewhere.
    #[error(
        "the file refers to something outside it ({kind}: {target}); only plain hyperlinks may, so detach or embed it"
    )]
    External {
        /// The kind of relationship, such as `attachedTemplate`.
        kind: String,
        /// Where to, shortened to 80 characters.
        target: String,
    },
    /// It contains another program's file.
    #[error("the file embeds another document or object ({kind}); remove it, or paste its text")]
    Embedded {
        /// The kind of relationship, such as `oleObject`.
        kind: String,
    },
    /// It is encrypted.
    #[error("the file is password-protected; save it without a password")]
    Encrypted,
    /// It is the format of before 2007.
    #[error("the file is in the old .doc format; save it as .docx")]
    OldFormat,
    /// It is something else.
    #[error("the file is not a .docx (not a zip archive); save it as .docx")]
    NotZip,
    /// It is an archive, but not of a Word document.
    #[error("the archive is not a .docx ({detail}); save it as .docx")]
    NotWord {
        /// What is missing or there instead.
        detail: String,
    },
    /// It cannot be read to the end.
    #[error("`{part}` is damaged ({detail}); ask for the file again")]
    Damaged {
        /// The part.
        part: String,
        /// What was found.
        detail: String,
    },
    /// The page has a character that XML cannot carry.
    #[error(
        "the text has the control character U+{code:04X}, which a Word file cannot carry; remove it"
    )]
    Character {
        /// Its code point.
        code: u32,
    },
    /// A text's place cannot be written as a bookmark.
    #[error("`{what}` cannot be named in a Word file: {detail}")]
    Name {
        /// What was to be named.
        what: String,
        /// Why not.
        detail: &'static str,
    },
    /// The date of the changes is not one.
    #[error("`{text}` is not a date and time such as 2026-10-02T09:30:00Z")]
    Date {
        /// What was given.
        text: String,
    },
    /// The archive could not be written.
    #[error("the Word file could not be written: {detail}")]
    Write {
        /// The library's reason.
        detail: String,
    },
}

/// Shortens what a file says before it is repeated to a person.
pub(super) fn short(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .take(80)
        .collect()
}
