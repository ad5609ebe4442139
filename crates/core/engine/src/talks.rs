//! Negotiating: proposing, turns, concordance, freezing, amending. What does not fit one act goes
//! in parts, and takes effect with the last.

use crate::{
    input::{Acting, Answer, NewTurn},
    local::{text_digest, write},
    state::{Agreement, State, no_agreement},
    step::{Along, Ctx, World, cards, internal},
};
use entente_agreement::Life;
use entente_model::{
    Act, AgreementId, Deed, Digest, PartyId, Problem, ProvisionId,
    act::{Abandon, Amend, Concord, Long, MAX_LONG, OnText, PART, Part, Propose},
    card::Role,
    instrument::Instrument,
    problem::{Class, Fault},
    turn::Turn,
};
use std::sync::Arc;

/// Bytes of JSON up to which a deed goes in one act; the act and its frame add a little.
const ONE_ACT: usize = 63 * 1024;
/// Provisions one act of concordance names at most.
const CONCORD: usize = 300;

pub(crate) fn propose(
    state: &mut State,
    ctx: &mut Ctx,
    world: &mut World<'_>,
    with: &PartyId,
    mut instrument: Instrument,
    piecewise: bool,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let cards = cards(&me, &state.partners, with)?;
    let parties = vec![me.party().clone(), with.clone()];
    if parties.iter().any(|p| !instrument.parties.contains(p)) || instrument.parties.len() != 2 {
        return Err(Problem::new("REL-008", Class::Refused).with("party", with));
    }
    instrument.parties = parties;
    let mut nonce = vec![0u8; 16];
    world.entropy.fill(&mut nonce);
    let id = AgreementId::derive(me.party(), &instrument.parties, &nonce);
    let theirs = state.partners.get(with).map(|p| p.card.fingerprint());
    let long = json(&Long::Instrument(instrument.clone()))?;
    let rest = long.len() > ONE_ACT;
    let mut propose = Propose {
        nonce,
        cards: [Some(me.card.fingerprint()), theirs]
            .into_iter()
            .flatten()
            .collect(),
        instrument: instrument.clone(),
        rest: false,
        piecewise,
    };
    let mut first = Act {
        v: entente_model::act::VERSION,
        ag: id,
        by: me.party().clone(),
        n: 0,
        at: ctx.now,
        seen: Vec::new(),
        deed: Deed::Propose(propose.clone()),
    };
    // Opened whole once, so that nothing is written of what cannot be.
    let mut life = Life::open(&first, &propose)?;
    if rest {
        propose.rest = true;
        propose.instrument.provisions.clear();
        propose.instrument.terms.clear();
        first.deed = Deed::Propose(propose.clone());
        life = Life::open(&first, &propose)?;
    }
    let mut agreement = Agreement::new(me.party(), with.clone(), life);
    let mut n = ctx.act(&me, &mut agreement, cards, first.deed, Along::default())?;
    if rest {
        for part in parts(&long)? {
            n = ctx.act(&me, &mut agreement, cards, part, Along::default())?;
        }
    }
    state.agreements.insert(id, agreement);
    Ok(Answer::Written { agreement: id, n })
}

pub(crate) fn turn(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    new: NewTurn,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let seen = [(agreement.partner.clone(), agreement.theirs.size())];
    agreement.life.may_move(&me, &seen)?;
    let talk = agreement.life.talk()?;
    let no = talk.next_number(&me, &seen);
    if let Some(expected) = new.expected.filter(|e| *e != no) {
        return Err(Problem::new("TURN-009", Class::Stale)
            .with("expected", expected)
            .with("turn", no));
    }
    let turn = Turn {
        no,
        version: talk.version(),
        ops: new.ops,
        reason: new.reason,
        reply_by: new.reply_by,
        chair: new.chair,
    };
    let long = json(&Long::Turn(turn.clone()))?;
    if long.len() <= ONE_ACT {
        return write(state, ctx, id, None, |_| Ok(Deed::Turn(turn)));
    }
    // Found in order before the first part is written: a turn is atomic here too.
    let mut trial = talk.clone();
    trial.take(entente_agreement::negotiation::Record {
        by: me,
        n: agreement.own.size(),
        at: ctx.now,
        seen: seen.to_vec(),
        turn: Arc::new(turn),
    })?;
    let mut last = Err(internal("a turn without parts"));
    for part in parts(&long)? {
        last = Ok(write(state, ctx, id, None, |_| Ok(part))?);
    }
    last
}

