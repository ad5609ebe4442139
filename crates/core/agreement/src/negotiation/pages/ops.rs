//! Operations in words, one line each.

use super::{Say, codes, place, terms};
use crate::{
    negotiation::{Negotiation, Places, Record, Text, text::Applied},
    redline::{self, Piece},
};
use entente_model::{
    Digest, ProvisionId,
    turn::{Key, Op, Spot, Turn, wording_digest},
};
use std::sync::Arc;

/// Most characters of a wording that is only named.
const LONGEST: usize = 80;

/// A turn with the text before and after it.
pub(super) struct Step<'a> {
    pub(super) record: &'a Record,
    pub(super) by: usize,
    pub(super) before: &'a Text,
    pub(super) after: &'a Text,
    /// What its author would have after it: a chair's text as if it were taken.
    pub(super) wanted: &'a Text,
    pub(super) places: [Places; 2],
    pub(super) say: &'a Say<'a>,
}

/// The text a turn asks for, when that is not the text after it.
pub(super) fn offered(talk: &Negotiation, before: &Text, record: &Record) -> Option<Text> {
    if !record.turn.chair {
        return None;
    }
    let mut text = before.clone();
    let by = text.index(&record.by)?;
    let turn = Arc::new(Turn {
        chair: false,
        ..(*record.turn).clone()
    });
    text.apply(&Applied {
        by,
        turn: &turn,
        seen: &|key: &Key| talk.has_seen(record, key),
    });
    Some(text)
}

