//! Who may read what under an agreement, that every answer is written down first, and that what
//! is taken away is gone at once.

use crate::{
    common::{Side, in_force},
    helpers::{
        acts, brief, clear, code, day, enter, given_item, grant, id, inside, own, person, post,
        purpose, read, to, wish,
    },
};
use entente_engine::{
    Answer,
    house::{Readable, may_read, still_may_read},
};
use entente_model::{
    AgreementId, Instant, Problem,
    house::{Held, HouseDeed, Scope, Who},
    problem::Class,
};

const SECRET: &str = "NZL.psr.2022.secret";

/// Japan in force with New Zealand, its people entered; an item New Zealand gave, which `tanaka`
/// may read. The day is 2027-02-02.
struct World {
    jpn: Side,
    agreement: AgreementId,
    item: Held,
    facts: Readable,
}

fn world() -> World {
    let (mut jpn, nzl, agreement) = in_force();
    enter(&mut jpn);
    let item = Held::Given(agreement, nzl.party(), 5);
    for deed in [
        clear("tanaka", "JPN.gov.2014.gokuhi", "2027-02-03"),
        brief("tanaka", Some(agreement)),
        grant(to("tanaka"), Scope::Item(item.clone()), Some("2027-02-04")),
    ] {
        inside(&mut jpn, "yamada", deed).unwrap();
    }
    World {
        facts: given_item(SECRET, &nzl.party()),
        jpn,
        agreement,
        item,
    }
}

impl World {
    fn read(&mut self, who: &str) -> Result<Answer, Problem> {
        let asked = wish(who, &self.item, &self.facts);
        read(&mut self.jpn, asked)
    }

    fn inside(&mut self, deed: HouseDeed) {
        inside(&mut self.jpn, "yamada", deed).unwrap();
    }

    fn still(&self, who: &str) -> bool {
        let state = &self.jpn.state;
        let (who, reader) = (id(who), id("reader"));
        let at = Instant(self.jpn.now);
        still_may_read(state, &who, &self.item, &reader, &self.facts, None, at)
    }

    fn visible(&self, who: &str) -> bool {
        let house = &self.jpn.state.house;
        house.visible(
            &id(who),
            &self.item,
            &self.facts.purposes,
            day("2027-02-02"),
        )
    }
}

#[test]
fn a_read_names_what_allowed_it_and_is_written_down_first() {
    let mut w = world();
    let before = w.jpn.state.house.size();
    let Answer::Read { n, rules } = w.read("tanaka").unwrap() else {
        unreachable!("a read")
    };
    assert_eq!(rules.first().unwrap(), "house:shipped");
    assert_eq!(rules.last().unwrap(), "default-read");
    for article in ["6.1", "6.4", "7.2"] {
        assert!(rules.iter().any(|r| r == article), "{article}: {rules:?}");
    }
    assert_eq!(n, before);
    let written = acts(&w.jpn).pop().unwrap();
    assert_eq!((written.n, written.by.as_str()), (n, "reader"));
    let HouseDeed::Read {
        person,
        rules: kept,
        ..
    } = written.deed
    else {
        unreachable!("a read")
    };
    assert_eq!((person, kept), (id("tanaka"), rules));
    // The same commit has the signed head of it.
    let commit = w.jpn.kept.last().unwrap();
    assert_eq!(commit.checkpoints[0].size, n + 1);
    let readers = w.jpn.state.house.readers(&w.item).unwrap();
    assert_eq!((readers.persons.len(), readers.reads), (1, 1));
    w.read("tanaka").unwrap();
    let readers = w.jpn.state.house.readers(&w.item).unwrap();
    assert_eq!((readers.persons.len(), readers.reads), (1, 2));
}

