//! What may be done inside the house, by whom: separation of duties (interface.md §1), need to
//! know with a task (D1), clearances of one's own scheme (D2), custody, musters.

use super::{
    House,
    actor::{AUTHOR, INSPECTOR, READER, REGISTRAR, RELEASING, SECURITY, Under},
    fold::subject,
};
use entente_model::{
    AgreementId, OfficialId, Problem,
    house::{Held, HouseDeed, NODE, Who},
    id::ItemRef,
    problem::Class,
    time::Date,
};

impl House {
    /// Whether an act may be written.
    ///
    /// # Errors
    /// HOUSE-020 to HOUSE-047, as each rule says.
    pub fn check(&self, by: &str, deed: &HouseDeed, under: Under<'_>) -> Result<(), Problem> {
        self.duty(by, deed, under)?;
        self.not_oneself(by, deed, under)?;
        words(deed)?;
        if let Some(id) = subject(deed)
            && !matches!(deed, HouseDeed::Person(_))
        {
            self.here(id)?;
        }
        match deed {
            HouseDeed::Clear { level, until, .. } => {
                if level.party() != self.own.as_str() {
                    return Err(Problem::refused("HOUSE-025")
                        .with("level", level)
                        .with("party", &self.own)
                        .decided_by(SECURITY));
                }
                not_past(*until, under.day)
            }
            HouseDeed::Brief { on, .. } if *on > under.day => Err(order(under.day, *on)),
            HouseDeed::Grant {
                until: Some(until), ..
            } => not_past(*until, under.day),
            HouseDeed::Post {
                person,
                position,
                from,
                until,
            } => self.post(person, position, *from, *until),
            HouseDeed::Unclear { .. }
            | HouseDeed::Debrief { .. }
            | HouseDeed::Unpost { .. }
            | HouseDeed::Part { .. }
            | HouseDeed::Revoke { .. } => self.there_to_end(deed),
            HouseDeed::Lend { .. } | HouseDeed::TakeBack { .. } => self.lending(deed, under),
            HouseDeed::Submit { author, .. } => {
                author.as_ref().map_or(Ok(()), |a| self.here(a).map(|_| ()))
            }
            HouseDeed::Decide {
                item, agreement, ..
            } => self.decide(by, item, agreement, under),
            HouseDeed::Standing(standing) => {
                if self.standing.contains_key(&standing.id) {
                    return Err(Problem::refused("HOUSE-046")
                        .with("id", &standing.id)
                        .decided_by(RELEASING));
                }
                if standing.officer.as_str() != by && !self.acts_as(by, &standing.officer, under) {
                    return Err(not_yours(by, deed, RELEASING));
                }
                not_past(standing.until, under.day)
            }
            HouseDeed::StandingEnd(id) => match self.standing.get(id) {
                Some((_, None)) => Ok(()),
                _ => Err(Problem::new("HOUSE-029", Class::NotFound).with("id", id)),
            },
            HouseDeed::Muster { .. } | HouseDeed::Seen { .. } => self.mustering(by, deed, under),
            HouseDeed::Shred { item } | HouseDeed::Place { item, .. } => self.not_shredded(item),
            _ => Ok(()),
        }
    }

    /// Whose business it is.
    fn duty(&self, by: &str, deed: &HouseDeed, under: Under<'_>) -> Result<(), Problem> {
        let needed: &[&str] = match deed {
            HouseDeed::Read { .. } => {
                return Err(not_by_hand(deed));
            }
            HouseDeed::Refused { .. } | HouseDeed::Waive { .. } => &[],
            HouseDeed::Lend { .. }
            | HouseDeed::TakeBack { .. }
            | HouseDeed::Place { .. }
            | HouseDeed::Muster { .. }
            | HouseDeed::Shred { .. } => &[REGISTRAR],
            HouseDeed::Decide { .. } | HouseDeed::Standing(_) => &[RELEASING],
            HouseDeed::StandingEnd(_) => &[RELEASING, SECURITY],
            // Who may is looked at with the copy; the inspector changes nothing.
            HouseDeed::Seen { .. } | HouseDeed::Submit { .. } | HouseDeed::Export { .. } => {
                let inspects = self.has(by, INSPECTOR, under);
                if inspects && !matches!(deed, HouseDeed::Export { .. }) {
                    return Err(not_yours(by, deed, AUTHOR));
                }
                if by == NODE && matches!(deed, HouseDeed::Export { .. }) {
                    return Ok(());
                }
                if self.is_known(by, under) {
                    return Ok(());
                }
                return Err(unknown(by));
            }
            _ => &[SECURITY],
        };
        let node = matches!(
            deed,
            HouseDeed::Refused { .. } | HouseDeed::Waive { .. } | HouseDeed::Shred { .. }
        );
        if by == NODE && node {
            return Ok(());
        }
        match needed {
            [] => Err(not_by_hand(deed)),
            [first, ..] if !needed.iter().any(|d| self.has(by, d, under)) => {
                Err(not_yours(by, deed, first))
            }
            _ => Ok(()),
        }
    }

