//! Every act of the house, by who may do it and who may not.

use crate::helpers::{
    AGREEMENT, Alone, brief, clear, day, grant, id, item, own, person, post, purpose, standing, to,
};
use entente_engine::house::muster_deeds;
use entente_model::{
    AgreementId, Digest,
    house::{Held, HouseDeed, Scope, Who},
};
use std::collections::BTreeSet;

fn lend(n: u32, to: &str) -> HouseDeed {
    HouseDeed::Lend {
        item: own(n),
        number: 1,
        to: id(to),
        until: day("2026-12-24"),
    }
}

fn take_back(n: u32) -> HouseDeed {
    HouseDeed::TakeBack {
        item: own(n),
        number: 1,
    }
}

fn submit(n: u32, author: Option<&str>) -> HouseDeed {
    HouseDeed::Submit {
        item: item(n),
        agreement: AGREEMENT,
        purpose: purpose("maritime-safety"),
        author: author.map(id),
    }
}

fn decide(n: u32, approved: bool) -> HouseDeed {
    HouseDeed::Decide {
        item: item(n),
        agreement: AGREEMENT,
        shown: Digest::of(&[b"shown"]),
        approved,
        reason: if approved { "" } else { "not ours to give" }.into(),
    }
}

fn muster(number: u32, items: &[u32]) -> HouseDeed {
    HouseDeed::Muster {
        muster: number,
        drawn: items.iter().map(|n| (own(*n), 1)).collect(),
        sample: 50,
        due: day("2026-12-01"),
    }
}

fn seen(number: u32, n: u32, there: bool) -> HouseDeed {
    HouseDeed::Seen {
        muster: number,
        item: own(n),
        number: 1,
        there,
    }
}

fn waive(duties: &str, until: Option<&str>) -> HouseDeed {
    HouseDeed::Waive {
        duties: duties.into(),
        until: until.map(day),
    }
}

/// A house where there is something of everything.
fn furnished() -> Alone {
    let mut alone = Alone::staffed();
    for (by, deed) in [
        ("yamada", clear("tanaka", "JPN.gov.2014.hi", "2027-03-31")),
        ("yamada", brief("tanaka", Some(AGREEMENT))),
        (
            "yamada",
            HouseDeed::Join {
                person: id("tanaka"),
                group: id("strait"),
            },
        ),
        ("yamada", grant(to("tanaka"), Scope::Item(own(1)), None)),
        ("sato", lend(1, "tanaka")),
        ("mori", submit(1, None)),
        ("suzuki", standing("ais-feed")),
        ("sato", muster(1, &[1, 2])),
    ] {
        alone.may(by, deed);
    }
    alone
}

/// Every kind of act, an actor who may and one who may not.
fn table() -> Vec<(&'static str, &'static str, HouseDeed)> {
    let tanaka = || id("tanaka");
    let at = Some(AGREEMENT);
    let item_scope = || Scope::Item(own(1));
    vec![
        ("kato", "sato", person("ueda", "JPN")),
        ("yamada", "tanaka", HouseDeed::Leave(tanaka())),
        (
            "kato",
            "suzuki",
            clear("mori", "JPN.gov.2014.gokuhi", "2027-01-01"),
        ),
        (
            "yamada",
            "ito",
            HouseDeed::Unclear {
                person: tanaka(),
                reason: "lapsed vetting".into(),
            },
        ),
        ("yamada", "mori", brief("mori", None)),
        (
            "yamada",
            "sato",
            HouseDeed::Debrief {
                person: tanaka(),
                agreement: at,
            },
        ),
        ("yamada", "sato", post("tanaka", "author")),
        (
            "yamada",
            "tanaka",
            HouseDeed::Unpost {
                person: tanaka(),
                position: id("reader"),
            },
        ),
        (
            "yamada",
            "mori",
            HouseDeed::Join {
                person: id("mori"),
                group: id("strait"),
            },
        ),
        (
            "yamada",
            "tanaka",
            HouseDeed::Part {
                person: tanaka(),
                group: id("strait"),
            },
        ),
        ("yamada", "suzuki", grant(to("mori"), item_scope(), None)),
        (
            "yamada",
            "suzuki",
            HouseDeed::Revoke {
                who: to("tanaka"),
                scope: item_scope(),
            },
        ),
        ("yamada", "-", HouseDeed::Rules(Some(Digest::of(&[b"x"])))),
    ]
}

