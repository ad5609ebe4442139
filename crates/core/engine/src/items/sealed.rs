//! Content: checking what came with its act, keys, and what is sealed beside the payload.

use crate::{
    commit::PayloadState,
    state::{Agreement, Me},
    step::internal,
};
use entente_model::{
    Act, Digest, Problem,
    act::{Keys, Release},
    b64,
};
use entente_seal::{
    segment::{self, Dek, SegmentCipher},
    slot::{self, Kek},
};
use std::sync::Arc;

/// Index of the segment that holds an item's sealed title and file name.
const META_SEGMENT: u64 = u64::MAX;

/// What travels with a release: the wrapped key, and behind it a small ciphertext or nothing.
#[must_use]
pub fn split_payload(payload: &[u8]) -> Option<(&[u8], &[u8])> {
    payload.split_at_checked(slot::WRAPPED)
}

/// What is left to do for a release that came with this much: nothing, wait for a ciphertext that
/// travels apart, or quarantine.
pub(crate) fn arrived(
    me: &Me,
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
    wrapped: &[u8],
    sealed: &[u8],
) -> Option<PayloadState> {
    let verdict = if sealed.is_empty() {
        // The key at least must be the one the act commits to, and ours to open.
        dek_of(me, agreement, act, release, wrapped).map(|_| ())
    } else {
        verify_inline(me, agreement, act, release, wrapped, sealed)
    };
    match verdict {
        Err(problem) => Some(PayloadState::Quarantined(problem)),
        Ok(()) if sealed.is_empty() && release.form.is_electronic() => Some(PayloadState::Expected),
        Ok(()) => None,
    }
}

/// Checks a small ciphertext that came with its act: length, commitment, key, every tag.
fn verify_inline(
    me: &Me,
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
    wrapped: &[u8],
    sealed: &[u8],
) -> Result<(), Problem> {
    let length = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
    if segment::sealed_len(release.size) != length {
        return Err(Problem::partner("SEAL-004").with("party", &act.by));
    }
    let dek = dek_of(me, agreement, act, release, wrapped)?;
    segment::open_small(&dek, sealed, &release.root).map_err(|_| {
        Problem::partner("SEAL-001")
            .with("party", &act.by)
            .with("index", 0)
    })?;
    Ok(())
}

/// The key of an item the partner released to us.
///
/// # Errors
/// SEAL-002 or SEAL-003 when the slot is not for us or does not open.
pub fn dek_of(
    me: &Me,
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
    wrapped: &[u8],
) -> Result<Dek, Problem> {
    let wrong = |code: &'static str| Problem::partner(code).with("party", &act.by);
    let keys = agreement
        .from_them
        .keys
        .get(&release.slot.k)
        .ok_or_else(|| wrong("SEAL-003"))?;
    if let Some(kek) = agreement.keks.get(&release.slot.k) {
        return unwrap_slot(kek, act, release, &keys.text, wrapped);
    }
    let kek = Arc::new(kek_from(me, act, keys)?);
    let text = keys.text;
    agreement.keks.insert(release.slot.k, Arc::clone(&kek));
    unwrap_slot(&kek, act, release, &text, wrapped)
}

/// The key of a stored release, from the encapsulation it names and the wrapped key kept with it.
///
/// # Errors
/// SEAL-002 or SEAL-003.
pub fn dek_from(
    me: &Me,
    act: &Act,
    release: &Release,
    keys: &Keys,
    wrapped: &[u8],
) -> Result<Dek, Problem> {
    let kek = kek_from(me, act, keys)?;
    unwrap_slot(&kek, act, release, &keys.text, wrapped)
}

fn kek_from(me: &Me, act: &Act, keys: &Keys) -> Result<Kek, Problem> {
    if keys.to != *me.party() {
        return Err(Problem::partner("SEAL-003").with("party", &act.by));
    }
    let info = Keys::info(&act.ag, &keys.text, &act.by, &keys.to);
    slot::decapsulate(&me.sealing, &keys.enc, &info)
        .map_err(|_| Problem::partner("SEAL-002").with("party", &act.by))
}

fn unwrap_slot(
    kek: &Kek,
    act: &Act,
    release: &Release,
    text: &Digest,
    wrapped: &[u8],
) -> Result<Dek, Problem> {
    if Digest::of(&[wrapped]) != release.slot.h {
        return Err(Problem::partner("SEAL-003").with("party", &act.by));
    }
    let core = release.core(&act.ag, &act.by, text);
    kek.unwrap(wrapped, release.slot.i, core.as_bytes())
        .map_err(|_| Problem::partner("SEAL-002").with("party", &act.by))
}

/// What is sealed beside the payload.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// Title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// File name, without directories.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Media type, a claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub media: String,
}

/// Seals title, file name and media type under the item's key; base64.
///
/// # Errors
/// When the library cannot seal.
pub fn seal_meta(dek: &Dek, meta: &Meta) -> Result<String, Problem> {
    let plain = serde_json::to_vec(meta).map_err(|e| internal(&e.to_string()))?;
    let mut out = Vec::new();
    SegmentCipher::new(dek)
        .and_then(|cipher| cipher.seal_into(META_SEGMENT, &plain, &mut out).map(|_| ()))
        .map_err(|e| internal(&e.to_string()))?;
    Ok(b64::encode(&out))
}

/// Opens [`seal_meta`]. An empty text is empty meta.
///
/// # Errors
/// SEAL-001: altered.
pub fn open_meta(dek: &Dek, meta: &str) -> Result<Meta, Problem> {
    if meta.is_empty() {
        return Ok(Meta::default());
    }
    let bad = || Problem::partner("SEAL-001").with("index", "meta");
    let mut sealed = b64::decode(meta).ok_or_else(bad)?;
    let cipher = SegmentCipher::new(dek).map_err(|_| bad())?;
    let plain = cipher
        .open_in_place(META_SEGMENT, &mut sealed)
        .map_err(|_| bad())?;
    serde_json::from_slice(plain).map_err(|_| bad())
}
