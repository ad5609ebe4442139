//! The register as lines, one a copy; its digest, by which the two registers are compared; and the
//! duties that run.

use super::{Facts, Family, Register};
use crate::{Past, Rules, custody::How, facts::Dated, timeline};
use entente_model::{
    Digest, LevelId, PartyId,
    act::Tally,
    hash::Hasher,
    holding::{Form, Made, Wanted},
    time::Date,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What state a copy is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberState {
    /// Dispatched, no receipt yet.
    Sent,
    /// With its holder.
    Held,
    /// Reported lost; its holder still answers for it.
    Lost,
    /// On its way back.
    Returning,
    /// Returned.
    Returned,
    /// Destroyed.
    Destroyed,
    /// Declassified.
    Declassified,
    /// Its holder was let off.
    Discharged,
    /// Shown or told; no copy stays.
    Disclosed,
    /// Arrived and receipted, but set apart: not whole or not as agreed.
    Quarantined,
}

impl NumberState {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Sent,
        Self::Held,
        Self::Lost,
        Self::Returning,
        Self::Returned,
        Self::Destroyed,
        Self::Declassified,
        Self::Discharged,
        Self::Disclosed,
        Self::Quarantined,
    ];

    /// The word, as in the JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Held => "held",
            Self::Lost => "lost",
            Self::Returning => "returning",
            Self::Returned => "returned",
            Self::Destroyed => "destroyed",
            Self::Declassified => "declassified",
            Self::Discharged => "discharged",
            Self::Disclosed => "disclosed",
            Self::Quarantined => "quarantined",
        }
    }

    /// Whether the copy has come to its end.
    #[must_use]
    pub fn ended(self) -> bool {
        matches!(
            self,
            Self::Returned
                | Self::Destroyed
                | Self::Declassified
                | Self::Discharged
                | Self::Disclosed
        )
    }
}

/// One line of the register: one copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Who gave it.
    pub from: PartyId,
    /// Index of the release in that party's record.
    pub n: u64,
    /// Number: 0 for what was dispatched, else what its holder made of it.
    pub number: u32,
    /// The holder.
    pub to: PartyId,
    /// What the holder made; none for what was dispatched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// Form.
    pub form: Form,
    /// The level it was released at.
    pub original: LevelId,
    /// The level it has; none once declassified.
    pub level: Option<LevelId>,
    /// Day of release, or of making.
    pub on: Date,
    /// Index of the receipt in the holder's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<u64>,
    /// State.
    pub state: NumberState,
    /// The day it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

/// How a release stands in the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Copies, all numbers.
    pub copies: u32,
    /// Of these, open.
    pub open: u32,
    /// A recall waits for the holder: what is wanted and until when.
    pub recalled: Option<(Wanted, Option<Date>)>,
    /// An order on the level waits to be applied: its index.
    pub to_apply: Option<u64>,
    /// Days that have come or will.
    pub receipt_due: Option<Dated>,
}

type Seen<'s> = &'s dyn Fn(&PartyId, u64) -> bool;

impl Register {
    /// The lines of one release, as far as `seen` lets see.
    #[must_use]
    pub fn lines(&self, from: &PartyId, n: u64, seen: Seen<'_>) -> Vec<Line> {
        let Some(facts) = self.facts(from, n).filter(|_| seen(from, n)) else {
            return Vec::new();
        };
        let family = self.family(from, n);
        let mut lines = Vec::new();
        self.each_line(from, n, facts, family, seen, &mut |line| lines.push(line));
        lines
    }

    /// Every line of both parties, in order, as far as `seen` lets see.
    pub fn each(&self, seen: Seen<'_>, take: &mut dyn FnMut(Line)) {
        for from in self.given.keys() {
            for (n, facts) in self.releases(from) {
                if seen(from, n) {
                    self.each_line(from, n, facts, self.family(from, n), seen, take);
                }
            }
        }
    }

