//! What a party publishes about its agreements: counts by agreement and year, a joint statement, an
//! agreement's text. Strict JSON in one canonical form, kept as the bytes that were approved. A
//! published envelope (DSSE, [`Kind::Publication`]) carries the signatures of two approving
//! officials and then the party's record key, so that anybody with the party's card can verify it.

mod counts;

pub use counts::{Cell, Counter, Left, Row, Rule, Statistics, Zeros};

use crate::{
    Digest, Instant, OfficialId, PartyId,
    card::{Card, Official, Role, fit_to_show},
    dsse::{Kind, Signature, Statement},
    instrument::Instrument,
    keys::PublicKeys,
    time::Date,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Format version this program writes and reads.
pub const VERSION: u8 = 1;
/// Largest publication, bytes: 8 MiB, room for the longest instrument.
pub const MAX_PUBLICATION: usize = 8 * 1024 * 1024;
/// Approvals a publication needs.
pub const APPROVALS: usize = 2;
/// The languages every publication has, as BCP 47 tags.
pub const LANGS: [&str; 2] = ["en", "ja"];
/// Roles that may approve: those that speak for the party to others.
pub const APPROVING: [Role; 2] = [Role::Signatory, Role::ReleasingOfficer];

/// A text by language: (BCP 47 tag, text).
pub type Texts = Vec<(String, String)>;

/// A publication's id and the name of its files: `a-z 0-9 -`, 1 to 60.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicationId(String);

impl PublicationId {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicationId {
    type Err = crate::id::IdError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=60).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-') {
            return Ok(Self(text.to_owned()));
        }
        Err(crate::id::IdError {
            text: text.chars().take(64).collect(),
            kind: "a publication's id (small letters, digits, hyphens)",
        })
    }
}

impl TryFrom<String> for PublicationId {
    type Error = crate::id::IdError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<PublicationId> for String {
    fn from(id: PublicationId) -> Self {
        id.0
    }
}

impl fmt::Display for PublicationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Format version, 1.
    pub v: u8,
    /// Its id.
    pub id: PublicationId,
    /// Who publishes.
    pub party: PartyId,
    /// The party's name as its card has it.
    pub name: String,
    /// Title, in every one of [`LANGS`].
    pub title: Texts,
    /// The position that drafted it; may not approve.
    pub author: OfficialId,
    /// When it was drafted, by the author's clock. Approving officials hold their role on this day.
    pub at: Instant,
    /// Made by a demonstration node: says nothing about anybody.
    pub demo: bool,
    /// What it says.
    pub says: Says,
}

/// What a publication says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Counts by agreement.
    Statistics(Statistics),
    /// What the parties say together on an agreement they signed.
    JointStatement(JointStatement),
    /// The authentic text of a signed agreement.
    AgreementText(AgreementText),
}

impl Says {
    /// One word, as in the JSON.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Statistics(_) => "statistics",
            Self::JointStatement(_) => "joint-statement",
            Self::AgreementText(_) => "agreement-text",
        }
    }
}

/// An official's signature on an agreement, as published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// For whom.
    pub party: PartyId,
    /// The official's name.
    pub name: String,
    /// Capacity, may be empty.
    pub capacity: String,
    /// Day, in the agreement's zone.
    pub day: Date,
}

/// A joint statement in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointText {
    /// BCP 47 tag.
    pub lang: String,
    /// The day, as it is written in the language.
    pub date: String,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
}

/// See [`Says::JointStatement`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointStatement {
    /// Digest of the texts and terms that were signed.
    pub digest: Digest,
    /// The parties of the agreement.
    pub parties: Vec<PartyId>,
    /// One text a language, in the order of [`LANGS`].
    pub texts: Vec<JointText>,
    /// Every signature, at least one for each party.
    pub signed: Vec<Signed>,
    /// A fictional model, as its terms say.
    pub fictional: bool,
}

/// See [`Says::AgreementText`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementText {
    /// Version, 1 for the first.
    pub version: u32,
    /// Entry into force, once it is fixed.
    pub force: Option<Date>,
    /// Digest of texts and terms: that of the instrument.
    pub digest: Digest,
    /// Texts and terms, whole.
    pub instrument: Instrument,
    /// Every signature, at least one for each party.
    pub signed: Vec<Signed>,
    /// A fictional model, as its terms say.
    pub fictional: bool,
}

/// Why bytes are not a publication to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicationError {
    /// Truncated, another file, of another version, or not in canonical form.
    #[error("not a publication: {0}")]
    Malformed(String),
    /// It contradicts itself or breaks its own rule of small numbers.
    #[error("{0}")]
    Content(&'static str),
}

/// Why an official may not approve a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No such position on the card.
    #[error("no such position")]
    Unknown,
    /// Neither signatory nor releasing officer.
    #[error("neither a signatory nor a releasing officer")]
    Role,
    /// The position's keys are not valid on the day.
    #[error("keys not valid on the day")]
    Day,
    /// The author, or a position with the author's keys.
    #[error("the author of the draft")]
    Author,
}

