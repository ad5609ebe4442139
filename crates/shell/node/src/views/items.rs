//! Items as the node shows them: what the rules say, the list, one item, what opens it.

use super::PAGE;
use crate::{
    payloads,
    runtime::{Node, find_agreement, short_id},
};
use entente_engine::{Agreement, LogId, State, commit::PayloadState, items};
use entente_model::{
    Act, AgreementId, Deed, Digest, LevelId, Problem,
    act::Release,
    b64,
    id::ItemRef,
    problem::{Class, Fault},
};
use entente_seal::segment;
use serde_json::{Value, json};

/// What the rules say about releasing a draft.
///
/// # Errors
/// ITEM-001, REL-011, AGREE-001.
pub fn check(
    node: &Node,
    item: &ItemRef,
    id: &AgreementId,
    supposed: items::Supposed<'_>,
) -> Result<Value, Problem> {
    crate::life::find::live(node, item)?;
    let state = node.state();
    let checks = items::check(&state, item, id, supposed, node.clock.now())?;
    let agreement = state.agreement(id)?;
    let level = state.drafts.get(item).and_then(|d| d.level.clone());
    let display = level.and_then(|level| {
        agreement
            .life
            .text_at(node.clock.now())
            .map(|t| t.rules.table.display(&level, &agreement.partner))
    });
    let allowed = checks.iter().all(|c| c.refusal.is_none());
    Ok(json!({
        "item": item, "to": agreement.partner, "agreement": short_id(id), "allowed": allowed,
        "display": display, "checks": checks,
    }))
}

/// The register: everything released either way, and our drafts.
///
/// # Errors
/// STORE-*.
pub fn items(node: &Node, agreement: Option<&str>) -> Result<Value, Problem> {
    let ids: Vec<AgreementId> = {
        let state = node.state();
        match agreement {
            Some(named) => vec![find_agreement(&state, named)?.life.id()],
            None => state.agreements.keys().copied().collect(),
        }
    };
    let mut register = Vec::new();
    for id in ids {
        let partner = node.state().agreement(&id)?.partner.clone();
        for author in [node.me.party().clone(), partner] {
            let log = LogId {
                agreement: id,
                author,
            };
            let mut after = None;
            while register.len() < PAGE {
                let rows = node
                    .reader()
                    .items(&log, after, 500)
                    .map_err(|e| e.problem())?;
                let Some(last) = rows.last() else { break };
                after = Some(last.n);
                for row in &rows {
                    if let Ok((act, _)) = Act::from_entry(&log.author, &row.entry)
                        && let Deed::Release(release) = &act.deed
                    {
                        let state = node.state();
                        register.push(register_row(&state, state.agreement(&id)?, &act, release));
                    }
                }
            }
        }
    }
    let state = node.state();
    let drafts: Vec<Value> = state
        .drafts
        .values()
        .filter(|d| d.released.is_empty())
        .map(|d| json!({ "item": d.item, "title": d.title, "size": d.size, "level": d.level, "file": d.file }))
        .collect();
    Ok(json!({ "register": register, "drafts": drafts }))
}

/// One item: its marks, its way, and for received ones the sealed title.
///
/// # Errors
/// ITEM-001.
pub fn item(node: &Node, item: &ItemRef) -> Result<Value, Problem> {
    let draft = node.state().drafts.get(item).cloned();
    if let Some(draft) = draft {
        let state = node.state();
        let mark = draft
            .level
            .as_ref()
            .zip(draft.agreement)
            .and_then(|(level, id)| {
                let agreement = state.agreements.get(&id)?;
                let text = agreement.life.text_at(node.clock.now())?;
                Some(text.rules.table.display(level, &agreement.partner))
            });
        let released: Vec<Value> = draft
            .released
            .iter()
            .filter_map(|(id, n)| {
                let agreement = state.agreements.get(id)?;
                Some(json!({
                    "agreement": short_id(id), "to": agreement.partner, "entry": n,
                    "delivered": delivered(agreement, *n), "state": state_word(&agreement.ours, *n),
                }))
            })
            .collect();
        return Ok(json!({
            "item": item, "own": true, "title": draft.title, "file": draft.file, "size": draft.size,
            "level": draft.level, "display": mark, "root": draft.root.hex(), "released": released,
            "author": draft.author, "form": draft.form, "disclosed": draft.disclosed, "copy": draft.copy,
            "source": draft.source, "portions": draft.portions, "shredded": draft.shredded,
            "desk": draft.desk.iter().map(crate::life::desk::row).collect::<Vec<_>>(),
        }));
    }
    let (log, n) = find_inbound(node, item)?;
    let released = node.release(&log, n)?;
    let destroyed = released.wrapped.is_empty();
    let dek = released.dek(&node.me);
    let (act, release) = (released.act, released.release);
    let mut view = {
        let state = node.state();
        register_row(&state, state.agreement(&log.agreement)?, &act, &release)
    };
    let refused = view.get("problem").is_some_and(|p| !p.is_null());
    if !refused && let Ok(dek) = dek {
        let meta = items::open_meta(&dek, &release.meta)?;
        if let Some(map) = view.as_object_mut() {
            map.insert("title".into(), json!(meta.title));
            map.insert("file".into(), json!(meta.file));
            map.insert("media".into(), json!(meta.media));
            map.insert("root".into(), json!(release.root.hex()));
        }
    }
    if let Some(map) = view.as_object_mut() {
        map.insert("own".into(), json!(false));
        map.insert("shredded".into(), json!(destroyed));
        let at = entente_link::PayloadKey {
            agreement: log.agreement,
            n,
        };
        if let Ok(status) = payloads::status(node, &log.author, at) {
            map.insert(
                "segments".into(),
                json!({ "have": status.have, "of": status.segments }),
            );
        }
    }
    Ok(view)
}