    fn each_line(
        &self,
        from: &PartyId,
        n: u64,
        facts: &Facts,
        family: Option<&Family>,
        seen: Seen<'_>,
        take: &mut dyn FnMut(Line),
    ) {
        let receipt = self.receipted(from, n).filter(|r| seen(&facts.to, *r));
        let order = family.and_then(|f| f.orders.iter().rev().find(|o| seen(&o.by, o.n)));
        let level = match order {
            Some(order) => order.what.to.clone(),
            None => Some(facts.level.clone()),
        };
        let made = family.map(|f| f.made.as_slice()).unwrap_or_default();
        let made = made.iter().filter(|child| seen(&facts.to, child.n));
        let children = std::iter::once(None).chain(made.map(Some));
        let states = states(self, from, n, facts, seen);
        for ((number, child), (state, ended)) in (0u32..).zip(children).zip(states) {
            take(Line {
                from: from.clone(),
                n,
                number,
                to: facts.to.clone(),
                made: child.map(|c| c.what.clone()),
                form: facts.form,
                original: facts.level.clone(),
                level: level.clone(),
                on: child.map_or(facts.on, |c| c.on),
                receipt,
                state,
                ended,
            });
        }
    }

    /// Whether nothing of a release is open any more: parent, copies and translations are all
    /// accounted for (G5). A release that is not there is not closed.
    #[must_use]
    pub fn closed(&self, from: &PartyId, n: u64) -> bool {
        self.facts(from, n).is_some_and(|facts| {
            let states = states(self, from, n, facts, &|_, _| true);
            states.iter().all(|(state, _)| state.ended())
        })
    }

    /// What of a release is still open.
    #[must_use]
    pub fn left(&self, from: &PartyId, n: u64) -> Vec<Line> {
        let mut lines = self.lines(from, n, &|_, _| true);
        lines.retain(|line| !line.state.ended());
        lines
    }

    /// The register in one digest, as far as `seen` lets see (G1).
    #[must_use]
    pub fn tally(&self, seen: Seen<'_>) -> Tally {
        let mut hasher = Hasher::default();
        let (mut copies, mut open) = (0u64, 0u64);
        self.each(seen, &mut |line| {
            copies = copies.saturating_add(1);
            open = open.saturating_add(u64::from(!line.state.ended()));
            hasher.update(&line.bytes());
        });
        Tally {
            copies,
            open,
            digest: hasher.finish(),
        }
    }

    /// How a release stands, with everything seen, and the duties that run on it.
    #[must_use]
    pub fn standing(&self, rules: &Rules, from: &PartyId, n: u64) -> Option<Standing> {
        let facts = self.facts(from, n)?;
        let lines = self.lines(from, n, &|_, _| true);
        let open = lines.iter().filter(|l| !l.state.ended()).count();
        let family = self.family(from, n);
        // Set aside is done with the answer; what is to end runs until it has.
        let recall = family.and_then(|f| {
            let answered = |at: u64| f.recalled.iter().any(|r| r.what.order == at);
            let last = f.recalls.last()?;
            let done = answered(last.n) && last.what.wanted == Wanted::SetAside;
            (!done).then_some(last)
        });
        let last = family.and_then(|f| f.orders.iter().rev().find(|o| &o.by == from));
        let to_apply = last.map(|o| o.n).filter(|at| {
            open > 0 && !family.is_some_and(|f| f.applied.iter().any(|a| a.what == *at))
        });
        let receipt_due = match self.receipted(from, n) {
            Some(_) => None,
            None => timeline::receipt_due(&rules.terms, Some(&facts.level), facts.on)
                .ok()
                .flatten(),
        };
        Some(Standing {
            copies: u32::try_from(lines.len()).unwrap_or(u32::MAX),
            open: u32::try_from(open).unwrap_or(u32::MAX),
            recalled: recall
                .filter(|_| open > 0)
                .map(|r| (r.what.wanted, r.what.by)),
            to_apply,
            receipt_due,
        })
    }