impl Publication {
    /// The canonical bytes, which are signed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing strings and numbers to memory does not fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads canonical bytes and checks that they do not contradict themselves.
    ///
    /// # Errors
    /// [`PublicationError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PublicationError> {
        let malformed = |detail: &str| PublicationError::Malformed(detail.to_owned());
        if bytes.len() > MAX_PUBLICATION {
            return Err(malformed("larger than 8 MiB"));
        }
        let read: Self = serde_json::from_slice(bytes)
            .map_err(|e| PublicationError::Malformed(e.to_string()))?;
        if read.v != VERSION {
            return Err(malformed("of another version"));
        }
        if read.to_bytes() != bytes {
            return Err(malformed("not in canonical form"));
        }
        read.check()?;
        Ok(read)
    }

    /// Digest of the canonical bytes: what an approval names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Self::digest_of(&self.to_bytes())
    }

    /// Digest of a publication's bytes.
    #[must_use]
    pub fn digest_of(bytes: &[u8]) -> Digest {
        Digest::tagged("entente publication v1", &[bytes])
    }

    /// The title in a language, else the first.
    #[must_use]
    pub fn title_in(&self, lang: &str) -> &str {
        in_lang(&self.title, lang)
    }

    /// The official that may approve this publication.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn approver<'a>(&self, card: &'a Card, id: &OfficialId) -> Result<&'a Official, Unfit> {
        let official = card.official(id).ok_or(Unfit::Unknown)?;
        self.fit(card, official)?;
        Ok(official)
    }

    /// The official of the card whose keys signed, when it may approve this publication.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn approver_by_signature<'a>(
        &self,
        card: &'a Card,
        signature: &Signature,
    ) -> Result<&'a Official, Unfit> {
        let mut why = Unfit::Unknown;
        for official in &card.officials {
            if official.keys.id() == signature.key {
                match self.fit(card, official) {
                    Ok(()) => return Ok(official),
                    Err(unfit) => why = unfit,
                }
            }
        }
        Err(why)
    }

    fn fit(&self, card: &Card, official: &Official) -> Result<(), Unfit> {
        let same_keys = |o: &Official| o.keys == official.keys;
        if official.id == self.author || card.official(&self.author).is_some_and(same_keys) {
            return Err(Unfit::Author);
        }
        if !official.roles.iter().any(|r| APPROVING.contains(r)) {
            return Err(Unfit::Role);
        }
        let valid = |day: Date| day >= official.from && day <= official.until;
        match self.at.date_in("UTC") {
            Some(day) if valid(day) => Ok(()),
            _ => Err(Unfit::Day),
        }
    }

    fn check(&self) -> Result<(), PublicationError> {
        let no = |why| Err(PublicationError::Content(why));
        let both = |texts: &Texts| texts.iter().map(|(l, _)| l.as_str()).eq(LANGS);
        if !both(&self.title) || !self.title.iter().all(|(_, t)| fit_title(t)) {
            return no("the title is not in both languages");
        }
        if !fit_to_show(&self.name) {
            return no("the party's name cannot be shown");
        }
        match &self.says {
            Says::Statistics(statistics) => statistics.check().map_err(PublicationError::Content),
            Says::JointStatement(joint) => {
                if !joint.texts.iter().map(|t| t.lang.as_str()).eq(LANGS) {
                    return no("the statement is not in both languages");
                }
                everybody(&joint.parties, &joint.signed)
            }
            Says::AgreementText(text) => {
                if text.instrument.digest() != text.digest {
                    return no("the text is not the one of the digest");
                }
                everybody(&text.instrument.parties, &text.signed)
            }
        }
    }
}

/// The signatures of a statement, two (Ed25519 and ML-DSA-44) a signer.
pub fn signers(statement: &Statement) -> impl Iterator<Item = Statement> + '_ {
    statement.signatures.chunks(2).map(|pair| Statement {
        kind: Kind::Publication,
        body: statement.body.clone(),
        signatures: pair.to_vec(),
    })
}

/// Whether a signer's two signatures are of these keys and verify.
#[must_use]
pub fn signed_by(signer: &Statement, keys: &PublicKeys) -> bool {
    signer.verify_only(keys).is_ok()
}

/// Whether a title can be shown as it is: not empty, at most 500 characters, no control characters.
#[must_use]
pub fn fit_title(title: &str) -> bool {
    !title.trim().is_empty() && title.chars().count() <= 500 && !title.chars().any(char::is_control)
}

/// A text in a language, else the first.
#[must_use]
pub fn in_lang<'a>(texts: &'a Texts, lang: &str) -> &'a str {
    let found = texts.iter().find(|(tag, _)| tag == lang);
    found.or(texts.first()).map_or("", |(_, text)| text)
}

fn everybody(parties: &[PartyId], signed: &[Signed]) -> Result<(), PublicationError> {
    let all = parties.iter().all(|p| signed.iter().any(|s| s.party == *p));
    let only = signed.iter().all(|s| parties.contains(&s.party));
    if parties.is_empty() || !all || !only {
        return Err(PublicationError::Content("not signed by every party"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
