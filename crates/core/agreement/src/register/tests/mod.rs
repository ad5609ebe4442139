//! Two nodes, each with its own record and what has arrived of the other's.

mod deeds;
mod duties;
mod endings;
mod props;
mod table;

use super::*;
use crate::{facts, terms::Terms, timeline};
use entente_model::{
    Digest, Instant,
    act::{Deed, Slot},
    case::DeclareAct,
    holding::{Destroyed, ItemDeed, Leave, LeaveFor, Third},
};

pub(super) const JPN_NZL: &str =
    include_str!("../../../../../../instruments/jpn-nzl-model/instrument.toml");
pub(super) const NZL_ESP: &str =
    include_str!("../../../../../../instruments/nzl-esp-2019/instrument.toml");
pub(super) const AUT_ESP: &str =
    include_str!("../../../../../../instruments/aut-esp-2011/instrument.toml");
pub(super) const AUT_UNO: &str =
    include_str!("../../../../../../instruments/aut-uno-2012/instrument.toml");
pub(super) const AUT_DEU: &str =
    include_str!("../../../../../../instruments/aut-deu-2007/instrument.toml");

/// What an act came to.
pub(super) type Verdict = Result<(), Problem>;

/// One node: its party, its register, the acts it has in the order it had them, and what each
/// came to.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) party: PartyId,
    pub(super) register: Register,
    pub(super) record: Vec<Act>,
    /// How much of the other's record has arrived.
    pub(super) seen: usize,
    /// By author and index.
    pub(super) verdicts: BTreeMap<(PartyId, u64), String>,
}

pub(super) struct World {
    pub(super) rules: Rules,
    pub(super) time: Timeline,
    pub(super) nodes: [Node; 2],
    pub(super) day: Date,
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

pub(super) fn level(text: &str) -> LevelId {
    text.parse().unwrap()
}

pub(super) fn third(kind: &str, party: Option<&str>, name: &str) -> Third {
    Third {
        kind: kind.into(),
        party: party.map(|p| p.parse().unwrap()),
        name: name.into(),
        unit: None,
    }
}

pub(super) fn australia() -> Third {
    third("state", Some("AUS"), "")
}

pub(super) fn ask(what: LeaveFor) -> ItemDeed {
    ItemDeed::Ask {
        leave: Leave::new(what),
        text: None,
    }
}

pub(super) fn grant(ask: u64, leave: Leave) -> ItemDeed {
    ItemDeed::Answer {
        ask,
        leave: Some(leave),
        also_of: Vec::new(),
        text: None,
    }
}

pub(super) fn make(what: Made, first: u32, count: u32, consent: Option<u64>) -> ItemDeed {
    ItemDeed::Make {
        what,
        first,
        count,
        by_cleared: true,
        consent,
    }
}

pub(super) fn destroyed(on: Date) -> Destroyed {
    Destroyed {
        numbers: Vec::new(),
        method: "shredded, burnt".into(),
        witnesses: vec!["witness".parse().unwrap()],
        emergency: None,
        consent: None,
        on,
    }
}

pub(super) fn reclass(to: Option<&str>, on: Date) -> Reclass {
    Reclass {
        to: to.map(level),
        on,
        authority: String::new(),
    }
}

pub(super) use entente_model::holding::{Made, Reclass, Wanted};

/// Noon of a day in the zone of the model.
pub(super) fn noon(rules: &Rules, day: Date) -> Instant {
    let at = day.at(12, 0, 0, 0).in_tz(&rules.terms.zone).unwrap();
    Instant(at.timestamp().as_second())
}

impl World {
    pub(super) fn of(terms: &str, giver: &str, holder: &str, on: &str) -> Self {
        let terms: Terms = toml::from_str(terms).unwrap();
        let mut time = timeline::timeline(&terms, &facts::Facts::default()).unwrap();
        time.in_force = Some(facts::Dated {
            date: day("2000-01-01"),
            article: "1".parse().unwrap(),
            because: "signature".into(),
        });
        let node = |id: &str| Node {
            party: party(id),
            register: Register::default(),
            record: Vec::new(),
            seen: 0,
            verdicts: BTreeMap::new(),
        };
        Self {
            rules: Rules::new(terms).unwrap(),
            time,
            nodes: [node(giver), node(holder)],
            day: day(on),
        }
    }

    /// The model: New Zealand gives, Japan holds.
    pub(super) fn model() -> Self {
        Self::of(JPN_NZL, "NZL", "JPN", "2026-10-01")
    }

    pub(super) fn party(&self, who: usize) -> PartyId {
        self.nodes[who].party.clone()
    }

    /// One side acts on what it has seen.
    pub(super) fn act(&mut self, who: usize, deed: Deed) -> Verdict {
        let act = Act {
            v: 1,
            ag: entente_model::AgreementId([0; 16]),
            by: self.party(who),
            n: self.nodes[who].record.len() as u64,
            at: noon(&self.rules, self.day),
            seen: vec![(self.party(1 - who), self.nodes[who].seen as u64)],
            deed,
        };
        self.nodes[who].record.push(act.clone());
        take(&self.rules, &self.time, &mut self.nodes[who], &act)
    }

