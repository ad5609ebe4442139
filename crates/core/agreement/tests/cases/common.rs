//! Two records of case acts under the model agreement, without seals or signatures.

use entente_agreement::{
    Past, Rules, Terms,
    cases::{Case, Cases, ItemsKnown, KnownItem, Law},
    facts::{Dated, Timeline},
    source,
};
use entente_model::{
    Instant, LevelId, PartyId, Problem,
    case::{CaseAct, CaseDeed, CaseId, Contract, ItemAt, Matter, Stage, Visit},
    holding::Third,
    time::Date,
};
use std::{collections::BTreeMap, path::Path, sync::LazyLock};

/// 2026-12-01 03:00 UTC: the same day in Tokyo and in Wellington.
pub(crate) const NOW: i64 = 1_796_094_000;
/// Index of the first act of each record; items lie before it.
pub(crate) const FIRST: u64 = 10;

pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::new(terms()).unwrap());

pub(crate) fn terms() -> Terms {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../instruments/jpn-nzl-model");
    let toml = std::fs::read_to_string(dir.join("instrument.toml")).unwrap();
    source::terms("instrument.toml", &toml).unwrap()
}

pub(crate) fn jpn() -> PartyId {
    "JPN".parse().unwrap()
}

pub(crate) fn nzl() -> PartyId {
    "NZL".parse().unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn level(text: &str) -> LevelId {
    text.parse().unwrap()
}

/// Releases: 0 of each side its own, 1 of each side made jointly, 2 of each side from a third.
pub(crate) struct Items(BTreeMap<(PartyId, u64), KnownItem>);

impl Items {
    fn new() -> Self {
        let mut all = BTreeMap::new();
        for (from, to) in [(jpn(), nzl()), (nzl(), jpn())] {
            let makers = [
                vec![from.clone()],
                vec![jpn(), nzl()],
                vec!["AUS".parse().unwrap()],
            ];
            for (n, originators) in (0u64..).zip(makers) {
                let holder = to.clone();
                all.insert(
                    (from.clone(), n),
                    KnownItem {
                        originators,
                        holder,
                    },
                );
            }
        }
        Self(all)
    }
}

impl ItemsKnown for Items {
    fn item(&self, from: &PartyId, n: u64) -> Option<KnownItem> {
        self.0.get(&(from.clone(), n)).cloned()
    }
}

pub(crate) static ITEMS: LazyLock<Items> = LazyLock::new(Items::new);
pub(crate) static PARTIES: LazyLock<Vec<PartyId>> = LazyLock::new(|| vec![jpn(), nzl()]);
pub(crate) static TIME: LazyLock<Timeline> = LazyLock::new(|| Timeline {
    parties: [jpn(), nzl()].into(),
    in_force: Some(Dated {
        date: day("2026-01-01"),
        article: "15.1".parse().unwrap(),
        because: "last-notice".into(),
    }),
    ..Timeline::default()
});

pub(crate) fn law(rules: &Rules) -> Law<'_> {
    Law {
        rules,
        time: &TIME,
        parties: &PARTIES,
        items: &*ITEMS,
    }
}

/// One act as its record holds it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) by: PartyId,
    pub(crate) n: u64,
    pub(crate) at: Instant,
    pub(crate) seen: Vec<(PartyId, u64)>,
    pub(crate) what: CaseAct,
}

impl Written {
    pub(crate) fn past(&self) -> Past<'_> {
        Past {
            by: &self.by,
            n: self.n,
            at: self.at,
            seen: &self.seen,
        }
    }

    /// Takes effect on some node's cases.
    pub(crate) fn on(&self, cases: &mut Cases) -> Result<CaseId, Problem> {
        cases.apply(law(&RULES), self.past(), &self.what)
    }
}

/// A party's node: its cases, its record, and how much of the other record it has.
pub(crate) struct Node {
    pub(crate) party: PartyId,
    pub(crate) other: PartyId,
    pub(crate) cases: Cases,
    pub(crate) record: Vec<Written>,
    /// Acts of the other record it has.
    pub(crate) has: usize,
    pub(crate) at: i64,
    /// Verdict on each act, by author and index.
    pub(crate) verdicts: BTreeMap<(PartyId, u64), Result<CaseId, Problem>>,
}

pub(crate) fn two() -> (Node, Node) {
    (Node::new(jpn(), nzl()), Node::new(nzl(), jpn()))
}

impl Node {
    fn new(party: PartyId, other: PartyId) -> Self {
        Self {
            party,
            other,
            cases: Cases::default(),
            record: Vec::new(),
            has: 0,
            at: NOW,
            verdicts: BTreeMap::new(),
        }
    }

