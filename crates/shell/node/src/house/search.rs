//! Search over what one may see. The index is in memory, made when it is first asked for; what is
//! taken off a sealed item is read by a process of its own that can do nothing else.

use super::{
    facts::{Reader, nobody, visible},
    left,
};
use crate::{command::internal, runtime::Node};
use entente_engine::{LogId, items};
use entente_model::{
    Problem,
    house::Held,
    problem::{Class, Fault},
};
use entente_search::{Ceiling, Document, Index, Portion, Query, extract::Hint, sandbox};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    sync::{Arc, Mutex, PoisonError},
};

/// Largest content that is read for search, bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// What the index may hold.
const CEILING: Ceiling = Ceiling {
    documents: 200_000,
    bytes: 256 * 1024 * 1024,
};

/// The index, once there is one, and which items are in it.
#[derive(Default)]
pub struct Shelf(Mutex<Option<Kept>>);

struct Kept {
    index: Index,
    items: BTreeMap<String, Held>,
    /// Entries of all records when it was last brought up to date.
    mark: u64,
}

/// Searches for a person, or for the node's owner while nobody is entered.
///
/// # Errors
/// READ-005 when persons are entered and none is named; SEARCH-*.
pub(super) async fn search(
    node: &Arc<Node>,
    query: &str,
    reader: Option<Reader>,
    offset: usize,
    limit: usize,
) -> Result<Value, Problem> {
    let query = Query::read(query)?;
    named(node, reader.as_ref())?;
    let worker = Arc::clone(node);
    let asked = reader.clone();
    let found = tokio::task::spawn_blocking(move || {
        let mut shelf = worker
            .shelf
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let kept = bring_up(&worker, &mut shelf)?;
        let allowed = allowed(&worker, kept, asked.as_ref());
        let found = kept.index.search(&query, &allowed, limit, offset)?;
        let hits: Vec<Value> = found
            .hits
            .iter()
            .map(|hit| {
                let snippet: Vec<Value> = hit
                    .snippet
                    .pieces
                    .iter()
                    .map(|p| json!({ "text": p.text, "found": p.found }))
                    .collect();
                json!({
                    "item": hit.key, "mark": hit.mark, "portion": hit.snippet.mark,
                    "snippet": snippet,
                })
            })
            .collect();
        let marks: BTreeSet<&str> = found.hits.iter().map(|h| h.mark.as_str()).collect();
        Ok::<_, Problem>(json!({ "total": found.total, "banner": marks, "hits": hits }))
    })
    .await
    .map_err(|_| internal())??;
    let rows = found
        .get("hits")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    left(node, "search", rows).await?;
    Ok(found)
}

/// Completes a word, from what the person may see alone.
///
/// # Errors
/// As [`search`].
pub(super) async fn suggest(
    node: &Arc<Node>,
    typed: &str,
    reader: Option<Reader>,
) -> Result<Value, Problem> {
    named(node, reader.as_ref())?;
    let worker = Arc::clone(node);
    let typed = typed.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut shelf = worker
            .shelf
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let kept = bring_up(&worker, &mut shelf)?;
        let allowed = allowed(&worker, kept, reader.as_ref());
        Ok(json!({ "words": kept.index.suggest(&typed, &allowed, 10) }))
    })
    .await
    .map_err(|_| internal())?
}

fn named(node: &Node, reader: Option<&Reader>) -> Result<(), Problem> {
    if reader.is_none() && !nobody(&node.state()) {
        return Err(Problem::refused("READ-005").decided_by("security-officer"));
    }
    Ok(())
}

/// Keys of what the person may see: asked before anything is matched, ranked or counted.
fn allowed(node: &Node, kept: &Kept, reader: Option<&Reader>) -> BTreeSet<String> {
    let state = node.state();
    let now = node.clock.now();
    kept.items
        .iter()
        .filter(|(_, held)| visible(&state, reader, held, now))
        .filter(|(_, held)| match reader {
            None => true,
            Some(reader) => super::facts::readable(&state, held, now).is_ok_and(|facts| {
                super::read::verdict(node, &state, held, reader, &facts, "search", now)
                    .is_ok_and(|v| v.allowed)
            }),
        })
        .map(|(key, _)| key.clone())
        .collect()
}

/// Makes the index, or adds what is new and takes out what can no longer be read.
fn bring_up<'k>(node: &Arc<Node>, shelf: &'k mut Option<Kept>) -> Result<&'k mut Kept, Problem> {
    let (mark, wanted) = wanted(node);
    if shelf.is_none() {
        *shelf = Some(Kept {
            index: Index::new(CEILING)?,
            items: BTreeMap::new(),
            mark: 0,
        });
    }
    let kept = shelf.as_mut().ok_or_else(internal)?;
    if kept.mark == mark {
        return Ok(kept);
    }
    let gone: Vec<String> = kept
        .items
        .keys()
        .filter(|key| !wanted.contains_key(*key))
        .cloned()
        .collect();
    for key in gone {
        kept.index.remove(&key)?;
        kept.items.remove(&key);
    }
    for (key, held) in wanted {
        if kept.items.contains_key(&key) {
            continue;
        }
        if let Some(document) = document(node, &key, &held) {
            kept.index.put(document)?;
            kept.items.insert(key, held);
        }
    }
    kept.index.settle()?;
    kept.mark = mark;
    Ok(kept)
}

