//! The releasing officer's desk: submitted, shown as the recipient will see it, approved or refused.

use super::{Decide, Submit, find};
use crate::{
    command::{acting, internal, which},
    runtime::{Node, short_id},
};
use entente_engine::{
    Answer, Input,
    commit::{Desk, DeskStep, DraftWrite},
    items::{self, Supposed},
};
use entente_model::{
    AgreementId, LevelId, PartyId, Problem,
    id::{ItemRef, PurposeId},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// One step as it is shown.
#[must_use]
pub fn row(step: &Desk) -> Value {
    json!({
        "agreement": short_id(&step.agreement), "purpose": step.purpose, "by": step.by,
        "step": step.step, "reason": step.reason, "at": step.at.to_string(),
    })
}

pub(super) async fn submit(node: &Arc<Node>, submit: Submit) -> Result<Value, Problem> {
    find::draft(node, &submit.item)?;
    let agreement = which(node, submit.agreement.as_deref(), submit.to.as_ref())?;
    if !submit.dry_run {
        node.one(Input::ItemSubmit {
            item: submit.item.clone(),
            agreement,
            purpose: submit.purpose.clone(),
            by: submit.by,
        })
        .await?;
    }
    preview(node, &submit.item, &agreement, Some(&submit.purpose))
}

pub(super) async fn decide(node: &Arc<Node>, decide: Decide) -> Result<Value, Problem> {
    find::draft(node, &decide.item)?;
    let agreement = which(node, decide.agreement.as_deref(), decide.to.as_ref())?;
    let acting = acting(node, &decide.by).await?;
    let answer = node
        .one(Input::ItemDecide {
            item: decide.item.clone(),
            agreement,
            approved: decide.approved,
            reason: decide.reason,
            acting,
        })
        .await?;
    if answer != Answer::Done {
        return Err(internal());
    }
    preview(node, &decide.item, &agreement, None)
}

/// An item as its recipient will see it, with what the rules say of its release.
///
/// # Errors
/// ITEM-001, ITEM-010, REL-011, AGREE-001.
pub fn preview(
    node: &Node,
    item: &ItemRef,
    id: &AgreementId,
    purpose: Option<&PurposeId>,
) -> Result<Value, Problem> {
    let draft = find::draft(node, item)?;
    let level = draft.level.clone();
    let level = level.ok_or_else(|| Problem::refused("REL-011").with("item", item))?;
    let state = node.state();
    let agreement = state.agreement(id)?;
    let last = draft.desk.iter().rev().find(|d| d.agreement == *id);
    let purpose = purpose.or_else(|| last.map(|d| &d.purpose));
    let supposed = Supposed {
        purpose,
        signed: true,
        ..Supposed::default()
    };
    let checks = items::check(&state, item, id, supposed, node.clock.now())?;
    let allowed = checks.iter().all(|c| c.refusal.is_none());
    let seen = as_seen(node, agreement, &draft, &level, &agreement.partner);
    let mut view = json!({
        "item": item, "to": agreement.partner, "agreement": short_id(id), "title": draft.title,
        "file": draft.file, "form": draft.form, "disclosed": draft.disclosed, "size": draft.size,
        "copy": draft.copy, "purpose": purpose, "author": draft.author, "portions": draft.portions,
        "source": draft.source, "allowed": allowed, "checks": checks,
        "decision": decision(&draft, id), "desk": draft.desk.iter().map(row).collect::<Vec<_>>(),
    });
    if let (Some(map), Value::Object(seen)) = (view.as_object_mut(), seen) {
        map.extend(seen);
    }
    Ok(view)
}

/// Marks, banner and conditions as they stand on the recipient's screen.
fn as_seen(
    node: &Node,
    agreement: &entente_engine::Agreement,
    draft: &DraftWrite,
    level: &LevelId,
    to: &PartyId,
) -> Value {
    let Some(text) = agreement.life.text_at(node.clock.now()) else {
        return json!({ "display": null, "banner": null, "conditions": [] });
    };
    let display = text.rules.table.display(level, to);
    let mut banner = display.original.clone();
    if let Some(equivalent) = &display.equivalent {
        banner = format!("{banner} / {equivalent}");
    }
    let label = draft.label.as_deref();
    let mut conditions: Vec<Value> = Vec::new();
    for code in label.map_or(&[][..], |l| l.caveats.as_slice()) {
        let caveat = text.rules.terms.caveat.iter().find(|c| c.code == *code);
        let (en, ja) = match caveat {
            Some(c) => (c.text.get("en").to_owned(), c.text.get("ja").to_owned()),
            None => (code.to_string(), code.to_string()),
        };
        conditions.push(json!({ "what": "caveat", "en": en, "ja": ja }));
    }
    if let Some(rel) = label.and_then(|l| l.rel.as_ref()) {
        let parties: Vec<&str> = rel.parties.iter().map(PartyId::as_str).collect();
        let words = format!("REL TO {}", parties.join(", "));
        conditions.push(json!({ "what": "rel", "en": words, "ja": words }));
    }
    if let Some(embargo) = label.and_then(|l| l.embargo.as_ref()) {
        let words = format!("{} ({})", embargo.until, embargo.zone);
        conditions.push(json!({ "what": "embargo", "en": words, "ja": words }));
    }
    json!({ "display": display, "banner": banner, "conditions": conditions })
}

/// What was decided of it as it stands: a later change voids a decision.
fn decision(draft: &DraftWrite, id: &AgreementId) -> &'static str {
    let last = draft.desk.iter().rev().find(|d| d.agreement == *id);
    match last {
        None => "none",
        Some(d) if d.step == DeskStep::Submitted => "submitted",
        Some(d) if d.shown != draft.shown() => "changed",
        Some(d) if d.step == DeskStep::Approved => "approved",
        Some(_) => "refused",
    }
}
