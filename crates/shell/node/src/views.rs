//! What the node shows: JSON values made from the state and the store. Titles of received items
//! are opened only for the one item asked for; lists show references and marks.

use crate::{
    payloads,
    runtime::{Node, find_agreement, short_id},
    words,
};
use entente_agreement::{Stage, Terms};
use entente_engine::{Agreement, LogId, State, commit::PayloadState, items};
use entente_model::{
    Act, AgreementId, Deed, Digest, PartyId, Problem,
    act::Release,
    b64,
    id::{ItemRef, PurposeId},
    problem::{Class, Fault},
};
use entente_seal::segment;
use serde_json::{Value, json};
use std::sync::PoisonError;

/// Most rows of one listing.
pub const PAGE: usize = 10_000;

/// What waits and for whom.
pub fn status(node: &Node) -> Value {
    let state = node.state();
    let reach = node
        .reach
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let partners: Vec<Value> = state
        .partners
        .values()
        .map(|p| {
            let party = &p.card.card().party;
            let link = match reach.get(party) {
                None => json!("not tried"),
                Some(None) => json!("reached"),
                Some(Some(problem)) => json!(problem),
            };
            json!({ "party": party, "confirmed_by_us": p.by_us, "confirmed_by_them": p.by_them, "link": link })
        })
        .collect();
    let agreements: Vec<Value> = state
        .agreements
        .values()
        .map(|a| summary(&state, a, node))
        .collect();
    let unreleased = state
        .drafts
        .values()
        .filter(|d| d.released.is_empty())
        .count();
    json!({
        "party": node.me.party(),
        "now": node.clock.now().to_string(),
        "demo": node.config.demo,
        "partners": partners,
        "agreements": agreements,
        "drafts_unreleased": unreleased,
    })
}

/// Checks of the node itself.
///
/// # Errors
/// What is damaged.
pub fn doctor(node: &Node) -> Result<Value, Problem> {
    let logs = crate::evidence::verify_logs(node, None)?;
    let state = node.state();
    let mut clocks = Vec::new();
    for agreement in state.agreements.values() {
        let skew = agreement
            .their_last_time
            .0
            .saturating_sub(node.clock.now().0);
        if skew > 2 * 3600 {
            clocks.push(
                Problem::new("TIME-002", Class::Waiting)
                    .by(Fault::Machine)
                    .with("hours", skew / 3600)
                    .with("party", &agreement.partner),
            );
        }
    }
    Ok(json!({ "party": node.me.party(), "records": logs, "clock": clocks }))
}

/// Partners.
pub fn parties(node: &Node) -> Value {
    let state = node.state();
    let rows: Vec<Value> = state.partners.values().map(partner_row).collect();
    json!({ "parties": rows })
}

/// One partner.
///
/// # Errors
/// PARTY-001.
pub fn party(node: &Node, party: &PartyId) -> Result<Value, Problem> {
    let state = node.state();
    if party == node.me.party() {
        let card = node.me.card.card();
        return Ok(json!({
            "party": card.party, "name": card.name, "url": card.url, "demo": card.demo, "own": true,
            "fingerprint": node.me.card.fingerprint().hex(),
            "words_en": words::fingerprint(&node.me.card.fingerprint(), false),
            "words_ja": words::fingerprint(&node.me.card.fingerprint(), true),
            "officials": officials(card),
        }));
    }
    state
        .partners
        .get(party)
        .map(partner_row)
        .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", party))
}

/// A partner's fingerprint in words, and our own to read out.
///
/// # Errors
/// PARTY-001.
pub fn words(node: &Node, party: &PartyId) -> Result<Value, Problem> {
    let theirs = self::party(node, party)?;
    let own = node.me.card.fingerprint();
    Ok(json!({
        "party": party,
        "words_en": theirs.get("words_en"),
        "words_ja": theirs.get("words_ja"),
        "own": node.me.party(),
        "own_words_en": words::fingerprint(&own, false),
        "own_words_ja": words::fingerprint(&own, true),
    }))
}

/// Agreements.
pub fn agreements(node: &Node) -> Value {
    let state = node.state();
    let rows: Vec<Value> = state
        .agreements
        .values()
        .map(|a| summary(&state, a, node))
        .collect();
    json!({ "agreements": rows })
}

