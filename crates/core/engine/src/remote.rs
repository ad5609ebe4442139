//! What a partner's node sends: confirmations, pushes of its record, cosignatures of ours.
//! Everything here is hostile input.

use crate::{
    commit::{Alarm, CheckpointWrite, EntryWrite, PayloadState, PayloadWrite},
    fold::{self, Cards},
    input::{Answer, Effect},
    items,
    local::raise,
    state::{Agreement, Me, Partner, State, no_agreement},
    step::{Along, Ctx, cards, internal},
    wire::{Push, WireEntry},
};
use entente_agreement::Life;
use entente_model::{
    Act, AgreementId, Deed, Digest, Instant, PartyId, Problem,
    act::{NoteReceived, Release},
    dsse::{Kind, Statement},
    merkle,
    problem::Class,
};
use entente_record::{checkpoint, cosignature, note::Note};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

type Partners = std::collections::BTreeMap<PartyId, Partner>;

/// Most void acts whose reasons are kept in memory an agreement.
pub(crate) const MAX_VOIDS: usize = 10_000;

/// The body of a pairing confirmation: both parties and both cards' fingerprints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairing {
    from: PartyId,
    to: PartyId,
    from_card: Digest,
    to_card: Digest,
    at: Instant,
}

impl State {
    /// Our confirmation of a partner's card, signed by our record keys, as a DSSE envelope.
    /// `None` before we confirmed.
    ///
    /// # Errors
    /// When the library cannot sign.
    pub fn pairing_for(&self, party: &PartyId, now: Instant) -> Result<Option<String>, Problem> {
        let Some(partner) = self.partners.get(party).filter(|p| p.by_us) else {
            return Ok(None);
        };
        let body = Pairing {
            from: self.me.party().clone(),
            to: party.clone(),
            from_card: self.me.card.fingerprint(),
            to_card: partner.card.fingerprint(),
            at: now,
        };
        let body = serde_json::to_vec(&body).map_err(|e| internal(&e.to_string()))?;
        let mut statement = Statement::new(Kind::Pairing, body);
        statement
            .sign(&self.me.record)
            .map_err(|e| internal(&e.to_string()))?;
        Ok(Some(statement.to_envelope()))
    }
}

pub(crate) fn pairing(
    state: &mut State,
    ctx: &mut Ctx,
    from: &PartyId,
    envelope: &str,
) -> Result<Answer, Problem> {
    let mine = state.me.card.fingerprint();
    let me = state.me.party().clone();
    let partner = state
        .partners
        .get_mut(from)
        .ok_or_else(|| Problem::new("PARTY-001", Class::NotFound).with("party", from))?;
    let bad = |detail: &str| {
        Problem::partner("ACT-001")
            .with("party", from)
            .with("detail", detail)
    };
    let statement =
        Statement::from_envelope(Kind::Pairing, envelope).map_err(|e| bad(&e.to_string()))?;
    statement
        .verify_only(&partner.card.card().record)
        .map_err(|_| Problem::partner("PARTY-005").with("party", from))?;
    let body: Pairing = serde_json::from_slice(&statement.body).map_err(|e| bad(&e.to_string()))?;
    if body.from != *from || body.to != me {
        return Err(Problem::partner("ACT-002").with("party", from));
    }
    if body.from_card != partner.card.fingerprint() || body.to_card != mine {
        return Err(Problem::partner("PARTY-004").with("party", from));
    }
    if !partner.by_them {
        partner.by_them = true;
        ctx.commit.partners.push(partner.write());
        ctx.effects.insert(Effect::Wake(from.clone()));
    }
    Ok(Answer::Done)
}

pub(crate) fn push(
    state: &mut State,
    ctx: &mut Ctx,
    from: &PartyId,
    push: Push,
    prefix_root: Option<Digest>,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = state;
    let cards = cards(&me, partners, from)?;
    let id = push.agreement;
    let opened = match agreements.get(&id) {
        // Nobody's agreement: the name of the records that are never exchanged.
        _ if id == entente_model::house::HOUSE => return Err(no_agreement(&id)),
        Some(known) if known.partner == *from => None,
        // The same words whether another partner's agreement exists or not.
        Some(_) => return Err(no_agreement(&id)),
        None => Some(open(&me, cards, from, &push)?),
    };
    let agreement = match (&opened, agreements.get_mut(&id)) {
        (None, Some(agreement)) => agreement,
        _ => &mut *agreements
            .entry(id)
            .or_insert(opened.ok_or_else(|| no_agreement(&id))?),
    };
    let new = agreement.theirs.size() == 0 && agreement.own.size() == 0;
    let outcome = store(ctx, &me, (cards, partners), agreement, push, prefix_root);
    if outcome.is_err() && new {
        agreements.remove(&id);
    }
    outcome
}

