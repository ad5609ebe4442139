//! Recalls answered, returns that arrived, destruction, discharge (F8, G5, G6).

use super::apply::{Change, One};
use super::doing::More;
use super::{Ended, MAX_SAID, NumberState, Recalled, Sent, family::event};
use crate::{
    custody::How,
    permit::{Action, Given, Hand},
    terms::{ChannelKind, Group},
};
use entente_model::{
    Problem,
    holding::{Destroyed, Third, Wanted},
    time::Date,
};

impl One<'_> {
    pub(super) fn recalled(
        &self,
        order: u64,
        held: u32,
        readers: u32,
        gone_to: &[Third],
    ) -> Result<Change, Problem> {
        let family = self
            .family()
            .ok_or_else(|| self.nothing(self.from, order, "REG-021"))?;
        let there = family
            .recalls
            .iter()
            .any(|r| r.n == order && r.known(&self.past));
        if !there {
            return Err(self.nothing(self.from, order, "REG-021"));
        }
        if family.recalled.iter().any(|r| r.what.order == order) {
            return Err(Problem::refused("REG-017").with("index", order));
        }
        if gone_to.len() > MAX_SAID {
            return Err(Problem::refused("REG-014").with("limit", MAX_SAID));
        }
        gone_to.iter().try_for_each(|third| self.third(third))?;
        // What is at hand: not what is lost, on its way back, or never came.
        let here = |s: NumberState| matches!(s, NumberState::Held | NumberState::Quarantined);
        let states = self.states();
        let open = states.iter().filter(|(state, _)| here(*state)).count();
        if u32::try_from(open).unwrap_or(u32::MAX) != held {
            return Err(Problem::refused("REG-012")
                .with("what", "copies")
                .with("said", held)
                .with("register", open));
        }
        let gone: Vec<Third> = family
            .uses
            .iter()
            .filter(|u| u.known(&self.past))
            .filter_map(|u| u.what.to.clone())
            .collect();
        if gone.iter().any(|third| !gone_to.contains(third)) {
            return Err(Problem::refused("REG-012")
                .with("what", "recipients")
                .with("said", gone_to.len())
                .with("register", gone.len()));
        }
        Ok(Change::Recalled(Recalled {
            order,
            held,
            readers,
            gone_to: gone_to.to_vec(),
        }))
    }

    pub(super) fn back(&self, sent: u64) -> Result<Change, Problem> {
        let family = self
            .family()
            .ok_or_else(|| self.nothing(&self.facts.to, sent, "REG-002"))?;
        let there = family
            .sent
            .iter()
            .find(|s| s.n == sent && s.known(&self.past))
            .ok_or_else(|| self.nothing(&self.facts.to, sent, "REG-002"))?;
        if family.back.iter().any(|b| b.what == sent) {
            return Err(Problem::refused("REG-017").with("index", sent));
        }
        Ok(Change::Back(sent, there.what.clone()))
    }

    /// Sends it back, by a way the terms name. What was put in quarantine goes back too.
    pub(super) fn give_back(&self, numbers: &[u32], by: &str, on: Date) -> Result<Change, Problem> {
        let numbers = self.ending(numbers)?;
        let rows = &self.rules.terms.channel;
        let way = ChannelKind::ALL
            .iter()
            .find(|k| k.word() == by)
            .filter(|k| rows.is_empty() || rows.iter().any(|row| row.kind == **k));
        if way.is_none() {
            return Err(Problem::refused("REG-016").with("what", "channel"));
        }
        self.permit(Action::Return, Hand::EMPTY, &More::default())?;
        self.done_on(on)?;
        Ok(Change::Sent(Sent {
            numbers,
            by: by.to_owned(),
            on,
        }))
    }

    /// Reports them missing: also what is on its way back, and what never got a receipt.
    pub(super) fn lost(&self, numbers: &[u32]) -> Result<Change, Problem> {
        let missed = self.numbers(numbers, |s| !s.ended() && s != NumberState::Lost)?;
        Ok(Change::Lost(missed))
    }

    /// Numbers the holder can end: it signed for them, and they are not on their way back.
    fn ending(&self, numbers: &[u32]) -> Result<Vec<u32>, Problem> {
        let sent = self
            .states()
            .first()
            .is_some_and(|(s, _)| *s == NumberState::Sent);
        if sent {
            return Err(Problem::refused("REG-019").decided_by("registrar"));
        }
        self.here_or_named(numbers, |s| !s.ended() && s != NumberState::Returning)
    }

    /// The numbers named, in a state that fits; without names what is here. What is reported lost
    /// is not swept into a certificate: it is named once it is found.
    fn here_or_named(
        &self,
        numbers: &[u32],
        fits: impl Fn(NumberState) -> bool,
    ) -> Result<Vec<u32>, Problem> {
        let named = !numbers.is_empty();
        self.numbers(numbers, |s| {
            let elsewhere = matches!(s, NumberState::Lost | NumberState::Returning);
            fits(s) && (named || !elsewhere)
        })
    }

    pub(super) fn destroy(&self, destroyed: &Destroyed) -> Result<Change, Problem> {
        self.words([destroyed.method.as_str()])?;
        self.list(&destroyed.witnesses)?;
        if destroyed.method.trim().is_empty() {
            return Err(Problem::refused("REG-016").with("what", "method"));
        }
        let numbers = if destroyed.emergency.is_some() {
            // One key is enough, and one key it is. Nothing else is asked (G6).
            if !destroyed.witnesses.is_empty() || destroyed.consent.is_some() {
                return Err(Problem::refused("REG-016").with("what", "second-key"));
            }
            self.no_later(destroyed.on)?;
            let numbers = self.here_or_named(&destroyed.numbers, |s| !s.ended())?;
            let hand = Hand::EMPTY.with(Given::Emergency);
            self.permit(Action::EmergencyDestroy, hand, &More::default())?;
            numbers
        } else {
            self.done_on(destroyed.on)?;
            let numbers = self.ending(&destroyed.numbers)?;
            self.certified(destroyed)?;
            numbers
        };
        Ok(Change::Ended(Ended {
            numbers,
            event: event(destroyed.on, How::Destroyed, self.past.by),
            method: destroyed.method.clone(),
            emergency: destroyed.emergency.is_some(),
        }))
    }

    fn certified(&self, destroyed: &Destroyed) -> Result<(), Problem> {
        let (mut hand, partial) = self.consented(destroyed.consent, "destroy", None, None, 0)?;
        // A witness is another person than the registrar, and each only once (G5).
        let mut witnesses = destroyed.witnesses.clone();
        witnesses.sort_unstable();
        witnesses.dedup();
        let twice = witnesses.len() != destroyed.witnesses.len();
        if twice || witnesses.contains(self.official) {
            return Err(Problem::refused("REG-016").with("what", "witness"));
        }
        if !witnesses.is_empty() {
            hand = hand.with(Given::Witness);
        }
        match self.wanted() {
            Some(Wanted::Destroy) => {
                // The giver alone does not speak for further originators (C8).
                let all = |o| o == self.from || o == &self.facts.to;
                if self.facts.originators.iter().all(all) {
                    hand = hand
                        .with(Given::OriginatorDetermined)
                        .with(Given::Authorisation)
                        .with(Given::Consent);
                }
            }
            Some(wanted) => {
                hand = hand.with(Given::OriginatorForbids);
                let survival = self.rules.terms.survival.as_ref();
                let demand = survival.filter(|s| s.return_on_demand && wanted == Wanted::Return);
                if let (Some(group), None) = (demand, destroyed.consent) {
                    let article = group.rule("return_on_demand");
                    return Err(Problem::refused("HOLD-040")
                        .with("article", article)
                        .under(article)
                        .decided_by(self.from));
                }
            }
            None => {}
        }
        let more = More {
            partial,
            ..More::default()
        };
        self.permit(Action::Destroy, hand, &more)
    }

    /// How the originator last said it is to end: by determination or by recall.
    fn wanted(&self) -> Option<Wanted> {
        let family = self.family()?;
        let determined = family.determined.iter().rev().find(|d| d.known(&self.past));
        let recalled = family.recalls.iter().rev().find(|r| r.known(&self.past));
        match (determined, recalled) {
            (Some(d), Some(r)) if d.n > r.n => Some(d.what),
            (_, Some(r)) => Some(r.what.wanted),
            (d, None) => d.map(|d| d.what),
        }
    }

    /// Lets the holder off, also for what never came back or never arrived (F8).
    pub(super) fn discharge(&self, numbers: &[u32], on: Date) -> Result<Change, Problem> {
        let numbers = self.numbers(numbers, |s| !s.ended())?;
        self.done_on(on)?;
        self.permit(Action::Discharge, Hand::EMPTY, &More::default())?;
        Ok(Change::Ended(Ended {
            numbers,
            event: event(on, How::Discharged, self.past.by),
            method: String::new(),
            emergency: false,
        }))
    }
}
