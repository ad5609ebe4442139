//! Whatever is done in whatever order and by whomever, the store gives back the same house, and
//! the invariants hold.

use crate::{
    common::Side,
    helpers::{
        AGREEMENT, brief, clear, day, enter, entries, grant, id, item, own, person, post, purpose,
        standing, to, wish,
    },
};
use entente_engine::{Answer, Input, house::Readable};
use entente_model::{
    Digest,
    house::{HouseAct, HouseDeed, Scope, Who},
};
use proptest::prelude::*;

const PEOPLE: [&str; 5] = ["yamada", "kato", "tanaka", "mori", "ito"];
const ACTORS: [&str; 9] = [
    "yamada",
    "kato",
    "sato",
    "suzuki",
    "tanaka",
    "ito",
    "registrar",
    "security-officer",
    "-",
];

fn deed() -> impl Strategy<Value = HouseDeed> {
    let who = prop::sample::select(PEOPLE.to_vec());
    (0u8..24, who, 0u32..3, any::<bool>()).prop_map(|(kind, who, n, flag)| {
        let agreement = flag.then_some(AGREEMENT);
        let group = || id("strait");
        let scope = if flag {
            Scope::Item(own(n))
        } else {
            Scope::Purpose(AGREEMENT, purpose("maritime-safety"))
        };
        match kind {
            0 => person(who, "NZL"),
            1 => HouseDeed::Leave(id(who)),
            2 => clear(who, "JPN.gov.2014.gokuhi", "2027-01-01"),
            3 => HouseDeed::Unclear {
                person: id(who),
                reason: "x".into(),
            },
            4 => brief(who, agreement),
            5 => HouseDeed::Debrief {
                person: id(who),
                agreement,
            },
            6 => post(who, if flag { "reader" } else { "inspector" }),
            7 => HouseDeed::Unpost {
                person: id(who),
                position: id("reader"),
            },
            8 => HouseDeed::Join {
                person: id(who),
                group: group(),
            },
            9 => HouseDeed::Part {
                person: id(who),
                group: group(),
            },
            10 => grant(to(who), scope, None),
            11 => grant(Who::Group(group()), scope, Some("2026-12-01")),
            12 => HouseDeed::Revoke {
                who: to(who),
                scope,
            },
            13 => HouseDeed::Rules(flag.then(|| Digest::of(&[&[0]]))),
            14 => HouseDeed::Lend {
                item: own(n),
                number: n,
                to: id(who),
                until: day("2027-01-01"),
            },
            15 => HouseDeed::TakeBack {
                item: own(n),
                number: n,
            },
            16 => HouseDeed::Place {
                item: own(n),
                number: n,
                place: "safe".into(),
            },
            17 => HouseDeed::Submit {
                item: item(n),
                agreement: AGREEMENT,
                purpose: purpose("maritime-safety"),
                author: flag.then(|| id(who)),
            },
            18 => HouseDeed::Decide {
                item: item(n),
                agreement: AGREEMENT,
                shown: Digest::of(&[&[1]]),
                approved: flag,
                reason: "x".into(),
            },
            19 => standing(if flag { "feed-a" } else { "feed-b" }),
            20 => HouseDeed::StandingEnd(id("feed-a")),
            21 => HouseDeed::Muster {
                muster: n.max(1),
                drawn: vec![(own(n), n)],
                sample: 10,
                due: day("2026-12-31"),
            },
            22 => HouseDeed::Seen {
                muster: n.max(1),
                item: own(n),
                number: n,
                there: flag,
            },
            _ => HouseDeed::Shred { item: own(n) },
        }
    })
}

/// An act inside, or a wish to read an own draft.
fn input() -> impl Strategy<Value = (bool, &'static str, HouseDeed, u32)> {
    let by = prop::sample::select(ACTORS.to_vec());
    (prop::bool::weighted(0.2), by, deed(), 0u32..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_store_gives_back_the_same_house(
        steps in prop::collection::vec(prop::collection::vec(input(), 1..6), 1..24)
    ) {
        let mut side = Side::new("JPN");
        enter(&mut side);
        let us = side.party();
        let mut reads = 0;
        for step in steps {
            let before = side.state.house.size();
            let inputs: Vec<Input> = step
                .iter()
                .map(|(is_read, by, deed, n)| {
                    if *is_read {
                        let facts = Readable::draft(None, &us);
                        let who = if *by == "-" { "nobody" } else { by };
                        Input::Read(Box::new(wish(who, &own(*n), &facts)))
                    } else {
                        Input::House { by: (*by).into(), deed: Box::new(deed.clone()) }
                    }
                })
                .collect();
            let out = side.steps(inputs);
            // Nothing is answered that is not in the same commit, in order, under one head.
            let mut next = before;
            for (answer, (is_read, ..)) in out.answers.iter().zip(&step) {
                match answer {
                    Ok(Answer::House { n, .. } | Answer::Read { n, .. }) => {
                        prop_assert_eq!(*n, next);
                        next += 1;
                    }
                    Err(_) if *is_read => next += 1,
                    Err(_) => {}
                    Ok(other) => prop_assert!(false, "{other:?}"),
                }
                reads += u64::from(matches!(answer, Ok(Answer::Read { .. })));
            }
            prop_assert_eq!(side.state.house.size(), next);
            prop_assert_eq!(out.commit.entries.len() as u64, next - before);
            prop_assert_eq!(out.commit.checkpoints.len(), usize::from(next > before));
        }
        let house = &side.state.house;
        prop_assert_eq!(format!("{:?}", side.restored().state.house), format!("{house:?}"));
        let counted: u64 = (0..3).filter_map(|n| house.readers(&own(n))).map(|r| r.reads).sum();
        prop_assert_eq!(counted, reads);
        // Whoever left has nothing, and no inspector holds anything else.
        for known in house.persons() {
            if known.left.is_some() {
                prop_assert!(known.cleared.is_none() && known.positions.is_empty());
                prop_assert!(known.groups.is_empty());
                prop_assert!(house.grants().all(|(w, ..)| *w != Who::Person(known.person.id.clone())));
            }
            let inspects = known.positions.contains_key(&id("inspector"));
            prop_assert!(!inspects || known.positions.len() == 1);
        }
        // No access of a person in the record is that person's own doing.
        for (entry, n) in entries(&side).iter().zip(0..) {
            let act = HouseAct::from_entry(n, entry).unwrap();
            if let HouseDeed::Grant { who: Who::Person(person), .. }
                | HouseDeed::Clear { person, .. }
                | HouseDeed::Brief { person, .. } = &act.deed
            {
                prop_assert_ne!(act.by.as_str(), person.as_str());
            }
        }
    }
}
