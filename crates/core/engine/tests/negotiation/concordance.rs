//! A legal adviser's word that the languages say the same.

use crate::{
    common::{acting, agree, agree_all, both, carry, concord, freeze, given, keys, proposed, turn},
    helpers::{Forged, alike, changed, code, forged, heal, life, provision, talk, voids},
};
use entente_engine::Input;
use entente_model::{
    Deed,
    act::Concord,
    turn::{Op, wording_digest},
};

#[test]
fn only_a_legal_adviser_certifies() {
    let (mut jpn, mut nzl, id) = proposed();
    let by = |official: &str, n| Input::Concord {
        agreement: id,
        provisions: vec![],
        acting: acting(&nzl, official, n),
    };
    let wrong = [
        (by("signatory-1", 4), "OFF-002"),
        (by("legal-adviser", 4), "ACT-007"),
        (by("legal-adviser", 0), "OFF-003"),
    ];
    for (input, expected) in wrong {
        assert_eq!(code(nzl.step(input)), expected);
    }
    assert_eq!(nzl.state.agreement(&id).unwrap().own.size(), 0);
    // A partner that writes it all the same.
    let texts: Vec<_> = {
        let text = talk(&jpn, &id).text();
        let of = |c: &entente_agreement::negotiation::Clause| {
            (c.id.clone(), c.digest(text.pieces()).unwrap())
        };
        text.standing().map(of).collect()
    };
    let forge = |official: &str, n: u8| {
        let deed = Deed::Concord(Concord {
            version: 1,
            texts: texts.clone(),
            official: official.parse().unwrap(),
        });
        Forged::new(&jpn, &id, deed, (n > 0).then(|| keys("JPN", n)))
    };
    let acts = vec![
        forge("legal-adviser", 4),
        forge("signatory-1", 4),
        forge("legal-adviser", 0),
    ];
    let push = forged(&jpn, &id, acts);
    given(&mut nzl, &jpn, push).unwrap();
    let codes: Vec<_> = voids(&nzl, &id)
        .into_iter()
        .map(|(_, _, code)| code)
        .collect();
    assert_eq!(codes, ["ACT-007", "OFF-002", "ACT-007"]);
    let text = talk(&nzl, &id).text();
    assert!(
        text.standing()
            .all(|c| c.concordant(text.pieces()).is_empty())
    );
    jpn.step(concord(&id, &jpn)).unwrap();
    assert_eq!(code(jpn.step(concord(&id, &jpn))), "AGREE-020");
}

#[test]
fn an_edit_of_one_language_undoes_it() {
    let (mut jpn, mut nzl, id) = proposed();
    agree(&mut jpn, &mut nzl, &id);
    let clause = |side: &crate::common::Side| {
        let text = talk(side, &id).text();
        let clause = text.clause(&provision("4.1")).unwrap();
        let stale: Vec<String> = clause
            .stale(text.pieces())
            .iter()
            .map(ToString::to_string)
            .collect();
        (clause.concordant(text.pieces()) == text.all(), stale)
    };
    assert_eq!(clause(&jpn), (true, vec![]));
    let op = changed(&nzl, &id, "4.1", "en", |t| t.replacen("shall", "will", 1));
    nzl.step(turn(&id, vec![op])).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    // Japan takes the new wording over.
    let back = {
        let text = talk(&jpn, &id).text();
        let named =
            entente_agreement::negotiation::bracket_named(text, &provision("4.1"), 1).unwrap();
        let theirs = named.bracket.alternatives(text.pieces());
        let theirs = theirs.iter().find(|w| w.text.contains("will")).unwrap();
        Op::Back {
            at: named.at.clone(),
            bracket: named.key.clone(),
            text: wording_digest(&theirs.text),
        }
    };
    jpn.step(turn(&id, vec![back])).unwrap();
    heal(&mut jpn, &mut nzl, &id);
    both(&mut jpn, &mut nzl, &id, |side| vec![agree_all(&id, side)]);
    for side in [&mut jpn, &mut nzl] {
        assert_eq!(clause(side), (false, vec!["ja".to_owned()]));
        assert_eq!(
            talk(side, &id).hindrances(),
            [("not-concordant", vec!["4.1".to_owned()])]
        );
        assert_eq!(code(side.step(freeze(&id))), "AGREE-022");
    }
    both(&mut jpn, &mut nzl, &id, |side| vec![concord(&id, side)]);
    assert_eq!(clause(&jpn), (true, vec![]));
    both(&mut jpn, &mut nzl, &id, |_| vec![freeze(&id)]);
    assert_eq!(life(&nzl, &id).versions().len(), 1);
    alike(&jpn, &nzl, &id);
}

/// A certificate that crosses a change of the wording is for what it names.
#[test]
fn it_is_for_the_wording_it_names() {
    let (mut jpn, mut nzl, id) = proposed();
    nzl.step(concord(&id, &nzl)).unwrap();
    let op = changed(&jpn, &id, "4.1", "en", |t| t.replacen("shall", "will", 1));
    jpn.step(turn(&id, vec![op])).unwrap();
    carry(&mut jpn, &mut nzl, &id);
    heal(&mut jpn, &mut nzl, &id);
    alike(&jpn, &nzl, &id);
    let text = talk(&jpn, &id).text();
    let by = |p: &str| {
        text.clause(&provision(p))
            .unwrap()
            .concordant(text.pieces())
    };
    assert!(by("4.1").is_empty());
    assert!(!by("4.2").is_empty());
}
