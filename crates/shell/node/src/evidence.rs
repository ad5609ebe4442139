//! Evidence and records leaving the node as files, and verifying such files.

use crate::{
    cli, dir,
    print::Printer,
    runtime::{Node, find_agreement, root_at, short_id},
    tree::StoreNodes,
};
use entente_engine::LogId;
use entente_model::{
    AgreementId, Problem,
    card::SignedCard,
    problem::{Class, Fault},
};
use entente_record::{
    checkpoint::Checkpoint,
    cosignature,
    note::Note,
    tile::{self, tile_bytes, tiles_for},
};
use entente_verify::{LogMaterial, Material, Report};
use serde_json::{Value, json};
use std::path::Path;

/// Most entries of one exported record: an evidence file is made in memory.
const MAX_ENTRIES: u64 = 500_000;

/// Writes an evidence file.
///
/// # Errors
/// STORE-*, ITEM-006 when the file exists.
pub fn export(node: &Node, id: &AgreementId, to: &Path) -> Result<Value, Problem> {
    if to.exists() {
        return Err(Problem::new("ITEM-006", Class::Usage).with("file", to.display()));
    }
    let material = material(node, id)?;
    let acts: usize = material.logs.iter().map(|l| l.entries.len()).sum();
    let bytes = entente_verify::export(&material, &node.me.record)?;
    dir::write_private(to, &bytes)?;
    Ok(json!({ "file": to, "agreement": short_id(id), "acts": acts, "bytes": bytes.len() }))
}

fn material(node: &Node, id: &AgreementId) -> Result<Material, Problem> {
    let state = node.state();
    let held = state.agreement(id)?;
    let partner = state
        .partners
        .get(&held.partner)
        .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", &held.partner))?;
    let cards = vec![node.me.card.clone(), partner.card.clone()];
    let instruments = held
        .life
        .versions()
        .iter()
        .map(|v| v.text.instrument.clone())
        .collect();
    let (own_id, their_id) = (held.own.id().clone(), held.theirs.id().clone());
    let (own_head, own_cosigned, their_head) = (
        held.checkpoint.clone(),
        held.cosigned.clone(),
        held.their_checkpoint.clone(),
    );
    drop(state);
    let mut logs = Vec::new();
    if let Some((size, note)) = own_head {
        let current = own_cosigned
            .as_ref()
            .filter(|(s, _)| *s == size)
            .map(|(_, n)| n.to_bytes());
        let older = own_cosigned
            .filter(|(s, _)| *s < size)
            .map(|(_, n)| n.to_bytes());
        logs.push(LogMaterial {
            author: own_id.author.clone(),
            checkpoint: current.unwrap_or_else(|| note.to_bytes()),
            cosigned: older,
            entries: entries(node, &own_id, size)?,
        });
    } else {
        logs.push(empty(node, &own_id)?);
    }
    if let Some((size, note)) = their_head {
        logs.push(LogMaterial {
            author: their_id.author.clone(),
            checkpoint: with_our_cosignature(node, note)?.to_bytes(),
            cosigned: None,
            entries: entries(node, &their_id, size)?,
        });
    }
    if logs.len() < 2 {
        // The partner has written nothing yet, so there is nothing of its own to show.
        return Err(Problem::new("AGREE-006", Class::Waiting).with("party", &their_id.author));
    }
    Ok(Material {
        agreement: *id,
        exporter: node.me.party().clone(),
        at: node.clock.now(),
        cards,
        instruments,
        logs,
    })
}

/// Our record before its first act.
fn empty(node: &Node, log: &LogId) -> Result<LogMaterial, Problem> {
    let head = Checkpoint {
        origin: log.origin(),
        size: 0,
        root: entente_model::merkle::empty_root(),
    };
    let note = entente_record::checkpoint::sign(&head, &node.me.record, node.clock.now().unix())
        .map_err(|e| refused(&e.to_string()))?;
    Ok(LogMaterial {
        author: log.author.clone(),
        checkpoint: note.to_bytes(),
        cosigned: None,
        entries: Vec::new(),
    })
}

/// The partner's checkpoint with our mirror's word that we hold it.
fn with_our_cosignature(node: &Node, mut note: Note) -> Result<Note, Problem> {
    let name = node.me.card.card().mirror_name();
    let time = node.clock.now().unix().max(1);
    let lines = cosignature::cosign(&note, &name, &node.me.mirror, time)
        .map_err(|e| refused(&e.to_string()))?;
    note.signatures.retain(|s| s.name != name);
    note.signatures.extend(lines);
    Ok(note)
}

