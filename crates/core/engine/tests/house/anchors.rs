//! The house's record is never sent, and cannot be rewritten once it is anchored.

use crate::{
    common::{Side, acting, carry, given, in_force, turn},
    helpers::{brief, code, enter, entries, id, inside, person},
};
use entente_engine::{
    Answer, House, Input, Loaded, Restore,
    commit::{CheckpointWrite, StoredEntry},
    house::{AnchorAt, anchors_in, verify_anchors},
    input::SealedItem,
    wire::{Push, WireEntry},
};
use entente_model::{
    Act, AgreementId, Deed, Problem,
    case::Declaration,
    house::{HOUSE, Held, HouseDeed},
    merkle,
    turn::{Op, Reservation},
};
use entente_record::checkpoint::{self, Checkpoint};
use std::sync::Arc;

/// An act under the agreement.
fn note(side: &Side, id: &AgreementId) -> Input {
    Input::Note {
        agreement: *id,
        kind: entente_model::act::NoteKind::Terminate,
        date: None,
        acting: acting(side, "signatory-1", 4),
    }
}

/// Another one.
fn amend(id: &AgreementId) -> Input {
    Input::Amend {
        agreement: *id,
        reason: "ten years on".into(),
    }
}

/// And one more, after the second.
fn reserve(id: &AgreementId) -> Input {
    let op = Op::Reserve {
        p: "4.1".parse().unwrap(),
        kind: Reservation::Scrutiny,
    };
    turn(id, vec![op])
}

fn anchors(side: &Side, id: &AgreementId) -> Vec<(AgreementId, AnchorAt)> {
    let party = side.party();
    let stored: Vec<StoredEntry> = side
        .kept
        .iter()
        .flat_map(|c| &c.entries)
        .filter(|e| e.log.agreement == *id && e.log.author == party)
        .map(|e| StoredEntry {
            log: e.log.clone(),
            n: e.n,
            entry: e.entry.to_vec(),
            payload: None,
        })
        .collect();
    anchors_in(&party, stored).collect()
}

fn verify(side: &Side, id: &AgreementId, house: &[Vec<u8>]) -> String {
    let report = verify_anchors(&side.party(), anchors(side, id), house);
    report.map_or_else(
        |p| p.code.to_string(),
        |r| format!("{} {}", r.anchors, r.anchored),
    )
}

/// Two anchors: after the people, and after one more act.
fn anchored() -> (Side, Side, AgreementId) {
    let (mut jpn, nzl, id) = in_force();
    enter(&mut jpn);
    jpn.step(Input::Anchor).unwrap();
    inside(&mut jpn, "yamada", brief("tanaka", None)).unwrap();
    jpn.step(Input::Anchor).unwrap();
    (jpn, nzl, id)
}

#[test]
fn the_house_is_never_pushed() {
    let (mut jpn, mut nzl, id) = anchored();
    inside(&mut jpn, "yamada", person("secret-name", "JPN")).unwrap();
    let note = note(&jpn, &id);
    jpn.step(note).unwrap();
    assert!(!jpn.state.agreements.contains_key(&HOUSE));
    assert!(
        jpn.state
            .agreements
            .values()
            .all(|a| a.own.id().agreement != HOUSE)
    );
    let push = jpn.push_from(&id, 0);
    let bytes = push.encode();
    for entry in entries(&jpn) {
        let whole = |w: &[u8]| bytes.windows(w.len()).any(|part| part == w);
        assert!(!whole(&entry));
    }
    assert!(!bytes.windows(11).any(|w| w == b"secret-name"));
    // Every entry that goes is an act of the agreement.
    for entry in &push.entries {
        let (act, _) = Act::from_entry(&jpn.party(), &entry.entry).unwrap();
        assert_eq!(act.ag, id);
    }
    // And nobody is woken for what happens inside.
    jpn.effects.clear();
    inside(&mut jpn, "yamada", person("other-name", "JPN")).unwrap();
    assert_eq!(jpn.effects, []);
    carry(&mut jpn, &mut nzl, &id);
    let heads = &nzl.state.agreement(&id).unwrap().anchors;
    assert_eq!(heads.theirs, jpn.state.agreement(&id).unwrap().anchors.ours);
    assert!(heads.theirs.is_some());
    assert_eq!(nzl.state.house.size(), 0);
    assert_eq!(nzl.restored().state.agreement(&id).unwrap().anchors, *heads);
}

