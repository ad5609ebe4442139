//! The eight invariants of agreements.md §4 as properties, over every instrument of the
//! repository and arbitrary facts and questions. (6), equal dates, is in `src/timeline.rs` too,
//! with clocks and zones.

use crate::common;
use entente_agreement::{
    Rules,
    custody::{Copy, Event, How},
    facts::{Facts, Notice, NoticeKind, Pause, Status, Timeline},
    permit::{Action, Ask, Given, Hand, Item, Outcome, permit},
    terms::{ChannelKind, ElectronicPolicy, ItemForm},
    timeline::timeline,
};
use entente_model::{LevelId, PartyId, id::PurposeId, time::Date};
use proptest::prelude::*;
use std::sync::LazyLock;

static ALL: LazyLock<Vec<(String, Rules)>> = LazyLock::new(common::all);

fn date(days: i32) -> Date {
    jiff::civil::date(1975, 1, 1)
        .checked_add(jiff::Span::new().days(days))
        .unwrap()
}

/// Facts of one instrument: signatures, notices, pauses at arbitrary days.
#[derive(Debug, Clone)]
struct World {
    which: usize,
    signed: Vec<Option<i32>>,
    notices: Vec<(u8, u8, i32, Option<i32>)>,
    pauses: Vec<(u8, i32, Option<i32>)>,
    gates: bool,
}

fn world() -> impl Strategy<Value = World> {
    let day = 0..20_000i32;
    (
        0..ALL.len(),
        prop::collection::vec(prop::option::weighted(0.9, day.clone()), 32),
        prop::collection::vec(
            (any::<u8>(), 0..4u8, day.clone(), prop::option::of(0..40i32)),
            0..12,
        ),
        prop::collection::vec((any::<u8>(), day, prop::option::of(0..900i32)), 0..3),
        any::<bool>(),
    )
        .prop_map(|(which, signed, notices, pauses, gates)| World {
            which,
            signed,
            notices,
            pauses,
            gates,
        })
}

impl World {
    fn rules(&self) -> &'static Rules {
        &ALL[self.which].1
    }

    fn facts(&self) -> Facts {
        let terms = &self.rules().terms;
        let parties = terms.parties();
        let mut facts = Facts::default();
        for (party, day) in parties.iter().zip(&self.signed) {
            if let Some(day) = day {
                facts.signed.insert(party.clone(), date(*day));
            }
        }
        for (who, kind, day, after) in &self.notices {
            let from = parties[usize::from(*who) % parties.len()].clone();
            let mut received = std::collections::BTreeMap::new();
            if let Some(after) = after {
                for other in parties.iter().filter(|p| **p != from) {
                    received.insert(other.to_string(), date(day + after));
                }
                received.insert("DEPOSITARY".to_owned(), date(day + after));
            }
            facts.notices.push(Notice {
                number: None,
                from,
                kind: [
                    NoticeKind::Completed,
                    NoticeKind::Deposited,
                    NoticeKind::Terminate,
                    NoticeKind::NoRenewal,
                ][usize::from(*kind)],
                dated: date(*day),
                received,
                effective: None,
            });
        }
        for (who, day, length) in &self.pauses {
            facts.pauses.push(Pause {
                by: parties[usize::from(*who) % parties.len()].clone(),
                from: date(*day),
                until: length.map(|l| date(day + l)),
            });
        }
        if self.gates {
            facts.gates = entente_agreement::terms::Gate::ALL
                .iter()
                .map(|g| (*g, date(0)))
                .collect();
        }
        facts
    }

    fn timeline(&self) -> Timeline {
        timeline(&self.rules().terms, &self.facts()).unwrap_or_default()
    }
}

/// A question: indices taken modulo what there is.
#[derive(Debug, Clone)]
struct Q {
    by: u8,
    to: u8,
    level: u16,
    day: i32,
    form: u8,
    channel: u8,
    purpose: Option<u8>,
    hand: u64,
}

