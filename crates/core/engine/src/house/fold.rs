//! An act taking effect: total, and the same live and at start. Whether it may is asked before.

use super::{Copy, Decided, Grant, House, Known, Lent, Muster, Submission, Term};
use entente_model::house::{HouseAct, HouseDeed, Who};

impl House {
    /// Takes an act's effect. What does not fit anything known has none.
    pub(crate) fn fold(&mut self, act: &HouseAct) {
        self.last_time = self.last_time.max(act.at);
        if narrows(&act.deed) {
            self.narrowed = act.n.saturating_add(1);
        }
        match &act.deed {
            HouseDeed::Grant {
                who,
                scope,
                task,
                until,
            } => {
                let grant = Grant {
                    task: task.clone(),
                    until: *until,
                };
                self.grants.insert((who.clone(), scope.clone()), grant);
            }
            HouseDeed::Revoke { who, scope } => {
                self.grants.remove(&(who.clone(), scope.clone()));
            }
            HouseDeed::Rules(digest) => self.rules = *digest,
            HouseDeed::Waive { duties, until } => {
                self.waivers.insert(duties.clone(), *until);
            }
            HouseDeed::Read { person, item, .. } => {
                // The id of the register is kept once, whatever it was parsed from.
                let id = self.persons.get_key_value(person);
                let id = id.map_or_else(|| person.clone(), |(id, _)| id.clone());
                let readers = self.readers.entry(item.clone()).or_default();
                readers.persons.insert(id);
                readers.reads = readers.reads.saturating_add(1);
            }
            HouseDeed::Shred { item } => {
                self.shredded.insert(item.clone());
            }
            HouseDeed::Refused { .. } | HouseDeed::Export { .. } => {}
            _ => self.fold_more(act),
        }
    }

    fn fold_more(&mut self, act: &HouseAct) {
        match &act.deed {
            HouseDeed::Lend {
                item,
                number,
                to,
                until,
            } => {
                let lent = Lent {
                    to: to.clone(),
                    until: *until,
                };
                self.copies.entry((item.clone(), *number)).or_default().lent = Some(lent);
            }
            HouseDeed::TakeBack { item, number } => {
                let key = (item.clone(), *number);
                if let Some(copy) = self.copies.get_mut(&key) {
                    copy.lent = None;
                    if *copy == Copy::default() {
                        self.copies.remove(&key);
                    }
                }
            }
            HouseDeed::Place {
                item,
                number,
                place,
            } => {
                self.copies
                    .entry((item.clone(), *number))
                    .or_default()
                    .place = Some(place.clone());
            }
            HouseDeed::Standing(standing) => {
                self.standing
                    .insert(standing.id.clone(), (standing.clone(), None));
            }
            HouseDeed::StandingEnd(id) => {
                if let Some((_, ended)) = self.standing.get_mut(id) {
                    *ended = Some(act.at);
                }
            }
            HouseDeed::Submit { .. } | HouseDeed::Decide { .. } => self.fold_draft(act),
            HouseDeed::Muster { .. } | HouseDeed::Seen { .. } => self.fold_muster(&act.deed),
            _ => self.fold_person(act),
        }
    }

    fn fold_draft(&mut self, act: &HouseAct) {
        match &act.deed {
            HouseDeed::Submit {
                item,
                agreement,
                purpose,
                author,
            } => {
                let submission = Submission {
                    by: act.by.clone(),
                    author: author.clone(),
                    purpose: purpose.clone(),
                    decided: None,
                };
                self.submissions
                    .insert((item.clone(), *agreement), submission);
            }
            HouseDeed::Decide {
                item,
                agreement,
                shown,
                approved,
                reason,
            } => {
                if let Some(submission) = self.submissions.get_mut(&(item.clone(), *agreement)) {
                    submission.decided = Some(Decided {
                        by: act.by.clone(),
                        shown: *shown,
                        approved: *approved,
                        reason: reason.clone(),
                        at: act.at,
                    });
                }
            }
            _ => {}
        }
    }

