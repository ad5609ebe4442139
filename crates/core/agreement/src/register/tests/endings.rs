//! Endings and levels, deed by deed.

use super::*;

const SECRET: &str = "NZL.psr.2022.secret";
const CONFIDENTIAL: &str = "NZL.psr.2022.confidential";
const RESTRICTED: &str = "NZL.psr.2022.restricted";

#[test]
fn what_must_return_is_destroyed_only_where_the_text_lets_it() {
    let mut w = World::of(NZL_ESP, "NZL", "ESP", "2026-10-01");
    let n = w.held("NZL.psr.2022.top-secret");
    let on = w.day;
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-040");
    w.both(
        0,
        n,
        ItemDeed::Determine {
            wanted: Wanted::Destroy,
        },
    )
    .unwrap();
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-040");
    let secret = w.held("NZL.psr.2022.secret");
    w.both(1, secret, ItemDeed::Destroy(destroyed(on))).unwrap();
    // GEHEIM is destroyed with the originator's consent, which a determination is too.
    let mut w = World::of(AUT_ESP, "AUT", "ESP", "2026-10-01");
    let n = w.held("AUT.gov.2011.geheim");
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-041");
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Destroy));
    let with = Destroyed {
        consent: Some(consent),
        ..destroyed(on)
    };
    w.both(1, n, ItemDeed::Destroy(with)).unwrap();
    // The originator decides which.
    let mut w = World::of(AUT_UNO, "AUT", "UNO", "2026-10-01");
    let n = w.held("AUT.gov.2012.geheim");
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-041");
    w.both(
        0,
        n,
        ItemDeed::Determine {
            wanted: Wanted::Return,
        },
    )
    .unwrap();
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-041");
    w.both(
        0,
        n,
        ItemDeed::Recall {
            wanted: Wanted::Destroy,
            by: None,
        },
    )
    .unwrap();
    w.both(1, n, ItemDeed::Destroy(destroyed(on))).unwrap();
}

#[test]
fn a_witness_is_another_person() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    let on = w.day;
    let none = Destroyed {
        witnesses: Vec::new(),
        ..destroyed(on)
    };
    fails(w.both(1, n, ItemDeed::Destroy(none.clone())), "HOLD-042");
    let own = Destroyed {
        witnesses: vec!["registrar".parse().unwrap()],
        ..none.clone()
    };
    fails(w.both(1, n, ItemDeed::Destroy(own)), "REG-016");
    let twice = Destroyed {
        witnesses: vec!["a-b".parse().unwrap(); 2],
        ..none.clone()
    };
    fails(w.both(1, n, ItemDeed::Destroy(twice)), "REG-016");
    let wordless = Destroyed {
        method: " ".into(),
        ..destroyed(on)
    };
    fails(w.both(1, n, ItemDeed::Destroy(wordless)), "REG-016");
    let both = Destroyed {
        emergency: Some(noon(&w.rules, on)),
        ..destroyed(on)
    };
    fails(w.both(1, n, ItemDeed::Destroy(both)), "REG-016");
    w.both(1, n, ItemDeed::Destroy(destroyed(on))).unwrap();
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "REG-002");
}

#[test]
fn days_of_what_was_done_lie_between_release_and_tomorrow() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    for (on, code) in [("2026-10-03", "REG-013"), ("2026-09-29", "REG-013")] {
        fails(w.both(1, n, ItemDeed::Destroy(destroyed(day(on)))), code);
    }
    // Evening in Wellington is another day than noon in Tokyo.
    w.both(1, n, ItemDeed::Destroy(destroyed(day("2026-10-02"))))
        .unwrap();
    let other = w.held(RESTRICTED);
    w.both(1, other, ItemDeed::Destroy(destroyed(day("2026-09-30"))))
        .unwrap();
}

