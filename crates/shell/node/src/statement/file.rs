//! Drafts, approvals and what was published: one file each under `NODE/statements`, written whole or
//! not at all. They hold counts and texts, and nothing of any item.

use crate::{
    dir::{NodeDir, machine, read_private, write_private},
    runtime::Node,
};
use entente_model::{
    Digest, Instant, OfficialId, Problem, b64,
    card::Card,
    dsse::{Alg, Kind, Signature, Statement},
    keys::KeyId,
    problem::{Class, Fault},
    publication::{APPROVALS, Publication, PublicationId},
};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Most statements of one node.
const MOST: usize = 10_000;

/// One command at a time changes a statement.
static GATE: Mutex<()> = Mutex::new(());

/// Held while a statement is read, changed and written.
pub(super) fn gate() -> MutexGuard<'static, ()> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An official's approval. It counts only for the content whose digest it names.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Approval {
    pub(super) official: OfficialId,
    pub(super) at: Instant,
    pub(super) digest: Digest,
    key: KeyId,
    #[serde(with = "b64::bytes")]
    ed25519: Vec<u8>,
    #[serde(with = "b64::bytes")]
    mldsa44: Vec<u8>,
}

impl Approval {
    /// From a statement that the official alone signed.
    pub(super) fn of(
        official: OfficialId,
        at: Instant,
        digest: Digest,
        signed: &Statement,
    ) -> Option<Self> {
        let [ed, ml] = signed.signatures.as_slice() else {
            return None;
        };
        Some(Self {
            official,
            at,
            digest,
            key: ed.key,
            ed25519: ed.bytes.clone(),
            mldsa44: ml.bytes.clone(),
        })
    }

    /// As it stands in an envelope.
    pub(super) fn signatures(&self) -> [Signature; 2] {
        let signature = |alg, bytes: &[u8]| Signature {
            alg,
            key: self.key,
            bytes: bytes.to_vec(),
        };
        [
            signature(Alg::Ed25519, &self.ed25519),
            signature(Alg::MlDsa44, &self.mldsa44),
        ]
    }
}

/// What was published, and the card that verifies it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Out {
    pub(super) at: Instant,
    pub(super) envelope: String,
    pub(super) card: String,
}

/// One statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    v: u8,
    /// The canonical bytes, as text.
    pub(super) body: String,
    pub(super) approvals: Vec<Approval>,
    pub(super) out: Option<Out>,
}

impl Kept {
    pub(super) fn draft(publication: &Publication) -> Result<Self, Problem> {
        let bytes = publication.to_bytes();
        // What this program made it also reads; else nobody could verify it.
        Publication::from_bytes(&bytes).map_err(|e| damaged(&e.to_string()))?;
        Ok(Self {
            v: 1,
            body: String::from_utf8(bytes).map_err(|e| damaged(&e.to_string()))?,
            approvals: Vec::new(),
            out: None,
        })
    }

    pub(super) fn publication(&self) -> Result<Publication, Problem> {
        Publication::from_bytes(self.body.as_bytes()).map_err(|e| damaged(&e.to_string()))
    }

    pub(super) fn digest(&self) -> Digest {
        Publication::digest_of(self.body.as_bytes())
    }

    /// The approvals that count: of the content as it is, of officials the card has.
    pub(super) fn valid<'a>(&'a self, card: &'a Card) -> impl Iterator<Item = &'a Approval> {
        let digest = self.digest();
        let verifies = move |a: &&Approval| {
            let alone = Statement {
                kind: Kind::Publication,
                body: self.body.clone().into_bytes(),
                signatures: a.signatures().to_vec(),
            };
            let official = card.official(&a.official);
            a.digest == digest && official.is_some_and(|o| alone.verify_only(&o.keys).is_ok())
        };
        self.approvals.iter().filter(verifies).take(APPROVALS)
    }
}

fn damaged(detail: &str) -> Problem {
    Problem::new("STORE-004", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}

fn folder(dir: &NodeDir) -> PathBuf {
    dir.path().join("statements")
}

fn place(dir: &NodeDir, id: &PublicationId) -> PathBuf {
    folder(dir).join(format!("{id}.json"))
}

pub(super) fn missing(id: &PublicationId) -> Problem {
    Problem::new("STAT-001", Class::NotFound).with("id", id)
}

/// One statement; none when there is no such file.
pub(super) fn find(node: &Node, id: &PublicationId) -> Result<Option<Kept>, Problem> {
    let path = place(&node.dir, id);
    if !path.exists() {
        return Ok(None);
    }
    let kept: Kept = serde_json::from_slice(&read_private(&path)?)
        .map_err(|e| damaged(&format!("{}: {e}", path.display())))?;
    if kept.publication()?.id != *id {
        return Err(damaged(&path.display().to_string()));
    }
    Ok(Some(kept))
}

/// One statement that must be there.
pub(super) fn read(node: &Node, id: &PublicationId) -> Result<Kept, Problem> {
    find(node, id)?.ok_or_else(|| missing(id))
}

/// Every statement's id, in the order of the alphabet.
pub(super) fn ids(node: &Node) -> Result<Vec<PublicationId>, Problem> {
    let folder = folder(&node.dir);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(&folder).map_err(|e| machine(&folder, &e))?;
    let mut ids: Vec<PublicationId> = listed
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".json")?.parse().ok()
        })
        .take(MOST)
        .collect();
    ids.sort();
    Ok(ids)
}

pub(super) fn write(node: &Node, id: &PublicationId, kept: &Kept) -> Result<(), Problem> {
    let folder = folder(&node.dir);
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .map_err(|e| machine(&folder, &e))?;
    let bytes = serde_json::to_vec(kept).map_err(|e| damaged(&e.to_string()))?;
    write_private(&place(&node.dir, id), &bytes)
}

pub(super) fn remove(node: &Node, id: &PublicationId) -> Result<(), Problem> {
    let path = place(&node.dir, id);
    fs::remove_file(&path).map_err(|e| machine(&path, &e))
}
