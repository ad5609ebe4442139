//! The dates of an agreement's life, computed from what its acts state.

use super::{Life, NoteState, Version};
use crate::{
    facts::{AmendmentFact, Facts, Notice, NoticeKind, Timeline},
    terms::Terms,
    timeline::timeline,
};
use entente_model::{PartyId, act::NoteKind, time::Date};
use std::collections::BTreeMap;

/// Whether somebody had stored an entry of a party's record.
pub(super) type Known<'a> = dyn Fn(&PartyId, u64) -> bool + 'a;

impl Life {
    /// Computes the dates anew. Facts that contradict each other fix nothing together: then stays
    /// have no effect, then the end neither, the same on every node whatever the order in which
    /// the acts arrived.
    pub(super) fn compute(&mut self) {
        self.timeline = Timeline::default();
        let Some(first) = self.versions.first() else {
            return;
        };
        let whole = self.facts();
        let mut line = dates(&first.text.rules.terms, &whole);
        // An amendment in force decides how the agreement goes on, not how it began.
        for version in self.versions.iter().skip(1) {
            if line.amendments.contains_key(&version.number.to_string()) {
                let amended = dates(&version.text.rules.terms, &whole);
                line = Timeline {
                    end: amended.end,
                    term: amended.term,
                    ..line
                };
            }
        }
        self.timeline = line;
    }

    /// When an amendment begins, as it follows from what somebody knew.
    pub(super) fn begins_to(&self, version: &Version, known: &Known<'_>) -> Option<Date> {
        let name = version.number.to_string();
        let now = self.timeline.amendments.get(&name)?.date;
        let signatures = self.versions.iter().flat_map(|v| &v.signatures);
        let stated = self.notes.iter().filter_map(|n| n.stated.as_ref());
        let all = signatures.map(|s| (&s.party, s.n));
        let all = all.chain(self.notes.iter().map(|n| (&n.from, n.n)));
        let mut all = all.chain(stated.map(|(by, n)| (by, *n)));
        if all.all(|(party, n)| known(party, n)) {
            return Some(now);
        }
        let terms = &self.versions.first()?.text.rules.terms;
        let line = dates(terms, &self.facts_known(known));
        line.amendments.get(&name).map(|d| d.date)
    }

    /// What happened, as the dates are computed from.
    #[must_use]
    pub fn facts(&self) -> Facts {
        self.facts_known(&|_, _| true)
    }

    fn facts_known(&self, known: &Known<'_>) -> Facts {
        let mut facts = Facts::default();
        let Some(first) = self.versions.first() else {
            return facts;
        };
        facts.signed = self.signed_days(first, known);
        let told = |n: &&NoteState| known(&n.from, n.n);
        let about = |version: u32| move |n: &&NoteState| n.version == version;
        facts.notices = self
            .notes
            .iter()
            .filter(|n| n.version == 1 || n.kind != NoteKind::Completed)
            .filter(told)
            .map(|n| self.notice(n, known))
            .collect();
        for version in self.versions.iter().skip(1) {
            let notes = self.notes.iter().filter(about(version.number));
            facts.amendments.push(AmendmentFact {
                name: version.number.to_string(),
                signed: self.signed_days(version, known),
                notices: notes
                    .filter(|n| n.kind == NoteKind::Completed)
                    .filter(told)
                    .map(|n| self.notice(n, known))
                    .collect(),
            });
        }
        self.course.facts(&self.parties, &self.notes, &mut facts);
        facts
    }

    /// The day each party's last signatory signed a version, of those that signed in full.
    fn signed_days(&self, version: &Version, known: &Known<'_>) -> BTreeMap<PartyId, Date> {
        let rules = &version.text.rules;
        let needed = rules.terms.signatures_per_party();
        let of = |party: &PartyId| {
            let mine = version.signatures.iter().filter(|s| s.party == *party);
            let mine = mine.filter(|s| known(&s.party, s.n));
            let enough = u32::try_from(mine.clone().count()).is_ok_and(|n| n >= needed);
            let last = mine.filter_map(|s| rules.day(s.at)).max();
            last.filter(|_| enough)
        };
        self.parties
            .iter()
            .filter_map(|p| Some((p.clone(), of(p)?)))
            .collect()
    }

    fn notice(&self, note: &NoteState, known: &Known<'_>) -> Notice {
        let stated = note.stated.as_ref();
        let told = stated.is_some_and(|(by, n)| known(by, *n));
        let received = match note.received.filter(|_| told) {
            Some(day) => self
                .parties
                .iter()
                .filter(|p| **p != note.from)
                .map(|p| (p.to_string(), day))
                .collect(),
            None => BTreeMap::new(),
        };
        Notice {
            from: note.from.clone(),
            kind: match note.kind {
                NoteKind::Completed => NoticeKind::Completed,
                NoteKind::Terminate => NoticeKind::Terminate,
                NoteKind::NoRenewal => NoticeKind::NoRenewal,
            },
            dated: note.date,
            number: Some(note.n),
            received,
            effective: None,
        }
    }
}

fn dates(terms: &Terms, whole: &Facts) -> Timeline {
    let unstayed = Facts {
        stays: Vec::new(),
        revivals: Vec::new(),
        ..whole.clone()
    };
    let begun = Facts {
        notices: whole
            .notices
            .iter()
            .filter(|n| n.kind == NoticeKind::Completed)
            .cloned()
            .collect(),
        ended_by_consent: None,
        ..unstayed.clone()
    };
    [whole.clone(), unstayed, begun]
        .iter()
        .find_map(|facts| timeline(terms, facts).ok())
        .unwrap_or_default()
}