#[test]
fn a_recall_is_answered_truly_and_stops_further_use() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let consent = granted(&mut w, n, Leave::new(LeaveFor::Onward(australia())));
    w.both(1, n, onward(consent, australia(), 1)).unwrap();
    w.both(1, n, make(Made::Copy, 1, 2, None)).unwrap();
    w.both(1, n, ItemDeed::Lost { numbers: vec![2] }).unwrap();
    let order = w.next(0);
    w.both(
        0,
        n,
        ItemDeed::Recall {
            wanted: Wanted::Return,
            by: None,
        },
    )
    .unwrap();
    let says = |held, gone_to| ItemDeed::Recalled {
        order,
        held,
        readers: 1,
        gone_to,
    };
    fails(w.both(1, n, says(3, vec![australia()])), "REG-012");
    fails(w.both(1, n, says(2, Vec::new())), "REG-012");
    w.both(1, n, says(2, vec![australia()])).unwrap();
    fails(w.both(1, n, says(2, vec![australia()])), "REG-017");
    fails(w.both(1, n, make(Made::Copy, 3, 1, None)), "REG-021");
    fails(w.both(1, n, onward(consent, australia(), 1)), "REG-021");
    // It wants it back, and the model lets it demand that.
    let on = w.day;
    let problem = fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "HOLD-040");
    assert_eq!(problem.article.as_deref(), Some("14"));
    let later = granted(&mut w, n, Leave::new(LeaveFor::Onward(australia())));
    w.both(1, n, onward(later, australia(), 1)).unwrap();
}

#[test]
fn a_return_that_never_comes_stays_open_until_somebody_ends_it() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    w.both(1, n, make(Made::Copy, 1, 1, None)).unwrap();
    let on = w.day;
    let back = |numbers: Vec<u32>, by: &str| ItemDeed::Return {
        numbers,
        by: by.into(),
        on,
    };
    fails(w.both(1, n, back(vec![0], "pigeon")), "REG-016");
    let sent = w.next(1);
    w.both(1, n, back(vec![0], "diplomatic")).unwrap();
    fails(w.both(1, n, back(vec![0], "diplomatic")), "REG-002");
    fails(
        w.both(
            1,
            n,
            ItemDeed::Destroy(Destroyed {
                numbers: vec![0],
                ..destroyed(on)
            }),
        ),
        "REG-002",
    );
    assert_eq!(w.states(n), "returning held");
    // Lost on the way, found, and let off in the end.
    w.both(1, n, ItemDeed::Lost { numbers: vec![0] }).unwrap();
    assert_eq!(w.states(n), "lost held");
    w.both(1, n, back(vec![0], "diplomatic")).unwrap();
    assert_eq!(w.states(n), "returning held");
    w.both(
        0,
        n,
        ItemDeed::Discharge {
            numbers: vec![0],
            on,
        },
    )
    .unwrap();
    assert_eq!(w.states(n), "discharged held");
    let last = w.next(1);
    w.both(1, n, back(Vec::new(), "diplomatic")).unwrap();
    let from = w.party(0);
    assert!(!w.nodes[0].register.closed(&from, n));
    assert_eq!(w.nodes[0].register.left(&from, n).len(), 1);
    let nothing = fails(w.both(0, n, ItemDeed::Back { sent: sent + 40 }), "REG-005");
    assert!(nothing.args.iter().any(|(k, v)| k == "party" && v == "JPN"));
    w.both(0, n, ItemDeed::Back { sent: last }).unwrap();
    fails(w.both(0, n, ItemDeed::Back { sent: last }), "REG-017");
    assert_eq!(w.states(n), "discharged returned");
    assert!(w.nodes[1].register.closed(&from, n));
}

#[test]
fn what_is_lost_is_not_swept_into_a_certificate() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    w.both(1, n, make(Made::Copy, 1, 1, None)).unwrap();
    w.both(1, n, ItemDeed::Lost { numbers: vec![1] }).unwrap();
    let on = w.day;
    w.both(1, n, ItemDeed::Destroy(destroyed(on))).unwrap();
    assert_eq!(w.states(n), "destroyed lost");
    fails(w.both(1, n, ItemDeed::Destroy(destroyed(on))), "REG-002");
    let found = Destroyed {
        numbers: vec![1],
        ..destroyed(on)
    };
    w.both(1, n, ItemDeed::Destroy(found)).unwrap();
    assert_eq!(w.states(n), "destroyed destroyed");
}

