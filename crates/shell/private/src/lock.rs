//! The lock on the drawer: its own key, wrapped under the node's storage key, and one AES-256-GCM
//! sealing a row. A row's place is its associated data, so it opens nowhere else.
//!
//! Nonces are random, 12 bytes. SP 800-38D §8.3 allows 2^32 of them under one key, which a drawer
//! that people write in does not approach.

use crate::paper::{Kind, Paper, PaperId, PrivateText};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use entente_model::{AgreementId, Instant, Problem, problem::Class};
use entente_seal::{
    Entropy,
    rest::{RestError, StorageKey},
    segment::Dek,
};
use zeroize::Zeroizing;

const DRAWER_KEY: &[u8] = b"entente private drawer v1";
const PAPER: &[u8] = b"entente private paper v1";
const DRAFT: &[u8] = b"entente private draft v1";

/// See the module. Does not print.
pub(crate) struct Lock(LessSafeKey);

impl Lock {
    /// A new lock, and its key wrapped for the file.
    pub(crate) fn fresh(
        key: &StorageKey,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Vec<u8>), Problem> {
        let dek = Dek::generate(entropy);
        let wrapped = key
            .wrap(&dek, DRAWER_KEY, entropy)
            .map_err(|_| cipher_failed())?;
        Ok((Self::of(&dek)?, wrapped))
    }

    /// The lock of a drawer that exists.
    pub(crate) fn open(key: &StorageKey, wrapped: &[u8]) -> Result<Self, Problem> {
        let dek = key
            .unwrap(wrapped, DRAWER_KEY)
            .map_err(|error| match error {
                RestError::Cipher => cipher_failed(),
                _ => Problem::new("PRIV-001", Class::Usage),
            })?;
        Self::of(&dek)
    }

    fn of(dek: &Dek) -> Result<Self, Problem> {
        UnboundKey::new(&AES_256_GCM, dek.as_bytes())
            .map(|key| Self(LessSafeKey::new(key)))
            .map_err(|_| cipher_failed())
    }

    /// Nonce (12) ‖ ciphertext ‖ tag (16).
    pub(crate) fn seal(
        &self,
        place: &Place,
        plain: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, Problem> {
        let mut nonce = [0u8; NONCE_LEN];
        entropy.fill(&mut nonce);
        // Encrypted in place: what was the plain text is the ciphertext when this returns.
        let mut body = plain.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.bytes().as_slice()),
                &mut body,
            )
            .map_err(|_| cipher_failed())?;
        let mut sealed = nonce.to_vec();
        sealed.append(&mut body);
        Ok(sealed)
    }

    /// None when it was sealed elsewhere or altered.
    pub(crate) fn open_row(&self, place: &Place, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut plain = Zeroizing::new(body.to_vec());
        let length = self
            .0
            .open_in_place(nonce, Aad::from(place.bytes().as_slice()), &mut plain)
            .ok()?
            .len();
        plain.truncate(length);
        Some(plain)
    }
}

/// Where a sealed row belongs.
pub(crate) enum Place {
    /// One paper.
    Paper(AgreementId, PaperId, Kind),
    /// The unsent turn of an agreement.
    Draft(AgreementId),
}

impl Place {
    /// Fixed lengths after a label, so no two places have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Paper(agreement, id, kind) => {
                [PAPER, &agreement.0, &id.0.to_be_bytes(), &[kind.number()]].concat()
            }
            Self::Draft(agreement) => [DRAFT, &agreement.0].concat(),
        }
    }
}

/// What is sealed of a paper: length and provision, length and author, time, text. Whose paper it is
/// and what it is about say nearly as much as its text, so they are sealed with it.
pub(crate) fn pack(paper: &Paper) -> Zeroizing<Vec<u8>> {
    let provision = paper.provision.as_ref().map_or("", |p| p.as_str());
    // Reserved whole, so that growing leaves no copies behind.
    let mut out = Zeroizing::new(Vec::with_capacity(
        paper.text.read().len().saturating_add(256),
    ));
    for short in [provision, paper.by.as_str()] {
        // Both are ids of at most 40 bytes.
        out.push(u8::try_from(short.len()).unwrap_or(u8::MAX));
        out.extend_from_slice(short.as_bytes());
    }
    out.extend_from_slice(&paper.at.0.to_be_bytes());
    out.extend_from_slice(paper.text.read().as_bytes());
    out
}

/// The paper again; none when the bytes are not what [`pack`] makes.
pub(crate) fn unpack(agreement: AgreementId, kind: Kind, bytes: &[u8]) -> Option<Paper> {
    let (provision, rest) = short(bytes)?;
    let (by, rest) = short(rest)?;
    let (at, text) = rest.split_first_chunk::<8>()?;
    Some(Paper {
        agreement,
        provision: if provision.is_empty() {
            None
        } else {
            Some(provision.parse().ok()?)
        },
        kind,
        text: PrivateText::new(std::str::from_utf8(text).ok()?).ok()?,
        by: by.parse().ok()?,
        at: Instant(i64::from_be_bytes(*at)),
    })
}

fn short(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first()?;
    let (text, rest) = rest.split_at_checked(usize::from(*length))?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

fn cipher_failed() -> Problem {
    Problem::new("STORE-002", Class::Unexpected).with("detail", RestError::Cipher)
}
