//! What a partner, its clock or its disk can do to a node, each answered by a typed problem that
//! names who is at fault, with nothing half done.

mod common;
use common::{Side, acting, carry, given, in_force, me, proposed, turn};
use entente_engine::{
    Answer, Effect, Input,
    commit::PayloadState,
    input::{NewItem, ReleaseOf},
    wire::{Push, WireEntry},
};
use entente_model::{
    AgreementId, Instant, Problem,
    act::{Act, Course, CourseAct, Deed, NoteKind, NoteReceived, StayTo},
    instrument::Wording,
    problem::Fault,
    turn::Op,
};
use entente_record::checkpoint::{self, Checkpoint};

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn counter(agreement: &AgreementId, words: &str) -> Input {
    let provision = common::instrument().provisions.into_iter().nth(8).unwrap();
    let text = |w: Wording| Wording {
        body: words.into(),
        ..w
    };
    turn(
        agreement,
        vec![Op::Add {
            after: Some(provision.id),
            depth: 2,
            text: provision.text.into_iter().map(text).collect(),
        }],
    )
}

#[expect(clippy::unwrap_used, reason = "part of tests")]
fn problem(answer: Result<Answer, Problem>, code: &str, fault: Fault) {
    let problem = answer.unwrap_err();
    assert_eq!((problem.code.as_ref(), problem.fault), (code, fault));
}

#[test]
fn equivocation_is_kept_as_proof_and_stops_exchange_until_a_person_decides() {
    let (mut jpn, mut nzl, id) = proposed();
    let mut other_jpn = jpn.restored();
    jpn.step(counter(&id, "one")).unwrap();
    other_jpn.step(counter(&id, "other")).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    let before = nzl.state.agreement(&id).unwrap().theirs.size();
    problem(
        given(&mut nzl, &other_jpn, other_jpn.push_from(&id, 1)),
        "LOG-003",
        Fault::Partner,
    );
    let held = nzl.state.agreement(&id).unwrap();
    assert_eq!(held.theirs.size(), before);
    let alarm = held.alarm.clone().unwrap();
    // Both signed checkpoints are in the proof, which is durable with the answer.
    for side in [&jpn, &other_jpn] {
        let (_, note) = side
            .state
            .agreement(&id)
            .unwrap()
            .checkpoint
            .clone()
            .unwrap();
        assert!(alarm.proof.contains(&note.text));
    }
    assert!(nzl.kept.iter().any(|c| c.alarms.contains(&alarm)));
    assert!(nzl.effects.contains(&Effect::Alarm(id)));
    // Nothing more is taken, nothing released, also after a restart.
    let mut nzl = nzl.restored();
    jpn.step(counter(&id, "three")).unwrap();
    problem(
        given(&mut nzl, &jpn, jpn.push_from(&id, before)),
        "REL-007",
        Fault::Rule,
    );
    nzl.step(Input::Resume { agreement: id }).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    assert_eq!(nzl.state.agreement(&id).unwrap().theirs.size(), 3);
}

#[test]
fn a_rewound_record_is_found_out() {
    let (mut jpn, mut nzl, id) = proposed();
    let old = jpn.restored();
    jpn.step(counter(&id, "lost in the restore")).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    // The old copy signs its size again, later: the same root as our prefix, but time went on.
    let held = old.state.agreement(&id).unwrap();
    let head = Checkpoint {
        origin: held.own.id().origin(),
        size: 1,
        root: held.own.root(),
    };
    let later = u64::try_from(common::NOW).unwrap() + 3600;
    let note = checkpoint::sign(&head, &old.me.record, later).unwrap();
    let mut push = old.push_from(&id, 0);
    push.checkpoint = note.to_bytes();
    let answer = nzl.step(Input::Push {
        from: jpn.party(),
        push: Box::new(push),
        prefix_root: Some(head.root),
    });
    problem(answer, "LOG-004", Fault::Partner);
    assert!(nzl.state.agreement(&id).unwrap().alarm.is_some());
    // And the old copy itself learns of it before it writes.
    let mut old = old;
    let told = old.step(Input::PartnerSize {
        from: nzl.party(),
        agreement: id,
        size: 2,
    });
    problem(told, "LOG-006", Fault::Machine);
    assert!(old.step(counter(&id, "a fork")).is_err());
    assert_eq!(old.state.agreement(&id).unwrap().own.size(), 1);
}