/// The same for what is not the security officer's.
fn others() -> Vec<(&'static str, &'static str, HouseDeed)> {
    let tanaka = || id("tanaka");
    vec![
        ("", "yamada", read_deed()),
        (
            "-",
            "tanaka",
            HouseDeed::Refused {
                person: tanaka(),
                item: None,
                how: "open".into(),
                code: "ITEM-001".into(),
            },
        ),
        ("sato", "tanaka", lend(2, "mori")),
        ("sato", "tanaka", take_back(1)),
        (
            "registrar",
            "ito",
            HouseDeed::Place {
                item: own(1),
                number: 0,
                place: "safe 3".into(),
            },
        ),
        ("tanaka", "ito", submit(2, None)),
        ("suzuki", "sato", decide(1, true)),
        ("releasing-officer", "sato", standing("other-feed")),
        ("yamada", "sato", HouseDeed::StandingEnd(id("ais-feed"))),
        ("sato", "yamada", muster(2, &[1])),
        ("tanaka", "mori", seen(1, 1, true)),
        ("-", "tanaka", HouseDeed::Shred { item: own(1) }),
        (
            "ito",
            "nobody",
            HouseDeed::Export {
                what: "register".into(),
                rows: 12,
            },
        ),
        ("-", "yamada", waive("author+releasing-officer", None)),
    ]
}

fn read_deed() -> HouseDeed {
    HouseDeed::Read {
        person: id("tanaka"),
        item: own(1),
        how: "open".into(),
        purpose: None,
        rules: vec![],
    }
}

#[test]
fn each_act_is_one_duty_s_business() {
    let mut names = BTreeSet::new();
    for (may, may_not, deed) in table().into_iter().chain(others()) {
        let name = deed.name();
        names.insert(name);
        let before = furnished();
        let refused = furnished().code(may_not, deed.clone());
        assert!(
            ["HOUSE-020", "HOUSE-022", "HOUSE-039"].contains(&refused.as_str()),
            "{may_not} {name}: {refused}"
        );
        // A person who has left may do nothing, whatever positions there were.
        let mut gone = furnished();
        gone.may("yamada", HouseDeed::Leave(id("sato")));
        assert_ne!(gone.code("sato", deed.clone()), "ok", "{name}");
        let mut after = before;
        if may.is_empty() {
            assert_eq!(after.code("-", deed), "HOUSE-039");
        } else {
            assert_eq!(after.code(may, deed), "ok", "{may} {name}");
        }
    }
    // Every kind there is.
    assert_eq!(names.len(), 27, "{names:?}");
}

#[test]
fn a_security_officer_gives_nothing_to_itself() {
    let item_scope = || Scope::Item(own(1));
    let mine = [
        person("yamada", "NZL"),
        clear("yamada", "JPN.gov.2014.gokuhi", "2027-01-01"),
        brief("yamada", None),
        post("yamada", "reader"),
        grant(to("yamada"), item_scope(), None),
        HouseDeed::Join {
            person: id("yamada"),
            group: id("strait"),
        },
    ];
    for deed in mine {
        let mut alone = furnished();
        // By its own name, and by that of the position it holds.
        for by in ["yamada", "security-officer"] {
            assert_eq!(alone.code(by, deed.clone()), "HOUSE-023", "{by}");
        }
        let mut other = furnished();
        assert_eq!(other.code("kato", deed.clone()), "ok", "{}", deed.name());
        // A house too small for two says so to its partners first.
        alone.may("-", waive("reader+security-officer", Some("2026-11-24")));
        let mut later = alone.clone();
        assert_eq!(alone.code("yamada", deed.clone()), "ok");
        later.day = day("2026-11-25");
        assert_eq!(later.code("yamada", deed), "HOUSE-023", "the waiver lapsed");
    }
    // Nor by way of a group.
    let mut alone = furnished();
    let group = || Who::Group(id("guards"));
    let join = |name: &str| HouseDeed::Join {
        person: id(name),
        group: id("guards"),
    };
    alone.may("kato", join("yamada"));
    assert_eq!(
        alone.code("yamada", grant(group(), item_scope(), None)),
        "HOUSE-023"
    );
    assert_eq!(alone.code("kato", grant(group(), item_scope(), None)), "ok");
    // What takes away from oneself may be done.
    let revoke = HouseDeed::Part {
        person: id("yamada"),
        group: id("guards"),
    };
    assert_eq!(alone.code("yamada", revoke), "ok");
}

