//! Releasing: each item is decided, sealed to the recipient and written as one act.

use super::{
    MAX_INLINE_PLAIN, draft_level, next_reference, no_item, released_already,
    sealed::{Meta, seal_meta},
    third,
};
use crate::giving::Giving;
use crate::{
    commit::{DraftWrite, PayloadState, PayloadWrite},
    desk,
    fold::{Cards, check_official, cited, no_text},
    input::{Acting, Answer, NewItem, ReleaseOf},
    levels::level_in,
    state::{Agreement, Me, State, no_agreement},
    step::{Along, Ctx, Slots, World, cards, internal},
};
use entente_agreement::{Past, terms::Group};
use entente_model::{
    Act, AgreementId, Deed, Digest, Label, LevelId, Problem, ProvisionId,
    act::{Keys, Release, Slot},
    card::Role,
    holding::{Form, ThirdOrigin},
    id::{ItemRef, PurposeId},
    problem::{Class, Fault},
};
use entente_seal::{
    segment::{self, Dek},
    slot::{self, SealingPublic},
};
use std::sync::Arc;

/// Most releases that share one encapsulation.
const SLOTS_PER_KEY: u64 = 1000;

/// How items are released: for what, to which unit, by whom.
#[derive(Clone, Copy)]
pub(crate) struct How<'a> {
    /// Purpose; none is refused by the terms.
    pub(crate) purpose: Option<&'a PurposeId>,
    /// Receiving unit; empty for the party.
    pub(crate) unit: &'a str,
    /// Releasing officer.
    pub(crate) acting: &'a Acting,
    /// A second person who decides with the officer.
    pub(crate) second: Option<&'a Acting>,
}

/// Releases items under an agreement: each is decided, sealed to the recipient and written as one
/// act. One refusal does not stop the others, unless it is the only item.
pub(crate) fn release(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    items: Vec<ReleaseOf>,
    how: &How<'_>,
) -> Result<Answer, Problem> {
    may_release(state, ctx, id, how.acting)?;
    let many = items.len();
    let mut outcomes = Vec::with_capacity(many);
    for of in items {
        outcomes.push(release_one(state, ctx, world, id, of, how));
    }
    match outcomes.pop() {
        Some(Err(problem)) if many == 1 => Err(problem),
        Some(last) => {
            outcomes.push(last);
            Ok(Answer::Released(outcomes))
        }
        None => Err(Problem::new("USE-001", Class::Usage).with("what", "item")),
    }
}

/// Whether a releasing officer may act under an agreement at all.
pub(crate) fn may_release(
    state: &State,
    ctx: &Ctx,
    id: &AgreementId,
    acting: &Acting,
) -> Result<(), Problem> {
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(&state.me, &state.partners, &agreement.partner)?;
    agreement.clear_of_alarm()?;
    let role = Role::ReleasingOfficer;
    check_official(cards.ours, &acting.official, role, ctx.now, None)
}

/// What is sealed and about to be released.
pub(crate) struct Ready {
    pub(crate) item: ItemRef,
    pub(crate) level: LevelId,
    pub(crate) label: Option<Box<Label>>,
    pub(crate) form: Form,
    pub(crate) disclosed: bool,
    pub(crate) copy: Option<(u32, u32)>,
    pub(crate) third: Option<Box<ThirdOrigin>>,
    pub(crate) meta: String,
    pub(crate) size: u64,
    pub(crate) root: Digest,
    pub(crate) dek: Dek,
    pub(crate) inline: Option<Arc<[u8]>>,
    /// The ciphertext travels apart from the act.
    pub(crate) apart: bool,
}

fn release_one(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    of: ReleaseOf,
    how: &How<'_>,
) -> Result<(ItemRef, u64), Problem> {
    let me = Arc::clone(&state.me);
    let draft_ref = match &of {
        ReleaseOf::Draft { item, .. } => Some(item.clone()),
        ReleaseOf::New(_) => None,
    };
    if let Some(item) = &draft_ref {
        if let Some(done) = released_already(state, item, id) {
            return Ok(done);
        }
        desk::may_go(state, ctx, item, id, how.acting)?;
    }
    let ready = match of {
        ReleaseOf::Draft { item, inline } => {
            let level = draft_level(state, &item)?;
            decide(state, ctx, id, &level, state.drafts.get(&item), how)?;
            ready_draft(state, &me, item, inline, level)?
        }
        ReleaseOf::New(new) => {
            let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
            let level = level_in(agreement, me.party(), &new.level)?;
            decide(state, ctx, id, &level, None, how)?;
            ready_new(state, ctx, world, new, level)?
        }
    };
    let item = ready.item.clone();
    let n = write(state, ctx, world, id, ready, how)?;
    if let Some(draft) = draft_ref.and_then(|item| state.drafts.get_mut(&item)) {
        draft.released.push((*id, n));
        ctx.commit.drafts.push((draft.clone(), None));
    }
    Ok((item, n))
}

