//! What a step asks to be made durable, as one transaction and one flush, before any effect
//! leaves the node (DESIGN §2.1).

use entente_model::{
    AgreementId, Digest, Instant, Label, PartyId, Problem,
    holding::Form,
    id::{ItemRef, PurposeId},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Names one record: one party's log under one agreement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LogId {
    /// Agreement.
    pub agreement: AgreementId,
    /// Whose record.
    pub author: PartyId,
}

impl LogId {
    /// The record's origin, its name in checkpoints (C2SP tlog-checkpoint): a schema-less URL.
    #[must_use]
    pub fn origin(&self) -> String {
        format!(
            "{}.entente/{}",
            self.author.as_str().to_ascii_lowercase(),
            self.agreement
        )
    }
}

/// One entry to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryWrite {
    /// Record.
    pub log: LogId,
    /// Index.
    pub n: u64,
    /// The entry as logged.
    pub entry: Arc<[u8]>,
    /// Reference, when the entry releases an item.
    pub item: Option<ItemRef>,
    /// Ciphertext carried with the entry, for small items.
    pub payload: Option<Arc<[u8]>>,
}

/// One full tile of 256 hashes (C2SP tlog-tiles).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TileWrite {
    /// Record.
    pub log: LogId,
    /// Level.
    pub level: u8,
    /// Index of the tile in its level.
    pub index: u64,
    /// Its 256 hashes.
    pub hashes: Vec<Digest>,
}

/// A signed checkpoint to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointWrite {
    /// Record.
    pub log: LogId,
    /// Size it commits to.
    pub size: u64,
    /// The signed note; with the partner's cosignature lines once they are there.
    pub note: Vec<u8>,
    /// Whether the partner's mirror cosignature is in the note.
    pub cosigned: bool,
}

/// A partner's card and how far pairing went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerWrite {
    /// Party.
    pub party: PartyId,
    /// The card file.
    pub card: String,
    /// We compared the words and confirmed.
    pub by_us: bool,
    /// The partner's signed confirmation of our card is here.
    pub by_them: bool,
    /// The partner has our confirmation.
    pub told: bool,
}

/// An item of our own, before and after its releases. Never sent (DESIGN §2.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftWrite {
    /// Reference.
    pub item: ItemRef,
    /// Title, file name and media type, sealed; as in the release act.
    pub meta: String,
    /// Title in clear for our own register.
    pub title: String,
    /// File name.
    pub file: String,
    /// Plaintext length.
    pub size: u64,
    /// Payload root.
    pub root: Digest,
    /// Item key wrapped under the node's storage key.
    pub dek: Vec<u8>,
    /// Level, once marked.
    pub level: Option<entente_model::LevelId>,
    /// Agreement whose level table the mark was read with.
    pub agreement: Option<AgreementId>,
    /// When added.
    pub at: Instant,
    /// Releases so far: agreement, index in our record.
    pub released: Vec<(AgreementId, u64)>,
    /// Whether the ciphertext is small and kept with the draft, else a file named by the root.
    pub inline: bool,
    /// Who made it: a person or a position; empty when nobody said.
    #[serde(default)]
    pub author: String,
    /// The label, when it says more than the level.
    #[serde(default)]
    pub label: Option<Box<Label>>,
    /// Marks of its portions, in order, as written.
    #[serde(default)]
    pub portions: Vec<String>,
    /// Why it is marked above every portion; empty when it is not.
    #[serde(default)]
    pub aggregation: String,
    /// Form.
    #[serde(default)]
    pub form: Form,
    /// To be shown or told; no copy stays.
    #[serde(default)]
    pub disclosed: bool,
    /// Number of this copy and how many there are.
    #[serde(default)]
    pub copy: Option<(u32, u32)>,
    /// The item this is a version of for release, with the portions left out.
    #[serde(default)]
    pub source: Option<(ItemRef, Vec<u32>)>,
    /// What was put before a releasing officer, and what was decided, in order.
    #[serde(default)]
    pub desk: Vec<Desk>,
    /// Its key is destroyed: nothing of it can be read any more.
    #[serde(default)]
    pub shredded: bool,
}

