//! Every position of both parties, every act on an item, every state of it: which position does
//! it, and what the others and the state are answered.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../common/mod.rs"]
mod common;

use common::{Side, acting, carry, in_force};
use entente_engine::{
    Acting, Answer, Input, LogId,
    input::{NewItem, ReleaseOf, SealedItem},
};
use entente_model::{
    AgreementId, Digest, Instant, Problem,
    holding::{Destroyed, Form, ItemDeed, Leave, LeaveFor, Made, Reclass, Third, Wanted},
    id::ItemRef,
    time::Date,
};
use entente_seal::segment::{self, Dek};
use std::{collections::BTreeMap, fmt::Write as _};

const ROLES: [(&str, u8); 5] = [
    ("signatory-1", 4),
    ("releasing-officer", 6),
    ("registrar", 7),
    ("legal-adviser", 8),
    ("security-officer", 10),
];
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
/// The day both clocks show once the agreement is in force.
fn today() -> Date {
    Date::new(2027, 2, 2).unwrap()
}

/// Wellington gave, Tokyo has; where the acts stand that deeds point at, 999 where there is none.
struct Two {
    sides: [Side; 2],
    id: AgreementId,
    n: u64,
    open: u64,
    onward: u64,
    other: u64,
    recall: u64,
    sent: u64,
    order: u64,
}

const GIVER: usize = 0;
const HOLDER: usize = 1;

impl Two {
    /// What is done, by a side in a position, with a witness of another position.
    fn put(&mut self, by: usize, (official, key): (&str, u8), act: &Doing) -> Result<u64, Problem> {
        let input = self.input(by, (official, key), act);
        match self.sides[by].step(input)? {
            Answer::Items { n, .. } => Ok(n),
            Answer::Receipted(_) => Ok(0),
            other => unreachable!("{other:?}"),
        }
    }

    fn input(&self, by: usize, (official, key): (&str, u8), act: &Doing) -> Input {
        let side = &self.sides[by];
        let with: Vec<Acting> = witness(official, act)
            .map(|(id, key)| acting(side, id, key))
            .into_iter()
            .collect();
        let acting = acting(side, official, key);
        match act {
            Doing::Receipt => Input::Receipt {
                agreement: self.id,
                items: vec![self.n],
                acting,
            },
            Doing::Deed(deed) => {
                let mut what = deed.clone();
                if let ItemDeed::Destroy(d) = what.as_mut() {
                    d.witnesses = with.iter().map(|w| w.official.clone()).collect();
                }
                Input::Item {
                    agreement: self.id,
                    from: self.sides[GIVER].party(),
                    of: vec![self.n],
                    what,
                    text: String::new(),
                    acting,
                    with,
                }
            }
        }
    }

    /// Done by whose business it is, and told to the other.
    fn done(&mut self, by: usize, deed: ItemDeed) -> u64 {
        let act = Doing::Deed(Box::new(deed));
        let mut n = self.put(by, ROLES[1], &act);
        if n.as_ref().is_err_and(|p| p.code == "OFF-002") {
            n = self.put(by, ROLES[2], &act);
        }
        let n = n.unwrap();
        self.carry(by);
        n
    }

    fn carry(&mut self, by: usize) {
        let [a, b] = &mut self.sides;
        let (from, to) = if by == GIVER { (a, b) } else { (b, a) };
        carry(from, to, &self.id);
    }
}

/// What is tried.
enum Doing {
    Receipt,
    Deed(Box<ItemDeed>),
}

/// A destruction has a witness, of another position than who destroys, unless it names none.
fn witness(official: &str, act: &Doing) -> Option<(&'static str, u8)> {
    match act {
        Doing::Deed(deed) => match deed.as_ref() {
            ItemDeed::Destroy(d) if d.witnesses.is_empty() => None,
            ItemDeed::Destroy(_) if official == "security-officer" => Some(ROLES[2]),
            ItemDeed::Destroy(_) => Some(ROLES[4]),
            _ => None,
        },
        Doing::Receipt => None,
    }
}

