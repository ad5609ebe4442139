//! Typed identifiers. Each is checked when parsed and cannot be mistaken for another.

use crate::{Digest, b64};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// Why a text is not an identifier of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {kind}")]
pub struct IdError {
    /// What was given.
    pub text: String,
    /// What it should have been, in words.
    pub kind: &'static str,
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let ok: fn(&str) -> bool = $ok;
                if ok(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError { text: text.chars().take(64).collect(), kind: $kind })
                }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    };
}

text_id!(
    /// A party: ISO 3166-1 alpha-3 code or a chosen code, 2 to 12 of `A-Z 0-9`.
    PartyId, "a party code (2 to 12 capital letters or digits, a letter first)", |t| {
        (2..=12).contains(&t.len())
            && t.starts_with(|c: char| c.is_ascii_uppercase())
            && t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    }
);

text_id!(
    /// One official of a party, by position: `a-z 0-9 -`, 1 to 40.
    OfficialId, "an official's id (small letters, digits, hyphens)", |t| {
        (1..=40).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }
);

text_id!(
    /// A provision's stable id, such as `4` or `4.2`; one added in negotiation is called after the
    /// turn that added it, such as `NZL.7.0`.
    ProvisionId, "a provision id (such as 4 or 4.2)", |t| {
        (1..=40).contains(&t.len())
            && t.split('.').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric()))
    }
);

text_id!(
    /// A level as `PARTY.scheme.version.code`, never a bare word (agreements.md §2, lessons).
    LevelId, "a level (PARTY.scheme.version.code)", |t| {
        let parts: Vec<&str> = t.split('.').collect();
        parts.len() == 4
            && t.len() <= 80
            && parts.first().is_some_and(|p| p.parse::<PartyId>().is_ok())
            && parts.iter().skip(1).all(|p| {
                !p.is_empty()
                    && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            })
    }
);

impl LevelId {
    /// The party whose level it is.
    #[must_use]
    pub fn party(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }
}

text_id!(
    /// An agreed purpose's code.
    PurposeId, "a purpose code (small letters, digits, hyphens)", |t| {
        (1..=40).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    }
);

text_id!(
    /// An item's reference, `PARTY-YEAR-NUMBER`, given by its originator's register. Says
    /// nothing of the contents (interface.md §0.4).
    ItemRef, "an item reference (such as JPN-2026-0001)", |t| {
        (4..=40).contains(&t.len())
            && t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
    }
);

/// An agreement: the first 16 bytes of a digest over its first proposal's parties and nonce.
/// Written as 32 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgreementId(pub [u8; 16]);

impl AgreementId {
    /// The id of the agreement that `proposer` opens with `nonce` among `parties`.
    #[must_use]
    pub fn derive(proposer: &PartyId, parties: &[PartyId], nonce: &[u8]) -> Self {
        let joined = parties
            .iter()
            .map(PartyId::as_str)
            .collect::<Vec<_>>()
            .join(",");
        let digest = Digest::tagged(
            "entente agreement v1",
            &[proposer.as_str().as_bytes(), joined.as_bytes(), nonce],
        );
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        Self(id)
    }
}

impl fmt::Display for AgreementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&b64::hex(&self.0))
    }
}
impl fmt::Debug for AgreementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&b64::hex(&self.0))
    }
}
impl FromStr for AgreementId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        b64::unhex(text)
            .and_then(|b| b.try_into().ok())
            .map(Self)
            .ok_or_else(|| IdError {
                text: text.chars().take(64).collect(),
                kind: "an agreement id (32 hex digits)",
            })
    }
}
impl Serialize for AgreementId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for AgreementId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}