    pub(super) fn item(&mut self, who: usize, of: u64, what: ItemDeed) -> Verdict {
        let item = ItemAct {
            from: self.party(0),
            of: vec![of],
            what,
            official: "registrar".parse().unwrap(),
        };
        self.act(who, Deed::Item(item))
    }

    /// The next act that will be written has this index.
    pub(super) fn next(&self, who: usize) -> u64 {
        self.nodes[who].record.len() as u64
    }

    /// So many acts of the other side arrive.
    pub(super) fn arrive(&mut self, who: usize, many: usize) {
        for _ in 0..many {
            let at = self.nodes[who].seen;
            let Some(act) = self.nodes[1 - who].record.get(at).cloned() else {
                return;
            };
            self.nodes[who].seen += 1;
            let _ = take(&self.rules, &self.time, &mut self.nodes[who], &act);
        }
    }

    pub(super) fn sync(&mut self) {
        self.arrive(0, usize::MAX);
        self.arrive(1, usize::MAX);
    }

    /// Both sides act and everything arrives.
    pub(super) fn both(&mut self, who: usize, of: u64, what: ItemDeed) -> Verdict {
        let verdict = self.item(who, of, what);
        self.sync();
        verdict
    }

    /// The giver releases an item; it arrives.
    pub(super) fn release(&mut self, level: &str, change: impl FnOnce(&mut Release)) -> u64 {
        let n = self.next(0);
        let purpose = self.rules.terms.purpose.first();
        let mut release = Release {
            item: "NZL-2026-0001".parse().unwrap(),
            to: self.party(1),
            level: level.parse().unwrap(),
            purpose: purpose.map_or_else(|| "any".parse().unwrap(), |p| p.code.clone()),
            officer: "officer".parse().unwrap(),
            size: 0,
            root: Digest([0; 32]),
            slot: Slot {
                k: 0,
                i: 0,
                h: Digest([0; 32]),
            },
            label: None,
            form: Form::Electronic,
            disclosed: false,
            copy: None,
            unit: String::new(),
            second: None,
            third: None,
            meta: String::new(),
            rules: Vec::new(),
        };
        change(&mut release);
        self.act(0, Deed::Release(release)).unwrap();
        self.sync();
        n
    }

    pub(super) fn receipt(&mut self, n: u64) {
        let receipt = Receipt {
            from: self.party(0),
            of: vec![n],
            quarantined: Vec::new(),
            official: "registrar".parse().unwrap(),
        };
        self.act(1, Deed::Receipt(receipt)).unwrap();
        self.sync();
    }

    /// Released and receipted.
    pub(super) fn held(&mut self, level: &str) -> u64 {
        let n = self.release(level, |_| {});
        self.receipt(n);
        n
    }

    /// The lines of a release on the giver's node; the holder's has the same.
    pub(super) fn lines(&self, n: u64) -> Vec<Line> {
        let from = self.party(0);
        let [a, b] = [0, 1].map(|who| self.nodes[who].register.lines(&from, n, &|_, _| true));
        assert_eq!(a, b, "both nodes");
        a
    }

    pub(super) fn states(&self, n: u64) -> String {
        let words: Vec<&str> = self.lines(n).iter().map(|l| l.state.word()).collect();
        words.join(" ")
    }
}

/// One act takes effect on a node, or not.
pub(super) fn take(rules: &Rules, time: &Timeline, node: &mut Node, act: &Act) -> Verdict {
    let verdict = match &act.deed {
        Deed::Release(release) => {
            let on = rules.day(act.at).unwrap();
            node.register.release(act, release, on);
            Ok(())
        }
        Deed::Receipt(receipt) => {
            node.register.receipt(act, receipt);
            Ok(())
        }
        Deed::Item(item) => node.register.apply(rules, time, act, item),
        Deed::Declare(said) => node.register.declare(rules, act, said),
        _ => Ok(()),
    };
    let words = match &verdict {
        Ok(()) => "ok".to_owned(),
        Err(p) => format!("{} {:?} {:?}", p.code, p.article, p.decider),
    };
    node.verdicts.insert((act.by.clone(), act.n), words);
    verdict
}

pub(super) fn declare(
    world: &mut World,
    who: usize,
    what: entente_model::case::Declaration,
) -> Verdict {
    let on = world.day;
    world.act(
        who,
        Deed::Declare(DeclareAct {
            what,
            on,
            official: "authority".parse().unwrap(),
        }),
    )
}

/// The refusal, which names its code, a provision and who decides.
pub(super) fn fails(verdict: Verdict, code: &str) -> Problem {
    let problem = verdict.unwrap_err();
    assert_eq!(problem.code, code, "{problem:?}");
    assert!(problem.article.is_some(), "no article: {problem:?}");
    assert!(problem.decider.is_some(), "no decider: {problem:?}");
    problem
}

pub(super) fn granted(w: &mut World, n: u64, leave: Leave) -> u64 {
    let ask = w.next(1);
    let deed = ItemDeed::Ask {
        leave: leave.clone(),
        text: None,
    };
    w.both(1, n, deed).unwrap();
    let answer = w.next(0);
    w.both(0, n, grant(ask, leave)).unwrap();
    answer
}

pub(super) fn onward(consent: u64, to: Third, copies: u32) -> ItemDeed {
    ItemDeed::Onward {
        consent,
        to,
        purpose: "maritime-safety".parse().unwrap(),
        copies,
    }
}
