//! Two nodes, any acts, any order of arrival.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const LEVELS: [&str; 3] = [
    "NZL.psr.2022.restricted",
    "NZL.psr.2022.confidential",
    "NZL.psr.2022.secret",
];

/// One step: the giver's or the holder's act, or acts that arrive.
#[derive(Debug, Clone)]
enum Step {
    Act(usize, u8, u8, u8, u8),
    Arrive(usize, usize),
    Tomorrow,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let act = (0usize..2, 0u8..24, any::<u8>(), any::<u8>(), any::<u8>())
        .prop_map(|(who, op, a, b, c)| Step::Act(who, op, a, b, c));
    let arrive = (0usize..2, 1usize..6).prop_map(|(who, many)| Step::Arrive(who, many));
    let step = prop_oneof![6 => act, 3 => arrive, 1 => Just(Step::Tomorrow)];
    proptest::collection::vec(step, 1..60)
}

/// The last index but `back` in a record whose act fits, or one that is none.
fn index(w: &World, of: u64, who: usize, back: u8, fits: impl Fn(&ItemDeed) -> bool) -> u64 {
    let all: Vec<u64> = w.nodes[who]
        .record
        .iter()
        .filter(|act| matches!(&act.deed, Deed::Item(item) if item.of == [of] && fits(&item.what)))
        .map(|act| act.n)
        .collect();
    let at = usize::from(back) % all.len().max(1);
    all.iter().rev().nth(at).copied().unwrap_or(900)
}

fn leave(a: u8, b: u8) -> Leave {
    let what = match a % 6 {
        0 => LeaveFor::Onward(australia()),
        1 => LeaveFor::Use("disaster-response".parse().unwrap()),
        2 | 3 => LeaveFor::Copy,
        4 => LeaveFor::Translate,
        _ => LeaveFor::Downgrade(level(LEVELS[usize::from(b % 3)])),
    };
    Leave {
        copies: b.is_multiple_of(2).then_some(u32::from(b % 5)),
        ..Leave::new(what)
    }
}

fn deed(w: &World, of: u64, op: u8, b: u8, c: u8) -> ItemDeed {
    let on = w.day;
    // Mostly a consent to the matter, now and then any other.
    let matter = match op {
        0 | 1 => "copy",
        2 => "translate",
        8 | 9 => "onward",
        10 => "use",
        _ => "",
    };
    let any = c.is_multiple_of(7) || matter.is_empty();
    let consent = index(
        w,
        of,
        0,
        b % 3,
        |d| matches!(d, ItemDeed::Answer { leave: Some(l), .. } if any || l.what.word() == matter),
    );
    let with = (!c.is_multiple_of(3)).then_some(consent);
    let numbers = match c % 4 {
        0 => Vec::new(),
        c => vec![u32::from(b) % u32::from(c)],
    };
    let known = w.nodes[1].register.family(&party("NZL"), of);
    let next = known.map_or(1, |f| u32::try_from(f.made.len()).unwrap() + 1);
    match op {
        0 | 1 => make(Made::Copy, next, u32::from(b % 3) + 1, with),
        2 => make(Made::Translation("ja".into()), next, 1, with),
        3 | 4 => ItemDeed::Ask {
            leave: leave(b, c),
            text: None,
        },
        5 | 6 => {
            let ask = index(w, of, 1, b % 3, |d| matches!(d, ItemDeed::Ask { .. }));
            let asked = w.nodes[1].record.get(usize::try_from(ask).unwrap());
            let leave = asked.and_then(|act| match &act.deed {
                Deed::Item(ItemAct {
                    what: ItemDeed::Ask { leave, .. },
                    ..
                }) => Some(leave.clone()),
                _ => None,
            });
            ItemDeed::Answer {
                ask,
                leave,
                also_of: Vec::new(),
                text: None,
            }
        }
        7 => ItemDeed::Withdraw { answer: consent },
        8 | 9 => ItemDeed::Onward {
            consent,
            to: australia(),
            purpose: w.rules.terms.purpose[0].code.clone(),
            copies: u32::from(c % 3),
        },
        10 => ItemDeed::UseFor {
            consent,
            purpose: "disaster-response".parse().unwrap(),
        },
        11 | 12 => ItemDeed::Reclass(reclass(Some(LEVELS[usize::from(b % 3)]), on)),
        13 => ItemDeed::Reclass(reclass((!c.is_multiple_of(4)).then_some(LEVELS[1]), on)),
        14 => ItemDeed::Applied {
            order: index(w, of, 0, b % 2, |d| matches!(d, ItemDeed::Reclass(_))),
        },
        15 => ItemDeed::Recall {
            wanted: [Wanted::Return, Wanted::Destroy, Wanted::SetAside][usize::from(b % 3)],
            by: None,
        },
        16 => ItemDeed::Recalled {
            order: index(w, of, 0, 0, |d| matches!(d, ItemDeed::Recall { .. })),
            held: u32::from(c % 4),
            readers: 0,
            gone_to: vec![australia()],
        },
        17 => ItemDeed::Return {
            numbers,
            by: "diplomatic".into(),
            on,
        },
        18 => ItemDeed::Back {
            sent: index(w, of, 1, b % 3, |d| matches!(d, ItemDeed::Return { .. })),
        },
        19 => ItemDeed::Destroy(Destroyed {
            numbers,
            on: if c.is_multiple_of(2) {
                on
            } else {
                on.yesterday().unwrap()
            },
            ..destroyed(on)
        }),
        20 => ItemDeed::Discharge { numbers, on },
        21 => ItemDeed::Lost { numbers },
        22 => ItemDeed::ForbidCopies,
        _ => ItemDeed::Chase,
    }
}

