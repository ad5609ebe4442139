//! Ciphertext that travels apart from its act: receiving it segment by segment, each verified
//! before it is kept, and serving our own.

use crate::runtime::Node;
use entente_engine::{Input, LogId, commit::PayloadState};
use entente_link::{OutgoingPayload, PayloadKey, PayloadStatus};
use entente_model::{
    Digest, PartyId, Problem,
    problem::{Class, Fault},
};
use entente_seal::segment::{self, Dek, SegmentCipher};
use entente_store::{Partial, PartialError};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Most payloads received at the same time; a partner that opens more waits.
const MAX_OPEN: usize = 32;

/// Inbound payloads being received.
pub struct Inbound {
    dir: PathBuf,
    open: Mutex<Open>,
}

type Open = BTreeMap<(PartyId, PayloadKey), Arc<Mutex<Receiving>>>;

struct Receiving {
    partial: Partial,
    cipher: SegmentCipher,
    root: Digest,
}

impl Inbound {
    /// Receives into this directory.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            open: Mutex::new(BTreeMap::new()),
        }
    }

    fn get(&self, from: &PartyId, at: &PayloadKey) -> Option<Arc<Mutex<Receiving>>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&(from.clone(), *at)).map(Arc::clone)
    }

    fn close(&self, from: &PartyId, at: &PayloadKey) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.remove(&(from.clone(), *at));
    }
}

/// Forgets what has arrived of a payload that nobody will open.
///
/// # Errors
/// The machine's.
pub fn discard(node: &Node, from: &PartyId, at: PayloadKey) -> std::io::Result<()> {
    node.inbound.close(from, &at);
    Partial::remove(&node.inbound.dir, &key(&at))
}

/// What we have of a payload.
///
/// # Errors
/// ITEM-001 for a release we do not expect a payload of.
pub fn status(node: &Node, from: &PartyId, at: PayloadKey) -> Result<PayloadStatus, Problem> {
    let log = LogId {
        agreement: at.agreement,
        author: from.clone(),
    };
    let (release_size, done) = {
        let state = node.state();
        let agreement = state.agreement(&at.agreement)?;
        agreement.clear_of_alarm()?;
        if agreement.partner != *from || !agreement.from_them.releases.contains(at.n) {
            return Err(unknown(at.n));
        }
        let expected = matches!(
            agreement.from_them.payloads.get(&at.n),
            Some(PayloadState::Expected)
        );
        drop(state);
        let release = node.release(&log, at.n)?.release;
        (release.size, !expected)
    };
    let segments = segment::segments_for(release_size);
    if done {
        return Ok(PayloadStatus {
            segments,
            hashes_known: true,
            have: segments,
            done: true,
        });
    }
    let receiving = match node.inbound.get(from, &at) {
        Some(receiving) => Some(receiving),
        None => match Partial::read_hashes(&node.inbound.dir, &key(&at)) {
            Ok(Some(hashes)) => open(node, from, at, &hashes).ok(),
            _ => None,
        },
    };
    Ok(match receiving {
        Some(receiving) => {
            let have = receiving
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .partial
                .have();
            PayloadStatus {
                segments,
                hashes_known: true,
                have,
                done: false,
            }
        }
        None => PayloadStatus {
            segments,
            hashes_known: false,
            have: 0,
            done: false,
        },
    })
}

/// Takes the digests of all segments; they must give the root in the act.
///
/// # Errors
/// SEAL-001, SEAL-004, LINK-002.
pub fn hashes(
    node: &Node,
    from: &PartyId,
    at: PayloadKey,
    hashes: &[Digest],
) -> Result<PayloadStatus, Problem> {
    let before = status(node, from, at)?;
    if before.done || before.hashes_known {
        return Ok(before);
    }
    open(node, from, at, hashes)?;
    status(node, from, at)
}

/// Takes the next segment. Gives the status, and the input to submit when it was the last.
///
/// # Errors
/// SEAL-001 with the item quarantined when the bytes do not match; STORE-001.
pub fn segment(
    node: &Node,
    from: &PartyId,
    at: PayloadKey,
    index: u64,
    mut bytes: Vec<u8>,
) -> Result<(PayloadStatus, Option<Input>), Problem> {
    let now = status(node, from, at)?;
    if now.done || index < now.have {
        return Ok((now, None));
    }
    let receiving = node.inbound.get(from, &at).ok_or_else(|| {
        Problem::new("LOG-005", Class::Stale)
            .by(Fault::Partner)
            .with("have", now.have)
            .with("start", index)
    })?;
    let mut receiving = receiving.lock().unwrap_or_else(PoisonError::into_inner);
    receiving
        .partial
        .append(index, &bytes)
        .map_err(|e| refused(from, index, &e))?;
    let log = LogId {
        agreement: at.agreement,
        author: from.clone(),
    };
    // The digest held, so these are the bytes the sender committed to; now they must open.
    if receiving.cipher.open_in_place(index, &mut bytes).is_err() {
        let problem = Problem::partner("SEAL-002").with("party", from);
        drop(receiving);
        node.inbound.close(from, &at);
        let input = Input::PayloadArrived {
            log,
            n: at.n,
            refused: Some(problem),
        };
        return Ok((
            PayloadStatus {
                have: now.segments,
                done: true,
                ..now
            },
            Some(input),
        ));
    }
    let have = receiving.partial.have();
    if have < now.segments {
        return Ok((PayloadStatus { have, ..now }, None));
    }
    let root = receiving.root;
    receiving
        .partial
        .complete(&root)
        .map_err(|e| refused(from, index, &e))?;
    drop(receiving);
    node.inbound.close(from, &at);
    let input = Input::PayloadArrived {
        log,
        n: at.n,
        refused: None,
    };
    Ok((
        PayloadStatus {
            have,
            done: true,
            ..now
        },
        Some(input),
    ))
}