#[test]
fn an_originator_declassifies_and_every_number_ends_also_one_that_crosses() {
    let mut w = World::model();
    let n = w.held(RESTRICTED);
    let on = w.day;
    fails(
        w.both(0, n, ItemDeed::Reclass(reclass(None, day("2027-01-01")))),
        "REG-013",
    );
    w.item(0, n, ItemDeed::Reclass(reclass(None, on))).unwrap();
    w.item(1, n, make(Made::Copy, 1, 2, None)).unwrap();
    w.sync();
    assert_eq!(w.states(n), "declassified declassified declassified");
    assert!(w.lines(n).iter().all(|l| l.level.is_none()));
    fails(w.both(1, n, make(Made::Copy, 3, 1, None)), "REG-002");
    fails(
        w.both(0, n, ItemDeed::Reclass(reclass(Some(SECRET), on))),
        "REG-002",
    );
}

#[test]
fn a_holder_lowers_only_with_a_consent_to_that_level() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let on = w.day;
    let lower = |to| ItemDeed::Reclass(reclass(Some(to), on));
    let problem = fails(w.both(1, n, lower(RESTRICTED)), "HOLD-030");
    assert_eq!(problem.decider.as_deref(), Some("NZL"));
    fails(
        w.both(1, n, ItemDeed::Reclass(reclass(None, on))),
        "HOLD-030",
    );
    let first = granted(
        &mut w,
        n,
        Leave::new(LeaveFor::Downgrade(level(CONFIDENTIAL))),
    );
    fails(w.both(1, n, lower(RESTRICTED)), "HOLD-030");
    w.both(0, n, ItemDeed::Withdraw { answer: first }).unwrap();
    fails(w.both(1, n, lower(CONFIDENTIAL)), "REG-010");
    granted(
        &mut w,
        n,
        Leave::new(LeaveFor::Downgrade(level(CONFIDENTIAL))),
    );
    w.both(1, n, lower(CONFIDENTIAL)).unwrap();
    fails(w.both(1, n, lower(CONFIDENTIAL)), "REG-018");
    // A consent taken back does not stand in the originator's own way.
    let other = w.held(SECRET);
    let gone = granted(
        &mut w,
        other,
        Leave::new(LeaveFor::Downgrade(level(CONFIDENTIAL))),
    );
    w.both(0, other, ItemDeed::Withdraw { answer: gone })
        .unwrap();
    w.both(0, other, lower(CONFIDENTIAL)).unwrap();
}

#[test]
fn of_two_orders_that_cross_the_givers_stands_on_both_nodes() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    let on = w.day;
    granted(
        &mut w,
        n,
        Leave::new(LeaveFor::Downgrade(level(RESTRICTED))),
    );
    w.item(0, n, ItemDeed::Reclass(reclass(Some(SECRET), on)))
        .unwrap();
    w.item(1, n, ItemDeed::Reclass(reclass(Some(RESTRICTED), on)))
        .unwrap();
    w.item(1, n, make(Made::Copy, 1, 1, None)).unwrap();
    w.sync();
    for line in w.lines(n) {
        assert_eq!(line.level, Some(level(SECRET)));
    }
    // Seen, the later one stands.
    w.both(1, n, ItemDeed::Reclass(reclass(Some(RESTRICTED), on)))
        .unwrap();
    assert!(
        w.lines(n)
            .iter()
            .all(|l| l.level == Some(level(RESTRICTED)))
    );
}

