//! The releasing officer's desk: what was submitted, and what an officer other than the author
//! decided about it as it stands (B3; interface.md §1, separation of duties).

use crate::{
    commit::{Desk, DeskStep, DraftWrite},
    fold::{cited, no_keys},
    input::{Acting, Answer},
    items::may_release,
    state::{State, no_agreement},
    step::Ctx,
};
use entente_agreement::{Past, terms::Group};
use entente_model::{
    AgreementId, Problem, ProvisionId,
    id::{ItemRef, PurposeId},
    problem::Class,
};

/// Most steps kept of one item.
const MAX_STEPS: usize = 200;
/// The duties that are kept apart here, as waivers name them.
pub const DUTIES: &str = "author+releasing-officer";

pub(crate) fn submit(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
    id: &AgreementId,
    purpose: PurposeId,
    by: String,
) -> Result<Answer, Problem> {
    state.agreement(id)?;
    let step = |draft: &DraftWrite| Desk {
        agreement: *id,
        purpose,
        by,
        step: DeskStep::Submitted,
        shown: draft.shown(),
        reason: String::new(),
        at: ctx.now,
    };
    let draft = draft(state, item)?;
    if draft.level.is_none() {
        let by = step(draft).by;
        return Err(Problem::refused("REL-011")
            .with("item", item)
            .decided_by(by));
    }
    let step = step(draft);
    push(draft, step, item)?;
    ctx.commit.drafts.push((draft.clone(), None));
    Ok(Answer::Done)
}

pub(crate) fn decide(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
    id: &AgreementId,
    approved: bool,
    reason: String,
    acting: &Acting,
) -> Result<Answer, Problem> {
    may_release(state, ctx, id, acting)?;
    not_the_author(state, ctx, item, id, acting)?;
    if acting.keys.is_none() {
        return Err(no_keys(acting));
    }
    if !approved && reason.trim().is_empty() {
        return Err(Problem::new("USE-001", Class::Usage).with("what", "reason"));
    }
    let article = basis(state, ctx, id).cloned();
    let draft = draft(state, item)?;
    let last = draft.desk.iter().rev().find(|d| d.agreement == *id);
    let Some(purpose) = last.map(|d| d.purpose.clone()) else {
        let author = match draft.author.as_str() {
            "" => "you",
            author => author,
        };
        let no = Problem::refused("REL-042").with("item", item);
        return Err(cited(no, article.as_ref()).decided_by(author));
    };
    let step = Desk {
        agreement: *id,
        purpose,
        by: acting.official.to_string(),
        step: if approved {
            DeskStep::Approved
        } else {
            DeskStep::Refused
        },
        shown: draft.shown(),
        reason,
        at: ctx.now,
    };
    push(draft, step, item)?;
    ctx.commit.drafts.push((draft.clone(), None));
    Ok(Answer::Done)
}

/// Whether an item may leave by this officer's hand: not the author's own, and not refused as it
/// stands.
///
/// # Errors
/// REL-040 for the author, REL-041 after a refusal, REL-043 when it was changed after the approval.
pub(crate) fn may_go(
    state: &State,
    ctx: &Ctx,
    item: &ItemRef,
    id: &AgreementId,
    acting: &Acting,
) -> Result<(), Problem> {
    not_the_author(state, ctx, item, id, acting)?;
    let Some(draft) = state.drafts.get(item) else {
        return Ok(());
    };
    let decided = draft
        .desk
        .iter()
        .rev()
        .find(|d| d.agreement == *id && d.step != DeskStep::Submitted);
    match decided {
        Some(d) if d.step == DeskStep::Refused && d.shown == draft.shown() => {
            let no = Problem::refused("REL-041")
                .with("item", item)
                .with("official", &d.by)
                .with("reason", &d.reason);
            Err(cited(no, basis(state, ctx, id)).decided_by(&d.by))
        }
        Some(d) if d.step == DeskStep::Approved && d.shown != draft.shown() => {
            let no = Problem::refused("REL-043").with("item", item);
            Err(cited(no, basis(state, ctx, id)).decided_by("releasing-officer"))
        }
        _ => Ok(()),
    }
}

/// Nobody decides about their own item, unless the party told its partner that this is so here.
fn not_the_author(
    state: &State,
    ctx: &Ctx,
    item: &ItemRef,
    id: &AgreementId,
    acting: &Acting,
) -> Result<(), Problem> {
    let Some(draft) = state.drafts.get(item) else {
        return Ok(());
    };
    if draft.author != acting.official.as_str() {
        return Ok(());
    }
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let me = state.me.party();
    let past = Past {
        by: me,
        n: agreement.own.size(),
        at: ctx.now,
        seen: &[],
    };
    let day = ctx.now.date_in("UTC").unwrap_or_default();
    if agreement.register.waives(me, DUTIES, &past, day) {
        return Ok(());
    }
    let no = Problem::refused("REL-040")
        .with("item", item)
        .with("official", &acting.official);
    Err(cited(no, basis(state, ctx, id)).decided_by("releasing-officer"))
}

/// The provision on who decides a release, in the text that governs now.
fn basis<'s>(state: &'s State, ctx: &Ctx, id: &AgreementId) -> Option<&'s ProvisionId> {
    let agreement = state.agreements.get(id)?;
    let text = agreement.life.text_at(ctx.now.max(agreement.last_time))?;
    let release = text.rules.terms.release.as_ref();
    release.map(|group| group.rule("decided_by"))
}

fn draft<'s>(state: &'s mut State, item: &ItemRef) -> Result<&'s mut DraftWrite, Problem> {
    state
        .drafts
        .get_mut(item)
        .ok_or_else(|| Problem::new("ITEM-001", Class::NotFound).with("item", item))
}

fn push(draft: &mut DraftWrite, step: Desk, item: &ItemRef) -> Result<(), Problem> {
    if draft.desk.len() >= MAX_STEPS {
        return Err(Problem::refused("REL-044")
            .with("item", item)
            .with("limit", MAX_STEPS)
            .decided_by("you"));
    }
    draft.desk.push(step);
    Ok(())
}
