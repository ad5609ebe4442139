//! What happens to an agreement after its signature besides notices: stays, pauses, updates,
//! changes of rules, its end by consent (A10, A12, A13, A19, A20). What needs every party takes
//! effect when every party has said the same; nobody can take a word back for another.

use crate::{
    facts::{Facts, Notified, Pause, Revival, RuleChange, Stay, StayTo},
    life::NoteState,
    terms::{ChangeAnswer, Gate, Terms, UpdateField},
};
use entente_model::{
    PartyId, Problem, ProvisionId,
    act::{self, Act, Course, NoteKind},
    time::Date,
};
use serde::Serialize;

/// Most things one party says under one agreement; what comes after has no effect.
pub const MAX_SAID: usize = 4096;
/// Longest value of an update or name of a version, in bytes.
const MAX_TEXT: usize = 4096;

/// One thing said, with who said it and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Author.
    pub by: PartyId,
    /// Index in the author's record.
    pub n: u64,
    /// The day by the author's clock, in the agreement's zone.
    pub day: Date,
    /// What.
    pub what: Course,
}

/// Everything said so far, in the order it took effect here. What follows from it does not depend
/// on that order.
#[derive(Debug, Clone, Default)]
pub struct CourseOfEvents {
    said: Vec<Said>,
}

impl CourseOfEvents {
    /// What was said.
    #[must_use]
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// Takes an act, if the terms let its author say so.
    ///
    /// # Errors
    /// LIFE-002 for an update the terms do not list, LIFE-009 for an answer they do not give,
    /// LIFE-010 for what refers to nothing or says again what stands, LIFE-011 for too much, ACT-008
    /// for an unknown word.
    pub fn apply(
        &mut self,
        act: &Act,
        what: &Course,
        day: Date,
        terms: &Terms,
        notes: &[NoteState],
    ) -> Result<(), Problem> {
        let void = |detail: &str| {
            Problem::partner("ACT-008")
                .with("party", &act.by)
                .with("detail", format!("{}: {detail}", what.name()))
        };
        if self.said.iter().any(|s| s.by == act.by && &s.what == what) {
            return Err(nothing(act, what));
        }
        let long = match what {
            Course::Update { value, .. } => value.len() > MAX_TEXT,
            Course::RulesChange { version, .. } => version.len() > MAX_TEXT,
            _ => false,
        };
        let many = self.said.iter().filter(|s| s.by == act.by).count() >= MAX_SAID;
        if long || many {
            let limit = if long { MAX_TEXT } else { MAX_SAID };
            return Err(Problem::refused("LIFE-011")
                .with("party", &act.by)
                .with("limit", limit));
        }
        let notice = |of: &PartyId, n: u64| {
            notes
                .iter()
                .any(|note| &note.from == of && note.n == n && note.kind == NoteKind::Terminate)
        };
        match what {
            Course::Stay { of, n, .. } if !notice(of, *n) => return Err(nothing(act, what)),
            Course::Revive { n, .. } if !notice(&act.by, *n) => return Err(nothing(act, what)),
            Course::Resume { .. } if !self.pausing(&act.by) => return Err(nothing(act, what)),
            Course::Pause { .. } if self.pausing(&act.by) => return Err(nothing(act, what)),
            Course::Update { field, .. } => {
                let known = UpdateField::ALL.iter().find(|f| f.word() == field);
                let known = known.ok_or_else(|| void("unknown field"))?;
                if !terms.update.iter().any(|u| &u.field == known) {
                    return Err(Problem::refused("LIFE-002")
                        .with("field", field)
                        .with("article", "-")
                        .decided_by("every-party"));
                }
            }
            Course::Acknowledge { from, n, .. } => {
                self.referred(act, what, from, *n, |w| matches!(w, Course::Update { .. }))?;
            }
            Course::RulesAnswer { from, n, answer } => {
                self.referred(act, what, from, *n, |w| {
                    matches!(w, Course::RulesChange { .. })
                })?;
                let given = ChangeAnswer::ALL.iter().find(|a| a.word() == answer);
                let given = *given.ok_or_else(|| void("unknown answer"))?;
                offered(terms, given, from)?;
            }
            Course::Gate { gate, .. } => {
                Gate::ALL
                    .iter()
                    .find(|g| g.word() == gate)
                    .ok_or_else(|| void("unknown gate"))?;
            }
            _ => {}
        }
        self.said.push(Said {
            by: act.by.clone(),
            n: act.n,
            day,
            what: what.clone(),
        });
        Ok(())
    }

