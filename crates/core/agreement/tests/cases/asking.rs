//! What is asked and answered: visits, contracts, information, clearances.

use crate::common::*;
use entente_agreement::{
    Past,
    cases::State,
    permit::{Given, Hand},
};
use entente_model::{
    Instant, Problem,
    case::{CaseDeed, CaseId, Contract, Matter, Stage},
};

#[test]
fn a_visit_states_every_field_and_comes_in_time() {
    let (mut jp, mut nz) = two();
    let mut short = visit();
    short.states.retain(|s| s != "clearance" && s != "birth");
    let missing = jp.open(Matter::Visit(short)).unwrap_err();
    assert_eq!(
        (&*missing.code, missing.article.as_deref()),
        ("VISIT-001", Some("10.1"))
    );
    let fields = missing.args.iter().find(|(k, _)| k == "fields").unwrap();
    assert_eq!(fields.1, "birth, clearance");
    let mut tries = vec![];
    let mut with = |code: &'static str, change: &dyn Fn(&mut entente_model::case::Visit)| {
        let mut asked = visit();
        change(&mut asked);
        tries.push((code, Matter::Visit(asked)));
    };
    with("VIS-002", &|v| v.from = day("2026-12-20"));
    with("VIS-003", &|v| v.until = day("2028-02-01"));
    with("VISIT-002", &|v| v.host = jpn());
    with("VISIT-002", &|v| v.visitors = 0);
    with("VISIT-005", &|v| v.from = day("2026-11-01"));
    with("MARK-001", &|v| v.level = level("JPN.gov.2014.hi"));
    with("CASE-009", &|v| v.states.push("favourite-colour".into()));
    with("CASE-005", &|v| v.places = vec!["x".into(); 101]);
    for (expected, matter) in tries {
        assert_eq!(code(jp.open(matter)), expected);
    }
    let mut urgent = visit();
    urgent.from = day("2026-12-20");
    urgent.urgent = true;
    jp.open(Matter::Visit(urgent)).unwrap();
    let id = jp.open(Matter::Visit(visit())).unwrap();
    assert_eq!(code(jp.answer(&id, true, None)), "CASE-002");
    cross(&mut jp, &mut nz);
    assert_eq!(code(nz.answer(&id, true, Some("2027-03-01"))), "VISIT-004");
    assert_eq!(code(nz.act(Some(&id), CaseDeed::Withdraw)), "CASE-002");
    nz.answer(&id, true, None).unwrap();
    assert_eq!(nz.case(&id).state(), State::Granted);
    assert_eq!(code(nz.answer(&id, true, None)), "CASE-004");
    nz.answer(&id, false, None).unwrap();
    assert_eq!(
        nz.case(&id).state(),
        State::Declined,
        "taken back before the visit"
    );
    assert_eq!(code(nz.report(&id, Stage::Final)), "CASE-006");
}

#[test]
fn a_withdrawal_that_crosses_an_answer_stands() {
    let (mut jp, mut nz) = two();
    let id = jp.open(Matter::Visit(visit())).unwrap();
    cross(&mut jp, &mut nz);
    nz.answer(&id, true, None).unwrap();
    jp.act(Some(&id), CaseDeed::Withdraw).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(nz.case(&id).state(), State::Withdrawn);
    assert_eq!(jp.cases, nz.cases);
    assert_eq!(code(nz.answer(&id, false, None)), "CASE-004");
}

/// What is cleared as a node sees it now.
fn cleared(node: &Node, id: &CaseId, at: &str) -> Hand {
    let seen = [(node.other.clone(), FIRST + node.has as u64)];
    let past = Past {
        by: &node.party,
        n: FIRST + node.record.len() as u64,
        at: Instant(node.at),
        seen: &seen,
    };
    node.cases.contract_cleared(&RULES, id, &level(at), past)
}

