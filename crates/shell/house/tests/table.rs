//! The shipped rules as tables, to be read by eye: every role, every act, every state of a thing;
//! and why a person may not open one.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use entente_house::{Act, Context, Kind, Person, Role, Rules, Thing};
use entente_model::Instant;
use std::fmt::Write as _;
use support::{context, day, person, request, secret};

type State = (&'static str, Thing, Context);

fn of(kind: Kind) -> Thing {
    Thing::of(kind, "1")
}

fn own(thing: Thing) -> Thing {
    Thing {
        author: Some("sam".to_owned()),
        ..thing
    }
}

fn states_of_items() -> Vec<State> {
    let item = || Thing {
        groups: Vec::new(),
        clearance_needed: false,
        top: false,
        level_rank: 1,
        ..secret()
    };
    let no_task = Context {
        need_to_know: Some("  ".to_owned()),
        ..context()
    };
    vec![
        ("item, restricted", item(), context()),
        ("item, secret", secret(), context()),
        ("item, secret, no task named", secret(), no_task),
        ("item, written by the person", own(item()), context()),
        (
            "item, secret, release approved by the person",
            Thing {
                approver: Some("sam".to_owned()),
                ..secret()
            },
            context(),
        ),
        (
            "item, not registered yet",
            Thing {
                registered: false,
                ..item()
            },
            context(),
        ),
        (
            "item, under embargo",
            Thing {
                embargo_until: Some(Instant(1_790_000_001)),
                ..item()
            },
            context(),
        ),
        (
            "item, accountable",
            Thing {
                accountable: true,
                ..secret()
            },
            context(),
        ),
        (
            "item, Japanese nationals only",
            Thing {
                nationals: vec!["JPN".parse().unwrap()],
                ..item()
            },
            context(),
        ),
        (
            "item, with a codeword",
            Thing {
                codewords: vec!["KOWHAI".to_owned()],
                ..secret()
            },
            context(),
        ),
        (
            "item, in the scope of an inspection",
            secret(),
            Context {
                in_scope: true,
                ..context()
            },
        ),
        (
            "item, not allowed by the treaty",
            item(),
            Context {
                treaty_allowed: false,
                ..context()
            },
        ),
    ]
}

fn other_states() -> Vec<State> {
    vec![
        ("draft of the person", own(of(Kind::Draft)), context()),
        ("draft of another", of(Kind::Draft), context()),
        ("register", of(Kind::Register), context()),
        ("case", of(Kind::Case), context()),
        ("audit", of(Kind::Audit), context()),
        ("statement", of(Kind::Statement), context()),
        ("agreement", of(Kind::Agreement), context()),
        (
            "rights of another person",
            Thing {
                about: Some("kim".to_owned()),
                ..of(Kind::Person)
            },
            context(),
        ),
        (
            "rights of the person",
            Thing {
                about: Some("sam".to_owned()),
                ..of(Kind::Person)
            },
            context(),
        ),
        ("pack", of(Kind::Pack), context()),
        ("system", of(Kind::System), context()),
    ]
}

#[test]
fn every_role_every_act_every_state() {
    let rules = Rules::shipped().unwrap();
    let mut table = String::new();
    for (state, thing, context) in states_of_items().into_iter().chain(other_states()) {
        let _ = writeln!(table, "{state}");
        for role in Role::ALL {
            let may: Vec<&str> = Act::ALL
                .iter()
                .filter(|act| {
                    let mut asked = request(person("sam", &[*role]), **act, thing.clone());
                    asked.context = context.clone();
                    let verdict = rules.decide(&asked);
                    assert_eq!(verdict.errors, Vec::<String>::new());
                    verdict.allowed
                })
                .map(|act| act.as_str())
                .collect();
            let _ = writeln!(table, "  {:18}{}", role.as_str(), may.join(" "));
        }
    }
    insta::assert_snapshot!(table);
}

type Change = fn(&mut Person);

#[test]
fn why_a_reader_may_not_open_a_secret() {
    let people: [(&str, Change); 14] = [
        ("cleared, briefed, in the group", |_| {}),
        ("no clearance", |p| {
            p.clearance_rank = None;
            p.cleared_until_day = None;
        }),
        ("cleared for less", |p| p.clearance_rank = Some(2)),
        ("cleared for more", |p| p.clearance_rank = Some(4)),
        ("clearance ends today", |p| {
            p.cleared_until_day = Some(day("2026-09-21"))
        }),
        ("clearance ended yesterday", |p| {
            p.cleared_until_day = Some(day("2026-09-20"))
        }),
        ("never briefed", |p| p.briefed = None),
        ("briefed a year ago", |p| {
            p.briefed = Some(day("2025-09-21"))
        }),
        ("briefed more than a year ago", |p| {
            p.briefed = Some(day("2025-09-20"))
        }),
        ("briefed tomorrow", |p| p.briefed = Some(day("2026-09-22"))),
        ("in another group", |p| {
            p.groups = vec!["atlantic".to_owned()]
        }),
        ("top clearance, no group", |p| {
            p.clearance_rank = Some(99);
            p.groups.clear();
        }),
        ("contractor in the group", |p| p.staff = false),
        ("also operates the system", |p| p.roles.push(Role::Operator)),
    ];
    let rules = Rules::shipped().unwrap();
    let mut table = String::new();
    for (who, change) in people {
        let mut asked = request(person("sam", &[Role::Reader]), Act::Open, secret());
        change(&mut asked.subject.person);
        let verdict = rules.decide(&asked);
        let word = if verdict.allowed { "yes" } else { "no " };
        let _ = writeln!(table, "{who:34}{word} {}", verdict.policies.join(" "));
    }
    insta::assert_snapshot!(table);
}

/// Combined roles in a small office, with and without a recorded waiver.
#[test]
fn separation_of_duties_and_waivers() {
    use Role::{Inspector, Operator, Reader, Registrar, ReleasingOfficer, SecurityOfficer};
    let rights = Thing {
        about: Some("kim".to_owned()),
        ..Thing::of(Kind::Person, "kim")
    };
    let own = Thing {
        about: Some("sam".to_owned()),
        ..Thing::of(Kind::Person, "sam")
    };
    let cases: [(&[Role], &[Role], Act, Thing); 9] = [
        (
            &[Registrar, ReleasingOfficer],
            &[Registrar],
            Act::Register,
            secret(),
        ),
        (
            &[Registrar, ReleasingOfficer],
            &[ReleasingOfficer],
            Act::Approve,
            secret(),
        ),
        (
            &[Registrar, ReleasingOfficer],
            &[Registrar],
            Act::Register,
            Thing {
                top: false,
                ..secret()
            },
        ),
        (
            &[SecurityOfficer, Operator],
            &[SecurityOfficer],
            Act::Grant,
            rights,
        ),
        (&[SecurityOfficer], &[SecurityOfficer], Act::Grant, own),
        (&[Reader, Operator], &[Reader], Act::Open, secret()),
        (
            &[Reader, Operator],
            &[Reader, Operator],
            Act::Open,
            secret(),
        ),
        (
            &[Inspector, Reader],
            &[Inspector],
            Act::Inspect,
            Thing::of(Kind::Register, "1"),
        ),
        (
            &[Inspector, Registrar],
            &[Registrar],
            Act::Register,
            secret(),
        ),
    ];
    let rules = Rules::shipped().unwrap();
    let mut table = String::new();
    for (held, acting, act, thing) in cases {
        for waived in [false, true] {
            let mut asked = request(person("sam", held), act, thing.clone());
            asked.subject.acting = acting.to_vec();
            asked.context.waived = waived;
            let verdict = rules.decide(&asked);
            let held: Vec<&str> = held.iter().map(|r| r.as_str()).collect();
            let acting: Vec<&str> = acting.iter().map(|r| r.as_str()).collect();
            let _ = writeln!(
                table,
                "{} as {}: {} {}, top {}, waived {waived}: {} {}",
                held.join("+"),
                acting.join("+"),
                act.as_str(),
                thing.kind.as_str(),
                thing.top,
                if verdict.allowed { "yes" } else { "no" },
                verdict.policies.join(" "),
            );
        }
    }
    insta::assert_snapshot!(table);
}

/// Someone must not act with a role or in a position that they do not hold.
#[test]
fn the_acting_position_is_held() {
    let rules = Rules::shipped().unwrap();
    let mut asked = request(person("sam", &[Role::Reader]), Act::Open, secret());
    assert!(rules.decide(&asked).allowed);
    asked.subject.position = "registry".parse().unwrap();
    assert_eq!(rules.decide(&asked).policies, ["entente-position"]);
    asked.subject.position = "desk".parse().unwrap();
    asked.subject.acting.push(Role::Registrar);
    assert_eq!(rules.decide(&asked).policies, ["entente-position"]);
}
