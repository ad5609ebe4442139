//! Deed by deed.

use super::*;
use entente_model::case::Declaration;
use proptest::prelude::*;

const SECRET: &str = "NZL.psr.2022.secret";
const CONFIDENTIAL: &str = "NZL.psr.2022.confidential";
const RESTRICTED: &str = "NZL.psr.2022.restricted";

#[test]
fn a_copy_of_secret_needs_a_consent_and_uses_it_up() {
    let mut w = World::model();
    let n = w.held(SECRET);
    fails(w.both(1, n, make(Made::Copy, 1, 1, None)), "HOLD-021");
    let leave = Leave {
        copies: Some(2),
        ..Leave::new(LeaveFor::Copy)
    };
    let consent = granted(&mut w, n, leave);
    w.both(1, n, make(Made::Copy, 1, 2, Some(consent))).unwrap();
    let problem = fails(
        w.both(1, n, make(Made::Copy, 3, 1, Some(consent))),
        "REG-011",
    );
    assert_eq!(problem.decider.as_deref(), Some("NZL"));
    assert_eq!(w.states(n), "held held held");
}

#[test]
fn what_contains_it_is_a_copy_of_a_part() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let work = Made::Work("JPN-2026-0007".parse().unwrap());
    fails(w.both(1, n, make(work, 1, 1, None)), "HOLD-021");
    let mut w = World::of(AUT_ESP, "AUT", "ESP", "2026-10-01");
    let n = w.held("AUT.gov.2011.streng-geheim");
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Copy));
    fails(
        w.both(1, n, make(Made::Extract, 1, 1, Some(consent))),
        "HOLD-020",
    );
}

#[test]
fn a_translation_is_made_by_cleared_persons() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let deed = |by_cleared, lang: &str| ItemDeed::Make {
        what: Made::Translation(lang.into()),
        first: 1,
        count: 1,
        by_cleared,
        consent: None,
    };
    let problem = fails(w.both(1, n, deed(false, "ja")), "HOLD-024");
    assert_eq!(problem.decider.as_deref(), Some("security-officer"));
    fails(w.both(1, n, deed(true, "ja\nheld")), "REG-016");
    w.both(1, n, deed(true, "ja")).unwrap();
}

#[test]
fn numbers_follow_each_other_and_no_more_than_there_is_room_for() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    fails(w.both(1, n, make(Made::Copy, 2, 1, None)), "REG-004");
    fails(w.both(1, n, make(Made::Copy, 1, 0, None)), "REG-004");
    fails(w.both(1, n, make(Made::Copy, 1, 10_001, None)), "REG-004");
    w.both(1, n, make(Made::Copy, 1, 3, None)).unwrap();
    let problem = fails(w.both(1, n, ItemDeed::Lost { numbers: vec![4] }), "REG-003");
    assert_eq!(problem.class.exit(), 4);
}

#[test]
fn nothing_is_done_without_a_receipt() {
    let mut w = World::model();
    let n = w.release(RESTRICTED, |_| {});
    let on = w.day;
    for deed in [
        make(Made::Copy, 1, 1, None),
        ItemDeed::Destroy(destroyed(on)),
        ItemDeed::Return {
            numbers: Vec::new(),
            by: "diplomatic".into(),
            on,
        },
    ] {
        let problem = fails(w.both(1, n, deed), "REG-019");
        assert_eq!(problem.decider.as_deref(), Some("registrar"));
    }
    let emergency = Destroyed {
        emergency: Some(noon(&w.rules, on)),
        witnesses: Vec::new(),
        ..destroyed(on)
    };
    w.both(1, n, ItemDeed::Destroy(emergency)).unwrap();
    assert_eq!(w.states(n), "destroyed");
}

#[test]
fn what_was_set_apart_is_neither_copied_nor_used_but_goes_back() {
    let mut w = World::model();
    let n = w.release(RESTRICTED, |_| {});
    let receipt = Receipt {
        from: w.party(0),
        of: Vec::new(),
        quarantined: vec![(n, "SEAL-001".into())],
        official: "registrar".parse().unwrap(),
    };
    w.act(1, Deed::Receipt(receipt)).unwrap();
    w.sync();
    assert_eq!(w.states(n), "quarantined");
    fails(w.both(1, n, make(Made::Copy, 1, 1, None)), "REG-002");
    let back = ItemDeed::Return {
        numbers: Vec::new(),
        by: "diplomatic".into(),
        on: w.day,
    };
    w.both(1, n, back).unwrap();
    assert_eq!(w.states(n), "returning");
}

