//! Bookmark names: how a place in the text is found again in an edited file.
//!
//! Word allows letters, digits and `_`, at most 40, without regard to case. Fields are divided by
//! `_`; `.` within a field becomes `_` and `-` in a language tag `__`, which is reversible since
//! ids and tags never have empty parts. The last field is a digest of what was exported there.

use super::DocxError;
use entente_agreement::page::{Blank, Part};
use entente_model::ProvisionId;

/// Longest bookmark name.
const MAX: usize = 40;
/// Digits of a digest, base 36.
const DIGEST: usize = 7;

/// What a bookmark of ours stands around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// A provision's heading or body in one language.
    Text {
        /// Which provision.
        provision: ProvisionId,
        /// BCP 47 tag.
        lang: String,
        /// Heading or body.
        part: Part,
    },
    /// A bracket, by its name.
    Bracket(String),
    /// A blank.
    Blank(Blank),
    /// A line of ours that is not a provision's text.
    Line,
}

/// A bookmark: what it stands around and the digest of what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it stands around.
    pub(super) key: Key,
    /// [`digest`] of what was exported.
    pub(super) digest: String,
}

/// 32 bits of FNV-1a in base 36: notices a change, proves nothing.
pub(super) fn digest(text: &str) -> String {
    let mut rest = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let mut digits = Vec::with_capacity(DIGEST);
    for _ in 0..DIGEST {
        digits.push(char::from_digit(rest % 36, 36).unwrap_or('0'));
        rest /= 36;
    }
    digits.into_iter().rev().collect()
}

impl Mark {
    /// The bookmark's name. `number` keeps names apart that would be equal.
    ///
    /// # Errors
    /// [`DocxError::Name`] when the place cannot be named in 40 letters, digits and `_`.
    pub(super) fn name(&self, number: usize) -> Result<String, DocxError> {
        let digest = &self.digest;
        let name = match &self.key {
            Key::Text {
                provision,
                lang,
                part,
            } => {
                let part = match part {
                    Part::Heading => 'h',
                    Part::Body => 'b',
                };
                let tag = lang.split('-').map(field).collect::<Result<Vec<_>, _>>()?;
                let id = dotted(provision.as_str())?;
                format!("k_{part}_{}_{id}_{digest}", tag.join("__"))
            }
            Key::Bracket(name) => format!("b_{number}_{}_{digest}", dotted(name)?),
            Key::Blank(kind) => format!("n_{number}_{}_{digest}", word(*kind)),
            Key::Line => format!("f_{number}_{digest}"),
        };
        if name.len() > MAX {
            return Err(wrong(&name, "its name would be longer than 40 characters"));
        }
        Ok(name)
    }

    /// What a name says, when it is one of ours.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (rest, digest) = name.rsplit_once('_')?;
        if digest.len() != DIGEST || name.len() > MAX || !digest.bytes().all(base36) {
            return None;
        }
        let (kind, rest) = rest.split_once('_')?;
        let key = match kind {
            "k" => text(rest)?,
            "b" => Key::Bracket(plain(numbered(rest)?)?),
            "n" => Key::Blank(blank(numbered(rest)?)?),
            "f" if rest.parse::<u32>().is_ok() => Key::Line,
            _ => return None,
        };
        Some(Self {
            key,
            digest: digest.to_owned(),
        })
    }
}

/// A blank's kind as a word.
pub(super) fn word(kind: Blank) -> &'static str {
    match kind {
        Blank::Date => "date",
        Blank::Number => "number",
        Blank::Place => "place",
    }
}

/// The kind a word names.
pub(super) fn blank(word: &str) -> Option<Blank> {
    match word {
        "date" => Some(Blank::Date),
        "number" => Some(Blank::Number),
        "place" => Some(Blank::Place),
        _ => None,
    }
}

fn text(rest: &str) -> Option<Key> {
    let (part, rest) = rest.split_once('_')?;
    let part = match part {
        "h" => Part::Heading,
        "b" => Part::Body,
        _ => return None,
    };
    let (mut lang, mut rest) = rest.split_once('_').map(|(l, r)| (l.to_owned(), r))?;
    while let Some(after) = rest.strip_prefix('_') {
        let (subtag, after) = after.split_once('_')?;
        lang = format!("{lang}-{subtag}");
        rest = after;
    }
    Some(Key::Text {
        provision: plain(rest)?.parse().ok()?,
        lang,
        part,
    })
}

fn numbered(rest: &str) -> Option<&str> {
    let (number, rest) = rest.split_once('_')?;
    number.parse::<u32>().is_ok().then_some(rest)
}

/// A field's dots again.
fn plain(field: &str) -> Option<String> {
    let whole = field.split('_').all(|p| !p.is_empty());
    whole.then(|| field.replace('_', "."))
}

fn dotted(text: &str) -> Result<String, DocxError> {
    let parts = text.split('.').map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(parts.join("_"))
}

fn field(text: &str) -> Result<&str, DocxError> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(wrong(text, "only letters and digits can be named"));
    }
    Ok(text)
}

fn base36(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_lowercase()
}

fn wrong(what: &str, detail: &'static str) -> DocxError {
    DocxError::Name {
        what: super::error::short(what),
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_as_what_they_name() {
        let text = |lang: &str, id: &str, part| Key::Text {
            provision: id.parse().unwrap(),
            lang: lang.into(),
            part,
        };
        for key in [
            text("en", "4.2", Part::Body),
            text("zh-Hant", "12.3.a", Part::Heading),
            text("ja", "1", Part::Heading),
            text("ja", "AnnexA.Section.1", Part::Body),
            Key::Bracket("b3".into()),
            Key::Bracket("b3.1".into()),
            Key::Blank(Blank::Place),
            Key::Line,
        ] {
            let mark = Mark {
                key,
                digest: digest("x"),
            };
            let name = mark.name(12).unwrap();
            assert!(name.len() <= 40, "{name}");
            assert_eq!(Mark::parse(&name), Some(mark), "{name}");
        }
    }

    #[test]
    fn other_names_are_nobodys() {
        for name in [
            "",
            "_GoBack",
            "k_b_en_4_2",
            "k_b_en__0000000",
            "k_b_en_4_2_00000001",
            "f_x_0000000",
        ] {
            assert_eq!(Mark::parse(name), None, "{name}");
        }
        let long = Mark {
            key: Key::Bracket("b".repeat(40)),
            digest: digest(""),
        };
        assert!(long.name(1).is_err());
    }
}