fn sealed(side: &mut Side, form: Form) -> SealedItem {
    let dek = Dek::generate(&mut side.entropy);
    let (_, root) = segment::seal_small(&dek, b"plan").unwrap();
    let root = if form.is_electronic() {
        root
    } else {
        Digest::of(&[b"told"])
    };
    let storage = &side.me.storage;
    let wrapped = storage.wrap(&dek, root.as_bytes(), &mut side.entropy);
    SealedItem {
        title: "Plan".into(),
        file: String::new(),
        meta: String::new(),
        size: if form.is_electronic() { 4 } else { 0 },
        root,
        dek: wrapped.unwrap(),
        // What is quarantined travels apart from its act.
        inline: None,
        author: "desk".into(),
        form,
        disclosed: form == Form::Oral,
        copy: None,
        source: None,
        portions: Vec::new(),
    }
}

fn release(two: &mut Two, of: ReleaseOf) -> u64 {
    let officer = acting(&two.sides[GIVER], "releasing-officer", 6);
    let input = Input::Release {
        agreement: two.id,
        items: vec![of],
        purpose: Some("maritime-safety".parse().unwrap()),
        unit: String::new(),
        second: None,
        acting: officer,
    };
    let n = match two.sides[GIVER].step(input).unwrap() {
        Answer::Released(mut done) => done.pop().unwrap().unwrap().1,
        other => unreachable!("{other:?}"),
    };
    two.carry(GIVER);
    n
}

/// A side as its store would give it back, at the same time of day.
fn again(sides: &[Side; 2]) -> [Side; 2] {
    [sides[0].restored(), sides[1].restored()]
}

fn drafted(two: &mut Two, form: Form) -> ItemRef {
    let agreement = two.id;
    let giver = &mut two.sides[GIVER];
    let new = sealed(giver, form);
    let Answer::Item(item) = giver.step(Input::ItemAdd(Box::new(new))).unwrap() else {
        unreachable!("an item was added")
    };
    let mark = Input::ItemMark {
        item: item.clone(),
        level: "CONFIDENTIAL".into(),
        agreement: Some(agreement),
    };
    giver.step(mark).unwrap();
    item
}

/// An item in a state, with a consent to another use, one to pass it on and a question open.
fn at(base: &[Side; 2], id: AgreementId, state: &str) -> Two {
    let mut two = Two {
        sides: again(base),
        id,
        n: 0,
        open: 0,
        onward: 0,
        other: 0,
        recall: 999,
        sent: 999,
        order: 999,
    };
    let of = match state {
        "quarantined" => apart(&mut two, Form::Electronic),
        "disclosed" => apart(&mut two, Form::Oral),
        _ => ReleaseOf::New(NewItem {
            title: "Patrol plan".into(),
            level: "CONFIDENTIAL".into(),
            plain: b"plan".to_vec(),
        }),
    };
    two.n = release(&mut two, of);
    if state == "quarantined" {
        let refused = Some(Problem::partner("SEAL-001"));
        let log = LogId {
            agreement: id,
            author: two.sides[GIVER].party(),
        };
        let arrived = Input::PayloadArrived {
            log,
            n: two.n,
            refused,
        };
        two.sides[HOLDER].step(arrived).unwrap();
    }
    if state != "sent" {
        two.put(HOLDER, ROLES[2], &Doing::Receipt).unwrap();
        two.carry(HOLDER);
    }
    consents(&mut two);
    brought(&mut two, state);
    two
}

fn apart(two: &mut Two, form: Form) -> ReleaseOf {
    let item = drafted(two, form);
    ReleaseOf::Draft { item, inline: None }
}

fn consents(two: &mut Two) {
    let onward = Leave {
        copies: Some(2),
        ..Leave::new(LeaveFor::Onward(australia()))
    };
    let other = Leave::new(LeaveFor::Use("disaster-response".parse().unwrap()));
    let given = [onward, other].map(|leave| {
        let asked = two.done(HOLDER, ask(leave.clone()));
        two.done(GIVER, grant(asked, leave))
    });
    [two.onward, two.other] = given;
    two.open = two.done(HOLDER, ask(Leave::new(LeaveFor::Copy)));
}

