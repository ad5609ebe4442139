//! Consents: asked for, granted whole or in part, refused, taken back, used.

use crate::{
    simulation::{Given, Year},
    world::{AUS, JPN, NZL},
};
use entente_engine::{Input, input::ThirdItem, items::split_payload};
use entente_model::{
    Deed,
    holding::{ItemDeed, Leave, LeaveFor, Third},
};
use std::sync::Arc;

impl Year {
    /// Something of Japan's that New Zealand has goes on to Australia: asked for, answered and done
    /// on different half days, as far as each has got.
    pub(crate) fn japan_onward(&mut self) {
        let onward = |leave: &Leave| matches!(leave.what, LeaveFor::Onward(_));
        let waiting = &self.waiting[0];
        let granted = waiting.granted.iter().filter(|((giver, n), _, leave)| {
            *giver == JPN && onward(leave) && !self.passed_on.contains(n)
        });
        let granted: Vec<_> = granted.map(|(of, answer, _)| (*of, *answer)).collect();
        if let Some((of, answer)) = self.rng.maybe(&granted) {
            self.onward(0, of, answer);
        }
        let asked = &mut self.waiting[0].asked;
        let wanted = asked
            .iter()
            .position(|((g, _), _, l)| *g == JPN && onward(l));
        if let Some(at) = wanted {
            let one = asked.remove(at);
            asked.insert(0, one);
            self.answer_to(0, 0);
        }
        let register = &self.nodes[NZL].side.state.agreements[&self.id(0)].register;
        let giver = self.party(JPN);
        let all = register.releases(&giver).map(|(n, _)| (JPN, n));
        let all: Vec<Given> = all.collect();
        if let Some(of) = self.rng.maybe(&all) {
            self.ask_for(0, of, 0);
        }
    }

    pub(crate) fn ask(&mut self, pair: usize) {
        if let Some(of) = self.some(pair) {
            let matter = self.rng.below(9);
            self.ask_for(pair, of, matter);
        }
    }

    fn ask_for(&mut self, pair: usize, (giver, n): Given, matter: usize) {
        let holder = self.pairs[pair].other(giver);
        let third = 3 - giver - holder;
        let to = Third {
            kind: "state".into(),
            party: Some(self.party(third)),
            name: String::new(),
            unit: None,
        };
        let what = match matter {
            0..=3 => LeaveFor::Onward(to),
            4 => LeaveFor::Use(self.purpose()),
            5 => LeaveFor::Copy,
            6 => LeaveFor::Translate,
            7 => LeaveFor::Destroy,
            _ => LeaveFor::Nationals(vec![self.party(third)]),
        };
        let leave = Leave {
            until: self.rng.often(500).then(|| self.in_days(60)),
            copies: self.rng.often(300).then_some(2),
            ..Leave::new(what)
        };
        let deed = ItemDeed::Ask {
            leave: leave.clone(),
            text: None,
        };
        if let Ok(ask) = self.item(pair, holder, (giver, n), deed, &[]) {
            self.waiting[pair].asked.push(((giver, n), ask, leave));
        }
    }

    pub(crate) fn answer(&mut self, pair: usize) {
        let count = self.waiting[pair].asked.len();
        if count > 0 {
            let at = self.rng.below(count);
            self.answer_to(pair, at);
        }
    }

    fn answer_to(&mut self, pair: usize, at: usize) {
        let (of, ask, asked) = self.waiting[pair].asked.swap_remove(at);
        let mut leave = asked.clone();
        let granted = match self.rng.below(10) {
            0 | 1 => None,
            2 => {
                leave.copies = asked.copies.map(|most| most + 5);
                leave.onward = true;
                Some(leave)
            }
            3..=5 => {
                leave.until = Some(self.in_days(20));
                leave.conditions = vec!["not to be copied".into()];
                Some(leave)
            }
            _ => Some(leave),
        };
        let deed = ItemDeed::Answer {
            ask,
            leave: granted.clone(),
            also_of: vec![],
            text: None,
        };
        match (self.item(pair, of.0, of, deed, &[]), granted) {
            (Ok(answer), Some(leave)) => self.waiting[pair].granted.push((of, answer, leave)),
            (Err(_), _) if self.rng.often(500) => {
                // Not heard of yet, or too much granted: once more, later.
                self.waiting[pair].asked.push((of, ask, asked));
            }
            _ => {}
        }
    }

