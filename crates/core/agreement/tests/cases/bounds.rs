//! Memory is bounded, and no party fills a case up against the other.

use crate::common::*;
use entente_agreement::cases::{MAX_ACTS, MAX_ITEMS, MAX_OPEN};
use entente_model::case::{CaseDeed, Matter, Stage};

#[test]
fn acts_of_one_party_do_not_shut_the_other_out() {
    let (mut jp, mut nz) = two();
    let id = nz.open(incident()).unwrap();
    for _ in 1..MAX_ACTS {
        nz.report(&id, Stage::Help).unwrap();
    }
    assert_eq!(code(nz.report(&id, Stage::Help)), "CASE-005");
    cross(&mut jp, &mut nz);
    jp.report(&id, Stage::Damage).unwrap();
    jp.close(&id).unwrap();
}

#[test]
fn open_cases_and_items_are_counted() {
    let (mut jp, _) = two();
    let many = |items| Matter::Dispute {
        provisions: vec![],
        items,
    };
    assert_eq!(
        code(jp.open(many(vec![item(jpn(), 0); MAX_ITEMS + 1]))),
        "CASE-005"
    );
    let mut numbers = item(jpn(), 0);
    numbers.numbers = (0..=1000).collect();
    assert_eq!(code(jp.open(many(vec![numbers]))), "CASE-005");
    jp.open(many(vec![item(jpn(), 0); MAX_ITEMS])).unwrap();
    let ask = || Matter::Information {
        purpose: "maritime-safety".parse().unwrap(),
        reply_by: None,
        originators: vec![],
    };
    let first = jp.open(ask()).unwrap();
    for _ in 2..MAX_OPEN {
        jp.open(ask()).unwrap();
    }
    assert_eq!(code(jp.open(ask())), "CASE-005");
    jp.act(Some(&first), CaseDeed::Withdraw).unwrap();
    jp.open(ask()).unwrap();
    assert_eq!(code(jp.open(ask())), "CASE-005");
}
