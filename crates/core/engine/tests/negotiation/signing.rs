//! Signing, and taking a signing back before it is complete.

use crate::{
    common::{
        Side, acting, agree, both, carry, completed, conclude, freeze, given, keys, proposed, sign,
        turn,
    },
    helpers::{Forged, alike, code, forged, heal, life, provision, voids, words},
};
use entente_agreement::life::Stage;
use entente_engine::Input;
use entente_model::{
    AgreementId, Deed, Digest,
    act::{Abandon, NoteKind, Sign},
    turn::{Op, Reservation},
};

fn frozen() -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl, id) = proposed();
    agree(&mut jpn, &mut nzl, &id);
    both(&mut jpn, &mut nzl, &id, |_| vec![freeze(&id)]);
    (jpn, nzl, id)
}

fn text(side: &Side, id: &AgreementId) -> Digest {
    life(side, id).agreed_text().unwrap().digest
}

fn abandon(id: &AgreementId) -> Input {
    Input::Abandon {
        agreement: *id,
        reason: "The cabinet fell.".to_owned(),
    }
}

fn signatures(side: &Side, id: &AgreementId) -> usize {
    life(side, id).signatures().len()
}

#[test]
fn a_signature_that_does_not_hold_counts_nowhere() {
    let (jpn, mut nzl, id) = frozen();
    let signed = text(&jpn, &id);
    let by = |official: &str, text: Digest, key: u8| {
        let deed = Deed::Sign(Sign {
            text,
            official: official.parse().unwrap(),
            capacity: String::new(),
            powers: String::new(),
        });
        Forged::new(&jpn, &id, deed, Some(keys("JPN", key)))
    };
    let other = Digest::tagged("another", &[]);
    let odd = [
        (by("signatory-1", other, 4), "AGREE-003"),
        (by("signatory-expired", signed, 9), "OFF-004"),
        (by("registrar", signed, 7), "OFF-002"),
        (by("nobody", signed, 4), "OFF-001"),
        (by("signatory-1", signed, 5), "ACT-007"),
        (by("signatory-1", signed, 4), ""),
        (by("signatory-again", signed, 4), "OFF-005"),
        (by("signatory-1", signed, 4), "AGREE-008"),
        (by("signatory-2", signed, 5), ""),
        (by("signatory-2", signed, 5), "AGREE-008"),
    ];
    let first = jpn.state.agreement(&id).unwrap().own.size();
    let expected: Vec<_> = (first..)
        .zip(&odd)
        .filter(|(_, (_, code))| !code.is_empty())
        .map(|(n, (_, code))| (jpn.party(), n, (*code).to_owned()))
        .collect();
    let push = forged(&jpn, &id, odd.into_iter().map(|(act, _)| act).collect());
    given(&mut nzl, &jpn, push).unwrap();
    for side in [&nzl, &nzl.restored()] {
        assert_eq!(voids(side, &id), expected);
        assert_eq!(signatures(side, &id), 2);
        assert!(!life(side, &id).signed());
    }
}

#[test]
fn who_may_not_sign_is_told_before_anything_is_written() {
    let (mut jpn, mut nzl, id) = proposed();
    assert_eq!(
        code(jpn.step(sign(&id, &jpn, "signatory-1", 4))),
        "AGREE-007"
    );
    agree(&mut jpn, &mut nzl, &id);
    both(&mut jpn, &mut nzl, &id, |_| vec![freeze(&id)]);
    let size = jpn.state.agreement(&id).unwrap().own.size();
    for (official, key, expected) in [
        ("signatory-expired", 9, "OFF-004"),
        ("registrar", 7, "OFF-002"),
        ("signatory-1", 0, "OFF-003"),
        ("signatory-1", 5, "ACT-007"),
    ] {
        let answer = jpn.step(sign(&id, &jpn, official, key));
        assert_eq!(code(answer), expected, "{official}");
    }
    assert_eq!(jpn.state.agreement(&id).unwrap().own.size(), size);
    jpn.step(sign(&id, &jpn, "signatory-1", 4)).unwrap();
    for (official, key, expected) in [
        ("signatory-again", 4, "OFF-005"),
        ("signatory-1", 4, "AGREE-008"),
    ] {
        let answer = jpn.step(sign(&id, &jpn, official, key));
        assert_eq!(code(answer), expected, "{official}");
    }
    assert_eq!(signatures(&jpn, &id), 1);
}

#[test]
fn one_sides_signatures_make_nothing_valid() {
    let (mut jpn, mut nzl, id) = frozen();
    for (official, key) in [("signatory-1", 4), ("signatory-2", 5)] {
        jpn.step(sign(&id, &jpn, official, key)).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        assert_eq!(life(side, &id).stage(), Stage::Frozen);
        assert_eq!(code(side.step(completed(&id, side))), "AGREE-009");
        let amend = Input::Amend {
            agreement: id,
            reason: String::new(),
        };
        assert_eq!(code(side.step(amend)), "AGREE-009");
        let note = Input::Note {
            agreement: id,
            kind: NoteKind::Terminate,
            date: None,
            acting: acting(side, "signatory-1", 4),
        };
        assert_eq!(code(side.step(note)), "AGREE-009");
        assert_eq!(life(side, &id).entry_into_force(), None);
    }
    alike(&jpn, &nzl, &id);
}