fn lines(node: &Node) -> Vec<Line> {
    let mut lines = Vec::new();
    node.register
        .each(&|_, _| true, &mut |line| lines.push(line));
    lines
}

/// What must hold on each node at any time.
fn always(w: &World, ended: &mut [BTreeSet<(u64, u32)>; 2]) {
    for (node, ended) in w.nodes.iter().zip(ended) {
        let lines = lines(node);
        let now: BTreeSet<(u64, u32)> = lines
            .iter()
            .filter(|l| l.state.ended())
            .map(|l| (l.n, l.number))
            .collect();
        // An end may give way to an earlier one, never to none.
        assert!(ended.is_subset(&now), "reopened");
        *ended = now;
        for line in &lines {
            assert_eq!(line.state.ended(), line.ended.is_some());
            let family = node.register.family(&line.from, line.n);
            // Of several ends the earliest stands, and of one day the first in the order of `How`.
            let ends = family.map(|f| f.ends.as_slice()).unwrap_or_default();
            let ends = ends
                .iter()
                .filter(|e| e.what.numbers.is_empty() || e.what.numbers.contains(&line.number));
            let first = ends.map(|e| (e.what.event.on, e.what.event.how)).min();
            let first = first.map(|(on, how)| (Some(on), how.word()));
            let stands = (line.ended, line.state.word());
            assert_eq!(first, line.state.ended().then_some(stands));
            protected(w, node, line, family);
        }
        for (from, n, family) in node.register.families() {
            for answer in &family.answers {
                let Some(most) = answer.what.leave.as_ref().and_then(|l| l.copies) else {
                    continue;
                };
                let on = family.uses.iter().filter(|u| u.what.consent == answer.n);
                let made = family
                    .made
                    .iter()
                    .filter(|c| c.consent == Some(answer.n))
                    .count();
                let used = on.map(|u| u.what.copies).sum::<u32>() + u32::try_from(made).unwrap();
                assert!(used <= most, "{used} of {most} used of {from}#{n}");
            }
        }
    }
}

