//! Every deed by every party at every state of an item: what it comes to, under which article, and
//! who decides.

use super::*;
use std::fmt::Write as _;

const CONFIDENTIAL: &str = "NZL.psr.2022.confidential";
const RESTRICTED: &str = "NZL.psr.2022.restricted";

const STATES: [&str; 12] = [
    "sent",
    "quarantined",
    "held",
    "lost",
    "returning",
    "returned",
    "destroyed",
    "declassified",
    "discharged",
    "disclosed",
    "recalled",
    "lowered",
];

/// Where acts stand that deeds point at; 999 where there is none.
struct Marks {
    n: u64,
    /// A question not answered.
    open: u64,
    /// Consent to pass it on to Australia, two copies.
    onward: u64,
    /// Consent to another use.
    other: u64,
    recall: u64,
    sent: u64,
    order: u64,
}

fn unmarked(n: u64) -> Marks {
    Marks {
        n,
        open: 0,
        onward: 0,
        other: 0,
        recall: 999,
        sent: 999,
        order: 999,
    }
}

/// How many numbers are here.
fn at_hand(w: &World, m: &Marks) -> u32 {
    let held = w
        .lines(m.n)
        .iter()
        .filter(|l| matches!(l.state.word(), "held" | "quarantined"))
        .count();
    u32::try_from(held).unwrap()
}

fn at(state: &str) -> (World, Marks) {
    let mut w = World::model();
    let n = w.release(CONFIDENTIAL, |r| r.disclosed = state == "disclosed");
    let (quarantined, none) = (state == "quarantined", state == "sent");
    if !none {
        let listed = if quarantined { Vec::new() } else { vec![n] };
        let apart = if quarantined {
            vec![(n, "SEAL-001".into())]
        } else {
            Vec::new()
        };
        let receipt = Receipt {
            from: w.party(0),
            of: listed,
            quarantined: apart,
            official: "registrar".parse().unwrap(),
        };
        w.act(1, Deed::Receipt(receipt)).unwrap();
        w.sync();
    }
    let mut marks = unmarked(n);
    let passed = Leave {
        copies: Some(2),
        ..Leave::new(LeaveFor::Onward(australia()))
    };
    let used = Leave::new(LeaveFor::Use("disaster-response".parse().unwrap()));
    for (leave, mark) in [(passed, &mut marks.onward), (used, &mut marks.other)] {
        let asked = w.next(1);
        let deed = ItemDeed::Ask {
            leave: leave.clone(),
            text: None,
        };
        w.both(1, n, deed).unwrap();
        *mark = w.next(0);
        w.both(0, n, grant(asked, leave)).unwrap();
    }
    marks.open = w.next(1);
    w.both(1, n, ask(LeaveFor::Copy)).unwrap();
    let on = w.day;
    let (giver, holder) = (w.next(0), w.next(1));
    match state {
        "lost" => w.both(1, n, ItemDeed::Lost { numbers: vec![] }).unwrap(),
        "returning" | "returned" => {
            marks.sent = holder;
            let by = "diplomatic".into();
            w.both(
                1,
                n,
                ItemDeed::Return {
                    numbers: vec![],
                    by,
                    on,
                },
            )
            .unwrap();
            if state == "returned" {
                w.both(0, n, ItemDeed::Back { sent: holder }).unwrap();
            }
        }
        "destroyed" => w.both(1, n, ItemDeed::Destroy(destroyed(on))).unwrap(),
        "declassified" => {
            marks.order = giver;
            w.both(0, n, ItemDeed::Reclass(reclass(None, on))).unwrap();
        }
        "discharged" => w
            .both(
                0,
                n,
                ItemDeed::Discharge {
                    numbers: vec![],
                    on,
                },
            )
            .unwrap(),
        "recalled" => {
            marks.recall = giver;
            w.both(
                0,
                n,
                ItemDeed::Recall {
                    wanted: Wanted::Return,
                    by: None,
                },
            )
            .unwrap();
        }
        "lowered" => {
            marks.order = giver;
            w.both(0, n, ItemDeed::Reclass(reclass(Some(RESTRICTED), on)))
                .unwrap();
        }
        _ => {}
    }
    (w, marks)
}