/// An agreement the partner proposes to us.
fn open(me: &Me, cards: Cards<'_>, from: &PartyId, push: &Push) -> Result<Agreement, Problem> {
    let first = push
        .entries
        .first()
        .filter(|_| push.start == 0)
        .ok_or_else(|| no_agreement(&push.agreement))?;
    let (act, _) = Act::from_entry(from, &first.entry)?;
    let Deed::Propose(propose) = &act.deed else {
        return Err(no_agreement(&push.agreement));
    };
    let theirs = entente_model::card::Card::clone(cards.theirs);
    let expected: Vec<&PartyId> = vec![&theirs.party, me.party()];
    let named: Vec<&PartyId> = propose.instrument.parties.iter().collect();
    if act.ag != push.agreement || act.by != *from || named != expected {
        return Err(Problem::partner("ACT-002").with("party", from));
    }
    if propose.cards.get(1) != Some(&me.card.fingerprint()) {
        return Err(Problem::partner("PARTY-004").with("party", from));
    }
    let life = Life::open(&act, propose)?;
    Ok(Agreement::new(me.party(), from.clone(), life))
}

fn store(
    ctx: &mut Ctx,
    me: &Me,
    (cards, partners): (Cards<'_>, &Partners),
    agreement: &mut Agreement,
    push: Push,
    prefix_root: Option<Digest>,
) -> Result<Answer, Problem> {
    agreement.clear_of_alarm()?;
    let from = agreement.partner.clone();
    let origin = agreement.theirs.id().origin();
    let unsigned = || Problem::partner("LOG-001").with("party", &from);
    let note = Note::parse(&push.checkpoint).map_err(|_| unsigned())?;
    let verified =
        checkpoint::verify(&note, &origin, &cards.theirs.record).map_err(|_| unsigned())?;
    let (size, root) = (verified.checkpoint.size, verified.checkpoint.root);
    let have = agreement.theirs.size();
    if size < have {
        return smaller(
            ctx,
            agreement,
            &note,
            size,
            root,
            verified.time_s,
            prefix_root,
        );
    }
    if size == have {
        if root != agreement.theirs.root() && have > 0 {
            return Err(equivocated(ctx, agreement, &note, size));
        }
        return cosign(me, agreement, &note);
    }
    let gap = Problem::new("LOG-005", Class::Stale)
        .by(entente_model::Fault::Partner)
        .with("have", have)
        .with("start", push.start);
    let skip = have.checked_sub(push.start).ok_or(gap)?;
    let count = u64::try_from(push.entries.len()).unwrap_or(u64::MAX);
    if push.start.checked_add(count) != Some(size) {
        return Err(Problem::partner("LOG-002")
            .with("party", &from)
            .with("size", size));
    }
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let fresh: Vec<WireEntry> = push.entries.into_iter().skip(skip).collect();
    let leaves: Vec<Digest> = fresh.iter().map(|e| merkle::leaf_hash(&e.entry)).collect();
    if Ctx::root_after(agreement, &leaves) != root {
        return Err(Problem::partner("LOG-002")
            .with("party", &from)
            .with("size", size));
    }
    if fresh.iter().any(|e| e.entry.is_empty()) {
        return Err(Problem::partner("ACT-001")
            .with("party", &from)
            .with("detail", "empty entry"));
    }
    for (entry, leaf) in fresh.into_iter().zip(leaves) {
        take(ctx, me, (cards, partners), agreement, entry, leaf);
    }
    ctx.commit.checkpoints.push(CheckpointWrite {
        log: agreement.theirs.id().clone(),
        size,
        note: note.to_bytes(),
        cosigned: false,
    });
    ctx.commit
        .checkpoints_done
        .push((agreement.theirs.id().clone(), size));
    agreement.their_checkpoint = Some((size, note.clone()));
    agreement.their_time = verified.time_s;
    cosign(me, agreement, &note)
}

/// One new entry of the partner's record: stored whatever it says, effective if it holds.
fn take(
    ctx: &mut Ctx,
    me: &Me,
    (cards, partners): (Cards<'_>, &Partners),
    agreement: &mut Agreement,
    entry: WireEntry,
    leaf: Digest,
) {
    let from = agreement.partner.clone();
    let n = agreement.theirs.size();
    agreement.theirs.push(leaf, &mut ctx.commit.tiles);
    let log = agreement.theirs.id().clone();
    let read = Act::from_entry(&from, &entry.entry);
    let item = match &read {
        Ok((act, _)) => match &act.deed {
            Deed::Release(release) => Some(release.item.clone()),
            _ => None,
        },
        Err(_) => None,
    };
    let payload: Option<Arc<[u8]>> = entry.payload.filter(|_| item.is_some()).map(Into::into);
    ctx.commit.entries.push(EntryWrite {
        log: log.clone(),
        n,
        entry: entry.entry.into(),
        item,
        payload: payload.clone(),
    });
    let outcome = read.and_then(|(act, statement)| {
        fold::fold(agreement, cards, n, &act, &statement)?;
        Ok(act)
    });
    match outcome {
        Err(problem) => {
            if agreement.voids.len() < MAX_VOIDS {
                agreement.voids.insert((from, n), problem);
            }
        }
        Ok(act) => match &act.deed {
            Deed::Release(release) if release.to == *me.party() => {
                let parts = payload.as_deref().and_then(items::split_payload);
                let state = match parts {
                    None => Some(PayloadState::Quarantined(
                        Problem::partner("SEAL-003").with("party", &from),
                    )),
                    Some((wrapped, sealed)) => match of_third(partners, &act, release) {
                        Err(problem) => Some(PayloadState::Quarantined(problem)),
                        Ok(()) => items::arrived(me, agreement, &act, release, wrapped, sealed),
                    },
                };
                if let Some(state) = state {
                    agreement.from_them.payloads.insert(n, state.clone());
                    ctx.commit.payloads.push(PayloadWrite { log, n, state });
                }
            }
            Deed::Note(_) => acknowledge_note(ctx, me, cards, agreement, n),
            _ => {}
        },
    }
}

/// Whether the consent an item of another party came with is that party's, by the cards known here.
fn of_third(partners: &Partners, act: &Act, release: &Release) -> Result<(), Problem> {
    let Some(third) = &release.third else {
        return Ok(());
    };
    let (consent, statement) = items::third::token(act, release, third)?;
    let known = partners.get(&third.originator).filter(|p| p.by_us);
    let card = known.map(|p| p.card.card());
    items::third::signed(card, &third.originator, &consent, &statement)
}

/// States the day a partner's notification reached us, in the terms' zone (A4).
fn acknowledge_note(ctx: &mut Ctx, me: &Me, cards: Cards<'_>, agreement: &mut Agreement, of: u64) {
    let zone = match agreement.life.agreed_text() {
        Some(text) => text.rules.terms.zone.clone(),
        None => return,
    };
    let Some(date) = ctx.now.max(agreement.last_time).date_in(&zone) else {
        return;
    };
    let deed = Deed::NoteReceived(NoteReceived {
        from: agreement.partner.clone(),
        of,
        date,
    });
    // A note that took effect can always be acknowledged once.
    if let Err(problem) = ctx.act(me, agreement, cards, deed, Along::default()) {
        agreement
            .voids
            .insert((agreement.partner.clone(), of), problem);
    }
}

/// Our mirror's cosignature: says "durably stored here", so it leaves only after the commit.
fn cosign(me: &Me, agreement: &mut Agreement, note: &Note) -> Result<Answer, Problem> {
    let name = me.card.card().mirror_name();
    // A cosignature's time is a claim of ours; never zero, never before the checkpoint's own.
    let time = agreement.last_time.unix().max(agreement.their_time).max(1);
    let lines =
        cosignature::cosign(note, &name, &me.mirror, time).map_err(|e| internal(&e.to_string()))?;
    Ok(Answer::Stored {
        size: agreement.theirs.size(),
        lines: cosignature::lines_to_text(&lines),
    })
}

/// A checkpoint smaller than what we hold: a late duplicate, a rewound record or a fork.
fn smaller(
    ctx: &mut Ctx,
    agreement: &mut Agreement,
    note: &Note,
    size: u64,
    root: Digest,
    time: u64,
    prefix_root: Option<Digest>,
) -> Result<Answer, Problem> {
    let have = agreement.theirs.size();
    match prefix_root {
        Some(ours) if ours != root => Err(equivocated(ctx, agreement, note, size)),
        // Signed after the larger one we hold: the record was rewound.
        Some(_) if time > agreement.their_time => {
            let problem = Problem::partner("LOG-004")
                .with("party", &agreement.partner)
                .with("was", have)
                .with("now", size);
            alarm(ctx, agreement, problem.clone(), note);
            Err(problem)
        }
        _ => Err(Problem::new("LOG-005", Class::Stale)
            .by(entente_model::Fault::Partner)
            .with("have", have)
            .with("start", size)),
    }
}

fn equivocated(ctx: &mut Ctx, agreement: &mut Agreement, note: &Note, size: u64) -> Problem {
    let problem = Problem::partner("LOG-003")
        .with("party", &agreement.partner)
        .with("size", size);
    alarm(ctx, agreement, problem.clone(), note);
    problem
}

fn alarm(ctx: &mut Ctx, agreement: &mut Agreement, problem: Problem, second: &Note) {
    let first = agreement
        .their_checkpoint
        .as_ref()
        .map(|(_, note)| note.to_bytes());
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let proof = format!(
        "{}--\n{}",
        first.map(text).unwrap_or_default(),
        text(second.to_bytes())
    );
    let at = ctx.now;
    let log = agreement.theirs.id().clone();
    raise(
        agreement,
        ctx,
        Alarm {
            log,
            problem,
            proof,
            at,
            cleared: None,
        },
    );
}

pub(crate) fn cosigned(
    state: &mut State,
    ctx: &mut Ctx,
    from: &PartyId,
    id: &AgreementId,
    size: u64,
    lines: &str,
) -> Result<Answer, Problem> {
    let me = Arc::clone(&state.me);
    let State {
        agreements,
        partners,
        ..
    } = state;
    let cards = cards(&me, partners, from)?;
    let agreement = agreements
        .get_mut(id)
        .filter(|a| a.partner == *from)
        .ok_or_else(|| no_agreement(id))?;
    if agreement
        .cosigned
        .as_ref()
        .is_some_and(|(done, _)| *done >= size)
    {
        return Ok(Answer::Done);
    }
    let bad = || Problem::partner("LOG-007").with("party", from);
    let mut note = agreement.pending.get(&size).cloned().ok_or_else(bad)?;
    let lines = cosignature::parse_lines(lines.as_bytes()).map_err(|_| bad())?;
    cosignature::verify(
        &note.text,
        &cards.theirs.mirror_name(),
        &cards.theirs.mirror,
        &lines,
    )
    .map_err(|_| bad())?;
    note.signatures.extend(lines);
    let log = agreement.own.id().clone();
    ctx.commit.checkpoints.push(CheckpointWrite {
        log: log.clone(),
        size,
        note: note.to_bytes(),
        cosigned: true,
    });
    ctx.commit.checkpoints_done.push((log, size));
    agreement.pending.retain(|s, _| *s > size);
    agreement.cosigned = Some((size, note));
    // A payload may travel once the partner holds its act.
    if agreement
        .ours
        .payloads
        .values()
        .any(|p| *p == PayloadState::Sending)
    {
        ctx.effects.insert(Effect::Wake(from.clone()));
    }
    Ok(Answer::Done)
}

pub(crate) fn partner_size(
    state: &mut State,
    ctx: &mut Ctx,
    from: &PartyId,
    id: &AgreementId,
    size: u64,
) -> Result<Answer, Problem> {
    let agreement = state
        .agreements
        .get_mut(id)
        .filter(|a| a.partner == *from)
        .ok_or_else(|| no_agreement(id))?;
    if size <= agreement.own.size() || agreement.clear_of_alarm().is_err() {
        return Ok(Answer::Done);
    }
    let problem = Problem::new("LOG-006", Class::Unverified)
        .by(entente_model::Fault::Machine)
        .with("party", from)
        .with("was", size)
        .with("now", agreement.own.size());
    let alarm = Alarm {
        log: agreement.own.id().clone(),
        problem: problem.clone(),
        proof: String::new(),
        at: ctx.now,
        cleared: None,
    };
    raise(agreement, ctx, alarm);
    Err(problem)
}