#[test]
fn nothing_goes_to_a_firm_before_its_clearance_is_confirmed() {
    const CONFIDENTIAL: &str = "NZL.psr.2022.confidential";
    let (mut jp, mut nz) = two();
    let id = jp.open(Matter::Contract(contract(CONFIDENTIAL))).unwrap();
    assert_eq!(cleared(&jp, &id, CONFIDENTIAL), Hand::EMPTY);
    assert_eq!(code(jp.answer(&id, true, None)), "CASE-002");
    cross(&mut jp, &mut nz);
    assert_eq!(code(nz.answer(&id, true, Some("2026-01-01"))), "VISIT-004");
    nz.answer(&id, true, Some("2027-06-30")).unwrap();
    assert_eq!(cleared(&jp, &id, CONFIDENTIAL), Hand::EMPTY, "not seen yet");
    cross(&mut jp, &mut nz);
    let hand = cleared(&jp, &id, CONFIDENTIAL);
    for given in [
        Given::FacilityClearance,
        Given::PersonClearance,
        Given::Guide,
    ] {
        assert!(hand.has(given), "{given}");
    }
    assert!(!hand.has(Given::Inspection));
    assert_eq!(
        cleared(&jp, &id, "NZL.psr.2022.secret"),
        Hand::EMPTY,
        "above the contract"
    );
    assert_eq!(code(jp.report(&id, Stage::Done)), "CASE-002");
    nz.report(&id, Stage::Done).unwrap();
    cross(&mut jp, &mut nz);
    assert!(cleared(&jp, &id, CONFIDENTIAL).has(Given::Inspection));
    jp.days_pass(300);
    assert_eq!(cleared(&jp, &id, CONFIDENTIAL), Hand::EMPTY, "expired");
    nz.answer(&id, true, Some("2028-06-30")).unwrap();
    cross(&mut jp, &mut nz);
    assert!(cleared(&jp, &id, CONFIDENTIAL).has(Given::FacilityClearance));
    nz.close(&id).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(cleared(&jp, &id, CONFIDENTIAL), Hand::EMPTY);
}

#[test]
fn a_subcontract_stays_under_its_parent() {
    let (mut jp, mut nz) = two();
    let id = jp
        .open(Matter::Contract(contract("NZL.psr.2022.confidential")))
        .unwrap();
    let sub = |top: &str| {
        Matter::Contract(Contract {
            under: Some(id.clone()),
            ..contract(top)
        })
    };
    assert_eq!(code(jp.open(sub("NZL.psr.2022.restricted"))), "CON-008");
    cross(&mut jp, &mut nz);
    nz.answer(&id, true, None).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(code(jp.open(sub("NZL.psr.2022.secret"))), "CON-007");
    let sub = jp.open(sub("NZL.psr.2022.restricted")).unwrap();
    let hand = cleared(&jp, &sub, "NZL.psr.2022.restricted");
    assert_eq!(hand, Hand::EMPTY, "its own consent comes first");
}

#[test]
fn information_is_asked_for_and_refused_without_a_reason() {
    let (mut jp, mut nz) = two();
    let ask = |originators: &[&str]| Matter::Information {
        purpose: "maritime-safety".parse().unwrap(),
        reply_by: Some(day("2026-12-10")),
        originators: originators.iter().map(|p| p.parse().unwrap()).collect(),
    };
    let third = jp.open(ask(&["NZL", "AUS"])).unwrap_err();
    assert_eq!(
        (&*third.code, third.article.as_deref()),
        ("REL-029", Some("3.3"))
    );
    let [refused, met, back] = [(); 3].map(|()| jp.open(ask(&["NZL"])).unwrap());
    jp.act(Some(&back), CaseDeed::Withdraw).unwrap();
    cross(&mut jp, &mut nz);
    nz.answer(&refused, false, None).unwrap();
    assert_eq!(nz.case(&refused).state(), State::Declined);
    let give = |n| CaseDeed::Answer {
        granted: true,
        until: None,
        items: vec![item(nzl(), n)],
    };
    assert_eq!(code(nz.act(Some(&met), give(77))), "CASE-007");
    nz.act(Some(&met), give(0)).unwrap();
    assert_eq!(code(nz.answer(&back, true, None)), "CASE-004");
    assert_eq!(code(nz.close(&refused)), "CASE-003");
    cross(&mut jp, &mut nz);
    assert_eq!(jp.case(&met).state(), State::Granted);
    assert_eq!(jp.cases.open().count(), 0);
    assert_eq!(jp.cases, nz.cases);
}

#[test]
fn a_clearance_is_confirmed_with_its_last_day_and_its_end_is_told() {
    let (mut jp, mut nz) = two();
    let ask = |text: &str| Matter::Clearance { level: level(text) };
    assert_eq!(code(jp.open(ask("JPN.gov.2014.hi"))), "MARK-001");
    let id = jp.open(ask("NZL.psr.2022.secret")).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(code(nz.answer(&id, true, None)), "CASE-010");
    nz.answer(&id, true, Some("2029-01-31")).unwrap();
    let until = nz.case(&id).view().granted_until();
    assert_eq!(until, Some(day("2029-01-31")));
    let ended = Matter::ClearanceEnded {
        of: "person".into(),
    };
    let id = nz.open(ended).unwrap();
    assert_eq!(code(nz.report(&id, Stage::Told)), "CASE-002");
    cross(&mut jp, &mut nz);
    jp.report(&id, Stage::Told).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(nz.case(&id).state(), State::Closed);
    let wrong = Matter::ClearanceEnded { of: "horse".into() };
    let refused: Result<_, Problem> = nz.open(wrong);
    assert_eq!(code(refused), "CASE-009");
}
