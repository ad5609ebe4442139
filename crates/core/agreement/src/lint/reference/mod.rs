//! References to articles, paragraphs and annexes: whether both languages give the same, and
//! whether what they refer to is there.

mod japanese;
mod latin;

use super::{
    Report, Said,
    lang::Lang,
    side_by_side,
    token::{Kind, Token, clear},
};
use entente_model::ProvisionId;
use std::collections::{BTreeSet, HashSet};

/// A reference to a provision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    /// Such as `7`, `7.2`, `7.2.a`, or `A` for an annex.
    path: String,
    /// Whether it is to another instrument.
    foreign: bool,
}

impl Reference {
    /// The article or annex.
    pub(super) fn article(&self) -> &str {
        self.path.split('.').next().unwrap_or_default()
    }
}

/// Stands before the number of an annex, which is not that of an article. What such an annex is
/// called in the text cannot be told, so it is never missed.
const NUMBERED_ANNEX: &str = "annex-";

/// References found at one place, and where they end.
type Found = (Vec<Reference>, usize);

/// Finds the references and takes them out. `own` is the article the text stands in.
pub(super) fn references(tokens: &mut [Token], lang: Lang, own: &str) -> Vec<Reference> {
    let mut all: Vec<Reference> = Vec::new();
    let mut reader = japanese::Reader::new(own);
    let mut at = 0;
    while at < tokens.len() {
        let found = link(tokens, at).or_else(|| match lang {
            Lang::Ja => reader.at(tokens, at),
            _ => latin::at(tokens, at, lang, own),
        });
        match found {
            Some((found, end)) if end > at => {
                clear(tokens, at, end);
                all.extend(found);
                at = end;
            }
            _ => at = at.saturating_add(1),
        }
    }
    all
}

fn link(tokens: &[Token], at: usize) -> Option<Found> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Link)?;
    let reference = Reference {
        path: token.text.clone(),
        foreign: false,
    };
    Some((vec![reference], at.checked_add(1)?))
}

/// Most parts of one reference.
const MAX_PARTS: usize = 4;

/// Parts in brackets behind a number: `(2)`, `(a)`.
fn parts(tokens: &[Token], mut end: usize, path: &mut String) -> usize {
    let inside = |at: usize| {
        let open = tokens.get(at).is_some_and(|t| t.is('('));
        let part = tokens.get(at.checked_add(1)?)?;
        let closed = tokens.get(at.checked_add(2)?)?.is(')');
        let small = part.text.len() <= 3 && matches!(part.kind, Kind::Digits | Kind::Word);
        (open && closed && small).then(|| part.key().to_owned())
    };
    for _ in 0..MAX_PARTS {
        let Some(part) = inside(end) else {
            break;
        };
        path.push('.');
        path.push_str(&part);
        end = end.saturating_add(3);
    }
    end
}

/// Warns of references that only one of two languages has.
pub(super) fn compare(a: &Said, b: &Said, report: &mut Report<'_>) {
    // Either language may name again what the other calls "that Article".
    let set = |said: &Said| -> BTreeSet<String> {
        said.references.iter().map(|r| r.path.clone()).collect()
    };
    let (left, right) = (set(a), set(b));
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).cloned().collect()
    };
    for (says, other) in side_by_side(only(&left, &right), only(&right, &left)) {
        report.differ("lint-reference", (a, says), (b, other));
    }
}

/// The provisions a text has.
pub(super) struct Known<'p> {
    whole: HashSet<&'p str>,
    /// Also the articles of which it has paragraphs.
    parts: HashSet<String>,
}

impl<'p> Known<'p> {
    pub(super) fn of(ids: impl Iterator<Item = &'p ProvisionId>) -> Self {
        let whole: HashSet<&str> = ids.map(ProvisionId::as_str).collect();
        let parts = whole.iter().flat_map(|id| beginnings(id)).collect();
        Self { whole, parts }
    }

    /// Whether it is there, or a part of a provision that is not divided further.
    fn has(&self, path: &str) -> bool {
        path.starts_with(NUMBERED_ANNEX)
            || self.parts.contains(path)
            || beginnings(path)
                .iter()
                .any(|start| self.whole.contains(start.as_str()))
    }
}

/// `7`, `7.2` and `7.2.a` of `7.2.a`.
fn beginnings(path: &str) -> Vec<String> {
    let points = path.match_indices('.').map(|(at, _)| at);
    let starts = points.filter_map(|at| path.get(..at));
    starts.chain([path]).map(str::to_owned).collect()
}

/// Warns of references to what the text does not have.
pub(super) fn missing(known: &Known<'_>, reads: &Said, report: &mut Report<'_>) {
    let own = reads
        .references
        .iter()
        .filter(|r| !r.foreign && !known.has(&r.path));
    let paths: BTreeSet<&str> = own.map(|r| r.path.as_str()).collect();
    for path in paths {
        let args = vec![("lang", reads.tag.clone()), ("reference", path.to_owned())];
        report.add("lint-reference-missing", args);
    }
}
