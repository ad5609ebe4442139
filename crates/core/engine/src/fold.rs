//! One act taking effect on an agreement: the same code for our own acts, a partner's acts and
//! the acts replayed from the store at start.

use crate::{
    commit::PayloadState,
    giving::Giving,
    state::{Agreement, KEYS_WINDOW},
};
use entente_agreement::permit::Outcome;
use entente_model::{
    Instant, OfficialId, PartyId, Problem,
    act::{Act, Deed, Keys, Receipt, Release},
    card::{Card, Role},
    dsse::Statement,
    problem::Class,
};

/// The two parties' cards, by party.
#[derive(Clone, Copy)]
pub(crate) struct Cards<'a> {
    pub(crate) ours: &'a Card,
    pub(crate) theirs: &'a Card,
}

impl<'a> Cards<'a> {
    pub(crate) fn of(&self, party: &PartyId) -> Option<&'a Card> {
        [self.ours, self.theirs]
            .into_iter()
            .find(|card| &card.party == party)
    }
}

/// Applies an act at index `n` of its author's record. On an error nothing changed but, for a
/// release by the partner, that the item is quarantined.
pub(crate) fn fold(
    agreement: &mut Agreement,
    cards: Cards<'_>,
    n: u64,
    act: &Act,
    statement: &Statement,
) -> Result<(), Problem> {
    head(agreement, n, act)?;
    let signed = signatures(cards, act, statement)?;
    match &act.deed {
        Deed::Keys(keys) => fold_keys(agreement, act, keys),
        Deed::Release(release) => {
            let verdict = fold_release(agreement, act, release, signed);
            if let (Err(problem), false) = (&verdict, is_own(agreement, &act.by)) {
                let state = PayloadState::Quarantined(problem.clone());
                agreement.from_them.releases.insert(n);
                agreement.from_them.payloads.insert(n, state);
            }
            verdict
        }
        Deed::Receipt(receipt) => fold_receipt(agreement, act, receipt),
        // The proposal opened the agreement; at any other index it has no effect.
        Deed::Propose(_) if n == 0 && agreement.life.parties().first() == Some(&act.by) => Ok(()),
        Deed::Sign(sign) => {
            other_keys(agreement, cards, act, &sign.official)?;
            agreement.life.apply(act)
        }
        _ => agreement.life.apply(act),
    }?;
    agreement.life.learn(act);
    if is_own(agreement, &act.by) {
        agreement.last_time = agreement.last_time.max(act.at);
    } else {
        agreement.their_last_time = agreement.their_last_time.max(act.at);
    }
    Ok(())
}

/// The official's signatures on a statement.
///
/// # Errors
/// OFF-001, OFF-002, OFF-004, ACT-007.
pub(crate) fn check_official(
    card: &Card,
    id: &OfficialId,
    role: Role,
    at: Instant,
    statement: Option<&Statement>,
) -> Result<(), Problem> {
    let official = card
        .official(id)
        .ok_or_else(|| Problem::new("OFF-001", Class::NotFound).with("official", id))?;
    if !official.roles.contains(&role) {
        return Err(Problem::refused("OFF-002")
            .with("official", id)
            .with("role", role.as_str()));
    }
    let day = at.date_in("UTC").unwrap_or(official.until);
    if day < official.from || day > official.until {
        return Err(Problem::refused("OFF-004")
            .with("official", id)
            .with("date", day));
    }
    if let Some(statement) = statement {
        statement.verify_only(&official.keys).map_err(|_| {
            Problem::partner("ACT-007")
                .with("official", id)
                .with("party", &card.party)
        })?;
    }
    Ok(())
}

fn is_own(agreement: &Agreement, party: &PartyId) -> bool {
    *party != agreement.partner
}

/// Agreement, author, index and the claim of what was seen.
fn head(agreement: &Agreement, n: u64, act: &Act) -> Result<(), Problem> {
    let parties = agreement.life.parties();
    if act.ag != agreement.life.id() || !parties.contains(&act.by) {
        return Err(Problem::partner("ACT-002").with("party", &act.by));
    }
    if act.n != n {
        return Err(Problem::partner("ACT-003")
            .with("party", &act.by)
            .with("index", act.n)
            .with("expected", n));
    }
    let (other, size) = if is_own(agreement, &act.by) {
        (&agreement.partner, agreement.theirs.size())
    } else {
        (&agreement.own.id().author, agreement.own.size())
    };
    match act.seen.as_slice() {
        [] => Ok(()),
        [(party, seen)] if party == other && *seen <= size => Ok(()),
        _ => Err(Problem::partner("ACT-005").with("party", &act.by)),
    }
}