#[test]
fn replayed_reordered_and_gapped_pushes() {
    let (mut jpn, mut nzl, id) = proposed();
    let first = jpn.push_from(&id, 0);
    jpn.step(counter(&id, "one")).unwrap();
    let both = jpn.push_from(&id, 0);
    jpn.step(counter(&id, "two")).unwrap();
    let third = jpn.push_from(&id, 2);
    problem(given(&mut nzl, &jpn, third), "LOG-005", Fault::Partner);
    // Overlapping what is there is no harm, and is taken once.
    given(&mut nzl, &jpn, both.clone()).unwrap();
    assert_eq!(nzl.state.agreement(&id).unwrap().theirs.size(), 2);
    let entries = |side: &Side| side.kept.iter().map(|c| c.entries.len()).sum::<usize>();
    let stored = entries(&nzl);
    given(&mut nzl, &jpn, both).unwrap();
    problem(given(&mut nzl, &jpn, first), "LOG-005", Fault::Partner);
    assert_eq!(entries(&nzl), stored);
    assert!(nzl.state.agreement(&id).unwrap().alarm.is_none());
    carry(&mut jpn, &mut nzl, &id);
}

#[test]
fn entries_that_are_not_what_was_signed() {
    let (mut jpn, mut nzl, id) = proposed();
    jpn.step(counter(&id, "one")).unwrap();
    let good = jpn.push_from(&id, 1);
    let mut altered = good.clone();
    let last = altered.entries[0].entry.len() - 1;
    altered.entries[0].entry[last] ^= 1;
    problem(given(&mut nzl, &jpn, altered), "LOG-002", Fault::Partner);
    let mut fewer = good.clone();
    fewer.entries.clear();
    problem(given(&mut nzl, &jpn, fewer), "LOG-002", Fault::Partner);
    let mut more = good.clone();
    more.entries.push(WireEntry {
        entry: vec![1],
        payload: None,
    });
    problem(given(&mut nzl, &jpn, more), "LOG-002", Fault::Partner);
    // Signed by another key, by nobody, or not a note.
    let mut forged = good.clone();
    let (_, mut note) = jpn
        .state
        .agreement(&id)
        .unwrap()
        .checkpoint
        .clone()
        .unwrap();
    note.signatures.clear();
    let head = Checkpoint::parse(&note.text).unwrap();
    forged.checkpoint = checkpoint::sign(&head, &me("NZL").record, 1)
        .unwrap()
        .to_bytes();
    problem(
        given(&mut nzl, &jpn, forged.clone()),
        "LOG-001",
        Fault::Partner,
    );
    forged.checkpoint = b"no note".to_vec();
    problem(given(&mut nzl, &jpn, forged), "LOG-001", Fault::Partner);
    assert_eq!(nzl.state.agreement(&id).unwrap().theirs.size(), 1);
    given(&mut nzl, &jpn, good).unwrap();
}

#[test]
fn an_agreement_of_somebody_else_looks_like_none() {
    let (jpn, mut nzl, id) = proposed();
    let mut push = jpn.push_from(&id, 0);
    push.agreement = AgreementId::derive(&jpn.party(), &[jpn.party()], &[1; 16]);
    problem(
        given(&mut nzl, &jpn, push.clone()),
        "ACT-002",
        Fault::Partner,
    );
    push.start = 1;
    assert_eq!(given(&mut nzl, &jpn, push).unwrap_err().code, "AGREE-001");
    assert_eq!(nzl.state.agreements.len(), 1);
}

