//! Acts: everything a party does under an agreement, each one entry in its record. Strict JSON:
//! no floats, no duplicate keys, unknown fields refused; kept as bytes, never re-serialised.

use crate::{
    AgreementId, Digest, Instant, LevelId, OfficialId, PartyId, Problem, ProvisionId, b64,
    case::{CaseAct, DeclareAct},
    dsse::{Kind, Statement},
    holding::{Form, ItemAct, ThirdOrigin},
    id::{ItemRef, PurposeId},
    instrument::Instrument,
    label::Label,
    problem::{Class, Fault},
    time::Date,
    turn::Turn,
};
use serde::{Deserialize, Serialize};

pub use crate::course::{Course, CourseAct, StayTo};

/// Format version of the acts this program writes and reads.
pub const VERSION: u8 = 1;

/// One act. `v` is the format version, `ag` the agreement, `by` the author, `n` its index in the
/// author's record, `at` the author's clock, `seen` the size of each partner's record the author
/// had stored (so "did they know?" can be answered).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Format version.
    pub v: u8,
    /// Agreement.
    pub ag: AgreementId,
    /// Author.
    pub by: PartyId,
    /// Index in the author's record, from 0.
    pub n: u64,
    /// What the author's clock said.
    pub at: Instant,
    /// Sizes of the partners' records the author had stored.
    pub seen: Vec<(PartyId, u64)>,
    /// What was done.
    #[serde(rename = "do")]
    pub deed: Deed,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Opens the agreement with a first text.
    Propose(Propose),
    /// One atomic negotiating move.
    Turn(Turn),
    /// A piece of a deed too long for one act.
    Part(Part),
    /// A legal adviser certifies that the languages say the same.
    Concord(Concord),
    /// Opens the negotiation of the next version.
    Amend(Amend),
    /// Freezes the text of this digest for signature.
    Freeze(OnText),
    /// An official signs the frozen text.
    Sign(Sign),
    /// Takes a signing back before it is complete.
    Abandon(Abandon),
    /// A written notification through the channel the agreement names.
    Note(Note),
    /// States the day a partner's notification was received.
    NoteReceived(NoteReceived),
    /// Something in the agreement's course: a stay, a pause, an update, a change of rules.
    Course(CourseAct),
    /// One HPKE encapsulation, shared by the releases that name it.
    Keys(Keys),
    /// Releases an item.
    Release(Release),
    /// A registrar's receipt.
    Receipt(Receipt),
    /// Something is done with released items.
    Item(ItemAct),
    /// A case is opened, goes on or is closed.
    Case(CaseAct),
    /// A party states something for itself.
    Declare(DeclareAct),
    /// The head of the author's own, unsent record.
    Anchor(Anchor),
    /// What the author's register says, in one digest: the two registers are compared by it.
    Tally(Tally),
}

/// See [`Deed::Tally`]. The register as of this act: what the author had written and seen (G1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Copies on both sides, those made by holders included.
    pub copies: u64,
    /// Of these, not ended.
    pub open: u64,
    /// Digest over every copy's line, in order.
    pub digest: Digest,
}

/// See [`Deed::Anchor`]. Tells nothing but that the record behind it cannot be rewritten any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Digest of the head's text (C2SP tlog-checkpoint: origin, size, root).
    pub head: Digest,
}

/// See [`Deed::Propose`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Propose {
    /// 16 random bytes, base64: makes the agreement's id unique.
    #[serde(with = "b64::bytes")]
    pub nonce: Vec<u8>,
    /// Fingerprint of each party's card, in the order of the parties.
    pub cards: Vec<Digest>,
    /// The text and terms proposed; without provisions and terms when `rest` follows.
    pub instrument: Instrument,
    /// The whole instrument follows in parts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rest: bool,
    /// What every capital agreed to is settled piece by piece; else nothing is agreed until
    /// everything is agreed (rule f).
    #[serde(default, skip_serializing_if = "is_false")]
    pub piecewise: bool,
}

/// Most bytes of a deed that comes in parts.
pub const MAX_LONG: usize = 4 * 1024 * 1024;
/// Bytes of text one part carries at most.
pub const PART: usize = 40 * 1024;

/// See [`Deed::Part`]. Parts follow each other in their author's record; the deed takes effect
/// with the last, whose index and causal past are its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The next characters of the JSON of a [`Long`].
    pub text: String,
    /// How many parts follow.
    pub left: u32,
}

/// What may come in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Long {
    /// The instrument of a proposal.
    Instrument(Instrument),
    /// A turn.
    Turn(Turn),
}

