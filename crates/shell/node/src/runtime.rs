//! The running node: one writer thread that takes inputs in batches, makes each batch durable
//! with one flush, and only then answers and wakes the link.

use crate::{
    clock::{Clock, OsEntropy},
    dir::{Config, NodeDir},
};
use entente_engine::{
    Agreement, Answer, Effect, Input, LogId, Me, Restore, State, World, commit::StoredEntry, items,
};
use entente_model::{
    Act, AgreementId, Deed, Digest, PartyId, Problem,
    act::{Keys, Release},
    problem::{Class, Fault},
};
use entente_seal::segment::Dek;
use entente_store::{Blobs, Reader, Store, StoreError};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};
use tokio::sync::{Notify, oneshot, watch};

/// Most inputs waiting for the writer; beyond it callers wait (backpressure).
const QUEUE: usize = 1024;
/// A batch is closed when its inputs weigh this much, about bytes.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

struct Job {
    inputs: Vec<Input>,
    weight: usize,
    reply: oneshot::Sender<Vec<Result<Answer, Problem>>>,
}

/// A release as it is kept.
pub struct Released {
    /// The act.
    pub act: Act,
    /// What it releases.
    pub release: Release,
    /// The encapsulation its key is under.
    pub keys: Keys,
    /// The wrapped key; empty once it was destroyed.
    pub wrapped: Vec<u8>,
    /// The ciphertext, when it is small.
    pub inline: Option<Vec<u8>>,
}

impl Released {
    /// The item's key, for a release to us.
    ///
    /// # Errors
    /// ITEM-010 once it was destroyed, SEAL-002 or SEAL-003.
    pub fn dek(&self, me: &Me) -> Result<Dek, Problem> {
        if self.wrapped.is_empty() {
            return Err(Problem::refused("ITEM-010").with("item", &self.release.item));
        }
        items::dek_from(me, &self.act, &self.release, &self.keys, &self.wrapped)
    }
}

/// A node, open in this process.
pub struct Node {
    /// Where it lives.
    pub dir: NodeDir,
    /// Its configuration.
    pub config: Config,
    /// Our keys and card.
    pub me: Arc<Me>,
    /// Clock.
    pub clock: Clock,
    /// Ciphertext files.
    pub blobs: Blobs,
    /// Wakes the link's workers.
    pub wake: Arc<Notify>,
    /// Partners the link talks to.
    pub peers: watch::Sender<Vec<entente_link::Peer>>,
    /// What the link last said of each partner; `None` is reached.
    pub reach: Mutex<BTreeMap<PartyId, Option<Problem>>>,
    /// Inbound payloads being received.
    pub inbound: crate::payloads::Inbound,
    /// The party's own rules, as last read.
    pub own_rules: crate::house::Own,
    /// What can be searched.
    pub shelf: crate::house::Shelf,
    state: Mutex<State>,
    reader: Mutex<Box<dyn Reader>>,
    jobs: SyncSender<Job>,
}

