//! Payload segments (ZTDF 4.3 payload, sealing.md §1.3 and §7): 12 B IV ‖ AES-256-GCM ciphertext ‖
//! 16 B tag, no associated data, 2 MiB of plaintext each, at least one even for an empty payload.
//!
//! The IV is 4 bytes derived from the item key and the segment's index as u64, big endian; every
//! item has a fresh key, so no IV repeats under a key, and an opener knows the one IV it accepts.
//! GCM tags do not commit to a key, so the payload is committed to by the SHA-256 of every
//! ciphertext segment, under one Merkle root (RFC 6962).

use crate::Entropy;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use entente_model::{Digest, merkle};
use std::{
    fmt,
    io::{Read, Write},
    thread,
};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Plaintext bytes of a full segment: 2 MiB.
pub const PLAIN: usize = 2 * 1024 * 1024;
/// Bytes a segment adds: IV and tag.
pub const OVERHEAD: usize = 28;
/// Ciphertext bytes of a full segment.
pub const SEALED: usize = PLAIN + OVERHEAD;
const IV: usize = 12;

/// Why a payload was not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The source could not be read.
    #[error("reading: {0}")]
    Read(std::io::Error),
    /// The destination could not be written.
    #[error("writing: {0}")]
    Write(std::io::Error),
    /// A segment's bytes are not those committed to, or do not open under the key.
    #[error("segment {0} does not match")]
    Segment(u64),
    /// The list of digests does not give the root, or the lengths do not add up.
    #[error("lengths or digests do not add up")]
    Shape,
    /// The library refused.
    #[error("the cipher failed")]
    Cipher,
}

/// An item's key. Does not print; wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Dek([u8; 32]);

impl Dek {
    /// A fresh key.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut key = [0u8; 32];
        entropy.fill(&mut key);
        Self(key)
    }

    /// From its bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for wrapping.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Dek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dek(secret)")
    }
}

/// How many segments a plaintext of this length has.
#[must_use]
pub fn segments_for(plain_len: u64) -> u64 {
    plain_len
        .div_ceil(u64::try_from(PLAIN).unwrap_or(u64::MAX))
        .max(1)
}

/// Length of the whole ciphertext.
#[must_use]
pub fn sealed_len(plain_len: u64) -> u64 {
    let overhead = u64::try_from(OVERHEAD).unwrap_or(u64::MAX);
    plain_len.saturating_add(segments_for(plain_len).saturating_mul(overhead))
}

/// Merkle root over segment digests: each digest is a leaf entry.
#[must_use]
pub fn root_of(digests: &[Digest]) -> Digest {
    let mut tree = merkle::Frontier::default();
    digests
        .iter()
        .for_each(|d| tree.push(merkle::leaf_hash(d.as_bytes())));
    tree.root()
}

/// The cipher of one item.
pub struct SegmentCipher {
    key: LessSafeKey,
    prefix: [u8; 4],
}

