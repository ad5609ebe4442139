//! A text as two strings: every tracked change rejected, and every one accepted.
//!
//! Export and reading feed the same [`Sides`], so an unedited file reads back as what was written.

use super::keys;
use entente_agreement::page::{Blank, Run};

/// A piece of [`EditedText::before`](super::EditedText::before) or
/// [`after`](super::EditedText::after).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Wording. Paragraphs are separated by an empty line.
    Text(String),
    /// A bracket, written `{{bracket:NAME}}`.
    Bracket {
        /// Its name within the provision.
        name: String,
        /// What stands there instead of the bracket as exported, written `{{bracket:NAME|…}}`.
        edited: Option<String>,
    },
    /// A blank, written `{{date}}`, `{{number}}` or `{{place}}`.
    Blank {
        /// What was missing.
        kind: Blank,
        /// What was written there, `{{date|…}}`. Who selects the whole blank and types replaces
        /// it instead: then the wording stands in its place and the blank is gone.
        edited: Option<String>,
    },
}

/// Writes pieces as one text. `{` and `}` in wording become `{{open}}` and `{{close}}`, so that
/// nobody can write a placeholder by hand.
#[must_use]
pub fn join(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => escape(text, &mut out),
            Piece::Bracket { name, edited } => {
                placeholder(&format!("bracket:{name}"), edited.as_deref(), &mut out);
            }
            Piece::Blank { kind, edited } => {
                placeholder(keys::word(*kind), edited.as_deref(), &mut out);
            }
        }
    }
    out
}

/// The pieces of a text that [`join`] wrote; none when it did not.
#[must_use]
pub fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        literal(before, &mut plain)?;
        let (inside, after) = closing(after)?;
        rest = after;
        let (name, edited) = match inside.split_once('|') {
            Some((name, edited)) => (name, Some(unescape(edited)?)),
            None => (inside, None),
        };
        let piece = match (name, name.strip_prefix("bracket:"), keys::blank(name)) {
            ("open", _, _) | ("close", _, _) if edited.is_none() => {
                plain.push(if name == "open" { '{' } else { '}' });
                continue;
            }
            (_, Some(name), _) => Piece::Bracket {
                name: name.to_owned(),
                edited,
            },
            (_, None, Some(kind)) => Piece::Blank { kind, edited },
            (_, None, None) => return None,
        };
        if !plain.is_empty() {
            out.push(Piece::Text(std::mem::take(&mut plain)));
        }
        out.push(piece);
    }
    literal(rest, &mut plain)?;
    if !plain.is_empty() {
        out.push(Piece::Text(plain));
    }
    Some(out)
}

fn placeholder(name: &str, edited: Option<&str>, out: &mut String) {
    out.push_str("{{");
    out.push_str(name);
    if let Some(edited) = edited {
        out.push('|');
        escape(edited, out);
    }
    out.push_str("}}");
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '{' => out.push_str("{{open}}"),
            '}' => out.push_str("{{close}}"),
            c => out.push(c),
        }
    }
}

fn unescape(text: &str) -> Option<String> {
    let plain = text
        .replace("{{open}}", "\u{0}")
        .replace("{{close}}", "\u{1}");
    (!plain.contains(['{', '}'])).then(|| plain.replace('\u{0}', "{").replace('\u{1}', "}"))
}

fn literal(text: &str, out: &mut String) -> Option<()> {
    out.push_str(text);
    (!text.contains(['{', '}'])).then_some(())
}

/// What stands before the `}}` that closes a `{{`, past escaped braces inside, and the rest.
fn closing(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut from) = (0usize, 0usize);
    loop {
        let rest = text.get(from..)?;
        let close = rest.find("}}")?;
        match rest.find("{{").filter(|open| *open < close) {
            Some(open) => {
                depth = depth.saturating_add(1);
                from = from.saturating_add(open).saturating_add(2);
            }
            None => {
                let at = from.saturating_add(close);
                from = at.saturating_add(2);
                let Some(less) = depth.checked_sub(1) else {
                    return Some((text.get(..at)?, text.get(from..)?));
                };
                depth = less;
            }
        }
    }
}

/// Which of the two texts something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct In {
    /// With every change rejected.
    pub(super) before: bool,
    /// With every change accepted.
    pub(super) after: bool,
}

impl In {
    /// Unchanged: both.
    pub(super) const BOTH: Self = Self {
        before: true,
        after: true,
    };
    /// Inserted.
    pub(super) const INSERTED: Self = Self {
        before: false,
        after: true,
    };
    /// Deleted.
    pub(super) const DELETED: Self = Self {
        before: true,
        after: false,
    };

    /// Within both: a deletion of an insertion is in neither.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            before: self.before && other.before,
            after: self.after && other.after,
        }
    }
}

#[derive(Debug, Default, Clone)]
struct Side {
    pieces: Vec<Piece>,
    /// Paragraph ends since the last wording.
    breaks: usize,
    /// Whether the paragraph has wording.
    wording: bool,
}

impl Side {
    fn say(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        self.wording = true;
        // Empty paragraphs before the first wording are dropped, as those after the last are.
        if !self.pieces.is_empty() {
            for _ in 0..breaks {
                self.push_text("\n\n");
            }
        }
    }

