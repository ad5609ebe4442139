//! What is asked for: words that must all be there, phrases, beginnings of words, exclusions.

use crate::words::{self, BARRIER, BEGINNINGS, Kind, Token};
use entente_model::problem::{Class, Problem};

/// Longest query, in characters.
pub const MAX_QUERY: usize = 512;
/// Words and phrases of a query at most.
pub const MAX_ATOMS: usize = 16;

/// A query that was read.
///
/// `maritime safety` asks for both words, `"maritime safety"` for the phrase, `marit*` for words
/// that begin so, `-draft` for documents without the word. Japanese is found wherever its
/// characters stand, within longer words too. Full-width signs count as their usual forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) must: Vec<Atom>,
    pub(crate) not: Vec<Atom>,
}

/// One word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Atom {
    /// The words of the stream, in order.
    pub(crate) words: Vec<String>,
    /// Whether the last of them is only a beginning.
    pub(crate) open: bool,
    /// The dictionary's words, when the whole is one run of a script without spaces.
    dictionary: Vec<String>,
}

impl Query {
    /// Reads a query. Whatever was typed, none of it is anything but words to look for.
    ///
    /// # Errors
    /// `SEARCH-004` when there is no word to look for, `SEARCH-005` when it is longer than
    /// [`MAX_QUERY`] characters or has more than [`MAX_ATOMS`] words.
    pub fn read(text: &str) -> Result<Self, Problem> {
        if text.chars().count() > MAX_QUERY {
            return Err(too_long());
        }
        let (mut must, mut not) = (Vec::new(), Vec::new());
        for chunk in chunks(text) {
            let Some(atom) = Atom::read(&chunk.text) else {
                continue;
            };
            let list = if chunk.not { &mut not } else { &mut must };
            if !list.contains(&atom) {
                list.push(atom);
            }
        }
        if must.is_empty() {
            return Err(Problem::new("SEARCH-004", Class::Usage));
        }
        if must.len().saturating_add(not.len()) > MAX_ATOMS {
            return Err(too_long());
        }
        Ok(Self { must, not })
    }
}

impl Atom {
    fn read(text: &str) -> Option<Self> {
        let mut tokens = words::all(text);
        let star = text.trim_end().ends_with(['*', '＊']);
        if tokens.last().is_some_and(|t| t.kind == Kind::Tail) {
            tokens.pop();
        }
        let open = match tokens.last()?.kind {
            Kind::Word => star,
            // A single character is the beginning of a pair.
            Kind::Single => true,
            Kind::Pair | Kind::Tail => false,
        };
        let one_run = tokens.iter().all(|t| t.kind == Kind::Pair);
        let mut dictionary = if one_run {
            words::dictionary(text)
        } else {
            Vec::new()
        };
        dictionary.retain(|w| w != BARRIER);
        let text = |t: Token| t.text;
        Some(Self {
            words: tokens.into_iter().map(text).collect(),
            open,
            dictionary,
        })
    }

    /// As an expression of FTS5. Every word is quoted and none contains a quote.
    pub(crate) fn expression(&self) -> String {
        let (last, before) = match self.words.split_last() {
            Some((last, before)) if self.open => (Some(last), before),
            _ => (None, self.words.as_slice()),
        };
        let phrase = before.join(" ");
        let beginning = last.map(|w| w.chars().take(BEGINNINGS).collect::<String>());
        match beginning {
            Some(start) if phrase.is_empty() => format!("{{starts}} : \"{start}\""),
            Some(start) => {
                format!("{{name field body}} : \"{phrase}\" AND {{starts}} : \"{start}\"")
            }
            None => format!("{{name field body}} : \"{phrase}\""),
        }
    }

    /// Whether the expression finds more than the atom means, so that the stream must be read.
    pub(crate) fn loose(&self) -> bool {
        self.open
            && (self.words.len() > 1
                || self
                    .words
                    .last()
                    .is_some_and(|w| w.chars().count() > BEGINNINGS))
    }

    /// The expression for the dictionary's words: a hit that is a word, not a part of one.
    pub(crate) fn as_word(&self) -> Option<String> {
        (!self.dictionary.is_empty())
            .then(|| format!("{{words}} : \"{}\"", self.dictionary.join(" ")))
    }

    /// What to look for in a stream.
    pub(crate) fn needle(&self) -> String {
        let end = if self.open { "" } else { " " };
        format!(" {}{end}", self.words.join(" "))
    }
}

struct Chunk {
    text: String,
    not: bool,
}

/// Parts a query at white space outside quotation marks.
fn chunks(text: &str) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut open = Chunk {
        text: String::new(),
        not: false,
    };
    let mut quoted = false;
    for ch in text.chars() {
        let quote = matches!(ch, '"' | '\u{201C}' | '\u{201D}' | '\u{FF02}');
        if quote || !quoted && ch.is_whitespace() {
            // A star right behind a phrase belongs to nobody and is dropped with the punctuation.
            if !open.text.is_empty() {
                out.push(std::mem::replace(
                    &mut open,
                    Chunk {
                        text: String::new(),
                        not: false,
                    },
                ));
            } else if ch.is_whitespace() {
                open.not = false;
            }
            quoted = quote != quoted;
        } else if !quoted && open.text.is_empty() && matches!(ch, '-' | '－' | '−') {
            open.not = true;
        } else {
            open.text.push(ch);
        }
    }
    out.push(open);
    out
}

fn too_long() -> Problem {
    Problem::new("SEARCH-005", Class::Usage)
        .with("characters", MAX_QUERY)
        .with("words", MAX_ATOMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        let query = Query::read(text).unwrap();
        let side = |atoms: &[Atom]| {
            let all = atoms
                .iter()
                .map(|a| a.words.join("+") + if a.open { "…" } else { "" });
            all.collect::<Vec<_>>().join(" ")
        };
        format!("{}|{}", side(&query.must), side(&query.not))
    }

    #[test]
    fn queries() {
        for (text, expected) in [
            ("Maritime safety", "maritime safety|"),
            ("\"maritime safety\" -draft", "maritime+safety|draft"),
            ("-\"a b\" c", "c|a+b"),
            ("marit*", "marit…|"),
            ("ｍａｒｉｔ＊　－ｄｒａｆｔ", "marit…|draft"),
            ("東京都", "東京+京都|"),
            ("海", "海…|"),
            ("第4条", "第+4+条…|"),
            ("JP-2026/12", "jp+2026+12|"),
            ("a OR b AND NOT c", "a or b and not c|"),
            ("body:x NEAR(a, 3) ^y {z}", "body+x near+a 3 y z|"),
            ("a a a", "a|"),
            ("\"open phrase", "open+phrase|"),
            ("-  a", "a|"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
        for nothing in ["", "  ", "-draft", "\"\"", "* ( )", "- -"] {
            assert_eq!(Query::read(nothing).unwrap_err().code, "SEARCH-004");
        }
        let many: String = (0..20).map(|n| format!("w{n} ")).collect();
        assert_eq!(Query::read(&many).unwrap_err().code, "SEARCH-005");
        let long = "a".repeat(MAX_QUERY + 1);
        assert_eq!(Query::read(&long).unwrap_err().code, "SEARCH-005");
    }
}