    /// Writes an act whatever the verdict, as a hostile node would.
    pub(crate) fn act(&mut self, case: Option<&CaseId>, what: CaseDeed) -> Result<CaseId, Problem> {
        let on = RULES.day(Instant(self.at)).unwrap();
        self.act_on(case, what, on)
    }

    pub(crate) fn act_on(
        &mut self,
        case: Option<&CaseId>,
        what: CaseDeed,
        on: Date,
    ) -> Result<CaseId, Problem> {
        let count = |n: usize| FIRST + u64::try_from(n).unwrap();
        let written = Written {
            by: self.party.clone(),
            n: count(self.record.len()),
            at: Instant(self.at),
            seen: vec![(self.other.clone(), count(self.has))],
            what: CaseAct {
                case: case.cloned(),
                what,
                on,
                text: None,
                official: "security-officer".parse().unwrap(),
            },
        };
        let verdict = written.on(&mut self.cases);
        self.verdicts
            .insert((self.party.clone(), written.n), verdict.clone());
        self.record.push(written);
        verdict
    }

    pub(crate) fn open(&mut self, matter: Matter) -> Result<CaseId, Problem> {
        self.act(None, CaseDeed::Open(matter))
    }

    pub(crate) fn report(&mut self, case: &CaseId, stage: Stage) -> Result<CaseId, Problem> {
        self.act(Some(case), CaseDeed::Report(stage))
    }

    pub(crate) fn close(&mut self, case: &CaseId) -> Result<CaseId, Problem> {
        self.act(Some(case), CaseDeed::Close)
    }

    pub(crate) fn answer(
        &mut self,
        case: &CaseId,
        granted: bool,
        until: Option<&str>,
    ) -> Result<CaseId, Problem> {
        let deed = CaseDeed::Answer {
            granted,
            until: until.map(day),
            items: vec![],
        };
        self.act(Some(case), deed)
    }

    /// Hears of so many more acts of the other.
    pub(crate) fn hear(&mut self, other: &Node, most: usize) {
        for written in other.record.iter().skip(self.has).take(most) {
            let verdict = written.on(&mut self.cases);
            self.verdicts
                .insert((written.by.clone(), written.n), verdict);
            self.has += 1;
        }
    }

    pub(crate) fn case(&self, id: &CaseId) -> &Case {
        self.cases.get(id).unwrap()
    }

    pub(crate) fn days_pass(&mut self, days: i64) {
        self.at += days * 86_400;
    }
}

pub(crate) fn cross(a: &mut Node, b: &mut Node) {
    a.hear(b, usize::MAX);
    b.hear(a, usize::MAX);
}

pub(crate) fn item(from: PartyId, n: u64) -> ItemAt {
    ItemAt {
        from,
        n,
        numbers: vec![],
    }
}

/// An incident about an item Japan gave, which New Zealand holds.
pub(crate) fn incident() -> Matter {
    Matter::Incident {
        trigger: "suspected".into(),
        items: vec![item(jpn(), 0)],
    }
}

pub(crate) fn dispute() -> Matter {
    Matter::Dispute {
        provisions: vec!["9.1".parse().unwrap()],
        items: vec![],
    }
}

/// A visit of Japanese officials to New Zealand.
pub(crate) fn visit() -> Visit {
    let form = &RULES.terms.visits.as_ref().unwrap().form;
    Visit {
        host: nzl(),
        from: day("2027-01-18"),
        until: day("2027-01-20"),
        level: level("NZL.psr.2022.secret"),
        purpose: "maritime-safety".parse().unwrap(),
        places: vec!["Devonport".into()],
        visitors: 3,
        list: false,
        third_country: false,
        urgent: false,
        diplomatic: false,
        states: form.iter().map(|f| f.word().to_owned()).collect(),
    }
}

pub(crate) fn contract(top: &str) -> Contract {
    Contract {
        firm: Third {
            kind: "firm".into(),
            party: None,
            name: "Harbour Optics".into(),
            unit: None,
        },
        level: level(top),
        facility: "FSC-1".into(),
        guide: Some(entente_model::Digest::of(&[b"guide"])),
        under: None,
        foreign_owned: false,
    }
}

pub(crate) fn demand(body: &str) -> Matter {
    Matter::Demand {
        body: body.into(),
        answer_by: Some(day("2026-12-20")),
        items: vec![item(jpn(), 0)],
    }
}

/// The code, and whether article and decider are named.
pub(crate) fn code<T: std::fmt::Debug>(verdict: Result<T, Problem>) -> String {
    let problem = verdict.unwrap_err();
    assert!(problem.decider.is_some(), "{problem:?}");
    problem.code.into_owned()
}
