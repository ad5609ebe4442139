//! A whole instrument edited as files: everything in it that differs becomes one draft.

use super::{
    At,
    draft::{Draft, Drafted, Edit},
};
use entente_agreement::negotiation::{Text, changes, edit};
use entente_model::{
    Problem, ProvisionId,
    instrument::{Instrument, Provision, Wording},
    problem::Class,
    turn::{Op, Spot, TITLE},
};

/// Adds what differs from the text as we would have it; gives how much.
pub(super) fn differences(at: &At, draft: &mut Draft, new: &Instrument) -> Result<usize, Problem> {
    let text = at.talk.text();
    let before = draft.done.len();
    let own = text.index(&at.me).unwrap_or_default();
    let places = text.places();
    for (lang, title) in &new.title {
        let id = TITLE.parse().map_err(|_| super::internal())?;
        let spot = spot(&id, lang, false);
        edited(text, draft, own, spot, title)?;
    }
    let mut last: Option<ProvisionId> = None;
    for provision in &new.provisions {
        match places.find(provision.id.as_str()).cloned() {
            Some(id) => {
                for wording in &provision.text {
                    edited(
                        text,
                        draft,
                        own,
                        spot(&id, &wording.lang, true),
                        &wording.heading,
                    )?;
                    edited(
                        text,
                        draft,
                        own,
                        spot(&id, &wording.lang, false),
                        &wording.body,
                    )?;
                }
                last = Some(id);
            }
            None => draft
                .done
                .push(Drafted::Op(added(text, last.clone(), provision)?)),
        }
    }
    for clause in text.standing() {
        let place = places.of_id(&clause.id);
        if !new.provisions.iter().any(|p| p.id.as_str() == place) {
            let p = clause.id.clone();
            draft.done.push(Drafted::Op(Op::Drop { p }));
        }
    }
    let old = text.terms().json_as_read_by(own).unwrap_or_default();
    let wrong = |e: String| Problem::new("AGREE-014", Class::Refused).with("detail", e);
    for (field, value) in changes(&old, &new.terms).map_err(wrong)? {
        draft.done.push(Drafted::Op(Op::Term { field, value }));
    }
    Ok(draft.done.len().saturating_sub(before))
}

fn spot(p: &ProvisionId, lang: &str, heading: bool) -> Spot {
    Spot {
        p: p.clone(),
        lang: lang.to_owned(),
        heading,
    }
}

fn edited(text: &Text, draft: &mut Draft, own: usize, at: Spot, new: &str) -> Result<(), Problem> {
    let reads = text.field(&at).map(|f| f.reading(own, text.pieces()));
    if reads.as_deref() == Some(new) {
        return Ok(());
    }
    if let Some(op) = edit(text, &at, new)? {
        draft.done.push(Drafted::Edit(Edit {
            at,
            text: new.to_owned(),
            op,
        }));
    }
    Ok(())
}

/// A provision the text does not have: numbered as deep as its id says.
fn added(text: &Text, after: Option<ProvisionId>, provision: &Provision) -> Result<Op, Problem> {
    let wording = |lang: &String| {
        let found = provision.text.iter().find(|w| w.lang == *lang);
        found.cloned().ok_or_else(|| {
            Problem::new("AGREE-010", Class::Usage).with("id", format!("{} ({lang})", provision.id))
        })
    };
    let wordings: Vec<Wording> = text.langs().iter().map(wording).collect::<Result<_, _>>()?;
    let depth = provision.id.as_str().split('.').count();
    Ok(Op::Add {
        after,
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
        text: wordings,
    })
}
