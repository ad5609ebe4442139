//! A marking cut into words and signs. Compared in compatibility form and small letters, kept as
//! written (M21).

use crate::{hidden, visible};
use entente_model::Problem;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Longest marking, bytes.
pub const MAX_MARK: usize = 1024;

/// One word or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// For comparing; a sign is itself.
    pub(crate) folded: String,
    /// In compatibility form, letters as written.
    pub(crate) plain: String,
    /// Where it stands in the text, bytes.
    pub(crate) span: Range<usize>,
}

impl Token {
    /// Whether it is a sign and no word.
    pub(crate) fn sign(&self) -> bool {
        matches!(
            self.folded.as_str(),
            "//" | "/" | "," | ":" | "+" | "(" | ")"
        )
    }
}

/// What stands at a byte range.
pub(crate) fn at<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(span.clone()).unwrap_or_default()
}

/// Cuts a text.
///
/// # Errors
/// MARK-026 for one that is too long, MARK-002 for hidden characters, MARK-010 for signs that only
/// look like letters.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    if text.len() > MAX_MARK {
        return Err(Problem::refused("MARK-026").with("limit", MAX_MARK));
    }
    if hidden(text) {
        return Err(Problem::refused("MARK-002").with("token", visible(text)));
    }
    let mut cut = Cut::default();
    for (start, c) in text.char_indices() {
        cut.take(start, c);
    }
    cut.end_word();
    for token in &cut.done {
        honest(at(text, &token.span))?;
    }
    Ok(cut.done)
}

/// The words of a mark from a list, for comparing.
pub(crate) fn phrase(mark: &str) -> Vec<String> {
    let mut cut = Cut::default();
    for (start, c) in mark.char_indices() {
        cut.take(start, c);
    }
    cut.end_word();
    cut.done.into_iter().map(|t| t.folded).collect()
}

/// Compatibility forms other than wide, narrow and half-width letters only look like letters.
fn honest(word: &str) -> Result<(), Problem> {
    let fits = |c: char| {
        matches!(c, '\u{ff00}'..='\u{ffef}' | '\u{3000}') || std::iter::once(c).nfkc().eq([c])
    };
    if word.nfc().all(fits) {
        return Ok(());
    }
    Err(Problem::refused("MARK-010")
        .with("token", word)
        .with("meant", word.nfkc().collect::<String>()))
}

#[derive(Default)]
struct Cut {
    done: Vec<Token>,
    word: String,
    from: usize,
    to: usize,
}

impl Cut {
    fn take(&mut self, start: usize, c: char) {
        let end = start.saturating_add(c.len_utf8());
        let form: String = std::iter::once(c).nfkc().collect();
        let sign = form.chars().next().unwrap_or(c);
        // A date or instant is one word with all its signs.
        let date = self.word.starts_with(|d: char| d.is_ascii_digit());
        let zone = date && self.word.contains('[') && !self.word.contains(']');
        match sign {
            s if s.is_whitespace() => self.end_word(),
            '-' | '_' | '\u{2010}' | '\u{2013}' | '\u{2014}' if !date => self.end_word(),
            ',' | '、' | '(' | ')' => self.sign(if sign == '、' { ',' } else { sign }, start, end),
            '/' if !zone => self.sign(sign, start, end),
            ':' | '+' if !date => self.sign(sign, start, end),
            _ => {
                if self.word.is_empty() {
                    self.from = start;
                }
                self.word.push(c);
                self.to = end;
            }
        }
    }

    fn sign(&mut self, sign: char, start: usize, end: usize) {
        self.end_word();
        if sign == '/'
            && let Some(last) = self.done.last_mut()
            && last.folded == "/"
            && last.span.end == start
        {
            "//".clone_into(&mut last.folded);
            last.span.end = end;
            return;
        }
        self.push(sign.to_string(), start..end);
        if sign == ')' {
            self.plural();
        }
    }

    /// `DEPARTMENT(S)` is a word with two endings.
    fn plural(&mut self) {
        let [.., word, open, s, close] = self.done.as_slice() else {
            return;
        };
        let joined = !word.sign()
            && open.folded == "("
            && s.folded == "s"
            && word.span.end == open.span.start
            && open.span.end == s.span.start
            && s.span.end == close.span.start;
        if joined {
            let end = close.span.end;
            self.done.truncate(self.done.len().saturating_sub(3));
            if let Some(word) = self.done.last_mut() {
                word.folded.push('s');
                word.span.end = end;
            }
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        self.push(word, self.from..self.to);
    }

    fn push(&mut self, word: String, span: Range<usize>) {
        let plain: String = word.nfkc().collect();
        let folded = plain.chars().flat_map(char::to_lowercase).collect();
        self.done.push(Token {
            folded,
            plain,
            span,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text)
            .unwrap()
            .into_iter()
            .map(|t| t.folded)
            .collect()
    }

    #[test]
    fn cuts() {
        assert_eq!(
            words("(S//REL TO USA, GBR)"),
            ["(", "s", "//", "rel", "to", "usa", ",", "gbr", ")"]
        );
        assert_eq!(
            words("DEPARTMENT(S) USE ONLY"),
            ["departments", "use", "only"]
        );
        assert_eq!(words("ＩＮ－ＣＯＮＦＩＤＥＮＣＥ"), ["in", "confidence"]);
        assert_eq!(words("TLP：赤"), ["tlp", ":", "赤"]);
        assert_eq!(
            words("EMBARGO 2026-12-01T09:00:00+09:00[Asia/Tokyo]"),
            ["embargo", "2026-12-01t09:00:00+09:00[asia/tokyo]"]
        );
    }

    #[test]
    fn refuses() {
        for (text, code) in [
            ("SEC\u{200b}RET", "MARK-002"),
            ("SECRET\n", "MARK-002"),
            ("\u{17f}ECRET", "MARK-010"),
            ("\u{24c8}ECRET", "MARK-010"),
        ] {
            assert_eq!(tokens(text).unwrap_err().code, code, "{text:?}");
        }
        assert_eq!(tokens(&"A ".repeat(10_000)).unwrap_err().code, "MARK-026");
    }
}