pub(crate) fn concord(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    provisions: &[ProvisionId],
    acting: &Acting,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    let agreement = state.agreements.get(id).ok_or_else(|| no_agreement(id))?;
    let talk = agreement.life.talk()?;
    let (text, version) = (talk.text(), talk.version());
    let own = text.index(&me);
    let mut texts: Vec<(ProvisionId, Digest)> = Vec::new();
    let all = std::iter::once(text.title()).chain(text.standing());
    for clause in all {
        let named = provisions.contains(&clause.id);
        if !named && !provisions.is_empty() {
            continue;
        }
        let Some(digest) = clause.digest(text.pieces()) else {
            if named {
                return Err(Problem::new("AGREE-004", Class::Refused).with("ids", &clause.id));
            }
            continue;
        };
        let done = own.is_some_and(|own| clause.concordant(text.pieces()).has(own));
        if !done {
            texts.push((clause.id.clone(), digest));
        }
    }
    let missing = provisions.iter().find(|p| text.clause(p).is_none());
    if let Some(missing) = missing {
        return Err(Problem::new("AGREE-010", Class::NotFound).with("id", missing));
    }
    if texts.is_empty() {
        return Err(Problem::refused("AGREE-020"));
    }
    let mut last = Err(internal("nothing to certify"));
    for some in texts.chunks(CONCORD) {
        let deed = Deed::Concord(Concord {
            version,
            texts: some.to_vec(),
            official: acting.official.clone(),
        });
        let by = Some((acting, Role::LegalAdviser));
        last = Ok(write(state, ctx, id, by, |_| Ok(deed))?);
    }
    last
}

pub(crate) fn amend(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    reason: String,
) -> Result<Answer, Problem> {
    write(state, ctx, id, None, |agreement| {
        let newest = agreement.life.versions().last();
        let newest = newest.ok_or_else(|| Problem::new("AGREE-007", Class::Waiting))?;
        let version = newest.number.saturating_add(1);
        if agreement.life.talk()?.version() == version {
            return Err(Problem::refused("AGREE-021").with("version", version));
        }
        Ok(Deed::Amend(Amend { version, reason }))
    })
}

pub(crate) fn abandon(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    reason: String,
) -> Result<Answer, Problem> {
    write(state, ctx, id, None, |agreement| {
        let text = text_digest(agreement)?;
        Ok(Deed::Abandon(Abandon { text, reason }))
    })
}

pub(crate) fn freeze(
    state: &mut State,
    ctx: &mut Ctx,
    id: &AgreementId,
    text: Option<Digest>,
) -> Result<Answer, Problem> {
    let me = state.me.party().clone();
    write(state, ctx, id, None, |agreement| {
        let life = &agreement.life;
        let seen = [(agreement.partner.clone(), agreement.theirs.size())];
        let now = life.talk()?.text().instrument()?.digest();
        let text = text.unwrap_or(now);
        life.may_freeze(&text)?;
        if life.may_move(&me, &seen).is_err() && life.frozen().get(&me) == Some(&text) {
            return Err(Problem::refused("ACT-008")
                .with("party", &me)
                .with("detail", "frozen already"));
        }
        Ok(Deed::Freeze(OnText { text }))
    })
}

fn json(long: &Long) -> Result<String, Problem> {
    let json = serde_json::to_string(long).map_err(|e| internal(&e.to_string()))?;
    if json.len() > MAX_LONG {
        return Err(Problem::refused("AGREE-012")
            .by(Fault::You)
            .with("size", json.len())
            .with("max", MAX_LONG));
    }
    Ok(json)
}

/// The acts a long deed goes in.
fn parts(json: &str) -> Result<Vec<Deed>, Problem> {
    let mut texts: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut size = 0usize;
    for c in json.chars() {
        // Written inside a JSON string again: what is escaped there counts double.
        let escaped = usize::from(matches!(c, '"' | '\\'));
        size = size.saturating_add(c.len_utf8()).saturating_add(escaped);
        if size > PART {
            size = c.len_utf8().saturating_add(escaped);
            texts.push(std::mem::take(&mut text));
        }
        text.push(c);
    }
    texts.push(text);
    let count = u32::try_from(texts.len()).map_err(|_| internal("too many parts"))?;
    Ok((1u32..)
        .zip(texts)
        .map(|(k, text)| {
            Deed::Part(Part {
                text,
                left: count.saturating_sub(k),
            })
        })
        .collect())
}