#[test]
fn each_condition_alone_refuses() {
    type Change = fn(&mut World);
    let unclear = || HouseDeed::Unclear {
        person: id("tanaka"),
        reason: "x".into(),
    };
    let cases: [(&str, &str, Change); 16] = [
        ("as it is", "ok", |_| {}),
        ("no need to know", "HOLD-001", |w| {
            let scope = Scope::Item(w.item.clone());
            w.inside(HouseDeed::Revoke {
                who: to("tanaka"),
                scope,
            });
        }),
        ("too low a clearance", "HOLD-002", |w| {
            w.inside(clear("tanaka", "JPN.gov.2014.hi", "2027-12-31"));
        }),
        ("last day of the clearance", "ok", |w| w.jpn.now += 86_400),
        ("day after it", "HOLD-003", |w| w.jpn.now += 2 * 86_400),
        ("day after the need to know", "HOLD-001", |w| {
            w.inside(clear("tanaka", "JPN.gov.2014.gokuhi", "2027-12-31"));
            w.jpn.now += 3 * 86_400;
        }),
        ("debriefed", "HOLD-004", |w| {
            let agreement = Some(w.agreement);
            w.inside(HouseDeed::Debrief {
                person: id("tanaka"),
                agreement,
            });
        }),
        ("a third state's national", "HOLD-007", |w| {
            w.inside(person("tanaka", "USA"))
        }),
        ("with the originator's consent", "ok", |w| {
            w.inside(person("tanaka", "USA"));
            w.facts.consent = true;
        }),
        ("a caveat for nationals", "REL-028", |w| {
            w.inside(person("tanaka", "USA"));
            w.facts.consent = true;
            w.facts.caveats = vec![purpose("two-parties-only")];
        }),
        ("no receipt yet", "HOLD-006", |w| w.facts.receipted = false),
        ("position given up", "READ-001", |w| {
            w.inside(HouseDeed::Unpost {
                person: id("tanaka"),
                position: id("reader"),
            });
        }),
        ("key destroyed", "READ-003", |w| {
            let item = w.item.clone();
            inside(&mut w.jpn, "sato", HouseDeed::Shred { item }).unwrap();
        }),
        ("left", "HOUSE-021", |w| {
            w.inside(HouseDeed::Leave(id("tanaka")))
        }),
        ("an unknown level", "MARK-001", |w| {
            w.facts.level = Some("NZL.psr.2022.nothing".parse().unwrap());
        }),
        ("an own level", "ok", |w| {
            w.facts.level = Some("JPN.gov.2014.gokuhi".parse().unwrap());
        }),
    ];
    for (why, expected, change) in cases {
        let mut w = world();
        change(&mut w);
        let allowed = w.still("tanaka");
        let answer = w.read("tanaka");
        assert_eq!(answer.is_ok(), allowed, "{why}");
        assert_eq!(code(answer), expected, "{why}");
        let last = acts(&w.jpn).pop().unwrap().deed;
        match last {
            HouseDeed::Read { .. } => assert_eq!(expected, "ok", "{why}"),
            HouseDeed::Refused { code, .. } => assert_eq!(code, expected, "{why}"),
            other => unreachable!("{why}: {other:?}"),
        }
    }
    let mut w = world();
    w.inside(unclear());
    assert_eq!(code(w.read("tanaka")), "HOLD-002", "no clearance");
}

#[test]
fn the_house_s_own_rules_can_only_take_away() {
    let mut w = world();
    let no = Problem::new("HOUSE-001", Class::Refused);
    let asked = |w: &World, who: &str| entente_engine::ReadAsked {
        house: Err(no.clone()),
        ..wish(who, &w.item, &w.facts)
    };
    let wish = asked(&w, "tanaka");
    assert_eq!(code(read(&mut w.jpn, wish)), "HOUSE-001");
    // Without a need to know the house's words are not even heard.
    let wish = asked(&w, "mori");
    assert_eq!(code(read(&mut w.jpn, wish)), "HOLD-001");
    let codes: Vec<String> = acts(&w.jpn)
        .into_iter()
        .filter_map(|a| match a.deed {
            HouseDeed::Refused { code, .. } => Some(code),
            _ => None,
        })
        .collect();
    assert_eq!(codes, ["HOUSE-001", "HOLD-001"]);
}

#[test]
fn without_a_need_to_know_nothing_else_is_told() {
    let mut w = world();
    // Not cleared, not briefed, no such position, no receipt, key gone: one answer all the same.
    w.facts.receipted = false;
    let item = w.item.clone();
    inside(&mut w.jpn, "sato", HouseDeed::Shred { item }).unwrap();
    assert_eq!(code(w.read("mori")), "HOLD-001");
    let mut asked = wish("mori", &w.item, &w.facts);
    asked.purpose = Some(purpose("sanctions"));
    asked.position = id("registrar");
    assert_eq!(code(read(&mut w.jpn, asked)), "HOLD-001");
    assert!(w.visible("tanaka"));
    assert!(!w.visible("mori"));
    assert!(!w.visible("nobody"));
}

