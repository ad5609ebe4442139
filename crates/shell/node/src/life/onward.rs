//! An item of another party passed on to a third, with its consent (E1, E3).

use super::{doing, find};
use crate::{
    command::{By, acting, internal, which},
    runtime::{Node, short_id},
};
use entente_engine::LogId;
use entente_engine::{Answer, Input, input::ThirdItem};
use entente_model::{
    PartyId, Problem,
    holding::Third,
    id::{ItemRef, PurposeId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

/// Passes an item on to another party's registry.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the options of `item pass`")]
pub struct Pass {
    pub item: ItemRef,
    /// The third.
    pub to: PartyId,
    /// Agreement with the third.
    pub agreement: Option<String>,
    pub purpose: PurposeId,
    pub unit: String,
    /// Index of the consent in the originator's record.
    pub consent: Option<u64>,
    pub by: By,
}

pub(super) async fn pass(node: &Arc<Node>, pass: Pass) -> Result<Value, Problem> {
    let at = find::release(node, &pass.item, find::Among::default(), find::Side::Held)?;
    if at.log.author == *node.me.party() {
        // Our own items are released, not passed on.
        return Err(Problem::refused("ITEM-015")
            .with("item", &pass.item)
            .with("party", &pass.to));
    }
    let origin = at.log.agreement;
    let named = |problem| find::named(node, &origin, problem);
    let third = Third {
        kind: "state".to_owned(),
        party: Some(pass.to.clone()),
        name: String::new(),
        unit: (!pass.unit.is_empty()).then(|| pass.unit.clone()),
    };
    let consent = match pass.consent {
        Some(consent) => consent,
        None => doing::consent_for(node, &at, &third).map_err(named)?,
    };
    let agreement = which(node, pass.agreement.as_deref(), Some(&pass.to))?;
    opened(node, &at, &pass.item)?;
    let released = node.release(&at.log, at.n)?;
    if released.wrapped.is_empty() {
        return Err(find::gone(&pass.item));
    }
    let token = token(node, &at.log, consent)?;
    let input = Input::ReleaseOnward {
        agreement,
        third: Box::new(ThirdItem {
            agreement: origin,
            act: released.act,
            keys: released.keys,
            wrapped: released.wrapped,
            inline: released.inline.map(Into::into),
            consent,
            token,
        }),
        purpose: pass.purpose,
        unit: pass.unit,
        acting: acting(node, &pass.by).await?,
    };
    let Answer::Released(outcomes) = node.one(input).await.map_err(named)? else {
        return Err(internal());
    };
    let rows: Vec<Value> = outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Ok((item, n)) => json!({ "item": item, "entry": n }),
            Err(problem) => json!({ "refused": problem }),
        })
        .collect();
    Ok(json!({ "agreement": short_id(&agreement), "released": rows, "consent": consent }))
}

/// What is not yet receipted and opened here does not go on.
fn opened(node: &Node, at: &find::At, item: &ItemRef) -> Result<(), Problem> {
    let state = node.state();
    let agreement = state.agreement(&at.log.agreement)?;
    if agreement.from_them.receipted.contains(at.n) {
        return Ok(());
    }
    Err(Problem::refused("ITEM-004")
        .with("item", item)
        .decided_by("registrar"))
}

/// The originator's consent as it is stored: the signed entry.
fn token(node: &Node, log: &LogId, consent: u64) -> Result<Vec<u8>, Problem> {
    let entry = node.reader().entry(log, consent).map_err(|e| e.problem())?;
    entry.map(|e| e.entry).ok_or_else(|| find::missing(consent))
}
