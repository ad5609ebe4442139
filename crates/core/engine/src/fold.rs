//! One act taking effect on an agreement: the same code for our own acts, a partner's acts and
//! the acts replayed from the store at start.

use crate::{
    commit::PayloadState,
    giving::Giving,
    input::Acting,
    matters,
    state::{Agreement, KEYS_WINDOW},
};
use crate::{items::third, state::Tallied};
use entente_agreement::{
    Past,
    cases::{ItemsKnown, KnownItem},
    life::AgreedText,
    permit::Outcome,
    terms::Group,
};
use entente_model::{
    Instant, OfficialId, PartyId, Problem, ProvisionId,
    act::{Act, Deed, Keys, Receipt, Release},
    card::{Card, Role},
    dsse::Statement,
    holding::{ItemAct, ItemDeed},
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
    let signed = signatures(agreement, cards, act, statement)?;
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
        Deed::Anchor(anchor) => {
            let latest = Some((n, anchor.head));
            if is_own(agreement, &act.by) {
                agreement.anchors.ours = latest;
            } else {
                agreement.anchors.theirs = latest;
            }
            Ok(())
        }
        Deed::Item(item) => fold_item(agreement, act, item),
        Deed::Declare(said) => {
            let text = agreement.life.text_for(&act.by, &act.seen, act.at);
            let text = text.ok_or_else(no_text)?;
            agreement.register.declare(&text.rules, act, said)
        }
        Deed::Tally(tally) => {
            let tallied = Tallied {
                tally: tally.clone(),
                n,
                at: act.at,
                seen: act.seen.clone(),
            };
            agreement.tallies.insert(act.by.clone(), tallied);
            Ok(())
        }
        Deed::Case(case) => matters::fold_case(agreement, act, case),
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
            .with("role", role.as_str())
            .decided_by(&card.party));
    }
    let day = at.date_in("UTC").unwrap_or(official.until);
    if day < official.from || day > official.until {
        return Err(Problem::refused("OFF-004")
            .with("official", id)
            .with("date", day)
            .decided_by(&card.party));
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

/// An official acts by position alone where the keys must be there.
pub(crate) fn no_keys(acting: &Acting) -> Problem {
    Problem::refused("OFF-003")
        .with("official", &acting.official)
        .decided_by(&acting.official)
}

/// An official's signatures followed by those of others, each another position with other keys.
fn check_signers(
    card: &Card,
    first: &OfficialId,
    others: &[&OfficialId],
    at: Instant,
    statement: &Statement,
) -> Result<(), Problem> {
    let find = |id: &OfficialId| {
        card.official(id)
            .ok_or_else(|| Problem::new("OFF-001", Class::NotFound).with("official", id))
    };
    let mut keys = vec![&find(first)?.keys];
    for id in others {
        let other = find(id)?;
        let day = at.date_in("UTC").unwrap_or(other.until);
        if day < other.from || day > other.until {
            return Err(Problem::refused("OFF-004")
                .with("official", id)
                .with("date", day)
                .decided_by(&card.party));
        }
        if *id == first || keys.contains(&&other.keys) {
            return Err(Problem::refused("OFF-005")
                .with("official", id)
                .with("other", first)
                .decided_by(&card.party));
        }
        keys.push(&other.keys);
    }
    statement
        .verify_all(&keys)
        .map_err(|_| unsigned(card, first))
}

fn unsigned(card: &Card, official: &OfficialId) -> Problem {
    Problem::partner("ACT-007")
        .with("official", official)
        .with("party", &card.party)
}

/// The text that governs an act, as its author had it.
pub(crate) fn governing<'a>(
    agreement: &'a Agreement,
    act: &Act,
) -> Result<&'a AgreedText, Problem> {
    agreement
        .life
        .text_for(&act.by, &act.seen, act.at)
        .ok_or_else(no_text)
}

