//! The audit record: what the house's record says, and whether it is what was anchored.

use super::people::held_word;
use crate::{
    command::internal,
    runtime::{Node, short_id},
};
use entente_engine::{
    Answer, Input,
    house::{House, anchors_in, verify_anchors},
};
use entente_model::{
    OfficialId, Problem,
    house::{HouseAct, HouseDeed},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Entries read at a time.
const PAGE: usize = 1000;
/// Bytes read at a time.
const BYTES: usize = 8 * 1024 * 1024;

/// Entries of the house's record.
///
/// # Errors
/// STORE-*, AUDIT-003.
pub(super) fn show(
    node: &Node,
    after: Option<u64>,
    limit: usize,
    person: Option<&OfficialId>,
) -> Result<Value, Problem> {
    let log = House::log_of(node.me.party());
    let mut rows = Vec::new();
    let mut next = after.map_or(0, |n| n.saturating_add(1));
    while rows.len() < limit {
        let read = node
            .reader()
            .entries(&log, next, PAGE, BYTES, false)
            .map_err(|e| e.problem())?;
        let Some(last) = read.last() else { break };
        next = last.n.saturating_add(1);
        for stored in &read {
            let act = HouseAct::from_entry(stored.n, &stored.entry)?;
            if person.is_none_or(|p| concerns(&act, p)) && rows.len() < limit {
                rows.push(row(node, &act));
            }
        }
    }
    let size = node.state().house.size();
    Ok(json!({ "size": size, "entries": rows }))
}

fn concerns(act: &HouseAct, person: &OfficialId) -> bool {
    let of = match &act.deed {
        HouseDeed::Read { person, .. } | HouseDeed::Refused { person, .. } => Some(person),
        HouseDeed::Clear { person, .. }
        | HouseDeed::Unclear { person, .. }
        | HouseDeed::Brief { person, .. }
        | HouseDeed::Debrief { person, .. }
        | HouseDeed::Leave(person) => Some(person),
        HouseDeed::Person(known) => Some(&known.id),
        _ => None,
    };
    of == Some(person) || act.by == person.as_str()
}

fn row(node: &Node, act: &HouseAct) -> Value {
    let item = match &act.deed {
        HouseDeed::Read { item, .. }
        | HouseDeed::Lend { item, .. }
        | HouseDeed::TakeBack { item, .. }
        | HouseDeed::Place { item, .. }
        | HouseDeed::Seen { item, .. }
        | HouseDeed::Shred { item } => Some(held_word(node, item)),
        HouseDeed::Refused { item, .. } => item.as_ref().map(|i| held_word(node, i)),
        _ => None,
    };
    json!({
        "n": act.n, "at": act.at.to_string(), "by": act.by, "deed": act.deed.name(),
        "item": item, "what": act.deed,
    })
}

/// Verifies the record against its anchors in the shared records.
///
/// # Errors
/// AUDIT-001, AUDIT-003, STORE-*.
pub(super) fn verify(node: &Node) -> Result<Value, Problem> {
    let own = node.me.party().clone();
    let logs: Vec<_> = {
        let state = node.state();
        state
            .agreements
            .values()
            .map(|a| a.own.id().clone())
            .collect()
    };
    let mut anchors = Vec::new();
    for log in logs {
        let mut next = 0u64;
        loop {
            let read = node
                .reader()
                .entries(&log, next, PAGE, BYTES, false)
                .map_err(|e| e.problem())?;
            let Some(last) = read.last() else { break };
            next = last.n.saturating_add(1);
            anchors.extend(anchors_in(&own, read));
        }
    }
    let log = House::log_of(&own);
    let mut entries: Vec<Vec<u8>> = Vec::new();
    let mut next = 0u64;
    loop {
        let read = node
            .reader()
            .entries(&log, next, PAGE, BYTES, false)
            .map_err(|e| e.problem())?;
        let Some(last) = read.last() else { break };
        next = last.n.saturating_add(1);
        entries.extend(read.into_iter().map(|e| e.entry));
    }
    let report = verify_anchors(&own, anchors, entries)?;
    Ok(json!({
        "entries": report.entries, "anchors": report.anchors, "anchored": report.anchored,
        "head": report.head.hex(), "deeds": report.deeds,
    }))
}

/// Anchors the record in every shared record that is behind.
///
/// # Errors
/// The engine's refusal.
pub(super) async fn anchor(node: &Arc<Node>) -> Result<Value, Problem> {
    match node.one(Input::Anchor).await? {
        Answer::Anchored(done) => {
            let rows: Vec<Value> = done
                .iter()
                .map(|(id, n)| json!({ "agreement": short_id(id), "entry": n }))
                .collect();
            Ok(json!({ "anchored": rows }))
        }
        _ => Err(internal()),
    }
}