/// A partner's record may hold anything: it is stored and cosigned as it is, and has no effect.
#[test]
fn acts_that_do_not_hold_are_kept_without_effect() {
    let (jpn, mut nzl, id) = proposed();
    let own = jpn.push_from(&id, 0).entries.remove(0).entry;
    let (act, _) = Act::from_entry(&jpn.party(), &own).unwrap();
    let framed = |act: &Act| act.to_statement().unwrap().to_frame().unwrap();
    let mut other_agreement = act.clone();
    other_agreement.n = 1;
    other_agreement.ag = AgreementId::derive(&jpn.party(), &[jpn.party()], &[2; 16]);
    let mut out_of_order = act.clone();
    out_of_order.n = 7;
    let mut knows_too_much = act.clone();
    knows_too_much.n = 3;
    knows_too_much.seen = vec![(nzl.party(), 1000)];
    let text = String::from_utf8(framed(&act)).unwrap_or_default();
    let odd = [
        (framed(&other_agreement), "ACT-002"),
        (framed(&out_of_order), "ACT-003"),
        (framed(&knows_too_much), "ACT-005"),
        (b"\x00\xff not an act".to_vec(), "ACT-001"),
        (vec![b'['; 65_535], "ACT-001"),
        (
            text.replacen("\"v\"", "\"v\":1,\"v\"", 1).into_bytes(),
            "ACT-001",
        ),
    ];
    let odd: Vec<_> = odd
        .into_iter()
        .filter(|(bytes, _)| !bytes.is_empty())
        .collect();
    let mut log = jpn.state.agreement(&id).unwrap().own.clone();
    let mut unused = Vec::new();
    odd.iter()
        .for_each(|(bytes, _)| log.push(entente_model::merkle::leaf_hash(bytes), &mut unused));
    let head = Checkpoint {
        origin: log.id().origin(),
        size: log.size(),
        root: log.root(),
    };
    let mut push = jpn.push_from(&id, 1);
    push.entries = odd
        .iter()
        .map(|(entry, _)| WireEntry {
            entry: entry.clone(),
            payload: None,
        })
        .collect();
    push.checkpoint = checkpoint::sign(&head, &jpn.me.record, 1_800_000_000)
        .unwrap()
        .to_bytes();
    let stage = nzl.state.agreement(&id).unwrap().life.stage();
    given(&mut nzl, &jpn, push).unwrap();
    let held = nzl.state.agreement(&id).unwrap();
    assert_eq!(held.theirs.root(), head.root);
    assert_eq!(held.life.stage(), stage);
    for (n, (_, code)) in (1u64..).zip(&odd) {
        assert_eq!(held.voids[&(jpn.party(), n)].code, *code, "entry {n}");
    }
    // The same after a restart.
    let again = nzl.restored();
    assert_eq!(again.state.agreement(&id).unwrap().voids.len(), odd.len());
}

/// Acts of one's own making, signed by an official where the deed asks for it, as the next entries
/// of the author's record.
#[expect(clippy::unwrap_used, reason = "part of tests")]
fn push_of(from: &Side, id: &AgreementId, deeds: Vec<Deed>) -> Push {
    let own = from.state.agreement(id).unwrap().own.clone();
    let (mut log, mut unused, mut entries) = (own.clone(), Vec::new(), Vec::new());
    for (n, deed) in (own.size()..).zip(deeds) {
        let signs = deed.signer().is_some();
        let act = Act {
            v: entente_model::act::VERSION,
            ag: *id,
            by: from.party(),
            n,
            at: Instant(from.now),
            seen: Vec::new(),
            deed,
        };
        let mut statement = act.to_statement().unwrap();
        if signs {
            let keys = common::keys(from.party().as_str(), 4);
            statement.sign(&keys).unwrap();
        }
        let entry = statement.to_frame().unwrap();
        log.push(entente_model::merkle::leaf_hash(&entry), &mut unused);
        entries.push(WireEntry {
            entry,
            payload: None,
        });
    }
    let head = Checkpoint {
        origin: log.id().origin(),
        size: log.size(),
        root: log.root(),
    };
    let note = checkpoint::sign(&head, &from.me.record, 1_900_000_000).unwrap();
    Push {
        agreement: *id,
        start: own.size(),
        entries,
        checkpoint: note.to_bytes(),
    }
}