/// See [`Deed::Concord`]. The statement carries the adviser's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concord {
    /// Version under negotiation.
    pub version: u32,
    /// Provisions (and [`crate::turn::TITLE`]) with the digest over all their wordings.
    pub texts: Vec<(ProvisionId, Digest)>,
    /// The legal adviser.
    pub official: OfficialId,
}

/// See [`Deed::Amend`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amend {
    /// The version to be negotiated: one more than the newest signed.
    pub version: u32,
    /// Why, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`Deed::Abandon`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abandon {
    /// Digest of the frozen text.
    pub text: Digest,
    /// Why, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`Deed::Freeze`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnText {
    /// Digest of texts and terms.
    pub text: Digest,
}

/// See [`Deed::Sign`]. The statement carries the official's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Digest of texts and terms.
    pub text: Digest,
    /// Who signs.
    pub official: OfficialId,
    /// In what capacity, as written under the signature.
    pub capacity: String,
    /// The full powers shown: date and reference (VCLT Art. 7). They are evidence of authority,
    /// not an authorization to sign.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub powers: String,
}

/// What a notification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// Internal procedures for entry into force are completed (A4).
    Completed,
    /// The agreement is terminated (A12).
    Terminate,
    /// The agreement is not to be extended (A11).
    NoRenewal,
}

/// See [`Deed::Note`]. The statement carries the official's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What it says.
    pub kind: NoteKind,
    /// Date on the note, in the terms' zone.
    pub date: Date,
    /// Who signs it.
    pub official: OfficialId,
    /// Digest of texts and terms it is about.
    pub text: Digest,
}

/// See [`Deed::NoteReceived`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteReceived {
    /// Whose note.
    pub from: PartyId,
    /// Its index in that party's record.
    pub of: u64,
    /// Day of receipt, in the terms' zone.
    pub date: Date,
}

/// See [`Deed::Keys`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Recipient.
    pub to: PartyId,
    /// Digest of the agreement's texts and terms; bound into the encapsulation.
    pub text: Digest,
    /// HPKE encapsulated key, 1120 bytes (MLKEM768-X25519).
    #[serde(with = "b64::bytes")]
    pub enc: Vec<u8>,
}

/// See [`Deed::Release`]. This is the sealed item's header: the record's checkpoint signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The originator's reference.
    pub item: ItemRef,
    /// Recipient.
    pub to: PartyId,
    /// The originator's level.
    pub level: LevelId,
    /// Purpose it is given for.
    pub purpose: PurposeId,
    /// Releasing officer who decided.
    pub officer: OfficialId,
    /// Plaintext length in bytes; 0 for what is only accounted for.
    pub size: u64,
    /// Merkle root over the SHA-256 of each ciphertext segment.
    pub root: Digest,
    /// Where the item's key is.
    pub slot: Slot,
    /// The label, when it says more than the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Box<Label>>,
    /// Its form; nothing but electronic items has content here.
    #[serde(default, skip_serializing_if = "Form::is_electronic")]
    pub form: Form,
    /// Shown or told; no copy stays (C1).
    #[serde(default, skip_serializing_if = "is_false")]
    pub disclosed: bool,
    /// Number of this copy, from 1, and how many there are (G2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<(u32, u32)>,
    /// The receiving unit, where assurances are given by unit (D7).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The second person who decided; that person's signatures follow the officer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<OfficialId>,
    /// It came from another party and goes on with its consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third: Option<Box<ThirdOrigin>>,
    /// Title, file name and media type, sealed under the item's key; base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meta: String,
    /// The provisions that allowed it.
    pub rules: Vec<ProvisionId>,
}

/// An item key wrapped under a batch's key-encryption key. The wrapped key itself travels beside
/// the act, before the ciphertext, so that it can be destroyed with the item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Index of the [`Keys`] act in the same record.
    pub k: u64,
    /// Counter of this wrap under that key, from 0.
    pub i: u64,
    /// SHA-256 of the wrapped key (48 bytes).
    pub h: Digest,
}

/// See [`Deed::Receipt`]. The statement carries the registrar's two signatures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Whose releases.
    pub from: PartyId,
    /// Indices of releases in that party's record that arrived whole and are registered.
    pub of: Vec<u64>,
    /// Releases put in quarantine: index and code of the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quarantined: Vec<(u64, String)>,
    /// The registrar.
    pub official: OfficialId,
}

