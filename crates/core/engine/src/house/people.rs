//! Persons as they stand: clearance, briefings, positions, groups, needs to know.

use super::House;
use entente_model::{
    AgreementId, Instant, LevelId, OfficialId,
    house::{Held, Person, Scope, Who},
    id::PurposeId,
    time::Date,
};
use std::collections::{BTreeMap, BTreeSet};

/// A person of this house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Particulars.
    pub person: Person,
    /// When the person left.
    pub left: Option<Instant>,
    /// Clearance: up to this level of the party's own scheme, and its last day.
    pub cleared: Option<(LevelId, Date)>,
    /// Positions and when they are held.
    pub positions: BTreeMap<OfficialId, Term>,
    /// Need-to-know groups.
    pub groups: BTreeSet<OfficialId>,
    /// Day of the last briefing by agreement, `None` being all; a debriefing leaves no day.
    pub(super) briefed: BTreeMap<Option<AgreementId>, Option<Date>>,
}

/// First and last day, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// First.
    pub from: Date,
    /// Last.
    pub until: Date,
}

/// A need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The task it is for.
    pub task: String,
    /// Last day.
    pub until: Option<Date>,
}

impl Term {
    /// Whether a day is within.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

impl Known {
    pub(super) fn new(person: Person) -> Self {
        Self {
            person,
            left: None,
            cleared: None,
            positions: BTreeMap::new(),
            groups: BTreeSet::new(),
            briefed: BTreeMap::new(),
        }
    }

    /// Whether a position is held on a day.
    #[must_use]
    pub fn holds(&self, position: &OfficialId, day: Date) -> bool {
        self.left.is_none() && self.positions.get(position).is_some_and(|t| t.holds(day))
    }

    /// Day of the last briefing that counts under an agreement: its own or one for all. After a
    /// debriefing only a later briefing counts.
    #[must_use]
    pub fn briefed(&self, agreement: &AgreementId) -> Option<Date> {
        let all = self.briefed.get(&None).copied().flatten();
        match self.briefed.get(&Some(*agreement)) {
            Some(None) => None,
            Some(Some(own)) => all.max(Some(*own)),
            None => all,
        }
    }
}

impl House {
    /// A person who is here.
    #[must_use]
    pub fn person(&self, id: &OfficialId) -> Option<&Known> {
        self.persons.get(id).filter(|p| p.left.is_none())
    }

    /// Every person ever entered, those who left included.
    pub fn persons(&self) -> impl Iterator<Item = &Known> {
        self.persons.values()
    }

    /// Persons who hold a position on a day.
    pub fn holders<'a>(
        &'a self,
        position: &'a OfficialId,
        day: Date,
    ) -> impl Iterator<Item = &'a OfficialId> {
        let all = self.persons.iter();
        all.filter(move |(_, p)| p.holds(position, day))
            .map(|(id, _)| id)
    }

    /// Every need to know, with whose and for what.
    pub fn grants(&self) -> impl Iterator<Item = (&Who, &Scope, &Grant)> {
        self.grants
            .iter()
            .map(|((who, scope), grant)| (who, scope, grant))
    }

    /// The need to know of a person for an item on a day, the person's own or a group's. For
    /// `purposes` stand those the item was given or consented for; own drafts have none.
    #[must_use]
    pub fn need_to_know(
        &self,
        person: &OfficialId,
        held: &Held,
        purposes: &[PurposeId],
        day: Date,
    ) -> Option<&Grant> {
        let known = self.person(person)?;
        let groups = known.groups.iter().cloned().map(Who::Group);
        let purposes = || {
            let agreement = match held {
                Held::Own(_) => None,
                Held::Given(agreement, ..) => Some(*agreement),
            };
            let all = agreement.map(|a| purposes.iter().map(move |p| Scope::Purpose(a, p.clone())));
            all.into_iter().flatten()
        };
        std::iter::once(Who::Person(person.clone()))
            .chain(groups)
            .flat_map(|who| {
                std::iter::once(Scope::Item(held.clone()))
                    .chain(purposes())
                    .map(move |scope| (who.clone(), scope))
            })
            .filter_map(|key| self.grants.get(&key))
            .find(|grant| grant.until.is_none_or(|until| day <= until))
    }

    /// Whether a person may know that an item is there. Lists, searches and counts ask this, so
    /// that nothing leaks through them (interface.md §1).
    #[must_use]
    pub fn visible(
        &self,
        person: &OfficialId,
        held: &Held,
        purposes: &[PurposeId],
        day: Date,
    ) -> bool {
        self.need_to_know(person, held, purposes, day).is_some()
    }
}