fn brought(two: &mut Two, state: &str) {
    let on = today();
    let numbers = Vec::new;
    match state {
        "lost" => drop(two.done(HOLDER, ItemDeed::Lost { numbers: numbers() })),
        "returning" | "returned" => {
            two.sent = two.done(HOLDER, sent_back());
            if state == "returned" {
                let sent = two.sent;
                two.done(GIVER, ItemDeed::Back { sent });
            }
        }
        "destroyed" => drop(two.done(HOLDER, ItemDeed::Destroy(destroyed()))),
        "declassified" => two.order = two.done(GIVER, ItemDeed::Reclass(to(None))),
        "lowered" => two.order = two.done(GIVER, ItemDeed::Reclass(to(Some(LOWER)))),
        "discharged" => {
            let numbers = numbers();
            two.done(GIVER, ItemDeed::Discharge { numbers, on });
        }
        "recalled" => two.recall = two.done(GIVER, recall()),
        _ => {}
    }
}

const LOWER: &str = "NZL.psr.2022.restricted";
const HIGHER: &str = "NZL.psr.2022.secret";

fn australia() -> Third {
    Third {
        kind: "state".into(),
        party: Some("AUS".parse().unwrap()),
        name: String::new(),
        unit: None,
    }
}

fn ask(leave: Leave) -> ItemDeed {
    ItemDeed::Ask { leave, text: None }
}

fn grant(ask: u64, leave: Leave) -> ItemDeed {
    ItemDeed::Answer {
        ask,
        leave: Some(leave),
        also_of: Vec::new(),
        text: None,
    }
}

fn sent_back() -> ItemDeed {
    ItemDeed::Return {
        numbers: Vec::new(),
        by: "diplomatic".into(),
        on: today(),
    }
}

fn recall() -> ItemDeed {
    ItemDeed::Recall {
        wanted: Wanted::Return,
        by: None,
    }
}

fn to(level: Option<&str>) -> Reclass {
    Reclass {
        to: level.map(|l| l.parse().unwrap()),
        on: today(),
        authority: String::new(),
    }
}

/// With a witness: who, is said when it is signed.
fn destroyed() -> Destroyed {
    Destroyed {
        numbers: Vec::new(),
        method: "shredded, burnt".into(),
        witnesses: vec!["security-officer".parse().unwrap()],
        emergency: None,
        consent: None,
        on: today(),
    }
}

fn made(what: Made) -> ItemDeed {
    ItemDeed::Make {
        what,
        first: 1,
        count: 1,
        by_cleared: true,
        consent: None,
    }
}

fn acts(two: &Two) -> Vec<(&'static str, Doing)> {
    let on = today();
    let purpose = |p: &str| p.parse().unwrap();
    let lone = Destroyed {
        witnesses: Vec::new(),
        ..destroyed()
    };
    let emergency = Destroyed {
        emergency: Some(Instant(two.sides[HOLDER].now - 3600)),
        ..lone.clone()
    };
    let lines = two.sides[HOLDER].state.agreement(&two.id).unwrap();
    let lines = lines
        .register
        .lines(&two.sides[GIVER].party(), two.n, &|_, _| true);
    let held = lines
        .iter()
        .filter(|l| matches!(l.state.word(), "held" | "quarantined"));
    let held = u32::try_from(held.count()).unwrap();
    let onward = ItemDeed::Onward {
        consent: two.onward,
        to: australia(),
        purpose: purpose("maritime-safety"),
        copies: 1,
    };
    let use_for = ItemDeed::UseFor {
        consent: two.other,
        purpose: purpose("disaster-response"),
    };
    let recalled = ItemDeed::Recalled {
        order: two.recall,
        held,
        readers: 0,
        gone_to: Vec::new(),
    };
    let determine = ItemDeed::Determine {
        wanted: Wanted::Destroy,
    };
    let deeds = [
        ("copy", made(Made::Copy)),
        ("translate", made(Made::Translation("ja".into()))),
        ("ask", ask(Leave::new(LeaveFor::Copy))),
        ("answer", grant(two.open, Leave::new(LeaveFor::Copy))),
        ("withdraw", ItemDeed::Withdraw { answer: two.onward }),
        ("onward", onward),
        ("use-for", use_for),
        ("intend", ItemDeed::Intend(to(Some(LOWER)))),
        ("lower", ItemDeed::Reclass(to(Some(LOWER)))),
        ("raise", ItemDeed::Reclass(to(Some(HIGHER)))),
        ("declassify", ItemDeed::Reclass(to(None))),
        ("applied", ItemDeed::Applied { order: two.order }),
        ("recall", recall()),
        ("recalled", recalled),
        ("return", sent_back()),
        ("back", ItemDeed::Back { sent: two.sent }),
        ("destroy", ItemDeed::Destroy(destroyed())),
        ("destroy alone", ItemDeed::Destroy(lone)),
        ("emergency", ItemDeed::Destroy(emergency)),
        ("determine", determine),
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
    ];
    let deeds = deeds.map(|(name, deed)| (name, Doing::Deed(Box::new(deed))));
    let mut all = vec![("receipt", Doing::Receipt)];
    all.extend(deeds);
    all
}

