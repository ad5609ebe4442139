//! Three nodes with their stores, and what carries pushes between them.

use crate::common::{self, Side, acting};
use entente_engine::{
    Acting, Answer, Commit, Input, Loaded, LogId, Restore,
    commit::{CheckpointWrite, PayloadWrite, StoredEntry},
    wire::{Push, WireEntry},
};
use entente_model::{
    Act, AgreementId, Digest, PartyId, Problem,
    instrument::Instrument,
    merkle::{self, Frontier},
};
use std::{collections::BTreeMap, sync::Arc};

pub(crate) const PARTIES: [&str; 3] = ["JPN", "NZL", "AUS"];
pub(crate) const JPN: usize = 0;
pub(crate) const NZL: usize = 1;
pub(crate) const AUS: usize = 2;

/// Officials with the number of their keys.
const OFFICIALS: [(&str, u8); 5] = [
    ("signatory-1", 4),
    ("releasing-officer", 6),
    ("registrar", 7),
    ("legal-adviser", 8),
    ("security-officer", 10),
];

type Kept = (Arc<[u8]>, Option<Arc<[u8]>>);

/// What a store keeps of a node.
#[derive(Default)]
struct Store {
    order: Vec<(LogId, u64)>,
    entries: BTreeMap<LogId, Vec<Kept>>,
    loaded: Loaded,
    checkpoints: BTreeMap<(LogId, u64), CheckpointWrite>,
    payloads: BTreeMap<(LogId, u64), PayloadWrite>,
}

/// A node and its store.
pub(crate) struct Node {
    pub(crate) side: Side,
    store: Store,
    officials: BTreeMap<&'static str, Acting>,
}

impl Node {
    fn new(side: Side) -> Self {
        let officials = OFFICIALS.map(|(id, n)| (id, acting(&side, id, n)));
        let mut node = Self {
            side,
            store: Store::default(),
            officials: officials.into_iter().collect(),
        };
        node.keep();
        node
    }

    pub(crate) fn party(&self) -> PartyId {
        self.side.party()
    }

    pub(crate) fn official(&self, id: &str) -> Acting {
        self.officials[id].clone()
    }

    /// Several inputs in one step, one commit.
    pub(crate) fn all(&mut self, inputs: Vec<Input>) -> Vec<Result<Answer, Problem>> {
        let answers = self.side.steps(inputs).answers;
        self.side.effects.clear();
        self.keep();
        answers
    }

    pub(crate) fn one(&mut self, input: Input) -> Result<Answer, Problem> {
        self.all(vec![input]).pop().unwrap()
    }

    fn keep(&mut self) {
        for commit in std::mem::take(&mut self.side.kept) {
            self.store.keep(commit);
        }
    }