/// Asks before anything is sealed or numbered; the fold asks again.
fn decide(
    state: &State,
    ctx: &Ctx,
    id: &AgreementId,
    level: &LevelId,
    draft: Option<&DraftWrite>,
    how: &How<'_>,
) -> Result<(), Problem> {
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let past = Past {
        by: state.me.party(),
        n: agreement.own.size(),
        at: ctx.now.max(agreement.last_time),
        seen: &seen,
    };
    let given = Giving {
        purpose: how.purpose,
        unit: how.unit,
        signed: how.acting.keys.is_some(),
        second: how.second.is_some(),
        ..of_draft(state, agreement, level, draft, &past)
    };
    given.label_lets(agreement)?;
    given.decide(agreement, |decision| decision.allowed())??;
    how.purpose.map(|_| ()).ok_or_else(no_purpose)
}

/// The question a draft puts, without purpose, unit and signatures.
pub(crate) fn of_draft<'a>(
    state: &'a State,
    agreement: &'a Agreement,
    level: &'a LevelId,
    draft: Option<&'a DraftWrite>,
    past: &Past<'a>,
) -> Giving<'a> {
    let base = Giving::of(state.me.party(), &agreement.partner, level, past);
    let Some(draft) = draft else { return base };
    let label = draft.label.as_deref();
    Giving {
        label,
        originators: label
            .map(|l| l.originators.as_slice())
            .filter(|o| !o.is_empty())
            .unwrap_or(base.originators),
        form: draft.form,
        disclosed: draft.disclosed,
        ..base
    }
}

/// Seals to the recipient and writes the act.
pub(crate) fn write(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    ready: Ready,
    how: &How<'_>,
) -> Result<u64, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = &mut *state;
    let agreement = agreements.get_mut(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(&me, partners, &agreement.partner)?;
    let apart = ready.apart;
    let n = write_release(ctx, world, &me, cards, agreement, ready, how)?;
    if apart {
        agreement.ours.payloads.insert(n, PayloadState::Sending);
        let log = agreement.own.id().clone();
        ctx.commit.payloads.push(PayloadWrite {
            log,
            n,
            state: PayloadState::Sending,
        });
    }
    Ok(n)
}

fn write_release(
    ctx: &mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    cards: Cards<'_>,
    agreement: &mut Agreement,
    ready: Ready,
    how: &How<'_>,
) -> Result<u64, Problem> {
    let text = agreement
        .life
        .text_at(ctx.now.max(agreement.last_time))
        .map(|t| t.digest)
        .ok_or_else(no_text)?;
    let mut release = unsealed(agreement, &ready, how)?;
    release.rules = rules(agreement, me, &release, ctx, how)?;
    let core = release.core(&agreement.life.id(), me.party(), &text);
    let slots = slots_for(ctx, world, me, cards, agreement, text)?;
    let wrapped = slots
        .kek
        .wrap(&ready.dek, slots.next, core.as_bytes())
        .map_err(|e| internal(&e.to_string()))?;
    release.slot = Slot {
        k: slots.k,
        i: slots.next,
        h: Digest::of(&[&wrapped]),
    };
    slots.next = slots.next.saturating_add(1);
    let mut payload = wrapped.to_vec();
    payload.extend_from_slice(ready.inline.as_deref().unwrap_or_default());
    let second = how.second.and_then(|s| s.keys.as_deref());
    let along = Along {
        signer: how.acting.keys.as_deref(),
        others: second.into_iter().collect(),
        item: Some(ready.item),
        payload: Some(payload.into()),
    };
    ctx.act(me, agreement, cards, Deed::Release(release), along)
}

/// What a release says before its key is wrapped.
fn unsealed(agreement: &Agreement, ready: &Ready, how: &How<'_>) -> Result<Release, Problem> {
    Ok(Release {
        item: ready.item.clone(),
        to: agreement.partner.clone(),
        level: ready.level.clone(),
        purpose: how.purpose.cloned().ok_or_else(no_purpose)?,
        officer: how.acting.official.clone(),
        size: ready.size,
        root: ready.root,
        slot: Slot {
            k: 0,
            i: 0,
            h: Digest([0; 32]),
        },
        label: ready.label.clone(),
        form: ready.form,
        disclosed: ready.disclosed,
        copy: ready.copy,
        unit: how.unit.to_owned(),
        second: how.second.map(|s| s.official.clone()),
        third: ready.third.clone(),
        meta: ready.meta.clone(),
        rules: Vec::new(),
    })
}

fn no_purpose() -> Problem {
    Problem::refused("REL-006").decided_by("releasing-officer")
}