fn entries(node: &Node, log: &LogId, size: u64) -> Result<Vec<Vec<u8>>, Problem> {
    if size > MAX_ENTRIES {
        return Err(refused(&format!(
            "{size} entries; one evidence file holds at most {MAX_ENTRIES}"
        )));
    }
    let mut all = Vec::new();
    while u64::try_from(all.len()).unwrap_or(u64::MAX) < size {
        let from = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let left = usize::try_from(size.saturating_sub(from)).unwrap_or(usize::MAX);
        let read = node
            .reader()
            .entries(log, from, left.min(4096), 8 << 20, false)
            .map_err(|e| e.problem())?;
        if read.is_empty() {
            return Err(Problem::new("LOG-008", Class::Unverified)
                .by(Fault::Machine)
                .with("party", &log.author)
                .with("size", size));
        }
        all.extend(read.into_iter().map(|e| e.entry));
    }
    Ok(all)
}

/// Hashes every entry of every record again and compares with the signed heads.
///
/// # Errors
/// LOG-008 for the first record that does not match.
pub fn verify_logs(node: &Node, agreement: Option<&str>) -> Result<Value, Problem> {
    let mut rows = Vec::new();
    for (log, size, root) in heads(node, agreement)? {
        let mut tree = entente_model::merkle::Frontier::default();
        while tree.size() < size {
            let left = usize::try_from(size.saturating_sub(tree.size())).unwrap_or(usize::MAX);
            let read = node
                .reader()
                .entries(&log, tree.size(), left.min(4096), 8 << 20, false)
                .map_err(|e| e.problem())?;
            if read.is_empty() {
                break;
            }
            read.iter()
                .for_each(|e| tree.push(entente_model::merkle::leaf_hash(&e.entry)));
        }
        let tiles = root_at(node.reader().as_ref(), &log, size)?;
        if tree.size() != size || tree.root() != root || tiles != root {
            return Err(Problem::new("LOG-008", Class::Unverified)
                .by(Fault::Machine)
                .with("party", &log.author)
                .with("size", size));
        }
        rows.push(json!({ "origin": log.origin(), "party": log.author, "size": size, "root": root.hex() }));
    }
    Ok(json!({ "records": rows }))
}

/// Writes each record as a C2SP tlog-tiles directory.
///
/// # Errors
/// STORE-*.
pub fn export_logs(node: &Node, agreement: Option<&str>, to: &Path) -> Result<Value, Problem> {
    let mut rows = Vec::new();
    for (log, size, _) in heads(node, agreement)? {
        let folder = to.join(log.origin());
        let note = {
            let state = node.state();
            let held = state.agreement(&log.agreement)?;
            let own = log.author == *node.me.party();
            let cosigned = held.cosigned.as_ref().filter(|(s, _)| own && *s == size);
            let plain = if own {
                held.checkpoint.as_ref()
            } else {
                held.their_checkpoint.as_ref()
            };
            cosigned
                .or(plain)
                .map(|(_, n)| n.to_bytes())
                .unwrap_or_default()
        };
        for place in tiles_for(size) {
            let content = match place.level {
                Some(level) => {
                    let reader = node.reader();
                    let nodes = StoreNodes::new(reader.as_ref(), log.clone(), size);
                    let hashes = nodes
                        .tile(level, place.index)
                        .ok_or_else(|| refused("tile"))?;
                    tile_bytes(&hashes)
                }
                None => bundle(
                    node,
                    &log,
                    place.index.saturating_mul(tile::WIDTH),
                    place.width,
                )?,
            };
            put(&folder.join(place.to_path()), &content)?;
        }
        put(&folder.join("checkpoint"), &note)?;
        rows.push(json!({ "origin": log.origin(), "dir": folder, "size": size }));
    }
    Ok(json!({ "records": rows }))
}

fn bundle(node: &Node, log: &LogId, from: u64, width: u64) -> Result<Vec<u8>, Problem> {
    let count = usize::try_from(width).unwrap_or(usize::MAX);
    let read = node
        .reader()
        .entries(log, from, count, usize::MAX, false)
        .map_err(|e| e.problem())?;
    let mut out = Vec::new();
    for entry in &read {
        tile::put_entry(&mut out, &entry.entry).map_err(|e| refused(&e.to_string()))?;
    }
    Ok(out)
}

