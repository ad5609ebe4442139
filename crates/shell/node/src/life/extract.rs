//! The register as JSON lines for the other side: each copy, the acts behind it, and the proof
//! that they stand in the records.

use super::{find, register};
use crate::{
    command::which,
    dir::machine,
    runtime::{Node, short_id},
    tree::StoreNodes,
};
use entente_agreement::register::Line;
use entente_engine::LogId;
use entente_model::{AgreementId, PartyId, Problem, b64, id::ItemRef};
use entente_record::{proof::Proof, tree::prove_inclusion};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufWriter, Write},
    path::Path,
};

/// The first line: whose register, and how much of each record it is made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// Agreement.
    pub(super) register: AgreementId,
    /// Whose.
    pub(super) party: PartyId,
    /// Size of each record it had.
    pub(super) seen: BTreeMap<PartyId, u64>,
    /// Every line, or those of one item.
    pub(super) all: bool,
}

/// One line and what it rests on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extracted {
    /// The item's reference.
    pub(super) item: String,
    /// The line.
    pub(super) line: Line,
    /// Acts with their proofs, on the first line of a release.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) acts: Vec<Entry>,
}

/// An act as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Whose record.
    pub(super) party: PartyId,
    /// Index.
    pub(super) n: u64,
    /// The signed entry, base64.
    #[serde(with = "b64::bytes")]
    pub(super) entry: Vec<u8>,
    /// Its C2SP tlog-proof, where a checkpoint covers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) proof: Option<String>,
}

pub(super) fn extract(
    node: &Node,
    item: Option<&ItemRef>,
    agreement: Option<&str>,
    proofs: bool,
    to: &Path,
) -> Result<Value, Problem> {
    let one = match item {
        Some(item) => {
            let among = find::Among {
                with: None,
                under: agreement,
            };
            Some(find::release(node, item, among, find::Side::Held)?)
        }
        None => None,
    };
    let id = match &one {
        Some(at) => at.log.agreement,
        None => which(node, agreement, None)?,
    };
    let (head, lines) = lines(node, &id, one.as_ref())?;
    let refused = |e: std::io::Error| machine(to, &e);
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(to)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => {
                Problem::new("ITEM-006", entente_model::problem::Class::Usage)
                    .with("file", to.display())
            }
            _ => refused(e),
        })?;
    let mut out = BufWriter::new(file);
    write(&mut out, &head).map_err(refused)?;
    let count = lines.len();
    let mut item = (u64::MAX, String::new());
    for line in lines {
        let log = LogId {
            agreement: id,
            author: line.from.clone(),
        };
        let first = line.number == 0;
        if first || item.0 != line.n {
            let (_, release) = find::released(node, &log, line.n)?;
            item = (line.n, release.item.to_string());
        }
        let acts = if first && proofs {
            acts(node, &log, line.n)?
        } else {
            Vec::new()
        };
        let extracted = Extracted {
            item: item.1.clone(),
            line,
            acts,
        };
        write(&mut out, &extracted).map_err(refused)?;
    }
    out.into_inner()
        .map_err(|e| refused(e.into_error()))?
        .sync_all()
        .map_err(refused)?;
    Ok(json!({ "agreement": short_id(&id), "file": to, "lines": count, "all": head.all }))
}

fn write(out: &mut impl Write, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// The lines as they stand, and how much of the records they are made from.
fn lines(
    node: &Node,
    id: &AgreementId,
    one: Option<&find::At>,
) -> Result<(Head, Vec<Line>), Problem> {
    let state = node.state();
    let agreement = state.agreement(id)?;
    let me = state.me.party();
    let head = Head {
        register: *id,
        party: me.clone(),
        seen: BTreeMap::from([
            (me.clone(), agreement.own.size()),
            (agreement.partner.clone(), agreement.theirs.size()),
        ]),
        all: one.is_none(),
    };
    let lines = match one {
        Some(at) => agreement.register.lines(&at.log.author, at.n, &|_, _| true),
        None => {
            let mut lines = Vec::new();
            agreement
                .register
                .each(&|_, _| true, &mut |line| lines.push(line));
            lines
        }
    };
    Ok((head, lines))
}

/// The acts behind a release, each with its proof.
fn acts(node: &Node, log: &LogId, n: u64) -> Result<Vec<Entry>, Problem> {
    let at = find::At {
        log: log.clone(),
        n,
        partner: log.author.clone(),
    };
    let places = super::trace::places(node, &at)?.0;
    let mut acts = Vec::with_capacity(places.len());
    for (party, n) in places {
        let log = LogId {
            agreement: log.agreement,
            author: party.clone(),
        };
        let entry = node.reader().entry(&log, n).map_err(|e| e.problem())?;
        let entry = entry.ok_or_else(|| find::missing(n))?.entry;
        acts.push(Entry {
            proof: proof(node, &log, n),
            party,
            n,
            entry,
        });
    }
    Ok(acts)
}

/// The proof under the last checkpoint of a record; none while no checkpoint covers the entry.
fn proof(node: &Node, log: &LogId, n: u64) -> Option<String> {
    let (size, checkpoint) = {
        let state = node.state();
        let agreement = state.agreement(&log.agreement).ok()?;
        let own = log.author == *state.me.party();
        let last = if own {
            &agreement.checkpoint
        } else {
            &agreement.their_checkpoint
        };
        last.clone()?
    };
    if n >= size {
        return None;
    }
    let reader = node.reader();
    let nodes = StoreNodes::new(reader.as_ref(), log.clone(), size);
    let hashes = prove_inclusion(&nodes, n, size)?;
    let proof = Proof {
        index: n,
        hashes,
        checkpoint,
    };
    String::from_utf8(proof.to_bytes()).ok()
}

/// Most lines of a file that is compared.
pub(super) const MAX_LINES: u64 = 5_000_000;
/// Longest line of such a file, bytes.
pub(super) const MAX_LINE: u64 = 1 << 20;

/// Most divergences shown.
pub(super) const SHOWN: u64 = register::PAGE;
