//! What goes into a step and what comes out beside the commit.

use crate::{commit::LogId, wire::Push};
use entente_model::{
    AgreementId, Digest, OfficialId, PartyId, Problem, ProvisionId,
    act::{Course, NoteKind},
    card::SignedCard,
    id::{ItemRef, PurposeId},
    instrument::Instrument,
    keys::SecretKeys,
    time::Date,
    turn::Op,
};
use std::sync::Arc;

/// An official acting: position and the keys the person unlocked.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Position.
    pub official: OfficialId,
    /// Keys; absent when the deed only names the position.
    pub keys: Option<Arc<SecretKeys>>,
}

/// An item's content, already sealed by the shell.
#[derive(Debug, Clone)]
pub struct SealedItem {
    /// Title for our own register.
    pub title: String,
    /// File name.
    pub file: String,
    /// Sealed title, file name and media type, base64.
    pub meta: String,
    /// Plaintext length.
    pub size: u64,
    /// Payload root.
    pub root: Digest,
    /// Key, wrapped under the storage key with the root as associated data.
    pub dek: Vec<u8>,
    /// Ciphertext, when small; else it is a file named by the root.
    pub inline: Option<Arc<[u8]>>,
}

/// An item given and released in one act (feeds, many at once).
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Title, may be empty.
    pub title: String,
    /// Level word, as for marking.
    pub level: String,
    /// Plaintext, at most 64 KiB.
    pub plain: Vec<u8>,
}

/// What is released.
#[derive(Debug, Clone)]
pub enum ReleaseOf {
    /// An item added and marked before.
    Draft {
        /// Item.
        item: ItemRef,
        /// Its ciphertext, when small: travels with the act.
        inline: Option<Arc<[u8]>>,
    },
    /// A new item.
    New(NewItem),
}

/// A turn as its author wants it sent.
#[derive(Debug, Clone)]
pub struct NewTurn {
    /// Operations.
    pub ops: Vec<Op>,
    /// Why.
    pub reason: String,
    /// A reply is asked for by this day.
    pub reply_by: Option<Date>,
    /// Offered as a whole.
    pub chair: bool,
    /// The number the turn had when it was drafted: refused as stale when another arrived since.
    pub expected: Option<u32>,
}

/// One input.
#[derive(Debug)]
pub enum Input {
    /// Knows a partner's card. Trusts nothing yet.
    PartnerAdd(Box<SignedCard>),
    /// The words were compared: confirms the card with this fingerprint.
    PartnerConfirm {
        /// Party.
        party: PartyId,
        /// Fingerprint whose words were compared.
        fingerprint: Digest,
    },
    /// The partner has our confirmation.
    PartnerTold(PartyId),
    /// A partner's signed confirmation of our card.
    PairingReceived {
        /// From, by its TLS key.
        from: PartyId,
        /// DSSE envelope.
        envelope: String,
    },
    /// Opens an agreement.
    Propose {
        /// Partner.
        with: PartyId,
        /// Text and terms.
        instrument: Box<Instrument>,
        /// What every capital agreed to is settled piece by piece.
        piecewise: bool,
    },
    /// Sends a turn.
    Turn {
        /// Agreement.
        agreement: AgreementId,
        /// What is sent.
        turn: Box<NewTurn>,
    },
    /// A legal adviser certifies wordings as concordant.
    Concord {
        /// Agreement.
        agreement: AgreementId,
        /// Provisions; everything that is clean when empty.
        provisions: Vec<ProvisionId>,
        /// Adviser.
        acting: Acting,
    },
    /// Opens the negotiation of the next version.
    Amend {
        /// Agreement.
        agreement: AgreementId,
        /// Why.
        reason: String,
    },
    /// Takes a signing back before it is complete.
    Abandon {
        /// Agreement.
        agreement: AgreementId,
        /// Why.
        reason: String,
    },
    /// Freezes the text.
    Freeze {
        /// Agreement.
        agreement: AgreementId,
        /// Digest the person saw.
        text: Option<Digest>,
    },
    /// Signs the text.
    Sign {
        /// Agreement.
        agreement: AgreementId,
        /// Signatory.
        acting: Acting,
        /// Capacity as written under the signature.
        capacity: String,
        /// Full powers shown; may be empty.
        powers: String,
    },
    /// Gives a notification.
    Note {
        /// Agreement.
        agreement: AgreementId,
        /// Kind.
        kind: NoteKind,
        /// Date on it; today in the terms' zone when absent.
        date: Option<Date>,
        /// Signatory.
        acting: Acting,
    },
    /// Says something in the agreement's course.
    Course {
        /// Agreement.
        agreement: AgreementId,
        /// What.
        what: Course,
        /// Signatory.
        acting: Acting,
    },
    /// Adds an item to our register.
    ItemAdd(Box<SealedItem>),
    /// Marks an item.
    ItemMark {
        /// Item.
        item: ItemRef,
        /// Level word.
        level: String,
        /// Agreement whose levels are meant; the only one that knows the word when absent.
        agreement: Option<AgreementId>,
    },
    /// Releases items.
    Release {
        /// Agreement.
        agreement: AgreementId,
        /// Items.
        items: Vec<ReleaseOf>,
        /// Purpose.
        purpose: Option<PurposeId>,
        /// Releasing officer.
        acting: Acting,
    },
    /// Receipts arrived items; quarantined ones are reported with their reason.
    Receipt {
        /// Agreement.
        agreement: AgreementId,
        /// Indices in the partner's record; all that wait when empty.
        items: Vec<u64>,
        /// Registrar.
        acting: Acting,
    },
    /// A push from a partner.
    Push {
        /// From, by its TLS key.
        from: PartyId,
        /// The push.
        push: Box<Push>,
        /// Root of our copy at the push's checkpoint size, if that is smaller than our copy.
        prefix_root: Option<Digest>,
    },
    /// A partner's answer to our push.
    Cosigned {
        /// Partner.
        from: PartyId,
        /// Agreement.
        agreement: AgreementId,
        /// Size it says it stored.
        size: u64,
        /// Cosignature lines.
        lines: String,
    },
    /// How much of our record a partner says it stored.
    PartnerSize {
        /// Partner.
        from: PartyId,
        /// Agreement.
        agreement: AgreementId,
        /// Size.
        size: u64,
    },
    /// A payload that travelled apart is complete, or was refused.
    PayloadArrived {
        /// Record and index of the release.
        log: LogId,
        /// Index.
        n: u64,
        /// Why it was refused, if it was.
        refused: Option<Problem>,
    },
    /// The partner has the whole payload of our release.
    PayloadDelivered {
        /// Agreement.
        agreement: AgreementId,
        /// Index in our record.
        n: u64,
    },
    /// A person decides to go on after an alarm.
    Resume {
        /// Agreement.
        agreement: AgreementId,
    },
}

/// What a successful input answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Done, nothing to say.
    Done,
    /// An act was written to our record.
    Written {
        /// Agreement.
        agreement: AgreementId,
        /// Index.
        n: u64,
    },
    /// An item has this reference.
    Item(ItemRef),
    /// Items were released, each with its reference and index, or was refused.
    Released(Vec<Result<(ItemRef, u64), Problem>>),
    /// Receipts were written for these indices.
    Receipted(Vec<u64>),
    /// A push was stored.
    Stored {
        /// Size of the sender's record now stored.
        size: u64,
        /// Our mirror's cosignature lines.
        lines: String,
    },
}

/// What the shell does after the commit is durable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// There is something for this partner.
    Wake(PartyId),
    /// An alarm was raised.
    Alarm(AgreementId),
}