#[test]
fn a_position_on_the_card_does_what_the_card_says() {
    let mut alone = furnished();
    assert_eq!(alone.code("registrar", lend(8, "mori")), "ok");
    assert_eq!(alone.code("signatory-1", lend(9, "mori")), "HOUSE-022");
    assert_eq!(
        alone.code("signatory-1", submit(9, None)),
        "ok",
        "anybody's"
    );
    // A decision in another officer's name.
    let mut other = standing("other-feed");
    if let HouseDeed::Standing(standing) = &mut other {
        standing.officer = id("signatory-1");
    }
    assert_eq!(alone.code("suzuki", other), "HOUSE-022");
    // The card's registrar is one until its last day there.
    alone.day = day("2031-01-01");
    let place = || HouseDeed::Place {
        item: own(8),
        number: 1,
        place: "safe 3".into(),
    };
    assert_eq!(alone.code("registrar", place()), "ok");
    alone.day = day("2031-01-02");
    assert_eq!(alone.code("registrar", place()), "HOUSE-022");
}

#[test]
fn a_need_to_know_has_a_task_and_a_person_who_is_here() {
    let mut alone = furnished();
    let deed = |task: &str, who, until: Option<&str>| HouseDeed::Grant {
        who,
        scope: Scope::Item(own(5)),
        task: task.into(),
        until: until.map(day),
    };
    assert_eq!(
        alone.code("yamada", deed(" ", to("mori"), None)),
        "HOUSE-024"
    );
    assert_eq!(
        alone.code("yamada", deed("a\u{202e}b", to("mori"), None)),
        "HOUSE-047"
    );
    assert_eq!(
        alone.code("yamada", deed("x", to("nobody"), None)),
        "HOUSE-020"
    );
    assert_eq!(
        alone.code("yamada", deed("x", to("mori"), Some("2026-11-23"))),
        "HOUSE-034"
    );
    alone.may("yamada", deed("x", to("mori"), Some("2026-11-24")));
    alone.may("yamada", HouseDeed::Leave(id("mori")));
    assert_eq!(
        alone.code("yamada", deed("x", to("mori"), None)),
        "HOUSE-021"
    );
    // Whoever comes back has nothing of before.
    alone.may("yamada", person("mori", "JPN"));
    assert!(!alone.house.visible(&id("mori"), &own(5), &[], alone.day));
}

#[test]
fn a_clearance_is_of_the_own_scheme() {
    let mut alone = furnished();
    for (level, until, expected) in [
        ("NZL.psr.2022.secret", "2027-01-01", "HOUSE-025"),
        ("JPN.gov.2014.hi", "2026-11-23", "HOUSE-034"),
        ("JPN.gov.2014.hi", "2026-11-24", "ok"),
    ] {
        assert_eq!(alone.code("yamada", clear("mori", level, until)), expected);
    }
    let unclear = || HouseDeed::Unclear {
        person: id("mori"),
        reason: "x".into(),
    };
    assert_eq!(alone.code("yamada", unclear()), "ok");
    assert_eq!(alone.code("yamada", unclear()), "HOUSE-035");
}

