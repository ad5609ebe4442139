//! A node that only remembers, and a caller that may break every rule.
#![expect(dead_code, reason = "each test file uses its part")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test helper")]

use entente_engine::wire::{Push, WireEntry};
use entente_link::{
    Host, Identity, Limits, OutgoingPayload, PayloadKey, PayloadStatus, Peer, PushReply,
    RetryPolicy, run, serve_with,
};
use entente_model::{AgreementId, Digest, PartyId, Problem, problem::Class};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
    time::{Instant, sleep},
};

pub(crate) mod raw;

pub(crate) const AGREEMENT: AgreementId = AgreementId([7; 16]);
pub(crate) const RETRY: RetryPolicy = RetryPolicy {
    first: Duration::from_millis(20),
    max: Duration::from_millis(80),
};

pub(crate) fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

pub(crate) fn identity(n: u8) -> Identity {
    Identity::new(&[n; 32]).unwrap()
}

/// What a fake node has and was told.
#[derive(Default)]
pub(crate) struct Memory {
    pub(crate) partners: BTreeMap<[u8; 32], PartyId>,
    /// Entries stored of the partner's record.
    pub(crate) stored: Vec<Vec<u8>>,
    /// The answer to every push, if any.
    pub(crate) refuse_push: Option<Problem>,
    pub(crate) pushes: usize,
    pub(crate) stored_asked: usize,
    pub(crate) pairings: Vec<String>,
    pub(crate) pairing_out: Option<String>,
    /// Our own record.
    pub(crate) own: Vec<Vec<u8>>,
    pub(crate) cosigned: u64,
    pub(crate) agreements: Vec<AgreementId>,
    pub(crate) partner_sizes: Vec<u64>,
    pub(crate) payload_out: Option<Vec<Vec<u8>>>,
    pub(crate) delivered: Vec<PayloadKey>,
    pub(crate) incoming: Option<Incoming>,
    pub(crate) segment_delay: Duration,
    pub(crate) segments_taken: Vec<u64>,
    pub(crate) hashes_taken: usize,
    pub(crate) unreachable: Vec<Problem>,
    pub(crate) reached: usize,
}

pub(crate) struct Incoming {
    pub(crate) segments: u64,
    pub(crate) hashes: Vec<Digest>,
    pub(crate) got: Vec<Vec<u8>>,
}

impl Incoming {
    pub(crate) fn expecting(segments: u64) -> Self {
        Self {
            segments,
            hashes: Vec::new(),
            got: Vec::new(),
        }
    }

    fn status(&self) -> PayloadStatus {
        let have = self.got.len() as u64;
        PayloadStatus {
            segments: self.segments,
            hashes_known: !self.hashes.is_empty(),
            have,
            done: have == self.segments,
        }
    }
}

pub(crate) struct Fake(Mutex<Memory>);

impl Fake {
    pub(crate) fn new(partners: &[(&Identity, &str)]) -> Arc<Self> {
        let partners = partners
            .iter()
            .map(|(id, name)| (id.public(), party(name)))
            .collect();
        Arc::new(Self(Mutex::new(Memory {
            partners,
            ..Memory::default()
        })))
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap()
    }
}

fn unknown() -> Problem {
    Problem::new("ITEM-001", Class::NotFound)
}

impl Host for Fake {
    fn party_of(&self, node_key: &[u8; 32]) -> Option<PartyId> {
        self.memory().partners.get(node_key).cloned()
    }

    async fn push(&self, _from: PartyId, push: Push) -> Result<PushReply, Problem> {
        let mut memory = self.memory();
        memory.pushes += 1;
        if let Some(problem) = &memory.refuse_push {
            return Err(problem.clone());
        }
        let have = memory.stored.len() as u64;
        if push.start > have {
            return Err(Problem::new("LOG-005", Class::Stale));
        }
        let skip = (have - push.start) as usize;
        memory
            .stored
            .extend(push.entries.into_iter().skip(skip).map(|entry| entry.entry));
        Ok(PushReply {
            size: memory.stored.len() as u64,
            cosignature: "— line\n".to_owned(),
        })
    }

    async fn stored(&self, _from: PartyId, _agreement: AgreementId) -> Result<u64, Problem> {
        let mut memory = self.memory();
        memory.stored_asked += 1;
        Ok(memory.stored.len() as u64)
    }

    async fn pairing(&self, _from: PartyId, envelope: String) -> Result<(), Problem> {
        self.memory().pairings.push(envelope);
        Ok(())
    }

    async fn payload_status(
        &self,
        _from: PartyId,
        _at: PayloadKey,
    ) -> Result<PayloadStatus, Problem> {
        self.memory()
            .incoming
            .as_ref()
            .map(Incoming::status)
            .ok_or_else(unknown)
    }

    async fn payload_hashes(
        &self,
        _from: PartyId,
        _at: PayloadKey,
        hashes: Vec<Digest>,
    ) -> Result<PayloadStatus, Problem> {
        let mut memory = self.memory();
        memory.hashes_taken += 1;
        let incoming = memory.incoming.as_mut().ok_or_else(unknown)?;
        incoming.hashes = hashes;
        Ok(incoming.status())
    }

