//! Text as tokens: words of alphabets whole, runs of digits, and every other character alone, so
//! that Japanese and English are matched in the same way.

use entente_model::ProvisionId;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of an alphabet, may have digits after its first letter.
    Word,
    /// Digits 0 to 9.
    Digits,
    /// One other character.
    Char,
    /// A reference by link, `{{4.2}}`; its text is the provision.
    Link,
    /// A blank, or what was understood and taken out.
    Gap,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    /// A word in small letters; empty for anything else.
    pub(super) lower: String,
    /// The one character it is, if it is one.
    sign: Option<char>,
    /// Whether space stands before it.
    pub(super) spaced: bool,
    /// Whether it begins a line.
    pub(super) line: bool,
}

impl Token {
    /// The one character it is.
    pub(super) fn char(&self) -> Option<char> {
        self.sign.filter(|_| self.kind == Kind::Char)
    }

    /// What it is compared by.
    pub(super) fn key(&self) -> &str {
        if self.kind == Kind::Word {
            &self.lower
        } else {
            &self.text
        }
    }

    pub(super) fn is(&self, sign: char) -> bool {
        self.char() == Some(sign)
    }

    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.contains(&self.lower.as_str())
    }

    /// Takes it out.
    pub(super) fn clear(&mut self) {
        self.kind = Kind::Gap;
    }
}

/// Takes a range of tokens out.
pub(super) fn clear(tokens: &mut [Token], from: usize, to: usize) {
    let count = to.saturating_sub(from);
    for token in tokens.iter_mut().skip(from).take(count) {
        token.clear();
    }
}

/// Whether single characters stand in a row.
pub(super) fn spells(tokens: &[Token], at: usize, text: &str) -> bool {
    let mut here = tokens.iter().skip(at);
    text.chars().all(|c| here.next().is_some_and(|t| t.is(c)))
}

/// Whether single characters stand directly before a place.
pub(super) fn spells_before(tokens: &[Token], at: usize, text: &str) -> bool {
    let length = text.chars().count();
    at.checked_sub(length)
        .is_some_and(|from| spells(tokens, from, text))
}

/// One width for every character: full-width letters, digits and signs as ASCII.
pub(super) fn fold(text: &str) -> String {
    let one = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c).saturating_sub(0xfee0)).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        _ => c,
    };
    let shown = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    text.chars().filter(shown).map(one).collect()
}

/// The tokens of a folded text.
pub(super) fn tokens(folded: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let (mut spaced, mut line) = (false, true);
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            spaced = true;
            line |= first == '\n';
            rest = after(rest, first.len_utf8());
            continue;
        }
        let (kind, text, length) = next(rest, first);
        let word = kind == Kind::Word;
        all.push(Token {
            kind,
            lower: if word {
                text.to_lowercase()
            } else {
                String::new()
            },
            sign: (kind == Kind::Char).then_some(first),
            text,
            spaced,
            line,
        });
        (spaced, line) = (false, false);
        rest = after(rest, length);
    }
    all
}

fn after(text: &str, length: usize) -> &str {
    text.get(length..).unwrap_or_default()
}

/// The first token of a text that does not begin with space: what, text, length in bytes.
fn next(rest: &str, first: char) -> (Kind, String, usize) {
    if let Some((kind, inner, length)) = braces(rest) {
        return (kind, inner, length);
    }
    let run = |keep: fn(char) -> bool| {
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        (rest.get(..length).unwrap_or_default().to_owned(), length)
    };
    if first.is_ascii_digit() {
        let (text, length) = run(|c| c.is_ascii_digit());
        (Kind::Digits, text, length)
    } else if in_word(first) && first.is_alphabetic() {
        let (text, length) = run(in_word);
        (Kind::Word, text, length)
    } else {
        (Kind::Char, first.to_string(), first.len_utf8())
    }
}

fn in_word(c: char) -> bool {
    (c.is_alphabetic() && !is_wide(c)) || c.is_ascii_digit() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Kana and Chinese characters, of which each is a token.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Longest name between braces.
const MAX_NAME: usize = 40;

/// A link or blank at the beginning.
fn braces(rest: &str) -> Option<(Kind, String, usize)> {
    let inner = rest.strip_prefix("{{")?;
    let name: String = inner
        .chars()
        .take(MAX_NAME)
        .take_while(|c| *c != '}')
        .collect();
    let closed = inner.get(name.len()..)?.starts_with("}}");
    let length = closed.then(|| name.len().saturating_add(4))?;
    let name = name.trim();
    if matches!(name, "date" | "number" | "place") {
        return Some((Kind::Gap, String::new(), length));
    }
    let id: ProvisionId = name.parse().ok()?;
    Some((Kind::Link, id.to_string(), length))
}