/// The level lowered only by the originator or with its consent, and protected by its row.
fn protected(w: &World, node: &Node, line: &Line, family: Option<&Family>) {
    let orders = family.map(|f| f.orders.as_slice()).unwrap_or_default();
    for order in orders.iter().filter(|o| o.by == line.to) {
        let to = order
            .what
            .to
            .clone()
            .expect("a holder never declassifies here");
        let consent = family.unwrap().answers.iter().any(|a| {
            a.what
                .leave
                .as_ref()
                .is_some_and(|l| l.what == LeaveFor::Downgrade(to.clone()))
        });
        assert!(consent, "lowered without consent");
    }
    let parent = node
        .register
        .lines(&line.from, line.n, &|_, _| true)
        .remove(0);
    assert_eq!(line.level, parent.level, "a child beside its parent");
    let rank = |id: &LevelId| w.rules.handled_as(id, &line.to).map(|l| l.rank);
    match (&line.level, orders.is_empty()) {
        (Some(now), true) => assert!(rank(now) >= rank(&line.original)),
        // By an order it has the level of one of the orders, which has a row.
        (Some(now), false) => {
            assert!(orders.iter().any(|o| o.what.to.as_ref() == Some(now)));
            assert!(rank(now).is_some());
        }
        (None, none) => assert!(!none, "declassified by nobody"),
    }
}

/// Both records on a third node, in another order that keeps to what each author had seen.
fn verifier(w: &World, choice: &[bool]) -> Node {
    let mut node = Node {
        party: party("VER"),
        register: Register::default(),
        record: Vec::new(),
        seen: 0,
        verdicts: BTreeMap::new(),
    };
    let mut next = [0usize, 0];
    let mut choices = choice.iter().cycle();
    loop {
        let ready = [0, 1].map(|who| {
            let act: Option<&Act> = w.nodes[who].record.get(next[who]);
            act.filter(|a| a.seen[0].1 <= next[1 - who] as u64)
        });
        let who = match ready {
            [None, None] => return node,
            [Some(_), None] => 0,
            [None, Some(_)] => 1,
            _ => usize::from(*choices.next().unwrap()),
        };
        let _ = take(&w.rules, &w.time, &mut node, ready[who].unwrap());
        next[who] += 1;
    }
}

fn run(steps: &[Step]) -> (World, [BTreeSet<(u64, u32)>; 2]) {
    let mut w = World::model();
    let items: Vec<u64> = LEVELS.iter().map(|l| w.held(l)).collect();
    // Consents to begin with, so that there is something to use up, to withdraw and to cross.
    let consents = [
        (LeaveFor::Copy, Some(2)),
        (LeaveFor::Onward(australia()), Some(2)),
        (LeaveFor::Downgrade(level(LEVELS[0])), None),
        (LeaveFor::Downgrade(level(LEVELS[1])), None),
    ];
    for n in &items {
        for (what, copies) in consents.clone() {
            let leave = Leave {
                copies,
                ..Leave::new(what)
            };
            granted(&mut w, *n, leave);
        }
    }
    let mut ended = [BTreeSet::new(), BTreeSet::new()];
    for step in steps {
        match step {
            Step::Tomorrow => w.day = w.day.tomorrow().unwrap(),
            Step::Arrive(who, many) => w.arrive(*who, *many),
            Step::Act(who, op, a, b, c) => {
                let of = items[usize::from(*a) % items.len()];
                let deed = deed(&w, of, *op, *b, *c);
                // Mostly by whom it is for.
                let fit = usize::from(!deed.by_originator());
                let either = matches!(deed, ItemDeed::Reclass(_)) || a.is_multiple_of(16);
                let _ = w.item(if either { *who } else { fit }, of, deed);
            }
        }
        always(&w, &mut ended);
    }
    (w, ended)
}

fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(500)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn both_nodes_and_any_other_come_to_the_same(
        steps in steps(),
        choice in proptest::collection::vec(any::<bool>(), 1..20),
    ) {
        let (mut w, mut ended) = run(&steps);
        w.sync();
        always(&w, &mut ended);
        let third = verifier(&w, &choice);
        for node in [&w.nodes[1], &third] {
            prop_assert_eq!(&w.nodes[0].verdicts, &node.verdicts);
            prop_assert_eq!(lines(&w.nodes[0]), lines(node));
            let tally = |n: &Node| n.register.tally(&|_, _| true);
            prop_assert_eq!(tally(&w.nodes[0]), tally(node));
            let crossed = |n: &Node| -> Vec<_> {
                n.register.families().map(|(.., f)| f.crossed.clone()).collect()
            };
            prop_assert_eq!(crossed(&w.nodes[0]), crossed(node));
        }
        // A tally as of an act says the same on every node that has it.
        for act in w.nodes[0].record.iter().step_by(7) {
            let past = Past::of(act);
            let [a, b] = [0, 1].map(|who: usize| w.nodes[who].register.tally_as_of(&past));
            prop_assert_eq!(&a, &b);
            prop_assert_eq!(a, third.register.tally_as_of(&past));
        }
    }

    #[test]
    fn a_divergence_is_named_line_by_line(steps in steps(), at in any::<usize>(), how in 0u8..5) {
        let (mut w, _) = run(&steps);
        w.sync();
        let ours = lines(&w.nodes[0]);
        prop_assert_eq!(reconcile(&ours, &ours), Reconciled::default());
        let mut theirs = ours.clone();
        let at = at % ours.len();
        let line = ours[at].clone();
        let (from, n, number) = (line.from.clone(), line.n, line.number);
        let differs = |field| Difference::Differs { from: from.clone(), n, number, fields: vec![field] };
        let wanted = match how {
            0 => {
                theirs.remove(at);
                Difference::MissingThere { from: from.clone(), n, number }
            }
            1 => {
                theirs.insert(at, line.clone());
                Difference::MissingHere { from: from.clone(), n, number }
            }
            2 => {
                let other = LEVELS.iter().map(|l| level(l)).find(|l| Some(l) != line.level.as_ref());
                theirs[at].level = other;
                differs(Field::Level)
            }
            3 => {
                let state = NumberState::ALL.into_iter().find(|s| *s != line.state).unwrap();
                theirs[at].state = state;
                differs(Field::State)
            }
            _ => {
                theirs[at].receipt = Some(77_777);
                differs(Field::Receipt)
            }
        };
        let found = reconcile(&ours, &theirs);
        prop_assert_eq!(found.count, 1);
        prop_assert_eq!(&found.differences, &vec![wanted]);
        let bytes = |lines: &[Line]| lines.iter().flat_map(Line::bytes).collect::<Vec<u8>>();
        prop_assert_ne!(bytes(&ours), bytes(&theirs));
        // In any order of lines.
        theirs.reverse();
        prop_assert_eq!(reconcile(&ours, &theirs), found);
    }
}

#[test]
fn an_act_that_was_dropped_shows_in_the_tally_and_in_its_line() {
    let mut w = World::model();
    let (a, b) = (w.held(LEVELS[0]), w.held(LEVELS[0]));
    let mut behind = w.nodes[0].clone();
    let on = w.day;
    w.both(1, b, ItemDeed::Destroy(destroyed(on))).unwrap();
    w.both(1, a, make(Made::Copy, 1, 1, None)).unwrap();
    let copy = w.nodes[1].record.last().cloned().unwrap();
    take(&w.rules, &w.time, &mut behind, &copy).unwrap();
    let seen = &|_: &PartyId, _: u64| true;
    assert_ne!(behind.register.tally(seen), w.nodes[1].register.tally(seen));
    let found = reconcile(&lines(&w.nodes[1]), &lines(&behind));
    let fields = vec![Field::State, Field::Ended];
    let differs = Difference::Differs {
        from: party("NZL"),
        n: b,
        number: 0,
        fields,
    };
    assert_eq!(found.differences, [differs]);
}

#[test]
fn what_is_named_is_bounded_and_counted() {
    let mut w = World::model();
    let n = w.held(LEVELS[0]);
    w.both(1, n, make(Made::Copy, 1, 5000, None)).unwrap();
    let found = reconcile(&lines(&w.nodes[0]), &[]);
    assert_eq!((found.differences.len(), found.count), (1000, 5001));
}