    fn push_text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    /// Ends a paragraph. One that only the changes emptied leaves at most the one break there was.
    fn end(&mut self, mark: bool, elsewhere: bool) {
        let emptied = !std::mem::take(&mut self.wording) && elsewhere;
        if mark && emptied {
            self.breaks = self.breaks.max(1);
        } else if mark {
            self.breaks = self.breaks.saturating_add(1);
        }
    }
}

/// The two texts as they are put together.
#[derive(Debug, Default, Clone)]
pub(super) struct Sides {
    before: Side,
    after: Side,
}

impl Sides {
    /// Adds wording, without paragraph ends.
    pub(super) fn text(&mut self, text: &str, to: In) {
        if text.is_empty() {
            return;
        }
        for (side, wanted) in [(&mut self.before, to.before), (&mut self.after, to.after)] {
            if wanted {
                side.say();
                side.push_text(text);
            }
        }
    }

    /// Adds a placeholder to each text: what it is there, or nothing.
    pub(super) fn slot(&mut self, before: Vec<Piece>, after: Vec<Piece>) {
        for (side, pieces) in [(&mut self.before, before), (&mut self.after, after)] {
            for piece in pieces {
                side.say();
                match piece {
                    Piece::Text(text) => side.push_text(&text),
                    piece => side.pieces.push(piece),
                }
            }
        }
    }

    /// Ends a paragraph; `mark` says in which of the texts its end is one.
    pub(super) fn end(&mut self, mark: In) {
        let (before, after) = (self.before.wording, self.after.wording);
        self.before.end(mark.before, after);
        self.after.end(mark.after, before);
    }

    /// Both texts: rejected, accepted.
    pub(super) fn texts(&self) -> (String, String) {
        (join(&self.before.pieces), join(&self.after.pieces))
    }

    /// Both texts without escapes, for what has no placeholders.
    pub(super) fn literal(&self) -> (String, String) {
        let text = |side: &Side| match side.pieces.first() {
            Some(Piece::Text(text)) => text.clone(),
            _ => String::new(),
        };
        (text(&self.before), text(&self.after))
    }

    /// A digest of both texts.
    pub(super) fn digest(&self) -> String {
        let (before, after) = self.texts();
        keys::digest(&format!("{before}\0{after}"))
    }
}

/// What [`read`](super::read) gives for runs nobody edited: (every tracked change rejected,
/// every one accepted). For comparison with what came back.
#[must_use]
pub fn expected(runs: &[Run]) -> (String, String) {
    let mut sides = Sides::default();
    for run in runs {
        let mut wording = |text: &str, to: In| {
            for (index, paragraph) in text.split("\n\n").enumerate() {
                if index > 0 {
                    sides.end(to);
                }
                sides.text(paragraph, to);
            }
        };
        match run {
            Run::Clean(text) => wording(text, In::BOTH),
            Run::Inserted { text, .. } => wording(text, In::INSERTED),
            Run::Deleted { text, .. } => wording(text, In::DELETED),
            Run::Bracket { name, .. } => {
                let piece = Piece::Bracket {
                    name: name.clone(),
                    edited: None,
                };
                sides.slot(vec![piece.clone()], vec![piece]);
            }
            Run::Blank(kind) => {
                let piece = Piece::Blank {
                    kind: *kind,
                    edited: None,
                };
                sides.slot(vec![piece.clone()], vec![piece]);
            }
        }
    }
    sides.end(In::BOTH);
    sides.texts()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_text_are_the_same() {
        let written = vec![
            Piece::Text("a {b} {{bracket:b1}} c{".into()),
            Piece::Bracket {
                name: "b1".into(),
                edited: None,
            },
            Piece::Bracket {
                name: "b2".into(),
                edited: Some("x | y }} {{date}}{".into()),
            },
            Piece::Text("}".into()),
            Piece::Blank {
                kind: Blank::Date,
                edited: Some(String::new()),
            },
        ];
        assert_eq!(pieces(&join(&written)), Some(written));
        assert_eq!(pieces(""), Some(vec![]));
        for wrong in [
            "{",
            "}}",
            "{{",
            "{{x}}",
            "{{bracket:b",
            "a } b",
            "{{date|{}}",
        ] {
            assert_eq!(pieces(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn paragraphs_that_changes_empty_leave_no_gap() {
        let by = || "JPN".parse().unwrap();
        let clean = |t: &str| Run::Clean(t.into());
        let (ins, del) = (
            |t: &str| Run::Inserted {
                by: by(),
                text: t.into(),
            },
            |t: &str| Run::Deleted {
                by: by(),
                text: t.into(),
            },
        );
        let both = |runs: &[Run]| expected(runs);
        assert_eq!(both(&[clean("a\n\nb")]), ("a\n\nb".into(), "a\n\nb".into()));
        assert_eq!(
            both(&[clean("a"), ins("\n\nx"), clean("\n\nb")]),
            ("a\n\nb".into(), "a\n\nx\n\nb".into())
        );
        assert_eq!(
            both(&[clean("a"), del("\n\nx"), clean("\n\nb")]),
            ("a\n\nx\n\nb".into(), "a\n\nb".into())
        );
        assert_eq!(
            both(&[clean("a"), del("\n\nx")]),
            ("a\n\nx".into(), "a".into())
        );
        assert_eq!(
            both(&[del("x\n\n"), clean("a\n\n\n\nb\nc\n\n")]),
            ("x\n\na\n\n\n\nb\nc".into(), "a\n\n\n\nb\nc".into())
        );
    }
}