#[test]
fn an_inspector_holds_no_other_position() {
    let mut alone = furnished();
    assert_eq!(alone.code("yamada", post("ito", "reader")), "HOUSE-032");
    assert_eq!(
        alone.code("yamada", post("tanaka", "inspector")),
        "HOUSE-032"
    );
    // Not even under a waiver; one after the other is fine.
    alone.may("-", waive("inspector+reader", None));
    assert_eq!(
        alone.code("yamada", post("tanaka", "inspector")),
        "HOUSE-032"
    );
    let later = HouseDeed::Post {
        person: id("tanaka"),
        position: id("inspector"),
        from: day("2028-01-01"),
        until: day("2028-12-31"),
    };
    assert_eq!(alone.code("yamada", later), "ok");
    assert_eq!(alone.code("yamada", post("tanaka", "author")), "ok");
    let backwards = HouseDeed::Post {
        person: id("mori"),
        position: id("author"),
        from: day("2026-12-02"),
        until: day("2026-12-01"),
    };
    assert_eq!(alone.code("yamada", backwards), "HOUSE-034");
}

#[test]
fn a_copy_is_lent_once_and_comes_back_once() {
    let mut alone = furnished();
    assert_eq!(alone.code("sato", lend(1, "mori")), "HOUSE-026");
    assert_eq!(alone.house.lent_to(&id("tanaka")).count(), 1);
    assert_eq!(alone.house.lent_overdue(day("2026-12-24")).count(), 0);
    assert_eq!(alone.house.lent_overdue(day("2026-12-25")).count(), 1);
    assert_eq!(alone.code("sato", take_back(1)), "ok");
    assert_eq!(alone.code("sato", take_back(1)), "HOUSE-027");
    assert!(
        alone.house.copy(&own(1), 1).is_none(),
        "nothing left to keep"
    );
    assert_eq!(alone.code("sato", lend(1, "nobody")), "HOUSE-020");
    assert_eq!(alone.code("sato", lend(1, "registrar")), "ok", "a position");
    alone.may("sato", HouseDeed::Shred { item: own(2) });
    assert_eq!(alone.code("sato", lend(2, "mori")), "HOUSE-036");
    assert_eq!(
        alone.code("-", HouseDeed::Shred { item: own(2) }),
        "HOUSE-036"
    );
}

#[test]
fn nobody_decides_on_an_own_draft() {
    let mut alone = furnished();
    alone.may("kato", post("suzuki", "author"));
    alone.may("suzuki", submit(3, None));
    alone.may("mori", submit(4, Some("suzuki")));
    for n in [3, 4] {
        assert_eq!(alone.code("suzuki", decide(n, true)), "HOUSE-028");
        assert_eq!(
            alone.code("releasing-officer", decide(n, true)),
            "HOUSE-028"
        );
    }
    alone.may("kato", post("mori", "releasing-officer"));
    assert_eq!(alone.code("mori", decide(3, true)), "ok");
    assert_eq!(alone.code("mori", decide(3, true)), "HOUSE-037", "once");
    let shown = Digest::of(&[b"shown"]);
    let other = Digest::of(&[b"something else"]);
    assert!(alone.house.approved(&item(3), &AGREEMENT, &shown).is_some());
    assert!(alone.house.approved(&item(3), &AGREEMENT, &other).is_none());
    assert!(
        alone
            .house
            .approved(&item(3), &AgreementId([8; 16]), &shown)
            .is_none()
    );
    // The one who put it forward cannot either; a small house says so first.
    assert_eq!(alone.code("mori", decide(4, false)), "HOUSE-028");
    alone.may("-", waive("releasing-officer+author", None));
    assert_eq!(alone.code("suzuki", decide(4, false)), "ok");
    assert!(alone.house.approved(&item(4), &AGREEMENT, &shown).is_none());
    // After a refusal it may be put forward again.
    assert_eq!(alone.code("mori", submit(4, None)), "ok");
    assert_eq!(alone.house.undecided().count(), 2);
}

