//! What our own people do: pairing, signing, notifying.

use crate::{
    commit::Alarm,
    fold::{check_official, no_keys},
    input::{Acting, Answer, Effect},
    state::{Agreement, Partner, State, no_agreement},
    step::{Along, Ctx, cards, internal},
};
use entente_model::{
    AgreementId, Deed, Digest, PartyId, Problem,
    act::{Course, CourseAct, Note, NoteKind, Sign},
    card::{Role, SignedCard},
    problem::Class,
    time::Date,
};
use std::sync::Arc;

pub(crate) fn partner_add(
    state: &mut State,
    ctx: &mut Ctx,
    card: SignedCard,
) -> Result<Answer, Problem> {
    let party = card.card().party.clone();
    let ours = state.me.card.card();
    if party == ours.party {
        return Err(Problem::new("CARD-006", Class::Usage).with("party", party));
    }
    if card.card().demo != ours.demo {
        let code = if card.card().demo {
            "CARD-003"
        } else {
            "CARD-004"
        };
        return Err(Problem::refused(code).with("party", party));
    }
    if let Some(known) = state.partners.get(&party) {
        if known.card.fingerprint() != card.fingerprint() {
            return Err(Problem::refused("CARD-005")
                .with("party", party)
                .decided_by("security-officer"));
        }
        if known.card == card {
            return Ok(Answer::Done);
        }
        // Same root, so the party itself signed the change.
        if known.card.card().issued >= card.card().issued {
            return Err(Problem::refused("CARD-005")
                .with("party", party)
                .decided_by("security-officer"));
        }
    }
    let before = state.partners.remove(&party);
    let partner = Partner {
        card,
        by_us: before.as_ref().is_some_and(|p| p.by_us),
        by_them: before.as_ref().is_some_and(|p| p.by_them),
        told: before.as_ref().is_some_and(|p| p.told),
    };
    ctx.commit.partners.push(partner.write());
    state.partners.insert(party.clone(), partner);
    ctx.effects.insert(Effect::Wake(party));
    Ok(Answer::Done)
}

pub(crate) fn partner_confirm(
    state: &mut State,
    ctx: &mut Ctx,
    party: &PartyId,
    fingerprint: Digest,
) -> Result<Answer, Problem> {
    let partner = partner(state, party)?;
    if partner.card.fingerprint() != fingerprint {
        return Err(Problem::refused("PARTY-004").with("party", party));
    }
    partner.by_us = true;
    ctx.commit.partners.push(partner.write());
    ctx.effects.insert(Effect::Wake(party.clone()));
    Ok(Answer::Done)
}

pub(crate) fn partner_told(
    state: &mut State,
    ctx: &mut Ctx,
    party: &PartyId,
) -> Result<Answer, Problem> {
    let partner = partner(state, party)?;
    partner.told = true;
    ctx.commit.partners.push(partner.write());
    Ok(Answer::Done)
}

pub(crate) fn sign(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    acting: &Acting,
    capacity: String,
    powers: String,
) -> Result<Answer, Problem> {
    write(
        state,
        ctx,
        id,
        Some((acting, Role::Signatory)),
        |agreement| {
            let text = text_digest(agreement)?;
            Ok(Deed::Sign(Sign {
                text,
                official: acting.official.clone(),
                capacity,
                powers,
            }))
        },
    )
}

pub(crate) fn note(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    kind: NoteKind,
    date: Option<Date>,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let now = ctx.now;
    write(
        state,
        ctx,
        id,
        Some((acting, Role::Signatory)),
        |agreement| {
            let text = match kind {
                NoteKind::Completed => text_digest(agreement)?,
                NoteKind::Terminate | NoteKind::NoRenewal => governing(agreement, now)?,
            };
            let zone = agreement
                .life
                .agreed_text()
                .map_or("UTC", |t| t.rules.terms.zone.as_str());
            let today = now.max(agreement.last_time).date_in(zone);
            let date = date
                .or(today)
                .ok_or_else(|| internal("no date in the terms' zone"))?;
            Ok(Deed::Note(Note {
                kind,
                date,
                official: acting.official.clone(),
                text,
            }))
        },
    )
}

pub(crate) fn course(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    what: Course,
    acting: &Acting,
) -> Result<Answer, Problem> {
    let signatory = Some((acting, Role::Signatory));
    let now = ctx.now;
    write(state, ctx, id, signatory, |agreement| {
        Ok(Deed::Course(CourseAct {
            what,
            official: acting.official.clone(),
            text: governing(agreement, now)?,
        }))
    })
}

pub(crate) fn resume(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(id)
        .ok_or_else(|| no_agreement(id))?;
    let Some(alarm) = agreement.alarm.as_mut().filter(|a| a.cleared.is_none()) else {
        return Ok(Answer::Done);
    };
    alarm.cleared = Some(ctx.now);
    ctx.commit.alarms.push(alarm.clone());
    ctx.effects.insert(Effect::Wake(agreement.partner.clone()));
    Ok(Answer::Done)
}

/// Raises an alarm: keeps the proof, stops exchange.
pub(crate) fn raise(agreement: &mut Agreement, ctx: &mut Ctx, alarm: Alarm) {
    ctx.commit.alarms.push(alarm.clone());
    ctx.effects.insert(Effect::Alarm(agreement.life.id()));
    agreement.alarm = Some(alarm);
}

/// Writes one act under an agreement, signed by an official if one acts.
pub(crate) fn write(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    acting: Option<(&Acting, Role)>,
    deed: impl FnOnce(&Agreement) -> Result<Deed, Problem>,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = state;
    let agreement = agreements.get_mut(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(&me, partners, &agreement.partner)?;
    agreement.clear_of_alarm()?;
    let signer = match acting {
        None => None,
        Some((acting, role)) => {
            check_official(cards.ours, &acting.official, role, ctx.now, None)?;
            let keys = acting.keys.as_deref().ok_or_else(|| no_keys(acting))?;
            Some(keys)
        }
    };
    let deed = deed(agreement)?;
    let n = ctx.act(
        &me,
        agreement,
        cards,
        deed,
        Along {
            signer,
            ..Along::default()
        },
    )?;
    Ok(Answer::Written { agreement: *id, n })
}

/// Digest of the text that governs now.
fn governing(agreement: &Agreement, now: entente_model::Instant) -> Result<Digest, Problem> {
    agreement
        .life
        .text_at(now.max(agreement.last_time))
        .map(|t| t.digest)
        .ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))
}

pub(crate) fn text_digest(agreement: &Agreement) -> Result<Digest, Problem> {
    agreement
        .life
        .agreed_text()
        .map(|t| t.digest)
        .ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))
}

fn partner<'a>(state: &'a mut State, party: &PartyId) -> Result<&'a mut Partner, Problem> {
    state
        .partners
        .get_mut(party)
        .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", party))
}
