//! Items: our register, releases, arrivals and receipts.

mod release;
mod sealed;
pub(crate) mod third;

pub(crate) use release::{How, Ready, may_release, may_write, of_draft, release, slots_for, write};
pub(crate) use sealed::arrived;
pub use sealed::{Meta, dek_from, dek_of, open_meta, seal_meta, split_payload};

use crate::{
    commit::{DraftWrite, LogId, PayloadState, PayloadWrite},
    fold::{cited, no_text, receipted},
    giving::Giving,
    input::{Acting, Answer, SealedItem},
    levels::level_in,
    local,
    state::{State, no_agreement},
    step::{Ctx, internal},
};
use entente_agreement::{Check, Past, terms::Group};
use entente_model::{
    AgreementId, Deed, Instant, Label, LevelId, Problem,
    act::Receipt,
    card::Role,
    id::{ItemRef, PurposeId},
    problem::Class,
};

/// Largest plaintext whose ciphertext travels with its act, bytes.
pub const MAX_INLINE_PLAIN: usize = 64 * 1024;
/// Most indices one receipt act names.
const RECEIPT_BATCH: usize = 2000;

pub(crate) fn add(state: &mut State, ctx: &mut Ctx, item: SealedItem) -> Result<Answer, Problem> {
    let reference = next_reference(state, ctx)?;
    let draft = DraftWrite {
        item: reference.clone(),
        meta: item.meta,
        title: item.title,
        file: item.file,
        size: item.size,
        root: item.root,
        dek: item.dek,
        level: None,
        agreement: None,
        at: ctx.now,
        released: Vec::new(),
        inline: item.inline.is_some(),
        author: item.author,
        label: None,
        portions: item.portions,
        aggregation: String::new(),
        form: item.form,
        disclosed: item.disclosed,
        copy: item.copy,
        source: item.source,
        desk: Vec::new(),
        shredded: false,
    };
    ctx.commit.drafts.push((draft.clone(), item.inline));
    state.drafts.insert(reference.clone(), draft);
    Ok(Answer::Item(reference))
}

pub(crate) fn mark(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
    word: &str,
    agreement: Option<AgreementId>,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    let found = match agreement {
        Some(id) => {
            let agreement = state.agreements.get(&id).ok_or_else(|| no_agreement(&id))?;
            (id, level_in(agreement, &me, word)?)
        }
        None => {
            let mut refusal = Problem::refused("MARK-001")
                .with("token", word)
                .with("party", &me);
            let mut hit = None;
            for (id, agreement) in &state.agreements {
                match level_in(agreement, &me, word) {
                    Ok(level) => hit = hit.or(Some((*id, level))),
                    Err(problem) => refusal = problem,
                }
            }
            hit.ok_or(refusal)?
        }
    };
    let marked = found.0;
    let draft = state.drafts.get_mut(item).ok_or_else(|| no_item(item))?;
    if !draft.released.is_empty() && draft.level.as_ref() != Some(&found.1) {
        return Err(released_as(state, ctx, item, &marked));
    }
    draft.agreement = Some(found.0);
    draft.level = Some(found.1);
    draft.label = None;
    ctx.commit.drafts.push((draft.clone(), None));
    Ok(Answer::Done)
}

/// Labels an item with more than a level. The marking has been read with the same agreement's rules;
/// here it must at least be a level of ours, and no lower than it was once something is released.
pub(crate) fn label(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
    id: &AgreementId,
    label: Box<Label>,
    portions: Vec<String>,
    aggregation: String,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let level = level_in(agreement, &me, label.level.as_str())?;
    let draft = state.drafts.get_mut(item).ok_or_else(|| no_item(item))?;
    let changed = draft.level.as_ref() != Some(&level) || draft.label.as_ref() != Some(&label);
    let marked = *id;
    if !draft.released.is_empty() && changed {
        return Err(released_as(state, ctx, item, &marked));
    }
    draft.agreement = Some(*id);
    draft.level = Some(level);
    draft.label = (!label.is_plain()).then_some(label);
    draft.portions = portions;
    draft.aggregation = aggregation;
    ctx.commit.drafts.push((draft.clone(), None));
    Ok(Answer::Done)
}

pub(crate) fn receipt(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    items: Vec<u64>,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let mut wanted: Vec<u64> = if items.is_empty() {
        agreement.receipt_due().collect()
    } else {
        items
    };
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.is_empty() {
        return Err(Problem::new("REC-001", Class::NotFound));
    }
    for n in &wanted {
        if !agreement.from_them.releases.contains(*n) {
            return Err(Problem::new("ITEM-001", Class::NotFound).with("item", n));
        }
        if agreement.from_them.receipted.contains(*n) {
            let at = ctx.now.max(agreement.last_time);
            let text = agreement.life.text_at(at).ok_or_else(no_text)?;
            return Err(receipted(text, *n));
        }
        if matches!(
            agreement.from_them.payloads.get(n),
            Some(PayloadState::Expected)
        ) {
            return Err(Problem::new("ITEM-002", Class::Waiting)
                .with("item", n)
                .with("have", "-")
                .with("total", "-"));
        }
    }
    for batch in wanted.chunks(RECEIPT_BATCH) {
        local::write(
            state,
            ctx,
            id,
            Some((acting, Role::Registrar)),
            |agreement| {
                let from = agreement.partner.clone();
                let (mut of, mut quarantined) = (Vec::new(), Vec::new());
                for n in batch {
                    match agreement.from_them.payloads.get(n) {
                        Some(PayloadState::Quarantined(problem)) => {
                            quarantined.push((*n, problem.code.to_string()));
                        }
                        _ => of.push(*n),
                    }
                }
                Ok(Deed::Receipt(Receipt {
                    from,
                    of,
                    quarantined,
                    official: acting.official.clone(),
                }))
            },
        )?;
    }
    Ok(Answer::Receipted(wanted))
}

