//! The bilingual lint: what one language says and the other does not. It warns and never edits
//! (interface.md §4); a person judges, so it would rather be silent than wrong.
//!
//! English and Japanese are read whole. Of other languages only what needs no grammar is: the
//! layout, Arabic numbers, dates and references. Where there are more than two languages each is
//! compared with the first.

mod date;
mod defined;
mod glossary;
mod lang;
mod layout;
mod modality;
mod number;
mod reference;
mod rests;
mod token;

#[cfg(test)]
mod props;
#[cfg(test)]
mod tests;

pub use glossary::{GlossaryTerm, built_in, glossary};

use crate::terms::Terms;
use entente_model::ProvisionId;
use lang::Lang;
use token::Token;

/// Most references of one heading that are looked at.
const MAX_NAMED: usize = 16;

/// What stands for "nothing" in an argument.
const NOTHING: &str = "—";

/// One provision as the lint reads it: what each language says.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// The provision.
    pub id: &'a ProvisionId,
    /// One reading a language; the first is the one the others are compared with.
    pub texts: Vec<Reading<'a>>,
}

/// One provision in one language.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// BCP 47 tag.
    pub lang: &'a str,
    /// The heading, may be empty.
    pub heading: &'a str,
    /// The body; `{{4.2}}` is a reference, `{{date}}`, `{{number}}` and `{{place}}` are blanks.
    pub body: &'a str,
    /// How many brackets are open in this language.
    pub brackets: usize,
    /// How many blanks are to be filled in.
    pub blanks: usize,
}

/// Something a person should look at. `code` is a message's key, `args` what it is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What was found: `lint-number`, `lint-term`, …
    pub code: &'static str,
    /// The provision it is about.
    pub provision: ProvisionId,
    /// Particulars, by name.
    pub args: Vec<(&'static str, String)>,
}

/// Compares the languages of a text, and its numbers with the terms that rest on them. In the
/// order of the provisions, and of the codes within one.
#[must_use]
pub fn lint(pairs: &[Pair<'_>], glossary: &[GlossaryTerm], terms: Option<&Terms>) -> Vec<Warning> {
    let said: Vec<Vec<Said>> = pairs
        .iter()
        .map(|pair| {
            pair.texts
                .iter()
                .map(|text| Said::of(pair.id, text))
                .collect()
        })
        .collect();
    let mut all = Found(Vec::new());
    let known = reference::Known::of(pairs.iter().map(|pair| pair.id));
    for (at, (pair, said)) in pairs.iter().zip(&said).enumerate() {
        for (text, reads) in pair.texts.iter().zip(said) {
            layout::literal(text, reads, &mut all.at(at));
            reference::missing(&known, reads, &mut all.at(at));
        }
        let (Some((text, reads)), others) = first_and_rest(pair, said) else {
            continue;
        };
        for (other_text, other) in others {
            let mut report = all.at(at);
            layout::compare((text, reads), (other_text, other), &mut report);
            date::compare(reads, other, &mut report);
            number::compare(reads, other, &mut report);
            reference::compare(reads, other, &mut report);
            modality::compare(reads, other, &mut report);
        }
    }
    glossary::compare(glossary, &said, &mut all);
    defined::unused(&said, &mut all);
    if let Some(terms) = terms {
        rests::compare(terms, pairs, &said, &mut all);
    }
    all.sorted(pairs)
}

type Whole<'p, 'a> = (&'p Reading<'a>, &'p Said);

fn first_and_rest<'p, 'a>(
    pair: &'p Pair<'a>,
    said: &'p [Said],
) -> (Option<Whole<'p, 'a>>, impl Iterator<Item = Whole<'p, 'a>>) {
    let mut all = pair.texts.iter().zip(said);
    (all.next(), all)
}

/// What one language says in one provision.
pub(crate) struct Said {
    /// BCP 47 tag as given.
    tag: String,
    lang: Lang,
    /// Heading and body with one width of characters.
    folded: String,
    /// Heading and body, nothing taken out.
    tokens: Vec<Token>,
    paragraphs: usize,
    /// Paragraphs and lines that begin with a number or letter.
    items: usize,
    dates: Vec<date::Date>,
    references: Vec<reference::Reference>,
    numbers: Vec<number::Number>,
}

impl Said {
    fn of(id: &ProvisionId, text: &Reading<'_>) -> Self {
        let lang = Lang::of(text.lang);
        let own = id.as_str().split('.').next().unwrap_or_default();
        let whole = format!("{}\n\n{}", text.heading, text.body);
        let folded = token::fold(&whole);
        let tokens = token::tokens(&folded);
        // What is understood is taken out, so that no digit counts twice.
        let mut rest = tokens.clone();
        let items = layout::items(&mut rest);
        let dates = date::dates(&mut rest, lang);
        let mut references = reference::references(&mut rest, lang, own);
        let heading = token::fold(text.heading);
        let mut heading = token::tokens(&heading);
        // A heading that names its own article in one language only is no reference.
        let named = reference::references(&mut heading, lang, own);
        for reference in named.iter().take(MAX_NAMED).filter(|r| r.article() == own) {
            if let Some(at) = references.iter().position(|r| r == reference) {
                references.remove(at);
            }
        }
        let numbers = number::numbers(&mut rest, lang);
        Self {
            tag: text.lang.to_owned(),
            lang,
            folded,
            tokens,
            paragraphs: layout::paragraphs(text.body),
            items,
            dates,
            references,
            numbers,
        }
    }
}

/// Particulars, by name.
type Args = Vec<(&'static str, String)>;

/// What was found so far, each with the place of its provision.
pub(crate) struct Found(Vec<(usize, &'static str, Args)>);

impl Found {
    fn at(&mut self, at: usize) -> Report<'_> {
        Report { all: self, at }
    }

    fn sorted(self, pairs: &[Pair<'_>]) -> Vec<Warning> {
        let mut all = self.0;
        all.sort_by_key(|(at, code, _)| (*at, *code));
        let warning = |(at, code, args): (usize, &'static str, Args)| {
            let provision = pairs.get(at)?.id.clone();
            Some(Warning {
                code,
                provision,
                args,
            })
        };
        all.into_iter().filter_map(warning).collect()
    }
}

/// Where the findings of one provision go.
pub(crate) struct Report<'f> {
    all: &'f mut Found,
    at: usize,
}

impl Report<'_> {
    fn add(&mut self, code: &'static str, args: Args) {
        self.all.0.push((self.at, code, args));
    }

    /// Two languages that say different things, side by side.
    fn differ(&mut self, code: &'static str, a: (&Said, String), b: (&Said, String)) {
        self.add(
            code,
            vec![
                ("lang", a.0.tag.clone()),
                ("says", a.1),
                ("other", b.0.tag.clone()),
                ("other_says", b.1),
            ],
        );
    }
}

/// Two lists side by side, the shorter filled up.
fn side_by_side(a: Vec<String>, b: Vec<String>) -> impl Iterator<Item = (String, String)> {
    let length = a.len().max(b.len());
    let filled = |list: Vec<String>| {
        let none = std::iter::repeat_with(|| NOTHING.to_owned());
        list.into_iter().chain(none)
    };
    filled(a).zip(filled(b)).take(length)
}
