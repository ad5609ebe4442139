//! Turns that cross while the cable is cut.

use crate::{
    common::{Side, carry, proposed, turn},
    helpers::{
        Forged, alike, changed, code, forged, heal, life, look, provision, talk, voids, words,
    },
};
use entente_agreement::{life::Stage, negotiation::FieldPart};
use entente_model::{
    Deed, PartyId,
    instrument::Wording,
    turn::{Op, Reservation, Turn},
};

/// Both change the same sentence without having the other's turn.
fn crossed(nzl_first: bool) -> Vec<String> {
    let (mut jpn, mut nzl, id) = proposed();
    let theirs = words(&nzl, &id, "4.1", "mark and protect", "mark and guard");
    nzl.step(theirs).unwrap();
    let ours = words(&jpn, &id, "4.1", "mark and protect", "mark, protect");
    jpn.step(ours).unwrap();
    let title = words(&jpn, &id, "7.1", "shall", "may");
    jpn.step(title).unwrap();
    if nzl_first {
        carry(&mut nzl, &mut jpn, &id);
        carry(&mut jpn, &mut nzl, &id);
    } else {
        carry(&mut jpn, &mut nzl, &id);
        carry(&mut nzl, &mut jpn, &id);
    }
    alike(&jpn, &nzl, &id);
    for side in [&jpn, &nzl] {
        assert_eq!(voids(side, &id), []);
        let field = talk(side, &id).text().clause(&provision("4.1")).unwrap();
        let brackets = field.texts[0].body.parts();
        let open = brackets.filter(|p| matches!(p, FieldPart::Bracket(_)));
        assert_eq!(open.count(), 1);
    }
    // The last turn is Japan's second: it is New Zealand's to answer.
    assert_eq!(talk(&jpn, &id).pen(), [nzl.party()]);
    look(&jpn, &id)
}

#[test]
fn turns_that_cross_end_equal_whichever_arrives_first() {
    assert_eq!(crossed(false), crossed(true));
}

#[test]
fn after_a_crossing_the_pen_is_with_both() {
    let (mut jpn, mut nzl, id) = proposed();
    jpn.step(words(&jpn, &id, "4.1", "shall", "will")).unwrap();
    nzl.step(words(&nzl, &id, "7.1", "shall", "will")).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    assert_eq!(talk(&nzl, &id).pen().len(), 2);
    assert_eq!(life(&nzl, &id).stage(), Stage::Negotiating);
}

fn chairs(side: &Side, id: &entente_model::AgreementId) -> entente_engine::Input {
    let added = |lang: &str| Wording {
        lang: lang.to_owned(),
        heading: "Offered".to_owned(),
        body: "Offered as a whole.".to_owned(),
    };
    let ops = vec![
        changed(side, id, "4.1", "en", |t| t.replacen("shall", "will", 1)),
        Op::Add {
            after: Some(provision("4.1")),
            depth: 2,
            text: vec![added("en"), added("ja")],
        },
    ];
    let entente_engine::Input::Turn {
        agreement,
        mut turn,
    } = turn(id, ops)
    else {
        unreachable!("a turn")
    };
    turn.chair = true;
    entente_engine::Input::Turn { agreement, turn }
}

/// A provision of a chair's text stood on one node only, as long as a turn that superseded the
/// text was on its way. What was said of it there is said everywhere.
#[test]
fn what_is_said_of_an_offer_that_was_superseded_unseen_holds_on_both() {
    for concord in [false, true] {
        let (mut jpn, mut nzl, id) = proposed();
        jpn.step(chairs(&jpn, &id)).unwrap();
        carry(&mut jpn, &mut nzl, &id);
        let by: PartyId = jpn.party();
        let accept = true;
        nzl.step(turn(&id, vec![Op::Chair { by, no: 1, accept }]))
            .unwrap();
        assert!(talk(&nzl, &id).text().offers()[0].taken);
        let added = provision("JPN.1.1");
        assert!(talk(&nzl, &id).text().clause(&added).is_some());
        if concord {
            nzl.step(crate::common::concord(&id, &nzl)).unwrap();
        }
        let kind = Reservation::Substance;
        nzl.step(turn(
            &id,
            vec![
                Op::Reserve { p: added, kind },
                Op::Reserve {
                    p: provision("7.1"),
                    kind,
                },
            ],
        ))
        .unwrap();
        jpn.step(words(&jpn, &id, "4.1", "protect", "guard"))
            .unwrap();
        heal(&mut jpn, &mut nzl, &id);
        assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
        alike(&jpn, &nzl, &id);
    }
}

#[test]
fn a_turn_of_another_number_version_or_past_has_no_effect() {
    let (mut jpn, mut nzl, id) = proposed();
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    let of = |no, version, p: &str| {
        Deed::Turn(Turn {
            no,
            version,
            ops: vec![Op::Reserve {
                p: provision(p),
                kind: Reservation::Scrutiny,
            }],
            reason: String::new(),
            reply_by: None,
            chair: false,
        })
    };
    let unseen = "NZL.1.0";
    let acts = [
        (of(2, 1, "4.1"), "TURN-001"),
        (of(1, 2, "4.1"), "TURN-006"),
        (of(1, 1, unseen), "TURN-002"),
        (of(1, 1, "4.1"), ""),
        (of(1, 1, "4.1"), "TURN-001"),
    ];
    let deeds = acts
        .iter()
        .map(|(deed, _)| Forged::new(&jpn, &id, deed.clone(), None));
    let push = forged(&jpn, &id, deeds.collect());
    crate::common::given(&mut nzl, &jpn, push).unwrap();
    let expected: Vec<_> = (1u64..)
        .zip(&acts)
        .filter(|(_, (_, code))| !code.is_empty())
        .map(|(n, (_, code))| (jpn.party(), n, (*code).to_owned()))
        .collect();
    assert_eq!(voids(&nzl, &id), expected);
    assert_eq!(voids(&nzl.restored(), &id), expected);
    // A turn drafted on what has moved on is refused before it is written.
    let entente_engine::Input::Turn {
        agreement,
        mut turn,
    } = words(&jpn, &id, "4.1", "shall", "may")
    else {
        unreachable!("a turn")
    };
    turn.expected = Some(1);
    carry(&mut nzl, &mut jpn, &id);
    let stale = entente_engine::Input::Turn { agreement, turn };
    assert_eq!(code(jpn.step(stale)), "TURN-009");
}
