//! Cases on their road: an act in a case is found in order first, then its words are sealed, then
//! it is written.

use crate::{
    fold::{check_official, item_facts, no_keys},
    input::{Answer, NewStep},
    state::{Agreement, State, no_agreement},
    step::{Along, Ctx, World, cards},
    text::{fits, seal_text},
};
use entente_agreement::{Past, cases::Law};
use entente_model::{
    Deed, Problem,
    act::Act,
    case::CaseAct,
    dsse::MAX_FRAME,
    problem::{Class, Fault},
};
use std::sync::Arc;

/// Bytes an act's frame and signatures take beside its words and items, at most.
const ROOM: usize = 12 * 1024;

pub(crate) fn case(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    new: NewStep,
) -> Result<Answer, Problem> {
    let (id, acting) = (&new.agreement, &new.acting);
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = state;
    let agreement = agreements.get_mut(id).ok_or_else(|| no_agreement(id))?;
    let cards = cards(&me, partners, &agreement.partner)?;
    agreement.clear_of_alarm()?;
    fits(&new.text)?;
    let at = ctx.now.max(agreement.last_time);
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    let past = Past {
        by: me.party(),
        n: agreement.own.size(),
        at,
        seen: &seen,
    };
    let governs = agreement.life.text_for(me.party(), &seen, at);
    let governs = governs.ok_or_else(no_text)?;
    let on = new.on.or_else(|| governs.rules.day(at));
    let mut act = CaseAct {
        case: new.case,
        what: new.what,
        on: on.ok_or_else(no_text)?,
        text: None,
        official: acting.official.clone(),
    };
    let role = agreement.cases.role(past, &act)?;
    check_official(cards.ours, &acting.official, role, ctx.now, None)?;
    let signer = acting.keys.as_deref().ok_or_else(|| no_keys(acting))?;
    let items = item_facts(agreement);
    let law = Law {
        rules: &governs.rules,
        time: agreement.life.timeline(),
        parties: agreement.life.parties(),
        items: &items,
    };
    agreement.cases.check(law, past, &act)?;
    room(&act, &new.text)?;
    act.text = seal_text(ctx, world, &me, cards, agreement, &new.text)?;
    let along = Along {
        signer: Some(signer),
        ..Along::default()
    };
    let n = ctx.act(&me, agreement, cards, Deed::Case(act), along)?;
    Ok(Answer::Written { agreement: *id, n })
}

/// An act in a case takes effect: the same on every node, by what its author had seen.
///
/// # Errors
/// AGREE-007 before any text is agreed; see [`entente_agreement::cases::Cases::check`].
pub(crate) fn fold_case(
    agreement: &mut Agreement,
    act: &Act,
    what: &CaseAct,
) -> Result<(), Problem> {
    let life = &agreement.life;
    let text = life.text_for(&act.by, &act.seen, act.at);
    let text = text.ok_or_else(no_text)?;
    let checked = {
        let items = item_facts(agreement);
        let law = Law {
            rules: &text.rules,
            time: life.timeline(),
            parties: life.parties(),
            items: &items,
        };
        agreement.cases.check(law, Past::of(act), what)?
    };
    agreement.cases.take(checked);
    Ok(())
}

/// Nothing is written of what does not fit one act.
fn room(act: &CaseAct, text: &str) -> Result<(), Problem> {
    let json = serde_json::to_vec(act).map_or(usize::MAX, |json| json.len());
    // Base64 of the ciphertext.
    let sealed = text.len().div_ceil(3).saturating_mul(4);
    let size = json.saturating_add(sealed).saturating_add(ROOM);
    if size > MAX_FRAME {
        return Err(Problem::refused("AGREE-012")
            .by(Fault::You)
            .with("size", size)
            .with("max", MAX_FRAME));
    }
    Ok(())
}

fn no_text() -> Problem {
    Problem::new("AGREE-007", Class::Waiting)
}
