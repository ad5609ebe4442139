//! Particulars no instrument here has in just this form, on the model's terms with one field
//! changed.

use crate::common;
use entente_agreement::{
    Rules, Terms,
    facts::{Dated, Timeline},
    permit::{Action, Ask, Given, Item, Outcome, Person, permit},
    terms::{CaveatEffect, ChannelKind, ItemForm, Levels, NationalityRule, PriorHoldings},
};
use entente_model::{LevelId, PartyId, time::Date};

struct Held {
    level: LevelId,
    originators: [PartyId; 1],
    holder: PartyId,
    given_on: Option<Date>,
}

fn held(given_on: &str) -> Held {
    Held {
        level: "JPN.gov.2014.hi".parse().unwrap(),
        originators: ["JPN".parse().unwrap()],
        holder: "NZL".parse().unwrap(),
        given_on: Some(given_on.parse().unwrap()),
    }
}

impl Held {
    fn ask(&self, action: Action) -> Ask<'_> {
        Ask {
            item: Some(Item {
                given_on: self.given_on,
                ..Item::new(&self.level, &self.originators, ItemForm::Document)
            }),
            ..Ask::new(
                action,
                &self.holder,
                &self.originators[0],
                "2027-01-10".parse().unwrap(),
            )
        }
    }
}

/// The outcome and the code under changed terms, in force since 2026-06-01.
fn answer(change: impl FnOnce(&mut Terms), ask: &Ask<'_>) -> (Outcome, String) {
    let mut terms = common::terms("jpn-nzl-model");
    change(&mut terms);
    let time = Timeline {
        parties: terms.parties().into_iter().collect(),
        in_force: Some(Dated {
            date: "2026-06-01".parse().unwrap(),
            article: "13.1".parse().unwrap(),
            because: "signature".to_owned(),
        }),
        ..Timeline::default()
    };
    let rules = Rules::new(terms).unwrap();
    let decision = permit(&rules, &time, ask);
    let code = decision
        .no()
        .map_or_else(String::new, |(no, _)| no.code.to_owned());
    (decision.outcome(), code)
}

#[test]
fn earlier_holdings() {
    let excluded =
        |t: &mut Terms| t.scope.as_mut().unwrap().prior_holdings = Some(PriorHoldings::Excluded);
    let included =
        |t: &mut Terms| t.scope.as_mut().unwrap().prior_holdings = Some(PriorHoldings::Included);
    let (old, new) = (held("2026-05-31"), held("2026-06-01"));
    let copy = old.ask(Action::Copy);
    assert_eq!(
        answer(excluded, &copy),
        (Outcome::Needs, "HOLD-080".to_owned())
    );
    assert_ne!(answer(included, &copy).1, "HOLD-080");
    assert_ne!(answer(excluded, &new.ask(Action::Copy)).1, "HOLD-080");
}

#[test]
fn residence_counts_whatever_the_rule() {
    let item = held("2026-06-02");
    let (nzl, hi): (PartyId, LevelId) = (
        "NZL".parse().unwrap(),
        "NZL.psr.2022.top-secret".parse().unwrap(),
    );
    let person = |years| Person {
        nationalities: std::slice::from_ref(&nzl),
        cleared_to: Some(&hi),
        cleared_until: Some("2030-01-01".parse().unwrap()),
        briefed: Some("2027-01-01".parse().unwrap()),
        need_to_know: true,
        staff: true,
        residence_years: years,
    };
    let any = |t: &mut Terms| {
        let rule = t.nationality.as_mut().unwrap();
        rule.rule = NationalityRule::Any;
        rule.residence_years = Some(15);
        rule.levels = None;
    };
    let open = |years| Ask {
        person: Some(person(years)),
        hand: [Given::Receipt].into_iter().collect(),
        ..item.ask(Action::Open)
    };
    assert_eq!(
        answer(any, &open(14)),
        (Outcome::Needs, "HOLD-007".to_owned())
    );
    assert_eq!(answer(any, &open(15)), (Outcome::Allowed, String::new()));
}

#[test]
fn channels_as_a_rule() {
    let item = held("2026-06-02");
    let send = |hand: &[Given]| Ask {
        by: &item.originators[0],
        to: &item.holder,
        channel: Some(ChannelKind::Post),
        hand: hand.iter().copied().collect(),
        ..item.ask(Action::Send)
    };
    let usual = |t: &mut Terms| t.channel.iter_mut().for_each(|c| c.as_a_rule = true);
    assert_eq!(
        answer(|_| (), &send(&[])),
        (Outcome::Refused, "REL-025".to_owned())
    );
    assert_eq!(
        answer(usual, &send(&[])),
        (Outcome::Needs, "REL-036".to_owned())
    );
    assert_eq!(
        answer(usual, &send(&[Given::Approved])),
        (Outcome::Allowed, String::new())
    );
}