#[test]
fn what_was_only_shown_has_no_copy_to_end() {
    let mut w = World::model();
    let n = w.release(RESTRICTED, |r| r.disclosed = true);
    let on = w.day;
    fails(w.both(1, n, make(Made::Copy, 1, 1, None)), "REG-015");
    fails(
        w.both(
            1,
            n,
            ItemDeed::Destroy(Destroyed {
                emergency: Some(noon(&w.rules, on)),
                witnesses: vec![],
                ..destroyed(on)
            }),
        ),
        "REG-015",
    );
    fails(w.both(1, n, ItemDeed::Lost { numbers: vec![0] }), "REG-015");
    let leave = Leave {
        purpose: Some("maritime-safety".parse().unwrap()),
        ..Leave::new(LeaveFor::Onward(australia()))
    };
    let consent = granted(&mut w, n, leave);
    w.both(1, n, onward(consent, australia(), 0)).unwrap();
}

#[test]
fn a_token_is_for_whom_for_what_and_until_when_it_says() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let mut unit = australia();
    unit.unit = Some("navy".into());
    let until = w.day.tomorrow().unwrap();
    let leave = Leave {
        purpose: Some("maritime-safety".parse().unwrap()),
        until: Some(until),
        copies: Some(2),
        ..Leave::new(LeaveFor::Onward(unit.clone()))
    };
    let consent = granted(&mut w, n, leave);
    fails(w.both(1, n, onward(consent, australia(), 1)), "REG-008");
    fails(
        w.both(1, n, onward(consent, third("state", Some("USA"), ""), 1)),
        "REG-008",
    );
    let other = ItemDeed::Onward {
        consent,
        to: unit.clone(),
        purpose: "defence-cooperation".parse().unwrap(),
        copies: 1,
    };
    fails(w.both(1, n, other), "REG-008");
    fails(
        w.both(1, n, onward(consent + 40, unit.clone(), 1)),
        "REG-005",
    );
    // Its last day is a day on which it holds; the next is not.
    w.day = until;
    w.both(1, n, onward(consent, unit.clone(), 0)).unwrap();
    fails(w.both(1, n, onward(consent, unit.clone(), 2)), "REG-011");
    w.day = until.tomorrow().unwrap();
    let problem = fails(w.both(1, n, onward(consent, unit, 1)), "REG-009");
    assert_eq!(problem.article.as_deref(), Some("6.2"));
}

#[test]
fn without_a_purpose_of_its_own_a_token_is_for_the_one_it_was_given_for() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Onward(australia())));
    let other = ItemDeed::Onward {
        consent,
        to: australia(),
        purpose: "defence-cooperation".parse().unwrap(),
        copies: 1,
    };
    fails(w.both(1, n, other), "REG-008");
    w.both(1, n, onward(consent, australia(), 1)).unwrap();
}

#[test]
fn a_relay_that_is_named_is_kept_to() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let leave = Leave {
        relay: Some(party("USA")),
        ..Leave::new(LeaveFor::Onward(australia()))
    };
    let consent = granted(&mut w, n, leave);
    fails(w.both(1, n, onward(consent, australia(), 1)), "REG-008");
    w.both(1, n, onward(consent, third("state", Some("USA"), ""), 1))
        .unwrap();
}

#[test]
fn a_word_the_terms_do_not_count_among_thirds_opens_nothing() {
    // National of a third state: not in the model's definition.
    let mut w = World::model();
    let n = w.release(CONFIDENTIAL, |r| {
        let mut label = Label::of(level(CONFIDENTIAL));
        label.originators = vec![party("AUS"), party("NZL")];
        r.label = Some(Box::new(label));
    });
    w.receipt(n);
    let to = third("national-of-third", None, "Somebody");
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Onward(to.clone())));
    fails(w.both(1, n, onward(consent, to, 1)), "HOLD-013");
    let unknown = third("martian", None, "Somebody");
    fails(w.both(1, n, ask(LeaveFor::Onward(unknown))), "REG-016");
    let nobody = third("state", None, " ");
    fails(w.both(1, n, ask(LeaveFor::Onward(nobody))), "REG-016");
}