fn question() -> impl Strategy<Value = Q> {
    (
        any::<u8>(),
        any::<u8>(),
        any::<u16>(),
        0..22_000i32,
        any::<u8>(),
        any::<u8>(),
        prop::option::weighted(0.8, any::<u8>()),
        any::<u64>(),
    )
        .prop_map(|(by, to, level, day, form, channel, purpose, hand)| Q {
            by,
            to,
            level,
            day,
            form,
            channel,
            purpose,
            hand,
        })
}

struct Asked {
    by: PartyId,
    to: PartyId,
    level: LevelId,
    originators: Vec<PartyId>,
    purpose: Option<PurposeId>,
    form: ItemForm,
    channel: ChannelKind,
    hand: Hand,
    day: Date,
}

impl Q {
    fn at(&self, rules: &Rules) -> Option<Asked> {
        let parties = rules.terms.parties();
        let by = parties[usize::from(self.by) % parties.len()].clone();
        let to = parties[usize::from(self.to) % parties.len()].clone();
        let levels = rules.table.levels();
        if levels.is_empty() {
            return None;
        }
        let level = levels[usize::from(self.level) % levels.len()].0.clone();
        let purposes = &rules.terms.purpose;
        let purpose = self.purpose.map(|p| {
            if purposes.is_empty() {
                "any".parse().unwrap()
            } else {
                purposes[usize::from(p) % purposes.len()].code.clone()
            }
        });
        let hand = Given::ALL
            .iter()
            .enumerate()
            .filter(|(at, _)| self.hand >> at & 1 == 1)
            .map(|(_, g)| *g)
            .collect();
        Some(Asked {
            originators: vec![level.party().parse().unwrap()],
            by,
            to,
            level,
            purpose,
            form: ItemForm::ALL[usize::from(self.form) % ItemForm::ALL.len()],
            channel: ChannelKind::ALL[usize::from(self.channel) % ChannelKind::ALL.len()],
            hand,
            day: date(self.day),
        })
    }
}

impl Asked {
    fn ask(&self, action: Action) -> Ask<'_> {
        Ask {
            item: Some(Item::new(&self.level, &self.originators, self.form)),
            purpose: self.purpose.as_ref(),
            hand: self.hand,
            channel: Some(self.channel),
            ..Ask::new(action, &self.by, &self.to, self.day)
        }
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: common::cases(),
        max_global_rejects: u32::MAX,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    /// (1) No act by one party changes the terms.
    #[test]
    fn one_party_changes_nothing(world in world(), q in question()) {
        let rules = world.rules();
        let Some(asked) = q.at(rules) else { return Ok(()) };
        let time = world.timeline();
        let alone = asked.ask(Action::Amend);
        let outcome = permit(rules, &time, &alone).outcome();
        prop_assert_eq!(outcome == Outcome::Allowed, asked.hand.has(Given::EveryParty));
        let lowered = asked.ask(Action::Downgrade);
        let by_other = !asked.originators.contains(&asked.by);
        let at_hand = [Given::Consent, Given::ConsentOfAll, Given::CourtOrder];
        if by_other && !at_hand.iter().any(|g| asked.hand.has(*g)) {
            prop_assert_ne!(permit(rules, &time, &lowered).outcome(), Outcome::Allowed);
        }
    }

