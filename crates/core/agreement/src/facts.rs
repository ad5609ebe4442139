//! What happened to an agreement, as the signed acts say it, and the dates that follow. Notices
//! and their days of receipt are facts; everything else is computed, so every node and every
//! scenario gets the same answer (DESIGN §2.6).

use crate::terms::{ChangeAnswer, Gate, UpdateField};
use entente_model::{PartyId, ProvisionId, time::Date};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// Internal procedures for entry into force are completed (A4).
    Completed,
    /// An instrument of ratification, acceptance or accession was deposited (A4).
    Deposited,
    /// The agreement is terminated, or the party leaves it (A12).
    Terminate,
    /// The agreement is not to be extended (A11).
    NoRenewal,
}

impl NoticeKind {
    /// The word as written.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Deposited => "deposited",
            Self::Terminate => "terminate",
            Self::NoRenewal => "no-renewal",
        }
    }
}

/// A notice. It is immutable: what follows it are other facts (A13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Author.
    pub from: PartyId,
    /// What it says.
    pub kind: NoticeKind,
    /// The date written on it.
    pub dated: Date,
    /// Which of several of one day: its index in its author's record.
    #[serde(default)]
    pub number: Option<u64>,
    /// The day each other party, or the depositary under its name, received it.
    #[serde(default)]
    pub received: BTreeMap<String, Date>,
    /// A later last day it names, where the terms allow it.
    #[serde(default)]
    pub effective: Option<Date>,
}

/// What all parties agreed to do with a notice of termination (A13). Needs every signature; with
/// one missing it has no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// Whose notice.
    pub of: PartyId,
    /// The date on that notice.
    pub dated: Date,
    /// Which of several of one day.
    #[serde(default)]
    pub number: Option<u64>,
    /// What becomes of it.
    pub to: StayTo,
    /// Who signed, and when.
    pub signed: BTreeMap<PartyId, Date>,
}

/// See [`Stay`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StayTo {
    /// As if it had never been given.
    Void,
    /// Without effect until the day after this one.
    Until(Date),
    /// Without effect until a party revives it, with the days the terms give.
    Revivable,
}

/// One party's notice that revives a stayed notice (A13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revival {
    /// Whose stayed notice.
    pub of: PartyId,
    /// The date on that notice.
    pub dated: Date,
    /// Which of several of one day.
    #[serde(default)]
    pub number: Option<u64>,
    /// Who revives it: its author.
    pub by: PartyId,
    /// The day of revival.
    pub on: Date,
}

/// A party stops its own releases, and may resume them (A13). Its duties go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// Who.
    pub by: PartyId,
    /// First day without releases.
    pub from: Date,
    /// Last one, once resumed.
    #[serde(default)]
    pub until: Option<Date>,
}

/// A party's change that is not an amendment, told by notice (A10), and who acknowledged it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notified {
    /// Who changes it: its own.
    pub by: PartyId,
    /// What changes.
    pub field: UpdateField,
    /// When it was told.
    pub on: Date,
    /// When each other party acknowledged it.
    #[serde(default)]
    pub acknowledged: BTreeMap<PartyId, Date>,
}

/// A change of a party's protection rules (A19) and the others' answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// Whose rules.
    pub by: PartyId,
    /// The party's version of its rules from then on.
    pub version: String,
    /// When it was told.
    pub on: Date,
    /// Answers.
    #[serde(default)]
    pub answers: BTreeMap<PartyId, ChangeAnswer>,
}

/// An amendment on its way (A9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentFact {
    /// A name for it.
    pub name: String,
    /// Who signed, and when. Every party must.
    pub signed: BTreeMap<PartyId, Date>,
    /// Notices for its entry into force.
    #[serde(default)]
    pub notices: Vec<Notice>,
}

/// Everything that happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// The day each party's last signatory signed.
    pub signed: BTreeMap<PartyId, Date>,
    /// Notices in the order given.
    pub notices: Vec<Notice>,
    /// All parties ended it by consent: its last day.
    pub ended_by_consent: Option<Date>,
    /// Stays and withdrawals of notices.
    pub stays: Vec<Stay>,
    /// Revivals.
    pub revivals: Vec<Revival>,
    /// Own releases stopped.
    pub pauses: Vec<Pause>,
    /// Notified updates.
    pub updates: Vec<Notified>,
    /// Rule changes.
    pub rule_changes: Vec<RuleChange>,
    /// Amendments.
    pub amendments: Vec<AmendmentFact>,
    /// Gates passed: the day, and who has passed it (A20, V2).
    pub gates: Vec<(Gate, Date)>,
    /// The day the agreement it belongs to ended, if it did (A11).
    pub parent_ended: Option<Date>,
    /// The day the agreement it belongs to entered into force (A4).
    pub parent_in_force: Option<Date>,
}