impl Node {
    /// Restores the node from its store and starts the writer.
    ///
    /// # Errors
    /// Store and record damage; see [`Restore`].
    pub fn start(
        dir: NodeDir,
        config: Config,
        me: Arc<Me>,
        mut store: Box<dyn Store>,
    ) -> Result<Arc<Self>, Problem> {
        let state = restore(&me, store.as_mut())?;
        let reader = store.reader().map_err(|e| e.problem())?;
        let blobs = Blobs::open(&dir.blobs()).map_err(|e| crate::dir::machine(&dir.blobs(), &e))?;
        let inbound = crate::payloads::Inbound::new(&dir.blobs());
        let (jobs, queue) = sync_channel(QUEUE);
        let node = Arc::new(Self {
            clock: Clock::ahead(if config.demo {
                config.demo_clock_ahead_s
            } else {
                0
            }),
            peers: watch::Sender::new(peers(&state)),
            dir,
            config,
            me,
            blobs,
            wake: Arc::new(Notify::new()),
            reach: Mutex::new(BTreeMap::new()),
            inbound,
            own_rules: crate::house::Own::default(),
            shelf: crate::house::Shelf::default(),
            state: Mutex::new(state),
            reader: Mutex::new(reader),
            jobs,
        });
        let writer = Arc::clone(&node);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write_loop(&writer, store, &queue))
            .map_err(|e| crate::dir::machine(node.dir.path(), &e))?;
        Ok(node)
    }

    /// Gives inputs to the writer and waits until they are durable.
    ///
    /// # Errors
    /// Only when the node is stopping.
    pub async fn submit(
        &self,
        inputs: Vec<Input>,
        weight: usize,
    ) -> Result<Vec<Result<Answer, Problem>>, Problem> {
        let (reply, answer) = oneshot::channel();
        let job = Job {
            inputs,
            weight,
            reply,
        };
        let job = match self.jobs.try_send(job) {
            Ok(()) => None,
            Err(std::sync::mpsc::TrySendError::Full(job)) => Some(job),
            Err(std::sync::mpsc::TrySendError::Disconnected(_)) => return Err(stopping()),
        };
        if let Some(job) = job {
            let jobs = self.jobs.clone();
            tokio::task::spawn_blocking(move || jobs.send(job))
                .await
                .map_err(|_| stopping())?
                .map_err(|_| stopping())?;
        }
        answer.await.map_err(|_| stopping())
    }

    /// One input.
    ///
    /// # Errors
    /// The engine's answer.
    pub async fn one(&self, input: Input) -> Result<Answer, Problem> {
        self.submit(vec![input], 1024)
            .await?
            .pop()
            .unwrap_or_else(|| Err(stopping()))
    }

    /// The state, for reading.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store, for reading.
    pub fn reader(&self) -> MutexGuard<'_, Box<dyn Reader>> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A stored release with the encapsulation it names and its wrapped key.
    ///
    /// # Errors
    /// ITEM-001, STORE-*.
    pub fn release(&self, log: &LogId, n: u64) -> Result<Released, Problem> {
        let missing = || Problem::new("ITEM-001", Class::NotFound).with("item", n);
        let reader = self.reader();
        let read = |n: u64| -> Result<Act, Problem> {
            let entry = reader
                .entry(log, n)
                .map_err(|e| e.problem())?
                .ok_or_else(missing)?;
            Ok(Act::from_entry(&log.author, &entry.entry)?.0)
        };
        let act = read(n)?;
        let Deed::Release(release) = act.deed.clone() else {
            return Err(missing());
        };
        let Deed::Keys(keys) = read(release.slot.k)?.deed else {
            return Err(missing());
        };
        let payload = reader.payload(log, n).map_err(|e| e.problem())?;
        let parts = payload.as_deref().and_then(items::split_payload);
        let (wrapped, inline) = parts.unwrap_or_default();
        Ok(Released {
            act,
            release,
            keys,
            wrapped: wrapped.to_vec(),
            inline: (!inline.is_empty()).then(|| inline.to_vec()),
        })
    }

    /// Tells the link which partners there are.
    pub fn refresh_peers(&self) {
        let peers = peers(&self.state());
        self.peers.send_if_modified(|known| {
            let changed = *known != peers;
            *known = peers;
            changed
        });
    }
}

/// Root of the first `size` entries of a record we hold.
///
/// # Errors
/// STORE-*, LOG-008 when tiles or entries are missing.
pub fn root_at(reader: &dyn Reader, log: &LogId, size: u64) -> Result<Digest, Problem> {
    let nodes = crate::tree::StoreNodes::new(reader, log.clone(), size);
    entente_record::tree::root_at(&nodes, size).ok_or_else(|| {
        Problem::new("LOG-008", Class::Unverified)
            .by(Fault::Machine)
            .with("party", &log.author)
            .with("size", size)
    })
}

