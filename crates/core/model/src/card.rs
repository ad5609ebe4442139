//! A party's card: who it is and which keys speak for it, signed by its root key. A card is a
//! file people exchange and whose fingerprint they compare in words (DESIGN §1, B1).

use crate::{
    Digest, Instant, OfficialId, PartyId, b64,
    dsse::{Kind, Statement, StatementError},
    keys::{PublicKeys, SecretKeys},
    time::Date,
};
use serde::{Deserialize, Serialize};

/// What an official may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Signs instruments and notes.
    Signatory,
    /// Releases items.
    ReleasingOfficer,
    /// Registers and receipts items.
    Registrar,
    /// Certifies that the languages of a text say the same.
    LegalAdviser,
    /// Answers for protection: access, incidents, visits, assurances.
    SecurityOfficer,
}

impl Role {
    /// The name used in commands and cards.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signatory => "signatory",
            Self::ReleasingOfficer => "releasing-officer",
            Self::Registrar => "registrar",
            Self::LegalAdviser => "legal-adviser",
            Self::SecurityOfficer => "security-officer",
        }
    }
}

/// A named official and the key that signs for that position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// Position id.
    pub id: OfficialId,
    /// Position or person, as shown.
    pub name: String,
    /// What the position may do.
    pub roles: Vec<Role>,
    /// The position's keys.
    pub keys: PublicKeys,
    /// First day of validity, UTC.
    pub from: Date,
    /// Last day of validity, UTC.
    pub until: Date,
}

/// The content of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Format version, 1.
    pub v: u8,
    /// The party.
    pub party: PartyId,
    /// Its name as shown.
    pub name: String,
    /// Where its node answers: `https://host:port`.
    pub url: String,
    /// Root keys: sign cards, nothing else.
    pub root: PublicKeys,
    /// Raw Ed25519 public key of the node's TLS identity (RFC 7250).
    #[serde(with = "b64::bytes")]
    pub node: Vec<u8>,
    /// Keys that sign this party's records.
    pub record: PublicKeys,
    /// Keys that cosign what this party has stored of others' records.
    pub mirror: PublicKeys,
    /// HPKE public key (MLKEM768-X25519), 1216 bytes.
    #[serde(with = "b64::bytes")]
    pub sealing: Vec<u8>,
    /// The officials.
    pub officials: Vec<Official>,
    /// Made for a demonstration: refused by every ordinary node.
    pub demo: bool,
    /// When it was made.
    pub issued: Instant,
}

/// Why a file is not a card to be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Truncated, another file, or not canonical.
    #[error("not a card: {0}")]
    Malformed(String),
    /// The root signature does not verify.
    #[error("the card's signature does not verify")]
    Signature,
}

/// A card with its signature, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCard {
    card: Card,
    envelope: String,
}

/// Whether a name can be shown as it is: not empty, at most 200 characters, no control characters.
#[must_use]
pub fn fit_to_show(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= 200 && !name.chars().any(char::is_control)
}

/// Largest card file accepted: 256 KiB.
pub const MAX_CARD: usize = 256 * 1024;

impl SignedCard {
    /// Signs a card with the party's root keys.
    ///
    /// # Errors
    /// [`CardError`] when the keys cannot sign or are not the card's root.
    pub fn sign(card: Card, root: &SecretKeys) -> Result<Self, CardError> {
        let body = serde_json::to_vec(&card).map_err(|e| CardError::Malformed(e.to_string()))?;
        let mut statement = Statement::new(Kind::Card, body);
        statement.sign(root).map_err(|_| CardError::Signature)?;
        Self::parse(statement.to_envelope().as_bytes())
    }

    /// Reads and verifies a card file.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, CardError> {
        let malformed = |detail: &str| CardError::Malformed(detail.to_owned());
        if bytes.len() > MAX_CARD {
            return Err(malformed("larger than 256 KiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| malformed("not UTF-8"))?;
        let statement = Statement::from_envelope(Kind::Card, text).map_err(|e| match e {
            StatementError::Key(_) => CardError::Signature,
            other => CardError::Malformed(other.to_string()),
        })?;
        let card: Card = serde_json::from_slice(&statement.body)
            .map_err(|e| CardError::Malformed(e.to_string()))?;
        statement
            .verify_only(&card.root)
            .map_err(|_| CardError::Signature)?;
        if card.v != 1 || card.node.len() != 32 || card.sealing.len() != 1216 {
            return Err(malformed("field of another version or length"));
        }
        let names = card.officials.iter().map(|o| &o.name).chain([&card.name]);
        if names.chain([&card.url]).any(|shown| !fit_to_show(shown)) {
            return Err(malformed(
                "a name that is empty, too long or not plain text",
            ));
        }
        Ok(Self {
            card,
            envelope: text.to_owned(),
        })
    }

    /// The content.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The file's text.
    #[must_use]
    pub fn envelope(&self) -> &str {
        &self.envelope
    }

    /// Digest of party and root keys: what people compare in words.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        Digest::tagged(
            "entente party v1",
            &[
                self.card.party.as_str().as_bytes(),
                self.card.root.ed25519(),
                self.card.root.mldsa44(),
            ],
        )
    }

    /// Digest of the whole file.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(&[self.envelope.as_bytes()])
    }
}

impl Card {
    /// The official with this id.
    #[must_use]
    pub fn official(&self, id: &OfficialId) -> Option<&Official> {
        self.officials.iter().find(|o| &o.id == id)
    }

    /// Cosigner name of this party's mirror (C2SP signed-note key name).
    #[must_use]
    pub fn mirror_name(&self) -> String {
        format!(
            "{}.entente/mirror",
            self.party.as_str().to_ascii_lowercase()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_to_show() {
        assert!(fit_to_show("外務大臣 (Foreign Minister)"));
        for name in ["", "  ", "a\u{1b}[2J", "a\nb", "a\u{7f}", &"x".repeat(201)] {
            assert!(!fit_to_show(name), "{name:?}");
        }
    }
}
