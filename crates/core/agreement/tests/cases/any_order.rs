//! Two nodes and an observer: whatever crosses, and whatever order the acts arrive in, they end
//! in the same cases; and no case that all must close is closed by one.

use crate::common::*;
use entente_agreement::cases::{Cases, Done, State};
use entente_model::case::{CaseDeed, CaseId, Matter, Stage};
use proptest::prelude::*;

/// What a side does: writes an act or hears so many of the other's.
#[derive(Debug, Clone)]
enum Move {
    Hear(usize),
    Open(u8),
    In(u8, u8),
    Days(i64),
}

fn moves() -> impl Strategy<Value = Vec<(bool, Move)>> {
    let one = prop_oneof![
        3 => (1usize..4).prop_map(Move::Hear),
        2 => (0u8..8).prop_map(Move::Open),
        12 => (any::<u8>(), 0u8..19).prop_map(|(case, deed)| Move::In(case, deed)),
        1 => (1i64..50).prop_map(Move::Days),
    ];
    prop::collection::vec((any::<bool>(), one), 1..60)
}

fn matter(n: u8, node: &Node) -> Matter {
    match n {
        0 => incident(),
        1 => Matter::Incident {
            trigger: "actual".into(),
            items: vec![item(jpn(), 1), item(nzl(), 0)],
        },
        2 => dispute(),
        3 => demand("court"),
        4 => Matter::Visit(visit()),
        5 => Matter::Contract(contract("NZL.psr.2022.confidential")),
        6 => Matter::Inspection {
            visit: day("2027-01-15"),
            trigger: String::new(),
        },
        _ => {
            let from = node.other.clone();
            Matter::Information {
                purpose: "maritime-safety".parse().unwrap(),
                reply_by: None,
                originators: vec![from],
            }
        }
    }
}

fn deed(n: u8) -> CaseDeed {
    match usize::from(n) {
        n @ 0..12 => CaseDeed::Report(Stage::ALL[n]),
        12 | 13 => CaseDeed::Answer {
            granted: n == 12,
            until: None,
            items: vec![],
        },
        14 => CaseDeed::Withdraw,
        15 => CaseDeed::Reopen,
        _ => CaseDeed::Close,
    }
}

fn play(moves: &[(bool, Move)]) -> (Node, Node) {
    let (mut jp, mut nz) = two();
    for (first, step) in moves {
        let (node, other) = if *first {
            (&mut jp, &mut nz)
        } else {
            (&mut nz, &mut jp)
        };
        match step {
            Move::Hear(most) => node.hear(other, *most),
            Move::Days(days) => node.days_pass(*days),
            Move::Open(n) => {
                let matter = matter(*n, node);
                let _ = node.open(matter);
            }
            Move::In(at, n) => {
                // Any case there is anywhere, seen or not.
                let mut all: Vec<CaseId> = node.cases.iter().map(|c| c.id().clone()).collect();
                all.extend(other.cases.iter().map(|c| c.id().clone()));
                if let Some(id) = all.get(usize::from(*at) % all.len().max(1)) {
                    let _ = node.act(Some(id), deed(*n));
                }
            }
        }
    }
    cross(&mut jp, &mut nz);
    (jp, nz)
}

/// Folds both records in another order than either node did; only what an author had seen comes
/// before its act.
fn observed(jp: &Node, nz: &Node, picks: &[bool]) -> Cases {
    let mut cases = Cases::default();
    let (mut a, mut b) = (0, 0);
    let mut picks = picks.iter().cycle();
    while a < jp.record.len() || b < nz.record.len() {
        let ready = |own: &Node, at: usize, others: usize| {
            own.record
                .get(at)
                .is_some_and(|act| act.seen[0].1 <= FIRST + u64::try_from(others).unwrap())
        };
        let (first, second) = (ready(jp, a, b), ready(nz, b, a));
        if first && (*picks.next().unwrap() || !second) {
            let _ = jp.record[a].on(&mut cases);
            a += 1;
        } else {
            let _ = nz.record[b].on(&mut cases);
            b += 1;
        }
    }
    cases
}

fn config() -> ProptestConfig {
    let cases = std::env::var("ENTENTE_CASES").ok();
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases.and_then(|n| n.parse().ok()).unwrap_or(1000))
    }
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn every_node_ends_in_the_same_cases(moves in moves(), picks in prop::collection::vec(any::<bool>(), 1..40)) {
        let (jp, nz) = play(&moves);
        prop_assert_eq!(&jp.verdicts, &nz.verdicts);
        prop_assert_eq!(&jp.cases, &nz.cases);
        prop_assert_eq!(&observed(&jp, &nz, &picks), &jp.cases);
    }

    #[test]
    fn nobody_closes_alone_what_all_must_close(moves in moves()) {
        let (jp, _) = play(&moves);
        for case in jp.cases.iter().filter(|c| c.state() == State::Closed) {
            let closed = |party| case.acts().any(|e| e.by == party && e.what == Done::Close);
            match case.matter() {
                Matter::Dispute { .. } => prop_assert!(closed(jpn()) && closed(nzl())),
                // Japan's item alone: its originator, whoever opened it.
                Matter::Incident { items, .. } if items.len() == 1 => prop_assert!(closed(jpn())),
                // A joint item and one of New Zealand's: both made something.
                Matter::Incident { .. } => prop_assert!(closed(jpn()) && closed(nzl())),
                _ => {}
            }
        }
    }

    #[test]
    fn nothing_is_disclosed_before_its_originator_was_told(moves in moves()) {
        let (_, nz) = play(&moves);
        for case in nz.cases.iter().filter(|c| matches!(c.matter(), Matter::Demand { .. })) {
            let place = |stage| case.stages().find(|(s, _)| *s == stage).map(|(_, e)| e.depth);
            if let Some(done) = place(Stage::Done) {
                prop_assert!(place(Stage::Told).is_some_and(|told| told < done));
            }
        }
    }
}
