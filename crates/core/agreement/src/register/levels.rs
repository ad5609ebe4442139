//! Levels lowered, raised, taken away, and applied (C6).

use super::apply::{Change, One};
use super::doing::{More, stands};
use crate::permit::{Action, Given, Hand};
use entente_marking::Level;
use entente_model::{
    LevelId, Problem,
    holding::{LeaveFor, Reclass},
};

impl One<'_> {
    /// Changes the level from a day that has come; one ahead is told as an intention.
    pub(super) fn reclass(&self, reclass: &Reclass) -> Result<Change, Problem> {
        self.words([reclass.authority.as_str()])?;
        self.done_on(reclass.on)?;
        let Some(now) = self.register.level(self.from, self.n, &self.past) else {
            let states = self.states();
            return Err(stands(0, states.first()));
        };
        if reclass.to.as_ref() == Some(now) {
            return Err(Problem::refused("REG-018").with("level", now));
        }
        let raised = match &reclass.to {
            None => false,
            Some(to) => {
                let new = self.fits_level(to)?.rank;
                self.rules.level(now).is_some_and(|old| new > old.rank)
            }
        };
        let originator = self.facts.originators.contains(self.past.by);
        if raised && originator {
            return Ok(Change::Ordered(reclass.clone()));
        }
        let (mut hand, partial) = self.lowering_consent(reclass)?;
        if self.told_before(reclass) {
            hand = hand.with(Given::IntentionTold);
        }
        // The day its originators marked for the end is their consent, given in writing before.
        let marked = self.facts.label.as_ref().and_then(|l| l.declassify);
        if reclass.to.is_none() && marked.is_some_and(|day| day <= reclass.on) {
            hand = hand.with(Given::Consent).with(Given::ConsentOfAll);
        }
        let more = More {
            lower_to: reclass.to.as_ref(),
            on: Some(reclass.on),
            partial,
            ..More::default()
        };
        self.permit(Action::Downgrade, hand, &more)?;
        Ok(Change::Ordered(reclass.clone()))
    }

    /// Says that a level will be changed on a day ahead.
    pub(super) fn intend(&self, reclass: &Reclass) -> Result<Change, Problem> {
        self.words([reclass.authority.as_str()])?;
        if let Some(to) = &reclass.to {
            self.fits_level(to)?;
        }
        Ok(Change::Intended(reclass.clone(), self.day))
    }

    /// A level of the item's own party for which the holder has a row: else nobody could say how
    /// it is protected there (C3).
    pub(super) fn fits_level(&self, to: &LevelId) -> Result<&Level, Problem> {
        let level = self.rules.level(to).ok_or_else(|| {
            Problem::refused("MARK-001")
                .with("token", to)
                .with("party", self.from)
        })?;
        if to.party() != self.facts.level.party() {
            return Err(Problem::refused("MARK-003")
                .with("token", to)
                .with("party", &level.party));
        }
        let holder = &self.facts.to;
        let row = self.rules.table.equivalent(to, holder).is_some();
        if !row && to.party() != holder.as_str() {
            return Err(Problem::refused("REL-014")
                .with("level", to)
                .with("party", holder)
                .with("article", "-")
                .decided_by("negotiators"));
        }
        Ok(level)
    }

    /// A holder lowers only with a consent to that very level, and one that still holds.
    fn lowering_consent(&self, reclass: &Reclass) -> Result<(Hand, bool), Problem> {
        let answers = self
            .family()
            .map(|f| f.answers.as_slice())
            .unwrap_or_default();
        let fitting = answers.iter().rev().filter(|a| {
            a.known(&self.past)
                && matches!(
                    a.what.leave.as_ref().map(|l| &l.what),
                    Some(LeaveFor::Downgrade(to)) if Some(to) == reclass.to.as_ref()
                )
        });
        let mut none = Ok((Hand::EMPTY, false));
        for answer in fitting {
            match self.consented(Some(answer.n), "downgrade", None, None, 0) {
                Ok(hand) => return Ok(hand),
                // What came of the newest one is what its author reads.
                Err(problem) => none = none.and(Err(problem)),
            }
        }
        // The sole originator needs no consent, so none that lapsed stands in its way.
        if self.facts.originators.iter().all(|o| o == self.past.by) {
            return Ok((Hand::EMPTY, false));
        }
        none
    }

    pub(super) fn told_before(&self, reclass: &Reclass) -> bool {
        let period = self
            .rules
            .terms
            .reclassification
            .as_ref()
            .and_then(|r| r.intent_notice);
        let intents = self
            .family()
            .map(|f| f.intents.as_slice())
            .unwrap_or_default();
        intents.iter().any(|i| {
            let (said, told) = &i.what;
            let early = period.is_none_or(|p| {
                let least = crate::dates::add(p, *told, &self.rules.terms.calendar, None);
                least.is_ok_and(|least| least <= reclass.on)
            });
            i.known(&self.past) && said.to == reclass.to && said.on <= reclass.on && early
        })
    }

    pub(super) fn applied(&self, order: u64) -> Result<Change, Problem> {
        let family = self
            .family()
            .ok_or_else(|| self.nothing(self.from, order, "REG-018"))?;
        let there = family
            .orders
            .iter()
            .any(|o| o.n == order && &o.by == self.from && o.known(&self.past));
        if !there {
            return Err(self.nothing(self.from, order, "REG-018"));
        }
        if family.applied.iter().any(|a| a.what == order) {
            let done = Problem::refused("REG-017").with("index", order);
            return Err(self.under(done, "REG-018"));
        }
        Ok(Change::Applied(order))
    }
}
