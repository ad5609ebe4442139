//! What happens inside the party: its people, who may read what, who read what, where copies are.
//! A record of its own ([`HOUSE`]), appended and checkpointed like the others, folded by the same
//! code live and at start, and never among the agreements: what lists those for a partner cannot
//! meet it. Its head is anchored in the shared records, so it cannot be rewritten later.
//!
//! Memory: persons, copies, grants and submissions as they stand; of reads, the set of readers of
//! each item, so at most persons × items ids. Everything else stays in the store.

mod actor;
mod anchor;
mod apply;
mod copies;
mod fold;
mod muster;
mod people;
mod read;
mod rules;
mod standing;

pub use actor::Under;
pub use anchor::{AnchorAt, Report, anchors_in, verify_anchors};
pub(crate) use apply::{anchor_all, anchor_grown, note_shreds, read, waive, write};
pub use copies::{Copy, Lent};
pub use muster::{Muster, Sampled, draw, muster_deeds};
pub use people::{Grant, Known, Term};
pub use read::{ReadDecision, Readable, may_read, still_may_read};

use crate::{
    commit::{EntryWrite, LogId, StoredEntry},
    log::Log,
};
use entente_model::{
    AgreementId, Digest, Instant, OfficialId, PartyId, Problem,
    house::{HOUSE, Held, HouseAct, Scope, Standing, Who},
    id::{ItemRef, PurposeId},
    merkle,
    time::Date,
};
use entente_record::{checkpoint::Checkpoint, note::Note};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most anchors of one agreement kept at hand.
const MAX_ANCHORS: usize = 256;

/// See the module.
#[derive(Debug, Clone)]
pub struct House {
    own: PartyId,
    log: Log,
    /// Latest checkpoint signed.
    pub(crate) checkpoint: Option<(u64, Note)>,
    /// Time of the latest act: our own claims never run backwards.
    pub(crate) last_time: Instant,
    persons: BTreeMap<OfficialId, Known>,
    grants: BTreeMap<(Who, Scope), Grant>,
    rules: Option<Digest>,
    copies: BTreeMap<(Held, u32), Copy>,
    standing: BTreeMap<OfficialId, (Standing, Option<Instant>)>,
    submissions: BTreeMap<(ItemRef, AgreementId), Submission>,
    musters: BTreeMap<u32, Muster>,
    shredded: BTreeSet<Held>,
    readers: BTreeMap<Held, Readers>,
    waivers: BTreeMap<String, Option<Date>>,
    /// Own anchors that stand: index in the shared record, size of this one.
    anchored: BTreeMap<AgreementId, VecDeque<(u64, u64)>>,
    /// Own anchors that did not fit this record when they were replayed.
    broken: BTreeMap<AgreementId, u64>,
    /// Size after the latest act that took something away from somebody.
    narrowed: u64,
}

/// Who has read one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readers {
    /// Each once.
    pub persons: BTreeSet<OfficialId>,
    /// Openings, prints and exports in all.
    pub reads: u64,
}

/// A draft before a releasing officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Who put it forward.
    pub by: String,
    /// Who wrote it, where that is another person.
    pub author: Option<OfficialId>,
    /// For which purpose.
    pub purpose: PurposeId,
    /// The decision, once taken.
    pub decided: Option<Decided>,
}

/// See [`Submission`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// By whom.
    pub by: String,
    /// What was shown. The decision counts for this and nothing else.
    pub shown: Digest,
    /// Approved.
    pub approved: bool,
    /// Why not.
    pub reason: String,
    /// When.
    pub at: Instant,
}

impl House {
    /// An empty house.
    #[must_use]
    pub fn new(own: &PartyId) -> Self {
        Self {
            own: own.clone(),
            log: Log::new(Self::log_of(own)),
            checkpoint: None,
            last_time: Instant::default(),
            persons: BTreeMap::new(),
            grants: BTreeMap::new(),
            rules: None,
            copies: BTreeMap::new(),
            standing: BTreeMap::new(),
            submissions: BTreeMap::new(),
            musters: BTreeMap::new(),
            shredded: BTreeSet::new(),
            readers: BTreeMap::new(),
            waivers: BTreeMap::new(),
            anchored: BTreeMap::new(),
            broken: BTreeMap::new(),
            narrowed: 0,
        }
    }