#[test]
fn joint_information_needs_every_originator() {
    let mut w = World::model();
    let joint = |r: &mut Release| {
        let mut label = Label::of(level(SECRET));
        label.originators = vec![party("AUS"), party("NZL")];
        r.label = Some(Box::new(label));
    };
    let n = w.release(SECRET, joint);
    w.receipt(n);
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Copy));
    fails(
        w.both(1, n, make(Made::Copy, 1, 1, Some(consent))),
        "HOLD-013",
    );
    fails(
        w.both(
            0,
            n,
            ItemDeed::Reclass(reclass(Some(RESTRICTED), day("2026-10-01"))),
        ),
        "HOLD-013",
    );
    let asked = w.next(1);
    w.both(1, n, ask(LeaveFor::Copy)).unwrap();
    let all = w.next(0);
    let answer = ItemDeed::Answer {
        ask: asked,
        leave: Some(Leave::new(LeaveFor::Copy)),
        also_of: vec![party("AUS")],
        text: None,
    };
    w.both(0, n, answer).unwrap();
    w.both(1, n, make(Made::Copy, 1, 1, Some(all))).unwrap();
    // Raised by one of them.
    let other = w.release(RESTRICTED, |r| {
        let mut label = Label::of(level(RESTRICTED));
        label.originators = vec![party("JPN"), party("NZL")];
        r.label = Some(Box::new(label));
    });
    w.receipt(other);
    w.both(
        0,
        other,
        ItemDeed::Reclass(reclass(Some(CONFIDENTIAL), day("2026-10-01"))),
    )
    .unwrap();
    // The holder made it too: its challenge is its consent.
    fails(
        w.both(
            0,
            other,
            ItemDeed::Reclass(reclass(Some(RESTRICTED), day("2026-10-01"))),
        ),
        "HOLD-013",
    );
    granted(
        &mut w,
        other,
        Leave::new(LeaveFor::Downgrade(level(RESTRICTED))),
    );
    w.both(
        0,
        other,
        ItemDeed::Reclass(reclass(Some(RESTRICTED), day("2026-10-01"))),
    )
    .unwrap();
}

#[test]
fn the_giver_does_not_consent_for_a_third_originator() {
    let mut w = World::model();
    let n = w.release(SECRET, |r| {
        let mut label = Label::of(level(SECRET));
        label.originators = vec![party("AUS")];
        r.label = Some(Box::new(label));
    });
    w.receipt(n);
    let consent = granted(
        &mut w,
        n,
        Leave::new(LeaveFor::Onward(third("firm", None, "Yard"))),
    );
    fails(
        w.both(1, n, onward(consent, third("firm", None, "Yard"), 1)),
        "HOLD-013",
    );
    fails(
        w.both(
            0,
            n,
            ItemDeed::Discharge {
                numbers: vec![],
                on: day("2026-10-01"),
            },
        ),
        "HOLD-070",
    );
}

#[test]
fn a_withdrawal_that_crosses_a_use_leaves_it_in_order_and_is_known() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Copy));
    let (used, taken) = (w.next(1), w.next(0));
    w.item(1, n, make(Made::Copy, 1, 1, Some(consent))).unwrap();
    w.item(0, n, ItemDeed::Withdraw { answer: consent })
        .unwrap();
    w.sync();
    assert_eq!(w.states(n), "held held");
    for node in &w.nodes {
        let family = node.register.family(&party("NZL"), n).unwrap();
        assert_eq!(family.crossed, BTreeSet::from([(used, taken)]));
        assert!(node.verdicts.values().all(|v| v == "ok"));
    }
    fails(
        w.both(1, n, make(Made::Copy, 2, 1, Some(consent))),
        "REG-010",
    );
    fails(
        w.both(0, n, ItemDeed::Withdraw { answer: consent }),
        "REG-010",
    );
    let nothing = fails(
        w.both(0, n, grant(90, Leave::new(LeaveFor::Copy))),
        "REG-005",
    );
    assert!(
        nothing.args.iter().any(|(k, v)| k == "party" && v == "JPN"),
        "{nothing:?}"
    );
}

#[test]
fn a_question_is_answered_once_and_never_with_more() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let asked = w.next(1);
    let leave = Leave {
        copies: Some(1),
        ..Leave::new(LeaveFor::Copy)
    };
    w.both(
        1,
        n,
        ItemDeed::Ask {
            leave: leave.clone(),
            text: None,
        },
    )
    .unwrap();
    fails(
        w.both(0, n, grant(asked, Leave::new(LeaveFor::Copy))),
        "REG-007",
    );
    w.both(0, n, grant(asked, leave.clone())).unwrap();
    fails(w.both(0, n, grant(asked, leave)), "REG-006");
}

