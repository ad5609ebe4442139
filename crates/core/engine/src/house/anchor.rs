//! Anchors: the head of the house's record, written into the shared records. They tell the partner
//! nothing, and make rewriting the house's record visible to whoever has both.

use super::{House, MAX_ANCHORS};
use crate::commit::StoredEntry;
use entente_model::{
    Act, AgreementId, Deed, Digest, PartyId, Problem,
    house::HouseAct,
    merkle::{self, Frontier},
    problem::{Class, Fault},
};
use entente_record::checkpoint::Checkpoint;
use std::collections::{BTreeMap, BTreeSet};

/// An anchor as it stands in a shared record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorAt {
    /// Index in its author's record.
    pub n: u64,
    /// Digest of the head's text.
    pub head: Digest,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Acts in the house's record.
    pub entries: u64,
    /// Anchors that stand.
    pub anchors: u64,
    /// Size of the house's record at the latest one; what came later is not anchored yet.
    pub anchored: u64,
    /// Head of the house's record.
    pub head: Digest,
    /// Acts by what was done.
    pub deeds: BTreeMap<&'static str, u64>,
}

/// What an anchor carries: the digest of a head's text (origin, size, root, each with a newline).
#[must_use]
pub(super) fn digest(head: &Checkpoint) -> Digest {
    Digest::of(&[head.to_text().as_bytes()])
}

impl House {
    /// What an anchor of the record as it stands carries.
    #[must_use]
    pub fn anchor(&self) -> Digest {
        digest(&self.head())
    }

    /// Size of this record at its latest anchor in an agreement's record.
    #[must_use]
    pub fn anchored_size(&self, agreement: &AgreementId) -> u64 {
        let all = self.anchored.get(agreement);
        all.and_then(|a| a.back()).map_or(0, |(_, size)| *size)
    }

    /// The anchors at hand that hold the act at an index, one an agreement: the first there after
    /// it. The latest 256 of each agreement are looked at.
    pub fn anchored_at(&self, index: u64) -> impl Iterator<Item = (AgreementId, AnchorPlace)> {
        self.anchored.iter().filter_map(move |(agreement, all)| {
            let (n, size) = all.iter().find(|(_, size)| *size > index)?;
            Some((*agreement, AnchorPlace { n: *n, size: *size }))
        })
    }

    /// Own anchors that did not fit this record when they were replayed: agreement, index. Any
    /// says that the record was rewritten.
    pub fn broken_anchors(&self) -> impl Iterator<Item = (&AgreementId, &u64)> {
        self.broken.iter()
    }

    /// Whether every own anchor that was replayed fitted; the quick form of [`verify_anchors`].
    ///
    /// # Errors
    /// AUDIT-001.
    pub fn sound(&self) -> Result<(), Problem> {
        match self.broken.first_key_value() {
            None => Ok(()),
            Some((agreement, n)) => Err(rewritten(*agreement, *n, self.anchored_size(agreement))),
        }
    }

    /// Takes note of an own anchor, live and replayed alike: it was written of the head as it
    /// stood.
    pub(crate) fn note_anchor(&mut self, agreement: AgreementId, n: u64, head: &Digest) {
        if self.anchor() != *head {
            self.broken.entry(agreement).or_insert(n);
            return;
        }
        let size = self.size();
        let all = self.anchored.entry(agreement).or_default();
        if all.len() >= MAX_ANCHORS {
            all.pop_front();
        }
        all.push_back((n, size));
    }
}

/// Where an anchor stands, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnchorPlace {
    /// Index in the shared record.
    pub n: u64,
    /// Size of the house's record it holds.
    pub size: u64,
}

/// The anchors in a party's entries of a shared record. Entries that are no acts are left to
/// whoever verifies that record.
pub fn anchors_in<'a>(
    author: &'a PartyId,
    entries: impl IntoIterator<Item = StoredEntry> + 'a,
) -> impl Iterator<Item = (AgreementId, AnchorAt)> + 'a {
    entries.into_iter().filter_map(move |stored| {
        let (act, _) = Act::from_entry(author, &stored.entry).ok()?;
        match act.deed {
            Deed::Anchor(anchor) => Some((
                act.ag,
                AnchorAt {
                    n: stored.n,
                    head: anchor.head,
                },
            )),
            _ => None,
        }
    })
}

/// Verifies a house's record against its anchors in the shared records: each must be the head of
/// the record at some size, and later ones must hold no less than earlier ones. Reads the entries
/// once; memory is what the anchors take.
///
/// # Errors
/// AUDIT-001 when an anchor is not a head of this record: acts were changed, left out or put in
/// after they were anchored. AUDIT-003 when an entry is no act of a house.
pub fn verify_anchors<E: AsRef<[u8]>>(
    own: &PartyId,
    anchors: impl IntoIterator<Item = (AgreementId, AnchorAt)>,
    entries: impl IntoIterator<Item = E>,
) -> Result<Report, Problem> {
    let mut wanted: BTreeMap<AgreementId, Vec<AnchorAt>> = BTreeMap::new();
    for (agreement, anchor) in anchors {
        wanted.entry(agreement).or_default().push(anchor);
    }
    let heads: BTreeSet<Digest> = wanted.values().flatten().map(|a| a.head).collect();
    let mut sizes: BTreeMap<Digest, u64> = BTreeMap::new();
    let mut deeds = BTreeMap::new();
    let mut tree = Frontier::default();
    let mut head = Checkpoint {
        origin: House::log_of(own).origin(),
        size: 0,
        root: tree.root(),
    };
    let note = |sizes: &mut BTreeMap<Digest, u64>, head: &Checkpoint| {
        let digest = digest(head);
        if heads.contains(&digest) {
            sizes.insert(digest, head.size);
        }
    };
    note(&mut sizes, &head);
    for entry in entries {
        let entry = entry.as_ref();
        let act = HouseAct::from_entry(head.size, entry)?;
        let count: &mut u64 = deeds.entry(act.deed.name()).or_default();
        *count = count.saturating_add(1);
        tree.push(merkle::leaf_hash(entry));
        head.size = tree.size();
        head.root = tree.root();
        note(&mut sizes, &head);
    }
    let mut report = Report {
        entries: head.size,
        anchors: 0,
        anchored: 0,
        head: digest(&head),
        deeds,
    };
    for (agreement, mut all) in wanted {
        all.sort_by_key(|a| a.n);
        let mut before = 0;
        for anchor in all {
            let size = sizes.get(&anchor.head).filter(|size| **size >= before);
            let Some(size) = size else {
                return Err(rewritten(agreement, anchor.n, before));
            };
            before = *size;
            report.anchors = report.anchors.saturating_add(1);
            report.anchored = report.anchored.max(before);
        }
    }
    Ok(report)
}

/// The record was changed somewhere after it had this size.
fn rewritten(agreement: AgreementId, n: u64, size: u64) -> Problem {
    Problem::new("AUDIT-001", Class::Unverified)
        .by(Fault::Machine)
        .with("index", n)
        .with("agreement", agreement)
        .with("size", size)
}