#[test]
fn a_partner_cannot_reach_the_house_by_its_name() {
    let (mut jpn, nzl, id) = anchored();
    let size = jpn.state.house.size();
    let from = nzl.party();
    // Of the partner's own house, or its acts under the house's name.
    let head = Checkpoint {
        origin: House::log_of(&from).origin(),
        size: 1,
        root: merkle::leaf_hash(b"{}"),
    };
    let forged = |entry: Vec<u8>| Push {
        agreement: HOUSE,
        start: 0,
        entries: vec![WireEntry {
            entry,
            payload: None,
        }],
        checkpoint: checkpoint::sign(&head, &nzl.me.record, 1)
            .unwrap()
            .to_bytes(),
    };
    let proposal = jpn.push_from(&id, 0).entries[0].entry.clone();
    for entry in [b"{}".to_vec(), entries(&jpn)[0].clone(), proposal] {
        assert_eq!(code(given(&mut jpn, &nzl, forged(entry))), "AGREE-001");
    }
    for input in [
        Input::Cosigned {
            from: from.clone(),
            agreement: HOUSE,
            size,
            lines: String::new(),
        },
        Input::PartnerSize {
            from: from.clone(),
            agreement: HOUSE,
            size: 0,
        },
        Input::Freeze {
            agreement: HOUSE,
            text: None,
        },
    ] {
        assert_eq!(code(jpn.step(input)), "AGREE-001");
    }
    assert_eq!(jpn.state.house.size(), size);
    assert!(!jpn.state.agreements.contains_key(&HOUSE));
}

#[test]
fn an_anchor_follows_when_the_house_grew_and_only_then() {
    let (mut jpn, _, id) = in_force();
    let count = |jpn: &Side| anchors(jpn, &id).len();
    assert_eq!(
        jpn.step(Input::Anchor),
        Ok(Answer::Anchored(vec![])),
        "nothing yet"
    );
    enter(&mut jpn);
    assert_eq!(count(&jpn), 0, "no act, no anchor");
    let before = jpn.state.agreement(&id).unwrap().own.size();
    jpn.step(amend(&id)).unwrap();
    // One with the act, in the same commit and under the same checkpoint.
    let own = &jpn.state.agreement(&id).unwrap().own;
    assert_eq!((count(&jpn), own.size()), (1, before + 2));
    let commit = jpn.kept.last().unwrap();
    assert_eq!(commit.entries.len(), 2);
    assert_eq!(commit.checkpoints.len(), 1);
    assert_eq!(commit.checkpoints[0].size, before + 2);
    let size = jpn.state.house.size();
    assert_eq!(jpn.state.house.anchored_size(&id), size);
    jpn.step(reserve(&id)).unwrap();
    assert_eq!(count(&jpn), 1, "the house did not grow");
    assert_eq!(jpn.step(Input::Anchor), Ok(Answer::Anchored(vec![])));
    inside(&mut jpn, "yamada", brief("tanaka", None)).unwrap();
    let n = jpn.state.agreement(&id).unwrap().own.size();
    assert_eq!(jpn.step(Input::Anchor), Ok(Answer::Anchored(vec![(id, n)])));
    // An act inside and one under the agreement in one step: the anchor has both.
    let note = note(&jpn, &id);
    let step = jpn.steps(vec![
        Input::House {
            by: "yamada".into(),
            deed: Box::new(brief("mori", None)),
        },
        note,
    ]);
    assert!(step.answers.iter().all(Result::is_ok));
    assert_eq!(jpn.state.house.anchored_size(&id), jpn.state.house.size());
    let place = |at| jpn.state.house.anchored_at(at).next().map(|(_, p)| p.size);
    assert_eq!(place(size - 1), Some(size));
    assert_eq!(place(size), Some(size + 1));
    assert_eq!(place(size + 2), None, "not written yet");
    let again = jpn.restored().state;
    assert_eq!(
        format!("{:?}", again.house),
        format!("{:?}", jpn.state.house)
    );
}

