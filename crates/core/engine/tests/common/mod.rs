//! Two engines in one process: commits are kept as a store would, pushes are carried by hand.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

use entente_agreement::source;
use entente_engine::{
    Acting, Answer, Commit, Effect, Input, Loaded, LogId, Me, NewTurn, Restore, State, Step, World,
    commit::{CheckpointWrite, StoredEntry},
    wire::{Push, WireEntry},
};
use entente_model::{
    AgreementId, Instant, PartyId, Problem,
    act::NoteKind,
    card::{Card, Official, Role, SignedCard},
    instrument::Instrument,
    keys::SecretKeys,
    time::Date,
    turn::Op,
};
use entente_seal::{Entropy, rest::StorageKey, slot::SealingSecret};
use std::sync::Arc;

/// 2026-11-24 09:00 UTC.
pub(crate) const NOW: i64 = 1_795_510_800;

/// Counts up: equal runs give equal bytes.
pub(crate) struct Counting(pub(crate) u64);

impl Entropy for Counting {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            *byte = self.0.to_le_bytes()[7];
        }
    }
}

pub(crate) fn keys(party: &str, purpose: u8) -> SecretKeys {
    let seed = [party.as_bytes()[0], purpose].repeat(16);
    let seed: [u8; 32] = seed.try_into().unwrap();
    SecretKeys::from_seeds(&seed, &seed).unwrap()
}

pub(crate) fn me(party: &str) -> Arc<Me> {
    let (record, mirror, root) = (keys(party, 1), keys(party, 2), keys(party, 3));
    let sealing = SealingSecret::from_seed(&[party.as_bytes()[0]; 32]).unwrap();
    let official = |id: &str, role, n| Official {
        id: id.parse().unwrap(),
        name: id.into(),
        roles: vec![role],
        keys: keys(party, n).public().clone(),
        from: Date::new(2026, 1, 1).unwrap(),
        until: Date::new(2031, 1, 1).unwrap(),
    };
    let expired = Official {
        until: Date::new(2026, 6, 1).unwrap(),
        ..official("signatory-expired", Role::Signatory, 9)
    };
    let card = Card {
        v: 1,
        party: party.parse().unwrap(),
        name: party.into(),
        url: "https://127.0.0.1:1".into(),
        root: root.public().clone(),
        node: vec![party.as_bytes()[0]; 32],
        record: record.public().clone(),
        mirror: mirror.public().clone(),
        sealing: sealing.public().as_bytes().to_vec(),
        officials: vec![
            official("signatory-1", Role::Signatory, 4),
            official("signatory-2", Role::Signatory, 5),
            official("releasing-officer", Role::ReleasingOfficer, 6),
            official("registrar", Role::Registrar, 7),
            official("legal-adviser", Role::LegalAdviser, 8),
            official("security-officer", Role::SecurityOfficer, 10),
            // The person of the first signatory under another position.
            official("signatory-again", Role::Signatory, 4),
            expired,
        ],
        demo: true,
        issued: Instant(NOW),
    };
    Arc::new(Me {
        card: SignedCard::sign(card, &root).unwrap(),
        record,
        mirror,
        sealing,
        storage: StorageKey::new([9; 32]),
    })
}

pub(crate) fn instrument() -> Instrument {
    instrument_as(|_, text| text)
}

/// The model instrument with each of its files changed.
pub(crate) fn instrument_as(change: impl Fn(&str, String) -> String) -> Instrument {
    let dir = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../instruments/jpn-nzl-model"
    );
    let read = |name: &str| {
        let text = std::fs::read_to_string(format!("{dir}/{name}")).unwrap();
        change(name, text)
    };
    let terms = source::terms("instrument.toml", &read("instrument.toml")).unwrap();
    let texts: Vec<_> = terms
        .languages
        .iter()
        .map(|lang| {
            let name = format!("text.{lang}.md");
            (name.clone(), lang.clone(), read(&name))
        })
        .collect();
    source::instrument(&terms, &texts).unwrap()
}

/// An engine with everything it committed.
pub(crate) struct Side {
    pub(crate) me: Arc<Me>,
    pub(crate) state: State,
    pub(crate) now: i64,
    pub(crate) entropy: Counting,
    pub(crate) kept: Vec<Commit>,
    pub(crate) effects: Vec<Effect>,
}

impl Side {
    pub(crate) fn new(party: &str) -> Self {
        let me = me(party);
        Self {
            state: State::new(Arc::clone(&me)),
            me,
            now: NOW,
            entropy: Counting(u64::from(party.as_bytes()[0])),
            kept: Vec::new(),
            effects: Vec::new(),
        }
    }

