//! The bilingual lint on a text under negotiation.

use super::{clause::BLANKS, text::Text};
use crate::{
    lint::{self, GlossaryTerm, Pair, Reading, Warning},
    terms::Terms,
};

/// What the lint says of the text as one party would have it read. It warns, never edits.
#[must_use]
pub fn warnings(text: &Text, party: usize, glossary: &[GlossaryTerm]) -> Vec<Warning> {
    let pieces = text.pieces();
    let read: Vec<_> = std::iter::once(text.title())
        .chain(text.standing())
        .map(|clause| {
            let texts = clause.texts.iter().map(|t| {
                let body = t.body.reading(party, pieces);
                let blanks = BLANKS
                    .iter()
                    .map(|(mark, _)| body.matches(mark).count())
                    .sum();
                let brackets = t.heading.brackets().count() + t.body.brackets().count();
                (
                    t.lang.as_str(),
                    t.heading.reading(party, pieces),
                    body,
                    brackets,
                    blanks,
                )
            });
            (&clause.id, texts.collect::<Vec<_>>())
        })
        .collect();
    let pairs: Vec<Pair<'_>> = read
        .iter()
        .map(|(id, texts)| Pair {
            id,
            texts: texts
                .iter()
                .map(|(lang, heading, body, brackets, blanks)| Reading {
                    lang,
                    heading,
                    body,
                    brackets: *brackets,
                    blanks: *blanks,
                })
                .collect(),
        })
        .collect();
    let terms = text
        .terms()
        .json_as_read_by(party)
        .and_then(|json| Terms::parse(&json).ok());
    lint::lint(&pairs, glossary, terms.as_ref())
}