/// Verifies what signatures the deed needs; true when a releasing officer signed a release.
fn signatures(cards: Cards<'_>, act: &Act, statement: &Statement) -> Result<bool, Problem> {
    let card = cards
        .of(&act.by)
        .ok_or_else(|| Problem::partner("ACT-002").with("party", &act.by))?;
    let (official, role) = match &act.deed {
        Deed::Sign(d) => (&d.official, Role::Signatory),
        Deed::Concord(d) => (&d.official, Role::LegalAdviser),
        Deed::Note(d) => (&d.official, Role::Signatory),
        Deed::Course(d) => (&d.official, Role::Signatory),
        Deed::Receipt(d) => (&d.official, Role::Registrar),
        Deed::Release(d) => {
            let signed = !statement.signatures.is_empty();
            let with = signed.then_some(statement);
            check_official(card, &d.officer, Role::ReleasingOfficer, act.at, with)?;
            return Ok(signed);
        }
        _ if statement.signatures.is_empty() => return Ok(false),
        _ => {
            return Err(Problem::partner("ACT-001")
                .with("party", &act.by)
                .with("detail", "signatures on an act that carries none"));
        }
    };
    check_official(card, official, role, act.at, Some(statement))?;
    Ok(false)
}

/// A second signature of one party must be another person's: another position with other keys.
fn other_keys(
    agreement: &Agreement,
    cards: Cards<'_>,
    act: &Act,
    official: &OfficialId,
) -> Result<(), Problem> {
    let Some(card) = cards.of(&act.by) else {
        return Ok(());
    };
    let keys = |id: &OfficialId| card.official(id).map(|o| &o.keys);
    let mine = agreement
        .life
        .signatures()
        .iter()
        .filter(|s| s.party == act.by);
    for before in mine {
        if before.official != *official && keys(&before.official) == keys(official) {
            return Err(Problem::refused("OFF-005")
                .with("official", official)
                .with("other", &before.official));
        }
    }
    Ok(())
}

fn fold_keys(agreement: &mut Agreement, act: &Act, keys: &Keys) -> Result<(), Problem> {
    let bad = |detail: &str| {
        Problem::partner("ACT-008")
            .with("party", &act.by)
            .with("detail", detail)
    };
    let text = agreement.life.text_for(&act.by, &act.seen, act.at);
    let text = text.map(|t| t.digest);
    if text != Some(keys.text) {
        return Err(bad("keys for another text"));
    }
    if keys.to == act.by || !agreement.life.parties().contains(&keys.to) {
        return Err(bad("keys for nobody"));
    }
    if keys.enc.len() != entente_seal::slot::ENCAPSULATED {
        return Err(bad("encapsulation of the wrong length"));
    }
    let own = is_own(agreement, &act.by);
    let side = if own {
        &mut agreement.ours
    } else {
        &mut agreement.from_them
    };
    side.keys.insert(act.n, keys.clone());
    let oldest = act.n.saturating_sub(KEYS_WINDOW);
    side.keys.retain(|k, _| *k >= oldest);
    agreement.keks.retain(|k, _| own || *k >= oldest);
    Ok(())
}

fn fold_release(
    agreement: &mut Agreement,
    act: &Act,
    release: &Release,
    signed: bool,
) -> Result<(), Problem> {
    let given = Giving {
        from: &act.by,
        to: &release.to,
        level: &release.level,
        purpose: Some(&release.purpose),
        signed,
        at: act.at,
        seen: &act.seen,
    };
    given.decide(agreement, |decision| match decision.outcome() {
        Outcome::Allowed => Ok(()),
        _ => decision.allowed().map(|_| ()),
    })??;
    let own = is_own(agreement, &act.by);
    let side = if own {
        &mut agreement.ours
    } else {
        &mut agreement.from_them
    };
    let recent = release.slot.k >= act.n.saturating_sub(KEYS_WINDOW);
    let known = side
        .keys
        .get(&release.slot.k)
        .is_some_and(|keys| keys.to == release.to);
    if !known || !recent || release.slot.w.len() != entente_seal::slot::WRAPPED {
        return Err(Problem::partner("SEAL-003").with("party", &act.by));
    }
    side.releases.insert(act.n);
    Ok(())
}

fn fold_receipt(agreement: &mut Agreement, act: &Act, receipt: &Receipt) -> Result<(), Problem> {
    let own = is_own(agreement, &act.by);
    let side = if own {
        &mut agreement.from_them
    } else {
        &mut agreement.ours
    };
    let giver = if own {
        &agreement.partner
    } else {
        &agreement.own.id().author
    };
    let all = || {
        receipt
            .of
            .iter()
            .chain(receipt.quarantined.iter().map(|(n, _)| n))
    };
    if receipt.from != *giver || all().next().is_none() {
        return Err(Problem::partner("REC-001").by(entente_model::Fault::You));
    }
    let mut before = None;
    for n in &receipt.of {
        if before.replace(*n).is_some_and(|b| b >= *n) {
            return Err(Problem::partner("ACT-001")
                .with("party", &act.by)
                .with("detail", "receipt indices not ascending"));
        }
    }
    if let Some(n) = all().find(|n| !side.releases.contains(**n) || side.receipted.contains(**n)) {
        return Err(Problem::refused("REC-002").with("item", n));
    }
    for n in all() {
        side.receipted.insert(*n);
    }
    for n in &receipt.of {
        if !own {
            side.payloads.remove(n);
        }
    }
    for (n, code) in &receipt.quarantined {
        if !own {
            let problem = Problem::partner("ITEM-003")
                .with("reason", code)
                .by(entente_model::Fault::You);
            side.payloads.insert(*n, PayloadState::Quarantined(problem));
        }
    }
    Ok(())
}