/// Payloads of ours a partner does not have yet.
pub fn outgoing(node: &Node, to: &PartyId) -> Vec<OutgoingPayload> {
    let waiting: Vec<PayloadKey> = {
        let state = node.state();
        let with = state
            .agreements
            .iter()
            .filter(|(_, a)| a.partner == *to && a.clear_of_alarm().is_ok());
        with.flat_map(|(id, a)| {
            let cosigned = a.cosigned.as_ref().map_or(0, |(size, _)| *size);
            a.ours
                .payloads
                .iter()
                // The partner must have the act before it can take the payload.
                .filter(move |(n, s)| matches!(s, PayloadState::Sending) && **n < cosigned)
                .map(|(n, _)| PayloadKey {
                    agreement: *id,
                    n: *n,
                })
        })
        .take(MAX_OPEN)
        .collect()
    };
    waiting
        .into_iter()
        .filter_map(|at| {
            let log = LogId {
                agreement: at.agreement,
                author: node.me.party().clone(),
            };
            let release = node.release(&log, at.n).ok()?.release;
            let hashes = node.blobs.hashes(&release.root).ok().flatten()?;
            Some(OutgoingPayload {
                at,
                segments: segment::segments_for(release.size),
                hashes,
            })
        })
        .collect()
}

/// One segment of a payload of ours.
///
/// # Errors
/// ITEM-001, SEAL-005.
pub fn read(node: &Node, at: PayloadKey, index: u64) -> Result<Vec<u8>, Problem> {
    use std::io::{Read, Seek, SeekFrom};
    let log = LogId {
        agreement: at.agreement,
        author: node.me.party().clone(),
    };
    let release = node.release(&log, at.n)?.release;
    let damaged = |_| {
        Problem::new("SEAL-005", Class::Unexpected)
            .by(Fault::Machine)
            .with("item", &release.item)
    };
    let step = u64::try_from(segment::SEALED).unwrap_or(u64::MAX);
    let start = index.saturating_mul(step);
    let length = segment::sealed_len(release.size)
        .saturating_sub(start)
        .min(step);
    let mut file = std::fs::File::open(node.blobs.path(&release.root)).map_err(damaged)?;
    file.seek(SeekFrom::Start(start)).map_err(damaged)?;
    let mut bytes = vec![0u8; usize::try_from(length).unwrap_or(0)];
    file.read_exact(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

fn open(
    node: &Node,
    from: &PartyId,
    at: PayloadKey,
    hashes: &[Digest],
) -> Result<Arc<Mutex<Receiving>>, Problem> {
    let log = LogId {
        agreement: at.agreement,
        author: from.clone(),
    };
    let released = node.release(&log, at.n)?;
    let release = &released.release;
    let count = u64::try_from(hashes.len()).unwrap_or(u64::MAX);
    if count != segment::segments_for(release.size) {
        return Err(Problem::partner("SEAL-004").with("party", from));
    }
    if segment::root_of(hashes) != release.root {
        return Err(Problem::partner("SEAL-001")
            .with("party", from)
            .with("index", "list"));
    }
    let dek: Dek = released.dek(&node.me)?;
    let cipher =
        SegmentCipher::new(&dek).map_err(|_| Problem::partner("SEAL-002").with("party", from))?;
    let total = segment::sealed_len(release.size);
    let mut all = node
        .inbound
        .open
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(&(from.clone(), at)) {
        return Ok(Arc::clone(known));
    }
    if all.len() >= MAX_OPEN {
        return Err(Problem::new("LINK-005", Class::Waiting)
            .by(Fault::Partner)
            .with("seconds", 1));
    }
    let partial = Partial::open(&node.inbound.dir, &key(&at), segment::SEALED, total, hashes)
        .map_err(|e| refused(from, 0, &e))?;
    let receiving = Arc::new(Mutex::new(Receiving {
        partial,
        cipher,
        root: release.root,
    }));
    all.insert((from.clone(), at), Arc::clone(&receiving));
    Ok(receiving)
}

fn key(at: &PayloadKey) -> String {
    format!("{}-{}", at.agreement, at.n)
}

fn refused(from: &PartyId, index: u64, error: &PartialError) -> Problem {
    match error {
        PartialError::Full { path } => Problem::new("STORE-001", Class::Unexpected)
            .by(Fault::Machine)
            .with("path", path.display()),
        PartialError::Io(detail) => Problem::new("STORE-002", Class::Unexpected)
            .by(Fault::Machine)
            .with("detail", detail),
        _ => Problem::partner("SEAL-001")
            .with("party", from)
            .with("index", index),
    }
}

fn unknown(n: u64) -> Problem {
    Problem::new("ITEM-001", Class::NotFound).with("item", n)
}