fn said(answer: Result<u64, Problem>) -> String {
    let Err(p) = answer else {
        return "ok".into();
    };
    let article = p.article.unwrap_or_else(|| "-".into());
    let decider = p.decider.unwrap_or_else(|| "-".into());
    format!("{} {article} {decider}", p.code)
}

/// What each position of a side is answered, those answered alike together. What is refused
/// leaves the node as it was.
fn answers(two: &mut Two, by: usize, act: &Doing) -> String {
    let mut alike: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for role in ROLES {
        let before = two.sides[by].kept.len();
        let size = two.sides[by].state.agreement(&two.id).unwrap().own.size();
        let answer = two.put(by, role, act);
        let after = two.sides[by].state.agreement(&two.id).unwrap().own.size();
        if answer.is_ok() {
            two.sides[by].kept.truncate(before);
            two.sides[by] = two.sides[by].restored();
        } else {
            assert_eq!(size, after, "a refused act was written");
        }
        alike.entry(said(answer)).or_default().push(role.0);
    }
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.sort_by_key(|(_, roles)| roles.len());
    let alike = alike.into_iter().map(|(what, roles)| match roles.len() {
        5 => format!("{what}: all"),
        4 => format!("{what}: the others"),
        _ => format!("{what}: {}", roles.join(" ")),
    });
    alike.collect::<Vec<_>>().join("; ")
}

#[test]
fn every_position_every_act_every_state() {
    let (jpn, nzl, id) = in_force();
    let base = [nzl, jpn];
    let mut out = String::new();
    for state in STATES {
        let mut two = at(&base, id, state);
        writeln!(out, "{state}").unwrap();
        for (name, act) in acts(&two) {
            for (by, party) in [(GIVER, "NZL"), (HOLDER, "JPN")] {
                let answers = answers(&mut two, by, &act);
                writeln!(out, "  {name:<14} {party}  {answers}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(out);
}

/// Who releases what is not released yet.
#[test]
fn only_a_releasing_officer_releases_and_decides() {
    let (jpn, nzl, id) = in_force();
    let base = [nzl, jpn];
    let mut out = String::new();
    for role in ROLES {
        let mut two = Two {
            sides: again(&base),
            ..at(&base, id, "sent")
        };
        let item = drafted(&mut two, Form::Document);
        let officer = acting(&two.sides[GIVER], role.0, role.1);
        let purpose: entente_model::id::PurposeId = "maritime-safety".parse().unwrap();
        let submit = Input::ItemSubmit {
            item: item.clone(),
            agreement: id,
            purpose: purpose.clone(),
            by: "desk".into(),
        };
        let decide = Input::ItemDecide {
            item: item.clone(),
            agreement: id,
            approved: true,
            reason: String::new(),
            acting: officer.clone(),
        };
        let give = Input::Release {
            agreement: id,
            items: vec![ReleaseOf::Draft { item, inline: None }],
            purpose: Some(purpose),
            unit: String::new(),
            second: None,
            acting: officer,
        };
        for (name, input) in [("submit", submit), ("decide", decide), ("release", give)] {
            let answer = two.sides[GIVER]
                .step(input)
                .and_then(|answer| match answer {
                    Answer::Released(mut all) => all.pop().unwrap().map(|(_, n)| n),
                    _ => Ok(0),
                });
            writeln!(out, "{:<18} {name:<8} {}", role.0, said(answer)).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}
