//! Agreement, terms, provisions, a chair's text; and turns that are not in order.

use super::{super::*, *};

#[test]
fn agreement_goes_from_the_delegations_to_the_capitals_and_an_edit_reopens_it_visibly() {
    let (mut jpn, mut nzl) = two();
    assert_eq!(jpn.state("11"), State::Proposed);
    jpn.agree("11", true);
    nzl.agree("11", true);
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.state("11"), State::AgreedAdRef);
    jpn.agree("11", false);
    nzl.agree("11", false);
    sync(&mut jpn, &mut nzl);
    assert_eq!(nzl.state("11"), State::Agreed);
    nzl.edit("11", "ja", "通告は六十日後に効力を生ずる。");
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.state("11"), State::Bracketed);
    assert_eq!(
        jpn.reads("11", "ja"),
        "通告は[三十 (JPN) / 六十 (NZL)]日後に効力を生ずる。"
    );
    let clause = jpn.text().clause(&id("11")).unwrap();
    let who = clause
        .said
        .reopened
        .map(|(p, no)| (jpn.text().parties()[p].clone(), no));
    assert_eq!(who, Some((party("NZL"), 3)));
}

#[test]
fn terms_are_contested_and_settled_like_wording() {
    let (mut jpn, mut nzl) = two();
    let set = |v: &str| Op::Term {
        field: "/notice".into(),
        value: Some(format!("\"{v}\"")),
    };
    nzl.send(vec![set("P60D")]);
    sync(&mut jpn, &mut nzl);
    let contested: Vec<String> = jpn
        .text()
        .terms()
        .contested()
        .map(|(f, _)| f.to_owned())
        .collect();
    assert_eq!(contested, ["/notice"]);
    assert!(jpn.text().instrument().is_err());
    jpn.send(vec![set("P60D")]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.text().instrument().unwrap().terms,
        r#"{"duration":{"initial":"P5Y"},"list":[1,2],"notice":"P60D"}"#
    );
}

#[test]
fn provisions_are_added_left_out_and_moved_and_keep_their_ids() {
    let (mut jpn, mut nzl) = two();
    let wording = |lang: &str, body: &str| entente_model::instrument::Wording {
        lang: lang.into(),
        heading: String::new(),
        body: body.into(),
    };
    nzl.send(vec![Op::Add {
        after: Some(id("4.1")),
        depth: 2,
        text: vec![
            wording("en", "See Article {{11}}."),
            wording("ja", "第{{11}}条を見よ。"),
        ],
    }]);
    sync(&mut jpn, &mut nzl);
    let added = id("NZL.1.0");
    let places = jpn.text().places();
    assert_eq!(places.of_id(&added), "4.2");
    assert_eq!(places.of_id(&id("4.2")), "4.3");
    assert_eq!(places.find("4.3"), Some(&id("4.2")));
    jpn.send(vec![Op::Drop { p: id("7.1") }]);
    sync(&mut jpn, &mut nzl);
    // Its proposer drops it and nobody else stood behind it.
    assert!(jpn.text().clause(&id("7.1")).unwrap().gone);
    assert_eq!(jpn.text().places().of_id(&id("11")), "5");
    let read = jpn.text().instrument().unwrap();
    let by_id = |p: &str, at: usize| {
        let found = read.provisions.iter().find(|x| x.id == id(p)).unwrap();
        found.text[at].body.clone()
    };
    assert_eq!(by_id("4.2", 0), "See Article 5.");
    assert_eq!(by_id("4.2", 1), "第五条を見よ。");
    nzl.send(vec![Op::Move {
        p: added.clone(),
        after: None,
    }]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.text().clauses()[0].id, added);
    // New Zealand would drop what Japan keeps: contested, not gone.
    nzl.send(vec![Op::Drop { p: id("11") }]);
    sync(&mut jpn, &mut nzl);
    let now = jpn.text().places().of_id(&id("11")).to_owned();
    assert!(jpn.text().contested().contains(&now));
}

#[test]
fn a_chairs_text_is_taken_as_a_whole_or_not_at_all() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    nzl.edit(
        "7.1",
        "en",
        "An incident shall be reported within 24 hours.",
    );
    sync(&mut jpn, &mut nzl);
    let ops = |c: &Capital| {
        vec![
            edit(
                c.text(),
                &spot("11", "en"),
                "Notice takes effect after 45 days.",
            )
            .unwrap()
            .unwrap(),
            edit(
                c.text(),
                &spot("7.1", "en"),
                "An incident shall be reported within 48 hours.",
            )
            .unwrap()
            .unwrap(),
        ]
    };
    let all = ops(&jpn);
    jpn.chair(all);
    sync(&mut jpn, &mut nzl);
    assert_eq!(nzl.state("11"), State::Bracketed);
    let accept = |no, accept| Op::Chair {
        by: party("JPN"),
        no,
        accept,
    };
    nzl.send(vec![accept(3, true)]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.reads("11", "en"), "Notice takes effect after 45 days.");
    assert_eq!(
        jpn.reads("7.1", "en"),
        "An incident shall be reported within 48 hours."
    );
    // One that what it changes has moved on under is superseded, not taken by halves.
    let all = vec![
        edit(
            jpn.text(),
            &spot("11", "en"),
            "Notice takes effect after 10 days.",
        )
        .unwrap()
        .unwrap(),
    ];
    jpn.chair(all);
    nzl.edit("11", "en", "Notice takes effect after 20 days.");
    sync(&mut jpn, &mut nzl);
    nzl.send(vec![accept(5, true)]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(
        jpn.reads("11", "en"),
        "Notice takes effect after [45 (JPN) / 20 (NZL)] days."
    );
}