impl Release {
    /// What the slot and the seal are bound to: agreement, text, giver, reference, level,
    /// recipient, purpose, length, payload root, label, form, mode, copy and unit.
    #[must_use]
    pub fn core(&self, agreement: &AgreementId, originator: &PartyId, text: &Digest) -> Digest {
        let copy = self.copy.unwrap_or_default();
        // Empty for what most items leave out.
        let more = match (&self.label, &self.third) {
            (None, None) => Vec::new(),
            both => serde_json::to_vec(&both).unwrap_or_default(),
        };
        Digest::tagged(
            "entente item v1",
            &[
                &agreement.0,
                text.as_bytes(),
                originator.as_str().as_bytes(),
                self.item.as_str().as_bytes(),
                self.level.as_str().as_bytes(),
                self.to.as_str().as_bytes(),
                self.purpose.as_str().as_bytes(),
                &self.size.to_be_bytes(),
                self.root.as_bytes(),
                &more,
                self.form.word().as_bytes(),
                &[u8::from(self.disclosed)],
                &copy.0.to_be_bytes(),
                &copy.1.to_be_bytes(),
                self.unit.as_bytes(),
            ],
        )
    }

    /// All originators: of the label, else the third it came from, else the giver.
    #[must_use]
    pub fn originators(&self, giver: &PartyId) -> Vec<PartyId> {
        match (&self.label, &self.third) {
            (Some(label), _) if !label.originators.is_empty() => label.originators.clone(),
            (_, Some(third)) => vec![third.originator.clone()],
            _ => vec![giver.clone()],
        }
    }
}

impl Keys {
    /// The `info` of the encapsulation: binds it to agreement, text, sender and recipient.
    #[must_use]
    pub fn info(agreement: &AgreementId, text: &Digest, from: &PartyId, to: &PartyId) -> Vec<u8> {
        let bound = Digest::tagged(
            "entente slot v1",
            &[
                &agreement.0,
                text.as_bytes(),
                from.as_str().as_bytes(),
                to.as_str().as_bytes(),
            ],
        );
        bound.0.to_vec()
    }
}

impl Deed {
    /// One word, as in the JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Propose(_) => "propose",
            Self::Turn(_) => "turn",
            Self::Part(_) => "part",
            Self::Concord(_) => "concord",
            Self::Amend(_) => "amend",
            Self::Abandon(_) => "abandon",
            Self::Freeze(_) => "freeze",
            Self::Sign(_) => "sign",
            Self::Note(_) => "note",
            Self::NoteReceived(_) => "note-received",
            Self::Course(_) => "course",
            Self::Keys(_) => "keys",
            Self::Release(_) => "release",
            Self::Receipt(_) => "receipt",
            Self::Item(_) => "item",
            Self::Case(_) => "case",
            Self::Declare(_) => "declare",
            Self::Anchor(_) => "anchor",
            Self::Tally(_) => "tally",
        }
    }

    /// The official who must sign the statement, if this deed is an act of will.
    #[must_use]
    pub fn signer(&self) -> Option<&OfficialId> {
        match self {
            Self::Sign(d) => Some(&d.official),
            Self::Concord(d) => Some(&d.official),
            Self::Note(d) => Some(&d.official),
            Self::Course(d) => Some(&d.official),
            Self::Receipt(d) => Some(&d.official),
            Self::Item(d) => Some(&d.official),
            Self::Case(d) => Some(&d.official),
            Self::Declare(d) => Some(&d.official),
            _ => None,
        }
    }
}

impl Act {
    /// Reads an act from a log entry.
    ///
    /// # Errors
    /// A fault of the author: ACT-001 (not well-formed), ACT-004 (too large), or ACT-006 when
    /// the act is of a version or kind this program does not know.
    pub fn from_entry(author: &PartyId, entry: &[u8]) -> Result<(Self, Statement), Problem> {
        let bad = |detail: String| {
            Problem::partner("ACT-001")
                .with("party", author)
                .with("detail", detail)
        };
        if entry.len() > crate::dsse::MAX_FRAME {
            return Err(Problem::partner("ACT-004")
                .with("party", author)
                .with("size", entry.len()));
        }
        let statement = Statement::from_frame(entry).map_err(|e| bad(e.to_string()))?;
        if statement.kind != Kind::Act {
            return Err(bad("not an act".to_owned()));
        }
        match serde_json::from_slice::<Self>(&statement.body) {
            Ok(act) if act.v == VERSION => Ok((act, statement)),
            Ok(act) => Err(unknown(author, &format!("v{}", act.v))),
            Err(error) => match newer(&statement.body) {
                Some(kind) => Err(unknown(author, &kind)),
                None => Err(bad(error.to_string())),
            },
        }
    }

