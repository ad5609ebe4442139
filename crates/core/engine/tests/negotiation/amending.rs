//! Amending an agreement in force: the same road again, and the old text until the day.

use crate::{
    common::{
        Side, acting, agree, carry, completed, conclude, freeze, given, in_force, instrument, sent,
        sign, turn,
    },
    helpers::{Forged, alike, code, forged, heal, life, provision, talk, voids, words, written},
};
use entente_agreement::{life::Stage, negotiation::changes};
use entente_engine::{
    Answer, Input,
    commit::PayloadState,
    input::{NewItem, ReleaseOf},
    items,
};
use entente_model::{
    Act, AgreementId, Deed, Digest, Problem,
    act::{Course, Release},
    time::Date,
    turn::{Op, Reservation, Turn},
};
use serde_json::json;

const DAY: i64 = 86_400;

fn amend(id: &AgreementId) -> Input {
    Input::Amend {
        agreement: *id,
        reason: "A purpose is missing.".to_owned(),
    }
}

fn release(
    side: &mut Side,
    id: &AgreementId,
    level: &str,
    purpose: &str,
) -> Result<Answer, Problem> {
    let item = NewItem {
        title: "t".into(),
        level: level.into(),
        plain: b"content".to_vec(),
    };
    let officer = acting(side, "releasing-officer", 0);
    side.step(Input::Release {
        agreement: *id,
        items: vec![ReleaseOf::New(item)],
        purpose: purpose.parse().ok(),
        unit: String::new(),
        acting: officer,
        second: None,
    })
}

fn released(answer: Result<Answer, Problem>) -> u64 {
    match answer {
        Ok(Answer::Released(all)) => all.into_iter().next().unwrap().unwrap().1,
        other => unreachable!("{other:?}"),
    }
}

/// Adds a purpose, in the terms and in the text.
fn with_purpose(side: &Side, id: &AgreementId) -> Input {
    let old = talk(side, id).text().terms().json().unwrap();
    let mut terms: serde_json::Value = serde_json::from_str(&old).unwrap();
    let purposes = terms["purpose"].as_array_mut().unwrap();
    let mut new = purposes[0].clone();
    new["code"] = json!("fisheries");
    purposes.push(new);
    let ops = changes(&old, &terms.to_string()).unwrap();
    let ops = ops
        .into_iter()
        .map(|(field, value)| Op::Term { field, value });
    turn(id, ops.collect())
}

/// Both agreed to an amendment; nothing is frozen.
fn with_amendment() -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl, id) = in_force();
    amending(&mut jpn, &mut nzl, &id);
    (jpn, nzl, id)
}

fn amending(jpn: &mut Side, nzl: &mut Side, id: &AgreementId) {
    nzl.step(amend(id)).unwrap();
    heal(jpn, nzl, id);
    nzl.step(with_purpose(nzl, id)).unwrap();
    heal(jpn, nzl, id);
    jpn.step(with_purpose_as(jpn, nzl, id)).unwrap();
    heal(jpn, nzl, id);
    agree(jpn, nzl, id);
}

/// Both negotiate version 2 to the end; its notes are given and received.
fn amended() -> (Side, Side, AgreementId, Date) {
    let (mut jpn, mut nzl, id) = with_amendment();
    conclude(&mut jpn, &mut nzl, &id);
    let day = life(&jpn, &id).timeline().amendments["2"].date;
    (jpn, nzl, id, day)
}

/// The same values as the other's.
fn with_purpose_as(side: &Side, other: &Side, id: &AgreementId) -> Input {
    let terms = talk(side, id).text().terms();
    let party = talk(side, id).text().index(&other.party()).unwrap();
    let ops = terms.contested().map(|(field, values)| {
        let theirs = values.iter().find(|v| v.backers.has(party)).unwrap();
        Op::Term {
            field: field.to_owned(),
            value: theirs.value.clone(),
        }
    });
    turn(id, ops.collect())
}

/// Acts of a record, as its author's node keeps them.
fn acts(side: &Side, id: &AgreementId) -> Vec<Act> {
    let push = side.push_from(id, 0);
    let all = push.entries.iter();
    all.map(|e| Act::from_entry(&side.party(), &e.entry).unwrap().0)
        .collect()
}

/// The text the key of a release is bound to.
fn bound(side: &Side, id: &AgreementId, n: u64) -> Digest {
    let acts = acts(side, id);
    let at = |n: u64| &acts[usize::try_from(n).unwrap()].deed;
    let Deed::Release(release) = at(n) else {
        unreachable!("a release")
    };
    let Deed::Keys(keys) = at(release.slot.k) else {
        unreachable!("keys")
    };
    keys.text
}

