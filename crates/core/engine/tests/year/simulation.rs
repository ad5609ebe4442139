//! The run: what happens on each half day.

use crate::{
    book::Book,
    rng::Rng,
    world::{self, Node, Pair},
};
use entente_engine::{Answer, Input, LogId};
use entente_model::{
    AgreementId, Instant, PartyId, Problem, case::CaseId, holding::Leave, id::PurposeId, time::Date,
};
use std::collections::BTreeSet;

/// 2027-02-02 09:00 UTC, when all three agreements are in force.
pub(crate) const START: i64 = crate::common::NOW + 70 * 86_400;
pub(crate) const HALF_DAYS: u32 = 730;
const PURPOSES: [&str; 3] = [
    "maritime-safety",
    "disaster-response",
    "defence-cooperation",
];

/// A release: of which node, at which index.
pub(crate) type Given = (usize, u64);

/// What waits between two nodes.
#[derive(Default)]
pub(crate) struct Waiting {
    pub(crate) released: Vec<Given>,
    /// Releases of drafts, signed ones among them: where acts of will are tried first.
    pub(crate) special: Vec<Given>,
    pub(crate) asked: Vec<(Given, u64, Leave)>,
    pub(crate) granted: Vec<(Given, u64, Leave)>,
    pub(crate) orders: Vec<(Given, u64)>,
    pub(crate) recalls: Vec<(Given, u64)>,
    pub(crate) sent: Vec<(Given, u64)>,
    pub(crate) lost: Vec<Given>,
    pub(crate) ended: Vec<Given>,
    pub(crate) cases: Vec<CaseId>,
}

pub(crate) struct Year {
    pub(crate) nodes: [Node; 3],
    pub(crate) pairs: [Pair; 3],
    pub(crate) waiting: [Waiting; 3],
    pub(crate) rng: Rng,
    pub(crate) book: Book,
    pub(crate) tick: u32,
    pub(crate) items: usize,
    pub(crate) people: [Vec<String>; 3],
    pub(crate) drafts: u64,
    /// Acts of will so far: each costs signatures.
    pub(crate) of_will: usize,
    pub(crate) musters: [Vec<(u32, entente_model::house::Held, u32)>; 3],
    pub(crate) lent: [Vec<(entente_model::house::Held, u32)>; 3],
    pub(crate) standing: [Vec<String>; 3],
    pub(crate) passed_on: BTreeSet<u64>,
}

impl Year {
    pub(crate) fn new(seed: u64) -> Self {
        let (nodes, pairs) = world::founded();
        let mut year = Self {
            nodes,
            pairs,
            waiting: Default::default(),
            rng: Rng::new(seed),
            book: Book::default(),
            tick: 0,
            items: 0,
            people: Default::default(),
            drafts: 0,
            of_will: 0,
            musters: Default::default(),
            lent: Default::default(),
            standing: Default::default(),
            passed_on: BTreeSet::new(),
        };
        year.clocks();
        year
    }

    /// Two of the clocks are off by seconds.
    fn clocks(&mut self) {
        let now = START + i64::from(self.tick) * 43_200;
        for (node, off) in self.nodes.iter_mut().zip([0, 7, -11]) {
            node.side.now = now + off;
        }
    }

    pub(crate) fn today(&self) -> Date {
        let now = START + i64::from(self.tick) * 43_200;
        Instant(now).date_in("UTC").unwrap()
    }

    pub(crate) fn in_days(&self, days: i32) -> Date {
        self.today()
            .checked_add(jiff::Span::new().days(days))
            .unwrap()
    }

    /// One input, noted.
    pub(crate) fn put(
        &mut self,
        node: usize,
        kind: &'static str,
        input: Input,
    ) -> Result<Answer, Problem> {
        let answer = self.nodes[node].one(input);
        self.book.note(kind, &answer);
        answer
    }