#[test]
fn what_is_open_is_named_until_nothing_is() {
    let (mut jpn, mut nzl) = two();
    nzl.send(vec![
        Op::Reserve {
            p: id("11"),
            kind: Reservation::Parliament,
        },
        Op::Park {
            p: id("4.2"),
            until: None,
        },
    ]);
    sync(&mut jpn, &mut nzl);
    let words =
        |c: &Capital| -> Vec<&str> { c.talk.hindrances().into_iter().map(|(w, _)| w).collect() };
    assert_eq!(
        words(&jpn),
        ["not-agreed", "reserved", "not-concordant", "terms"]
    );
    nzl.send(vec![Op::Lift {
        p: id("11"),
        kind: Reservation::Parliament,
    }]);
    sync(&mut jpn, &mut nzl);
    for side in [&mut jpn, &mut nzl] {
        let text = side.text().digest().unwrap();
        side.send(vec![Op::AgreeAll {
            text,
            ad_ref: false,
        }]);
    }
    sync(&mut jpn, &mut nzl);
    assert_eq!(words(&jpn), ["not-concordant", "terms"]);
    let texts: Vec<(ProvisionId, Digest)> = std::iter::once(jpn.text().title())
        .chain(jpn.text().standing())
        .map(|c| (c.id.clone(), c.digest(jpn.text().pieces()).unwrap()))
        .collect();
    for side in [&mut jpn, &mut nzl] {
        side.talk.concord(&party("JPN"), &[], &texts).unwrap();
        side.talk.concord(&party("NZL"), &[], &texts).unwrap();
    }
    // The little terms of this test are no terms; everything else is settled.
    assert_eq!(words(&jpn), ["terms"]);
}

fn put(text: &str) -> Op {
    Op::Edit {
        at: spot("11", "en"),
        hunks: vec![Hunk {
            cut: vec![],
            at: Some(Anchor::Start),
            put: text.into(),
        }],
    }
}

#[test]
fn hostile_turns_are_refused_whole_and_change_nothing() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    let whole = |c: &Capital| -> Vec<String> {
        let spots = all_spots(c.text());
        spots.iter().map(|s| shown(c.text(), s)).collect()
    };
    let before = whole(&jpn);
    let good = || Op::Reserve {
        p: id("7.1"),
        kind: Reservation::Scrutiny,
    };
    let key = |by: &str, no: u32, k: u32| Key(party(by), no, k);
    let cut = |cut: Cut| Op::Edit {
        at: spot("11", "en"),
        hunks: vec![Hunk {
            cut: vec![cut],
            at: None,
            put: "x".into(),
        }],
    };
    let cases: Vec<(&str, Op)> = vec![
        ("TURN-002", cut(Cut::Chars(key("JPN", 9, 0), 0, 1))),
        ("TURN-002", cut(Cut::Chars(key("JPN", 0, 2), 5, 5))),
        ("TURN-002", cut(Cut::Chars(key("JPN", 0, 2), 0, 9999))),
        ("TURN-002", cut(Cut::Bracket(key("NZL", 7, 0)))),
        ("TURN-002", Op::Drop { p: id("99") }),
        (
            "TURN-002",
            Op::Move {
                p: id("11"),
                after: Some(id("11")),
            },
        ),
        (
            "TURN-002",
            Op::Add {
                after: None,
                depth: 1,
                text: vec![],
            },
        ),
        (
            "TURN-002",
            Op::Term {
                field: "notice".into(),
                value: None,
            },
        ),
        (
            "TURN-002",
            Op::Term {
                field: "/notice".into(),
                value: Some("{ }".into()),
            },
        ),
        (
            "TURN-002",
            Op::Edit {
                at: spot("11", "fr"),
                hunks: vec![],
            },
        ),
        ("TURN-004", put("\u{202e}evil")),
        ("TURN-004", put("bell\u{7}")),
        ("TURN-004", put(&"x".repeat(70_000))),
        (
            "TURN-005",
            Op::Chair {
                by: party("JPN"),
                no: 1,
                accept: true,
            },
        ),
        (
            "TURN-005",
            Op::Chair {
                by: party("NZL"),
                no: 1,
                accept: true,
            },
        ),
    ];
    for (code, op) in cases {
        let record = nzl.write(vec![good(), op]);
        let refused = jpn.talk.take(record).unwrap_err();
        assert_eq!(refused.code, code);
    }
    assert_eq!(before, whole(&jpn));
    assert!(
        jpn.text()
            .clause(&id("7.1"))
            .unwrap()
            .said
            .reservations
            .is_empty()
    );
}