#[test]
fn a_way_of_reading_is_one_of_four() {
    let mut w = world();
    let before = w.jpn.state.house.size();
    for (how, expected) in [
        ("open", "ok"),
        ("print", "ok"),
        ("export", "ok"),
        ("x", "READ-002"),
    ] {
        let mut asked = wish("tanaka", &w.item, &w.facts);
        asked.how = how.into();
        assert_eq!(code(read(&mut w.jpn, asked)), expected);
    }
    assert_eq!(w.jpn.state.house.size(), before + 3);
}

#[test]
fn a_need_to_know_by_group_or_purpose() {
    let mut w = world();
    w.inside(clear("mori", "JPN.gov.2014.gokuhi", "2027-12-31"));
    w.inside(brief("mori", None));
    assert_eq!(code(w.read("mori")), "HOLD-001");
    let scope = Scope::Purpose(w.agreement, purpose("maritime-safety"));
    w.inside(grant(Who::Group(id("strait")), scope, None));
    assert_eq!(code(w.read("mori")), "HOLD-001");
    let group = || id("strait");
    let (join, part) = (
        HouseDeed::Join {
            person: id("mori"),
            group: group(),
        },
        HouseDeed::Part {
            person: id("mori"),
            group: group(),
        },
    );
    w.inside(join);
    assert_eq!(code(w.read("mori")), "ok");
    // Only for what was given for that purpose, and only when that purpose is stated.
    let mut asked = wish("mori", &w.item, &w.facts);
    asked.purpose = Some(purpose("sanctions"));
    assert_eq!(code(read(&mut w.jpn, asked)), "HOLD-001");
    let mut asked = wish("tanaka", &w.item, &w.facts);
    asked.purpose = Some(purpose("sanctions"));
    assert_eq!(code(read(&mut w.jpn, asked)), "READ-004");
    w.facts.purposes.push(purpose("sanctions"));
    let mut asked = wish("tanaka", &w.item, &w.facts);
    asked.purpose = Some(purpose("sanctions"));
    assert_eq!(code(read(&mut w.jpn, asked)), "ok", "consented to since");
    w.inside(part);
    assert_eq!(code(w.read("mori")), "HOLD-001");
}

#[test]
fn a_briefing_for_all_counts_until_a_debriefing() {
    let mut w = world();
    let debrief = |agreement| HouseDeed::Debrief {
        person: id("tanaka"),
        agreement,
    };
    let this = Some(w.agreement);
    w.inside(brief("tanaka", None));
    w.inside(debrief(this));
    assert_eq!(
        code(w.read("tanaka")),
        "HOLD-004",
        "one for all does not outlive it"
    );
    w.inside(brief("tanaka", None));
    assert_eq!(code(w.read("tanaka")), "ok", "a later one does");
    w.inside(debrief(None));
    assert_eq!(code(w.read("tanaka")), "HOLD-004");
    let answer = inside(&mut w.jpn, "yamada", debrief(None));
    assert_eq!(code(answer), "HOUSE-035");
}

#[test]
fn what_is_taken_away_is_gone_at_once_for_open_views_too() {
    let taken: [fn(&World) -> HouseDeed; 6] = [
        |w| HouseDeed::Revoke {
            who: to("tanaka"),
            scope: Scope::Item(w.item.clone()),
        },
        |_| HouseDeed::Leave(id("tanaka")),
        |_| HouseDeed::Unclear {
            person: id("tanaka"),
            reason: "x".into(),
        },
        |w| HouseDeed::Debrief {
            person: id("tanaka"),
            agreement: Some(w.agreement),
        },
        |_| HouseDeed::Unpost {
            person: id("tanaka"),
            position: id("reader"),
        },
        |_| clear("tanaka", "JPN.gov.2014.hi", "2027-12-31"),
    ];
    for take in taken {
        let mut w = world();
        w.read("tanaka").unwrap();
        let opened_at = w.jpn.state.house.size();
        assert!(w.jpn.state.house.narrowed() <= opened_at);
        assert!(w.still("tanaka"));
        let deed = take(&w);
        let name = deed.name();
        w.inside(deed);
        assert!(w.jpn.state.house.narrowed() > opened_at, "{name}");
        assert!(!w.still("tanaka"), "{name}");
        assert_ne!(code(w.read("tanaka")), "ok", "{name}");
        let open = w.jpn.state.house.open_readers(&w.item).count();
        assert_eq!(open, usize::from(name != "leave"), "{name}");
        // Who had read it stays known.
        assert_eq!(w.jpn.state.house.readers(&w.item).unwrap().persons.len(), 1);
    }
    // What gives something does not make open views be asked again.
    let mut w = world();
    let before = w.jpn.state.house.narrowed();
    w.inside(brief("mori", None));
    assert_eq!(w.jpn.state.house.narrowed(), before);
}