impl SegmentCipher {
    /// Prepares the key schedule and the IV prefix.
    ///
    /// # Errors
    /// [`SealError::Cipher`].
    pub fn new(dek: &Dek) -> Result<Self, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, &dek.0).map_err(|_| SealError::Cipher)?;
        let derived = Digest::tagged("entente segment iv v1", &[&dek.0]);
        let mut prefix = [0u8; 4];
        for (to, from) in prefix.iter_mut().zip(derived.as_bytes()) {
            *to = *from;
        }
        Ok(Self {
            key: LessSafeKey::new(key),
            prefix,
        })
    }

    /// Appends the sealed segment to `out` and gives the SHA-256 of its bytes.
    ///
    /// # Errors
    /// [`SealError::Cipher`].
    pub fn seal_into(
        &self,
        index: u64,
        plain: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<Digest, SealError> {
        let start = out.len();
        let iv = self.iv(index);
        out.reserve(plain.len().saturating_add(OVERHEAD));
        out.extend_from_slice(&iv);
        out.extend_from_slice(plain);
        let body = out
            .get_mut(start.saturating_add(IV)..)
            .ok_or(SealError::Cipher)?;
        let tag = self
            .key
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(iv), Aad::empty(), body)
            .map_err(|_| SealError::Cipher)?;
        out.extend_from_slice(tag.as_ref());
        Ok(Digest::of(&[out.get(start..).ok_or(SealError::Cipher)?]))
    }

    /// Opens a sealed segment where it stands and gives the plaintext.
    ///
    /// # Errors
    /// [`SealError::Segment`] when the IV is not the one expected or the tag does not verify.
    pub fn open_in_place<'a>(
        &self,
        index: u64,
        sealed: &'a mut [u8],
    ) -> Result<&'a mut [u8], SealError> {
        let iv = self.iv(index);
        let (head, body) = sealed
            .split_at_mut_checked(IV)
            .ok_or(SealError::Segment(index))?;
        if *head != iv {
            return Err(SealError::Segment(index));
        }
        self.key
            .open_in_place(Nonce::assume_unique_for_key(iv), Aad::empty(), body)
            .map_err(|_| SealError::Segment(index))
    }

    fn iv(&self, index: u64) -> [u8; IV] {
        let mut iv = [0u8; IV];
        for (to, from) in iv
            .iter_mut()
            .zip(self.prefix.iter().chain(&index.to_be_bytes()))
        {
            *to = *from;
        }
        iv
    }
}

impl fmt::Debug for SegmentCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SegmentCipher(secret)")
    }
}

/// What sealing a stream gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPayload {
    /// Commitment.
    pub root: Digest,
    /// Plaintext length.
    pub plain_len: u64,
    /// Ciphertext length.
    pub sealed_len: u64,
    /// Digest of each segment.
    pub hashes: Vec<Digest>,
}

/// Seals a payload of one segment.
///
/// # Errors
/// [`SealError::Shape`] for more than 2 MiB.
pub fn seal_small(dek: &Dek, plain: &[u8]) -> Result<(Vec<u8>, Digest), SealError> {
    if plain.len() > PLAIN {
        return Err(SealError::Shape);
    }
    let mut out = Vec::new();
    let digest = SegmentCipher::new(dek)?.seal_into(0, plain, &mut out)?;
    Ok((out, root_of(&[digest])))
}

/// Opens a payload of one segment, after checking it against its root.
///
/// # Errors
/// [`SealError::Segment`].
pub fn open_small(dek: &Dek, sealed: &[u8], root: &Digest) -> Result<Vec<u8>, SealError> {
    if sealed.len() > SEALED || root_of(&[Digest::of(&[sealed])]) != *root {
        return Err(SealError::Segment(0));
    }
    let mut sealed = sealed.to_vec();
    let plain = SegmentCipher::new(dek)?.open_in_place(0, &mut sealed)?;
    Ok(plain.to_vec())
}