/// One agreement in full but for its text.
///
/// # Errors
/// AGREE-001, AGREE-002.
pub fn agreement(node: &Node, named: &str) -> Result<Value, Problem> {
    let state = node.state();
    let agreement = find_agreement(&state, named)?;
    let life = &agreement.life;
    let mut view = summary(&state, agreement, node);
    let standing = life.talk().map(crate::talk::standing);
    let add = json!({
        "signatures": life.signatures(),
        "signatures_needed": life.signatures_needed(),
        "notes": life.notes(),
        "course": life.course_of_events().said(),
        "timeline": life.timeline(),
        "abandoned": life.abandoned().iter().map(|a| json!({ "by": a.by, "digest": a.text.hex(), "reason": a.reason, "at": a.at.to_string() })).collect::<Vec<_>>(),
        "amendment": amendment(life, node),
        "frozen": life.frozen().iter().map(|(p, d)| json!({ "party": p, "digest": d.hex() })).collect::<Vec<_>>(),
        "alarm": agreement.alarm,
        "rules": rules(agreement),
    });
    for add in [Some(add), standing.ok()].into_iter().flatten() {
        if let (Some(view), Value::Object(add)) = (view.as_object_mut(), add) {
            view.extend(add);
        }
    }
    Ok(view)
}

/// An amendment on its way, or in force.
fn amendment(life: &entente_agreement::Life, node: &Node) -> Option<Value> {
    let (version, stage) = life.amendment_stage()?;
    let begins = life.timeline().amendments.get(&version.to_string());
    let begins = begins.map(|d| d.date);
    let held = life.versions().iter().find(|v| v.number == version);
    let today = held.and_then(|v| v.text.rules.day(node.clock.now()));
    let begun = begins.is_some_and(|from| today.is_some_and(|day| day >= from));
    let stage = if begun {
        json!("in-force")
    } else {
        json!(stage)
    };
    Some(json!({ "version": version, "stage": stage, "in_force": begins }))
}

/// The whole text as it stands.
///
/// # Errors
/// AGREE-001; AGREE-004 while wordings compete.
pub fn text(node: &Node, named: &str) -> Result<Value, Problem> {
    let state = node.state();
    let agreement = find_agreement(&state, named)?;
    let instrument = agreement.life.talk()?.text().instrument()?;
    Ok(
        json!({ "agreement": short_id(&agreement.life.id()), "digest": instrument.digest().hex(), "instrument": instrument }),
    )
}

