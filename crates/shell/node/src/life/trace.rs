//! Where an item has been: every act about it with its day, party, official and entry.

use super::find::{self, At};
use crate::runtime::{Node, short_id};
use entente_agreement::register::Family;
use entente_engine::LogId;
use entente_model::{Act, Deed, PartyId, Problem, id::ItemRef};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most acts shown.
const MAX: usize = 5000;

pub(super) fn trace(node: &Node, item: &ItemRef, at: &At) -> Result<Value, Problem> {
    let (places, delivered, holder) = places(node, at)?;
    let mut records: BTreeMap<PartyId, VecDeque<Act>> = BTreeMap::new();
    for (author, n) in places.into_iter().take(MAX) {
        let log = LogId {
            agreement: at.log.agreement,
            author: author.clone(),
        };
        let act = find::act(node, &log, n)?;
        records.entry(author).or_default().push_back(act);
    }
    let mut steps: Vec<Value> = in_order(records).iter().filter_map(step).collect();
    if delivered {
        // The partner's node says it stored the item; it does not say when.
        let arrived = json!({ "what": "delivered", "party": holder });
        steps.insert(steps.len().min(1), arrived);
    }
    Ok(json!({
        "item": item, "agreement": short_id(&at.log.agreement), "from": at.log.author,
        "to": holder, "entry": at.n, "steps": steps,
    }))
}

/// Acts as one led to another: what an author had seen comes before what it says, whatever the
/// clocks say; else the earlier claim comes first.
fn in_order(mut records: BTreeMap<PartyId, VecDeque<Act>>) -> Vec<Act> {
    let mut order = Vec::new();
    loop {
        let heads: Vec<&Act> = records.values().filter_map(VecDeque::front).collect();
        let after = |a: &Act| {
            let saw = |b: &&&Act| a.seen.iter().any(|(p, size)| *p == b.by && b.n < *size);
            heads.iter().any(|b| saw(&b))
        };
        let free = heads.iter().filter(|a| !after(a));
        let next = free.min_by_key(|a| (a.at, &a.by)).or(heads.first());
        let Some(party) = next.map(|a| a.by.clone()) else {
            return order;
        };
        order.extend(records.get_mut(&party).and_then(VecDeque::pop_front));
    }
}

pub(super) type Places = BTreeSet<(PartyId, u64)>;

/// Every place in the two records where something was said of the release; whether the holder's
/// node has it; who holds it.
pub(super) fn places(node: &Node, at: &At) -> Result<(Places, bool, PartyId), Problem> {
    let state = node.state();
    let agreement = state.agreement(&at.log.agreement)?;
    let from = &at.log.author;
    let register = &agreement.register;
    let facts = register.facts(from, at.n);
    let holder = facts.ok_or_else(|| find::missing(at.n))?.to.clone();
    let mut places = BTreeSet::from([(from.clone(), at.n)]);
    if let Some(receipt) = register.receipted(from, at.n) {
        places.insert((holder.clone(), receipt));
    }
    if let Some(family) = register.family(from, at.n) {
        said(family, &holder, &mut places);
    }
    let delivered = *from != *state.me.party() || {
        let stored = agreement
            .cosigned
            .as_ref()
            .is_some_and(|(size, _)| at.n < *size);
        let sending = agreement.ours.payloads.get(&at.n);
        stored && !matches!(sending, Some(entente_engine::commit::PayloadState::Sending))
    };
    Ok((places, delivered, holder))
}

fn said(f: &Family, holder: &PartyId, places: &mut Places) {
    places.extend(f.made.iter().map(|c| (holder.clone(), c.n)));
    macro_rules! all {
        ($($field:ident),*) => {
            $( places.extend(f.$field.iter().map(|s| (s.by.clone(), s.n))); )*
        };
    }
    all!(
        asks, answers, withdrawn, uses, intents, orders, applied, recalls, recalled, sent, back,
        determined, forbidden, lost, chased, ends
    );
}

fn step(act: &Act) -> Option<Value> {
    let (what, official, detail) = match &act.deed {
        Deed::Release(r) => {
            let what = if r.disclosed { "disclosed" } else { "released" };
            (
                what,
                &r.officer,
                json!({ "purpose": r.purpose, "unit": r.unit, "second": r.second }),
            )
        }
        Deed::Receipt(r) => ("receipted", &r.official, Value::Null),
        Deed::Item(i) => {
            let detail = serde_json::to_value(&i.what).unwrap_or_default();
            (i.what.name(), &i.official, detail)
        }
        _ => return None,
    };
    Some(json!({
        "what": what, "party": act.by, "official": official, "entry": act.n,
        "at": act.at.to_string(), "detail": detail,
    }))
}