/// Seals everything `reader` gives, in constant memory, on as many cores as there are. `progress`
/// is told plaintext bytes done.
///
/// # Errors
/// [`SealError::Read`], [`SealError::Write`].
pub fn seal_stream(
    dek: &Dek,
    reader: &mut dyn Read,
    writer: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<SealedPayload, SealError> {
    let cipher = SegmentCipher::new(dek)?;
    let (mut plain_len, mut sealed_len, mut hashes) = (0u64, 0u64, Vec::new());
    let mut spare: Vec<Vec<u8>> = Vec::new();
    let mut current = read_round(reader, PLAIN, &mut spare)?;
    loop {
        let first = u64::try_from(hashes.len()).unwrap_or(u64::MAX);
        let empty = hashes.is_empty() && current.is_empty();
        let round = if empty {
            vec![Vec::new()]
        } else {
            std::mem::take(&mut current)
        };
        if round.is_empty() {
            break;
        }
        let mut free = std::mem::take(&mut spare);
        // The next round is read while this one is sealed.
        let (done, next) = thread::scope(|scope| {
            let workers: Vec<_> = (first..)
                .zip(&round)
                .map(|(index, plain)| {
                    let mut out = free.pop().unwrap_or_default();
                    out.clear();
                    let cipher = &cipher;
                    scope.spawn(move || cipher.seal_into(index, plain, &mut out).map(|d| (d, out)))
                })
                .collect();
            let next = if empty {
                Ok(Vec::new())
            } else {
                read_round(reader, PLAIN, &mut free)
            };
            let done: Vec<_> = workers
                .into_iter()
                .map(|w| w.join().unwrap_or(Err(SealError::Cipher)))
                .collect();
            (done, next)
        });
        for (sealed, plain) in done.into_iter().zip(round) {
            let (digest, bytes) = sealed?;
            writer.write_all(&bytes).map_err(SealError::Write)?;
            plain_len = plain_len.saturating_add(u64::try_from(plain.len()).unwrap_or(0));
            sealed_len = sealed_len.saturating_add(u64::try_from(bytes.len()).unwrap_or(0));
            hashes.push(digest);
            free.push(bytes);
            free.push(plain);
        }
        progress(plain_len);
        spare = free;
        current = next?;
    }
    Ok(SealedPayload {
        root: root_of(&hashes),
        plain_len,
        sealed_len,
        hashes,
    })
}

/// Opens a stream: every segment is checked against its digest before it is decrypted, and the
/// digests against the root before anything is read.
///
/// # Errors
/// [`SealError::Shape`] when digests, root and length disagree or the stream is shorter or
/// longer; [`SealError::Segment`] for the first segment that does not match. What was written
/// before an error must be discarded.
pub fn open_stream(
    dek: &Dek,
    plain_len: u64,
    root: &Digest,
    hashes: &[Digest],
    reader: &mut dyn Read,
    writer: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<(), SealError> {
    let count = u64::try_from(hashes.len()).unwrap_or(u64::MAX);
    if count != segments_for(plain_len) || root_of(hashes) != *root {
        return Err(SealError::Shape);
    }
    let cipher = SegmentCipher::new(dek)?;
    let (mut done, mut index) = (0u64, 0u64);
    let mut spare = Vec::new();
    let mut current = read_round(reader, SEALED, &mut spare)?;
    let mut expected = hashes.iter();
    while !current.is_empty() {
        let mut round = std::mem::take(&mut current);
        let mut free = std::mem::take(&mut spare);
        let (opened, next) = thread::scope(|scope| {
            let workers: Vec<_> = (index..)
                .zip(&mut round)
                .map(|(index, sealed)| {
                    let (cipher, digest) = (&cipher, expected.next());
                    scope.spawn(move || {
                        if digest != Some(&Digest::of(&[sealed])) {
                            return Err(SealError::Segment(index));
                        }
                        cipher.open_in_place(index, sealed).map(|p| p.len())
                    })
                })
                .collect();
            let next = read_round(reader, SEALED, &mut free);
            let opened: Vec<_> = workers
                .into_iter()
                .map(|w| w.join().unwrap_or(Err(SealError::Cipher)))
                .collect();
            (opened, next)
        });
        for (length, sealed) in opened.into_iter().zip(round) {
            let end = length?.saturating_add(IV);
            let plain = sealed.get(IV..end).ok_or(SealError::Shape)?;
            writer.write_all(plain).map_err(SealError::Write)?;
            done = done.saturating_add(u64::try_from(plain.len()).unwrap_or(0));
            index = index.saturating_add(1);
            free.push(sealed);
        }
        progress(done);
        spare = free;
        current = next?;
    }
    if index != count || done != plain_len {
        return Err(SealError::Shape);
    }
    Ok(())
}

/// Reads up to one block a core; the last may be shorter.
fn read_round(
    reader: &mut dyn Read,
    block: usize,
    spare: &mut Vec<Vec<u8>>,
) -> Result<Vec<Vec<u8>>, SealError> {
    let lanes = thread::available_parallelism().map_or(2, |n| n.get().min(4));
    let mut round = Vec::with_capacity(lanes);
    while round.len() < lanes {
        let mut buffer = spare.pop().unwrap_or_default();
        buffer.clear();
        let limit = u64::try_from(block).unwrap_or(u64::MAX);
        reader
            .take(limit)
            .read_to_end(&mut buffer)
            .map_err(SealError::Read)?;
        if buffer.is_empty() {
            break;
        }
        let last = buffer.len() < block;
        round.push(buffer);
        if last {
            break;
        }
    }
    Ok(round)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dek() -> Dek {
        Dek::from_bytes([5; 32])
    }

    fn round_trip(plain: &[u8]) -> (SealedPayload, Vec<u8>) {
        let mut sealed = Vec::new();
        let payload = seal_stream(&dek(), &mut &*plain, &mut sealed, &mut |_| {}).unwrap();
        assert_eq!(payload.sealed_len, sealed_len(payload.plain_len));
        assert_eq!(sealed.len() as u64, payload.sealed_len);
        let mut back = Vec::new();
        open(&payload, &sealed, &mut back).unwrap();
        assert!(back == plain);
        (payload, sealed)
    }

    fn open(payload: &SealedPayload, sealed: &[u8], out: &mut Vec<u8>) -> Result<(), SealError> {
        let mut reader = sealed;
        open_stream(
            &dek(),
            payload.plain_len,
            &payload.root,
            &payload.hashes,
            &mut reader,
            out,
            &mut |_| {},
        )
    }

    #[test]
    fn lengths_around_a_segment() {
        for length in [0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 3 * PLAIN, 5 * PLAIN + 17] {
            let plain: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            let (payload, _) = round_trip(&plain);
            assert_eq!(payload.hashes.len() as u64, segments_for(length as u64));
        }
    }

    #[test]
    fn truncated_extended_and_swapped_streams_are_refused() {
        let plain = vec![7u8; 3 * PLAIN];
        let (payload, sealed) = round_trip(&plain);
        let mut out = Vec::new();
        assert!(open(&payload, &sealed[..sealed.len() - 1], &mut out).is_err());
        assert!(open(&payload, &sealed[..2 * SEALED], &mut out).is_err());
        let mut longer = sealed.clone();
        longer.push(0);
        assert!(open(&payload, &longer, &mut out).is_err());
        let mut swapped = sealed.clone();
        let (a, b) = swapped.split_at_mut(SEALED);
        a.swap_with_slice(&mut b[..SEALED]);
        assert!(matches!(
            open(&payload, &swapped, &mut out),
            Err(SealError::Segment(0))
        ));
        // Swapped with matching digests: the IV names the place.
        let mut other = payload.clone();
        other.hashes.swap(0, 1);
        other.root = root_of(&other.hashes);
        assert!(open(&other, &swapped, &mut out).is_err());
    }

    /// Fixes the format's bytes, so that it cannot drift.
    #[test]
    fn known_answer() {
        let (sealed, root) = seal_small(&dek(), b"entente").unwrap();
        assert_eq!(sealed.len(), 7 + OVERHEAD);
        assert_eq!(entente_model::b64::hex(&sealed), KNOWN);
        assert_eq!(open_small(&dek(), &sealed, &root).unwrap(), b"entente");
        let (empty, _) = seal_small(&dek(), b"").unwrap();
        assert_eq!(empty.len(), OVERHEAD);
    }
    const KNOWN: &str = "f272f7f00000000000000000442230e648918f13f1af737186d387b4d6b280a8dcb9c2";

    proptest! {
        #[test]
        fn every_flip_is_refused(plain in proptest::collection::vec(any::<u8>(), 0..200), at in any::<usize>(), bit in 0u8..8) {
            let (mut sealed, root) = seal_small(&dek(), &plain).unwrap();
            let at = at % sealed.len();
            sealed[at] ^= 1 << bit;
            prop_assert!(open_small(&dek(), &sealed, &root).is_err());
            // And by the cipher alone, whoever holds the digest.
            prop_assert!(SegmentCipher::new(&dek()).unwrap().open_in_place(0, &mut sealed).is_err());
        }
    }

    #[test]
    fn keys_do_not_print() {
        assert_eq!(format!("{:?}", dek()), "Dek(secret)");
    }
}
