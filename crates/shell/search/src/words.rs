//! What a text is searched by: one stream of words for every script, the same for documents and
//! queries.
//!
//! Text is folded (NFKC and lower case, so that full-width Latin and half-width katakana are the
//! usual letters). Words in scripts that write spaces are words. Scripts that write none, Chinese
//! and Japanese above all, become pairs of characters: 東京都 is `東京 京都 都`, so that a query is
//! found inside a longer word, whatever a dictionary thinks of it. The dictionary's words are kept
//! apart, for ranking and suggestions.

use icu_segmenter::{WordSegmenter, options::WordBreakInvariantOptions};
use std::{fmt::Write as _, ops::ControlFlow};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Stands between fields and portions; no phrase crosses it. A private character, so that no text
/// folded here contains it as a word.
pub(crate) const BARRIER: &str = "\u{F8FF}";
/// Longest word in characters; what is longer is cut, so that an encoded file is no vocabulary.
const LONGEST: usize = 64;
/// Characters that make one with the marks after them, at most.
const CLUSTER: usize = 8;
/// Characters given to the dictionary at a time.
const RUN: usize = 2000;
/// Beginnings of a word that are kept, in characters.
pub(crate) const BEGINNINGS: usize = 4;

/// A word of the stream and where it stands in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded.
    pub(crate) text: String,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where its first character ends.
    pub(crate) first: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a word of the stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word of a script with spaces.
    Word,
    /// Two characters next to each other.
    Pair,
    /// The last character of a run of several.
    Tail,
    /// A run of a single character.
    Single,
}

/// A script in which words follow each other without spaces. Hangul has spaces, but its particles
/// hang on the words.
pub(crate) fn dense(ch: char) -> bool {
    matches!(u32::from(ch),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x2FDF
        | 0x3005..=0x3007 | 0x3041..=0x30FA | 0x30FC..=0x318F | 0x31A0..=0x31FF
        | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Calls for every word of a text, in order, until told to stop.
pub(crate) fn each(text: &str, mut call: impl FnMut(Token) -> ControlFlow<()>) {
    let mut reader = Reader {
        word: None,
        run: None,
        length: 0,
        breaks: 0,
        call: &mut call,
    };
    let _ = reader.read(text);
}

/// All words of a text.
pub(crate) fn all(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    each(text, |token| {
        out.push(token);
        ControlFlow::Continue(())
    });
    out
}

/// Adds a text's words to a stream, parted by spaces, and gives how many.
pub(crate) fn stream(text: &str, out: &mut String) -> usize {
    let mut count = 0usize;
    each(text, |token| {
        let _ = write!(out, " {}", token.text);
        count = count.saturating_add(1);
        ControlFlow::Continue(())
    });
    count
}

/// The dictionary's words in the runs of scripts without spaces, with their places among
/// the others: each run is followed by a [`BARRIER`].
pub(crate) fn dictionary(text: &str) -> Vec<String> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let segments = |run: &str, out: &mut Vec<String>| {
        let mut from = 0usize;
        for to in segmenter.segment_str(run).filter(|at| *at > 0) {
            out.extend(run.get(from..to).map(str::to_owned));
            from = to;
        }
    };
    let mut out = Vec::new();
    let mut run = String::new();
    let mut length = 0usize;
    each(text, |token| {
        match token.kind {
            Kind::Word => {}
            Kind::Pair => {
                run.extend(token.text.chars().next());
                length = length.saturating_add(1);
            }
            Kind::Tail | Kind::Single => run.push_str(&token.text),
        }
        if token.kind == Kind::Tail || token.kind == Kind::Single || length >= RUN {
            segments(&run, &mut out);
            out.push(BARRIER.to_owned());
            run.clear();
            length = 0;
        }
        ControlFlow::Continue(())
    });
    out
}

/// A text as it is compared: folded, without what carries no sound or meaning.
pub(crate) fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// A character of a run and its place.
#[derive(Clone, Copy)]
struct Char {
    ch: char,
    start: usize,
    end: usize,
}

struct Reader<'c, F> {
    /// The open word.
    word: Option<Token>,
    /// The last character of the open run.
    run: Option<Char>,
    /// Characters of the open run.
    length: usize,
    /// Ends of lines since then.
    breaks: usize,
    call: &'c mut F,
}