fn deeds(w: &World, m: &Marks) -> Vec<(&'static str, ItemDeed)> {
    let on = w.day;
    let lone = Destroyed {
        witnesses: Vec::new(),
        ..destroyed(on)
    };
    let emergency = Destroyed {
        emergency: Some(noon(&w.rules, on)),
        ..lone.clone()
    };
    let held = at_hand(w, m);
    let purpose = |p: &str| p.parse().unwrap();
    vec![
        ("make copy", make(Made::Copy, 1, 1, None)),
        (
            "make translation",
            make(Made::Translation("ja".into()), 1, 1, None),
        ),
        ("ask", ask(LeaveFor::Copy)),
        ("answer", grant(m.open, Leave::new(LeaveFor::Copy))),
        ("withdraw", ItemDeed::Withdraw { answer: m.onward }),
        (
            "onward",
            ItemDeed::Onward {
                consent: m.onward,
                to: australia(),
                purpose: purpose("maritime-safety"),
                copies: 1,
            },
        ),
        (
            "use-for",
            ItemDeed::UseFor {
                consent: m.other,
                purpose: purpose("disaster-response"),
            },
        ),
        ("intend", ItemDeed::Intend(reclass(Some(RESTRICTED), on))),
        (
            "reclass lower",
            ItemDeed::Reclass(reclass(Some(RESTRICTED), on)),
        ),
        (
            "reclass raise",
            ItemDeed::Reclass(reclass(Some("NZL.psr.2022.secret"), on)),
        ),
        ("reclass end", ItemDeed::Reclass(reclass(None, on))),
        ("applied", ItemDeed::Applied { order: m.order }),
        (
            "recall",
            ItemDeed::Recall {
                wanted: Wanted::Return,
                by: None,
            },
        ),
        (
            "recalled",
            ItemDeed::Recalled {
                order: m.recall,
                held,
                readers: 0,
                gone_to: Vec::new(),
            },
        ),
        (
            "return",
            ItemDeed::Return {
                numbers: Vec::new(),
                by: "diplomatic".into(),
                on,
            },
        ),
        ("back", ItemDeed::Back { sent: m.sent }),
        ("destroy", ItemDeed::Destroy(destroyed(on))),
        ("destroy alone", ItemDeed::Destroy(lone)),
        ("destroy emergency", ItemDeed::Destroy(emergency)),
        (
            "determine",
            ItemDeed::Determine {
                wanted: Wanted::Destroy,
            },
        ),
        ("forbid-copies", ItemDeed::ForbidCopies),
        (
            "discharge",
            ItemDeed::Discharge {
                numbers: Vec::new(),
                on,
            },
        ),
        (
            "lost",
            ItemDeed::Lost {
                numbers: Vec::new(),
            },
        ),
        ("chase", ItemDeed::Chase),
    ]
}

/// What a deed by a party that has seen everything comes to.
fn outcome(w: &World, m: &Marks, by: &str, deed: ItemDeed) -> String {
    let by = party(by);
    let all: Vec<(PartyId, u64)> = [party("NZL"), party("JPN")]
        .into_iter()
        .filter(|p| *p != by)
        .map(|p| (p, 1000))
        .collect();
    let act = Act {
        v: 1,
        ag: entente_model::AgreementId([0; 16]),
        n: 1000,
        at: noon(&w.rules, w.day),
        seen: all,
        deed: Deed::Item(ItemAct {
            from: party("NZL"),
            of: vec![m.n],
            what: deed,
            official: "registrar".parse().unwrap(),
        }),
        by,
    };
    let Deed::Item(item) = &act.deed else {
        unreachable!()
    };
    let mut register = w.nodes[0].register.clone();
    match register.apply(&w.rules, &w.time, &act, item) {
        Ok(()) => "ok".into(),
        Err(p) => {
            let (article, decider) = (p.article.unwrap(), p.decider.unwrap());
            format!("{} {article} {decider}", p.code)
        }
    }
}

#[test]
fn every_deed_by_every_party_at_every_state() {
    let mut out = String::new();
    for state in STATES {
        let (w, marks) = at(state);
        writeln!(out, "{state}: {}", w.states(marks.n)).unwrap();
        for (name, deed) in deeds(&w, &marks) {
            let [giver, holder, other] =
                ["NZL", "JPN", "AUS"].map(|by| outcome(&w, &marks, by, deed.clone()));
            writeln!(out, "  {name:<18} {giver:<22} {holder:<22} {other}").unwrap();
        }
    }
    insta::assert_snapshot!(out);
}