    /// The bytes that are signed and logged.
    ///
    /// # Errors
    /// ACT-001 when it cannot be written, which no value built by this program causes.
    pub fn to_statement(&self) -> Result<Statement, Problem> {
        let body = serde_json::to_vec(self).map_err(|e| {
            Problem::new("ACT-001", Class::Unexpected)
                .by(Fault::Machine)
                .with("party", &self.by)
                .with("detail", e)
        })?;
        Ok(Statement::new(Kind::Act, body))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_false(value: &bool) -> bool {
    !*value
}

fn unknown(author: &PartyId, kind: &str) -> Problem {
    Problem::partner("ACT-006")
        .by(Fault::PartnerVersion)
        .with("party", author)
        .with("kind", kind)
}

/// The kind of an act of a later version, if that is why it did not parse.
fn newer(body: &[u8]) -> Option<String> {
    const KNOWN: [&str; 19] = [
        "propose",
        "turn",
        "part",
        "concord",
        "amend",
        "abandon",
        "freeze",
        "sign",
        "note",
        "note-received",
        "course",
        "keys",
        "release",
        "receipt",
        "item",
        "case",
        "declare",
        "anchor",
        "tally",
    ];
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let version = value.get("v")?.as_u64()?;
    if version > u64::from(VERSION) {
        return Some(format!("v{version}"));
    }
    let deed = value.get("do")?.as_object()?;
    let name = deed.keys().next().filter(|_| deed.len() == 1)?;
    (!KNOWN.contains(&name.as_str())).then(|| name.chars().take(32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(body: &str) -> Vec<u8> {
        Statement::new(Kind::Act, body.as_bytes().to_vec())
            .to_frame()
            .unwrap()
    }

    fn code(body: &str) -> String {
        let party: PartyId = "JPN".parse().unwrap();
        match Act::from_entry(&party, &entry(body)) {
            Ok(_) => "ok".to_owned(),
            Err(problem) => problem.code.into_owned(),
        }
    }

    const HEAD: &str =
        r#""v":1,"ag":"000102030405060708090a0b0c0d0e0f","by":"JPN","n":0,"at":5,"seen":[]"#;
    const AGREE: &str = r#"{"freeze":{"text":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}}"#;

    #[test]
    fn strict_json() {
        assert_eq!(code(&format!("{{{HEAD},\"do\":{AGREE}}}")), "ok");
        for (why, body) in [
            (
                "duplicate key",
                format!("{{{HEAD},\"n\":0,\"do\":{AGREE}}}"),
            ),
            (
                "unknown field",
                format!("{{{HEAD},\"x\":0,\"do\":{AGREE}}}"),
            ),
            (
                "unknown field in deed",
                format!(
                    "{{{HEAD},\"do\":{}}}",
                    AGREE.replace("{\"text\"", "{\"y\":1,\"text\"")
                ),
            ),
            (
                "duplicate key in deed",
                format!(
                    "{{{HEAD},\"do\":{}}}",
                    AGREE.replace(
                        "{\"text\"",
                        "{\"text\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\",\"text\""
                    )
                ),
            ),
            (
                "float",
                format!(
                    "{{{},\"do\":{AGREE}}}",
                    HEAD.replace("\"at\":5", "\"at\":5.0")
                ),
            ),
            (
                "exponent",
                format!(
                    "{{{},\"do\":{AGREE}}}",
                    HEAD.replace("\"at\":5", "\"at\":5e0")
                ),
            ),
            (
                "negative index",
                format!("{{{},\"do\":{AGREE}}}", HEAD.replace("\"n\":0", "\"n\":-1")),
            ),
            ("trailing", format!("{{{HEAD},\"do\":{AGREE}}} x")),
            (
                "two deeds",
                format!("{{{HEAD},\"do\":{{\"agree\":1,\"freeze\":2}}}}"),
            ),
            (
                "base64 with slack bits",
                format!("{{{HEAD},\"do\":{}}}", AGREE.replace("FU=", "FV=")),
            ),
        ] {
            assert_eq!(code(&body), "ACT-001", "{why}");
        }
    }

    #[test]
    fn later_versions_are_incompatible_not_malformed() {
        assert_eq!(
            code(&format!("{{{HEAD},\"do\":{{\"teleport\":{{}}}}}}")),
            "ACT-006"
        );
        assert_eq!(
            code(&format!(
                "{{{},\"do\":{{\"x\":1}}}}",
                HEAD.replace("\"v\":1", "\"v\":2")
            )),
            "ACT-006"
        );
    }
}