/// What a partner says in the agreement's course without the right to is kept without effect.
#[test]
fn a_course_of_events_nobody_may_set_alone() {
    let (jpn, mut nzl, id) = in_force();
    let note = Input::Note {
        agreement: id,
        kind: NoteKind::Terminate,
        date: None,
        acting: acting(&nzl, "signatory-1", 4),
    };
    let Ok(Answer::Written { n, .. }) = nzl.step(note) else {
        unreachable!("a notice may be given")
    };
    let text = nzl
        .state
        .agreement(&id)
        .unwrap()
        .life
        .agreed_text()
        .unwrap()
        .digest;
    let say = |what: Course| {
        Deed::Course(CourseAct {
            what,
            official: "signatory-1".parse().unwrap(),
            text,
        })
    };
    let day = "2016-01-01".parse().unwrap();
    let received = NoteReceived {
        from: nzl.party(),
        of: n,
        date: day,
    };
    let of = nzl.party();
    let (field, value) = ("level-names".to_owned(), "x".to_owned());
    let odd = [
        (Deed::NoteReceived(received), "ACT-008"),
        (say(Course::Resume { on: day }), "LIFE-010"),
        (
            say(Course::Update {
                field,
                value,
                on: day,
            }),
            "LIFE-002",
        ),
        (
            say(Course::Stay {
                of,
                n: 99,
                to: StayTo::Void,
            }),
            "LIFE-010",
        ),
        (
            say(Course::Gate {
                gate: "none".to_owned(),
                on: day,
            }),
            "ACT-008",
        ),
        (
            say(Course::Acknowledge {
                from: nzl.party(),
                n,
                on: day,
            }),
            "LIFE-010",
        ),
        (
            say(Course::RulesChange {
                version: "v".repeat(5000),
                on: day,
            }),
            "LIFE-011",
        ),
    ];
    let before = nzl.state.agreement(&id).unwrap().life.timeline().clone();
    let first = jpn.state.agreement(&id).unwrap().own.size();
    let deeds = odd.iter().map(|(deed, _)| deed.clone()).collect();
    given(&mut nzl, &jpn, push_of(&jpn, &id, deeds)).unwrap();
    let again = nzl.restored();
    for side in [&nzl, &again] {
        let held = side.state.agreement(&id).unwrap();
        for (n, (deed, code)) in (first..).zip(&odd) {
            assert_eq!(held.voids[&(jpn.party(), n)].code, *code, "{deed:?}");
        }
        assert_eq!(held.life.timeline(), &before);
        assert!(held.life.entry_into_force().is_some());
    }
}

/// Both consent to an end before the beginning: the facts contradict each other, and neither the
/// beginning is lost nor an end made.
#[test]
fn facts_that_contradict_each_other_fix_nothing() {
    let (mut jpn, mut nzl, id) = in_force();
    let force = jpn.state.agreement(&id).unwrap().life.entry_into_force();
    for side in [&mut jpn, &mut nzl] {
        let end = Input::Course {
            agreement: id,
            what: Course::End {
                on: "2000-01-01".parse().unwrap(),
            },
            acting: acting(side, "signatory-1", 4),
        };
        side.step(end).unwrap();
    }
    carry(&mut jpn, &mut nzl, &id);
    carry(&mut nzl, &mut jpn, &id);
    for side in [&jpn, &nzl, &jpn.restored()] {
        let life = &side.state.agreement(&id).unwrap().life;
        assert_eq!((life.entry_into_force(), life.end()), (force, None));
    }
}

