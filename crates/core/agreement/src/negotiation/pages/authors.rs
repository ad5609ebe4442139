//! Who changed what between two texts, from the turns between them.
//!
//! What was put is its author's. What was cut is named by the turn that cut it, and the first one
//! counts: exact as long as no party cuts, after another withdrew that very cut, the same words.
//! What a turn cut as part of a whole bracket is its last author's who wrote in that text.

use crate::negotiation::{Negotiation, Text};
use entente_model::{
    PartyId,
    turn::{Cut, Key, Op, Spot, Turn},
};
use std::collections::BTreeMap;

/// Characters `from..to`, and who cut them.
type Range = (u32, u32, PartyId);

/// See the module.
pub(super) struct Authors {
    cuts: BTreeMap<Key, Vec<Range>>,
    wrote: BTreeMap<Spot, PartyId>,
    terms: BTreeMap<(String, Option<String>), PartyId>,
    /// Who writes the turn of a preview, which no record has yet.
    preview: Option<PartyId>,
    proposer: Option<PartyId>,
    /// Number of the last turn.
    pub(super) last: u32,
}

impl Authors {
    /// Of the turns after the first `from` that are in `text`.
    pub(super) fn between(talk: &Negotiation, from: usize, text: &Text) -> Self {
        let newest = talk.turns().map(|r| r.turn.no).max().unwrap_or(0);
        let next = newest.saturating_add(1);
        let wrote_next = |p: &&PartyId| text.pieces().len(&Key((*p).clone(), next, 0)).is_some();
        let preview = text.parties().iter().find(wrote_next).cloned();
        let mut all = Self {
            cuts: BTreeMap::new(),
            wrote: BTreeMap::new(),
            terms: BTreeMap::new(),
            last: if preview.is_some() { next } else { 0 },
            preview,
            proposer: talk
                .base
                .pieces()
                .iter()
                .next()
                .map(|(key, _)| key.0.clone()),
        };
        let mut complete = true;
        for (at, record) in talk.turns().enumerate() {
            if puts(&record.turn) && text.pieces().len(&key(&record.by, &record.turn)).is_none() {
                complete = false;
            } else if complete {
                all.last = all.last.max(record.turn.no);
                if at >= from && in_effect(text, &record.by, &record.turn) {
                    all.take(&record.by, &record.turn);
                }
            }
        }
        all
    }

    fn take(&mut self, by: &PartyId, turn: &Turn) {
        for op in &turn.ops {
            match op {
                Op::Edit { at, hunks } => {
                    self.wrote.insert(at.clone(), by.clone());
                    for cut in hunks.iter().flat_map(|h| &h.cut) {
                        if let Cut::Chars(key, from, to) = cut {
                            let of = self.cuts.entry(key.clone()).or_default();
                            of.push((*from, *to, by.clone()));
                        }
                    }
                }
                Op::Back { at, .. } | Op::Withdraw { at, .. } => {
                    self.wrote.entry(at.clone()).or_insert_with(|| by.clone());
                }
                Op::Term { field, value } => {
                    let value = (field.clone(), value.clone());
                    self.terms.entry(value).or_insert_with(|| by.clone());
                }
                _ => {}
            }
        }
    }

    /// Who cut a character.
    pub(super) fn cut(&self, key: &Key, n: u32) -> Option<&PartyId> {
        let of = self.cuts.get(key)?;
        let found = of.iter().find(|(from, to, _)| *from <= n && n < *to);
        found.map(|(_, _, by)| by)
    }

    /// Who wrote in a text last, when nothing better is known.
    pub(super) fn of_text(&self, at: &Spot) -> Option<&PartyId> {
        let known = self.preview.as_ref().or_else(|| self.wrote.get(at));
        known.or(self.proposer.as_ref())
    }

    /// Who proposed a value of the terms.
    pub(super) fn of_term(&self, field: &str, value: Option<&String>) -> Option<&PartyId> {
        let known = self.terms.get(&(field.to_owned(), value.cloned()));
        known.or(self.preview.as_ref()).or(self.proposer.as_ref())
    }
}

fn key(by: &PartyId, turn: &Turn) -> Key {
    Key(by.clone(), turn.no, 0)
}

/// Whether a turn leaves texts under its keys.
fn puts(turn: &Turn) -> bool {
    let mut ops = turn.ops.iter();
    ops.any(|op| matches!(op, Op::Edit { .. } | Op::Add { .. }))
}

/// A chair's text changes nothing until it is taken.
fn in_effect(text: &Text, by: &PartyId, turn: &Turn) -> bool {
    let by = text.index(by);
    let taken = |o: &crate::negotiation::Offer| o.no == turn.no && Some(o.by) == by && o.taken;
    !turn.chair || text.offers().iter().any(taken)
}