    /// Several inputs in one step, noted.
    pub(crate) fn put_all(&mut self, node: usize, inputs: Vec<(&'static str, Input)>) {
        let (kinds, inputs): (Vec<_>, Vec<_>) = inputs.into_iter().unzip();
        let answers = self.nodes[node].all(inputs);
        for (kind, answer) in kinds.into_iter().zip(&answers) {
            self.book.note(kind, answer);
        }
    }

    pub(crate) fn id(&self, pair: usize) -> AgreementId {
        self.pairs[pair].id
    }

    pub(crate) fn party(&self, node: usize) -> PartyId {
        self.nodes[node].party()
    }

    pub(crate) fn log(&self, pair: usize, author: usize) -> LogId {
        LogId {
            agreement: self.id(pair),
            author: self.party(author),
        }
    }

    pub(crate) fn purpose(&mut self) -> PurposeId {
        self.rng.pick(&PURPOSES).parse().unwrap()
    }

    /// A pair, and one of its two nodes.
    pub(crate) fn somewhere(&mut self) -> (usize, usize) {
        let pair = self.rng.below(3);
        let node = self.pairs[pair].nodes[self.rng.below(2)];
        (pair, node)
    }

    /// Half a day.
    pub(crate) fn half_day(&mut self, target: usize) {
        self.clocks();
        self.feed(target);
        if self.tick.is_multiple_of(2) {
            self.draft();
            self.draft();
        }
        for _ in 0..3 {
            self.will();
        }
        self.matter();
        self.matter();
        if self.tick % 8 == 3 {
            self.japan_onward();
        }
        if self.rng.often(400) {
            self.wrong();
        }
        for node in 0..3 {
            self.inside(node);
        }
        self.exchange();
        self.receipts();
        if self.tick % 14 == 13 {
            self.weekly();
        }
        self.tick += 1;
    }

    /// Registers are stated, records anchored.
    fn weekly(&mut self) {
        for pair in 0..3 {
            let agreement = self.id(pair);
            for node in self.pairs[pair].nodes {
                let _ = self.put(node, "tally", Input::Tally { agreement });
            }
        }
        let node = self.rng.below(3);
        let _ = self.put(node, "anchor", Input::Anchor);
        // A small party's officer may decide about what it wrote, for a time.
        if self.rng.often(400) {
            self.declaration();
        }
    }

    /// Everything that can be exchanged is, but for what is lost, comes twice or has to wait.
    fn exchange(&mut self) {
        for pair in 0..3 {
            if self.pairs[pair].apart > 0 {
                self.pairs[pair].apart -= 1;
                continue;
            }
            if self.rng.often(20) {
                self.pairs[pair].apart = u32::try_from(2 + self.rng.below(14)).unwrap();
                self.book.did("partition");
                continue;
            }
            let [a, b] = self.pairs[pair].nodes;
            for (from, to) in [(a, b), (b, a)] {
                self.carried(pair, from, to);
            }
        }
    }

    fn carried(&mut self, pair: usize, from: usize, to: usize) {
        if self.rng.often(40) {
            self.book.did("push lost");
            return;
        }
        let twice = self.rng.often(40);
        let slot = usize::from(self.pairs[pair].nodes[1] == from);
        if self.rng.often(5) {
            let again = self.push(pair, from, to, 0);
            self.pairs[pair].late[slot] = Some(again);
        } else if self.rng.often(10)
            && let Some(late) = self.pairs[pair].late[slot].take()
        {
            self.late(pair, from, to, late);
        }
        let overlap = if twice { 5 } else { 0 };
        let push = self.push(pair, from, to, overlap);
        self.take(pair, from, to, push.clone());
        if twice {
            self.book.did("push twice");
            self.take(pair, from, to, push);
        }
    }

    /// A push of what is missing, and some of what is not.
    fn push(
        &self,
        pair: usize,
        from: usize,
        to: usize,
        overlap: u64,
    ) -> entente_engine::wire::Push {
        let id = self.id(pair);
        let has = self.nodes[to].side.state.agreements[&id].theirs.size();
        self.nodes[from].push(&id, has.saturating_sub(overlap))
    }

    fn take(&mut self, pair: usize, from: usize, to: usize, push: entente_engine::wire::Push) {
        let (agreement, party) = (self.id(pair), self.party(from));
        let answer = self.nodes[to].one(Input::Push {
            from: party,
            push: Box::new(push),
            prefix_root: None,
        });
        let Ok(Answer::Stored { size, lines }) = answer else {
            unreachable!("{answer:?}")
        };
        if self.rng.often(30) {
            self.book.did("answer lost");
            return;
        }
        let from_party = self.party(to);
        let cosigned = Input::Cosigned {
            from: from_party,
            agreement,
            size,
            lines,
        };
        self.nodes[from].one(cosigned).unwrap();
    }

    /// What was sent long ago arrives once more: stale, and nothing else happens.
    fn late(&mut self, pair: usize, from: usize, to: usize, push: entente_engine::wire::Push) {
        let log = self.log(pair, from);
        let size = push.start + u64::try_from(push.entries.len()).unwrap();
        let have = self.nodes[to].side.state.agreements[&log.agreement]
            .theirs
            .size();
        if size >= have {
            return;
        }
        let prefix_root = Some(self.nodes[to].root_at(&log, size));
        let party = self.party(from);
        let answer = self.nodes[to].one(Input::Push {
            from: party,
            push: Box::new(push),
            prefix_root,
        });
        assert_eq!(answer.unwrap_err().code, "LOG-005");
        self.book.did("push late");
    }

    /// Everybody hears everything.
    pub(crate) fn settle(&mut self) {
        for pair in 0..3 {
            self.pairs[pair].apart = 0;
            let [a, b] = self.pairs[pair].nodes;
            for (from, to) in [(a, b), (b, a), (a, b)] {
                let push = self.push(pair, from, to, 0);
                self.take(pair, from, to, push);
            }
        }
    }
}