#[test]
fn sites_outside_the_territory_receive_nothing_by_any_act() {
    let item = held("2026-06-02");
    let limited = |t: &mut Terms| t.scope.as_mut().unwrap().sites = vec!["NZ".to_owned()];
    for action in [Action::Send, Action::Store, Action::Release] {
        let ask = Ask {
            by: &item.originators[0],
            to: &item.holder,
            site: Some("CK"),
            channel: Some(ChannelKind::Diplomatic),
            ..item.ask(action)
        };
        assert_eq!(
            answer(limited, &ask),
            (Outcome::Refused, "REL-022".to_owned()),
            "{action}"
        );
    }
}

/// A list that leaves a party out demands of all its levels and allows none of them.
#[test]
fn what_is_left_out_is_protected() {
    let item = held("2026-06-02");
    let only_nzl = Levels::From(vec!["NZL.psr.2022.confidential".parse().unwrap()]);
    let send = Ask {
        by: &item.originators[0],
        to: &item.holder,
        channel: Some(ChannelKind::Diplomatic),
        ..item.ask(Action::Send)
    };
    let with = |levels: Levels| {
        move |t: &mut Terms| {
            let mut row = t.channel[0].clone();
            (row.kind, row.levels) = (ChannelKind::Diplomatic, levels);
            row.conditions.clear();
            let mut other = row.clone();
            (other.kind, other.levels) = (ChannelKind::Hand, Levels::All);
            t.channel = vec![row, other];
        }
    };
    assert_eq!(answer(with(Levels::All), &send).0, Outcome::Allowed);
    assert_eq!(
        answer(with(only_nzl.clone()), &send),
        (Outcome::Refused, "REL-025".to_owned())
    );
    let release = Ask {
        by: &item.originators[0],
        to: &item.holder,
        purpose: None,
        ..item.ask(Action::Release)
    };
    let signed = move |t: &mut Terms| t.release.as_mut().unwrap().signed_from = Some(only_nzl);
    let mut terms = common::terms("jpn-nzl-model");
    signed(&mut terms);
    let rules = Rules::new(terms).unwrap();
    let time = Timeline::default();
    let checks = permit(&rules, &time, &release).explain();
    let officer = checks.iter().find(|c| c.rule == "officer").unwrap();
    assert_eq!(officer.refusal.as_ref().unwrap().code, "REL-009");
}

/// A level of an earlier scheme marks only what is as old as it (M10).
#[test]
fn levels_no_longer_in_use() {
    let item = held("2026-06-02");
    let old = |t: &mut Terms| {
        let level = t.level.iter_mut().find(|l| l.code == "hi").unwrap();
        level.legacy_until = Some("2014-12-09".parse().unwrap());
    };
    let purpose = "maritime-safety".parse().unwrap();
    let dated = |day: &str| {
        let ask = item.ask(Action::Release);
        Ask {
            by: &item.originators[0],
            to: &item.holder,
            purpose: Some(&purpose),
            item: ask.item.map(|i| Item {
                dated: Some(day.parse().unwrap()),
                ..i
            }),
            ..ask
        }
    };
    assert_eq!(
        answer(old, &dated("2014-12-09")),
        (Outcome::Allowed, String::new())
    );
    assert_eq!(
        answer(old, &dated("2014-12-10")),
        (Outcome::Refused, "REL-038".to_owned())
    );
}

/// Under originator control every further use needs consent, and is free without the caveat.
#[test]
fn originator_control() {
    let item = held("2026-06-02");
    let code: entente_model::id::PurposeId = "orcon".parse().unwrap();
    let with = |t: &mut Terms| {
        let mut row = t.caveat[0].clone();
        row.code = "orcon".parse().unwrap();
        row.effects = vec![CaveatEffect::OriginatorControl];
        t.caveat = vec![row];
        t.translation.clear();
    };
    let ask = |hand: &[Given], caveats| {
        let ask = item.ask(Action::Translate);
        Ask {
            hand: hand.iter().copied().collect(),
            item: ask.item.map(|i| Item { caveats, ..i }),
            ..ask
        }
    };
    let codes = std::slice::from_ref(&code);
    assert_eq!(
        answer(with, &ask(&[], codes)),
        (Outcome::Needs, "HOLD-010".to_owned())
    );
    assert_eq!(
        answer(with, &ask(&[Given::Consent], codes)).0,
        Outcome::Allowed
    );
    assert_eq!(answer(with, &ask(&[], &[])).0, Outcome::Allowed);
}