#[test]
fn a_record_that_was_rewritten_is_found() {
    let (mut jpn, _, id) = anchored();
    let truth = entries(&jpn);
    let size = truth.len();
    assert_eq!(verify(&jpn, &id, &truth), format!("2 {size}"));
    // What came after the latest anchor is counted and not anchored.
    inside(&mut jpn, "yamada", brief("mori", None)).unwrap();
    let longer = entries(&jpn);
    assert_eq!(verify(&jpn, &id, &longer), format!("2 {size}"));
    let party = jpn.party();
    let report = verify_anchors(&party, anchors(&jpn, &id), &longer).unwrap();
    assert_eq!(report.entries as usize, size + 1);
    assert_eq!(report.head, jpn.state.house.anchor());
    assert_eq!(report.deeds["brief"], 2);

    for at in 0..size {
        let mut forged = truth.clone();
        let text = String::from_utf8(forged[at].clone()).unwrap();
        forged[at] = text.replace("\"at\":1", "\"at\":2").into_bytes();
        assert_ne!(forged, truth);
        assert_eq!(
            verify(&jpn, &id, &forged),
            "AUDIT-001",
            "entry {at} changed"
        );
    }
    let mut short = truth.clone();
    short.pop();
    assert_eq!(verify(&jpn, &id, &short), "AUDIT-001", "the end is cut off");
    assert_eq!(verify(&jpn, &id, &[]), "AUDIT-001", "nothing left");
    let mut swapped = truth.clone();
    swapped.swap(3, 4);
    assert_eq!(
        verify(&jpn, &id, &swapped),
        "AUDIT-003",
        "numbers out of order"
    );
    // Anchors of one agreement that go back: an older house put back in place of a newer one.
    let mut turned = anchors(&jpn, &id);
    let (first, second) = (turned[0].1.n, turned[1].1.n);
    turned[0].1.n = second;
    turned[1].1.n = first;
    let back = verify_anchors(&party, turned, &truth).unwrap_err();
    assert_eq!(back.code, "AUDIT-001");
    // Another party's name in the head is another record.
    let nzl = "NZL".parse().unwrap();
    assert!(verify_anchors(&nzl, anchors(&jpn, &id), &truth).is_err());
}

/// Changes one entry of the house as kept.
fn forge(side: &mut Side, sign_again: bool) {
    let log = House::log_of(&side.party());
    let mut tree = merkle::Frontier::default();
    for commit in &mut side.kept {
        for entry in commit.entries.iter_mut().filter(|e| e.log == log) {
            if entry.n == 2 {
                let text = String::from_utf8(entry.entry.to_vec()).unwrap();
                entry.entry = Arc::from(text.replace("kato", "endo").into_bytes());
            }
            tree.push(merkle::leaf_hash(&entry.entry));
        }
        for kept in commit.checkpoints.iter_mut().filter(|c| c.log == log) {
            let head = Checkpoint {
                origin: log.origin(),
                size: tree.size(),
                root: tree.root(),
            };
            if sign_again {
                kept.note = checkpoint::sign(&head, &side.me.record, 1)
                    .unwrap()
                    .to_bytes();
            }
        }
    }
}

#[test]
fn a_node_sees_its_own_rewritten_house_at_start() {
    let (mut jpn, _, id) = anchored();
    assert_eq!(jpn.restored().state.house.sound(), Ok(()));
    // Even when whoever rewrote it had the keys to sign it again.
    forge(&mut jpn, true);
    let house = jpn.restored().state.house;
    assert_eq!(house.broken_anchors().next().map(|(a, _)| *a), Some(id));
    assert_eq!(house.sound().unwrap_err().code, "AUDIT-001");
    assert_eq!(verify(&jpn, &id, &entries(&jpn)), "AUDIT-001");
}

#[test]
fn a_house_that_does_not_fit_its_checkpoint_does_not_start() {
    let mut alone = Side::new("JPN");
    enter(&mut alone);
    let start = |side: &Side, skip: Option<u64>| -> Result<u64, Problem> {
        let log = House::log_of(&side.party());
        let mut loaded = Loaded::default();
        let CheckpointWrite {
            log: _,
            size,
            note,
            cosigned,
        } = side.kept.last().unwrap().checkpoints[0].clone();
        loaded.checkpoints.push(CheckpointWrite {
            log: log.clone(),
            size,
            note,
            cosigned,
        });
        let mut restore = Restore::begin(Arc::clone(&side.me), loaded)?;
        for (entry, n) in entries(side).into_iter().zip(0..) {
            if skip != Some(n) {
                restore.entry(&StoredEntry {
                    log: log.clone(),
                    n,
                    entry,
                    payload: None,
                })?;
            }
        }
        restore.finish().map(|s| s.house.size())
    };
    let size = alone.state.house.size();
    assert_eq!(start(&alone, None), Ok(size));
    assert_eq!(start(&alone, Some(size - 1)).unwrap_err().code, "LOG-008");
    assert_eq!(start(&alone, Some(1)).unwrap_err().code, "STORE-004");
    forge(&mut alone, false);
    assert_eq!(start(&alone, None).unwrap_err().code, "LOG-008");
}