    async fn payload_segment(
        &self,
        _from: PartyId,
        _at: PayloadKey,
        index: u64,
        bytes: Vec<u8>,
    ) -> Result<PayloadStatus, Problem> {
        let delay = self.memory().segment_delay;
        sleep(delay).await;
        let mut memory = self.memory();
        memory.segments_taken.push(index);
        let incoming = memory.incoming.as_mut().ok_or_else(unknown)?;
        assert_eq!(index, incoming.got.len() as u64);
        assert_eq!(Digest::of(&[&bytes]), incoming.hashes[index as usize]);
        incoming.got.push(bytes);
        Ok(incoming.status())
    }

    async fn pairing_outgoing(&self, _to: PartyId) -> Option<String> {
        self.memory().pairing_out.clone()
    }

    async fn pairing_told(&self, _to: PartyId) -> Result<(), Problem> {
        self.memory().pairing_out = None;
        Ok(())
    }

    async fn agreements_with(&self, _to: PartyId) -> Vec<AgreementId> {
        self.memory().agreements.clone()
    }

    async fn outgoing(
        &self,
        _to: PartyId,
        agreement: AgreementId,
        partner_has: u64,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let memory = self.memory();
        if memory.cosigned == memory.own.len() as u64 {
            return Ok(None);
        }
        let rest = memory.own.iter().skip(partner_has as usize);
        Ok(Some(push_of(
            agreement,
            partner_has,
            rest.take(3).cloned().collect(),
        )))
    }

    async fn cosigned(
        &self,
        _to: PartyId,
        _agreement: AgreementId,
        reply: PushReply,
    ) -> Result<(), Problem> {
        self.memory().cosigned = reply.size;
        Ok(())
    }

    async fn partner_size(&self, _: PartyId, _: AgreementId, stored: u64) -> Result<(), Problem> {
        self.memory().partner_sizes.push(stored);
        Ok(())
    }

    async fn payloads_outgoing(&self, _to: PartyId) -> Vec<OutgoingPayload> {
        let memory = self.memory();
        let at = PayloadKey {
            agreement: AGREEMENT,
            n: 1,
        };
        let Some(segments) = memory
            .payload_out
            .as_ref()
            .filter(|_| memory.delivered.is_empty())
        else {
            return Vec::new();
        };
        let hashes = segments.iter().map(|s| Digest::of(&[s])).collect();
        vec![OutgoingPayload {
            at,
            hashes,
            segments: segments.len() as u64,
        }]
    }

    async fn payload_read(&self, _at: PayloadKey, index: u64) -> Result<Vec<u8>, Problem> {
        Ok(self.memory().payload_out.as_ref().unwrap()[index as usize].clone())
    }

    async fn payload_delivered(&self, _to: PartyId, at: PayloadKey) -> Result<(), Problem> {
        self.memory().delivered.push(at);
        Ok(())
    }

    async fn unreachable(&self, _to: PartyId, problem: Problem) {
        self.memory().unreachable.push(problem);
    }

    async fn reached(&self, _to: PartyId) {
        self.memory().reached += 1;
    }
}

pub(crate) fn push_of(agreement: AgreementId, start: u64, entries: Vec<Vec<u8>>) -> Vec<u8> {
    let entries = entries
        .into_iter()
        .map(|entry| WireEntry {
            entry,
            payload: None,
        })
        .collect();
    Push {
        agreement,
        start,
        entries,
        checkpoint: b"checkpoint".to_vec(),
    }
    .encode()
}

/// A served node; stopped when told.
pub(crate) struct Server {
    pub(crate) port: u16,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(identity: &Identity, host: &Arc<Fake>, limits: Limits) -> Self {
        Self::on(0, identity, host, limits).await
    }

    pub(crate) async fn on(
        port: u16,
        identity: &Identity,
        host: &Arc<Fake>,
        limits: Limits,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = watch::channel(false);
        let (identity, host) = (identity.clone(), Arc::clone(host));
        let task = tokio::spawn(async move {
            serve_with(listener, &identity, host, limits, stopped)
                .await
                .unwrap();
        });
        Self { port, stop, task }
    }

    pub(crate) async fn stop(self) {
        self.stop.send(true).unwrap();
        self.task.await.unwrap();
    }
}

pub(crate) fn peer(name: &str, port: u16, identity: &Identity) -> Peer {
    let url = format!("https://127.0.0.1:{port}");
    Peer {
        party: party(name),
        url,
        node_key: identity.public(),
    }
}

/// A running worker; ends when dropped.
pub(crate) struct Worker {
    pub(crate) wake: Arc<Notify>,
    pub(crate) peers: watch::Sender<Vec<Peer>>,
    task: JoinHandle<()>,
}

impl Worker {
    pub(crate) fn start(host: &Arc<Fake>, identity: &Identity, peer: Peer) -> Self {
        let (peers, watched) = watch::channel(vec![peer]);
        let wake = Arc::new(Notify::new());
        let worker = run(
            Arc::clone(host),
            identity.clone(),
            watched,
            Arc::clone(&wake),
            RETRY,
        );
        Self {
            wake,
            peers,
            task: tokio::spawn(worker),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Waits until something holds, 10 s at most.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(10), "never: {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
