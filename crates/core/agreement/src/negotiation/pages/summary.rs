//! What a turn does, in lines: shown before it is sent, and with the turn.

use super::{Say, ops};
use crate::{
    negotiation::Negotiation,
    redline::{self, Kind},
};
use entente_model::turn::{Op, Spot};
use ops::Step;
use std::collections::{BTreeMap, BTreeSet};

/// What the turn at a place in the order does, counted from 1: reopenings of agreed text first
/// (rule d), then its operations, then changes of spacing, punctuation, width, form of kanji and
/// numbering by kind (rule g), moves and new numbers. Nothing for a turn that is not there.
#[must_use]
pub fn summary(talk: &Negotiation, at: usize, say: &Say<'_>) -> Vec<String> {
    let Some(record) = at.checked_sub(1).and_then(|at| talk.turns().nth(at)) else {
        return Vec::new();
    };
    let before = talk.after(at.saturating_sub(1));
    let Some(by) = before.index(&record.by) else {
        return Vec::new();
    };
    let mut after = before.clone();
    talk.apply(&mut after, record);
    let offered = ops::offered(talk, &before, record);
    let wanted = offered.as_ref().unwrap_or(&after);
    let step = Step {
        record,
        by,
        before: &before,
        after: &after,
        wanted,
        places: [before.places(), wanted.places()],
        say,
    };
    let mut lines = step.reopened();
    if record.turn.chair {
        lines.push(step.say("talk-op-offer", &[]));
    }
    let moves = |op: &&Op| matches!(op, Op::Move { .. });
    let all = || record.turn.ops.iter();
    lines.extend(all().filter(|op| !moves(op)).map(|op| step.line(op)));
    lines.extend(kinds(&step));
    lines.extend(all().filter(moves).map(|op| step.line(op)));
    lines.extend(renumbered(&step));
    if let Some(date) = record.turn.reply_by {
        lines.push(step.say("talk-op-reply", &[("date", date.to_string())]));
    }
    lines
}

/// Where something changed that is not wording, by kind.
fn kinds(step: &Step<'_>) -> Vec<String> {
    let mut spots: Vec<&Spot> = Vec::new();
    for op in &step.record.turn.ops {
        if let Op::Edit { at, .. } = op
            && !spots.contains(&at)
        {
            spots.push(at);
        }
    }
    let mut found: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for at in spots {
        let (old, new) = step.readings(at);
        let hunks = redline::hunks(&old, &new, &at.lang);
        let kinds: BTreeSet<Kind> = hunks.iter().map(|h| redline::kind(&old, h)).collect();
        for kind in kinds {
            found.entry(kind).or_default().push(step.spot(at));
        }
    }
    found
        .into_iter()
        .filter_map(|(kind, places)| {
            let key = match kind {
                Kind::Wording => return None,
                Kind::Spacing => "talk-op-spacing",
                Kind::Punctuation => "talk-op-punctuation",
                Kind::Width => "talk-op-width",
                Kind::Variant => "talk-op-variant",
                Kind::Numbering => "talk-op-numbering",
            };
            Some(step.say(key, &[("places", places.join(", "))]))
        })
        .collect()
}

/// Provisions whose number changes, in one line.
fn renumbered(step: &Step<'_>) -> Option<String> {
    let [before, after] = &step.places;
    let stood = step.before.standing().map(|c| &c.id);
    let stands: BTreeSet<_> = step.wanted.standing().map(|c| &c.id).collect();
    let changed: Vec<String> = stood
        .filter(|id| stands.contains(id) && before.of_id(id) != after.of_id(id))
        .map(|id| format!("{} → {}", before.of_id(id), after.of_id(id)))
        .collect();
    let places = changed.join(", ");
    (!changed.is_empty()).then(|| step.say("talk-op-renumbered", &[("places", places)]))
}
