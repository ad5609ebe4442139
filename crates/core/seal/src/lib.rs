//! Sealed items: payload segments, key slots, secrets at rest.
//!
//! A sealed item's payload is a row of ZTDF-compatible AES-256-GCM segments whose SHA-256 digests
//! are the leaves of one Merkle root; its key is wrapped under a key-encryption key that one HPKE
//! encapsulation gives a whole batch; its header is the release act in the record, which the
//! record's checkpoint signs. No files, sockets or clock here; randomness is a parameter.

pub mod rest;
pub mod segment;
pub mod slot;

/// A source of randomness fit for keys.
pub trait Entropy {
    /// Fills the whole slice.
    fn fill(&mut self, out: &mut [u8]);
}