/// What the rules say about releasing a draft.
///
/// # Errors
/// ITEM-001, REL-011, AGREE-001.
pub fn check(
    node: &Node,
    item: &ItemRef,
    id: &AgreementId,
    purpose: Option<&PurposeId>,
    signed: bool,
) -> Result<Value, Problem> {
    let state = node.state();
    let checks = items::check(&state, item, id, purpose, signed, node.clock.now())?;
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
        }));
    }
    let (log, n) = find_inbound(node, item)?;
    let (act, release, keys) = node.release(&log, n)?;
    let mut view = {
        let state = node.state();
        register_row(&state, state.agreement(&log.agreement)?, &act, &release)
    };
    let refused = view.get("problem").is_some_and(|p| !p.is_null());
    if !refused && let Ok(dek) = items::dek_from(&node.me, &act, &release, &keys) {
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
    let (act, release, keys) = node.release(&log, n)?;
    let dek = items::dek_from(&node.me, &act, &release, &keys)?;
    let meta = items::open_meta(&dek, &release.meta)?;
    let inline = node.reader().payload(&log, n).map_err(|e| e.problem())?;
    let mark = {
        let state = node.state();
        let agreement = state.agreement(&log.agreement)?;
        agreement
            .life
            .text_for(&act.by, &act.seen, act.at)
            .map(|t| t.rules.table.display(&release.level, node.me.party()))
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

/// Acts of a record.
///
/// # Errors
/// STORE-*, AGREE-001.
pub fn log(
    node: &Node,
    agreement: Option<&str>,
    party: Option<&PartyId>,
    after: Option<u64>,
    limit: usize,
) -> Result<Value, Problem> {
    let id = crate::command::which(node, agreement, None)?;
    let author = party.cloned().unwrap_or_else(|| node.me.party().clone());
    let log = LogId {
        agreement: id,
        author: author.clone(),
    };
    let start = after.map_or(0, |n| n.saturating_add(1));
    let entries = node
        .reader()
        .entries(&log, start, limit.min(PAGE), 16 << 20, false)
        .map_err(|e| e.problem())?;
    let state = node.state();
    let held = state.agreement(&id)?;
    let rows: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let void = held.voids.get(&(author.clone(), entry.n));
            match Act::from_entry(&author, &entry.entry) {
                Ok((act, statement)) => json!({
                    "n": entry.n, "at": act.at.to_string(), "deed": act.deed.name(), "seen": act.seen,
                    "signed": statement.signatures.len(), "bytes": entry.entry.len(), "void": void, "act": act,
                }),
                Err(problem) => json!({ "n": entry.n, "bytes": entry.entry.len(), "void": problem }),
            }
        })
        .collect();
    let own = author == *node.me.party();
    let (size, root) = if own {
        (held.own.size(), held.own.root())
    } else {
        (held.theirs.size(), held.theirs.root())
    };
    Ok(json!({
        "agreement": short_id(&id), "party": author, "origin": log.origin(), "size": size, "root": root,
        "cosigned": held.cosigned.as_ref().filter(|_| own).map(|(s, _)| s), "entries": rows,
    }))
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
    let problem = match side.payloads.get(&act.n) {
        Some(PayloadState::Quarantined(problem)) => Some(problem),
        _ => None,
    };
    json!({
        "item": release.item, "agreement": short_id(&agreement.life.id()), "from": act.by, "to": release.to,
        "entry": act.n, "level": release.level, "display": display, "purpose": release.purpose,
        "size": release.size, "released": act.at.to_string(), "officer": release.officer,
        "state": state_word(side, act.n), "arrived": arrived(agreement, own, act.n), "problem": problem,
        "sealed_segments": segment::segments_for(release.size),
    })
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

fn summary(state: &State, agreement: &Agreement, node: &Node) -> Value {
    let life = &agreement.life;
    let today = life
        .agreed_text()
        .and_then(|t| node.clock.now().date_in(&t.rules.terms.zone));
    let force = life.entry_into_force();
    let in_force = force.is_some_and(|f| today.is_some_and(|t| t >= f))
        && life.end().is_none_or(|e| today.is_some_and(|t| t <= e));
    let provisional = life.timeline().provisional.as_ref().map(|d| d.date);
    let ended = life
        .end()
        .is_some_and(|end| today.is_some_and(|day| day > end));
    let stage = if ended {
        json!("ended")
    } else if !in_force && provisional.is_some_and(|from| today.is_some_and(|day| day >= from)) {
        json!("provisional")
    } else if in_force && life.stage() == Stage::Notified {
        json!("in-force")
    } else {
        json!(life.stage())
    };
    let talk = life.talk().ok();
    let digest = talk.and_then(|t| t.text().digest());
    json!({
        "agreement": short_id(&life.id()), "id": life.id(), "partner": agreement.partner,
        "title": talk.map(crate::talk::titles), "stage": stage, "digest": digest.map(|d| d.hex()),
        "provisional": provisional, "contested": talk.map(|t| t.text().contested()), "entry_into_force": force, "end": life.end(),
        "in_force": in_force,
        "own_record": { "size": agreement.own.size(), "stored_by_partner": agreement.cosigned.as_ref().map_or(0, |(s, _)| *s) },
        "their_record": { "size": agreement.theirs.size() },
        "released": agreement.ours.releases.count(), "released_receipted": agreement.ours.receipted.count(),
        "received": agreement.from_them.releases.count(), "received_receipted": agreement.from_them.receipted.count(),
        "receipts_due": agreement.receipt_due().count(),
        "void_acts": agreement.voids.len(),
        "alarm": agreement.alarm.as_ref().filter(|a| a.cleared.is_none()).map(|a| &a.problem),
        "own": state.me.party(),
    })
}

/// Which provision drives which check.
fn rules(agreement: &Agreement) -> Value {
    // Before the text is agreed, the terms as they stand.
    let standing = || {
        let talk = agreement.life.talk().ok()?;
        Terms::parse(&talk.text().terms().json()?).ok()
    };
    let now = agreement.last_time.max(agreement.their_last_time);
    let agreed = agreement.life.text_at(now).map(|t| t.rules.terms.clone());
    let Some(terms) = agreed.or_else(standing) else {
        return Value::Null;
    };
    let levels: Vec<Value> = terms
        .level
        .iter()
        .map(|l| json!({ "id": l.id().ok(), "party": l.party, "short": l.short, "name": l.name }))
        .collect();
    json!({
        "level": levels,
        "entry_into_force": terms.entry_into_force, "termination": terms.termination, "ceiling": terms.ceiling,
        "equivalence": terms.equivalence, "equal": terms.equal, "purpose": terms.purpose, "release": terms.release,
        "receipt": terms.receipt,
    })
}

fn partner_row(partner: &entente_engine::Partner) -> Value {
    let card = partner.card.card();
    let fingerprint = partner.card.fingerprint();
    json!({
        "party": card.party, "name": card.name, "url": card.url, "demo": card.demo, "own": false,
        "confirmed_by_us": partner.by_us, "confirmed_by_them": partner.by_them,
        "fingerprint": fingerprint.hex(),
        "words_en": words::fingerprint(&fingerprint, false), "words_ja": words::fingerprint(&fingerprint, true),
        "officials": officials(card),
    })
}

fn officials(card: &entente_model::card::Card) -> Vec<Value> {
    card.officials
        .iter()
        .map(|o| json!({ "id": o.id, "name": o.name, "roles": o.roles, "from": o.from, "until": o.until }))
        .collect()
}