    /// The name of a party's own record.
    #[must_use]
    pub fn log_of(party: &PartyId) -> LogId {
        LogId {
            agreement: HOUSE,
            author: party.clone(),
        }
    }

    /// Number of acts.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.log.size()
    }

    /// The head as it stands; what is signed, and what is anchored.
    #[must_use]
    pub fn head(&self) -> Checkpoint {
        Checkpoint {
            origin: self.log.id().origin(),
            size: self.log.size(),
            root: self.log.root(),
        }
    }

    /// Latest signed checkpoint: size and note.
    #[must_use]
    pub fn checkpoint(&self) -> Option<&(u64, Note)> {
        self.checkpoint.as_ref()
    }

    /// House rules in force by their digest; `None`: those shipped.
    #[must_use]
    pub fn rules_in_force(&self) -> Option<&Digest> {
        self.rules.as_ref()
    }

    /// Who has read an item.
    #[must_use]
    pub fn readers(&self, held: &Held) -> Option<&Readers> {
        self.readers.get(held)
    }

    /// Persons who have read an item and are still here: those whose open views are looked at
    /// again when something is taken away.
    pub fn open_readers(&self, held: &Held) -> impl Iterator<Item = &OfficialId> {
        let persons = self.readers.get(held).into_iter().flat_map(|r| &r.persons);
        persons.filter(|id| self.person(id).is_some())
    }

    /// Size of the record after the latest act that took something away. An open view that was
    /// decided at a smaller size is decided again; a day that ends is no act and is looked at too.
    #[must_use]
    pub fn narrowed(&self) -> u64 {
        self.narrowed
    }

    /// Whether an item's key was destroyed.
    #[must_use]
    pub fn shredded(&self, held: &Held) -> bool {
        self.shredded.contains(held)
    }

    /// A draft's submission under an agreement.
    #[must_use]
    pub fn submission(&self, item: &ItemRef, agreement: &AgreementId) -> Option<&Submission> {
        self.submissions.get(&(item.clone(), *agreement))
    }

    /// Drafts that wait for a releasing officer.
    pub fn undecided(&self) -> impl Iterator<Item = (&ItemRef, &AgreementId, &Submission)> {
        let all = self.submissions.iter();
        all.filter(|(_, s)| s.decided.is_none())
            .map(|((item, agreement), s)| (item, agreement, s))
    }

    /// The approval of a draft exactly as shown, if it has one.
    #[must_use]
    pub fn approved(
        &self,
        item: &ItemRef,
        agreement: &AgreementId,
        shown: &Digest,
    ) -> Option<&Decided> {
        let decided = self.submission(item, agreement)?.decided.as_ref()?;
        (decided.approved && decided.shown == *shown).then_some(decided)
    }

    /// Whether a pair of duties, in either order, may be one person's on a day.
    #[must_use]
    pub fn waived(&self, one: &str, other: &str, day: Date) -> bool {
        [format!("{one}+{other}"), format!("{other}+{one}")]
            .iter()
            .filter_map(|pair| self.waivers.get(pair))
            .any(|until| until.is_none_or(|u| day <= u))
    }

    /// Takes one act into account: rules first, then effect. On an error nothing changed. That
    /// `by` is who asks is the caller's to know.
    ///
    /// # Errors
    /// HOUSE-020 to HOUSE-047.
    pub fn apply(&mut self, act: &HouseAct, under: Under<'_>) -> Result<(), Problem> {
        self.check(&act.by, &act.deed, under)?;
        self.fold(act);
        Ok(())
    }

    /// Appends an act that took effect; the caller folds it.
    pub(crate) fn append(
        &mut self,
        entry: Vec<u8>,
        tiles: &mut Vec<crate::commit::TileWrite>,
    ) -> EntryWrite {
        let n = self.log.size();
        self.log.push(merkle::leaf_hash(&entry), tiles);
        EntryWrite {
            log: self.log.id().clone(),
            n,
            entry: entry.into(),
            item: None,
            payload: None,
        }
    }

    /// Replays a stored entry. The rules were asked when it was written.
    ///
    /// # Errors
    /// AUDIT-003 when it is no act of this house at the next index.
    pub(crate) fn replay(&mut self, stored: &StoredEntry) -> Result<(), Problem> {
        let act = HouseAct::from_entry(self.log.size(), &stored.entry)?;
        self.log
            .push(merkle::leaf_hash(&stored.entry), &mut Vec::new());
        self.fold(&act);
        Ok(())
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }
}