    /// Adds what follows to the facts.
    pub fn facts(&self, parties: &[PartyId], notes: &[NoteState], facts: &mut Facts) {
        self.stays(notes, facts);
        self.pauses(facts);
        self.changes(facts);
        for said in &self.said {
            match &said.what {
                Course::End { on } if self.by_all(parties, &said.what) => {
                    let earlier = facts.ended_by_consent.is_none_or(|d| *on < d);
                    facts.ended_by_consent = if earlier {
                        Some(*on)
                    } else {
                        facts.ended_by_consent
                    };
                }
                Course::Gate { gate, .. } => {
                    let Some(gate) = Gate::ALL.iter().find(|g| g.word() == gate) else {
                        continue;
                    };
                    let day = self.gate_day(parties, gate.word());
                    if let Some(day) = day
                        && !facts.gates.contains(&(*gate, day))
                    {
                        facts.gates.push((*gate, day));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether every party withdrew a notice.
    #[must_use]
    pub fn withdrawn(&self, parties: &[PartyId], of: &PartyId, n: u64) -> bool {
        let stay = Course::Stay {
            of: of.clone(),
            n,
            to: act::StayTo::Void,
        };
        self.by_all(parties, &stay)
    }

    fn by_all(&self, parties: &[PartyId], what: &Course) -> bool {
        parties
            .iter()
            .all(|p| self.said.iter().any(|s| &s.by == p && &s.what == what))
    }

    /// The last of the days on which each party said a gate was passed.
    fn gate_day(&self, parties: &[PartyId], word: &str) -> Option<Date> {
        let mut last: Option<Date> = None;
        for party in parties {
            let first = self
                .said
                .iter()
                .filter(|s| &s.by == party)
                .filter_map(|s| match &s.what {
                    Course::Gate { gate, on } if gate == word => Some(*on),
                    _ => None,
                })
                .min()?;
            last = last.max(Some(first));
        }
        last
    }

    fn pausing(&self, by: &PartyId) -> bool {
        let last = self.said.iter().rev().find(|s| {
            &s.by == by && matches!(s.what, Course::Pause { .. } | Course::Resume { .. })
        });
        last.is_some_and(|s| matches!(s.what, Course::Pause { .. }))
    }

    fn referred(
        &self,
        act: &Act,
        what: &Course,
        from: &PartyId,
        n: u64,
        fits: impl Fn(&Course) -> bool,
    ) -> Result<(), Problem> {
        let found = self
            .said
            .iter()
            .any(|s| &s.by == from && s.n == n && fits(&s.what));
        if found && *from != act.by {
            Ok(())
        } else {
            Err(nothing(act, what))
        }
    }

    fn stays(&self, notes: &[NoteState], facts: &mut Facts) {
        for said in &self.said {
            match &said.what {
                Course::Stay { of, n, to } => {
                    let Some(note) = notes.iter().find(|x| &x.from == of && x.n == *n) else {
                        continue;
                    };
                    let to = match to {
                        act::StayTo::Void => StayTo::Void,
                        act::StayTo::Until(day) => StayTo::Until(*day),
                        act::StayTo::Revivable => StayTo::Revivable,
                    };
                    let known = facts
                        .stays
                        .iter_mut()
                        .find(|s| &s.of == of && s.number == Some(*n) && s.to == to);
                    match known {
                        Some(stay) => {
                            stay.signed.insert(said.by.clone(), said.day);
                        }
                        None => facts.stays.push(Stay {
                            of: of.clone(),
                            dated: note.date,
                            number: Some(*n),
                            to,
                            signed: [(said.by.clone(), said.day)].into(),
                        }),
                    }
                }
                Course::Revive { n, on } => {
                    if let Some(note) = notes.iter().find(|x| x.from == said.by && x.n == *n) {
                        facts.revivals.push(Revival {
                            of: said.by.clone(),
                            dated: note.date,
                            number: Some(*n),
                            by: said.by.clone(),
                            on: *on,
                        });
                    }
                }
                _ => {}
            }
        }
    }

    fn pauses(&self, facts: &mut Facts) {
        for said in &self.said {
            match &said.what {
                Course::Pause { from } => facts.pauses.push(Pause {
                    by: said.by.clone(),
                    from: *from,
                    until: None,
                }),
                Course::Resume { on } => {
                    let open = facts
                        .pauses
                        .iter_mut()
                        .find(|p| p.by == said.by && p.until.is_none());
                    if let Some(pause) = open {
                        pause.until = on.yesterday().ok();
                    }
                    // Resumed on the day it began, or before: it never was.
                    facts
                        .pauses
                        .retain(|p| p.until.is_none_or(|until| until >= p.from));
                }
                _ => {}
            }
        }
    }

    fn changes(&self, facts: &mut Facts) {
        for said in &self.said {
            match &said.what {
                Course::Update { field, on, .. } => {
                    let Some(field) = UpdateField::ALL.iter().find(|f| f.word() == field) else {
                        continue;
                    };
                    facts.updates.push(Notified {
                        by: said.by.clone(),
                        field: *field,
                        on: *on,
                        acknowledged: self
                            .answers(&said.by, said.n)
                            .filter_map(|s| match &s.what {
                                Course::Acknowledge { on, .. } => Some((s.by.clone(), *on)),
                                _ => None,
                            })
                            .collect(),
                    });
                }
                Course::RulesChange { version, on } => facts.rule_changes.push(RuleChange {
                    by: said.by.clone(),
                    version: version.clone(),
                    on: *on,
                    answers: self
                        .answers(&said.by, said.n)
                        .filter_map(|s| match &s.what {
                            Course::RulesAnswer { answer, .. } => ChangeAnswer::ALL
                                .iter()
                                .find(|a| a.word() == answer)
                                .map(|a| (s.by.clone(), *a)),
                            _ => None,
                        })
                        .collect(),
                }),
                _ => {}
            }
        }
    }

    fn answers<'s>(&'s self, of: &'s PartyId, at: u64) -> impl Iterator<Item = &'s Said> {
        self.said.iter().filter(move |s| match &s.what {
            Course::Acknowledge { from, n, .. } | Course::RulesAnswer { from, n, .. } => {
                from == of && *n == at
            }
            _ => false,
        })
    }
}

/// Accepting and stopping own releases are always open; old rules only where the terms say so.
fn offered(terms: &Terms, answer: ChangeAnswer, to: &PartyId) -> Result<(), Problem> {
    let listed = terms
        .rules_change
        .as_ref()
        .is_some_and(|r| r.answers.contains(&answer));
    if listed || answer != ChangeAnswer::OldRules {
        return Ok(());
    }
    let article: Option<&ProvisionId> = terms.rules_change.as_ref().map(|r| r.basis.first());
    let refusal = Problem::refused("LIFE-009").decided_by(to);
    Err(match article {
        Some(article) => refusal.with("article", article).under(article),
        None => refusal.with("article", "-"),
    })
}

fn nothing(act: &Act, what: &Course) -> Problem {
    Problem::refused("LIFE-010")
        .with("party", &act.by)
        .with("what", what.name())
}