    fn fold_muster(&mut self, deed: &HouseDeed) {
        match deed {
            HouseDeed::Muster {
                muster,
                drawn,
                sample,
                due,
            } => {
                let held = self.musters.entry(*muster).or_insert_with(|| Muster {
                    sample: *sample,
                    due: *due,
                    drawn: std::collections::BTreeMap::new(),
                });
                for copy in drawn {
                    held.drawn.entry(copy.clone()).or_insert(None);
                }
            }
            HouseDeed::Seen {
                muster,
                item,
                number,
                there,
            } => {
                let muster = self.musters.get_mut(muster);
                if let Some(answer) = muster.and_then(|m| m.drawn.get_mut(&(item.clone(), *number)))
                {
                    *answer = Some(*there);
                }
            }
            _ => {}
        }
    }

    fn fold_person(&mut self, act: &HouseAct) {
        let deed = &act.deed;
        if let HouseDeed::Person(person) = deed {
            let known = self
                .persons
                .entry(person.id.clone())
                .or_insert_with(|| Known::new(person.clone()));
            known.person = person.clone();
            known.left = None;
            return;
        }
        if let HouseDeed::Leave(id) = deed {
            if let Some(known) = self.persons.get_mut(id) {
                *known = Known::new(known.person.clone());
                known.left = Some(act.at);
            }
            self.grants
                .retain(|(who, _), _| !matches!(who, Who::Person(p) if p == id));
            return;
        }
        let Some(known) = subject(deed).and_then(|id| self.persons.get_mut(id)) else {
            return;
        };
        match deed {
            HouseDeed::Clear { level, until, .. } => known.cleared = Some((level.clone(), *until)),
            HouseDeed::Unclear { .. } => known.cleared = None,
            HouseDeed::Brief { agreement, on, .. } => {
                if agreement.is_none() {
                    known.briefed.retain(|_, day| day.is_some());
                }
                known.briefed.insert(*agreement, Some(*on));
            }
            HouseDeed::Debrief { agreement, .. } => {
                if agreement.is_none() {
                    known.briefed.clear();
                } else {
                    known.briefed.insert(*agreement, None);
                }
            }
            HouseDeed::Post {
                position,
                from,
                until,
                ..
            } => {
                let term = Term {
                    from: *from,
                    until: *until,
                };
                known.positions.insert(position.clone(), term);
            }
            HouseDeed::Unpost { position, .. } => {
                known.positions.remove(position);
            }
            HouseDeed::Join { group, .. } => {
                known.groups.insert(group.clone());
            }
            HouseDeed::Part { group, .. } => {
                known.groups.remove(group);
            }
            _ => {}
        }
    }
}

/// The person an act of the security officer is about.
pub(super) fn subject(deed: &HouseDeed) -> Option<&entente_model::OfficialId> {
    match deed {
        HouseDeed::Person(person) => Some(&person.id),
        HouseDeed::Leave(person)
        | HouseDeed::Clear { person, .. }
        | HouseDeed::Unclear { person, .. }
        | HouseDeed::Brief { person, .. }
        | HouseDeed::Debrief { person, .. }
        | HouseDeed::Post { person, .. }
        | HouseDeed::Unpost { person, .. }
        | HouseDeed::Join { person, .. }
        | HouseDeed::Part { person, .. }
        | HouseDeed::Grant {
            who: Who::Person(person),
            ..
        }
        | HouseDeed::Revoke {
            who: Who::Person(person),
            ..
        } => Some(person),
        _ => None,
    }
}

/// Whether an act can take access away from somebody who had it.
fn narrows(deed: &HouseDeed) -> bool {
    match deed {
        HouseDeed::Rules(_) | HouseDeed::Shred { .. } => true,
        HouseDeed::Grant { .. } | HouseDeed::Revoke { .. } => true,
        HouseDeed::Join { .. } | HouseDeed::Brief { .. } => false,
        other => subject(other).is_some(),
    }
}
