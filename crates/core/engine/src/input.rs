//! What goes into a step and what comes out beside the commit.

use crate::{commit::LogId, house::Readable, wire::Push};
use entente_model::{
    Act, AgreementId, Digest, Label, OfficialId, PartyId, Problem, ProvisionId,
    act::{Course, Keys, NoteKind},
    card::SignedCard,
    case::{CaseDeed, CaseId, Declaration},
    holding::{Form, ItemDeed},
    house::{Held, HouseDeed},
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
    /// Who made it: a person or a position; empty when nobody said.
    pub author: String,
    /// Form; what is not electronic has no content here.
    pub form: Form,
    /// To be shown or told; no copy stays.
    pub disclosed: bool,
    /// Number of this copy and how many there are.
    pub copy: Option<(u32, u32)>,
    /// The item this is a version of for release, with the portions left out.
    pub source: Option<(ItemRef, Vec<u32>)>,
    /// Marks of its portions, in order, as written.
    pub portions: Vec<String>,
}

/// An item of another party as this node holds it, to go on with its consent.
#[derive(Debug, Clone)]
pub struct ThirdItem {
    /// Agreement it was received under.
    pub agreement: AgreementId,
    /// The originator's act that released it.
    pub act: Act,
    /// The encapsulation its key is under.
    pub keys: Keys,
    /// Its wrapped key.
    pub wrapped: Vec<u8>,
    /// Its ciphertext, when small.
    pub inline: Option<Arc<[u8]>>,
    /// Index of the consent in the originator's record.
    pub consent: u64,
    /// The consent as the entry stored.
    pub token: Vec<u8>,
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

/// A person asks to read an item.
#[derive(Debug, Clone)]
pub struct ReadAsked {
    /// Who.
    pub person: OfficialId,
    /// Acting in this position.
    pub position: OfficialId,
    /// What.
    pub item: Held,
    /// open, print, export or search.
    pub how: String,
    /// For which purpose, where one is stated.
    pub purpose: Option<PurposeId>,
    /// What the decision looks at.
    pub facts: Readable,
    /// What the party's own rules say: the policies that allowed it, or the refusal.
    pub house: Result<Vec<String>, Problem>,
}

/// An act in a case as its author wants it done.
#[derive(Debug, Clone)]
pub struct NewStep {
    /// Agreement.
    pub agreement: AgreementId,
    /// The case; none when it is opened.
    pub case: Option<CaseId>,
    /// What is done.
    pub what: CaseDeed,
    /// The day it is about; today in the agreement's zone when absent.
    pub on: Option<Date>,
    /// Words that only the partner reads; may be empty.
    pub text: String,
    /// Whose business the matter is: see [`entente_agreement::cases::role`].
    pub acting: Acting,
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
    /// Labels an item: more than a level.
    ItemLabel {
        /// Item.
        item: ItemRef,
        /// Agreement whose levels are meant.
        agreement: AgreementId,
        /// The label.
        label: Box<Label>,
        /// Marks of its portions.
        portions: Vec<String>,
        /// Why it is marked above every portion.
        aggregation: String,
    },
    /// Puts an item before a releasing officer.
    ItemSubmit {
        /// Item.
        item: ItemRef,
        /// Agreement.
        agreement: AgreementId,
        /// Purpose.
        purpose: PurposeId,
        /// Who.
        by: String,
    },
    /// A releasing officer approves an item or refuses it with a reason.
    ItemDecide {
        /// Item.
        item: ItemRef,
        /// Agreement.
        agreement: AgreementId,
        /// Approved.
        approved: bool,
        /// Why not.
        reason: String,
        /// Releasing officer.
        acting: Acting,
    },
    /// Destroys the key of an item of our own.
    ItemShred {
        /// Item.
        item: ItemRef,
    },
    /// Passes an item of another party on, with its consent (E1).
    ReleaseOnward {
        /// Agreement with the recipient.
        agreement: AgreementId,
        /// The item.
        third: Box<ThirdItem>,
        /// Purpose.
        purpose: PurposeId,
        /// Receiving unit; empty for the party.
        unit: String,
        /// Releasing officer.
        acting: Acting,
    },
    /// Something is done with released items.
    Item {
        /// Agreement.
        agreement: AgreementId,
        /// Whose releases.
        from: PartyId,
        /// Indices in that party's record.
        of: Vec<u64>,
        /// What.
        what: Box<ItemDeed>,
        /// Words only the parties read, for what carries them; empty for none.
        text: String,
        /// Who signs.
        acting: Acting,
        /// Witnesses, in the order the deed names them.
        with: Vec<Acting>,
    },
    /// States something for our own party.
    Declare {
        /// Agreement.
        agreement: AgreementId,
        /// What.
        what: Declaration,
        /// Security officer.
        acting: Acting,
    },
    /// States what our register says, for the two registers to be compared.
    Tally {
        /// Agreement.
        agreement: AgreementId,
    },
    /// Releases items.
    Release {
        /// Agreement.
        agreement: AgreementId,
        /// Items.
        items: Vec<ReleaseOf>,
        /// Purpose.
        purpose: Option<PurposeId>,
        /// Receiving unit; empty for the party.
        unit: String,
        /// Releasing officer.
        acting: Acting,
        /// A second person who decides with the officer.
        second: Option<Acting>,
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
    /// Opens a case, goes on with it or closes it.
    Case(Box<NewStep>),
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
    /// Something is done inside the party.
    House {
        /// The person or position, by id; `-` for the node. The shell knows that it is who asks.
        by: String,
        /// What.
        deed: Box<HouseDeed>,
    },
    /// A person asks to read. The one input that is written down when it is refused, too.
    Read(Box<ReadAsked>),
    /// Anchors the house's record in every shared record whose anchor is behind.
    Anchor,
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
    /// Acts on items were written: index, and what of them can be shredded now.
    Items {
        /// Index in our record.
        n: u64,
        /// Roots of ciphertext files that nothing needs any more.
        shredded: Vec<Digest>,
    },
    /// Receipts were written for these indices.
    Receipted(Vec<u64>),
    /// A push was stored.
    Stored {
        /// Size of the sender's record now stored.
        size: u64,
        /// Our mirror's cosignature lines.
        lines: String,
    },
    /// An act was written to the house's record.
    House {
        /// Index.
        n: u64,
        /// Agreements whose partner must be told (D4).
        tell: Vec<AgreementId>,
    },
    /// The item may be read, and that it is read is written down. Nothing is shown before.
    Read {
        /// Index in the house's record.
        n: u64,
        /// What allowed it: house rules, provisions, policies.
        rules: Vec<String>,
    },
    /// The house's record was anchored: agreement and index of the anchor there.
    Anchored(Vec<(AgreementId, u64)>),
}

/// What the shell does after the commit is durable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// There is something for this partner.
    Wake(PartyId),
    /// An alarm was raised.
    Alarm(AgreementId),
}