    /// The security officer gives nothing to itself, unless the partners were told that the house
    /// is too small for two.
    fn not_oneself(&self, by: &str, deed: &HouseDeed, under: Under<'_>) -> Result<(), Problem> {
        let gives = matches!(
            deed,
            HouseDeed::Person(_)
                | HouseDeed::Clear { .. }
                | HouseDeed::Brief { .. }
                | HouseDeed::Post { .. }
                | HouseDeed::Join { .. }
                | HouseDeed::Grant { .. }
        );
        if !gives || self.waived(SECURITY, READER, under.day) {
            return Ok(());
        }
        let behind = self.behind(by, under.day);
        let itself = match deed {
            HouseDeed::Grant {
                who: Who::Group(group),
                ..
            } => behind
                .iter()
                .filter_map(|id| self.person(id))
                .any(|p| p.groups.contains(group)),
            other => subject(other).is_some_and(|id| behind.contains(id)),
        };
        if itself {
            return Err(Problem::refused("HOUSE-023")
                .with("by", by)
                .with("deed", deed.name())
                .decided_by(SECURITY));
        }
        Ok(())
    }

    /// A person who is here.
    fn here(&self, id: &OfficialId) -> Result<&super::Known, Problem> {
        let known = self.persons.get(id).ok_or_else(|| unknown(id.as_str()))?;
        match known.left {
            None => Ok(known),
            Some(left) => Err(Problem::refused("HOUSE-021")
                .with("person", id)
                .with("time", left)
                .decided_by(SECURITY)),
        }
    }

    /// An inspector holds no other position, on no day of its own.
    fn post(
        &self,
        person: &OfficialId,
        position: &OfficialId,
        from: Date,
        until: Date,
    ) -> Result<(), Problem> {
        if until < from {
            return Err(order(from, until));
        }
        let inspects = |p: &OfficialId| p.as_str() == INSPECTOR;
        let others = self.here(person)?.positions.iter();
        let clash = others
            .filter(|(other, _)| inspects(other) != inspects(position))
            .find(|(_, term)| term.from <= until && from <= term.until);
        match clash {
            Some((other, _)) => Err(Problem::refused("HOUSE-032")
                .with("person", person)
                .with("position", position)
                .with("other", other)
                .decided_by(SECURITY)),
            None => Ok(()),
        }
    }

    /// What is ended must be there.
    fn there_to_end(&self, deed: &HouseDeed) -> Result<(), Problem> {
        let known = subject(deed).and_then(|id| self.persons.get(id));
        let there = match deed {
            HouseDeed::Unclear { .. } => known.is_some_and(|k| k.cleared.is_some()),
            HouseDeed::Debrief { agreement, .. } => known.is_some_and(|k| match agreement {
                Some(agreement) => k.briefed(agreement).is_some(),
                None => k.briefed.values().any(Option::is_some),
            }),
            HouseDeed::Unpost { position, .. } => {
                known.is_some_and(|k| k.positions.contains_key(position))
            }
            HouseDeed::Part { group, .. } => known.is_some_and(|k| k.groups.contains(group)),
            HouseDeed::Revoke { who, scope } => {
                self.grants.contains_key(&(who.clone(), scope.clone()))
            }
            _ => true,
        };
        if there {
            return Ok(());
        }
        Err(Problem::new("HOUSE-035", Class::NotFound).with("deed", deed.name()))
    }

    fn lending(&self, deed: &HouseDeed, under: Under<'_>) -> Result<(), Problem> {
        let lent = |held: &Held, number| self.copy(held, number).and_then(|c| c.lent.as_ref());
        match deed {
            HouseDeed::Lend {
                item,
                number,
                to,
                until,
            } => {
                self.not_shredded(item)?;
                if let Some(lent) = lent(item, *number) {
                    return Err(Problem::refused("HOUSE-026")
                        .with("number", number)
                        .with("person", &lent.to)
                        .with("date", lent.until)
                        .decided_by(REGISTRAR));
                }
                if self.persons.contains_key(to) {
                    self.here(to)?;
                } else if !self.is_known(to.as_str(), under) {
                    return Err(unknown(to.as_str()));
                }
                not_past(*until, under.day)
            }
            HouseDeed::TakeBack { item, number } if lent(item, *number).is_none() => {
                Err(Problem::new("HOUSE-027", Class::NotFound).with("number", number))
            }
            _ => Ok(()),
        }
    }

    fn not_shredded(&self, held: &Held) -> Result<(), Problem> {
        if self.shredded(held) {
            return Err(Problem::refused("HOUSE-036").decided_by(REGISTRAR));
        }
        Ok(())
    }