#[test]
fn an_assurance_covers_what_the_text_asks_and_can_be_taken_back() {
    let mut w = World::of(NZL_ESP, "NZL", "ESP", "2026-10-01");
    let assure = |covers: &[&str], until: Option<Date>| Declaration::Assurance {
        unit: String::new(),
        covers: covers.iter().map(|c| (*c).to_owned()).collect(),
        until,
    };
    let all = ["facility", "cleared", "briefed", "receipt"];
    fails(declare(&mut w, 1, assure(&all[..3], None)), "REG-020");
    let holds = |w: &World, on: &str| {
        let past = Past {
            by: &party("NZL"),
            n: 0,
            at: Instant(0),
            seen: &[(party("ESP"), 100)],
        };
        let register = &w.nodes[1].register;
        register.assured(&w.rules, &party("ESP"), "", &past, day(on))
    };
    assert!(!holds(&w, "2026-10-01"));
    declare(&mut w, 1, assure(&all, Some(day("2026-10-10")))).unwrap();
    assert!(holds(&w, "2026-10-10") && !holds(&w, "2026-10-11"));
    assert!(!holds(&w, "2026-09-29"), "not before it was given");
    declare(
        &mut w,
        1,
        Declaration::NoAssurance {
            unit: String::new(),
        },
    )
    .unwrap();
    assert!(!holds(&w, "2026-10-05"));
    let long = assure(&["x".repeat(401).as_str()], None);
    fails(declare(&mut w, 1, long), "REG-014");
}

#[test]
fn limits_count_what_an_author_said_itself_and_hold_on_every_node() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    for _ in 0..MAX_SAID {
        w.item(0, n, ItemDeed::Chase).unwrap();
    }
    // One node has a thousand acts of the other side, the other has none yet.
    w.item(1, n, ask(LeaveFor::Copy)).unwrap();
    fails(w.item(0, n, ItemDeed::Chase), "REG-014");
    w.sync();
    let [a, b] = [&w.nodes[0].verdicts, &w.nodes[1].verdicts];
    assert_eq!(a, b);
    // What one small act makes is bounded, whatever number of items it names.
    let more: Vec<u64> = (0..3).map(|_| w.held(RESTRICTED)).collect();
    let many = Deed::Item(ItemAct {
        from: w.party(0),
        of: more,
        what: make(Made::Copy, 1, 9_000, None),
        official: "registrar".parse().unwrap(),
    });
    fails(w.act(1, many), "REG-014");
    let backwards = Deed::Item(ItemAct {
        from: w.party(0),
        of: vec![n + 2, n],
        what: ItemDeed::Chase,
        official: "registrar".parse().unwrap(),
    });
    fails(w.act(0, backwards), "ACT-001");
    fails(w.item(0, n + 5_000, ItemDeed::Chase), "ITEM-001");
}

#[test]
fn who_is_neither_giver_nor_holder_says_nothing() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    let problem = fails(w.both(0, n, ItemDeed::Lost { numbers: vec![0] }), "REG-001");
    assert_eq!(problem.decider.as_deref(), Some("JPN"));
    fails(w.both(1, n, ItemDeed::Chase), "REG-001");
}

#[test]
fn the_order_of_the_words_is_the_order_of_the_digest() {
    // A translation's language is in the line: two that differ in it alone differ in the tally.
    let digest = |lang: &str| {
        let mut w = World::model();
        let n = w.held(CONFIDENTIAL);
        w.both(1, n, make(Made::Translation(lang.into()), 1, 1, None))
            .unwrap();
        w.nodes[0].register.tally(&|_, _| true).digest
    };
    assert_ne!(digest("ja"), digest("en"));
}

proptest! {
    #[test]
    fn words_of_a_third_are_bounded(len in 0usize..1000) {
        let mut w = World::model();
        let n = w.held(RESTRICTED);
        let to = third("firm", None, &"x".repeat(len));
        let verdict = w.item(1, n, ask(LeaveFor::Onward(to)));
        prop_assert_eq!(verdict.is_ok(), (1..=400).contains(&len));
    }
}