    /// (2) Protection never drops along a path: at every holder it is what the terms say of the
    /// original level, whatever way it came; a higher level is never handled lower; back home it
    /// protects at least as before. (3) The original mark comes back after any number of hops.
    #[test]
    fn protection_never_drops(which in 0..ALL.len(), start in any::<u16>(), path in prop::collection::vec(any::<u8>(), 1..12)) {
        let rules = &ALL[which].1;
        let levels = rules.table.levels();
        prop_assume!(!levels.is_empty());
        let (id, level) = &levels[usize::from(start) % levels.len()];
        let home = level.party.clone();
        let parties = rules.terms.parties();
        let mut copy = Copy::new(id.clone(), home.clone());
        for hop in path {
            let to = parties[usize::from(hop) % parties.len()].clone();
            copy.hop(&to);
            prop_assert_eq!(copy.original(), id);
            let direct = rules.handled_as(id, &to);
            prop_assert_eq!(copy.handled_as(rules).map(|l| l.id().unwrap()), direct.map(|l| l.id().unwrap()));
            if let Some(handled) = direct {
                for (other_id, other) in levels.iter().filter(|(_, o)| o.party == home) {
                    if let Some(theirs) = rules.handled_as(other_id, &to)
                        && other.rank > level.rank && theirs.party == handled.party
                    {
                        prop_assert!(theirs.rank >= handled.rank, "{id} {other_id} to {to}");
                    }
                }
                let handled_id = handled.id().unwrap();
                if let Some(back) = rules.handled_as(&handled_id, &home)
                    && handled.party == to && back.party == home
                {
                    prop_assert!(back.rank >= level.rank, "{id} to {to} and back");
                }
            }
        }
        copy.hop(&home);
        prop_assert_eq!(copy.handled_as(rules).map(|l| l.id().unwrap()), Some(id.clone()));
    }

    /// (4) Nothing is allowed before entry into force, after the end, during an own pause, above
    /// the ceiling, without a row, a purpose, the signature, assurance and gates the terms ask for.
    #[test]
    fn nothing_leaves_too_early_too_late_or_too_high(world in world(), q in question()) {
        let rules = world.rules();
        let Some(asked) = q.at(rules) else { return Ok(()) };
        let time = world.timeline();
        let ask = asked.ask(Action::Release);
        let decision = permit(rules, &time, &ask);
        if decision.outcome() != Outcome::Allowed {
            let (no, _) = decision.no().expect("an answer that is not a yes says why");
            prop_assert!(!no.code.is_empty());
            return Ok(());
        }
        let terms = &rules.terms;
        prop_assert!(matches!(time.status(&asked.by, &asked.to, asked.day), Status::InForce | Status::Provisional(_)));
        prop_assert!(time.end.as_ref().is_none_or(|e| asked.day <= e.date));
        prop_assert!(time.paused(&asked.by, asked.day).is_none());
        prop_assert!(asked.purpose.is_some());
        prop_assert_eq!(&asked.by, &asked.originators[0]);
        prop_assert!(rules.table.equivalent(&asked.level, &asked.to).is_some());
        let level = rules.level(&asked.level).unwrap();
        if let Some(row) = terms.ceiling.iter().find(|c| c.party == asked.by)
            && let Some(top) = row.paper.as_ref().filter(|_| asked.form == ItemForm::Document)
        {
            prop_assert!(level.rank <= rules.level(top).unwrap().rank);
        }
        if let Some(from) = terms.release.as_ref().and_then(|r| r.signed_from.as_ref())
            && rules.covers(from, level)
        {
            prop_assert!(asked.hand.has(Given::OfficerSignature));
        }
        prop_assert!(terms.assurance.is_none() || asked.hand.has(Given::Assurance));
        prop_assert!(terms.release.as_ref().is_none_or(|r| r.gates.is_empty()) || world.gates);
        // And a yes says which rules made it one.
        prop_assert!(!decision.allowed().unwrap().is_empty());
    }