    /// Nobody decides on what the same person wrote or put forward.
    fn decide(
        &self,
        by: &str,
        item: &ItemRef,
        agreement: &AgreementId,
        under: Under<'_>,
    ) -> Result<(), Problem> {
        let submission = self
            .submission(item, agreement)
            .filter(|s| s.decided.is_none())
            .ok_or_else(|| Problem::new("HOUSE-037", Class::NotFound).with("item", item))?;
        let deciding = self.behind(by, under.day);
        let mut authors = self.behind(&submission.by, under.day);
        authors.extend(submission.author.clone());
        if deciding.is_disjoint(&authors) || self.waived(AUTHOR, RELEASING, under.day) {
            return Ok(());
        }
        Err(Problem::refused("HOUSE-028")
            .with("by", by)
            .with("item", item)
            .decided_by(RELEASING))
    }

    fn mustering(&self, by: &str, deed: &HouseDeed, under: Under<'_>) -> Result<(), Problem> {
        match deed {
            HouseDeed::Muster {
                muster,
                drawn,
                sample,
                due,
            } => {
                let goes_on = self
                    .musters
                    .last_key_value()
                    .filter(|(last, _)| *last == muster);
                let expected = self.next_muster();
                let (fits, known) = match goes_on {
                    Some((_, m)) => (m.sample == *sample && m.due == *due, Some(&m.drawn)),
                    None => (*muster == expected, None),
                };
                let mut seen = std::collections::BTreeSet::new();
                let once = drawn
                    .iter()
                    .all(|c| seen.insert(c) && known.is_none_or(|k| !k.contains_key(c)));
                if !fits || !once || drawn.is_empty() || !(1..=100).contains(sample) {
                    return Err(Problem::new("HOUSE-038", Class::Usage)
                        .with("muster", muster)
                        .with("expected", expected));
                }
                not_past(*due, under.day)
            }
            HouseDeed::Seen {
                muster,
                item,
                number,
                ..
            } => {
                let key = (item.clone(), *number);
                let drawn = self.muster(*muster).and_then(|m| m.drawn.get(&key));
                match drawn {
                    None => {
                        return Err(Problem::new("HOUSE-030", Class::NotFound)
                            .with("muster", muster)
                            .with("number", number));
                    }
                    Some(Some(_)) => {
                        return Err(Problem::refused("HOUSE-031")
                            .with("muster", muster)
                            .with("number", number)
                            .decided_by(REGISTRAR));
                    }
                    Some(None) => {}
                }
                let lent = self.copies.get(&key).and_then(|c| c.lent.as_ref());
                let holder = lent.is_some_and(|l| {
                    let holders = self.behind(l.to.as_str(), under.day);
                    by.parse::<OfficialId>().is_ok_and(|b| holders.contains(&b))
                });
                if holder || self.has(by, REGISTRAR, under) {
                    return Ok(());
                }
                Err(not_yours(by, deed, REGISTRAR))
            }
            _ => Ok(()),
        }
    }
}

/// Words that must say something, and say it in the open.
fn words(deed: &HouseDeed) -> Result<(), Problem> {
    let (field, text, may_be_empty) = match deed {
        HouseDeed::Person(person) => ("name", &person.name, false),
        HouseDeed::Grant { task, .. } => {
            if task.trim().is_empty() {
                return Err(Problem::refused("HOUSE-024").decided_by(SECURITY));
            }
            ("task", task, false)
        }
        HouseDeed::Unclear { reason, .. } => ("reason", reason, false),
        HouseDeed::Decide {
            approved, reason, ..
        } => ("reason", reason, *approved),
        HouseDeed::Place { place, .. } => ("place", place, false),
        HouseDeed::Standing(standing) => ("what", &standing.what, false),
        HouseDeed::Export { what, .. } => ("what", what, false),
        _ => return Ok(()),
    };
    if entente_marking::hidden(text) || (!may_be_empty && text.trim().is_empty()) {
        return Err(Problem::new("HOUSE-047", Class::Usage).with("field", field));
    }
    Ok(())
}

/// What the node writes by itself.
fn not_by_hand(deed: &HouseDeed) -> Problem {
    Problem::refused("HOUSE-039")
        .with("deed", deed.name())
        .decided_by(SECURITY)
}

fn unknown(by: &str) -> Problem {
    Problem::new("HOUSE-020", Class::NotFound).with("person", by)
}

fn not_yours(by: &str, deed: &HouseDeed, role: &'static str) -> Problem {
    Problem::refused("HOUSE-022")
        .with("by", by)
        .with("deed", deed.name())
        .with("role", role)
        .decided_by(role)
}

fn not_past(until: Date, day: Date) -> Result<(), Problem> {
    if until < day {
        return Err(order(day, until));
    }
    Ok(())
}

/// The second of two days lies before the first.
fn order(from: Date, until: Date) -> Problem {
    Problem::new("HOUSE-034", Class::Usage)
        .with("from", from)
        .with("until", until)
}
