//! Consents: what a token allows, how much of it is left, and what it puts into the hand of a
//! question to the terms (E1–E3, C8).

use super::apply::{Change, One};
use super::{Answered, Asked, Facts, Family};
use crate::{
    Past,
    permit::{Given, Hand},
};
use entente_model::{
    PartyId, Problem,
    holding::{Leave, LeaveFor, Third},
    id::PurposeId,
    problem::Class,
    time::Date,
};

/// What a consent is wanted for.
pub(super) struct Want<'a> {
    /// Index of the consent in the originator's record.
    pub(super) consent: u64,
    /// A word of [`LeaveFor`].
    pub(super) matter: &'static str,
    /// To whom it goes.
    pub(super) to: Option<&'a Third>,
    /// For which purpose.
    pub(super) purpose: Option<&'a PurposeId>,
    /// How many copies.
    pub(super) copies: u32,
    /// The day.
    pub(super) day: Date,
}

/// What a consent puts into the hand, if it is there, in force and wide enough.
///
/// # Errors
/// REG-005 when there is none, REG-008 for another matter, recipient, unit or purpose, REG-009 when
/// it expired, REG-010 when it was taken back, REG-011 when its copies are used up.
pub(super) fn hand(
    family: Option<&Family>,
    from: &PartyId,
    facts: &Facts,
    past: &Past<'_>,
    want: &Want<'_>,
) -> Result<Hand, Problem> {
    let none = || {
        Problem::new("REG-005", Class::NotFound)
            .with("index", want.consent)
            .with("party", from)
            .decided_by(from)
    };
    let family = family.ok_or_else(none)?;
    let answer = family
        .answers
        .iter()
        .find(|a| a.n == want.consent && a.known(past))
        .ok_or_else(none)?;
    let leave = answer.what.leave.as_ref().ok_or_else(none)?;
    fits(leave, want, from, facts)?;
    if family.taken_back(answer.n, past) {
        return Err(Problem::refused("REG-010")
            .with("index", answer.n)
            .with("party", from)
            .decided_by(from));
    }
    if let Some(most) = leave.copies {
        let used = family.used(answer.n, facts, past);
        if used.saturating_add(want.copies) > most {
            return Err(Problem::refused("REG-011")
                .with("copies", most)
                .with("used", used)
                .decided_by(from));
        }
    }
    // The giver answers for itself, the holder consents by asking; whoever else made it must have
    // said so to the giver. Short of that it is no consent (C8, E3).
    let all = facts
        .originators
        .iter()
        .all(|o| o == from || o == &facts.to || answer.what.also_of.contains(o));
    let mut hand = Hand::EMPTY;
    if all {
        hand = hand
            .with(Given::Consent)
            .with(Given::Authorisation)
            .with(Given::ConsentOfAll);
    }
    if leave.third_agreement {
        hand = hand.with(Given::ThirdAgreement);
    }
    Ok(hand)
}

fn fits(leave: &Leave, want: &Want<'_>, from: &PartyId, facts: &Facts) -> Result<(), Problem> {
    let other = |what: &str| {
        Problem::refused("REG-008")
            .with("index", want.consent)
            .with("what", what)
            .decided_by(from)
    };
    if leave.what.word() != want.matter {
        return Err(other(leave.what.word()));
    }
    if let (LeaveFor::Onward(third) | LeaveFor::Contract(third), Some(to)) = (&leave.what, want.to)
    {
        let same = (&third.kind, &third.party, &third.name) == (&to.kind, &to.party, &to.name);
        // By way of another it goes to that one; the holder may itself be the way (E3).
        let way = leave.relay.as_ref().filter(|relay| **relay != facts.to);
        match way {
            Some(relay) if to.party.as_ref() == Some(relay) => {}
            Some(_) => return Err(other("relay")),
            None if !same => return Err(other("recipient")),
            None if third.unit.is_some() && third.unit != to.unit => return Err(other("unit")),
            None => {}
        }
    }
    if let LeaveFor::Use(purpose) = &leave.what
        && want.purpose != Some(purpose)
    {
        return Err(other("purpose"));
    }
    // Without a purpose of its own it is for the one the item was given for (E2).
    if let (Some(purpose), LeaveFor::Onward(_) | LeaveFor::Contract(_)) =
        (want.purpose, &leave.what)
        && leave.purpose.as_ref().unwrap_or(&facts.purpose) != purpose
    {
        return Err(other("purpose"));
    }
    if let Some(until) = leave.until.filter(|until| *until < want.day) {
        return Err(Problem::refused("REG-009")
            .with("date", until)
            .with("party", from)
            .decided_by(from));
    }
    Ok(())
}

impl One<'_> {
    pub(super) fn ask(&self, leave: &Leave) -> Result<Change, Problem> {
        self.leave(leave)?;
        Ok(Change::Asked(Asked {
            leave: leave.clone(),
        }))
    }

    fn leave(&self, leave: &Leave) -> Result<(), Problem> {
        self.list(&leave.conditions)?;
        self.words(leave.conditions.iter().map(String::as_str))?;
        match &leave.what {
            LeaveFor::Onward(third) | LeaveFor::Contract(third) => self.third(third),
            LeaveFor::Nationals(list) => self.list(list),
            LeaveFor::Downgrade(to) => self.fits_level(to).map(|_| ()),
            LeaveFor::Use(_) | LeaveFor::Copy | LeaveFor::Translate | LeaveFor::Destroy => Ok(()),
        }
    }

    pub(super) fn answer(
        &self,
        ask: u64,
        leave: Option<&Leave>,
        also_of: &[PartyId],
    ) -> Result<Change, Problem> {
        self.list(also_of)?;
        let family = self.family();
        let asks = family.map(|f| f.asks.as_slice()).unwrap_or_default();
        let asked = asks
            .iter()
            .find(|a| a.n == ask && a.known(&self.past))
            .ok_or_else(|| self.nothing(&self.facts.to, ask, "REG-005"))?;
        if family.is_some_and(|f| f.answers.iter().any(|a| a.what.ask == ask)) {
            return Err(Problem::refused("REG-006").with("index", ask));
        }
        if let Some(leave) = leave {
            self.leave(leave)?;
            if !leave.within(&asked.what.leave) {
                return Err(Problem::refused("REG-007").decided_by(&self.facts.to));
            }
        }
        Ok(Change::Answered(Answered {
            ask,
            leave: leave.cloned(),
            also_of: also_of.to_vec(),
        }))
    }

    pub(super) fn withdraw(&self, answer: u64) -> Result<Change, Problem> {
        let family = self
            .family()
            .ok_or_else(|| self.nothing(self.from, answer, "REG-005"))?;
        let granted = family
            .answers
            .iter()
            .any(|a| a.n == answer && a.what.leave.is_some() && a.known(&self.past));
        if !granted {
            return Err(self.nothing(self.from, answer, "REG-005"));
        }
        if family.taken_back(answer, &self.past) {
            return Err(Problem::refused("REG-010")
                .with("index", answer)
                .with("party", self.from));
        }
        Ok(Change::Withdrawn(answer))
    }
}