fn heads(
    node: &Node,
    agreement: Option<&str>,
) -> Result<Vec<(LogId, u64, entente_model::Digest)>, Problem> {
    let state = node.state();
    let held: Vec<_> = match agreement {
        Some(named) => vec![find_agreement(&state, named)?],
        None => state.agreements.values().collect(),
    };
    Ok(held
        .into_iter()
        .flat_map(|a| [&a.own, &a.theirs])
        .map(|l| (l.id().clone(), l.size(), l.root()))
        .collect())
}

fn put(path: &Path, content: &[u8]) -> Result<(), Problem> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, content))
        .map_err(|e| dir::machine(path, &e))
}

/// `entente verify`.
///
/// # Errors
/// VERIFY-*.
pub fn verify_file(args: &cli::Verify, printer: &Printer) -> Result<(), Problem> {
    let report = verify_path(&args.file, args.keys.as_deref())?;
    if printer.is_json() {
        printer.answer("verify", &as_json(&report));
    } else {
        let text = entente_verify::render(&report, printer.lang, (!args.all).then_some(200));
        use std::io::Write;
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
    unanchored(&report, printer);
    Ok(())
}

/// Says which parties' cards the verifier did not bring.
pub(crate) fn unanchored(report: &Report, printer: &Printer) {
    for party in report.parties.iter().filter(|p| !p.anchored) {
        printer.notice(&printer.words(
            entente_words::key::TL_UNANCHORED,
            &[("party", party.party.as_str())],
        ));
    }
}

/// Verifies a file against a directory of cards.
///
/// # Errors
/// VERIFY-*.
pub fn verify_path(file: &Path, keys: Option<&Path>) -> Result<Report, Problem> {
    verified(file, keys).map(|(report, _)| report)
}

fn unreadable(path: &Path, e: &dyn std::fmt::Display) -> Problem {
    Problem::new("VERIFY-006", Class::NotFound)
        .with("file", path.display())
        .with("detail", e)
}

/// The cards in a directory, which the verifier holds from its own side; none without one.
///
/// # Errors
/// VERIFY-006, CARD-001.
pub(crate) fn anchors(keys: Option<&Path>) -> Result<Vec<SignedCard>, Problem> {
    let mut anchors = Vec::new();
    if let Some(dir) = keys {
        for entry in std::fs::read_dir(dir).map_err(|e| unreadable(dir, &e))? {
            let path = entry.map_err(|e| unreadable(dir, &e))?.path();
            if path.extension().is_some_and(|e| e == "card") {
                let bytes = std::fs::read(&path).map_err(|e| unreadable(&path, &e))?;
                anchors.push(SignedCard::parse(&bytes).map_err(|e| {
                    Problem::new("CARD-001", Class::Usage)
                        .with("detail", format!("{}: {e}", path.display()))
                })?);
            }
        }
    }
    Ok(anchors)
}

/// As [`verify_path`], with the very bytes that were verified.
pub(crate) fn verified(file: &Path, keys: Option<&Path>) -> Result<(Report, Vec<u8>), Problem> {
    let length = std::fs::metadata(file)
        .map_err(|e| unreadable(file, &e))?
        .len();
    if length > entente_verify::MAX_EVIDENCE {
        return Err(unreadable(file, &length));
    }
    let anchors = anchors(keys)?;
    let bytes = std::fs::read(file).map_err(|e| unreadable(file, &e))?;
    let report = entente_verify::verify(&bytes, &anchors).map_err(|failure| failure.problem())?;
    Ok((report, bytes))
}

fn as_json(report: &Report) -> Value {
    let parties: Vec<Value> = report
        .parties
        .iter()
        .map(|p| json!({ "party": p.party, "anchored": p.anchored, "size": p.size, "delivered": p.delivered }))
        .collect();
    let events: Vec<Value> = report
        .events
        .iter()
        .map(|e| match &e.kind {
            entente_verify::EventKind::Act(act) => json!({ "party": e.party, "n": e.n, "at": e.at.to_string(), "deed": act.deed.name() }),
            entente_verify::EventKind::Void(code) => json!({ "party": e.party, "n": e.n, "void": code }),
        })
        .collect();
    json!({
        "verified": true, "agreement": report.agreement, "exporter": report.exporter, "instrument": report.instruments.first().map(entente_model::Digest::hex), "versions": report.instruments.iter().map(entente_model::Digest::hex).collect::<Vec<_>>(),
        "anchored": report.parties.iter().all(|p| p.anchored), "parties": parties, "events": events,
    })
}

fn refused(detail: &str) -> Problem {
    Problem::new("STORE-002", Class::Unexpected)
        .by(Fault::Machine)
        .with("detail", detail)
}