impl Step<'_> {
    pub(super) fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        (self.say)(key, args)
    }

    pub(super) fn place(&self, id: &ProvisionId) -> String {
        let [before, after] = &self.places;
        place(after, before, id, self.say)
    }

    /// `4.2 (EN)`.
    pub(super) fn spot(&self, at: &Spot) -> String {
        format!("{} ({})", self.place(&at.p), at.lang.to_uppercase())
    }

    /// What the author reads in a text before and after.
    pub(super) fn readings(&self, at: &Spot) -> (String, String) {
        let read = |text: &Text| {
            let field = text.field(at);
            field.map_or_else(String::new, |f| f.reading(self.by, text.pieces()))
        };
        (read(self.before), read(self.wanted))
    }

    /// The line of an operation.
    pub(super) fn line(&self, op: &Op) -> String {
        let one = |key: &str, p: &ProvisionId| self.say(key, &[("place", self.place(p))]);
        let ad_ref =
            |key: &str, ad_ref: bool| format!("{key}{}", if ad_ref { "-ad-ref" } else { "" });
        match op {
            Op::Edit { at, .. } => {
                let args = [("place", self.spot(at)), ("changes", self.changes(at))];
                self.say("talk-op-edit", &args)
            }
            Op::Back { at, bracket, text } => {
                let args = [
                    ("place", self.named(at, bracket)),
                    ("wording", self.wording(at, bracket, text)),
                ];
                self.say("talk-op-back", &args)
            }
            Op::Withdraw { at, bracket } => {
                self.say("talk-op-withdraw", &[("place", self.named(at, bracket))])
            }
            Op::Add { after, .. } => {
                let after = after.as_ref().map(|p| self.place(p));
                let after = after.unwrap_or_else(|| "none".to_owned());
                self.say("talk-op-add", &[("after", after)])
            }
            Op::Keep { p } => one("talk-op-keep", p),
            Op::Drop { p } => one("talk-op-drop", p),
            Op::Move { p, .. } => {
                let [before, after] = &self.places;
                let args = [
                    ("place", place(before, after, p, self.say)),
                    ("to", self.place(p)),
                ];
                self.say("talk-op-move", &args)
            }
            Op::Term { field, value } => {
                let field = ("field", terms::named(field));
                match value {
                    Some(json) => {
                        let value = ("value", shortened(&terms::readable(json, self.say)));
                        self.say("talk-op-term", &[field, value])
                    }
                    None => self.say("talk-op-term-out", &[field]),
                }
            }
            Op::Agree { p, ad_ref: a, .. } => one(&ad_ref("talk-op-agree", *a), p),
            Op::AgreeAll { ad_ref: a, .. } => self.say(&ad_ref("talk-op-agree-all", *a), &[]),
            Op::Reserve { p, kind } | Op::Lift { p, kind } => {
                let lift = matches!(op, Op::Lift { .. });
                let kind = self.say(&format!("talk-kind-{}", kind.word()), &[]);
                let key = if lift {
                    "talk-op-lift"
                } else {
                    "talk-op-reserve"
                };
                self.say(key, &[("place", self.place(p)), ("kind", kind)])
            }
            Op::Park {
                p,
                until: Some(date),
            } => {
                let args = [("place", self.place(p)), ("date", date.to_string())];
                self.say("talk-op-park", &args)
            }
            Op::Park { p, until: None } => one("talk-op-take-up", p),
            Op::Chair { by, no, accept } => {
                let key = if *accept {
                    "talk-op-accept"
                } else {
                    "talk-op-decline"
                };
                self.say(key, &[("party", by.to_string()), ("turn", no.to_string())])
            }
        }
    }

    /// Agreed provisions this turn reopened (rule d).
    pub(super) fn reopened(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |id: &ProvisionId, agreed: Vec<entente_model::PartyId>| {
            if !agreed.is_empty() {
                let args = [("place", self.place(id)), ("parties", codes(&agreed))];
                lines.push(self.say("talk-op-reopens", &args));
            }
        };
        let mark = Some((self.by, self.record.turn.no));
        let (before, after) = (self.before, self.after);
        for clause in std::iter::once(after.title()).chain(after.clauses()) {
            if clause.said.reopened != mark {
                continue;
            }
            let Some(was) = before.clause(&clause.id) else {
                continue;
            };
            if let Some(digest) = was.digest(before.pieces()) {
                let agreed = was.said.agreed(&digest, false).without(self.by);
                add(&clause.id, before.codes(agreed));
            }
        }
        if let (true, Some(digest), Ok(id)) = (
            after.terms().said.reopened == mark,
            before.terms().digest(),
            entente_model::turn::TERMS.parse(),
        ) {
            let agreed = before.terms().said.agreed(&digest, false).without(self.by);
            add(&id, before.codes(agreed));
        }
        lines
    }

    /// What a text loses and gains, in its author's reading.
    fn changes(&self, at: &Spot) -> String {
        let (old, new) = self.readings(at);
        let pieces = redline::pieces(&old, &redline::hunks(&old, &new, &at.lang));
        let marked = pieces.iter().filter_map(|piece| match piece {
            Piece::Same(_) => None,
            Piece::Cut(text) => Some(format!("-{}-", shortened(text))),
            Piece::Put(text) => Some(format!("+{}+", shortened(text))),
        });
        marked.collect::<Vec<String>>().join(" ")
    }

    /// `4.2#b3`.
    fn named(&self, at: &Spot, bracket: &Key) -> String {
        let known = self.before.field(at);
        let known = known.and_then(|f| f.brackets().find(|b| b.ids.contains(bracket)));
        let number = known.map(|b| format!("#b{}", b.number));
        format!("{}{}", self.place(&at.p), number.unwrap_or_default())
    }

    /// The wording a party stands behind.
    fn wording(&self, at: &Spot, bracket: &Key, text: &Digest) -> String {
        let pieces = self.before.pieces();
        let known = self.before.field(at);
        let known = known.and_then(|f| f.brackets().find(|b| b.ids.contains(bracket)));
        let all = known.map(|b| (b.alternatives(pieces), b.before(pieces)));
        let found = all.and_then(|(all, before)| {
            let mut words = all.into_iter().map(|w| w.text).chain([before]);
            words.find(|words| wording_digest(words) == *text)
        });
        // What it names was said once and is not any more: what the author reads now.
        let words = found.unwrap_or_else(|| self.readings(at).1);
        if words.is_empty() {
            self.say("talk-leave-out", &[])
        } else {
            shortened(&words)
        }
    }
}

/// A wording that is only named, on one line.
fn shortened(text: &str) -> String {
    let line = text.replace(char::is_control, " ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let head: String = line.chars().take(LONGEST).collect();
    format!("{head}…")
}