#[test]
fn a_clock_two_days_off_stops_nothing_and_never_runs_backwards() {
    for off in [-2 * 86_400, 2 * 86_400] {
        let (mut jpn, mut nzl, id) = proposed();
        nzl.now += off;
        for words in ["one", "two"] {
            nzl.step(counter(&id, words)).unwrap();
            carry(&mut nzl, &mut jpn, &id);
            jpn.step(counter(&id, words)).unwrap();
            carry(&mut jpn, &mut nzl, &id);
            // Set right, backwards for one of the two.
            nzl.now = common::NOW;
        }
        let times: Vec<i64> = nzl
            .push_from(&id, 0)
            .entries
            .iter()
            .map(|e| Act::from_entry(&nzl.party(), &e.entry).unwrap().0.at.0)
            .collect();
        assert!(times.is_sorted(), "{times:?}");
        let digest = |side: &Side| {
            side.state
                .agreement(&id)
                .unwrap()
                .life
                .talk()
                .unwrap()
                .text()
                .digest()
                .unwrap()
        };
        assert_eq!(digest(&jpn), digest(&nzl));
        assert!(jpn.state.agreement(&id).unwrap().voids.is_empty());
    }
}

#[test]
fn a_slice_of_inputs_is_one_commit_with_one_checkpoint() {
    let (mut jpn, _, id) = proposed();
    let refused = AgreementId::derive(&jpn.party(), &[], &[]);
    let step = jpn.steps(vec![
        counter(&id, "one"),
        counter(&refused, "refused"),
        counter(&id, "two"),
    ]);
    let ok: Vec<bool> = step.answers.iter().map(Result::is_ok).collect();
    assert_eq!(ok, [true, false, true]);
    assert_eq!(
        (step.commit.entries.len(), step.commit.checkpoints.len()),
        (2, 1)
    );
    assert_eq!(step.commit.checkpoints[0].size, 3);
}

#[test]
fn a_restored_node_is_the_node() {
    let (mut jpn, mut nzl, id) = proposed();
    for words in ["one", "two", "three"] {
        jpn.step(counter(&id, words)).unwrap();
        carry(&mut jpn, &mut nzl, &id);
        nzl.step(counter(&id, words)).unwrap();
        carry(&mut nzl, &mut jpn, &id);
    }
    for side in [&jpn, &nzl] {
        let again = side.restored();
        let (a, b) = (
            side.state.agreement(&id).unwrap(),
            again.state.agreement(&id).unwrap(),
        );
        assert_eq!(a.own.root(), b.own.root());
        assert_eq!(a.theirs.root(), b.theirs.root());
        assert!(a.cosigned == b.cosigned);
        // The stored one carries the partner's cosignature beside ours.
        let text = |l: &entente_engine::Agreement| {
            l.checkpoint.clone().map(|(size, note)| (size, note.text))
        };
        assert!(text(a) == text(b) && text(a).is_some());
        assert!(a.their_checkpoint == b.their_checkpoint);
        assert_eq!(a.last_time, b.last_time);
        let digest =
            |l: &entente_engine::Agreement| l.life.talk().unwrap().text().digest().unwrap();
        assert_eq!(digest(a), digest(b));
    }
}

fn release(jpn: &mut Side, id: &AgreementId, contents: &[&[u8]]) -> Result<Answer, Problem> {
    let items = contents.iter().map(|plain| {
        ReleaseOf::New(NewItem {
            title: "t".into(),
            level: "秘".into(),
            plain: plain.to_vec(),
        })
    });
    let release = Input::Release {
        agreement: *id,
        items: items.collect(),
        purpose: "maritime-safety".parse().ok(),
        unit: String::new(),
        acting: acting(jpn, "releasing-officer", 0),
        second: None,
    };
    jpn.step(release)
}