/// One step of a draft over a releasing officer's desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Under which agreement.
    pub agreement: AgreementId,
    /// For which purpose.
    pub purpose: PurposeId,
    /// Who submitted or decided: person or position.
    pub by: String,
    /// Submitted, approved or refused.
    pub step: DeskStep,
    /// What was shown, by digest: a later change voids the decision.
    pub shown: Digest,
    /// Why not.
    #[serde(default)]
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// See [`Desk`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeskStep {
    /// Put before a releasing officer.
    Submitted,
    /// Approved.
    Approved,
    /// Refused with a reason.
    Refused,
}

impl DraftWrite {
    /// What a releasing officer is shown, in one digest: content, marking, form.
    #[must_use]
    pub fn shown(&self) -> Digest {
        let level = self.level.as_ref().map_or("", |l| l.as_str());
        let label = serde_json::to_vec(&self.label).unwrap_or_default();
        let portions = self.portions.join("\n");
        Digest::tagged(
            "entente draft v1",
            &[
                self.item.as_str().as_bytes(),
                self.root.as_bytes(),
                self.meta.as_bytes(),
                level.as_bytes(),
                &label,
                portions.as_bytes(),
                self.form.word().as_bytes(),
                &[u8::from(self.disclosed)],
            ],
        )
    }
}

/// How far a payload that travels apart from its act has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PayloadState {
    /// Inbound: the act is here, the ciphertext is not complete.
    Expected,
    /// Inbound: complete and verified. Outbound: the partner says it is.
    Arrived,
    /// Inbound: refused, with the reason; never shown.
    Quarantined(Problem),
    /// Outbound: not yet complete at the partner.
    Sending,
}

/// See [`PayloadState`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadWrite {
    /// Record of the release.
    pub log: LogId,
    /// Index of the release.
    pub n: u64,
    /// State.
    pub state: PayloadState,
}

/// A stop of exchange under an agreement, with the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Whose record it is about.
    pub log: LogId,
    /// What happened.
    pub problem: Problem,
    /// Proof or report, as text.
    pub proof: String,
    /// When it was raised, our clock.
    pub at: Instant,
    /// A person's decision to go on, if taken.
    pub cleared: Option<Instant>,
}

/// One transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commit {
    /// Entries, in the order they took effect.
    pub entries: Vec<EntryWrite>,
    /// Full tiles.
    pub tiles: Vec<TileWrite>,
    /// Checkpoints to keep.
    pub checkpoints: Vec<CheckpointWrite>,
    /// Records whose checkpoints below this size may go.
    pub checkpoints_done: Vec<(LogId, u64)>,
    /// Partners.
    pub partners: Vec<PartnerWrite>,
    /// Drafts, and small ciphertexts with them.
    pub drafts: Vec<(DraftWrite, Option<Arc<[u8]>>)>,
    /// Payload states.
    pub payloads: Vec<PayloadWrite>,
    /// Alarms raised or cleared.
    pub alarms: Vec<Alarm>,
    /// Releases whose wrapped key and small ciphertext are destroyed, so that nothing can be opened
    /// any more; the entries stay.
    pub shreds: Vec<(LogId, u64)>,
    /// The next number of our own register, when it moved.
    pub next_item: Option<u64>,
}

impl Commit {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One stored entry, as a reader gives it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Record.
    pub log: LogId,
    /// Index.
    pub n: u64,
    /// The entry as logged.
    pub entry: Vec<u8>,
    /// Small ciphertext, if carried with the entry.
    pub payload: Option<Vec<u8>>,
}

/// Everything but the entries, as a store gives it back at start.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Partners.
    pub partners: Vec<PartnerWrite>,
    /// Drafts.
    pub drafts: Vec<DraftWrite>,
    /// All kept checkpoints, by record and size.
    pub checkpoints: Vec<CheckpointWrite>,
    /// Payload states.
    pub payloads: Vec<PayloadWrite>,
    /// Alarms.
    pub alarms: Vec<Alarm>,
    /// Next number of our own register.
    pub next_item: u64,
}
