//! What a node knows: its partners, its agreements, its register of own items.

use crate::{
    commit::{Alarm, DraftWrite, LogId, PartnerWrite, PayloadState},
    house::House,
    log::Log,
};
use entente_agreement::{Life, Past, Register, cases::Cases};
use entente_model::{
    AgreementId, Digest, Instant, PartyId, Problem,
    act::{Keys, Tally},
    card::{Card, SignedCard},
    id::ItemRef,
    keys::SecretKeys,
};
use entente_record::note::Note;
use entente_seal::{
    rest::StorageKey,
    slot::{Kek, SealingSecret},
};
use std::{collections::BTreeMap, sync::Arc};

/// The node's own party and the keys it works with.
#[derive(Debug)]
pub struct Me {
    /// Our card.
    pub card: SignedCard,
    /// Signs our records' checkpoints and pairings.
    pub record: SecretKeys,
    /// Cosigns what we stored of partners' records.
    pub mirror: SecretKeys,
    /// Opens key slots.
    pub sealing: SealingSecret,
    /// Wraps item keys in our own register.
    pub storage: StorageKey,
}

impl Me {
    /// Our party.
    #[must_use]
    pub fn party(&self) -> &PartyId {
        &self.card.card().party
    }
}

/// A partner.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its card.
    pub card: SignedCard,
    /// We confirmed the card.
    pub by_us: bool,
    /// It confirmed ours.
    pub by_them: bool,
    /// It has our confirmation.
    pub told: bool,
}

impl Partner {
    /// Checks that both sides confirmed.
    ///
    /// # Errors
    /// PARTY-002 or PARTY-003.
    pub fn trusted(&self) -> Result<&Card, Problem> {
        use entente_model::problem::Class;
        let party = &self.card.card().party;
        if !self.by_us {
            return Err(Problem::refused("PARTY-002").with("party", party));
        }
        if !self.by_them {
            return Err(Problem::new("PARTY-003", Class::Waiting).with("party", party));
        }
        Ok(self.card.card())
    }

    /// As stored.
    #[must_use]
    pub fn write(&self) -> PartnerWrite {
        PartnerWrite {
            party: self.card.card().party.clone(),
            card: self.card.envelope().to_owned(),
            by_us: self.by_us,
            by_them: self.by_them,
            told: self.told,
        }
    }
}

/// A set of indices of one record, one bit each.
#[derive(Debug, Clone, Default)]
pub struct Bits {
    words: Vec<u64>,
    count: u64,
}

impl Bits {
    /// Adds an index. The caller bounds it by the record's size. False when already there.
    pub fn insert(&mut self, n: u64) -> bool {
        let Ok(word) = usize::try_from(n >> 6) else {
            return false;
        };
        if self.words.len() <= word {
            self.words.resize(word.saturating_add(1), 0);
        }
        let Some(slot) = self.words.get_mut(word) else {
            return false;
        };
        let bit = 1u64 << (n & 63);
        let new = *slot & bit == 0;
        *slot |= bit;
        self.count = self.count.saturating_add(u64::from(new));
        new
    }

    /// Whether an index is there.
    #[must_use]
    pub fn contains(&self, n: u64) -> bool {
        usize::try_from(n >> 6)
            .ok()
            .and_then(|w| self.words.get(w))
            .is_some_and(|word| word & (1u64 << (n & 63)) != 0)
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Indices in `self` and not in `other`, ascending.
    pub fn minus<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = u64> + 'a {
        let zeros = std::iter::repeat(&0u64);
        self.words
            .iter()
            .zip(other.words.iter().chain(zeros))
            .zip(0u64..)
            .flat_map(|((a, b), w)| {
                let mut rest = a & !b;
                std::iter::from_fn(move || {
                    (rest != 0).then(|| {
                        let bit = u64::from(rest.trailing_zeros());
                        rest &= rest.wrapping_sub(1);
                        (w << 6) | bit
                    })
                })
            })
    }
}

/// The items one party released under one agreement.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// Releases that took effect.
    pub releases: Bits,
    /// Releases the recipient's registrar receipted.
    pub receipted: Bits,
    /// Payloads on the way or refused; absent means complete.
    pub payloads: BTreeMap<u64, PayloadState>,
    /// Recent encapsulations, by index.
    pub keys: BTreeMap<u64, Keys>,
}

/// The latest anchor of each party's own record in its record here: index and what it carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Ours.
    pub ours: Option<(u64, Digest)>,
    /// The partner's: whoever audits it later compares.
    pub theirs: Option<(u64, Digest)>,
}

/// A party's statement of what its register says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// What it says.
    pub tally: Tally,
    /// Index of the act.
    pub n: u64,
    /// When, by its author's clock.
    pub at: Instant,
    /// What its author had seen.
    pub seen: Vec<(PartyId, u64)>,
}

/// How far back a release may name its encapsulation, in entries of the same record.
pub const KEYS_WINDOW: u64 = 1024;