/// Whether [`write`] would be refused by the terms, the label or the consent an item carries.
/// Asked before anything is written elsewhere on the strength of it.
pub(crate) fn may_write(
    state: &State,
    ctx: &Ctx,
    id: &AgreementId,
    ready: &Ready,
    how: &How<'_>,
) -> Result<(), Problem> {
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let release = unsealed(agreement, ready, how)?;
    rules(agreement, &state.me, &release, ctx, how)?;
    if let Some(third) = ready.third.as_deref() {
        let act = Act {
            v: entente_model::act::VERSION,
            ag: *id,
            by: state.me.party().clone(),
            n: agreement.own.size(),
            at: ctx.now.max(agreement.last_time),
            seen: Vec::new(),
            deed: Deed::Release(release.clone()),
        };
        // Nobody misbehaved: it is our own wish that the consent does not cover.
        third::token(&act, &release, third).map_err(|no| {
            let text = agreement.life.text_at(act.at);
            let group = text.and_then(|t| t.rules.terms.third_party.as_ref());
            let article = group.map(Group::first);
            let no = cited(no.by(Fault::Rule), article);
            Problem {
                class: Class::Refused,
                ..no
            }
        })?;
    }
    Ok(())
}

/// The provisions that allow a release, which the act records.
fn rules(
    agreement: &Agreement,
    me: &Me,
    release: &Release,
    ctx: &Ctx,
    how: &How<'_>,
) -> Result<Vec<ProvisionId>, Problem> {
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let past = Past {
        by: me.party(),
        n: agreement.own.size(),
        at: ctx.now.max(agreement.last_time),
        seen: &seen,
    };
    let originators = release.originators(me.party());
    let given = Giving {
        label: release.label.as_deref(),
        originators: &originators,
        consented: release.third.is_some(),
        form: release.form,
        disclosed: release.disclosed,
        unit: &release.unit,
        purpose: Some(&release.purpose),
        signed: how.acting.keys.is_some(),
        second: how.second.is_some(),
        ..Giving::of(me.party(), &release.to, &release.level, &past)
    };
    given.label_lets(agreement)?;
    given.decide(agreement, |decision| decision.allowed())?
}

/// The step's encapsulation for this agreement, written when the first release needs it.
pub(crate) fn slots_for<'c>(
    ctx: &'c mut Ctx,
    world: &mut World<'_>,
    me: &Me,
    cards: Cards<'_>,
    agreement: &mut Agreement,
    text: Digest,
) -> Result<&'c mut Slots, Problem> {
    let id = agreement.life.id();
    if ctx.slots.get(&id).is_none_or(|s| s.next >= SLOTS_PER_KEY) {
        let to = agreement.partner.clone();
        let public = SealingPublic::from_bytes(&cards.theirs.sealing).map_err(|e| {
            Problem::partner("SEAL-003")
                .with("party", &to)
                .with("detail", e)
        })?;
        let info = Keys::info(&id, &text, me.party(), &to);
        let (enc, kek) = slot::encapsulate(&public, &info, world.entropy)
            .map_err(|e| internal(&e.to_string()))?;
        let deed = Deed::Keys(Keys { to, text, enc });
        let k = ctx.act(me, agreement, cards, deed, Along::default())?;
        ctx.slots.insert(id, Slots { k, kek, next: 0 });
    }
    ctx.slots.get_mut(&id).ok_or_else(|| internal("slots"))
}

fn ready_draft(
    state: &State,
    me: &Me,
    item: ItemRef,
    inline: Option<Arc<[u8]>>,
    level: LevelId,
) -> Result<Ready, Problem> {
    let draft = state.drafts.get(&item).ok_or_else(|| no_item(&item))?;
    if draft.shredded {
        return Err(Problem::refused("ITEM-010")
            .with("item", &item)
            .decided_by(me.party()));
    }
    let dek = me
        .storage
        .unwrap(&draft.dek, draft.root.as_bytes())
        .map_err(|_| Problem::new("SEAL-005", Class::Unexpected).with("item", &item))?;
    Ok(Ready {
        item,
        level,
        label: draft.label.clone(),
        form: draft.form,
        disclosed: draft.disclosed,
        copy: draft.copy,
        third: None,
        meta: draft.meta.clone(),
        size: draft.size,
        root: draft.root,
        dek,
        apart: inline.is_none() && draft.form.is_electronic(),
        inline: inline.filter(|_| draft.form.is_electronic()),
    })
}

fn ready_new(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    new: NewItem,
    level: LevelId,
) -> Result<Ready, Problem> {
    if new.plain.len() > MAX_INLINE_PLAIN {
        return Err(Problem::new("USE-002", Class::Usage)
            .with("value", new.plain.len())
            .with("kind", "65536"));
    }
    let dek = Dek::generate(world.entropy);
    let (sealed, root) =
        segment::seal_small(&dek, &new.plain).map_err(|e| internal(&e.to_string()))?;
    let meta = if new.title.is_empty() {
        String::new()
    } else {
        seal_meta(
            &dek,
            &Meta {
                title: new.title,
                ..Meta::default()
            },
        )?
    };
    Ok(Ready {
        item: next_reference(state, ctx)?,
        level,
        label: None,
        form: Form::Electronic,
        disclosed: false,
        copy: None,
        third: None,
        meta,
        size: u64::try_from(new.plain.len()).unwrap_or(u64::MAX),
        root,
        dek,
        inline: Some(sealed.into()),
        apart: false,
    })
}
