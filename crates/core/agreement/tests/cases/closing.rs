//! Incidents, inspections, demands, disputes: stages in order, and who closes.

use crate::common::*;
use entente_agreement::cases::State;
use entente_model::case::{CaseDeed, Matter, Stage};

#[test]
fn an_incident_from_suspicion_to_acceptance() {
    let (mut jp, mut nz) = two();
    let id = nz.open(incident()).unwrap();
    assert_eq!(code(nz.report(&id, Stage::Final)), "CASE-006");
    nz.report(&id, Stage::Contained).unwrap();
    nz.report(&id, Stage::Preliminary).unwrap();
    assert_eq!(code(nz.report(&id, Stage::Damage)), "CASE-002");
    assert_eq!(code(nz.report(&id, Stage::Measures)), "CASE-006");
    cross(&mut jp, &mut nz);
    assert_eq!(code(jp.report(&id, Stage::Preliminary)), "CASE-002");
    assert_eq!(code(jp.report(&id, Stage::Told)), "CASE-003");
    jp.report(&id, Stage::Damage).unwrap();
    jp.report(&id, Stage::Help).unwrap();
    nz.report(&id, Stage::Final).unwrap();
    nz.report(&id, Stage::Measures).unwrap();
    // The holder's word alone closes nothing.
    nz.close(&id).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(jp.case(&id).state(), State::Open);
    // Japan asked for help as well, which is New Zealand's to give.
    assert_eq!(jp.case(&id).waits_for(&RULES), [jpn(), nzl()]);
    nz.report(&id, Stage::Help).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(jp.case(&id).waits_for(&RULES), [jpn()]);
    jp.close(&id).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(nz.case(&id).state(), State::Closed);
    assert_eq!(nz.cases, jp.cases);
    // New facts.
    assert_eq!(code(nz.report(&id, Stage::Help)), "CASE-004");
    nz.act(Some(&id), CaseDeed::Reopen).unwrap();
    assert_eq!(nz.case(&id).state(), State::Open);
    nz.close(&id).unwrap();
    assert_eq!(
        nz.case(&id).state(),
        State::Open,
        "consents of before are over"
    );
    let stages: Vec<_> = nz
        .case(&id)
        .stages()
        .map(|(s, e)| (s, e.by.clone()))
        .collect();
    assert!(stages.contains(&(Stage::Damage, jpn())));
    assert!(stages.contains(&(Stage::Measures, nzl())));
}

#[test]
fn joint_information_needs_all_its_makers_and_a_thirds_everybody() {
    for n in [1, 2] {
        let (mut jp, mut nz) = two();
        let matter = Matter::Incident {
            trigger: "actual".into(),
            items: vec![item(jpn(), n)],
        };
        let id = nz.open(matter).unwrap();
        cross(&mut jp, &mut nz);
        jp.close(&id).unwrap();
        assert_eq!(jp.case(&id).state(), State::Open);
        cross(&mut jp, &mut nz);
        nz.close(&id).unwrap();
        assert_eq!(nz.case(&id).state(), State::Closed);
    }
}

#[test]
fn an_incident_counts_by_the_terms_words() {
    let (mut jp, _) = two();
    let with = |trigger: &str, items| Matter::Incident {
        trigger: trigger.into(),
        items,
    };
    // Agreed are what happened and what is suspected; the possible is not counted here.
    let refused = jp.open(with("possible", vec![])).unwrap_err();
    assert_eq!(
        (&*refused.code, refused.article.as_deref()),
        ("INC-002", Some("9.1"))
    );
    assert_eq!(code(jp.open(with("rumour", vec![]))), "CASE-009");
    assert_eq!(
        code(jp.open(with("actual", vec![item(jpn(), 7)]))),
        "CASE-007"
    );
    assert_eq!(
        code(jp.open(with("actual", vec![item(jpn(), 999)]))),
        "CASE-007"
    );
    let id = jp.open(with("suspected", vec![])).unwrap();
    jp.close(&id).unwrap();
    assert_eq!(
        jp.case(&id).state(),
        State::Open,
        "no item, no originator: every party"
    );
}

#[test]
fn an_inspection_is_announced_in_time_and_closed_after_measures() {
    let (mut jp, mut nz) = two();
    let inspection = |on: &str, trigger: &str| Matter::Inspection {
        visit: day(on),
        trigger: trigger.into(),
    };
    let late = jp.open(inspection("2026-12-30", "")).unwrap_err();
    assert_eq!(
        (&*late.code, late.article.as_deref()),
        ("VIS-002", Some("10.2"))
    );
    assert_eq!(
        code(jp.open(inspection("2027-01-15", "first-release"))),
        "VISIT-003"
    );
    assert_eq!(code(jp.open(inspection("2026-11-01", ""))), "VISIT-005");
    let id = jp
        .open(inspection("2027-01-15", "serious-incident"))
        .unwrap();
    assert_eq!(code(jp.report(&id, Stage::Finding)), "VISIT-006");
    for node in [&mut jp, &mut nz] {
        node.days_pass(46);
    }
    jp.report(&id, Stage::Finding).unwrap();
    assert_eq!(code(jp.close(&id)), "CASE-006");
    jp.report(&id, Stage::Final).unwrap();
    assert_eq!(code(jp.close(&id)), "CASE-006");
    cross(&mut jp, &mut nz);
    assert_eq!(code(nz.close(&id)), "CASE-002");
    assert_eq!(nz.case(&id).waits_for(&RULES), [jpn(), nzl()]);
    nz.report(&id, Stage::Measures).unwrap();
    cross(&mut jp, &mut nz);
    jp.close(&id).unwrap();
    assert_eq!(jp.case(&id).state(), State::Closed);
}