pub(crate) fn no_text() -> Problem {
    Problem::refused("REL-001")
        .with("article", "-")
        .decided_by("both-parties")
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
fn signatures(
    agreement: &Agreement,
    cards: Cards<'_>,
    act: &Act,
    statement: &Statement,
) -> Result<bool, Problem> {
    let card = cards
        .of(&act.by)
        .ok_or_else(|| Problem::partner("ACT-002").with("party", &act.by))?;
    let (official, role) = match &act.deed {
        Deed::Sign(d) => (&d.official, Role::Signatory),
        Deed::Concord(d) => (&d.official, Role::LegalAdviser),
        Deed::Case(d) => (&d.official, agreement.cases.role(Past::of(act), d)?),
        Deed::Declare(d) => (&d.official, Role::SecurityOfficer),
        Deed::Note(d) => (&d.official, Role::Signatory),
        Deed::Course(d) => (&d.official, Role::Signatory),
        Deed::Receipt(d) => (&d.official, Role::Registrar),
        Deed::Release(d) => {
            let signed = !statement.signatures.is_empty();
            check_official(card, &d.officer, Role::ReleasingOfficer, act.at, None)?;
            if signed {
                let others: Vec<&OfficialId> = d.second.iter().collect();
                check_signers(card, &d.officer, &others, act.at, statement)?;
            } else if d.second.is_some() {
                return Err(unsigned(card, &d.officer));
            }
            return Ok(signed);
        }
        Deed::Item(d) => {
            check_official(card, &d.official, item_role(&d.what), act.at, None)?;
            let others: Vec<&OfficialId> = match &d.what {
                ItemDeed::Destroy(destroyed) => destroyed.witnesses.iter().collect(),
                _ => Vec::new(),
            };
            check_signers(card, &d.official, &others, act.at, statement)?;
            return Ok(false);
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

/// Whose business an act on an item is: what is decided about it is the releasing officer's, what
/// is done with it the registrar's.
pub(crate) fn item_role(what: &ItemDeed) -> Role {
    match what {
        ItemDeed::Ask { .. }
        | ItemDeed::Answer { .. }
        | ItemDeed::Withdraw { .. }
        | ItemDeed::Onward { .. }
        | ItemDeed::UseFor { .. }
        | ItemDeed::Intend(_)
        | ItemDeed::Reclass(_)
        | ItemDeed::Recall { .. }
        | ItemDeed::Determine { .. }
        | ItemDeed::ForbidCopies
        | ItemDeed::Discharge { .. } => Role::ReleasingOfficer,
        ItemDeed::Make { .. }
        | ItemDeed::Applied { .. }
        | ItemDeed::Recalled { .. }
        | ItemDeed::Return { .. }
        | ItemDeed::Back { .. }
        | ItemDeed::Destroy(_)
        | ItemDeed::Lost { .. }
        | ItemDeed::Chase => Role::Registrar,
    }
}

/// What cases look at of items: the releases of both sides that took effect.
pub(crate) struct ItemFacts<'a>(&'a Agreement);

/// The items of an agreement, for its cases.
pub(crate) fn item_facts(agreement: &Agreement) -> ItemFacts<'_> {
    ItemFacts(agreement)
}

impl ItemsKnown for ItemFacts<'_> {
    fn item(&self, from: &PartyId, n: u64) -> Option<KnownItem> {
        let facts = self.0.register.facts(from, n)?;
        Some(KnownItem {
            originators: facts.originators.clone(),
            holder: facts.to.clone(),
        })
    }
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
                .with("other", &before.official)
                .decided_by(&act.by));
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
    shape(act, release)?;
    let originators = release.originators(&act.by);
    let given = Giving {
        label: release.label.as_deref(),
        originators: &originators,
        consented: release.third.is_some(),
        form: release.form,
        disclosed: release.disclosed,
        unit: &release.unit,
        purpose: Some(&release.purpose),
        signed,
        second: release.second.is_some(),
        ..Giving::of(&act.by, &release.to, &release.level, &Past::of(act))
    };
    given.label_lets(agreement)?;
    given.decide(agreement, |decision| match decision.outcome() {
        Outcome::Allowed => Ok(()),
        _ => decision.allowed().map(|_| ()),
    })??;
    let day = governing(agreement, act)?
        .rules
        .day(act.at)
        .unwrap_or_default();
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
    if !known || !recent {
        return Err(Problem::partner("SEAL-003").with("party", &act.by));
    }
    side.releases.insert(act.n);
    agreement.register.release(act, release, day);
    Ok(())
}

/// What a release says must fit together, whatever the terms.
fn shape(act: &Act, release: &Release) -> Result<(), Problem> {
    let bad = |detail: &str| {
        Problem::partner("ACT-001")
            .with("party", &act.by)
            .with("detail", detail)
    };
    if release
        .label
        .as_ref()
        .is_some_and(|l| l.level != release.level)
    {
        return Err(bad("label and level differ"));
    }
    if !release.form.is_electronic() && release.size > 0 {
        return Err(bad("content of what is only accounted for"));
    }
    if release.copy.is_some_and(|(n, of)| n == 0 || n > of) {
        return Err(bad("copy number"));
    }
    if release.unit.len() > entente_model::holding::MAX_WORDS {
        return Err(bad("unit too long"));
    }
    match &release.third {
        Some(third) => third::token(act, release, third).map(|_| ()),
        None => Ok(()),
    }
}

fn fold_item(agreement: &mut Agreement, act: &Act, item: &ItemAct) -> Result<(), Problem> {
    let text = agreement.life.text_for(&act.by, &act.seen, act.at);
    let text = text.ok_or_else(no_text)?;
    let time = agreement.life.timeline();
    agreement.register.apply(&text.rules, time, act, item)
}

/// A receipt for what has one already, or is no release.
pub(crate) fn receipted(text: &AgreedText, n: u64) -> Problem {
    let terms = &text.rules.terms;
    let rows = terms.receipt.first().map(Group::first);
    let article = rows.or(terms.register.as_ref().map(Group::first));
    cited(Problem::refused("REC-002").with("item", n), article).decided_by("registrar")
}

/// A refusal under a provision, where the text has one.
pub(crate) fn cited(problem: Problem, article: Option<&ProvisionId>) -> Problem {
    match article {
        Some(article) => problem.under(article),
        None => problem,
    }
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
        let text = governing(agreement, act)?;
        return Err(receipted(text, *n));
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
    agreement.register.receipt(act, receipt);
    Ok(())
}
