//! The node as the link sees it.

use crate::{
    payloads,
    runtime::{Node, root_at},
};
use entente_engine::{
    Answer, Input, LogId,
    wire::{self, Push, WireEntry},
};
use entente_link::{Host, OutgoingPayload, PayloadKey, PayloadStatus, PushReply};
use entente_model::{
    AgreementId, Digest, PartyId, Problem,
    problem::{Class, Fault},
};
use entente_record::{checkpoint::Checkpoint, note::Note};
use std::sync::{Arc, PoisonError};

/// Bytes of entries and payloads in one push; a checkpoint that needs more is sent in the next.
const PUSH_BYTES: usize = 8 * 1024 * 1024;

/// The node, shared.
#[derive(Clone)]
pub struct Served(pub Arc<Node>);

impl Host for Served {
    fn party_of(&self, node_key: &[u8; 32]) -> Option<PartyId> {
        let state = self.0.state();
        let mut partners = state.partners.values().map(|p| p.card.card());
        partners
            .find(|c| c.node == node_key)
            .map(|c| c.party.clone())
    }

    async fn push(&self, from: PartyId, push: Push) -> Result<PushReply, Problem> {
        let prefix_root = self.prefix_root(&from, &push)?;
        let weight = push
            .entries
            .iter()
            .map(|e| {
                e.entry
                    .len()
                    .saturating_add(e.payload.as_ref().map_or(0, Vec::len))
            })
            .sum();
        let input = Input::Push {
            from,
            push: Box::new(push),
            prefix_root,
        };
        match self.0.submit(vec![input], weight).await?.pop() {
            Some(Ok(Answer::Stored { size, lines })) => Ok(PushReply {
                size,
                cosignature: lines,
            }),
            Some(Err(problem)) => Err(problem),
            _ => Err(stopped()),
        }
    }

    async fn stored(&self, from: PartyId, agreement: AgreementId) -> Result<u64, Problem> {
        let state = self.0.state();
        Ok(state
            .agreements
            .get(&agreement)
            .filter(|a| a.partner == from)
            .map_or(0, |a| a.theirs.size()))
    }

    async fn pairing(&self, from: PartyId, envelope: String) -> Result<(), Problem> {
        self.0
            .one(Input::PairingReceived { from, envelope })
            .await
            .map(|_| ())
    }

    async fn payload_status(
        &self,
        from: PartyId,
        at: PayloadKey,
    ) -> Result<PayloadStatus, Problem> {
        let node = Arc::clone(&self.0);
        blocking(move || payloads::status(&node, &from, at)).await
    }

    async fn payload_hashes(
        &self,
        from: PartyId,
        at: PayloadKey,
        hashes: Vec<Digest>,
    ) -> Result<PayloadStatus, Problem> {
        let node = Arc::clone(&self.0);
        blocking(move || payloads::hashes(&node, &from, at, &hashes)).await
    }

    async fn payload_segment(
        &self,
        from: PartyId,
        at: PayloadKey,
        index: u64,
        bytes: Vec<u8>,
    ) -> Result<PayloadStatus, Problem> {
        let node = Arc::clone(&self.0);
        let (status, input) =
            blocking(move || payloads::segment(&node, &from, at, index, bytes)).await?;
        if let Some(input) = input {
            self.0.one(input).await?;
        }
        Ok(status)
    }

    async fn pairing_outgoing(&self, to: PartyId) -> Option<String> {
        let now = self.0.clock.now();
        let state = self.0.state();
        if state.partners.get(&to).is_none_or(|p| p.told || !p.by_us) {
            return None;
        }
        state.pairing_for(&to, now).ok().flatten()
    }

    async fn pairing_told(&self, to: PartyId) -> Result<(), Problem> {
        self.0.one(Input::PartnerTold(to)).await.map(|_| ())
    }

    async fn agreements_with(&self, to: PartyId) -> Vec<AgreementId> {
        let state = self.0.state();
        if state.partners.get(&to).is_none_or(|p| p.trusted().is_err()) {
            return Vec::new();
        }
        let with = state
            .agreements
            .iter()
            .filter(|(_, a)| a.partner == to && a.clear_of_alarm().is_ok());
        with.map(|(id, _)| *id).collect()
    }

    async fn outgoing(
        &self,
        to: PartyId,
        agreement: AgreementId,
        partner_has: u64,
    ) -> Result<Option<Vec<u8>>, Problem> {
        {
            let state = self.0.state();
            let held = state.agreement(&agreement)?;
            // What the partner has stored and cosigned is done; else it must be sent (again).
            let done = held.cosigned.as_ref().map_or(0, |(size, _)| *size) >= held.own.size();
            if held.partner != to || done || held.clear_of_alarm().is_err() {
                return Ok(None);
            }
        }
        let node = Arc::clone(&self.0);
        blocking(move || build_push(&node, agreement, partner_has)).await
    }

