//! Freezing: what hinders it, whom it binds, and two freezes that meet.

use crate::{
    common::{
        Side, agree, agree_all, both, carry, concord, freeze, given, instrument, proposed, sent,
        turn,
    },
    helpers::{Forged, alike, changed, code, forged, heal, life, provision, talk, voids, words},
};
use entente_agreement::life::Stage;
use entente_model::{
    AgreementId, Deed, Digest,
    act::OnText,
    turn::{Op, Reservation, Turn},
};

fn agreed() -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl, id) = proposed();
    agree(&mut jpn, &mut nzl, &id);
    (jpn, nzl, id)
}

/// A turn that changes nothing in the text.
fn idle(id: &AgreementId) -> entente_engine::Input {
    let (p, kind) = (provision("4.1"), Reservation::Scrutiny);
    let lift = Op::Lift { p, kind };
    turn(id, vec![lift])
}

fn digest(side: &Side, id: &AgreementId) -> Digest {
    talk(side, id).text().digest().unwrap()
}

/// Freezing is refused on both sides, and for this reason.
fn hindered(jpn: &mut Side, nzl: &mut Side, id: &AgreementId, what: &str) {
    heal(jpn, nzl, id);
    for side in [jpn, nzl] {
        let open = talk(side, id).hindrances();
        assert_eq!(open.first().map(|(word, _)| *word), Some(what));
        let problem = side.step(freeze(id)).unwrap_err();
        // A text with brackets has no digest to freeze.
        let code = if what == "bracketed" {
            "AGREE-004"
        } else {
            "AGREE-022"
        };
        assert_eq!(problem.code, code, "{what}");
        if code == "AGREE-022" {
            assert!(
                problem
                    .args
                    .iter()
                    .any(|(name, v)| name == "what" && v == what)
            );
        }
        assert_eq!(life(side, id).versions().len(), 0);
    }
}

#[test]
fn nothing_open_is_frozen() {
    let (mut jpn, mut nzl, id) = proposed();
    both(&mut jpn, &mut nzl, &id, |side| vec![concord(&id, side)]);
    hindered(&mut jpn, &mut nzl, &id, "not-agreed");

    let (mut jpn, mut nzl, id) = proposed();
    both(&mut jpn, &mut nzl, &id, |side| vec![agree_all(&id, side)]);
    assert_eq!(life(&jpn, &id).stage(), Stage::TextAgreed);
    hindered(&mut jpn, &mut nzl, &id, "not-concordant");

    let (mut jpn, mut nzl, id) = agreed();
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    hindered(&mut jpn, &mut nzl, &id, "bracketed");

    let (mut jpn, mut nzl, id) = agreed();
    let (p, kind) = (provision("7.1"), Reservation::Parliament);
    nzl.step(turn(&id, vec![Op::Reserve { p, kind }])).unwrap();
    hindered(&mut jpn, &mut nzl, &id, "reserved");

    let mut open = instrument();
    open.provisions[8].text[0]
        .body
        .push_str(" It applies from {{date}}.");
    let (mut jpn, mut nzl, id) = sent(open);
    carry(&mut jpn, &mut nzl, &id);
    agree(&mut jpn, &mut nzl, &id);
    hindered(&mut jpn, &mut nzl, &id, "blank");

    // A provision that terms rest on is left out by both.
    let (mut jpn, mut nzl, id) = agreed();
    both(&mut jpn, &mut nzl, &id, |_| {
        let p = provision("11.2");
        vec![turn(&id, vec![Op::Drop { p }])]
    });
    hindered(&mut jpn, &mut nzl, &id, "terms");
}

#[test]
fn a_freeze_binds_its_author_until_the_other_moves() {
    let (mut jpn, mut nzl, id) = agreed();
    jpn.step(freeze(&id)).unwrap();
    assert_eq!(code(jpn.step(idle(&id))), "AGREE-005");
    assert_eq!(code(jpn.step(concord(&id, &jpn))), "AGREE-020");
    assert_eq!(code(jpn.step(freeze(&id))), "ACT-008");
    heal(&mut jpn, &mut nzl, &id);
    assert_eq!(code(jpn.step(idle(&id))), "AGREE-005");
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    assert_eq!(life(&jpn, &id).frozen().len(), 0);
    let back = words(&jpn, &id, "7.1", "shall", "will");
    jpn.step(back).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    alike(&jpn, &nzl, &id);
}