impl<F: FnMut(Token) -> ControlFlow<()>> Reader<'_, F> {
    fn read(&mut self, text: &str) -> ControlFlow<()> {
        let mut chars = text.char_indices().peekable();
        while let Some((start, ch)) = chars.next() {
            let mut end = start.saturating_add(ch.len_utf8());
            if ch.is_ascii() && chars.peek().is_none_or(|(_, next)| next.is_ascii()) {
                self.char(ch.to_ascii_lowercase(), start, end)?;
                continue;
            }
            let mut cluster = String::from(ch);
            for _ in 1..CLUSTER {
                let Some((at, next)) = chars.next_if(|(_, c)| extends(*c)) else {
                    break;
                };
                cluster.push(next);
                end = at.saturating_add(next.len_utf8());
            }
            for folded in cluster.nfkc().flat_map(char::to_lowercase) {
                self.char(folded, start, end)?;
            }
        }
        self.end_word()?;
        self.end_run()
    }

    fn char(&mut self, ch: char, start: usize, end: usize) -> ControlFlow<()> {
        if dense(ch) {
            self.end_word()?;
            let here = Char { ch, start, end };
            if let Some(before) = self.run.replace(here) {
                (self.call)(Token {
                    text: [before.ch, ch].iter().collect(),
                    start: before.start,
                    first: before.end,
                    end,
                    kind: Kind::Pair,
                })?;
            }
            self.length = self.length.saturating_add(1);
            self.breaks = 0;
        } else if ch.is_alphanumeric() || is_combining_mark(ch) {
            self.end_run()?;
            let word = self.word.get_or_insert_with(|| Token {
                text: String::new(),
                start,
                first: end,
                end,
                kind: Kind::Word,
            });
            if word.text.len() < LONGEST {
                word.text.push(ch);
            }
            word.end = end;
        } else if !soft(ch) {
            self.end_word()?;
            // A line that ends within a run of Japanese is no end of a word; one empty line is.
            if ch == '\n' {
                self.breaks = self.breaks.saturating_add(1);
            }
            if !(ch == '\n' || ch == '\r') || self.breaks > 1 {
                self.end_run()?;
            }
        }
        ControlFlow::Continue(())
    }

    fn end_word(&mut self) -> ControlFlow<()> {
        match self.word.take() {
            Some(word) => (self.call)(word),
            None => ControlFlow::Continue(()),
        }
    }

    fn end_run(&mut self) -> ControlFlow<()> {
        let kind = if self.length > 1 {
            Kind::Tail
        } else {
            Kind::Single
        };
        self.length = 0;
        self.breaks = 0;
        match self.run.take() {
            Some(last) => (self.call)(Token {
                text: last.ch.to_string(),
                start: last.start,
                first: last.end,
                end: last.end,
                kind,
            }),
            None => ControlFlow::Continue(()),
        }
    }
}

/// Makes one character with the one before: marks, half-width voicing marks, Hangul vowels.
fn extends(ch: char) -> bool {
    is_combining_mark(ch) || matches!(u32::from(ch), 0xFF9E..=0xFF9F | 0x1160..=0x11FF)
}

/// Not seen, and no end of a word: soft hyphen, joiners, marks of direction.
fn soft(ch: char) -> bool {
    matches!(u32::from(ch), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064
        | 0x2066..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut out = String::new();
        stream(text, &mut out);
        out
    }

    #[test]
    fn streams() {
        for (text, expected) in [
            ("Maritime safety, 2026", " maritime safety 2026"),
            ("東京都", " 東京 京都 都"),
            ("海", " 海"),
            ("第4条", " 第 4 条"),
            ("ｶﾞｲﾄﾞ ＡＢＣ１２", " ガイ イド ド abc12"),
            ("ガイド", " ガイ イド ド"),
            ("海上の安\n全", " 海上 上の の安 安全 全"),
            ("海上\n\n安全", " 海上 上 安全 全"),
            ("東京 大阪", " 東京 京 大阪 阪"),
            ("はばぱ", " はば ばぱ ぱ"),
            ("ma\u{AD}ri\u{202E}time", " maritime"),
            ("\u{F8FF} \" * ( )", ""),
            ("", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
        let long = words(&"a".repeat(1_000_000));
        assert_eq!(long.len(), LONGEST + 1);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "x ＡＢ、ｶﾞﾀ";
        let found: Vec<&str> = all(text)
            .iter()
            .map(|t| text.get(t.start..t.end).unwrap())
            .collect();
        assert_eq!(found, ["x", "ＡＢ", "ｶﾞﾀ", "ﾀ"]);
    }

    #[test]
    fn the_dictionary_parts_japanese() {
        let found = dictionary("特定秘密の保護 and 海上");
        assert!(found.contains(&"特定".to_owned()) && found.contains(&"保護".to_owned()));
        assert!(!found.contains(&"and".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_words_in_its_bounds(text in "\\PC{0,60}") {
            for token in all(&text) {
                proptest::prop_assert!(text.get(token.start..token.end).is_some());
                proptest::prop_assert!(text.get(token.start..token.first).is_some());
                proptest::prop_assert!(!token.text.contains([' ', '"', '*', '(']));
            }
        }
    }
}
