//! From a reference as people write it to the release it names.

use crate::{command::id_of, runtime::Node};
use entente_engine::{LogId, commit::DraftWrite};
use entente_model::{
    Act, AgreementId, Deed, PartyId, Problem, act::Release, id::ItemRef, problem::Class,
};

/// One release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Record it stands in: agreement and giver.
    pub log: LogId,
    /// Index in that record.
    pub n: u64,
    /// The other party of the agreement.
    pub partner: PartyId,
}

/// Which of several releases of one reference is meant first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What this party gave.
    Given,
    /// What this party holds of another.
    Held,
}

/// What narrows the choice.
#[derive(Debug, Clone, Copy, Default)]
pub struct Among<'a> {
    /// The other party.
    pub with: Option<&'a PartyId>,
    /// The agreement.
    pub under: Option<&'a str>,
}

/// An item of our own register whose content is there.
///
/// # Errors
/// ITEM-001; ITEM-010 once its key is destroyed.
pub fn draft(node: &Node, item: &ItemRef) -> Result<DraftWrite, Problem> {
    let draft = node.state().drafts.get(item).cloned();
    let draft = draft.ok_or_else(|| missing(item))?;
    if draft.shredded {
        return Err(gone(item));
    }
    Ok(draft)
}

/// Refuses what needs the content of an item of ours that is destroyed.
///
/// # Errors
/// ITEM-010.
pub fn live(node: &Node, item: &ItemRef) -> Result<(), Problem> {
    let destroyed = node.state().drafts.get(item).is_some_and(|d| d.shredded);
    if destroyed { Err(gone(item)) } else { Ok(()) }
}

/// The release meant. What is another party's or under another agreement is answered as what is
/// not there at all.
///
/// # Errors
/// ITEM-001; ITEM-011 for an item of ours not released to anybody; ITEM-012 when several fit.
pub fn release(node: &Node, item: &ItemRef, among: Among<'_>, side: Side) -> Result<At, Problem> {
    let under = among.under.map(|named| id_of(node, named)).transpose()?;
    let hits = node.reader().find_item(item).map_err(|e| e.problem())?;
    let me = node.me.party();
    let state = node.state();
    let mut fitting: Vec<At> = hits
        .into_iter()
        .filter_map(|(log, n)| {
            let agreement = state.agreements.get(&log.agreement)?;
            agreement.register.facts(&log.author, n)?;
            let fits = among.with.is_none_or(|with| *with == agreement.partner)
                && under.is_none_or(|id| id == log.agreement);
            fits.then(|| At {
                log,
                n,
                partner: agreement.partner.clone(),
            })
        })
        .collect();
    let wanted = |at: &At| (at.log.author == *me) == (side == Side::Given);
    if fitting.iter().any(wanted) {
        fitting.retain(wanted);
    }
    match fitting.len() {
        1 => fitting.pop().ok_or_else(|| missing(item)),
        0 => {
            let unreleased = state
                .drafts
                .get(item)
                .is_some_and(|d| d.released.is_empty());
            if unreleased {
                return Err(Problem::refused("ITEM-011").with("item", item));
            }
            Err(missing(item))
        }
        _ => {
            let parties: Vec<&str> = fitting.iter().map(|at| at.partner.as_str()).collect();
            Err(Problem::new("ITEM-012", Class::Usage)
                .with("item", item)
                .with("parties", parties.join(", ")))
        }
    }
}

/// An act as it is stored.
///
/// # Errors
/// ITEM-001, STORE-*.
pub fn act(node: &Node, log: &LogId, n: u64) -> Result<Act, Problem> {
    let entry = node.reader().entry(log, n).map_err(|e| e.problem())?;
    let entry = entry.ok_or_else(|| missing(n))?;
    Ok(Act::from_entry(&log.author, &entry.entry)?.0)
}

/// A release's act.
///
/// # Errors
/// ITEM-001, STORE-*.
pub fn released(node: &Node, log: &LogId, n: u64) -> Result<(Act, Release), Problem> {
    let act = act(node, log, n)?;
    match &act.deed {
        Deed::Release(release) => {
            let release = release.clone();
            Ok((act, release))
        }
        _ => Err(missing(n)),
    }
}

/// The same problem with the references people know in the place of places in a record.
#[must_use]
pub fn named(node: &Node, agreement: &AgreementId, mut problem: Problem) -> Problem {
    for (name, value) in &mut problem.args {
        if name == "item"
            && let Some(reference) = reference(node, agreement, value)
        {
            *value = reference;
        }
    }
    problem
}

/// The reference of `PARTY#N`, or of a bare index in the partner's record.
fn reference(node: &Node, agreement: &AgreementId, place: &str) -> Option<String> {
    let (author, n) = match place.split_once('#') {
        Some((party, n)) => (party.parse().ok()?, n.parse().ok()?),
        None => {
            let n = place.parse().ok()?;
            let partner = node.state().agreements.get(agreement)?.partner.clone();
            (partner, n)
        }
    };
    let log = LogId {
        agreement: *agreement,
        author,
    };
    let (_, release) = released(node, &log, n).ok()?;
    Some(release.item.to_string())
}

pub(crate) fn missing(item: impl std::fmt::Display) -> Problem {
    Problem::new("ITEM-001", Class::NotFound).with("item", item)
}

pub(crate) fn gone(item: impl std::fmt::Display) -> Problem {
    Problem::refused("ITEM-010").with("item", item)
}
