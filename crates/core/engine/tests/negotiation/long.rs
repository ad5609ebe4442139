//! Deeds too long for one act: in parts, and all or nothing.

use crate::{
    common::{Side, carry, concord, freeze, given, instrument, proposed, sent, turn},
    helpers::{
        Forged, alike, changed, code, forged, forged_at, heal, life, look, provision, resealed,
        talk, voids, words,
    },
};
use entente_model::{
    AgreementId, Deed,
    act::{Long, MAX_LONG, PART, Part},
    instrument::{Instrument, Provision, Wording},
    turn::{Op, Reservation},
};

/// The model with 500 provisions in four languages.
fn long() -> Instrument {
    let mut long = instrument();
    let with = |text: &mut Vec<Wording>| {
        for (lang, of) in [("fr", 0), ("es", 0)] {
            let lang = lang.to_owned();
            let wording = text[of].clone();
            text.push(Wording { lang, ..wording });
        }
    };
    let title = long.title[0].1.clone();
    for lang in ["fr", "es"] {
        long.title.push((lang.to_owned(), title.clone()));
    }
    long.provisions.iter_mut().for_each(|p| with(&mut p.text));
    let bodies: Vec<Vec<Wording>> = long.provisions.iter().map(|p| p.text.clone()).collect();
    let missing = 500 - long.provisions.len();
    for (n, text) in (1..=missing).zip(bodies.into_iter().cycle()) {
        let id = provision(&format!("{}.{}", 20 + n / 40, 1 + n % 40));
        long.provisions.push(Provision { id, text });
    }
    long
}

/// The first `count` entries of a record, as a push that was cut off would bring them.
fn first(from: &Side, id: &AgreementId, start: usize, count: usize) -> entente_engine::wire::Push {
    let all = from.push_from(id, 0).entries;
    let some = all.into_iter().skip(start).take(count).collect();
    resealed(from, id, start, some)
}

#[test]
fn five_hundred_provisions_in_four_languages_arrive_whole_or_not_at_all() {
    let (mut jpn, nzl, id) = sent(long());
    let size = jpn.push_from(&id, 0).entries.len();
    assert!(size > 10, "{size}");
    let mut nzl = nzl;
    given(&mut nzl, &jpn, first(&jpn, &id, 0, size / 2)).unwrap();
    let mut nzl = nzl.restored();
    assert!(life(&nzl, &id).talk().is_err());
    let (p, kind) = (provision("4.1"), Reservation::Scrutiny);
    let inputs = [
        turn(&id, vec![Op::Reserve { p, kind }]),
        concord(&id, &nzl),
        freeze(&id),
    ];
    for input in inputs {
        assert_eq!(code(nzl.step(input)), "AGREE-018");
    }
    assert_eq!(nzl.state.agreement(&id).unwrap().own.size(), 0);
    given(&mut nzl, &jpn, first(&jpn, &id, size / 2, size)).unwrap();
    assert_eq!(talk(&nzl, &id).text().clauses().len(), 500);
    assert_eq!(talk(&nzl, &id).text().langs().len(), 4);
    alike(&jpn, &nzl, &id);

    // A turn of many changes goes in parts too, and counts with its last.
    let before = look(&nzl, &id);
    let all: Vec<Op> = talk(&jpn, &id)
        .text()
        .clauses()
        .iter()
        .map(|c| c.id.to_string())
        .flat_map(|p| ["en", "fr"].map(|lang| (p.clone(), lang)))
        .take(600)
        .map(|(p, lang)| {
            let more = " This sentence was added to every provision in the same turn.";
            changed(&jpn, &id, &p, lang, |t| format!("{t}{more}"))
        })
        .collect();
    assert_eq!(all.len(), 600);
    jpn.step(turn(&id, all)).unwrap();
    let grown = jpn.push_from(&id, 0).entries.len();
    assert!(grown > size + 1);
    given(&mut nzl, &jpn, first(&jpn, &id, size, grown - size - 1)).unwrap();
    assert_eq!(look(&nzl, &id), before);
    let mut nzl = nzl.restored();
    // Written while the rest was on its way: it crossed.
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    given(&mut nzl, &jpn, first(&jpn, &id, grown - 1, 1)).unwrap();
    carry(&mut nzl, &mut jpn, &id);
    assert_eq!(talk(&jpn, &id).turns().len(), 2);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    alike(&jpn, &nzl, &id);
}