    pub(crate) fn use_consent(&mut self, pair: usize) {
        let all = &self.waiting[pair].granted;
        let Some((of, answer, leave)) = self.rng.maybe(all) else {
            return;
        };
        let holder = self.pairs[pair].other(of.0);
        if self.rng.often(60) {
            let _ = self.item(pair, of.0, of, ItemDeed::Withdraw { answer }, &[]);
            return;
        }
        let purpose = self.purpose();
        match leave.what {
            LeaveFor::Onward(_) => {
                self.onward(pair, of, answer);
            }
            LeaveFor::Use(wanted) => {
                let right = self.rng.often(800);
                let deed = ItemDeed::UseFor {
                    consent: answer,
                    purpose: if right { wanted } else { purpose },
                };
                let _ = self.item(pair, holder, of, deed, &[]);
            }
            LeaveFor::Destroy => {
                let deed = self.certificate(Some(answer), true, None);
                self.certified(pair, of, deed, &["security-officer"]);
            }
            _ => self.made(pair),
        }
    }

    /// A release of one party goes on to the third, with the token.
    pub(crate) fn onward(&mut self, pair: usize, of: Given, answer: u64) {
        let holder = self.pairs[pair].other(of.0);
        let third = 3 - of.0 - holder;
        let target = [(JPN, NZL), (AUS, NZL), (JPN, AUS)]
            .iter()
            .position(|(a, b)| (*a, *b) == (holder, third) || (*b, *a) == (holder, third))
            .unwrap();
        let Some(item) = self.third_item(pair, of, answer) else {
            return;
        };
        let sizes = |y: &Self| {
            let state = &y.nodes[holder].side.state;
            [pair, target].map(|p| state.agreements[&y.id(p)].own.size())
        };
        let before = sizes(self);
        self.of_will += 1;
        let input = Input::ReleaseOnward {
            agreement: self.id(target),
            third: Box::new(item),
            purpose: self.purpose(),
            unit: String::new(),
            acting: self.nodes[holder].official("releasing-officer"),
        };
        let answer = self.put(holder, "release onward", input);
        match &answer {
            Ok(_) => {
                self.released(target, holder, &answer, true);
                if pair == 0 && of.0 == JPN {
                    self.passed_on.insert(of.1);
                }
            }
            Err(problem) => {
                // Nothing goes out that is not written down on both sides, and nothing is written
                // down on one alone.
                let after = sizes(self);
                assert_eq!(before, after, "{problem} left something behind");
            }
        }
    }

    pub(crate) fn third_item(&self, pair: usize, of: Given, consent: u64) -> Option<ThirdItem> {
        let holder = &self.nodes[self.pairs[pair].other(of.0)];
        let log = self.log(pair, of.0);
        let (act, kept) = holder.act(&log, of.1)?;
        let Deed::Release(release) = &act.deed else {
            return None;
        };
        let payload = kept.1.clone()?;
        let (wrapped, sealed) = split_payload(&payload)?;
        let (keys, _) = holder.act(&log, release.slot.k)?;
        let Deed::Keys(keys) = keys.deed else {
            return None;
        };
        let token = holder.entries(&log).get(usize::try_from(consent).ok()?)?;
        Some(ThirdItem {
            agreement: self.id(pair),
            inline: release.form.is_electronic().then(|| Arc::from(sealed)),
            wrapped: wrapped.to_vec(),
            act,
            keys,
            consent,
            token: token.0.to_vec(),
        })
    }
}
