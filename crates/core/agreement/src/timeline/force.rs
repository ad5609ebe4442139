//! Entry into force, provisional application, and the day each party is bound (A1, A4, A5).

use super::{Found, Open, Stop, dated, notices::Case, settle};
use crate::{
    dates::{self, DateError, zone_at},
    facts::{Dated, Notice, NoticeKind},
    terms::{EntryIntoForce, Group, Offset, Trigger},
};
use entente_model::{PartyId, time::Date};
use std::collections::{BTreeMap, BTreeSet};

/// Beginnings.
pub(super) struct Force {
    pub(super) provisional: Found,
    pub(super) in_force: Found,
    pub(super) bound: BTreeMap<PartyId, Found>,
}

/// A rule of entry into force: the agreement's or an amendment's.
pub(super) struct Rule<'a> {
    pub(super) trigger: Trigger,
    pub(super) offset: Offset,
    pub(super) n: Option<u32>,
    pub(super) nth: Option<u32>,
    pub(super) party: Option<&'a PartyId>,
}

impl<'a> From<&'a EntryIntoForce> for Rule<'a> {
    fn from(eif: &'a EntryIntoForce) -> Self {
        Self {
            trigger: eif.trigger,
            offset: eif.offset,
            n: eif.n,
            nth: eif.nth,
            party: eif.party.as_ref(),
        }
    }
}

pub(super) fn compute(case: &Case<'_>) -> Result<Force, DateError> {
    let eif = case.eif;
    let zone = zone_at(case.terms, eif.zone.as_deref(), None);
    let signed = last_signature(&case.facts.signed, &case.originals);
    let rule = Rule::from(eif);
    let needed = (!case.by_deposit()).then_some(&signed);
    let start = settle(start(
        case,
        &rule,
        needed,
        &case.facts.notices,
        &case.originals,
    ))?;
    let in_force = match &start {
        Ok(day) => {
            let day = dates::offset(eif.offset, eif.n, *day, "entry_into_force.n")?;
            Ok(dated(day, zone, eif.rule("trigger"), eif.trigger.word())?)
        }
        Err(open) => Err(open.clone()),
    };
    let provisional = match signed {
        Ok(day) if eif.provisional => Ok(dated(day, zone, eif.rule("provisional"), "signature")?),
        Ok(_) => Err(Open::NotProvided),
        Err(open) if eif.provisional => Err(open),
        Err(_) => Err(Open::NotProvided),
    };
    Ok(Force {
        bound: bound(case, start.ok(), &in_force, zone)?,
        provisional,
        in_force,
    })
}

/// The last of all signatures.
pub(super) fn last_signature(
    signed: &BTreeMap<PartyId, Date>,
    parties: &BTreeSet<&PartyId>,
) -> Found<Date> {
    let missing: Vec<PartyId> = parties
        .iter()
        .filter(|p| !signed.contains_key(**p))
        .map(|p| (*p).clone())
        .collect();
    let days = parties.iter().filter_map(|p| signed.get(*p));
    match days.max() {
        Some(last) if missing.is_empty() => Ok(*last),
        _ => Err(Open::NotSigned(missing)),
    }
}

/// The day that starts the clock: never before the last signature, where signatures are needed.
pub(super) fn start(
    case: &Case<'_>,
    rule: &Rule<'_>,
    signed: Option<&Found<Date>>,
    notices: &[Notice],
    parties: &BTreeSet<&PartyId>,
) -> Result<Date, Stop> {
    let signed = signed.cloned().transpose()?;
    let completed = [NoticeKind::Completed];
    let either = [NoticeKind::Completed, NoticeKind::Deposited];
    let day = match rule.trigger {
        Trigger::Signature => signed.ok_or(Open::NotSigned(Vec::new()))?,
        Trigger::LastNoticeDated => {
            last(parties, |p| Ok(Case::first(notices, p, &completed)?.dated))?
        }
        Trigger::LastNoticeReceived => last(parties, |p| {
            Case::received(Case::first(notices, p, &completed)?, parties)
        })?,
        Trigger::SingleNoticeDated => Case::first(notices, single(case, rule)?, &completed)?.dated,
        Trigger::SingleNoticeReceived => {
            let notice = Case::first(notices, single(case, rule)?, &completed)?;
            Case::received(notice, parties)?
        }
        Trigger::AllNotified => last(parties, |p| {
            case.at_depositary(Case::first(notices, p, &either)?, parties)
        })?,
        Trigger::WithParent => case.facts.parent_in_force.ok_or(Open::NotInForce)?,
        Trigger::NthDeposit => nth_deposit(case, rule, notices, parties)?,
    };
    Ok(signed.map_or(day, |signed| day.max(signed)))
}