    pub(crate) fn party(&self) -> PartyId {
        self.me.party().clone()
    }

    pub(crate) fn steps(&mut self, inputs: Vec<Input>) -> Step {
        let mut world = World {
            now: Instant(self.now),
            entropy: &mut self.entropy,
        };
        let step = self.state.advance(&mut world, inputs);
        self.kept.push(step.commit.clone());
        self.effects.extend(step.effects.clone());
        step
    }

    pub(crate) fn step(&mut self, input: Input) -> Result<Answer, Problem> {
        self.steps(vec![input]).answers.pop().unwrap()
    }

    /// The same node as its store would give it back.
    pub(crate) fn restored(&self) -> Self {
        let mut loaded = Loaded::default();
        for commit in &self.kept {
            for partner in &commit.partners {
                loaded.partners.retain(|p| p.party != partner.party);
                loaded.partners.push(partner.clone());
            }
            for CheckpointWrite {
                log,
                size,
                note,
                cosigned,
            } in &commit.checkpoints
            {
                loaded
                    .checkpoints
                    .retain(|c| !(c.log == *log && c.size == *size));
                loaded.checkpoints.push(CheckpointWrite {
                    log: log.clone(),
                    size: *size,
                    note: note.clone(),
                    cosigned: *cosigned,
                });
            }
            loaded.alarms.extend(commit.alarms.clone());
            loaded.payloads.extend(commit.payloads.clone());
        }
        let mut restore = Restore::begin(Arc::clone(&self.me), loaded).unwrap();
        for entry in self.entries() {
            restore.entry(&entry).unwrap();
        }
        Self {
            me: Arc::clone(&self.me),
            state: restore.finish().unwrap(),
            now: self.now,
            entropy: Counting(99),
            kept: self.kept.clone(),
            effects: Vec::new(),
        }
    }

    fn entries(&self) -> Vec<StoredEntry> {
        let all = self.kept.iter().flat_map(|c| &c.entries);
        all.map(|e| StoredEntry {
            log: e.log.clone(),
            n: e.n,
            entry: e.entry.to_vec(),
            payload: e.payload.as_ref().map(|p| p.to_vec()),
        })
        .collect()
    }

    /// What this node would push from an index to its latest checkpoint.
    pub(crate) fn push_from(&self, id: &AgreementId, start: u64) -> Push {
        let log = LogId {
            agreement: *id,
            author: self.party(),
        };
        let entries = self
            .entries()
            .into_iter()
            .filter(|e| e.log == log && e.n >= start)
            .map(|e| WireEntry {
                entry: e.entry,
                payload: e.payload,
            })
            .collect();
        let (_, note) = self
            .state
            .agreement(id)
            .unwrap()
            .checkpoint
            .clone()
            .unwrap();
        Push {
            agreement: *id,
            start,
            entries,
            checkpoint: note.to_bytes(),
        }
    }
}

pub(crate) fn given(to: &mut Side, from: &Side, push: Push) -> Result<Answer, Problem> {
    to.step(Input::Push {
        from: from.party(),
        push: Box::new(push),
        prefix_root: None,
    })
}

/// Carries what one side has and the other lacks, and the cosignature back.
pub(crate) fn carry(from: &mut Side, to: &mut Side, id: &AgreementId) {
    let has = to.state.agreements.get(id).map_or(0, |a| a.theirs.size());
    let push = from.push_from(id, has);
    let Answer::Stored { size, lines } = given(to, from, push).unwrap() else {
        unreachable!("a push is answered by what is stored")
    };
    from.step(Input::Cosigned {
        from: to.party(),
        agreement: *id,
        size,
        lines,
    })
    .unwrap();
}

/// Two sides that confirmed each other, and a proposal of the first that the second has.
pub(crate) fn proposed() -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl, agreement) = sent(instrument());
    carry(&mut jpn, &mut nzl, &agreement);
    (jpn, nzl, agreement)
}

/// Two sides that confirmed each other, and a proposal of the first that is still on its way.
pub(crate) fn sent(instrument: Instrument) -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl) = (Side::new("JPN"), Side::new("NZL"));
    paired(&mut jpn, &mut nzl);
    let answer = jpn.step(Input::Propose {
        with: nzl.party(),
        instrument: Box::new(instrument),
        piecewise: false,
    });
    let Ok(Answer::Written { agreement, .. }) = answer else {
        unreachable!("{answer:?}")
    };
    (jpn, nzl, agreement)
}