    /// What may be seen by an act's author.
    #[must_use]
    pub fn tally_as_of(&self, past: &Past<'_>) -> Tally {
        self.tally(&|party, n| past.knows(party, n))
    }
}

impl Line {
    /// The bytes a tally is made of: fields behind each other, each ended by a line feed.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let level = self.level.as_ref().map_or("-", LevelId::as_str);
        let made = match &self.made {
            None => "-".to_owned(),
            Some(Made::Translation(lang)) => format!("translation {}", lang.escape_default()),
            Some(Made::Work(item)) => format!("work {item}"),
            Some(made) => made.word().to_owned(),
        };
        let receipt = self
            .receipt
            .map_or_else(|| "-".to_owned(), |n| n.to_string());
        let ended = self.ended.map_or_else(|| "-".to_owned(), |d| d.to_string());
        format!(
            "{}\n{}\n{}\n{}\n{made}\n{}\n{}\n{level}\n{}\n{receipt}\n{}\n{ended}\n",
            self.from,
            self.n,
            self.number,
            self.to,
            self.form.word(),
            self.original,
            self.on,
            self.state.word(),
        )
        .into_bytes()
    }

    /// The line in one digest, as `register reconcile` names a divergence.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.bytes()])
    }
}

/// A number's state and the day it ended.
pub(super) type State = (NumberState, Option<Date>);

/// The states of all numbers of a release, as far as `seen` lets see.
pub(super) fn states(
    register: &Register,
    from: &PartyId,
    n: u64,
    facts: &Facts,
    seen: Seen<'_>,
) -> Vec<State> {
    let receipted = register
        .receipted(from, n)
        .is_some_and(|r| seen(&facts.to, r));
    let base = match (facts.disclosed, receipted) {
        (true, _) => (NumberState::Disclosed, Some(facts.on)),
        (false, true) if register.quarantined(from, n) => (NumberState::Quarantined, None),
        (false, true) => (NumberState::Held, None),
        (false, false) => (NumberState::Sent, None),
    };
    let Some(family) = register.family(from, n) else {
        return vec![base];
    };
    let made = family.made.iter().filter(|c| seen(&facts.to, c.n)).count();
    let mut states = vec![base; made.saturating_add(1)];
    // Where a number went missing or was sent off, what the holder said last holds.
    let mut moves: Vec<(u64, &[u32], NumberState)> = Vec::new();
    let back = family.back.iter().filter(|b| seen(&b.by, b.n));
    let back: BTreeSet<u64> = back.map(|b| b.what).collect();
    for sent in family.sent.iter().filter(|s| seen(&s.by, s.n)) {
        if !back.contains(&sent.n) {
            moves.push((sent.n, &sent.what.numbers, NumberState::Returning));
        }
    }
    for lost in family.lost.iter().filter(|l| seen(&l.by, l.n)) {
        moves.push((lost.n, &lost.what, NumberState::Lost));
    }
    moves.sort_unstable_by_key(|(n, ..)| *n);
    for (_, numbers, state) in moves {
        set(&mut states, numbers, (state, None));
    }
    // Backwards, so that of several ends the first in their own order stands.
    for end in family.ends.iter().rev().filter(|e| seen(&e.by, e.n)) {
        let state = match end.what.event.how {
            How::Returned => NumberState::Returned,
            How::Destroyed => NumberState::Destroyed,
            How::Declassified => NumberState::Declassified,
            How::Discharged => NumberState::Discharged,
        };
        set(
            &mut states,
            &end.what.numbers,
            (state, Some(end.what.event.on)),
        );
    }
    states
}

/// Sets the state of some numbers, or of all when none is named.
fn set(states: &mut [State], numbers: &[u32], to: State) {
    if numbers.is_empty() {
        states.fill(to);
    }
    for number in numbers {
        let at = usize::try_from(*number).ok();
        if let Some(state) = at.and_then(|at| states.get_mut(at)) {
            *state = to;
        }
    }
}
