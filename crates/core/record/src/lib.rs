//! The record: one party's transparency log under one agreement, one module per C2SP spec.
//!
//! [`tree`] RFC 6962 proofs · [`tile`] tlog-tiles · [`note`] signed-note · [`checkpoint`]
//! tlog-checkpoint · [`cosignature`] tlog-cosignature · [`proof`] tlog-proof · [`policy`]
//! tlog-policy. Every parser is strict, bounded and total: one text for one value.
//!
//! What is *not* here: what an entry means, storage, HTTP, time, randomness.

pub mod checkpoint;
pub mod cosignature;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tile;
pub mod tree;
