//! Where a document fits, as it is shown: a line of its text with the words that were looked for.

use crate::{
    index::Document,
    query::Atom,
    words::{self, Token},
};
use std::{collections::VecDeque, ops::ControlFlow, ops::Range};

/// Characters shown before the first word found.
const BEFORE: usize = 40;
/// Characters shown from there on.
const AFTER: usize = 120;

/// A line of a document. It is never longer than about 160 characters, never crosses from one
/// portion to another, and carries no control character and no mark of direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Where it stands.
    pub field: Field,
    /// Key of the mark under which it may be shown: its portion's, or the document's.
    pub mark: String,
    /// Text in order.
    pub pieces: Vec<Piece>,
    /// Whether text before it was left out.
    pub cut_before: bool,
    /// Whether text after it was left out.
    pub cut_after: bool,
}

/// A part of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Text.
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}

/// A field of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The text; portions are counted from nought.
    Body {
        /// Which portion.
        portion: usize,
    },
    /// Title.
    Title,
    /// Reference.
    Reference,
    /// Purpose.
    Purpose,
    /// A party.
    Party,
    /// A date.
    Date,
    /// The level's word.
    Level,
}

/// The first place where a document has one of the words.
pub(crate) fn of(document: &Document, atoms: &[Atom]) -> Snippet {
    for (portion, part) in document.body.iter().enumerate() {
        let mark = part.mark.as_ref().unwrap_or(&document.mark);
        if let Some(found) = within(&part.text, Field::Body { portion }, mark, atoms) {
            return found;
        }
    }
    let singles = [
        (Field::Title, &document.title),
        (Field::Reference, &document.reference),
        (Field::Purpose, &document.purpose),
        (Field::Level, &document.level),
    ];
    let parties = document.parties.iter().map(|t| (Field::Party, t));
    let dates = document.dates.iter().map(|t| (Field::Date, t));
    let fields = singles.into_iter().chain(parties).chain(dates);
    let found = fields
        .into_iter()
        .find_map(|(field, text)| within(text, field, &document.mark, atoms));
    found.unwrap_or_else(|| Snippet {
        field: Field::Title,
        mark: document.mark.clone(),
        pieces: Vec::new(),
        cut_before: false,
        cut_after: false,
    })
}

fn within(text: &str, field: Field, mark: &str, atoms: &[Atom]) -> Option<Snippet> {
    let places = places(text, atoms);
    let first = places.first()?;
    let before = text.get(..first.start)?;
    let mut start = before.char_indices().rev().take(BEFORE).last();
    // An empty line parts what does not belong together.
    let near = start.map_or(0, |(at, _)| at);
    if let Some(gap) = before.get(near..).and_then(|t| t.rfind("\n\n")) {
        start = Some((near.saturating_add(gap).saturating_add(2), '\n'));
    }
    let start = start.map_or(first.start, |(at, _)| at);
    let after = text.get(first.start..)?;
    let end = after
        .char_indices()
        .nth(AFTER)
        .map_or(text.len(), |(at, _)| {
            first.start.saturating_add(at).max(first.end)
        });
    let mut pieces = Vec::new();
    let mut at = start;
    for place in places.iter().filter(|p| p.end <= end) {
        push(&mut pieces, text.get(at..place.start)?, false);
        push(&mut pieces, text.get(place.clone())?, true);
        at = place.end;
    }
    push(&mut pieces, text.get(at..end)?, false);
    Some(Snippet {
        field,
        mark: mark.to_owned(),
        pieces,
        cut_before: start > 0,
        cut_after: end < text.len(),
    })
}

/// Where words are, from the first on as far as a snippet goes; in order, none within another.
fn places(text: &str, atoms: &[Atom]) -> Vec<Range<usize>> {
    let longest = atoms.iter().map(|a| a.words.len()).max().unwrap_or(0);
    let mut window: VecDeque<Token> = VecDeque::with_capacity(longest);
    let mut found: Vec<Range<usize>> = Vec::new();
    words::each(text, |token| {
        let far = found.first().map(|f| f.start.saturating_add(AFTER * 8));
        if far.is_some_and(|far| token.start > far) {
            return ControlFlow::Break(());
        }
        if window.len() >= longest {
            window.pop_front();
        }
        window.push_back(token);
        found.extend(atoms.iter().filter_map(|a| ends_here(a, &window)));
        ControlFlow::Continue(())
    });
    found.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in found {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

/// Whether the last words read are a word or phrase that was looked for.
fn ends_here(atom: &Atom, window: &VecDeque<Token>) -> Option<Range<usize>> {
    let from = window.len().checked_sub(atom.words.len())?;
    let last = atom.words.len().checked_sub(1)?;
    let mut place = None;
    for (at, (token, word)) in window.iter().skip(from).zip(&atom.words).enumerate() {
        let open = atom.open && at == last;
        if !(token.text == *word || open && token.text.starts_with(word.as_str())) {
            return None;
        }
        let dense = open && word.starts_with(words::dense);
        let end = if dense { token.first } else { token.end };
        let start = place.map_or(token.start, |p: (usize, usize)| p.0);
        place = Some((start, end));
    }
    place.map(|(start, end)| start..end)
}

fn push(pieces: &mut Vec<Piece>, text: &str, found: bool) {
    let mut shown = String::with_capacity(text.len());
    let mut blank = pieces.last().is_some_and(|p| p.text.ends_with(' '));
    for ch in text.chars() {
        if ch.is_whitespace() || ch.is_control() {
            if !blank {
                shown.push(' ');
            }
            blank = true;
        } else if !hidden(ch) {
            shown.push(ch);
            blank = false;
        }
    }
    if !shown.is_empty() {
        pieces.push(Piece { text: shown, found });
    }
}

/// Changes what others look like, or where they stand.
fn hidden(ch: char) -> bool {
    matches!(u32::from(ch), 0x61C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF
        | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Query;

    fn shown(text: &str, query: &str) -> String {
        let atoms = Query::read(query).unwrap().must;
        let found = within(text, Field::Title, "m", &atoms).unwrap();
        let piece = |p: &Piece| {
            if p.found {
                format!("[{}]", p.text)
            } else {
                p.text.clone()
            }
        };
        let pieces: String = found.pieces.iter().map(piece).collect();
        let mark = |cut: bool| if cut { "…" } else { "" };
        format!(
            "{}{pieces}{}",
            mark(found.cut_before),
            mark(found.cut_after)
        )
    }

    #[test]
    fn snippets() {
        assert_eq!(
            shown("the safety of ships", "SAFETY"),
            "the [safety] of ships"
        );
        assert_eq!(
            shown("東京都の海上の安全", "海上の安全"),
            "東京都の[海上の安全]"
        );
        assert_eq!(shown("東京都", "京都"), "東[京都]");
        assert_eq!(shown("ｶﾞｲﾄﾞ線", "ガイド"), "[ｶﾞｲﾄﾞ]線");
        assert_eq!(shown("海運", "海"), "[海]運");
        assert_eq!(shown("maritime", "mar*"), "[maritime]");
        assert_eq!(shown("a  \u{1b}[31m \u{202E}b", "b"), "a [31m [b]");
        let long = format!("{}need{}", "x ".repeat(500), " y".repeat(500));
        let line = shown(&long, "need");
        assert!(line.starts_with("…") && line.ends_with("…") && line.contains("[need]"));
        assert!(line.chars().count() < BEFORE + AFTER + 10);
    }
}
