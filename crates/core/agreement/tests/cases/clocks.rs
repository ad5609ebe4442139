//! Duties: the treaty's word, the agreed number, working days, and no verdict without a number.

use crate::common::*;
use entente_agreement::{
    Rules,
    cases::{Duty, Standing, Task},
    terms::Soon,
};
use entente_model::{
    case::{CaseDeed, CaseId, Matter, Stage},
    time::Date,
};

fn duty(node: &Node, id: &CaseId, what: Task) -> Duty {
    let mut all = node.case(id).duties(&RULES).into_iter();
    all.find(|d| d.what == what).unwrap()
}

fn opened_on(node: &mut Node, on: Date) -> CaseId {
    node.act_on(None, CaseDeed::Open(incident()), on).unwrap()
}

#[test]
fn an_incident_is_told_within_the_number_agreed() {
    let (_, mut nz) = two();
    let id = opened_on(&mut nz, day("2026-11-30"));
    let notice = duty(&nz, &id, Task::Notify);
    assert_eq!(notice.due, Some(day("2026-12-01")));
    assert_eq!(notice.word, Some(Soon::Immediately));
    assert_eq!(notice.standing(day("2027-01-01")), Standing::Done);
    let late = opened_on(&mut nz, day("2026-11-20"));
    let notice = duty(&nz, &late, Task::Notify);
    assert_eq!(notice.standing(day("2027-01-01")), Standing::Late(10));
    let report = duty(&nz, &id, Task::Report);
    assert_eq!(report.due, Some(day("2026-12-30")));
    assert_eq!(report.article.as_ref().unwrap().as_str(), "9.2");
    assert_eq!(report.standing(day("2026-12-30")), Standing::Open(30));
    assert_eq!(report.standing(day("2027-01-02")), Standing::Overdue(3));
    nz.report(&id, Stage::Help).unwrap();
    assert_eq!(duty(&nz, &id, Task::Help).by, jpn());
    nz.report(&id, Stage::Preliminary).unwrap();
    nz.report(&id, Stage::Final).unwrap();
    assert_eq!(duty(&nz, &id, Task::Report).done, Some(day("2026-12-01")));
    assert_eq!(duty(&nz, &id, Task::Close).by, jpn());
}

#[test]
fn without_a_number_time_is_shown_and_no_verdict_given() {
    let mut terms = terms();
    let group = terms.incident.as_mut().unwrap();
    group.report.as_mut().unwrap().max = None;
    let rules = Rules::new(terms).unwrap();
    let (_, mut nz) = two();
    let id = opened_on(&mut nz, day("2026-11-01"));
    let all = nz.case(&id).duties(&rules);
    let report = all.iter().find(|d| d.what == Task::Report).unwrap();
    assert_eq!(report.due, None);
    assert_eq!(report.standing(day("2030-11-01")), Standing::Open(1461));
}

#[test]
fn a_host_answers_five_working_days_before() {
    let (mut jp, _) = two();
    let id = jp.open(Matter::Visit(visit())).unwrap();
    let answer = duty(&jp, &id, Task::Answer);
    // Back from Monday 18 January 2027: 15, 14, 13, 12, and over the holiday of the 11th the 8th.
    assert_eq!(
        (answer.by.clone(), answer.due),
        (nzl(), Some(day("2027-01-08")))
    );
    assert_eq!(answer.standing(day("2027-01-12")), Standing::Overdue(4));
    let mut far = visit();
    (far.from, far.until) = (day("2028-02-01"), day("2028-02-02"));
    let id = jp.open(Matter::Visit(far)).unwrap();
    let answer = duty(&jp, &id, Task::Answer);
    assert!(
        answer.unclear && answer.due.is_none(),
        "the calendar ends with 2027"
    );
}

#[test]
fn demands_and_requests_wait_for_the_right_side() {
    let (mut jp, mut nz) = two();
    let id = nz.open(demand("authority")).unwrap();
    assert_eq!(nz.case(&id).waits_for(&RULES), [nzl()]);
    let tell = duty(&nz, &id, Task::Tell);
    assert_eq!((tell.word, tell.due), (Some(Soon::Immediately), None));
    nz.report(&id, Stage::Told).unwrap();
    assert_eq!(nz.case(&id).waits_for(&RULES), [jpn(), nzl()]);
    let decide = duty(&nz, &id, Task::Decide);
    assert_eq!(
        (decide.due, decide.article),
        (Some(day("2026-12-20")), None)
    );
    let clearance = jp
        .open(Matter::Clearance {
            level: level("NZL.psr.2022.secret"),
        })
        .unwrap();
    assert_eq!(
        duty(&jp, &clearance, Task::Answer).due,
        Some(day("2026-12-31"))
    );
    let firm = jp
        .open(Matter::Contract(contract("NZL.psr.2022.confidential")))
        .unwrap();
    cross(&mut jp, &mut nz);
    nz.answer(&firm, true, None).unwrap();
    assert_eq!(duty(&nz, &firm, Task::InspectFirm).due, None);
    nz.report(&firm, Stage::Done).unwrap();
    let again = duty(&nz, &firm, Task::InspectFirm);
    assert_eq!(
        (again.by.clone(), again.due),
        (nzl(), Some(day("2027-12-01")))
    );
}