#[test]
fn telling_comes_before_hearing_and_hearing_before_deciding() {
    let (mut jp, mut nz) = two();
    assert_eq!(code(jp.open(demand("parliament"))), "CASE-011");
    assert_eq!(code(nz.open(demand("newspaper"))), "CASE-009");
    let id = nz.open(demand("parliament")).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(code(jp.report(&id, Stage::Heard)), "CASE-006");
    let early = nz.report(&id, Stage::Done).unwrap_err();
    assert_eq!(
        (&*early.code, early.article.as_deref()),
        ("HOLD-060", Some("6.2"))
    );
    assert_eq!(code(nz.close(&id)), "CASE-006");
    nz.report(&id, Stage::Told).unwrap();
    assert_eq!(code(nz.report(&id, Stage::Done)), "HOLD-061");
    assert_eq!(code(nz.report(&id, Stage::Heard)), "CASE-002");
    cross(&mut jp, &mut nz);
    jp.report(&id, Stage::Heard).unwrap();
    // Heard, but not yet here: the record proves that it came too late.
    assert_eq!(code(nz.report(&id, Stage::Done)), "HOLD-061");
    cross(&mut jp, &mut nz);
    nz.report(&id, Stage::Done).unwrap();
    nz.close(&id).unwrap();
    cross(&mut jp, &mut nz);
    assert_eq!(jp.case(&id).state(), State::Closed);
    assert_eq!(jp.cases, nz.cases);
}

#[test]
fn a_courts_order_is_followed_only_where_the_terms_say_so() {
    let (_, mut nz) = two();
    let id = nz.open(demand("court")).unwrap();
    nz.report(&id, Stage::Told).unwrap();
    assert_eq!(code(nz.report(&id, Stage::Done)), "HOLD-061");
    let mut terms = terms();
    let group = terms.disclosure_demand.as_mut().unwrap();
    group.court_order_exception = true;
    let rules = entente_agreement::Rules::new(terms).unwrap();
    let last = nz.record.last().unwrap().clone();
    assert!(nz.cases.check(law(&rules), last.past(), &last.what).is_ok());
    // Telling is never left out.
    let (_, mut untold) = two();
    let id = untold.open(demand("court")).unwrap();
    let _ = untold.report(&id, Stage::Done);
    let last = untold.record.last().unwrap().clone();
    let verdict = untold.cases.check(law(&rules), last.past(), &last.what);
    assert_eq!(code(verdict), "HOLD-060");
}

#[test]
fn a_dispute_is_closed_by_all_and_keeps_both_accounts() {
    let (mut jp, mut nz) = two();
    let id = jp.open(dispute()).unwrap();
    assert_eq!(code(jp.report(&id, Stage::Agreed)), "CASE-006");
    jp.report(&id, Stage::Account).unwrap();
    assert_eq!(
        code(jp.report(&id, Stage::Agreed)),
        "CASE-006",
        "of its own account"
    );
    cross(&mut jp, &mut nz);
    nz.report(&id, Stage::Account).unwrap();
    nz.report(&id, Stage::Agreed).unwrap();
    // Both close without having seen the other's word: it is closed all the same.
    jp.close(&id).unwrap();
    assert_eq!(jp.case(&id).state(), State::Open);
    nz.close(&id).unwrap();
    assert_eq!(nz.case(&id).state(), State::Open);
    cross(&mut jp, &mut nz);
    assert_eq!(jp.case(&id).state(), State::Closed);
    assert_eq!(jp.cases, nz.cases);
    let accounts = jp.case(&id).accounts();
    let by: Vec<_> = accounts.iter().map(|a| a.by.clone()).collect();
    assert_eq!(by, [jpn(), nzl()]);
    assert_eq!(accounts[0].agreed.len(), 1);
    assert!(accounts[1].agreed.is_empty());
    assert_eq!(code(jp.act(Some(&id), CaseDeed::Withdraw)), "CASE-004");
}

#[test]
fn nobody_acts_in_a_case_it_has_not_seen() {
    let (mut jp, mut nz) = two();
    let id = jp.open(dispute()).unwrap();
    assert_eq!(code(nz.close(&id)), "CASE-001");
    cross(&mut jp, &mut nz);
    // The act stays void after the case arrived: its author had not seen it.
    assert!(jp.verdicts[&(nzl(), FIRST)].is_err());
    assert_eq!(jp.verdicts, nz.verdicts);
    let tomorrow = day("2026-12-02");
    assert_eq!(
        code(nz.act_on(Some(&id), CaseDeed::Close, tomorrow)),
        "CASE-008"
    );
    assert_eq!(
        code(nz.act(Some(&id), CaseDeed::Open(dispute()))),
        "ACT-001"
    );
}
