//! Differences of wordings: by word in English, by dictionary word in Japanese, put together so
//! that a negotiator reads changes and not confetti.
//!
//! Nothing is normalised: what differs in width, in the form of a kanji or in composition only is
//! a change, and [`kind`] says which. Offsets are in characters (Unicode scalar values).

mod align;
mod kind;
mod merge;
mod variants;
mod words;

pub use kind::{Kind, kind};
pub use words::tokens;

use merge::Text;

/// One change: `cut` characters of the old text from character `at` become `put`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Where in the old text.
    pub at: usize,
    /// How many characters go.
    pub cut: usize,
    /// What comes in their place.
    pub put: String,
}

/// A stretch of a redline, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// Only in the old text.
    Cut(String),
    /// Only in the new text.
    Put(String),
}

/// The changes that make the old text the new one: ascending, with unchanged text between any
/// two, whole words and whole grapheme clusters.
///
/// Bounded work: beyond some thousands of changed words, places found once in either text are
/// matched first, and what lies between two of them and is still too long is one change.
#[must_use]
pub fn hunks(old: &str, new: &str, lang: &str) -> Vec<Hunk> {
    if old == new {
        return Vec::new();
    }
    let japanese = words::dictionary(lang);
    let from = Text::new(old, tokens(old, lang));
    let to = Text::new(new, tokens(new, lang));
    let (a, b) = align::number(from.tokens(), to.tokens());
    let mut runs = align::align(&a, &b);
    merge::slide(from.tokens(), to.tokens(), &mut runs);
    let runs = merge::refine(&from, &to, &runs, japanese);
    let mut runs = merge::absorb(&from, runs, japanese);
    merge::trim(&from, &to, &mut runs);
    let mut all = Vec::with_capacity(runs.len());
    let (mut at, mut bytes) = (0usize, 0usize);
    for run in runs {
        let (cut, put) = (from.part(run.old.clone()), to.part(run.new));
        let between = from.part(bytes..run.old.start).chars().count();
        at = at.saturating_add(between);
        bytes = run.old.end;
        let length = cut.chars().count();
        if cut != put {
            all.push(Hunk {
                at,
                cut: length,
                put: put.to_owned(),
            });
        }
        at = at.saturating_add(length);
    }
    all
}

/// The redline, what is cut before what is put in its place. A hunk beyond the end, or over the
/// one before it, is taken as far as there is text.
#[must_use]
pub fn pieces(old: &str, hunks: &[Hunk]) -> Vec<Piece> {
    let mut all = Vec::with_capacity(hunks.len().saturating_mul(3));
    let mut rest = old.chars();
    let mut at = 0usize;
    let mut push = |piece: fn(String) -> Piece, text: String| {
        if !text.is_empty() {
            all.push(piece(text));
        }
    };
    for hunk in hunks {
        let same: String = rest.by_ref().take(hunk.at.saturating_sub(at)).collect();
        let cut: String = rest.by_ref().take(hunk.cut).collect();
        at = at.max(hunk.at).saturating_add(hunk.cut);
        push(Piece::Same, same);
        push(Piece::Cut, cut);
        push(Piece::Put, hunk.put.clone());
    }
    push(Piece::Same, rest.collect());
    all
}

/// The new text.
#[must_use]
pub fn apply(old: &str, hunks: &[Hunk]) -> String {
    pieces(old, hunks)
        .into_iter()
        .map(|piece| match piece {
            Piece::Same(text) | Piece::Put(text) => text,
            Piece::Cut(_) => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