    /// The entries of a record as stored.
    pub(crate) fn entries(&self, log: &LogId) -> &[Kept] {
        self.store.entries.get(log).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn stored(&self, log: &LogId) -> Vec<StoredEntry> {
        let all = (0..).zip(self.entries(log));
        all.map(|(n, (entry, payload))| StoredEntry {
            log: log.clone(),
            n,
            entry: entry.to_vec(),
            payload: payload.as_ref().map(|p| p.to_vec()),
        })
        .collect()
    }

    /// An act of a record with what was carried beside it.
    pub(crate) fn act(&self, log: &LogId, n: u64) -> Option<(Act, &Kept)> {
        let kept = self.entries(log).get(usize::try_from(n).ok()?)?;
        let (act, _) = Act::from_entry(&log.author, &kept.0).ok()?;
        Some((act, kept))
    }

    pub(crate) fn push(&self, id: &AgreementId, start: u64) -> Push {
        let log = LogId {
            agreement: *id,
            author: self.party(),
        };
        let agreement = self.side.state.agreement(id).unwrap();
        let (_, note) = agreement.checkpoint.clone().unwrap();
        let from = usize::try_from(start).unwrap();
        let entries = self.entries(&log)[from..].iter();
        let entries = entries.map(|(entry, payload)| WireEntry {
            entry: entry.to_vec(),
            payload: payload.as_ref().map(|p| p.to_vec()),
        });
        Push {
            agreement: *id,
            start,
            entries: entries.collect(),
            checkpoint: note.to_bytes(),
        }
    }

    /// Root of a record at a size, as a store would compute it.
    pub(crate) fn root_at(&self, log: &LogId, size: u64) -> Digest {
        let mut tree = Frontier::default();
        let all = self
            .entries(log)
            .iter()
            .take(usize::try_from(size).unwrap());
        all.for_each(|(entry, _)| tree.push(merkle::leaf_hash(entry)));
        tree.root()
    }

    /// The state as the store gives it back.
    pub(crate) fn restored(&self) -> entente_engine::State {
        let mut loaded = self.store.loaded.clone();
        loaded.checkpoints = self.store.checkpoints.values().cloned().collect();
        loaded.payloads = self.store.payloads.values().cloned().collect();
        let mut restore = Restore::begin(Arc::clone(&self.side.me), loaded).unwrap();
        for (log, n) in &self.store.order {
            let (entry, payload) = &self.entries(log)[usize::try_from(*n).unwrap()];
            let entry = StoredEntry {
                log: log.clone(),
                n: *n,
                entry: entry.to_vec(),
                payload: payload.as_ref().map(|p| p.to_vec()),
            };
            restore.entry(&entry).unwrap();
        }
        restore.finish().unwrap()
    }
}

impl Store {
    fn keep(&mut self, commit: Commit) {
        for entry in commit.entries {
            let log = self.entries.entry(entry.log.clone()).or_default();
            assert_eq!(entry.n, u64::try_from(log.len()).unwrap());
            log.push((entry.entry, entry.payload));
            self.order.push((entry.log, entry.n));
        }
        for partner in commit.partners {
            let all = &mut self.loaded.partners;
            all.retain(|p| p.party != partner.party);
            all.push(partner);
        }
        for (draft, _) in commit.drafts {
            let all = &mut self.loaded.drafts;
            match all.iter_mut().rev().find(|d| d.item == draft.item) {
                Some(kept) => *kept = draft,
                None => all.push(draft),
            }
        }
        for kept in commit.checkpoints {
            let key = (kept.log.clone(), kept.size);
            self.checkpoints.insert(key, kept);
        }
        for (log, below) in commit.checkpoints_done {
            let gone = self.checkpoints.range((log.clone(), 0)..(log, below));
            let gone: Vec<_> = gone.map(|(key, _)| key.clone()).collect();
            gone.iter()
                .for_each(|key| drop(self.checkpoints.remove(key)));
        }
        for payload in commit.payloads {
            let key = (payload.log.clone(), payload.n);
            self.payloads.insert(key, payload);
        }
        self.loaded.alarms.extend(commit.alarms);
        for (log, n) in commit.shreds {
            let all = self.entries.get_mut(&log).unwrap();
            all[usize::try_from(n).unwrap()].1 = None;
        }
        if let Some(next) = commit.next_item {
            self.loaded.next_item = next;
        }
    }
}

/// An agreement between two nodes.
pub(crate) struct Pair {
    pub(crate) id: AgreementId,
    pub(crate) nodes: [usize; 2],
    /// Half days until they exchange again.
    pub(crate) apart: u32,
    /// A push of each that is kept to arrive once more, much later.
    pub(crate) late: [Option<Push>; 2],
}

impl Pair {
    pub(crate) fn other(&self, node: usize) -> usize {
        let [a, b] = self.nodes;
        if node == a { b } else { a }
    }
}

/// Three nodes, pairwise in agreement, all in force; clocks stand at 2027-02-02.
pub(crate) fn founded() -> ([Node; 3], [Pair; 3]) {
    let mut sides = PARTIES.map(Side::new);
    let pairs = [
        (JPN, NZL, common::instrument()),
        (AUS, NZL, third_instrument()),
        (JPN, AUS, common::instrument_as(|_, text| as_aus(&text))),
    ];
    let pairs = pairs.map(|(a, b, instrument)| Pair {
        id: concluded(&mut sides, a, b, instrument),
        nodes: [a, b],
        apart: 0,
        late: [None, None],
    });
    for side in &mut sides {
        side.now += 70 * 86_400;
    }
    (sides.map(Node::new), pairs)
}

fn concluded(sides: &mut [Side; 3], a: usize, b: usize, instrument: Instrument) -> AgreementId {
    let mut two = sides.get_disjoint_mut([a, b]).unwrap().into_iter();
    let (a, b) = (two.next().unwrap(), two.next().unwrap());
    common::paired(a, b);
    let answer = a.step(Input::Propose {
        with: b.party(),
        instrument: Box::new(instrument),
        piecewise: false,
    });
    let Ok(Answer::Written { agreement, .. }) = answer else {
        unreachable!("{answer:?}")
    };
    common::carry(a, b, &agreement);
    common::agree(a, b, &agreement);
    common::conclude(a, b, &agreement);
    agreement
}

/// The model with Australia in the place of New Zealand.
fn as_aus(text: &str) -> String {
    text.replace("NZL", "AUS")
        .replace("New Zealand", "Australia")
        .replace("ニュージーランド", "オーストラリア")
        .replace("Pacific/Auckland", "Australia/Sydney")
}

/// The model between Australia and New Zealand. Japan's levels are listed with a row to Australia,
/// so that what New Zealand has from Japan may go on with Japan's consent.
fn third_instrument() -> Instrument {
    common::instrument_as(|name, text| {
        if name != "instrument.toml" {
            return text
                .replace("Japan", "Australia")
                .replace("日本国", "オーストラリア");
        }
        let level = |block: &str| {
            let table = ["[[level]]", "[[equal]]", "[[equivalence]]", "[[ceiling]]"];
            table.iter().any(|t| block.starts_with(t))
        };
        let blocks: Vec<_> = text.split("\n\n").collect();
        let kept = blocks.into_iter().filter(|block| {
            let lines = block.lines().filter(|l| !l.starts_with('#'));
            !level(lines.collect::<Vec<_>>().join("\n").trim())
        });
        let kept: Vec<_> = kept.collect();
        let lists = [("gokuhi", "secret"), ("hi", "confidential")];
        let mut text = kept.join("\n\n");
        for (theirs, ours) in lists {
            let old = format!(
                r#""JPN.gov.2014.{theirs}", "JPN.sds.2014.tokutei-himitsu", "NZL.psr.2022.{ours}""#
            );
            let new = format!(
                r#""AUS.psr.2022.{ours}", "NZL.psr.2022.{ours}", "@.gov.2014.{theirs}", "@.sds.2014.tokutei-himitsu""#
            );
            text = text.replace(&old, &new);
        }
        let text = text
            .replace("\"JPN\"", "\"AUS\"")
            .replace("Japan", "Australia")
            .replace("日本国", "オーストラリア")
            .replace("\"@.", "\"JPN.");
        text + &levels()
    })
}

fn levels() -> String {
    let mut out = String::from("\n");
    let own = [("secret", 3), ("confidential", 2), ("restricted", 1)];
    let mut all = Vec::new();
    for party in ["AUS", "NZL"] {
        all.extend(own.map(|(code, rank)| (party, "psr.2022", code, rank)));
    }
    all.extend([
        ("JPN", "gov.2014", "gokuhi", 3),
        ("JPN", "sds.2014", "tokutei-himitsu", 3),
        ("JPN", "gov.2014", "hi", 2),
    ]);
    for (party, scheme, code, rank) in all {
        let (name, version) = scheme.split_once('.').unwrap();
        out += &format!(
            "\n[[level]]\nparty = \"{party}\"\nscheme = \"{name}\"\nversion = \"{version}\"\n\
             code = \"{code}\"\nname = {{ en = \"{code}\", ja = \"{code}\" }}\n\
             short = \"{}\"\nrank = {rank}\nbasis = \"A.1\"\n",
            code.to_uppercase()
        );
    }
    let mut row = |from: &str, to: &str, mark: &str| {
        out += &format!(
            "\n[[equivalence]]\nfrom = \"{from}\"\nto = \"{to}\"\nrelation = \"equal\"\n\
             mark = \"{mark}\"\nhandle_as = \"{mark}\"\nbasis = \"A.1\"\n"
        );
    };
    for (code, _) in own {
        let (a, n) = (
            format!("AUS.psr.2022.{code}"),
            format!("NZL.psr.2022.{code}"),
        );
        row(&a, "NZL", &n);
        row(&n, "AUS", &a);
    }
    row("JPN.gov.2014.gokuhi", "AUS", "AUS.psr.2022.secret");
    row("JPN.gov.2014.hi", "AUS", "AUS.psr.2022.confidential");
    for (party, _) in [("AUS", 0), ("NZL", 0)] {
        let top = format!("{party}.psr.2022.secret");
        out += &format!(
            "\n[[ceiling]]\nparty = \"{party}\"\npaper = \"{top}\"\nelectronic = \"{top}\"\n\
             oral = \"{top}\"\nbasis = \"4.2\"\n"
        );
    }
    out
}