/// Each confirms the other's card.
pub(crate) fn paired(a: &mut Side, b: &mut Side) {
    let (now, second) = (Instant(NOW), b.party());
    let confirm = |one: &mut Side, other: &Arc<Me>| {
        let (party, fingerprint) = (other.party().clone(), other.card.fingerprint());
        one.step(Input::PartnerAdd(Box::new(other.card.clone())))
            .unwrap();
        one.step(Input::PartnerConfirm {
            party: party.clone(),
            fingerprint,
        })
        .unwrap();
        one.state.pairing_for(&party, now).unwrap().unwrap()
    };
    let from_a = confirm(a, &Arc::clone(&b.me));
    let from_b = confirm(b, &Arc::clone(&a.me));
    for (to, from, envelope) in [(&mut *b, a.party(), from_a), (&mut *a, second, from_b)] {
        to.step(Input::PairingReceived { from, envelope }).unwrap();
    }
}

/// An official of a side acting, with the keys or only named.
pub(crate) fn acting(side: &Side, official: &str, n: u8) -> Acting {
    let keys = (n > 0).then(|| Arc::new(keys(side.party().as_str(), n)));
    Acting {
        official: official.parse().unwrap(),
        keys,
    }
}

/// A turn of these operations.
pub(crate) fn turn(agreement: &AgreementId, ops: Vec<Op>) -> Input {
    let turn = NewTurn {
        ops,
        reason: String::new(),
        reply_by: None,
        chair: false,
        expected: None,
    };
    Input::Turn {
        agreement: *agreement,
        turn: Box::new(turn),
    }
}

/// One side does something, the other hears of it and does the same.
pub(crate) fn both(
    a: &mut Side,
    b: &mut Side,
    id: &AgreementId,
    inputs: impl Fn(&Side) -> Vec<Input>,
) {
    for input in inputs(a) {
        a.step(input).unwrap();
    }
    carry(a, b, id);
    for input in inputs(b) {
        b.step(input).unwrap();
    }
    carry(b, a, id);
}

pub(crate) fn concord(id: &AgreementId, side: &Side) -> Input {
    Input::Concord {
        agreement: *id,
        provisions: vec![],
        acting: acting(side, "legal-adviser", 8),
    }
}

pub(crate) fn agree_all(id: &AgreementId, side: &Side) -> Input {
    let life = &side.state.agreement(id).unwrap().life;
    let text = life.talk().unwrap().text().digest().unwrap();
    let ad_ref = false;
    turn(id, vec![Op::AgreeAll { text, ad_ref }])
}

pub(crate) fn freeze(id: &AgreementId) -> Input {
    Input::Freeze {
        agreement: *id,
        text: None,
    }
}

pub(crate) fn sign(id: &AgreementId, side: &Side, official: &str, n: u8) -> Input {
    Input::Sign {
        agreement: *id,
        acting: acting(side, official, n),
        capacity: String::new(),
        powers: String::new(),
    }
}

pub(crate) fn completed(id: &AgreementId, side: &Side) -> Input {
    Input::Note {
        agreement: *id,
        kind: NoteKind::Completed,
        date: None,
        acting: acting(side, "signatory-1", 4),
    }
}

/// Both certify and agree to the text as it stands.
pub(crate) fn agree(jpn: &mut Side, nzl: &mut Side, id: &AgreementId) {
    both(jpn, nzl, id, |side| vec![concord(id, side)]);
    both(jpn, nzl, id, |side| vec![agree_all(id, side)]);
}

/// Both freeze the text they agreed to, sign it in full and notify.
pub(crate) fn conclude(jpn: &mut Side, nzl: &mut Side, id: &AgreementId) {
    both(jpn, nzl, id, |_| vec![freeze(id)]);
    both(jpn, nzl, id, |side| {
        let officials = [("signatory-1", 4), ("signatory-2", 5)];
        officials.map(|(o, n)| sign(id, side, o, n)).into()
    });
    both(jpn, nzl, id, |side| vec![completed(id, side)]);
    // The receipts of the notes cross once more.
    carry(jpn, nzl, id);
}

/// Agrees, freezes, signs and notifies; both clocks then stand after entry into force.
pub(crate) fn in_force() -> (Side, Side, AgreementId) {
    let (mut jpn, mut nzl, id) = proposed();
    agree(&mut jpn, &mut nzl, &id);
    conclude(&mut jpn, &mut nzl, &id);
    for side in [&mut jpn, &mut nzl] {
        side.now += 70 * 86_400;
    }
    (jpn, nzl, id)
}