/// A computed date and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// The date.
    pub date: Date,
    /// The provision.
    pub article: ProvisionId,
    /// What it follows from, as a message key's tail; all of them in [`crate::timeline::BECAUSE`].
    pub because: String,
}

/// The dates that follow from the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// First day of provisional application.
    pub provisional: Option<Dated>,
    /// First day in force.
    pub in_force: Option<Dated>,
    /// Who has signed, deposited or acceded; nobody else is a party to anything yet.
    pub parties: BTreeSet<PartyId>,
    /// Each party is bound by its own deposit (NATO97, ESA02): one missing from `bound` is not.
    pub each_by_deposit: bool,
    /// First day each party is bound, where that differs (NATO97, ESA02) or it acceded (A1).
    pub bound: BTreeMap<PartyId, Dated>,
    /// Last day of the current term and last day on which a notice against renewal counts.
    pub term: Option<Term>,
    /// Last day in force.
    pub end: Option<Dated>,
    /// Last day of a party that leaves.
    pub left: BTreeMap<PartyId, Dated>,
    /// First day each amendment is in force.
    pub amendments: BTreeMap<String, Dated>,
    /// Own releases stopped.
    pub pauses: Vec<Pause>,
    /// Gates passed.
    pub gates: Vec<(Gate, Date)>,
}

/// See [`Timeline::term`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Last day of the first term.
    pub first_end: Dated,
    /// Last day of the last term that is certain: a notice stopped the extension after it.
    pub stopped: Option<Dated>,
}

/// How an agreement stands between two parties on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status<'t> {
    /// Not signed, or not by these parties.
    Unsigned,
    /// Signed, the date of entry into force not fixed yet.
    Signed,
    /// The date is fixed and lies ahead.
    From(&'t Dated),
    /// Applied provisionally.
    Provisional(&'t Dated),
    /// In force.
    InForce,
    /// Ended, or left by one of the two.
    Ended(&'t Dated),
}

impl Notice {
    /// Whether a stay or revival of a notice of this day and number means this one.
    #[must_use]
    pub fn is(&self, of: &PartyId, dated: Date, number: Option<u64>) -> bool {
        let numbered = match (number, self.number) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        &self.from == of && self.dated == dated && numbered
    }
}

impl Timeline {
    /// How it stands between two parties on a day.
    #[must_use]
    pub fn status(&self, a: &PartyId, b: &PartyId, day: Date) -> Status<'_> {
        if !self.parties.contains(a) || !self.parties.contains(b) {
            return Status::Unsigned;
        }
        for end in [self.end.as_ref(), self.left.get(a), self.left.get(b)]
            .into_iter()
            .flatten()
        {
            if day > end.date {
                return Status::Ended(end);
            }
        }
        match [a, b].map(|p| self.bound_from(p)) {
            [Some(x), Some(y)] => {
                let later = if x.date >= y.date { x } else { y };
                if day >= later.date {
                    return Status::InForce;
                }
                self.provisional_on(day).unwrap_or(Status::From(later))
            }
            _ => self.provisional_on(day).unwrap_or(Status::Signed),
        }
    }

    /// First day a party is bound: its own, else the agreement's, where its parties are bound
    /// together (A4).
    #[must_use]
    pub fn bound_from(&self, party: &PartyId) -> Option<&Dated> {
        let together = self.in_force.as_ref().filter(|_| !self.each_by_deposit);
        self.bound
            .get(party)
            .or(together.filter(|_| self.parties.contains(party)))
    }

    /// Whether a party has stopped its own releases on a day.
    #[must_use]
    pub fn paused(&self, by: &PartyId, day: Date) -> Option<&Pause> {
        self.pauses
            .iter()
            .find(|p| &p.by == by && day >= p.from && p.until.is_none_or(|until| day <= until))
    }

    fn provisional_on(&self, day: Date) -> Option<Status<'_>> {
        self.provisional
            .as_ref()
            .filter(|p| day >= p.date)
            .map(Status::Provisional)
    }
}