#[test]
fn two_freezes_of_one_text_settle_it_in_any_order() {
    for order in 0..3 {
        let (mut jpn, mut nzl, id) = agreed();
        jpn.step(freeze(&id)).unwrap();
        if order == 0 {
            carry(&mut jpn, &mut nzl, &id);
        }
        nzl.step(freeze(&id)).unwrap();
        if order == 1 {
            carry(&mut nzl, &mut jpn, &id);
        }
        heal(&mut jpn, &mut nzl, &id);
        alike(&jpn, &nzl, &id);
        for side in [&mut jpn, &mut nzl] {
            assert_eq!(voids(side, &id), []);
            assert_eq!(life(side, &id).versions().len(), 1);
            assert_eq!(life(side, &id).stage(), Stage::Frozen);
            assert_eq!(code(side.step(idle(&id))), "AGREE-005");
        }
    }
}

#[test]
fn a_freeze_crossed_by_a_turn_does_not_settle() {
    for jpn_first in [true, false] {
        let (mut jpn, mut nzl, id) = agreed();
        jpn.step(freeze(&id)).unwrap();
        nzl.step(idle(&id)).unwrap();
        if jpn_first {
            carry(&mut jpn, &mut nzl, &id);
        }
        nzl.step(freeze(&id)).unwrap();
        heal(&mut jpn, &mut nzl, &id);
        alike(&jpn, &nzl, &id);
        assert_eq!(life(&jpn, &id).versions().len(), 0);
        // Having seen the turn, its author freezes again.
        jpn.step(freeze(&id)).unwrap();
        heal(&mut jpn, &mut nzl, &id);
        alike(&jpn, &nzl, &id);
        assert_eq!(life(&jpn, &id).versions().len(), 1);
        assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    }
}

#[test]
fn a_turn_after_ones_own_freeze_has_no_effect() {
    let (mut jpn, mut nzl, id) = agreed();
    jpn.step(freeze(&id)).unwrap();
    let before = jpn.state.agreement(&id).unwrap().own.size();
    carry(&mut jpn, &mut nzl, &id);
    let (all, seen) = (
        talk(&jpn, &id),
        nzl.state.agreement(&id).unwrap().own.size(),
    );
    let moved = Deed::Turn(Turn {
        no: all.next_number(&jpn.party(), &[(nzl.party(), seen)]),
        version: 1,
        ops: vec![changed(&jpn, &id, "4.1", "en", |t| {
            t.replacen("shall", "may", 1)
        })],
        reason: String::new(),
        reply_by: None,
        chair: false,
    });
    let text = digest(&nzl, &id);
    let acts = vec![Forged::new(&jpn, &id, moved, None)];
    given(&mut nzl, &jpn, forged(&jpn, &id, acts)).unwrap();
    assert_eq!(
        voids(&nzl, &id),
        [(jpn.party(), before, "AGREE-005".to_owned())]
    );
    assert_eq!(digest(&nzl, &id), text);
    nzl.step(freeze(&id)).unwrap();
    assert_eq!(life(&nzl, &id).versions().len(), 1);
    assert_eq!(life(&nzl.restored(), &id).versions().len(), 1);
}

/// A freeze nobody crossed is not replaced by another of its author, so the order in which the
/// partner's arrives does not decide.
#[test]
fn a_second_freeze_does_not_take_the_first_back() {
    for first in [true, false] {
        let (mut jpn, mut nzl, id) = agreed();
        jpn.step(freeze(&id)).unwrap();
        let size = jpn.state.agreement(&id).unwrap().own.size();
        let text = Digest::tagged("another", &[]);
        let acts = vec![Forged::new(&jpn, &id, Deed::Freeze(OnText { text }), None)];
        let mut push = jpn.push_from(&id, nzl.state.agreement(&id).unwrap().theirs.size());
        let more = forged(&jpn, &id, acts);
        push.entries.extend(more.entries);
        push.checkpoint = more.checkpoint;
        if first {
            given(&mut nzl, &jpn, push).unwrap();
            nzl.step(freeze(&id)).unwrap();
        } else {
            nzl.step(freeze(&id)).unwrap();
            given(&mut nzl, &jpn, push).unwrap();
        }
        assert_eq!(life(&nzl, &id).versions().len(), 1, "{first}");
        assert_eq!(
            voids(&nzl, &id),
            [(jpn.party(), size, "AGREE-005".to_owned())]
        );
    }
}