    /// (5) Every copy ends in exactly one terminal state, the same on both sides whatever the
    /// order in which the acts arrive.
    #[test]
    fn one_ending(events in prop::collection::vec((0..4u8, 0..60i32, any::<bool>()), 0..8), order in any::<u64>()) {
        let events: Vec<Event> = events.iter().map(|(how, day, ours)| Event {
            how: How::ALL[usize::from(*how) % How::ALL.len()],
            on: date(*day),
            by: if *ours { "JPN" } else { "NZL" }.parse().unwrap(),
        }).collect();
        let mut shuffled = events.clone();
        let mut seed = order;
        for at in (1..shuffled.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(seed >> 33).unwrap() % (at + 1));
        }
        let run = |events: &[Event]| {
            let mut copy = Copy::new("JPN.gov.2014.hi".parse().unwrap(), "JPN".parse().unwrap());
            copy.hop(&"NZL".parse().unwrap());
            for event in events {
                copy.apply(event);
            }
            copy.ending().cloned()
        };
        let (here, there) = (run(&events), run(&shuffled));
        prop_assert_eq!(&here, &there);
        let possible = events.iter().any(|e| e.how.may(&"JPN".parse().unwrap(), &"NZL".parse().unwrap(), &e.by));
        prop_assert_eq!(here.is_some(), possible);
    }

    /// (6) Dates are equal on all nodes whatever the order in which facts arrived.
    #[test]
    fn dates_do_not_depend_on_order(world in world(), turn in any::<usize>()) {
        let facts = world.facts();
        let mut other = facts.clone();
        // Notices of different parties cross; those of one party keep their order.
        if turn % 2 == 0 {
            other.notices.sort_by(|a, b| a.from.cmp(&b.from));
        } else {
            other.notices.sort_by(|a, b| b.from.cmp(&a.from));
        }
        other.pauses.reverse();
        let terms = &world.rules().terms;
        let (a, b) = (timeline(terms, &facts), timeline(terms, &other));
        match (a, b) {
            (Ok(a), Ok(b)) => {
                prop_assert_eq!(a.in_force, b.in_force);
                prop_assert_eq!(a.end, b.end);
                prop_assert_eq!(a.bound, b.bound);
            }
            (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
        }
    }

    /// (7) Where electronic handling is forbidden no payload is stored or sent.
    #[test]
    fn forbidden_means_paper(world in world(), q in question()) {
        let rules = world.rules();
        let Some(mut asked) = q.at(rules) else { return Ok(()) };
        let forbidden = rules.terms.electronic.as_ref().is_some_and(|e| e.policy == ElectronicPolicy::Forbidden);
        asked.form = ItemForm::Electronic;
        asked.channel = ChannelKind::Link;
        let time = world.timeline();
        for action in [Action::Release, Action::Store, Action::Send] {
            let ask = asked.ask(action);
            if forbidden {
                prop_assert_ne!(permit(rules, &time, &ask).outcome(), Outcome::Allowed, "{:?}", action);
            }
        }
    }

    /// (8) Notices, incidents and disputes are not closed by one side; duties are never paused.
    #[test]
    fn not_by_one_side(world in world(), q in question()) {
        let rules = world.rules();
        let Some(asked) = q.at(rules) else { return Ok(()) };
        let time = world.timeline();
        for action in [Action::StayNotice, Action::CloseDispute, Action::CloseIncident, Action::PauseDuties, Action::Amend] {
            let ask = asked.ask(action);
            let allowed = permit(rules, &time, &ask).outcome() == Outcome::Allowed;
            let originator = action == Action::CloseIncident
                && asked.originators.contains(&asked.by)
                && rules.terms.incident.as_ref().is_some_and(|i| i.originator_closes);
            prop_assert!(!allowed || asked.hand.has(Given::EveryParty) || originator, "{:?}", action);
            prop_assert!(!(allowed && action == Action::PauseDuties));
        }
    }

    /// Every question has an answer that names a code, a decider and, where a rule gave it, an
    /// article; every action, every form.
    #[test]
    fn total(world in world(), q in question(), action in 0..Action::ALL.len()) {
        let rules = world.rules();
        let Some(asked) = q.at(rules) else { return Ok(()) };
        let time = world.timeline();
        let ask = asked.ask(Action::ALL[action]);
        let decision = permit(rules, &time, &ask);
        for check in decision.explain() {
            if let Some(refusal) = check.refusal {
                prop_assert!(refusal.decider.is_some());
                prop_assert_eq!(refusal.article, check.article.map(|a| a.to_string()));
            }
        }
    }
}