#[test]
fn a_level_without_a_row_to_the_holder_is_no_level_for_it() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let on = w.day;
    let to = |id: &str| ItemDeed::Reclass(reclass(Some(id), on));
    fails(w.both(0, n, to("NZL.psr.2022.top-secret")), "REL-014");
    fails(w.both(0, n, to("NZL.psr.2022.in-confidence")), "REL-014");
    fails(w.both(0, n, to("JPN.gov.2014.hi")), "MARK-003");
    fails(w.both(0, n, to("NZL.psr.2022.nothing")), "MARK-001");
    fails(
        w.both(
            0,
            n,
            ItemDeed::Intend(reclass(Some("NZL.psr.2022.nothing"), on)),
        ),
        "MARK-001",
    );
}

#[test]
fn an_order_is_applied_once_and_only_one_there_is() {
    let mut w = World::model();
    let n = w.held(SECRET);
    let order = w.next(0);
    let on = w.day;
    w.both(0, n, ItemDeed::Reclass(reclass(Some(CONFIDENTIAL), on)))
        .unwrap();
    let missing = fails(
        w.both(1, n, ItemDeed::Applied { order: order + 9 }),
        "REG-005",
    );
    assert!(missing.args.iter().any(|(k, v)| k == "party" && v == "NZL"));
    w.both(1, n, ItemDeed::Applied { order }).unwrap();
    fails(w.both(1, n, ItemDeed::Applied { order }), "REG-017");
}

#[test]
fn classification_ends_on_the_day_that_was_marked_or_the_text_sets() {
    let mut w = World::model();
    let n = w.release(SECRET, |r| {
        let mut label = Label::of(level(SECRET));
        label.declassify = Some(day("2026-11-01"));
        r.label = Some(Box::new(label));
    });
    w.receipt(n);
    w.day = day("2026-10-31");
    fails(
        w.both(1, n, ItemDeed::Reclass(reclass(None, day("2026-10-31")))),
        "HOLD-030",
    );
    fails(
        w.both(
            1,
            n,
            ItemDeed::Reclass(reclass(Some(RESTRICTED), day("2026-11-01"))),
        ),
        "HOLD-030",
    );
    w.day = day("2026-11-01");
    w.both(1, n, ItemDeed::Reclass(reclass(None, day("2026-11-01"))))
        .unwrap();
    assert_eq!(w.states(n), "declassified");
    // Thirty years from the 1 January after.
    let mut w = World::of(AUT_DEU, "AUT", "DEU", "2026-05-04");
    let n = w.held("AUT.gov.2007.geheim");
    w.day = day("2056-12-31");
    fails(
        w.both(1, n, ItemDeed::Reclass(reclass(None, w.day))),
        "HOLD-030",
    );
    w.day = day("2057-01-01");
    fails(
        w.both(1, n, ItemDeed::Reclass(reclass(None, day("2056-12-31")))),
        "HOLD-030",
    );
    w.both(1, n, ItemDeed::Reclass(reclass(None, w.day)))
        .unwrap();
}

#[test]
fn an_intention_is_told_as_long_before_as_the_text_asks() {
    let terms = AUT_DEU.replace("intent_if_possible = true\n", "");
    let mut w = World::of(&terms, "AUT", "DEU", "2026-05-04");
    let n = w.held("AUT.gov.2007.geheim");
    let to = Some("AUT.gov.2007.vertraulich");
    fails(
        w.both(0, n, ItemDeed::Reclass(reclass(to, w.day))),
        "HOLD-031",
    );
    w.both(0, n, ItemDeed::Intend(reclass(to, day("2026-06-15"))))
        .unwrap();
    w.day = day("2026-06-14");
    fails(
        w.both(0, n, ItemDeed::Reclass(reclass(to, w.day))),
        "HOLD-031",
    );
    w.day = day("2026-06-15");
    w.both(0, n, ItemDeed::Reclass(reclass(to, w.day))).unwrap();
}

#[test]
fn the_originator_forbids_copies_where_the_text_lets_it() {
    let mut w = World::model();
    let n = w.held(CONFIDENTIAL);
    w.both(0, n, ItemDeed::ForbidCopies).unwrap();
    fails(w.both(1, n, make(Made::Copy, 1, 1, None)), "HOLD-020");
}
