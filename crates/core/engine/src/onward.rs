//! An item of another party going on with its consent: recorded with the originator, under its
//! agreement, and released to the third, under another, in one commit (E1, E3).

use crate::{
    input::{Acting, Answer, ThirdItem},
    items::{self, How, Ready},
    state::{State, no_agreement},
    step::{Along, Ctx, World, cards},
};
use entente_model::{
    AgreementId, Deed, PartyId, Problem,
    act::Release,
    card::Role,
    holding::{Form, ItemAct, ItemDeed, Third, ThirdOrigin},
    id::PurposeId,
    problem::Class,
};
use std::sync::Arc;

#[expect(clippy::too_many_arguments, reason = "the fields of the input")]
pub(crate) fn release(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    id: &AgreementId,
    third: ThirdItem,
    purpose: PurposeId,
    unit: String,
    acting: &Acting,
) -> Result<Answer, Problem> {
    items::may_release(state, ctx, id, acting)?;
    let to = state.agreement(id)?.partner.clone();
    let Deed::Release(original) = third.act.deed.clone() else {
        return Err(Problem::new("ITEM-001", Class::NotFound).with("item", third.act.n));
    };
    let dek = items::dek_from(
        &state.me,
        &third.act,
        &original,
        &third.keys,
        &third.wrapped,
    )?;
    let how = How {
        purpose: Some(&purpose),
        unit: &unit,
        acting,
        second: None,
    };
    let ready = ready(&third, original, dek);
    // Either both are written or neither: the originator is not told of what then does not go.
    items::may_write(state, ctx, id, &ready, &how)?;
    record(state, ctx, &third, &to, &purpose, &unit, acting)?;
    let item = ready.item.clone();
    let n = items::write(state, ctx, world, id, ready, &how)?;
    Ok(Answer::Released(vec![Ok((item, n))]))
}

fn ready(third: &ThirdItem, original: Release, dek: entente_seal::segment::Dek) -> Ready {
    let electronic = original.form == Form::Electronic;
    Ready {
        item: original.item,
        level: original.level,
        label: original.label,
        form: original.form,
        disclosed: false,
        copy: None,
        third: Some(Box::new(ThirdOrigin {
            originator: third.act.by.clone(),
            agreement: third.agreement,
            n: third.act.n,
            consent: third.token.clone(),
        })),
        meta: original.meta,
        size: original.size,
        root: original.root,
        dek,
        apart: electronic && third.inline.is_none(),
        inline: third.inline.clone(),
    }
}

/// The use of the consent, told to the originator: refused there, nothing goes.
fn record(
    state: &mut State,
    ctx: &mut Ctx,
    third: &ThirdItem,
    to: &PartyId,
    purpose: &PurposeId,
    unit: &str,
    acting: &Acting,
) -> Result<(), Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = &mut *state;
    let agreement = agreements
        .get_mut(&third.agreement)
        .ok_or_else(|| no_agreement(&third.agreement))?;
    let cards = cards(&me, partners, &agreement.partner)?;
    agreement.clear_of_alarm()?;
    crate::fold::check_official(
        cards.ours,
        &acting.official,
        Role::ReleasingOfficer,
        ctx.now,
        None,
    )?;
    let signer = acting
        .keys
        .as_deref()
        .ok_or_else(|| crate::fold::no_keys(acting))?;
    let deed = Deed::Item(ItemAct {
        from: third.act.by.clone(),
        of: vec![third.act.n],
        what: ItemDeed::Onward {
            consent: third.consent,
            to: Third {
                kind: "state".to_owned(),
                party: Some(to.clone()),
                name: String::new(),
                unit: (!unit.is_empty()).then(|| unit.to_owned()),
            },
            purpose: purpose.clone(),
            copies: 1,
        },
        official: acting.official.clone(),
    });
    let along = Along {
        signer: Some(signer),
        ..Along::default()
    };
    ctx.act(&me, agreement, cards, deed, along).map(|_| ())
}