#[test]
fn an_abandoned_signing_leaves_nothing_and_begins_anew() {
    let (mut jpn, mut nzl, id) = frozen();
    jpn.step(sign(&id, &jpn, "signatory-1", 4)).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    let old = text(&nzl, &id);
    nzl.step(abandon(&id)).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    for side in [&jpn, &nzl] {
        assert!(life(side, &id).versions().is_empty());
        assert_eq!(life(side, &id).abandoned().len(), 1);
        assert_eq!(signatures(side, &id), 0);
    }
    // The old freezes settle nothing any more, and the old signature is for nothing.
    jpn.step(words(&jpn, &id, "4.1", "shall", "will")).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    nzl.step(words(&nzl, &id, "4.1", "{{bracket:b1}}", "will"))
        .unwrap();
    heal(&mut jpn, &mut nzl, &id);
    agree(&mut jpn, &mut nzl, &id);
    conclude(&mut jpn, &mut nzl, &id);
    assert_ne!(text(&nzl, &id), old);
    assert!(life(&jpn, &id).entry_into_force().is_some());
    alike(&jpn, &nzl, &id);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    for side in [&mut jpn, &mut nzl] {
        assert_eq!(code(side.step(abandon(&id))), "AGREE-019");
    }
}

/// One abandons while the other's last signature, its note, its amendment and a turn on that are
/// on their way.
#[test]
fn abandoning_that_crosses_the_last_signature_leaves_it_unsigned_on_both() {
    for nzl_first in [true, false] {
        let (mut jpn, mut nzl, id) = frozen();
        for (official, key) in [("signatory-1", 4), ("signatory-2", 5)] {
            jpn.step(sign(&id, &jpn, official, key)).unwrap();
        }
        nzl.step(sign(&id, &nzl, "signatory-1", 4)).unwrap();
        heal(&mut jpn, &mut nzl, &id);
        jpn.step(abandon(&id)).unwrap();
        nzl.step(sign(&id, &nzl, "signatory-2", 5)).unwrap();
        assert!(life(&nzl, &id).signed());
        nzl.step(completed(&id, &nzl)).unwrap();
        let amend = Input::Amend {
            agreement: id,
            reason: String::new(),
        };
        nzl.step(amend).unwrap();
        nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
        if nzl_first {
            carry(&mut nzl, &mut jpn, &id);
        }
        heal(&mut jpn, &mut nzl, &id);
        let held = |side: &Side| {
            let life = life(side, &id);
            assert!(life.versions().is_empty() && !life.signed() && life.notes().is_empty());
            assert_eq!(life.talk().unwrap().version(), 1);
            crate::helpers::look(side, &id)
        };
        assert_eq!(held(&jpn), held(&nzl));
        assert_eq!(held(&jpn.restored()), held(&nzl.restored()));
        nzl.step(words(&nzl, &id, "7.1", "shall", "will")).unwrap();
        heal(&mut jpn, &mut nzl, &id);
        assert_eq!(held(&jpn), held(&nzl));
    }
}

/// Both take it back at once and write on without having the other's word.
#[test]
fn two_abandonings_that_cross_are_one() {
    let (mut jpn, mut nzl, id) = frozen();
    for side in [&mut jpn, &mut nzl] {
        side.step(sign(&id, side, "signatory-1", 4)).unwrap();
        side.step(abandon(&id)).unwrap();
        let (p, kind) = (provision("4.1"), Reservation::Scrutiny);
        side.step(turn(&id, vec![Op::Reserve { p, kind }])).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    assert_eq!(
        crate::helpers::look(&jpn, &id),
        crate::helpers::look(&nzl, &id)
    );
    for side in [&mut jpn, &mut nzl] {
        let (p, kind) = (provision("4.1"), Reservation::Scrutiny);
        side.step(turn(&id, vec![Op::Lift { p, kind }])).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    conclude(&mut jpn, &mut nzl, &id);
    assert!(life(&nzl, &id).signed());
    alike(&jpn, &nzl, &id);
}

/// Who has shown that it knew of the last signature cannot abandon by claiming not to.
#[test]
fn nobody_unlearns_a_signature_to_abandon() {
    for noted in [true, false] {
        let (mut jpn, mut nzl, id) = frozen();
        both(&mut jpn, &mut nzl, &id, |side| {
            let officials = [("signatory-1", 4), ("signatory-2", 5)];
            officials.map(|(o, n)| sign(&id, side, o, n)).into()
        });
        let amend = Input::Amend {
            agreement: id,
            reason: String::new(),
        };
        jpn.step(if noted { completed(&id, &jpn) } else { amend })
            .unwrap();
        heal(&mut jpn, &mut nzl, &id);
        let deed = Deed::Abandon(Abandon {
            text: text(&jpn, &id),
            reason: String::new(),
        });
        let n = jpn.state.agreement(&id).unwrap().own.size();
        let mut act = Forged::new(&jpn, &id, deed, None);
        act.seen = 0;
        given(&mut nzl, &jpn, forged(&jpn, &id, vec![act])).unwrap();
        assert!(life(&nzl, &id).signed());
        assert_eq!(voids(&nzl, &id), [(jpn.party(), n, "AGREE-019".to_owned())]);
    }
}