/// What can be read now, and a number that moves when that may have changed.
fn wanted(node: &Node) -> (u64, BTreeMap<String, Held>) {
    let state = node.state();
    let mut mark = state.house.size().saturating_add(state.next_item);
    let mut wanted = BTreeMap::new();
    let mut releases = Vec::new();
    for (id, agreement) in &state.agreements {
        mark = mark
            .saturating_add(agreement.own.size())
            .saturating_add(agreement.theirs.size());
        let from = &agreement.partner;
        for (n, facts) in agreement.register.releases(from) {
            let held = Held::Given(*id, from.clone(), n);
            let receipted = agreement.register.receipted(from, n).is_some();
            if receipted && facts.to == *state.me.party() && !state.house.shredded(&held) {
                releases.push(held);
            }
        }
    }
    for draft in state.drafts.values().filter(|d| !d.shredded) {
        wanted.insert(draft.item.to_string(), Held::Own(draft.item.clone()));
    }
    drop(state);
    for held in releases {
        wanted.insert(super::people::held_word(node, &held), held);
    }
    (mark, wanted)
}

/// One item for the index: its register fields, and its words where they can be read.
fn document(node: &Arc<Node>, key: &str, held: &Held) -> Option<Document> {
    let (title, file, media, mark, purpose, parties, day, dek, size, root, inline) = match held {
        Held::Own(item) => {
            let draft = node.state().drafts.get(item).cloned()?;
            let dek = node
                .me
                .storage
                .unwrap(&draft.dek, draft.root.as_bytes())
                .ok()?;
            let inline = node.reader().draft_payload(item).ok().flatten();
            let mark = mark(node, held, draft.level.as_ref());
            let day = draft.at.date_in("UTC").map(|d| d.to_string());
            (
                draft.title,
                draft.file,
                String::new(),
                mark,
                String::new(),
                vec![node.me.party().to_string()],
                day,
                dek,
                draft.size,
                draft.root,
                inline,
            )
        }
        Held::Given(agreement, from, n) => {
            let log = LogId {
                agreement: *agreement,
                author: from.clone(),
            };
            let released = node.release(&log, *n).ok()?;
            let dek = released.dek(&node.me).ok()?;
            let meta = items::open_meta(&dek, &released.release.meta).unwrap_or_default();
            let mark = mark(node, held, Some(&released.release.level));
            let day = released.act.at.date_in("UTC").map(|d| d.to_string());
            (
                meta.title,
                meta.file,
                meta.media,
                mark,
                released.release.purpose.to_string(),
                vec![from.to_string(), node.me.party().to_string()],
                day,
                dek,
                released.release.size,
                released.release.root,
                released.inline,
            )
        }
    };
    let bytes = content(node, &dek, size, &root, inline);
    let hint = Hint {
        media: (!media.is_empty()).then_some(media),
        name: (!file.is_empty()).then_some(file),
    };
    let body = bytes
        .and_then(|bytes| words(&hint, bytes).ok())
        .filter(|text| !text.is_empty())
        .map(|text| vec![Portion { mark: None, text }])
        .unwrap_or_default();
    Some(Document {
        key: key.to_owned(),
        shelf: "register".to_owned(),
        mark: mark.clone(),
        reference: key.to_owned(),
        title,
        purpose,
        level: mark,
        parties,
        dates: day.into_iter().collect(),
        body,
    })
}

fn mark(node: &Node, held: &Held, level: Option<&entente_model::LevelId>) -> String {
    let Some(level) = level else {
        return String::new();
    };
    let state = node.state();
    let text = match held {
        Held::Given(id, ..) => state.agreement(id).ok().and_then(|a| a.life.agreed_text()),
        Held::Own(_) => state
            .agreements
            .values()
            .filter_map(|a| a.life.agreed_text())
            .find(|t| t.rules.level(level).is_some()),
    };
    text.and_then(|t| {
        let display = t.rules.table.display(level, state.me.party());
        Some(match display.equivalent {
            Some(equivalent) => format!("{} / {equivalent}", display.original),
            None => t.rules.level(level)?.short.clone(),
        })
    })
    .unwrap_or_else(|| level.to_string())
}

/// The content in clear, in memory alone.
fn content(
    node: &Node,
    dek: &entente_seal::segment::Dek,
    size: u64,
    root: &entente_model::Digest,
    inline: Option<Vec<u8>>,
) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    use entente_seal::segment;
    if size == 0 || size > LARGEST {
        return None;
    }
    if let Some(sealed) = inline {
        return segment::open_small(dek, &sealed, root)
            .ok()
            .map(zeroize::Zeroizing::new);
    }
    let mut file = std::fs::File::open(node.blobs.path(root)).ok()?;
    let mut out = Cursor::new(Vec::new());
    let hashes = node.blobs.hashes(root).ok().flatten()?;
    segment::open_stream(dek, size, root, &hashes, &mut file, &mut out, &mut |_| {}).ok()?;
    Some(zeroize::Zeroizing::new(out.into_inner()))
}

/// The words of a document, read by a process that can do nothing else.
fn words(hint: &Hint, bytes: zeroize::Zeroizing<Vec<u8>>) -> Result<String, Problem> {
    let exe = std::env::current_exe()
        .map_err(|_| Problem::new("SEARCH-002", Class::Unexpected).by(Fault::Machine))?;
    let extracted = sandbox::run(&exe, &[std::ffi::OsStr::new("extract")], hint, bytes)?;
    Ok(extracted.text)
}
