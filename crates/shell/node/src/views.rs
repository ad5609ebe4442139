//! What the node shows: JSON values made from the state and the store. Titles of received items
//! are opened only for the one item asked for; lists show references and marks.

mod items;

pub use items::{check, find_inbound, item, items, open, receipts, register_key};

use crate::{
    runtime::{Node, find_agreement, short_id},
    words,
};
use entente_agreement::{Stage, Terms};
use entente_engine::{Agreement, LogId, State};
use entente_model::{
    Act, PartyId, Problem,
    problem::{Class, Fault},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::PoisonError};

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
    let declared = crate::life::declared(agreement);
    for add in [Some(add), Some(declared), standing.ok()]
        .into_iter()
        .flatten()
    {
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
    let voids: BTreeMap<u64, Problem> = {
        let state = node.state();
        let voids = &state.agreement(&id)?.voids;
        let of = entries.iter().filter_map(|e| {
            let void = voids.get(&(author.clone(), e.n))?;
            Some((e.n, void.clone()))
        });
        of.collect()
    };
    let voids: BTreeMap<u64, Problem> = voids
        .into_iter()
        .map(|(n, void)| (n, crate::life::find::named(node, &id, void)))
        .collect();
    let state = node.state();
    let held = state.agreement(&id)?;
    let rows: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let void = voids.get(&entry.n);
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
        "duties": crate::life::duties(agreement, state.me.party(), node.clock.now()),
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