/// What opens an item: its key and where the ciphertext is. Only for receipted or own items.
///
/// # Errors
/// ITEM-001, ITEM-002, ITEM-003, ITEM-004.
pub fn open(node: &Node, item: &ItemRef) -> Result<Value, Problem> {
    let draft = node.state().drafts.get(item).cloned();
    if let Some(draft) = draft {
        crate::life::find::live(node, item)?;
        let damaged = |_| {
            Problem::new("SEAL-005", Class::Unexpected)
                .by(Fault::Machine)
                .with("item", item)
        };
        let dek = node
            .me
            .storage
            .unwrap(&draft.dek, draft.root.as_bytes())
            .map_err(damaged)?;
        let inline = if draft.inline {
            node.reader().draft_payload(item).map_err(|e| e.problem())?
        } else {
            None
        };
        return Ok(opened(
            node,
            &draft.root,
            draft.size,
            dek.as_bytes(),
            inline,
            &draft.title,
            &draft.file,
            Value::Null,
        ));
    }
    let (log, n) = find_inbound(node, item)?;
    {
        let state = node.state();
        let agreement = state.agreement(&log.agreement)?;
        match agreement.from_them.payloads.get(&n) {
            Some(PayloadState::Quarantined(problem)) => {
                return Err(Problem::new("ITEM-003", Class::Refused)
                    .by(problem.fault)
                    .with("item", item)
                    .with("reason", problem.code.clone()));
            }
            Some(PayloadState::Expected) => {
                return Err(Problem::new("ITEM-002", Class::Waiting)
                    .with("item", item)
                    .with("have", "0")
                    .with("total", "-"));
            }
            _ => {}
        }
        if !agreement.from_them.receipted.contains(n) {
            return Err(Problem::new("ITEM-004", Class::Refused)
                .with("item", item)
                .decided_by("registrar"));
        }
    }
    let released = node.release(&log, n)?;
    let dek = released.dek(&node.me)?;
    let (act, release, inline) = (released.act, released.release, released.inline);
    let meta = items::open_meta(&dek, &release.meta)?;
    let mark = {
        let state = node.state();
        let agreement = state.agreement(&log.agreement)?;
        // What is opened shows the mark it has now, not the one it came with.
        let level = level_now(agreement, &act, &release).unwrap_or_else(|| release.level.clone());
        agreement
            .life
            .text_for(&act.by, &act.seen, act.at)
            .map(|t| t.rules.table.display(&level, node.me.party()))
    };
    Ok(opened(
        node,
        &release.root,
        release.size,
        dek.as_bytes(),
        inline,
        &meta.title,
        &meta.file,
        json!(mark),
    ))
}

#[expect(clippy::too_many_arguments, reason = "the fields of the answer")]
fn opened(
    node: &Node,
    root: &Digest,
    size: u64,
    dek: &[u8; 32],
    inline: Option<Vec<u8>>,
    title: &str,
    file: &str,
    mark: Value,
) -> Value {
    json!({
        "root": root, "size": size, "dek": b64::encode(dek), "inline": inline.map(|b| b64::encode(&b)),
        "blob": node.blobs.path(root), "title": title, "file": file, "display": mark,
    })
}

