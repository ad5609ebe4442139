//! A house with its people.

use crate::common::{NOW, Side};
use entente_engine::{
    Answer, House, Input, ReadAsked,
    house::{Readable, Under},
};
use entente_model::{
    AgreementId, Instant, OfficialId, PartyId, Problem,
    card::Card,
    house::{Held, HouseAct, HouseDeed, Person, Scope, Standing, VERSION, Who},
    id::{ItemRef, PurposeId},
    label::Label,
    time::Date,
};

pub(crate) fn id(text: &str) -> OfficialId {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn item(n: u32) -> ItemRef {
    format!("JPN-2026-{n:04}").parse().unwrap()
}

pub(crate) fn own(n: u32) -> Held {
    Held::Own(item(n))
}

pub(crate) fn purpose(text: &str) -> PurposeId {
    text.parse().unwrap()
}

pub(crate) const AGREEMENT: AgreementId = AgreementId([7; 16]);

pub(crate) fn person(name: &str, nationality: &str) -> HouseDeed {
    HouseDeed::Person(Person {
        id: id(name),
        name: name.into(),
        nationalities: vec![nationality.parse().unwrap()],
        staff: true,
        residence_years: 20,
        unit: String::new(),
    })
}

pub(crate) fn post(name: &str, position: &str) -> HouseDeed {
    HouseDeed::Post {
        person: id(name),
        position: id(position),
        from: day("2026-01-01"),
        until: day("2027-12-31"),
    }
}

pub(crate) fn clear(name: &str, level: &str, until: &str) -> HouseDeed {
    HouseDeed::Clear {
        person: id(name),
        level: level.parse().unwrap(),
        until: day(until),
    }
}

pub(crate) fn brief(name: &str, agreement: Option<AgreementId>) -> HouseDeed {
    HouseDeed::Brief {
        person: id(name),
        agreement,
        on: day("2026-11-01"),
    }
}

pub(crate) fn grant(who: Who, scope: Scope, until: Option<&str>) -> HouseDeed {
    HouseDeed::Grant {
        who,
        scope,
        task: "watch the strait".into(),
        until: until.map(day),
    }
}

pub(crate) fn to(name: &str) -> Who {
    Who::Person(id(name))
}

pub(crate) fn standing(name: &str) -> HouseDeed {
    HouseDeed::Standing(Standing {
        id: id(name),
        agreement: AGREEMENT,
        what: "positions of ships".into(),
        purpose: purpose("maritime-safety"),
        ceiling: "JPN.gov.2014.hi".parse().unwrap(),
        until: day("2027-06-30"),
        officer: id("releasing-officer"),
    })
}

/// People and positions, as the security officer enters them.
pub(crate) fn staff() -> Vec<(&'static str, HouseDeed)> {
    let mut all = vec![
        ("security-officer", person("yamada", "JPN")),
        ("security-officer", post("yamada", "security-officer")),
    ];
    for (name, position) in [
        ("kato", "security-officer"),
        ("sato", "registrar"),
        ("suzuki", "releasing-officer"),
        ("tanaka", "reader"),
        ("mori", "reader"),
        ("ito", "inspector"),
    ] {
        all.push(("yamada", person(name, "JPN")));
        all.push(("yamada", post(name, position)));
    }
    all
}

/// A house alone, with the card of the test party.
#[derive(Clone)]
pub(crate) struct Alone {
    pub(crate) house: House,
    card: Card,
    pub(crate) day: Date,
    n: u64,
}

impl Alone {
    pub(crate) fn staffed() -> Self {
        let me = crate::common::me("JPN");
        let mut alone = Self {
            house: House::new(me.party()),
            card: me.card.card().clone(),
            day: day("2026-11-24"),
            n: 0,
        };
        for (by, deed) in staff() {
            alone.may(by, deed);
        }
        alone
    }

    pub(crate) fn try_do(&mut self, by: &str, deed: HouseDeed) -> Result<(), Problem> {
        let act = HouseAct {
            v: VERSION,
            n: self.n,
            at: Instant(NOW),
            by: by.into(),
            deed,
        };
        let under = Under {
            card: &self.card,
            day: self.day,
        };
        self.house.apply(&act, under)?;
        self.n += 1;
        Ok(())
    }

    pub(crate) fn may(&mut self, by: &str, deed: HouseDeed) {
        let name = deed.name();
        if let Err(problem) = self.try_do(by, deed) {
            unreachable!("{by} {name}: {problem}");
        }
    }

    pub(crate) fn code(&mut self, by: &str, deed: HouseDeed) -> String {
        match self.try_do(by, deed) {
            Ok(()) => "ok".to_owned(),
            Err(problem) => problem.code.to_string(),
        }
    }
}

/// Does something inside a side's house.
pub(crate) fn inside(side: &mut Side, by: &str, deed: HouseDeed) -> Result<Answer, Problem> {
    side.step(Input::House {
        by: by.into(),
        deed: Box::new(deed),
    })
}

/// Enters the people of a side.
pub(crate) fn enter(side: &mut Side) {
    for (by, deed) in staff() {
        inside(side, by, deed).unwrap();
    }
}

/// An item the partner gave us, receipted.
pub(crate) fn given_item(level: &str, giver: &PartyId) -> Readable {
    let label = Label::of(level.parse().unwrap());
    Readable {
        receipted: true,
        ..Readable::of(&label, giver, &purpose("maritime-safety"))
    }
}

/// A person's wish to open an item as a reader; the party's own rules have nothing against it.
pub(crate) fn wish(person: &str, item: &Held, facts: &Readable) -> ReadAsked {
    ReadAsked {
        person: id(person),
        position: id("reader"),
        item: item.clone(),
        how: "open".into(),
        purpose: None,
        facts: facts.clone(),
        house: Ok(vec!["default-read".into()]),
    }
}

pub(crate) fn read(side: &mut Side, asked: ReadAsked) -> Result<Answer, Problem> {
    side.step(Input::Read(Box::new(asked)))
}

pub(crate) fn code(answer: Result<Answer, Problem>) -> String {
    match answer {
        Ok(_) => "ok".to_owned(),
        Err(problem) => problem.code.to_string(),
    }
}

/// The acts of a side's house as committed.
pub(crate) fn acts(side: &Side) -> Vec<HouseAct> {
    entries(side)
        .iter()
        .zip(0..)
        .map(|(entry, n)| HouseAct::from_entry(n, entry).unwrap())
        .collect()
}

pub(crate) fn entries(side: &Side) -> Vec<Vec<u8>> {
    let log = House::log_of(&side.party());
    let all = side.kept.iter().flat_map(|c| &c.entries);
    all.filter(|e| e.log == log)
        .map(|e| e.entry.to_vec())
        .collect()
}
