//! The instrument: the texts of an agreement in every authentic language, and its terms, under
//! one digest. A signature covers that digest, so texts and terms cannot be parted (A3).

use crate::{Digest, PartyId, ProvisionId};
use serde::{Deserialize, Serialize};

/// One provision in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// BCP 47 tag, such as `en` or `ja`.
    pub lang: String,
    /// Heading, may be empty.
    pub heading: String,
    /// The text, paragraphs separated by an empty line.
    pub body: String,
}

/// A numbered piece of the text, in every authentic language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Stable id.
    pub id: ProvisionId,
    /// One wording a language, in the order of the instrument's languages.
    pub text: Vec<Wording>,
}

impl Provision {
    /// Digest of the provision's id and all its wordings.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut parts: Vec<&[u8]> = vec![self.id.as_str().as_bytes()];
        for wording in &self.text {
            parts.push(wording.lang.as_bytes());
            parts.push(wording.heading.as_bytes());
            parts.push(wording.body.as_bytes());
        }
        Digest::tagged("entente provision v1", &parts)
    }
}

/// Texts and terms together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// The parties, proposer first.
    pub parties: Vec<PartyId>,
    /// Title in each language: (BCP 47 tag, text).
    pub title: Vec<(String, String)>,
    /// The provisions in order.
    pub provisions: Vec<Provision>,
    /// The terms: strict JSON, hashed and kept as these very bytes (`entente-agreement` reads it).
    pub terms: String,
}

impl Instrument {
    /// The digest that is frozen and signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let provisions: Vec<Digest> = self.provisions.iter().map(Provision::digest).collect();
        let mut parts: Vec<&[u8]> = Vec::new();
        for party in &self.parties {
            parts.push(party.as_str().as_bytes());
        }
        parts.push(b"|title");
        for (lang, text) in &self.title {
            parts.push(lang.as_bytes());
            parts.push(text.as_bytes());
        }
        parts.push(b"|provisions");
        parts.extend(provisions.iter().map(|d| d.as_bytes()));
        parts.push(b"|terms");
        parts.push(self.terms.as_bytes());
        Digest::tagged("entente instrument v1", &parts)
    }

    /// The title in a language, else the first.
    #[must_use]
    pub fn title_in(&self, lang: &str) -> &str {
        self.title
            .iter()
            .find(|(tag, _)| tag == lang)
            .or_else(|| self.title.first())
            .map_or("", |(_, text)| text)
    }
}