fn last(
    parties: &BTreeSet<&PartyId>,
    day: impl Fn(&PartyId) -> Result<Date, Stop>,
) -> Result<Date, Stop> {
    let mut last = None;
    for party in parties {
        last = last.max(Some(day(party)?));
    }
    last.ok_or_else(|| Open::NotInForce.into())
}

fn single<'a>(case: &Case<'_>, rule: &Rule<'a>) -> Result<&'a PartyId, Stop> {
    rule.party
        .filter(|p| case.originals.contains(p))
        .ok_or_else(|| missing("entry_into_force.party"))
}

fn nth_deposit(
    case: &Case<'_>,
    rule: &Rule<'_>,
    notices: &[Notice],
    parties: &BTreeSet<&PartyId>,
) -> Result<Date, Stop> {
    let need = rule
        .nth
        .filter(|nth| *nth > 0)
        .ok_or_else(|| missing("entry_into_force.nth"))?;
    let mut days: Vec<Date> = parties
        .iter()
        .filter_map(|p| Case::first(notices, p, &[NoticeKind::Deposited]).ok())
        .map(|notice| case.deposit_day(notice))
        .collect();
    days.sort();
    let have = u32::try_from(days.len()).unwrap_or(u32::MAX);
    let index = usize::try_from(need).unwrap_or(usize::MAX).checked_sub(1);
    let day = index.and_then(|index| days.get(index));
    Ok(*day.ok_or(Open::Deposits { have, need })?)
}

fn missing(field: &'static str) -> Stop {
    Stop::Wrong(DateError::Missing { field })
}

/// Parties bound by their own deposit, and those that acceded.
fn bound(
    case: &Case<'_>,
    start: Option<Date>,
    in_force: &Found,
    zone: &str,
) -> Result<BTreeMap<PartyId, Found>, DateError> {
    let mut bound = BTreeMap::new();
    let depositing = case.originals.iter().filter(|_| case.by_deposit());
    for party in depositing.chain(&case.acceders) {
        let own = || -> Result<Dated, Stop> {
            let notice = Case::first(&case.facts.notices, party, &[NoticeKind::Deposited])?;
            let deposit = case.deposit_day(notice);
            let first = in_force.as_ref().map_err(|_| Open::NotInForce)?;
            if case.originals.contains(party) && start.is_some_and(|start| deposit <= start) {
                return Ok(first.clone());
            }
            let own = own_day(case, party, deposit, zone)?;
            Ok(if own.date < first.date {
                first.clone()
            } else {
                own
            })
        };
        bound.insert((*party).clone(), settle(own())?);
    }
    Ok(bound)
}

/// The day a party that comes later is bound, from its own deposit.
fn own_day(
    case: &Case<'_>,
    party: &PartyId,
    deposit: Date,
    zone: &str,
) -> Result<Dated, DateError> {
    let eif = case.eif;
    if !case.originals.contains(party)
        && let Some(accession) = &case.terms.accession
        && let Some(after) = accession.bound_after
    {
        let day = dates::add(after, deposit, &case.terms.calendar, None)?;
        return dated(day, zone, accession.rule("bound_after"), "accession");
    }
    let (offset, n, field) = match eif.later_offset {
        Some(offset) => (offset, eif.later_n, "entry_into_force.later_n"),
        None if case.by_deposit() => (eif.offset, eif.n, "entry_into_force.n"),
        None => {
            let field = "accession.bound_after";
            return Err(DateError::Missing { field });
        }
    };
    let day = dates::offset(offset, n, deposit, field)?;
    dated(day, zone, eif.rule("later_offset"), "later-deposit")
}