/// The act holds and is kept; its ciphertext is not what it commits to. It is never shown, the
/// registrar's receipt says why, and the originator knows.
#[test]
fn ciphertext_that_is_not_what_was_released_is_quarantined() {
    let (mut jpn, mut nzl, id) = in_force();
    release(
        &mut jpn,
        &id,
        &[b"good", b"altered", b"missing", b"cut", b"keyless"],
    )
    .unwrap();
    let has = nzl.state.agreement(&id).unwrap().theirs.size();
    let mut push = jpn.push_from(&id, has);
    let payloads: Vec<usize> = (0..push.entries.len())
        .filter(|i| push.entries[*i].payload.is_some())
        .collect();
    let [good, altered, missing, cut, keyless] = payloads.as_slice() else {
        unreachable!("{payloads:?}")
    };
    push.entries[*altered].payload.as_mut().unwrap()[48 + 5] ^= 1;
    // The key alone came: the ciphertext may follow apart.
    push.entries[*missing]
        .payload
        .as_mut()
        .unwrap()
        .truncate(48);
    push.entries[*keyless].payload = None;
    push.entries[*cut].payload.as_mut().unwrap().pop();
    given(&mut nzl, &jpn, push).unwrap();
    let index = |i: &usize| has + u64::try_from(*i).unwrap();
    let state = |side: &Side, i: &usize| {
        side.state
            .agreement(&id)
            .unwrap()
            .from_them
            .payloads
            .get(&index(i))
            .cloned()
    };
    assert_eq!(state(&nzl, good), None);
    for (i, code) in [
        (altered, "SEAL-001"),
        (cut, "SEAL-004"),
        (keyless, "SEAL-003"),
    ] {
        let Some(PayloadState::Quarantined(problem)) = state(&nzl, i) else {
            unreachable!("{:?}", state(&nzl, i))
        };
        assert_eq!(
            (problem.code.as_ref(), problem.fault),
            (code, Fault::Partner)
        );
    }
    // What did not come is waited for, not guessed.
    assert_eq!(state(&nzl, missing), Some(PayloadState::Expected));
    let registrar = acting(&nzl, "registrar", 7);
    let receipt = |items| Input::Receipt {
        agreement: id,
        items,
        acting: registrar.clone(),
    };
    assert_eq!(
        nzl.step(receipt(vec![index(missing)])).unwrap_err().code,
        "ITEM-002"
    );
    nzl.step(receipt(Vec::new())).unwrap();
    carry(&mut nzl, &mut jpn, &id);
    let ours = &jpn.state.agreement(&id).unwrap().ours;
    assert!(ours.receipted.contains(index(good)) && !ours.receipted.contains(index(missing)));
    for (i, code) in [(altered, "SEAL-001"), (cut, "SEAL-004")] {
        assert!(
            matches!(ours.payloads.get(&index(i)), Some(PayloadState::Quarantined(p)) if p.code == "ITEM-003" && format!("{p:?}").contains(code))
        );
    }
    // A restart remembers.
    let again = nzl.restored();
    assert!(matches!(
        state(&again, altered),
        Some(PayloadState::Quarantined(_))
    ));
}

/// Before entry into force nothing is released. What counts is the time the author claims and
/// signs, so both sides answer alike whatever the recipient's clock says.
#[test]
fn no_release_before_entry_into_force_by_the_claimed_time() {
    let (jpn, mut nzl, id) = in_force();
    nzl.now = common::NOW;
    let mut early = jpn.restored();
    early.now = common::NOW;
    assert_eq!(
        release(&mut early, &id, &[b"x"]).unwrap_err().code,
        "REL-002"
    );
    early.now += 70 * 86_400;
    release(&mut early, &id, &[b"x"]).unwrap();
    carry(&mut early, &mut nzl, &id);
    assert_eq!(nzl.state.agreement(&id).unwrap().receipt_due().count(), 1);
}