#[test]
fn partners_are_told_when_a_clearance_ends() {
    let unclear = |who: &str| HouseDeed::Unclear {
        person: id(who),
        reason: "x".into(),
    };
    let told = |w: &mut World, deed| match inside(&mut w.jpn, "yamada", deed).unwrap() {
        Answer::House { tell, .. } => tell,
        other => unreachable!("{other:?}"),
    };
    let mut w = world();
    let this = w.agreement;
    w.inside(clear("mori", "JPN.gov.2014.gokuhi", "2027-12-31"));
    assert_eq!(
        told(&mut w, unclear("mori")),
        [],
        "nothing under this agreement"
    );
    let renewed = clear("tanaka", "JPN.gov.2014.gokuhi", "2027-12-31");
    assert_eq!(told(&mut w, renewed), []);
    let lower = clear("tanaka", "JPN.gov.2014.hi", "2027-12-31");
    assert_eq!(told(&mut w, lower), [this]);
    let higher = clear("tanaka", "JPN.gov.2014.gokuhi", "2027-12-31");
    assert_eq!(told(&mut w, higher), []);
    assert_eq!(told(&mut w, unclear("tanaka")), [this]);
    assert_eq!(
        told(&mut w, HouseDeed::Leave(id("tanaka"))),
        [],
        "told already"
    );
}

#[test]
fn own_drafts_need_the_task_and_the_own_clearance() {
    let mut w = world();
    let us = w.jpn.party();
    let facts = |level: Option<&str>| Readable::draft(level.map(|l| l.parse().unwrap()), &us);
    let read_draft = |w: &mut World, who: &str, level: Option<&str>| {
        let asked = wish(who, &own(1), &facts(level));
        code(read(&mut w.jpn, asked))
    };
    assert_eq!(read_draft(&mut w, "mori", None), "HOLD-001");
    for name in ["mori", "tanaka"] {
        w.inside(grant(to(name), Scope::Item(own(1)), None));
    }
    let toriatsukai = Some("JPN.gov.2014.toriatsukai");
    let (gokuhi, tokutei) = (
        Some("JPN.gov.2014.gokuhi"),
        Some("JPN.sds.2014.tokutei-himitsu"),
    );
    for (who, level, expected) in [
        ("mori", None, "ok"),
        ("mori", toriatsukai, "ok"),
        ("mori", gokuhi, "HOLD-002"),
        ("tanaka", gokuhi, "ok"),
        ("tanaka", tokutei, "ok"),
        ("tanaka", Some("JPN.gov.1999.kimitsu"), "HOLD-002"),
        ("tanaka", Some(SECRET), "HOLD-002"),
    ] {
        assert_eq!(read_draft(&mut w, who, level), expected, "{who} {level:?}");
    }
    w.jpn.now += 2 * 86_400;
    assert_eq!(read_draft(&mut w, "tanaka", gokuhi), "HOLD-003");
    assert_eq!(read_draft(&mut w, "tanaka", None), "ok");
}

#[test]
fn a_position_is_held_from_one_day_to_another() {
    let mut w = world();
    let term = HouseDeed::Post {
        person: id("tanaka"),
        position: id("reader"),
        from: day("2027-02-03"),
        until: day("2027-02-03"),
    };
    w.inside(term);
    w.inside(clear("tanaka", "JPN.gov.2014.gokuhi", "2027-12-31"));
    for expected in ["READ-001", "ok", "READ-001"] {
        assert_eq!(code(w.read("tanaka")), expected);
        w.jpn.now += 86_400;
    }
    w.inside(post("tanaka", "reader"));
}

#[test]
fn an_agreement_that_is_not_there_is_not_read_under() {
    let w = world();
    let elsewhere = Held::Given(AgreementId([9; 16]), "NZL".parse().unwrap(), 0);
    let problem = may_read(
        &w.jpn.state,
        &id("tanaka"),
        &elsewhere,
        &id("reader"),
        &w.facts,
        None,
        Instant(w.jpn.now),
    )
    .unwrap_err();
    assert_eq!(problem.code, "AGREE-001");
}