#[test]
fn a_turn_built_on_another_base_is_refused_whole() {
    let (mut jpn, mut nzl) = two();
    nzl.edit("11", "en", "Notice takes effect after 60 days.");
    sync(&mut jpn, &mut nzl);
    let good = || Op::Reserve {
        p: id("7.1"),
        kind: Reservation::Scrutiny,
    };
    let mut old = nzl.write(vec![good()]);
    Arc::make_mut(&mut old.turn).no = 1;
    assert_eq!(jpn.talk.take(old).unwrap_err().code, "TURN-001");
    let mut other = nzl.write(vec![good()]);
    Arc::make_mut(&mut other.turn).version = 2;
    assert_eq!(jpn.talk.take(other).unwrap_err().code, "TURN-006");
    let mut chair = nzl.write(vec![good()]);
    Arc::make_mut(&mut chair.turn).chair = true;
    assert_eq!(jpn.talk.take(chair).unwrap_err().code, "TURN-005");
    assert_eq!(
        jpn.talk.take(nzl.write(vec![])).unwrap_err().code,
        "TURN-004"
    );
    let clause = jpn.text().clause(&id("7.1")).unwrap();
    assert!(clause.said.reservations.is_empty());
}

#[test]
fn where_it_is_settled_piece_by_piece_what_all_agreed_to_is_changed_by_all_alone() {
    let (mut jpn, mut nzl) = two();
    for side in [&mut jpn, &mut nzl] {
        side.talk = side.talk.clone().piecewise(true);
    }
    jpn.agree("11", false);
    nzl.agree("11", false);
    // Crossing the other's consent it is a change like any other.
    jpn.edit("7.1", "en", "An incident shall be reported at once.");
    sync(&mut jpn, &mut nzl);
    let words = "Notice takes effect after 60 days.";
    let op = || edit(jpn.text(), &spot("11", "en"), words).unwrap().unwrap();
    let refused = jpn.clone().talk.take(jpn.write(vec![op()])).unwrap_err();
    assert_eq!(refused.code, "TURN-010");
    let drop = nzl.write(vec![Op::Drop { p: id("11") }]);
    assert_eq!(jpn.clone().talk.take(drop).unwrap_err().code, "TURN-010");
    jpn.chair(vec![op()]);
    sync(&mut jpn, &mut nzl);
    let (by, no) = (party("JPN"), jpn.text().offers()[0].no);
    let accept = true;
    nzl.send(vec![Op::Chair { by, no, accept }]);
    sync(&mut jpn, &mut nzl);
    assert_eq!(jpn.reads("11", "en"), words);
}

/// A partner that never stops writing.
fn flood(each: impl Fn(usize) -> Vec<Op>, most: usize) -> (usize, String) {
    let (mut jpn, mut nzl) = two();
    for n in 0..=most {
        let record = nzl.write(each(n));
        if let Err(refused) = jpn.talk.take(record.clone()) {
            return (n, refused.code.into_owned());
        }
        nzl.talk.take(record.clone()).unwrap();
        nzl.sent.push(record);
    }
    (most, "nothing refused".into())
}

#[test]
fn what_a_partner_may_put_into_memory_is_bounded() {
    let reserve = || Op::Reserve {
        p: id("7.1"),
        kind: Reservation::Scrutiny,
    };
    let turns = flood(|_| vec![reserve()], 3_000);
    assert_eq!(turns, (2_000, "TURN-004".into()));
    let changes = flood(|_| vec![reserve(); 4_000], 100);
    assert_eq!(changes, (12, "TURN-004".into()));
    let term = |n: usize| Op::Term {
        field: format!("/x{n}"),
        value: Some(format!("\"{}\"", "x".repeat(60_000))),
    };
    let bytes = flood(|n| (0..20).map(|k| term(n * 20 + k)).collect(), 100);
    assert_eq!(bytes, (6, "TURN-004".into()));
}

#[test]
fn one_text_takes_so_many_changes_and_the_rest_stays_in_the_history() {
    let (mut jpn, mut nzl) = two();
    let hunks = |n: usize| Op::Edit {
        at: spot("11", "en"),
        hunks: vec![
            Hunk {
                cut: vec![],
                at: Some(Anchor::Start),
                put: "x".into(),
            };
            n
        ],
    };
    nzl.send(vec![hunks(4_095)]);
    nzl.send(vec![hunks(3)]);
    sync(&mut jpn, &mut nzl);
    let clause = jpn.text().clause(&id("11")).unwrap();
    let own = jpn.text().index(&party("NZL")).unwrap();
    let reads = clause.texts[0].body.reading(own, jpn.text().pieces());
    assert_eq!(reads.matches('x').count(), 4_096);
    assert!(jpn.text().pieces().len(&Key(party("NZL"), 2, 2)).is_some());
    let more = edit(jpn.text(), &spot("11", "en"), "Otherwise.");
    assert_eq!(more.unwrap_err().code, "TURN-011");
}
