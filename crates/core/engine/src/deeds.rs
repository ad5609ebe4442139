//! What our own people do with released items: copies, consents, levels, recalls, ends. When nothing
//! is left of what we hold, its key is destroyed in the same commit that says so.

use crate::{
    commit::PayloadState,
    fold::{cited, item_role, no_keys},
    house,
    input::{Acting, Answer},
    local,
    state::{Agreement, State, no_agreement},
    step::{Along, Ctx, World, cards},
};
use entente_agreement::terms::Group;
use entente_model::{
    AgreementId, Deed, Digest, PartyId, Problem,
    card::Role,
    case::{Declaration, DeclareAct},
    holding::{ItemAct, ItemDeed},
    id::ItemRef,
    problem::Class,
};
use std::sync::Arc;

/// What is to be done.
pub(crate) struct NewDeed {
    /// Whose releases.
    pub(crate) from: PartyId,
    /// Indices.
    pub(crate) of: Vec<u64>,
    /// What.
    pub(crate) what: ItemDeed,
    /// Words only the parties read.
    pub(crate) text: String,
}

pub(crate) fn item(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    new: NewDeed,
    acting: &Acting,
    with: &[Acting],
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = &mut *state;
    let agreement = agreements.get_mut(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(&me, partners, &agreement.partner)?;
    agreement.clear_of_alarm()?;
    let role = item_role(&new.what);
    crate::fold::check_official(cards.ours, &acting.official, role, ctx.now, None)?;
    let signer = keys(acting)?;
    let others = with.iter().map(keys).collect::<Result<Vec<_>, _>>()?;
    let mut what = new.what;
    if !new.text.is_empty() {
        let sealed = crate::text::seal_text(ctx, world, &me, cards, agreement, &new.text)?;
        match &mut what {
            ItemDeed::Ask { text, .. } | ItemDeed::Answer { text, .. } => *text = sealed,
            _ => return Err(Problem::new("USE-001", Class::Usage).with("what", "text")),
        }
    }
    let (from, mut of) = (new.from, new.of);
    of.sort_unstable();
    of.dedup();
    let deed = Deed::Item(ItemAct {
        from: from.clone(),
        of: of.clone(),
        what,
        official: acting.official.clone(),
    });
    let along = Along {
        signer: Some(signer),
        others,
        ..Along::default()
    };
    let n = ctx.act(&me, agreement, cards, deed, along)?;
    if from != *me.party() {
        for n in &of {
            shred_ended(ctx, agreement, *n);
        }
    }
    Ok(Answer::Items {
        n,
        shredded: Vec::new(),
    })
}

fn keys(acting: &Acting) -> Result<&entente_model::keys::SecretKeys, Problem> {
    acting.keys.as_deref().ok_or_else(|| no_keys(acting))
}

/// Destroys the key of a release to us once no copy of it is open or all are on their way back.
pub(crate) fn shred_ended(ctx: &mut Ctx, agreement: &mut Agreement, n: u64) {
    let from = agreement.partner.clone();
    let lines = agreement.register.lines(&from, n, &|_, _| true);
    let left = lines.iter().any(|line| {
        use entente_agreement::register::NumberState;
        !matches!(
            line.state,
            NumberState::Destroyed | NumberState::Returned | NumberState::Returning
        )
    });
    if left || lines.is_empty() {
        return;
    }
    let log = agreement.theirs.id().clone();
    if matches!(
        agreement.from_them.payloads.get(&n),
        Some(PayloadState::Expected)
    ) {
        agreement.from_them.payloads.remove(&n);
    }
    ctx.commit.shreds.push((log, n));
}

/// Destroys the key of an item of our own register, but not while it is on its way: what was
/// released reaches its recipient whole.
pub(crate) fn shred_own(
    state: &mut State,
    ctx: &mut Ctx,
    item: &ItemRef,
) -> Result<Answer, Problem> {
    let no_item = || Problem::new("ITEM-001", Class::NotFound).with("item", item);
    let released = &state.drafts.get(item).ok_or_else(no_item)?.released;
    let under_way = released.iter().find_map(|(id, n)| {
        let agreement = state.agreements.get(id)?;
        let there = agreement.cosigned.as_ref().map_or(0, |(size, _)| *size);
        (there <= *n).then_some(agreement)
    });
    if let Some(agreement) = under_way {
        let text = agreement.life.text_at(ctx.now.max(agreement.last_time));
        let register = text.and_then(|t| t.rules.terms.register.as_ref());
        let no = Problem::refused("ITEM-014").with("item", item);
        return Err(cited(no, register.map(Group::first)).decided_by("registrar"));
    }
    let draft = state.drafts.get_mut(item).ok_or_else(no_item)?;
    draft.shredded = true;
    draft.dek = Vec::new();
    draft.title = String::new();
    draft.file = String::new();
    draft.meta = String::new();
    let root: Digest = draft.root;
    ctx.commit.drafts.push((draft.clone(), Some(Arc::from([]))));
    let released = draft.released.clone();
    for (id, n) in released {
        if let Some(agreement) = state.agreements.get(&id) {
            ctx.commit.shreds.push((agreement.own.id().clone(), n));
        }
    }
    Ok(Answer::Items {
        n: 0,
        shredded: vec![root],
    })
}

pub(crate) fn declare(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    what: Declaration,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let now = ctx.now;
    let by = Some((acting, Role::SecurityOfficer));
    let waived = match &what {
        Declaration::Waiver { duties, until } => Some((duties.clone(), *until)),
        _ => None,
    };
    let answer = local::write(state, ctx, id, by, |agreement| {
        let day = agreement
            .life
            .text_at(now.max(agreement.last_time))
            .and_then(|t| t.rules.day(now.max(agreement.last_time)));
        let on = day.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
        Ok(Deed::Declare(DeclareAct {
            what,
            on,
            official: acting.official.clone(),
        }))
    })?;
    if let Some((duties, until)) = waived {
        house::waive(state, ctx, duties, until)?;
    }
    Ok(answer)
}

pub(crate) fn tally(state: &mut State, ctx: &mut Ctx, id: &AgreementId) -> Result<Answer, Problem> {
    local::write(state, ctx, id, None, |agreement| {
        Ok(Deed::Tally(agreement.register.tally(&|_, _| true)))
    })
}
