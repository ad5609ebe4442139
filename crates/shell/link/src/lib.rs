//! Moving acts and ciphertext between nodes: HTTPS/1.1 over TLS 1.3 with raw public keys
//! (RFC 7250) on both sides.
//!
//! A node's identity is one Ed25519 key. The caller pins the partner's key, taken from the
//! partner's card; the server asks every caller for its key and looks up whose it is. No
//! certificates, no authorities, no names to resolve beyond the address.
//!
//! [`serve`] is the door in, [`run`] the workers that carry things out, [`Host`] what both ask
//! of the node. The link decides nothing about acts: it moves bytes, bounds them, and hands the
//! node's answers back.
//!
//! Architecture invariant: a hostile partner is normal input. Every body has a limit and a
//! deadline, every connection a slot, and no answer of a partner can make a worker spin.

mod acts;
mod body;
mod client;
mod fault;
mod host;
mod identity;
mod pace;
mod payloads;
mod routes;
mod serve;
mod tls;
mod worker;

pub use client::{Client, Failure, Peer, Timeouts, address};
pub use host::{Host, OutgoingPayload, PayloadKey, PayloadStatus, PushReply};
pub use identity::{Identity, LinkError};
pub use pace::RetryPolicy;
pub use serve::{Limits, serve, serve_with};
pub use worker::run;

/// Largest pairing envelope, bytes.
pub const MAX_PAIRING: usize = 64 * 1024;
/// Most segments a payload may have.
pub const MAX_SEGMENTS: usize = 8_388_608;
/// Largest segment on the wire: 2 MiB of plaintext, nonce and tag.
pub const MAX_SEGMENT: usize = entente_seal::segment::SEALED;
/// Largest problem in an answer, bytes of JSON.
pub const MAX_PROBLEM: usize = 16 * 1024;
/// Largest answer to any request, bytes.
pub const MAX_ANSWER: usize = 64 * 1024;