fn opened(side: &Side, from: &Side, id: &AgreementId, n: u64) -> bool {
    let acts = acts(from, id);
    let at = |n: u64| &acts[usize::try_from(n).unwrap()];
    let Deed::Release(Release { slot, .. }) = &at(n).deed else {
        unreachable!("a release")
    };
    let (Deed::Release(release), Deed::Keys(keys)) = (&at(n).deed, &at(slot.k).deed) else {
        unreachable!("keys")
    };
    let push = from.push_from(id, 0);
    let payload = &push.entries[usize::try_from(n).unwrap()].payload;
    let (wrapped, _) = items::split_payload(payload.as_deref().unwrap()).unwrap();
    let dek = items::dek_from(&side.me, at(n), release, keys, wrapped);
    dek.and_then(|dek| items::open_meta(&dek, &release.meta))
        .is_ok()
}

/// A clock at noon of the day, in London.
fn noon(day: Date) -> i64 {
    let days = day.since(Date::new(1970, 1, 1).unwrap()).unwrap();
    i64::from(days.get_days()) * DAY + DAY / 2
}

#[test]
fn amendments_that_cross_are_one() {
    let (mut jpn, mut nzl, id) = in_force();
    for side in [&mut jpn, &mut nzl] {
        side.step(amend(&id)).unwrap();
        let op = Op::Reserve {
            p: provision("4.1"),
            kind: Reservation::Scrutiny,
        };
        side.step(turn(&id, vec![op])).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        assert_eq!(voids(side, &id), []);
        assert_eq!(talk(side, &id).version(), 2);
        assert_eq!(talk(side, &id).turns().len(), 2);
        assert_eq!(life(side, &id).stage(), Stage::Notified);
        assert_eq!(
            life(side, &id).amendment_stage(),
            Some((2, Stage::Negotiating))
        );
        assert_eq!(code(side.step(amend(&id))), "AGREE-021");
    }
    // A turn on what is in force is none.
    let version = |version| {
        let no = talk(&jpn, &id).next_number(&jpn.party(), &[(nzl.party(), 1000)]);
        let ops = vec![Op::Drop {
            p: provision("4.1"),
        }];
        let reason = String::new();
        Deed::Turn(Turn {
            no,
            version,
            ops,
            reason,
            reply_by: None,
            chair: false,
        })
    };
    let n = jpn.state.agreement(&id).unwrap().own.size();
    let deeds = [1, 3]
        .map(|v| Forged::new(&jpn, &id, version(v), None))
        .into();
    given(&mut nzl, &jpn, forged(&jpn, &id, deeds)).unwrap();
    let code = "TURN-006".to_owned();
    assert_eq!(
        voids(&nzl, &id),
        [(jpn.party(), n, code.clone()), (jpn.party(), n + 1, code)]
    );
}

#[test]
fn items_go_under_the_text_of_their_day() {
    let (mut jpn, mut nzl, id, day) = amended();
    let (old, new) = {
        let versions = life(&jpn, &id).versions();
        (versions[0].text.digest, versions[1].text.digest)
    };
    assert_ne!(old, new);
    alike(&jpn, &nzl, &id);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    // The day before.
    for side in [&mut jpn, &mut nzl] {
        side.now = noon(day.yesterday().unwrap());
    }
    assert!(release(&mut jpn, &id, "秘", "fisheries").is_err());
    let before = released(release(&mut jpn, &id, "秘", "maritime-safety"));
    assert_eq!(bound(&jpn, &id, before), old);
    heal(&mut jpn, &mut nzl, &id);
    assert!(
        life(&nzl, &id)
            .text_at(entente_model::Instant(nzl.now))
            .unwrap()
            .digest
            == old
    );
    // The day; what came before is still receipted and opened.
    for side in [&mut jpn, &mut nzl] {
        side.now = noon(day);
    }
    let registrar = acting(&nzl, "registrar", 7);
    let receipt = Input::Receipt {
        agreement: id,
        items: vec![before],
        acting: registrar,
    };
    nzl.step(receipt).unwrap();
    let after = released(release(&mut jpn, &id, "秘", "fisheries"));
    assert_eq!(bound(&jpn, &id, after), new);
    heal(&mut jpn, &mut nzl, &id);
    for nzl in [&nzl, &nzl.restored()] {
        let held = &nzl.state.agreement(&id).unwrap().from_them;
        assert!(held.releases.contains(before) && held.receipted.contains(before));
        assert!(held.releases.contains(after) && !held.payloads.contains_key(&after));
        assert!(opened(nzl, &jpn, &id, before) && opened(nzl, &jpn, &id, after));
    }
    let ours = &jpn.state.agreement(&id).unwrap().ours;
    assert!(ours.receipted.contains(before));
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    alike(&jpn, &nzl, &id);
}