pub(crate) fn payload_arrived(
    state: &mut State,
    ctx: &mut Ctx,
    log: &LogId,
    n: u64,
    refused: Option<Problem>,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(&log.agreement)
        .filter(|a| a.partner == log.author)
        .ok_or_else(|| no_agreement(&log.agreement))?;
    if !matches!(
        agreement.from_them.payloads.get(&n),
        Some(PayloadState::Expected)
    ) {
        return Ok(Answer::Done);
    }
    let new = match refused {
        None => PayloadState::Arrived,
        Some(problem) => PayloadState::Quarantined(problem),
    };
    agreement.from_them.payloads.insert(n, new.clone());
    ctx.commit.payloads.push(PayloadWrite {
        log: log.clone(),
        n,
        state: new,
    });
    Ok(Answer::Done)
}

pub(crate) fn payload_delivered(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    n: u64,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(id)
        .ok_or_else(|| no_agreement(id))?;
    if matches!(agreement.ours.payloads.get(&n), Some(PayloadState::Sending)) {
        agreement.ours.payloads.insert(n, PayloadState::Arrived);
        let log = agreement.own.id().clone();
        ctx.commit.payloads.push(PayloadWrite {
            log,
            n,
            state: PayloadState::Arrived,
        });
    }
    Ok(Answer::Done)
}

/// What a question about a draft says besides the draft.
#[derive(Debug, Clone, Copy, Default)]
pub struct Supposed<'a> {
    /// Purpose.
    pub purpose: Option<&'a PurposeId>,
    /// Receiving unit.
    pub unit: &'a str,
    /// As if a releasing officer had signed.
    pub signed: bool,
    /// As if a second person had decided with the officer.
    pub second: bool,
}

/// Asks the rules about a draft without releasing it.
///
/// # Errors
/// ITEM-001, REL-011, AGREE-001.
pub fn check(
    state: &State,
    item: &ItemRef,
    id: &AgreementId,
    with: Supposed<'_>,
    at: Instant,
) -> Result<Vec<Check>, Problem> {
    let level = draft_level(state, item)?;
    let agreement = state.agreement(id)?;
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let past = Past {
        by: state.me.party(),
        n: agreement.own.size(),
        at,
        seen: &seen,
    };
    let given = Giving {
        purpose: with.purpose,
        unit: with.unit,
        signed: with.signed,
        second: with.second,
        ..of_draft(state, agreement, &level, state.drafts.get(item), &past)
    };
    let failed = |rule: &'static str, refusal: Problem| Check {
        rule: rule.into(),
        field: "".into(),
        article: None,
        refusal: Some(refusal),
    };
    let mut checks = match given.decide(agreement, |decision| decision.explain()) {
        Ok(checks) => checks,
        Err(refusal) => vec![failed("in-force", refusal)],
    };
    if let Err(refusal) = given.label_lets(agreement) {
        checks.push(failed("label", refusal));
    }
    if let Err(refusal) = agreement.clear_of_alarm() {
        checks.push(failed("record", refusal));
    }
    Ok(checks)
}

fn released_already(state: &State, item: &ItemRef, id: &AgreementId) -> Option<(ItemRef, u64)> {
    let draft = state.drafts.get(item)?;
    draft
        .released
        .iter()
        .find(|(ag, _)| ag == id)
        .map(|(_, n)| (item.clone(), *n))
}

fn draft_level(state: &State, item: &ItemRef) -> Result<LevelId, Problem> {
    let draft = state.drafts.get(item).ok_or_else(|| no_item(item))?;
    draft.level.clone().ok_or_else(|| {
        let author = Some(draft.author.as_str()).filter(|a| !a.is_empty());
        Problem::refused("REL-011")
            .with("item", item)
            .decided_by(author.unwrap_or("you"))
    })
}

/// An item that went out keeps the marking it went out with.
fn released_as(state: &State, ctx: &Ctx, item: &ItemRef, id: &AgreementId) -> Problem {
    let no = Problem::refused("REL-010")
        .with("item", item)
        .with("party", "-");
    let agreement = state.agreements.get(id);
    let text = agreement.and_then(|a| a.life.text_at(ctx.now.max(a.last_time)));
    let marking = text.and_then(|t| t.rules.terms.marking.as_ref());
    cited(no, marking.map(Group::first)).decided_by(state.me.party())
}

fn no_item(item: &ItemRef) -> Problem {
    Problem::new("ITEM-001", Class::NotFound).with("item", item)
}

fn next_reference(state: &mut State, ctx: &mut Ctx) -> Result<ItemRef, Problem> {
    let year = ctx.now.date_in("UTC").map_or(1970, |d| d.year());
    let text = format!("{}-{year:04}-{:04}", state.me.party(), state.next_item);
    let reference = text
        .parse()
        .map_err(|e: entente_model::id::IdError| internal(&e.to_string()))?;
    state.next_item = state.next_item.saturating_add(1);
    ctx.commit.next_item = Some(state.next_item);
    Ok(reference)
}