#[test]
fn many_turns_on_a_long_text_end_equal() {
    let (mut jpn, mut nzl, id) = sent(long());
    carry(&mut jpn, &mut nzl, &id);
    for round in 0..50 {
        for k in 0..4 {
            let side = if k % 2 == 0 { &mut jpn } else { &mut nzl };
            let p = format!("{}.{}", 20 + round % 5, 2 + k * 7 + round % 3);
            let input = turn(
                &id,
                vec![changed(side, &id, &p, "en", |t| {
                    format!("{} {round}{t}", if k < 2 { "Also" } else { "Not" })
                })],
            );
            side.step(input).unwrap();
        }
        heal(&mut jpn, &mut nzl, &id);
    }
    assert_eq!(talk(&jpn, &id).turns().len(), 200);
    assert_eq!((voids(&jpn, &id), voids(&nzl, &id)), (vec![], vec![]));
    alike(&jpn, &nzl, &id);
}

fn part(side: &Side, id: &AgreementId, text: String, left: u32) -> Forged {
    Forged::new(side, id, Deed::Part(Part { text, left }), None)
}

#[test]
fn parts_that_never_end_are_dropped_at_the_limit() {
    let (jpn, mut nzl, id) = proposed();
    let before = look(&nzl, &id);
    let fit = MAX_LONG / PART;
    let many = fit + 5;
    let endless = (0..many)
        .map(|_| part(&jpn, &id, "x".repeat(PART), 7))
        .collect();
    given(&mut nzl, &jpn, forged(&jpn, &id, endless)).unwrap();
    let n = u64::try_from(fit + 1).unwrap();
    assert_eq!(voids(&nzl, &id), [(jpn.party(), n, "ACT-004".to_owned())]);
    assert_eq!(look(&nzl, &id), before);
    assert_eq!(look(&nzl.restored(), &id), before);
    // Our own turns go on.
    nzl.step(words(&nzl, &id, "4.1", "shall", "will")).unwrap();
    assert_eq!(talk(&nzl, &id).turns().len(), 1);
}

#[test]
fn parts_that_join_to_nothing_readable_have_no_effect() {
    let (jpn, mut nzl, id) = proposed();
    let again = serde_json::to_string(&Long::Instrument(instrument())).unwrap();
    let (head, tail) = again.split_at(again.find("4.1").unwrap());
    let acts = vec![
        part(&jpn, &id, "{\"turn\":".to_owned(), 1),
        part(&jpn, &id, "1".to_owned(), 0),
        part(&jpn, &id, String::new(), 0),
        // What would be in order, but the text is there already.
        part(&jpn, &id, head.to_owned(), 2),
        part(&jpn, &id, tail.to_owned(), 0),
    ];
    let before = look(&nzl, &id);
    given(&mut nzl, &jpn, forged(&jpn, &id, acts)).unwrap();
    let found: Vec<_> = voids(&nzl, &id)
        .into_iter()
        .map(|(_, n, code)| (n, code))
        .collect();
    let expected = [(2, "ACT-001"), (3, "ACT-001"), (5, "ACT-002")];
    assert_eq!(found, expected.map(|(n, code)| (n, code.to_owned())));
    assert_eq!(look(&nzl, &id), before);
}

#[test]
fn the_rest_of_a_proposal_is_for_the_same_parties() {
    let (jpn, mut nzl, id) = sent(long());
    let json =
        |instrument: Instrument| serde_json::to_string(&Long::Instrument(instrument)).unwrap();
    let mut reversed = instrument();
    reversed.parties.reverse();
    let mut unfit = instrument();
    unfit.provisions.truncate(3);
    let mut parts = Vec::new();
    for text in [json(reversed), json(unfit), json(instrument())] {
        let chars: Vec<char> = text.chars().collect();
        let texts: Vec<String> = chars.chunks(PART / 4).map(|c| c.iter().collect()).collect();
        let count = u32::try_from(texts.len()).unwrap();
        for (k, text) in (1u32..).zip(texts) {
            parts.push(part(&jpn, &id, text, count - k));
        }
    }
    let lasts: Vec<u64> = (1u64..)
        .zip(&parts)
        .filter(|(_, f)| matches!(&f.deed, Deed::Part(p) if p.left == 0))
        .map(|(n, _)| n)
        .collect();
    parts.iter_mut().for_each(|f| f.seen = 0);
    let mut push = forged_at(&jpn, &id, 1, parts);
    push.entries
        .insert(0, jpn.push_from(&id, 0).entries.remove(0));
    push.start = 0;
    given(&mut nzl, &jpn, push).unwrap();
    let found: Vec<_> = voids(&nzl, &id)
        .into_iter()
        .map(|(_, n, code)| (n, code))
        .collect();
    let expected = [(lasts[0], "ACT-002"), (lasts[1], "AGREE-014")];
    assert_eq!(found, expected.map(|(n, code)| (n, code.to_owned())));
    // The third is in order.
    assert!(life(&nzl, &id).talk().is_ok());
}
