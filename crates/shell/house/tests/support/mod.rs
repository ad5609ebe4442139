//! People and things for the tests.
#![expect(clippy::unwrap_used, reason = "tests")]

use entente_house::{Act, Context, Kind, Person, Request, Role, Subject, Thing};
use entente_model::{Instant, time::Date};

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Cleared to rank 3 until the end of 2027, briefed, in the group `pacific`.
pub(crate) fn person(id: &str, roles: &[Role]) -> Person {
    Person {
        id: id.to_owned(),
        party: "NZL".parse().unwrap(),
        nationalities: vec!["NZL".parse().unwrap()],
        positions: vec!["desk".parse().unwrap()],
        roles: roles.to_vec(),
        groups: vec!["pacific".to_owned()],
        codewords: Vec::new(),
        clearance_rank: Some(3),
        cleared_until_day: Some(day("2027-12-31")),
        briefed: Some(day("2026-03-01")),
        staff: true,
    }
}

pub(crate) fn context() -> Context {
    Context {
        now: Instant(1_790_000_000),
        day: day("2026-09-21"),
        need_to_know: Some("fisheries assessment".to_owned()),
        treaty_allowed: true,
        waived: false,
        in_scope: false,
    }
}

/// A partner's item at rank 3, registered, for the group `pacific`.
pub(crate) fn secret() -> Thing {
    Thing {
        originators: vec!["JPN".parse().unwrap()],
        level: Some("JPN.seifu.2014.gokuhi".parse().unwrap()),
        level_rank: 3,
        clearance_needed: true,
        top: true,
        foreign: true,
        groups: vec!["pacific".to_owned()],
        ..Thing::of(Kind::Item, "JPN-2026-0001")
    }
}

/// `person` acts with all of their roles.
pub(crate) fn request(person: Person, act: Act, thing: Thing) -> Request {
    Request {
        subject: Subject {
            acting: person.roles.clone(),
            position: "desk".parse().unwrap(),
            person,
        },
        act,
        thing,
        context: context(),
    }
}