/// What a partner releases under the other text, whichever way, is quarantined.
#[test]
fn the_partner_decides_by_the_same_text() {
    for early in [true, false] {
        let (mut jpn, mut nzl, id, day) = amended();
        // A node whose clock says another day to itself than to its partner.
        let (claimed, shown) = (noon(day), noon(day.yesterday().unwrap()));
        jpn.now = if early { claimed } else { shown };
        let purpose = if early {
            "fisheries"
        } else {
            "maritime-safety"
        };
        let n = released(release(&mut jpn, &id, "秘", purpose));
        let mut all = jpn.push_from(&id, 0).entries;
        let index = usize::try_from(n).unwrap();
        let has = usize::try_from(nzl.state.agreement(&id).unwrap().theirs.size()).unwrap();
        let fresh: Vec<_> = all.drain(has..=index).collect();
        // The acts again with the other day on them.
        let other = entente_model::Instant(if early { shown } else { claimed });
        let entries = fresh.into_iter().map(|mut e| {
            let (mut act, _) = Act::from_entry(&jpn.party(), &e.entry).unwrap();
            act.at = other;
            e.entry = act.to_statement().unwrap().to_frame().unwrap();
            e
        });
        let push = crate::helpers::resealed(&jpn, &id, has, entries.collect());
        given(&mut nzl, &jpn, push).unwrap();
        for nzl in [&nzl, &nzl.restored()] {
            let held = nzl.state.agreement(&id).unwrap();
            let state = held.from_them.payloads.get(&n);
            assert!(
                matches!(state, Some(PayloadState::Quarantined(_))),
                "{state:?}"
            );
            assert_eq!(held.voids[&(jpn.party(), n - 1)].code, "ACT-008");
        }
    }
}

