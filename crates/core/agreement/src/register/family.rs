//! One release and everything made of it and said of it. Each saying keeps who said it and where,
//! so that it can be read as any act's author had seen it.

use super::Facts;
use crate::{
    Past,
    custody::{Event, How},
};
use entente_model::{
    Act, PartyId,
    holding::{Leave, Made, Reclass, Third, Wanted},
    id::PurposeId,
    time::Date,
};
use std::collections::BTreeSet;

/// Something said at a place in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// Who said it.
    pub by: PartyId,
    /// Index in that party's record.
    pub n: u64,
    /// What.
    pub what: T,
}

impl<T> At<T> {
    /// Whether an act's author had seen it.
    #[must_use]
    pub fn known(&self, past: &Past<'_>) -> bool {
        past.knows(&self.by, self.n)
    }
}

/// What the holder made, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// What it is.
    pub what: Made,
    /// Index of the act in the holder's record.
    pub n: u64,
    /// The day it was made, in the agreement's zone, by the holder's clock.
    pub on: Date,
    /// Index of the consent it was made under, in the originator's record.
    pub consent: Option<u64>,
}

/// A question of the holder's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// For what.
    pub leave: Leave,
}

/// The originator's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Index of the question in the holder's record.
    pub ask: u64,
    /// What was granted; `None`: refused.
    pub leave: Option<Leave>,
    /// Further originators whose consent it conveys.
    pub also_of: Vec<PartyId>,
}

/// One use of a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Index of the consent in the originator's record.
    pub consent: u64,
    /// To whom it went, when it went on.
    pub to: Option<Third>,
    /// For what.
    pub purpose: Option<PurposeId>,
    /// How many copies.
    pub copies: u32,
}

/// A recall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recall {
    /// What with it.
    pub wanted: Wanted,
    /// By this day.
    pub by: Option<Date>,
}

/// The holder's answer to a recall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalled {
    /// Index of the recall in the originator's record.
    pub order: u64,
    /// Copies held.
    pub held: u32,
    /// Persons who had read it.
    pub readers: u32,
    /// Where it had gone on to.
    pub gone_to: Vec<Third>,
}

/// A return on its way, or back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Numbers.
    pub numbers: Vec<u32>,
    /// The way.
    pub by: String,
    /// The day.
    pub on: Date,
}

/// An end of some numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Numbers; empty: every number, also those made later (declassified).
    pub numbers: Vec<u32>,
    /// How, when, by whom.
    pub event: Event,
    /// Method and witnesses of a destruction, as stated.
    pub method: String,
    /// In an emergency.
    pub emergency: bool,
}

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Family {
    /// What the holder made; number 1 is the first.
    pub made: Vec<Child>,
    /// Questions.
    pub asks: Vec<At<Asked>>,
    /// Answers.
    pub answers: Vec<At<Answered>>,
    /// Consents taken back, by their index in the originator's record.
    pub withdrawn: Vec<At<u64>>,
    /// Uses of consents.
    pub uses: Vec<At<Used>>,
    /// Intentions to lower the level, and the day each was told.
    pub intents: Vec<At<(Reclass, Date)>>,
    /// Orders that changed the level.
    pub orders: Vec<At<Reclass>>,
    /// Orders applied, by their index in their author's record.
    pub applied: Vec<At<u64>>,
    /// Recalls.
    pub recalls: Vec<At<Recall>>,
    /// Answers to recalls.
    pub recalled: Vec<At<Recalled>>,
    /// Returns.
    pub sent: Vec<At<Sent>>,
    /// Returns that arrived, by their index in the holder's record.
    pub back: Vec<At<u64>>,
    /// How it is to end.
    pub determined: Vec<At<Wanted>>,
    /// Copies forbidden.
    pub forbidden: Vec<At<()>>,
    /// Numbers reported lost.
    pub lost: Vec<At<Vec<u32>>>,
    /// Asked after.
    pub chased: Vec<At<()>>,
    /// Ends, in their own order: of several for a number the first stands.
    pub ends: Vec<At<Ended>>,
    /// Uses of a consent that crossed its withdrawal: index of the use in the holder's record, of
    /// the withdrawal in the originator's. Such a use was in order (E1).
    pub crossed: BTreeSet<(u64, u64)>,
    /// Who has said something of it.
    pub(super) spoke: BTreeSet<PartyId>,
    /// The places of `orders`.
    places: Vec<Place>,
}