#[test]
fn only_the_latest_head_is_kept() {
    let mut alone = Side::new("JPN");
    enter(&mut alone);
    let size = alone.state.house.size();
    let commit = alone.kept.last().unwrap();
    let log = House::log_of(&alone.party());
    assert_eq!(commit.checkpoints_done, [(log, size)]);
    let (kept, _) = alone.state.house.checkpoint().unwrap();
    assert_eq!(*kept, size);
    // A refusal inside changes nothing and signs nothing.
    let deed = HouseDeed::Leave(id("nobody"));
    assert_eq!(code(inside(&mut alone, "yamada", deed)), "HOUSE-020");
    assert!(alone.kept.last().unwrap().is_empty());
    for by in ["", "Yamada", "a b", &"x".repeat(200)] {
        let deed = HouseDeed::Leave(id("tanaka"));
        assert_eq!(code(inside(&mut alone, by, deed)), "HOUSE-020");
    }
}

#[test]
fn an_act_too_long_is_refused_whole() {
    let mut alone = Side::new("JPN");
    enter(&mut alone);
    let size = alone.state.house.size();
    let deed = HouseDeed::Place {
        item: crate::helpers::own(1),
        number: 1,
        place: "x".repeat(17 * 1024),
    };
    assert_eq!(code(inside(&mut alone, "sato", deed)), "HOUSE-033");
    assert_eq!(alone.state.house.size(), size);
    assert!(alone.state.house.copy(&crate::helpers::own(1), 1).is_none());
    // An anchor's deed is known to both sides' programs.
    let head = alone.state.house.anchor();
    let deed = Deed::Anchor(entente_model::act::Anchor { head });
    assert_eq!(deed.name(), "anchor");
}

#[test]
fn what_is_declared_to_the_partner_is_waived_inside() {
    let (mut jpn, mut nzl, id) = in_force();
    enter(&mut jpn);
    let mine = || brief("yamada", None);
    assert_eq!(code(inside(&mut jpn, "yamada", mine())), "HOUSE-023");
    let declare = Input::Declare {
        agreement: id,
        what: Declaration::Waiver {
            duties: vec!["security-officer+reader".into()],
            until: Some("2027-02-03".parse().unwrap()),
        },
        acting: acting(&jpn, "security-officer", 10),
    };
    jpn.step(declare).unwrap();
    assert_eq!(code(inside(&mut jpn, "yamada", mine())), "ok");
    // Inside and outside in one commit; the anchor beside the declaration has it.
    carry(&mut jpn, &mut nzl, &id);
    assert!(nzl.state.agreement(&id).unwrap().anchors.theirs.is_some());
    jpn.now += 2 * 86_400;
    assert_eq!(
        code(inside(&mut jpn, "yamada", mine())),
        "HOUSE-023",
        "lapsed"
    );
    let again = jpn.restored().state.house;
    assert_eq!(format!("{again:?}"), format!("{:?}", jpn.state.house));
}

#[test]
fn a_destroyed_key_is_noted_inside() {
    let mut alone = Side::new("JPN");
    let added = alone.step(Input::ItemAdd(Box::new(SealedItem {
        title: "chart".into(),
        file: "chart.txt".into(),
        meta: String::new(),
        size: 1,
        root: merkle::leaf_hash(b"x"),
        dek: vec![1],
        inline: None,
        author: "tanaka".into(),
        form: entente_model::holding::Form::Electronic,
        disclosed: false,
        copy: None,
        portions: Vec::new(),
        source: None,
    })));
    let Ok(Answer::Item(item)) = added else {
        unreachable!("{added:?}")
    };
    let held = Held::Own(item.clone());
    assert_eq!(alone.state.house.size(), 0);
    for _ in 0..2 {
        alone.step(Input::ItemShred { item: item.clone() }).unwrap();
        assert!(alone.state.house.shredded(&held));
        assert_eq!(alone.state.house.size(), 1, "once");
    }
}