/// One agreement as this node holds it.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The partner.
    pub partner: PartyId,
    /// Text, signatures, notices, dates.
    pub life: Life,
    /// Our record.
    pub own: Log,
    /// Our copy of the partner's record.
    pub theirs: Log,
    /// Latest checkpoint we signed.
    pub checkpoint: Option<(u64, Note)>,
    /// Checkpoints not yet cosigned, by size.
    pub pending: BTreeMap<u64, Note>,
    /// Latest checkpoint of ours that the partner cosigned.
    pub cosigned: Option<(u64, Note)>,
    /// Partner's latest checkpoint.
    pub their_checkpoint: Option<(u64, Note)>,
    /// Time of the partner's latest checkpoint, seconds.
    pub their_time: u64,
    /// Time of our latest act or checkpoint: our own claims never run backwards.
    pub last_time: Instant,
    /// Time the partner last claimed.
    pub their_last_time: Instant,
    /// Items we released.
    pub ours: Side,
    /// Items the partner released.
    pub from_them: Side,
    /// Every copy on both sides, and what became of it.
    pub register: Register,
    /// The last digests of the two registers: ours and the partner's, each with its index and what
    /// its author had seen.
    pub tallies: BTreeMap<PartyId, Tallied>,
    /// Incidents, inspections, visits, contracts, demands, disputes, requests.
    pub cases: Cases,
    /// Acts that had no effect, with the reason; the first ten thousand.
    pub voids: BTreeMap<(PartyId, u64), Problem>,
    /// A stop of exchange.
    pub alarm: Option<Alarm>,
    /// Anchors of the parties' own records.
    pub anchors: Anchors,
    pub(crate) keks: BTreeMap<u64, Arc<Kek>>,
}

impl Agreement {
    pub(crate) fn new(me: &PartyId, partner: PartyId, life: Life) -> Self {
        let agreement = life.id();
        let own = Log::new(LogId {
            agreement,
            author: me.clone(),
        });
        let theirs = Log::new(LogId {
            agreement,
            author: partner.clone(),
        });
        Self {
            partner,
            life,
            own,
            theirs,
            checkpoint: None,
            pending: BTreeMap::new(),
            cosigned: None,
            their_checkpoint: None,
            their_time: 0,
            last_time: Instant::default(),
            their_last_time: Instant::default(),
            ours: Side::default(),
            from_them: Side::default(),
            register: Register::default(),
            tallies: BTreeMap::new(),
            cases: Cases::default(),
            voids: BTreeMap::new(),
            alarm: None,
            anchors: Anchors::default(),
            keks: BTreeMap::new(),
        }
    }

    /// Refuses while an alarm stands.
    ///
    /// # Errors
    /// REL-007.
    pub fn clear_of_alarm(&self) -> Result<(), Problem> {
        match &self.alarm {
            Some(alarm) if alarm.cleared.is_none() => Err(Problem::refused("REL-007")
                .with("code", &alarm.problem.code)
                .with("id", self.life.id())
                .decided_by("security-officer")),
            _ => Ok(()),
        }
    }

    /// Compares a party's last tally with this node's register as of that act. `None` while there is
    /// none; a difference is shown and never repaired (G1).
    #[must_use]
    pub fn reconciled(&self, by: &PartyId) -> Option<(&Tallied, Tally)> {
        let stated = self.tallies.get(by)?;
        let past = Past {
            by,
            n: stated.n,
            at: stated.at,
            seen: &stated.seen,
        };
        Some((stated, self.register.tally_as_of(&past)))
    }

    /// Inbound items that wait for our registrar: complete and not receipted, or quarantined and
    /// not reported.
    pub fn receipt_due(&self) -> impl Iterator<Item = u64> + '_ {
        self.from_them
            .releases
            .minus(&self.from_them.receipted)
            .filter(|n| {
                matches!(
                    self.from_them.payloads.get(n),
                    None | Some(PayloadState::Arrived | PayloadState::Quarantined(_))
                )
            })
    }
}

/// Everything the node knows. See [`State::advance`].
#[derive(Debug)]
pub struct State {
    /// The node's own party.
    pub me: Arc<Me>,
    /// Partners by party.
    pub partners: BTreeMap<PartyId, Partner>,
    /// Agreements.
    pub agreements: BTreeMap<AgreementId, Agreement>,
    /// Our own items.
    pub drafts: BTreeMap<ItemRef, DraftWrite>,
    /// Next number of our register, from 1.
    pub next_item: u64,
    /// What happens inside the party. Not one of the agreements, so never sent.
    pub house: House,
}

impl State {
    /// An empty node.
    #[must_use]
    pub fn new(me: Arc<Me>) -> Self {
        Self {
            house: House::new(me.party()),
            me,
            partners: BTreeMap::new(),
            agreements: BTreeMap::new(),
            drafts: BTreeMap::new(),
            next_item: 1,
        }
    }

    /// The agreement with this id.
    ///
    /// # Errors
    /// AGREE-001.
    pub fn agreement(&self, id: &AgreementId) -> Result<&Agreement, Problem> {
        self.agreements.get(id).ok_or_else(|| no_agreement(id))
    }

    /// The card of a party: ours or a partner's.
    #[must_use]
    pub fn card(&self, party: &PartyId) -> Option<&Card> {
        if party == self.me.party() {
            return Some(self.me.card.card());
        }
        self.partners.get(party).map(|p| p.card.card())
    }
}

pub(crate) fn no_agreement(id: &AgreementId) -> Problem {
    use entente_model::problem::Class;
    Problem::new("AGREE-001", Class::NotFound).with("id", id)
}