    async fn cosigned(
        &self,
        to: PartyId,
        agreement: AgreementId,
        reply: PushReply,
    ) -> Result<(), Problem> {
        let input = Input::Cosigned {
            from: to,
            agreement,
            size: reply.size,
            lines: reply.cosignature,
        };
        self.0.one(input).await.map(|_| ())
    }

    async fn partner_size(
        &self,
        to: PartyId,
        agreement: AgreementId,
        stored: u64,
    ) -> Result<(), Problem> {
        if self.0.state().agreement(&agreement)?.own.size() >= stored {
            return Ok(());
        }
        self.0
            .one(Input::PartnerSize {
                from: to,
                agreement,
                size: stored,
            })
            .await
            .map(|_| ())
    }

    async fn payloads_outgoing(&self, to: PartyId) -> Vec<OutgoingPayload> {
        let node = Arc::clone(&self.0);
        blocking(move || Ok(payloads::outgoing(&node, &to)))
            .await
            .unwrap_or_default()
    }

    async fn payload_read(&self, at: PayloadKey, index: u64) -> Result<Vec<u8>, Problem> {
        let node = Arc::clone(&self.0);
        blocking(move || payloads::read(&node, at, index)).await
    }

    async fn payload_delivered(&self, _to: PartyId, at: PayloadKey) -> Result<(), Problem> {
        self.0
            .one(Input::PayloadDelivered {
                agreement: at.agreement,
                n: at.n,
            })
            .await
            .map(|_| ())
    }

    async fn unreachable(&self, to: PartyId, problem: Problem) {
        self.reach(to, Some(problem));
    }

    async fn reached(&self, to: PartyId) {
        self.reach(to, None);
    }
}

impl Served {
    fn reach(&self, party: PartyId, problem: Option<Problem>) {
        let mut reach = self.0.reach.lock().unwrap_or_else(PoisonError::into_inner);
        reach.insert(party, problem);
    }

    /// Root of our copy at the push's checkpoint, when that is smaller than our copy.
    fn prefix_root(&self, from: &PartyId, push: &Push) -> Result<Option<Digest>, Problem> {
        let have = {
            let state = self.0.state();
            state
                .agreements
                .get(&push.agreement)
                .filter(|a| a.partner == *from)
                .map_or(0, |a| a.theirs.size())
        };
        let claimed = Note::parse(&push.checkpoint)
            .ok()
            .and_then(|n| Checkpoint::parse(&n.text).ok());
        match claimed {
            Some(head) if head.size < have => {
                let log = LogId {
                    agreement: push.agreement,
                    author: from.clone(),
                };
                root_at(self.0.reader().as_ref(), &log, head.size).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// Entries from what the partner has up to a checkpoint we signed, as far as one push carries.
fn build_push(node: &Node, agreement: AgreementId, has: u64) -> Result<Option<Vec<u8>>, Problem> {
    let log = LogId {
        agreement,
        author: node.me.party().clone(),
    };
    let reader = node.reader();
    let kept = reader.checkpoints(&log).map_err(|e| e.problem())?;
    // Equal size too: the partner stored it but we have not its cosignature.
    let ahead: Vec<_> = kept
        .into_iter()
        .filter(|c| c.size >= has && !c.cosigned)
        .collect();
    let Some(last) = ahead.last() else {
        return Ok(None);
    };
    let span = usize::try_from(last.size.saturating_sub(has)).unwrap_or(usize::MAX);
    let read = reader
        .entries(&log, has, span.min(wire::MAX_ENTRIES), PUSH_BYTES, true)
        .map_err(|e| e.problem())?;
    let reach = has.saturating_add(u64::try_from(read.len()).unwrap_or(0));
    let (chosen, read) = match ahead.iter().rev().find(|c| c.size <= reach) {
        Some(chosen) => (chosen, read),
        // One commit larger than a usual push: it still fits the hard limit.
        None => {
            let first = ahead.first().ok_or_else(stopped)?;
            let span = usize::try_from(first.size.saturating_sub(has)).unwrap_or(usize::MAX);
            let read = reader
                .entries(&log, has, span.min(wire::MAX_ENTRIES), wire::MAX_PUSH, true)
                .map_err(|e| e.problem())?;
            (first, read)
        }
    };
    let count = usize::try_from(chosen.size.saturating_sub(has)).unwrap_or(usize::MAX);
    let entries: Vec<WireEntry> = read
        .into_iter()
        .take(count)
        .map(|e| WireEntry {
            entry: e.entry,
            payload: e.payload,
        })
        .collect();
    if entries.len() != count {
        return Err(Problem::new("LINK-002", Class::Unexpected).by(Fault::Machine));
    }
    let push = Push {
        agreement,
        start: has,
        entries,
        checkpoint: chosen.note.clone(),
    };
    Ok(Some(push.encode()))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| stopped())?
}

fn stopped() -> Problem {
    Problem::new("NODE-003", Class::Unexpected).by(Fault::Machine)
}