/// Where an order stands among those of both parties: after the giver's orders its author had
/// seen. Of two that cross the giver's stands behind, and so prevails.
type Place = (u64, bool, u64);

impl Family {
    /// How many numbers there are as an act's author knew; 0 is always one.
    #[must_use]
    pub fn count(&self, holder: &PartyId, past: &Past<'_>) -> u32 {
        let made = self.made.iter().filter(|c| past.knows(holder, c.n)).count();
        u32::try_from(made).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// How a number ended, of what is seen: of several ends the first in their own order stands.
    pub fn ending(&self, number: u32, seen: impl Fn(&PartyId, u64) -> bool) -> Option<&At<Ended>> {
        self.ends.iter().find(|e| {
            (e.what.numbers.is_empty() || e.what.numbers.contains(&number)) && seen(&e.by, e.n)
        })
    }

    /// Copies used under a consent, as an act's author knew: gone on, or made.
    #[must_use]
    pub fn used(&self, consent: u64, facts: &Facts, past: &Past<'_>) -> u32 {
        let on = self
            .uses
            .iter()
            .filter(|u| u.what.consent == consent && u.known(past))
            .fold(0u32, |sum, u| sum.saturating_add(u.what.copies));
        let made = self
            .made
            .iter()
            .filter(|c| c.consent == Some(consent) && past.knows(&facts.to, c.n))
            .count();
        on.saturating_add(u32::try_from(made).unwrap_or(u32::MAX))
    }

    /// The level's changes an act's author knew, in the order they were ordered.
    pub fn orders_known<'f>(&'f self, past: &'f Past<'f>) -> impl Iterator<Item = &'f At<Reclass>> {
        self.orders.iter().filter(|o| o.known(past))
    }

    /// Whether a consent was taken back, as an act's author knew.
    #[must_use]
    pub fn taken_back(&self, answer: u64, past: &Past<'_>) -> bool {
        self.withdrawn
            .iter()
            .any(|w| w.what == answer && w.known(past))
    }

    /// Adds an end.
    pub(super) fn end(&mut self, by: &PartyId, n: u64, ended: Ended) {
        let end = At {
            by: by.clone(),
            n,
            what: ended,
        };
        let before =
            |e: &At<Ended>| (&e.what.event, &e.by, e.n) <= (&end.what.event, &end.by, end.n);
        let at = self.ends.partition_point(before);
        self.ends.insert(at, end);
    }

    /// Adds an order at its place.
    pub(super) fn order(&mut self, order: At<Reclass>, act: &Act, giver: &PartyId) {
        let place = if &act.by == giver {
            (act.n, true, act.n)
        } else {
            let seen = act.seen.iter().find(|(party, _)| party == giver);
            (seen.map_or(0, |(_, size)| *size), false, act.n)
        };
        let at = self.places.partition_point(|p| *p <= place);
        self.places.insert(at, place);
        self.orders.insert(at, order);
    }

    /// Notes a withdrawal that crosses uses its author had not seen.
    pub(super) fn cross_withdrawal(
        &mut self,
        answer: u64,
        n: u64,
        past: &Past<'_>,
        holder: &PartyId,
    ) {
        let used = self.uses.iter().filter(|u| u.what.consent == answer);
        let made = self.made.iter().filter(|c| c.consent == Some(answer));
        let crossed = used
            .map(|u| u.n)
            .chain(made.map(|c| c.n))
            .filter(|at| !past.knows(holder, *at))
            .map(|at| (at, n));
        self.crossed.extend(crossed);
    }

    /// Notes a use that crosses a withdrawal its author had not seen.
    pub(super) fn cross_use(&mut self, consent: u64, n: u64, past: &Past<'_>, giver: &PartyId) {
        let crossing = self
            .withdrawn
            .iter()
            .filter(|w| w.what == consent && !past.knows(giver, w.n));
        self.crossed.extend(crossing.map(|w| (n, w.n)));
    }
}

/// An event.
#[must_use]
pub(super) fn event(on: Date, how: How, by: &PartyId) -> Event {
    Event {
        on,
        how,
        by: by.clone(),
    }
}
