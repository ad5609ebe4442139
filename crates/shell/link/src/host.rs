//! What the link asks of the node it serves.

use entente_engine::wire::Push;
use entente_model::{AgreementId, Digest, PartyId, Problem};
use serde::{Deserialize, Serialize};

/// The node, as the link sees it. The first half answers partners; the second half feeds the
/// workers that carry things out to them.
pub trait Host: Send + Sync + 'static {
    /// The partner with this TLS key, if known.
    fn party_of(&self, node_key: &[u8; 32]) -> Option<PartyId>;

    /// Entries of a partner's record. The reply says they are durable here.
    fn push(
        &self,
        from: PartyId,
        push: Push,
    ) -> impl Future<Output = Result<PushReply, Problem>> + Send;

    /// The size of the caller's record stored here.
    fn stored(
        &self,
        from: PartyId,
        agreement: AgreementId,
    ) -> impl Future<Output = Result<u64, Problem>> + Send;

    /// A partner's signed confirmation of our card.
    fn pairing(
        &self,
        from: PartyId,
        envelope: String,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// How much of a payload is here.
    fn payload_status(
        &self,
        from: PartyId,
        at: PayloadKey,
    ) -> impl Future<Output = Result<PayloadStatus, Problem>> + Send;

    /// The digests of a payload's segments.
    fn payload_hashes(
        &self,
        from: PartyId,
        at: PayloadKey,
        hashes: Vec<Digest>,
    ) -> impl Future<Output = Result<PayloadStatus, Problem>> + Send;

    /// One segment of a payload.
    fn payload_segment(
        &self,
        from: PartyId,
        at: PayloadKey,
        index: u64,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<PayloadStatus, Problem>> + Send;

    /// The confirmation this partner has yet to be given.
    fn pairing_outgoing(&self, to: PartyId) -> impl Future<Output = Option<String>> + Send;

    /// The partner has our confirmation.
    fn pairing_told(&self, to: PartyId) -> impl Future<Output = Result<(), Problem>> + Send;

    /// The agreements exchanged with this partner.
    fn agreements_with(&self, to: PartyId) -> impl Future<Output = Vec<AgreementId>> + Send;

    /// The next push, encoded, for a partner that has this much of our record; `None` when it
    /// has, and has cosigned, everything.
    fn outgoing(
        &self,
        to: PartyId,
        agreement: AgreementId,
        partner_has: u64,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, Problem>> + Send;

    /// The partner's reply to a push.
    fn cosigned(
        &self,
        to: PartyId,
        agreement: AgreementId,
        reply: PushReply,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// What the partner says it has of our record; more than we have means we were restored from
    /// a backup.
    fn partner_size(
        &self,
        to: PartyId,
        agreement: AgreementId,
        stored: u64,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Payloads this partner does not have yet.
    fn payloads_outgoing(&self, to: PartyId) -> impl Future<Output = Vec<OutgoingPayload>> + Send;

    /// One segment of a payload of ours.
    fn payload_read(
        &self,
        at: PayloadKey,
        index: u64,
    ) -> impl Future<Output = Result<Vec<u8>, Problem>> + Send;

    /// The partner has the whole payload.
    fn payload_delivered(
        &self,
        to: PartyId,
        at: PayloadKey,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// The partner could not be reached, or would not talk to us. Told at every failed attempt.
    fn unreachable(&self, to: PartyId, problem: Problem) -> impl Future<Output = ()> + Send;

    /// The partner answers again, or for the first time.
    fn reached(&self, to: PartyId) -> impl Future<Output = ()> + Send;
}

/// The answer to a push: how much is durable at the partner, and its cosignature lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushReply {
    /// Size of the record as stored.
    pub size: u64,
    /// Mirror cosignature lines (C2SP tlog-cosignature).
    pub cosignature: String,
}

/// Names a payload by the act that releases it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PayloadKey {
    /// Agreement.
    pub agreement: AgreementId,
    /// Index of the release in its author's record.
    pub n: u64,
}

/// How much of a payload the receiver has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayloadStatus {
    /// Segments in all.
    pub segments: u64,
    /// Whether the digests of the segments are there.
    pub hashes_known: bool,
    /// Segments `0..have` are there.
    pub have: u64,
    /// Complete and verified, or no longer wanted.
    pub done: bool,
}

/// A payload to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingPayload {
    /// Which.
    pub at: PayloadKey,
    /// Digests of its segments.
    pub hashes: Vec<Digest>,
    /// Number of segments.
    pub segments: u64,
}