#[test]
fn a_standing_decision_ends_at_its_limits() {
    let mut alone = furnished();
    let find = |alone: &Alone, agreement: AgreementId, rank: u32, wanted: &str, on: &str| {
        let found = alone
            .house
            .standing(&agreement, |_| rank <= 2, &purpose(wanted), day(on));
        found.map_or_else(|p| p.code.to_string(), |s| s.id.to_string())
    };
    let sea = "maritime-safety";
    for (agreement, rank, wanted, on, expected) in [
        (AGREEMENT, 2, sea, "2027-06-30", "ais-feed"),
        (AGREEMENT, 2, sea, "2027-07-01", "HOUSE-042"),
        (AGREEMENT, 3, sea, "2026-12-01", "HOUSE-043"),
        (AGREEMENT, 2, "sanctions", "2026-12-01", "HOUSE-044"),
        (AgreementId([8; 16]), 2, sea, "2026-12-01", "HOUSE-045"),
    ] {
        assert_eq!(find(&alone, agreement, rank, wanted, on), expected);
    }
    assert_eq!(alone.code("suzuki", standing("ais-feed")), "HOUSE-046");
    alone.may("suzuki", HouseDeed::StandingEnd(id("ais-feed")));
    assert_eq!(find(&alone, AGREEMENT, 2, sea, "2026-12-01"), "HOUSE-041");
    let again = HouseDeed::StandingEnd(id("ais-feed"));
    assert_eq!(alone.code("suzuki", again), "HOUSE-029");
    // Another one still stands.
    alone.may("suzuki", standing("ais-feed-2"));
    assert_eq!(find(&alone, AGREEMENT, 2, sea, "2026-12-01"), "ais-feed-2");
}

#[test]
fn a_muster_is_answered_by_holders_once() {
    let mut alone = furnished();
    for (deed, expected) in [
        (muster(3, &[1]), "HOUSE-038"),
        (muster(2, &[]), "HOUSE-038"),
        (muster(2, &[4, 4]), "HOUSE-038"),
        (muster(1, &[2, 3]), "HOUSE-038"),
        (muster(1, &[3]), "ok"),
        (muster(2, &[9]), "ok"),
        (muster(1, &[7]), "HOUSE-038"),
        (seen(1, 8, true), "HOUSE-030"),
        (seen(5, 1, true), "HOUSE-030"),
        (seen(1, 2, false), "ok"),
        (seen(1, 2, true), "HOUSE-031"),
    ] {
        assert_eq!(alone.code("sato", deed.clone()), expected, "{deed:?}");
    }
    // What is lent is its borrower's to confirm, what is not the registrar's.
    assert_eq!(alone.code("mori", seen(1, 1, true)), "HOUSE-022");
    assert_eq!(alone.code("tanaka", seen(1, 3, true)), "HOUSE-022");
    assert_eq!(alone.code("tanaka", seen(1, 1, true)), "ok");
    let overdue = |on: &str| -> Vec<(u32, Held)> {
        let all = alone.house.muster_overdue(day(on));
        all.map(|(m, held, _)| (m, held.clone())).collect()
    };
    assert_eq!(overdue("2026-12-01"), []);
    assert_eq!(overdue("2026-12-02"), [(1, own(3)), (2, own(9))]);
    let missing: Vec<_> = alone.house.muster_missing().collect();
    assert_eq!(missing, [(1, &own(2), 1)]);
}

#[test]
fn a_long_muster_is_one_muster() {
    let mut alone = furnished();
    let drawn: Vec<_> = (0..500).map(|n| (own(n), 1)).collect();
    let next = alone.house.next_muster();
    let deeds = muster_deeds(next, &drawn, 100, day("2026-12-31"));
    assert!(deeds.len() > 1);
    for deed in deeds {
        alone.may("sato", deed);
    }
    assert_eq!(alone.house.muster(next).unwrap().drawn.len(), 500);
}