/// Items that wait for our registrar.
pub fn receipts(node: &Node) -> Value {
    let due: Vec<(LogId, Vec<u64>)> = {
        let state = node.state();
        state
            .agreements
            .values()
            .map(|a| (a.theirs.id().clone(), a.receipt_due().take(PAGE).collect()))
            .collect()
    };
    let mut rows = Vec::new();
    for (log, numbers) in due {
        for n in numbers {
            if let Ok(Some(entry)) = node.reader().entry(&log, n)
                && let Ok((act, _)) = Act::from_entry(&log.author, &entry.entry)
                && let Deed::Release(release) = &act.deed
            {
                let state = node.state();
                if let Ok(agreement) = state.agreement(&log.agreement) {
                    rows.push(register_row(&state, agreement, &act, release));
                }
            }
        }
    }
    json!({ "due": rows })
}

/// The record and index of an item a partner released to us. The same words whether it exists
/// for somebody else or not.
///
/// # Errors
/// ITEM-001.
pub fn find_inbound(node: &Node, item: &ItemRef) -> Result<(LogId, u64), Problem> {
    let hits = node.reader().find_item(item).map_err(|e| e.problem())?;
    hits.into_iter()
        .find(|(log, _)| log.author != *node.me.party())
        .ok_or_else(|| Problem::new("ITEM-001", Class::NotFound).with("item", item))
}

/// One row of the register as both sides must have it: reference, parties, level, size, state.
#[must_use]
pub fn register_key(row: &Value) -> String {
    let field = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or("-");
    let size = row.get("size").and_then(Value::as_u64).unwrap_or(0);
    format!(
        "{}  {} → {}  {}  {size} B  {}",
        field("item"),
        field("from"),
        field("to"),
        field("level"),
        field("state")
    )
}

fn register_row(state: &State, agreement: &Agreement, act: &Act, release: &Release) -> Value {
    let own = act.by == *state.me.party();
    let side = if own {
        &agreement.ours
    } else {
        &agreement.from_them
    };
    let display = agreement
        .life
        .text_for(&act.by, &act.seen, act.at)
        .map(|t| t.rules.table.display(&release.level, &release.to));
    let level = level_now(agreement, act, release);
    let struck = level.as_ref() != Some(&release.level);
    let now = level.filter(|_| struck).and_then(|level| {
        let now = agreement.last_time.max(agreement.their_last_time);
        let text = agreement.life.text_at(now)?;
        Some(text.rules.table.display(&level, &release.to))
    });
    let problem = match side.payloads.get(&act.n) {
        Some(PayloadState::Quarantined(problem)) => Some(problem),
        _ => None,
    };
    json!({
        "item": release.item, "agreement": short_id(&agreement.life.id()), "from": act.by, "to": release.to,
        "entry": act.n, "level": release.level, "display": display, "struck": struck, "now": now, "purpose": release.purpose,
        "size": release.size, "released": act.at.to_string(), "officer": release.officer,
        "state": state_word(side, act.n), "arrived": arrived(agreement, own, act.n), "problem": problem,
        "sealed_segments": segment::segments_for(release.size),
    })
}

/// The level a release has now: the last order stands; none once it is declassified.
fn level_now(agreement: &Agreement, act: &Act, release: &Release) -> Option<LevelId> {
    let lines = agreement.register.lines(&act.by, act.n, &|_, _| true);
    match lines.into_iter().next() {
        Some(line) => line.level,
        None => Some(release.level.clone()),
    }
}

/// The register's word, the same on both sides once both records are exchanged.
fn state_word(side: &entente_engine::Side, n: u64) -> &'static str {
    let quarantined = matches!(side.payloads.get(&n), Some(PayloadState::Quarantined(_)));
    match (quarantined, side.receipted.contains(n)) {
        (true, _) => "quarantined",
        (false, true) => "receipted",
        (false, false) => "open",
    }
}

fn arrived(agreement: &Agreement, own: bool, n: u64) -> bool {
    if own {
        delivered(agreement, n)
    } else {
        !matches!(
            agreement.from_them.payloads.get(&n),
            Some(PayloadState::Expected)
        )
    }
}

/// The partner's node says it durably stored act and payload.
fn delivered(agreement: &Agreement, n: u64) -> bool {
    agreement
        .cosigned
        .as_ref()
        .is_some_and(|(size, _)| n < *size)
        && !matches!(agreement.ours.payloads.get(&n), Some(PayloadState::Sending))
}