/// The agreement a prefix of an id names, or the only one.
///
/// # Errors
/// AGREE-001, AGREE-002.
pub fn find_agreement<'a>(state: &'a State, named: &str) -> Result<&'a Agreement, Problem> {
    let wanted = named
        .strip_prefix("AG-")
        .unwrap_or(named)
        .to_ascii_lowercase();
    let mut hits = state
        .agreements
        .iter()
        .filter(|(id, _)| id.to_string().starts_with(&wanted));
    match (hits.next(), hits.next()) {
        (Some((_, found)), None) => Ok(found),
        (None, _) => Err(Problem::new("AGREE-001", Class::NotFound).with("id", named)),
        (Some(_), Some(_)) => Err(Problem::new("AGREE-002", Class::Usage).with("id", named)),
    }
}

/// An agreement's id as people write it.
#[must_use]
pub fn short_id(id: &AgreementId) -> String {
    let hex: String = id.to_string().chars().take(8).collect();
    format!("AG-{hex}")
}

fn peers(state: &State) -> Vec<entente_link::Peer> {
    state
        .partners
        .values()
        .filter_map(|p| {
            let card = p.card.card();
            let key: [u8; 32] = card.node.as_slice().try_into().ok()?;
            Some(entente_link::Peer {
                party: card.party.clone(),
                url: card.url.clone(),
                node_key: key,
            })
        })
        .collect()
}

fn restore(me: &Arc<Me>, store: &mut dyn Store) -> Result<State, Problem> {
    let loaded = store.load().map_err(|e| e.problem())?;
    let mut restore = Restore::begin(Arc::clone(me), loaded)?;
    let mut fault = None;
    store
        .replay(&mut |entry: StoredEntry| {
            restore.entry(&entry).map_err(|problem| {
                let detail = problem.to_string();
                fault = Some(problem);
                StoreError::Damaged(detail)
            })
        })
        .map_err(|e| fault.take().unwrap_or_else(|| e.problem()))?;
    restore.finish()
}

fn write_loop(node: &Node, mut store: Box<dyn Store>, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let mut weight = first.weight;
        let mut jobs = vec![first];
        // Whatever came in while the previous flush ran goes into this one.
        while weight < BATCH_BYTES
            && let Ok(job) = queue.try_recv()
        {
            weight = weight.saturating_add(job.weight);
            jobs.push(job);
        }
        write_batch(node, store.as_mut(), jobs);
    }
}

fn write_batch(node: &Node, store: &mut dyn Store, jobs: Vec<Job>) {
    let mut inputs = Vec::new();
    let mut replies = Vec::new();
    for job in jobs {
        replies.push((job.inputs.len(), job.reply));
        inputs.extend(job.inputs);
    }
    let mut state = node.state();
    let mut world = World {
        now: node.clock.now(),
        entropy: &mut OsEntropy,
    };
    let step = state.advance(&mut world, inputs);
    let mut answers = step.answers;
    let mut effects = step.effects;
    if !step.commit.is_empty()
        && let Err(error) = store.commit(&step.commit)
    {
        let problem = error.problem();
        tracing::error!(code = %problem.code, "a batch could not be stored: {error}");
        if matches!(error, StoreError::Durability(_)) {
            // A failed flush leaves the page cache unknown: never read past it (record.md I8).
            std::process::exit(1);
        }
        match restore(&node.me, store) {
            Ok(before) => *state = before,
            Err(fatal) => {
                tracing::error!(code = %fatal.code, "the store cannot be read again: {fatal}");
                std::process::exit(1);
            }
        }
        answers.iter_mut().for_each(|a| *a = Err(problem.clone()));
        effects.clear();
    }
    drop(state);
    let mut answers = answers.into_iter();
    for (count, reply) in replies {
        // A caller that went away does not change what was done.
        let _ = reply.send(answers.by_ref().take(count).collect());
    }
    for effect in &effects {
        if let Effect::Alarm(agreement) = effect {
            tracing::error!(%agreement, "ALARM: exchange under this agreement is stopped until a person decides");
        }
    }
    if !effects.is_empty() {
        node.refresh_peers();
        node.wake.notify_waiters();
    }
}

fn stopping() -> Problem {
    Problem::new("NODE-003", Class::Unexpected).by(Fault::Machine)
}