#[test]
fn one_sides_amendment_never_takes_effect() {
    let (mut jpn, mut nzl, id) = with_amendment();
    for side in [&mut jpn, &mut nzl] {
        side.step(freeze(&id)).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    let begun = life(&jpn, &id).entry_into_force();
    for (official, key) in [("signatory-1", 4), ("signatory-2", 5)] {
        jpn.step(sign(&id, &jpn, official, key)).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        assert_eq!(code(side.step(completed(&id, side))), "AGREE-009");
        side.now += 400 * DAY;
        let life = life(side, &id);
        assert_eq!(life.amendment_stage(), Some((2, Stage::Frozen)));
        assert!(life.timeline().amendments.is_empty());
        assert_eq!(life.entry_into_force(), begun);
        let now = life.text_at(entente_model::Instant(side.now)).unwrap();
        assert_eq!(now.digest, life.versions()[0].text.digest);
    }
    let n = released(release(&mut jpn, &id, "秘", "maritime-safety"));
    heal(&mut jpn, &mut nzl, &id);
    assert_eq!(
        nzl.state
            .agreement(&id)
            .unwrap()
            .receipt_due()
            .collect::<Vec<_>>(),
        [n]
    );
    // Given up, the agreement goes on as it was, and the amendment may be taken up again.
    let abandon = Input::Abandon {
        agreement: id,
        reason: String::new(),
    };
    nzl.step(abandon).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    assert_eq!(life(&jpn, &id).versions().len(), 1);
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    assert_eq!(voids(&jpn, &id), []);
}

#[test]
fn a_date_is_confirmed_as_computed_or_not_at_all() {
    let (mut jpn, mut nzl, id, day) = amended();
    let begun = life(&jpn, &id).entry_into_force().unwrap();
    let confirm = |side: &Side, version, on| Input::Course {
        agreement: id,
        what: Course::InForce { version, on },
        acting: acting(side, "signatory-1", 4),
    };
    for (version, on) in [(2, day.tomorrow().unwrap()), (2, begun), (1, day), (3, day)] {
        assert_eq!(code(jpn.step(confirm(&jpn, version, on))), "AGREE-023");
    }
    written(jpn.step(confirm(&jpn, 2, day)));
    written(jpn.step(confirm(&jpn, 1, begun)));
    heal(&mut jpn, &mut nzl, &id);
    nzl.step(confirm(&nzl, 2, day)).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    alike(&jpn, &nzl, &id);
    for side in [&jpn, &nzl, &jpn.restored()] {
        assert_eq!(life(side, &id).entry_into_force(), Some(begun));
        assert_eq!(life(side, &id).timeline().amendments["2"].date, day);
        assert_eq!(
            life(side, &id).amendment_stage(),
            Some((2, Stage::Notified))
        );
    }
    // The next one starts from the amended text.
    jpn.step(amend(&id)).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    assert_eq!(talk(&nzl, &id).version(), 3);
    assert!(
        talk(&nzl, &id)
            .text()
            .terms()
            .json()
            .unwrap()
            .contains("fisheries")
    );
}

/// Nothing is said in the course of an agreement on the strength of a text nobody signed yet.
#[test]
fn a_text_that_is_only_frozen_carries_no_word() {
    let (mut jpn, mut nzl, id) = with_amendment();
    for side in [&mut jpn, &mut nzl] {
        side.step(freeze(&id)).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    let text = life(&jpn, &id).versions()[1].text.digest;
    let what = Course::Pause {
        from: "2027-03-01".parse().unwrap(),
    };
    let deed = Deed::Course(entente_model::act::CourseAct {
        what,
        official: "signatory-1".parse().unwrap(),
        text,
    });
    let n = jpn.state.agreement(&id).unwrap().own.size();
    let act = Forged::new(&jpn, &id, deed, Some(crate::common::keys("JPN", 4)));
    given(&mut nzl, &jpn, forged(&jpn, &id, vec![act])).unwrap();
    assert_eq!(voids(&nzl, &id), [(jpn.party(), n, "AGREE-009".to_owned())]);
}

/// An amendment that begins with its last signature: what the partner released before it heard of
/// that signature went under the old text, and stays so wherever it arrives.
#[test]
fn an_item_that_crosses_the_last_signature_is_under_the_old_text_on_both() {
    for unlearns in [false, true] {
        let (mut jpn, mut nzl, id) = at_once();
        let old = life(&jpn, &id).versions()[0].text.digest;
        nzl.step(sign(&id, &nzl, "signatory-2", 5)).unwrap();
        let begins = life(&nzl, &id).timeline().amendments["2"].date;
        for side in [&mut jpn, &mut nzl] {
            side.now = noon(begins);
        }
        if unlearns {
            // Heard of, and denied: the new text governs.
            heal(&mut jpn, &mut nzl, &id);
            released(release(&mut jpn, &id, "秘", "fisheries"));
            heal(&mut jpn, &mut nzl, &id);
            let keys = Deed::Keys(entente_model::act::Keys {
                to: nzl.party(),
                text: old,
                enc: vec![0; 1120],
            });
            let mut act = Forged::new(&jpn, &id, keys, None);
            act.seen = 1;
            let n = jpn.state.agreement(&id).unwrap().own.size();
            given(&mut nzl, &jpn, forged(&jpn, &id, vec![act])).unwrap();
            assert_eq!(voids(&nzl, &id), [(jpn.party(), n, "ACT-008".to_owned())]);
            continue;
        }
        let n = released(release(&mut jpn, &id, "秘", "maritime-safety"));
        assert_eq!(bound(&jpn, &id, n), old);
        heal(&mut jpn, &mut nzl, &id);
        assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
        alike(&jpn, &nzl, &id);
        assert!(opened(&nzl.restored(), &jpn, &id, n));
        // From then on the new one.
        let n = released(release(&mut jpn, &id, "秘", "fisheries"));
        heal(&mut jpn, &mut nzl, &id);
        assert_eq!(voids(&nzl, &id), []);
        assert_ne!(bound(&jpn, &id, n), old);
    }
}

/// In force, with an amendment signed by all but New Zealand's second signatory; it begins on the
/// day of the last signature.
fn at_once() -> (Side, Side, AgreementId) {
    let mut text = instrument();
    let mut terms: serde_json::Value = serde_json::from_str(&text.terms).unwrap();
    let own = &mut terms["amendment"];
    own["trigger"] = json!("signature");
    own["offset"] = json!("none");
    own.as_object_mut().unwrap().remove("n");
    text.terms = terms.to_string();
    let (mut jpn, mut nzl, id) = sent(text);
    carry(&mut jpn, &mut nzl, &id);
    agree(&mut jpn, &mut nzl, &id);
    conclude(&mut jpn, &mut nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        side.now += 70 * DAY;
    }
    amending(&mut jpn, &mut nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        side.step(freeze(&id)).unwrap();
    }
    heal(&mut jpn, &mut nzl, &id);
    for (official, key) in [("signatory-1", 4), ("signatory-2", 5)] {
        jpn.step(sign(&id, &jpn, official, key)).unwrap();
    }
    nzl.step(sign(&id, &nzl, "signatory-1", 4)).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    (jpn, nzl, id)
}
