//! Terms and renewals, notices of termination, and the end (A11, A12).

use super::{Found, Open, Stop, dated, force::Force, notices, notices::Case, settle, stay};
use crate::{
    dates::{self, DateError, zone_at},
    facts::{Dated, Notice, NoticeKind, Timeline},
    terms::{Duration, DurationKind, Group, NoticeEffect, Period, RunsFrom, Termination, Terms},
};
use entente_model::{PartyId, time::Date};
use std::collections::{BTreeMap, BTreeSet};

/// More terms than there are days that can be written.
const MOST_TERMS: u32 = 8_000_000;

/// Ends.
pub(super) struct Ending {
    pub(super) first_term: Found,
    pub(super) stopped: Option<Dated>,
    pub(super) end: Found,
    pub(super) left: BTreeMap<PartyId, Found>,
}

pub(super) fn compute(case: &Case<'_>, force: &Force) -> Result<Ending, DateError> {
    let first_term = settle(first_term(case, force))?;
    let mut ending = Ending {
        first_term,
        stopped: None,
        end: Err(Open::NotInForce),
        left: BTreeMap::new(),
    };
    let mut ends = Ends {
        begin: match (&force.in_force, &force.provisional) {
            (Ok(first), Ok(earlier)) => Some(first.date.min(earlier.date)),
            (Ok(first), Err(_)) | (Err(_), Ok(first)) => Some(first.date),
            (Err(_), Err(_)) => None,
        },
        found: Vec::new(),
        open: Open::NoEnd,
    };
    by_time(case, &ending, &mut ends)?;
    no_renewals(case, force, &mut ending, &mut ends)?;
    notices_of_termination(case, force, &mut ending, &mut ends)?;
    if ends.begin.is_some() {
        let first = ends.found.into_iter().min_by_key(|end| end.date);
        ending.end = first.ok_or(ends.open);
    }
    Ok(ending)
}

/// Days that would end the agreement; the first of them does.
struct Ends {
    begin: Option<Date>,
    found: Vec<Dated>,
    open: Open,
}

impl Ends {
    /// Adds an end, which must not lie before the beginning. Nothing ends what has not begun.
    fn add(&mut self, fact: &str, end: Found) -> Result<(), DateError> {
        match (end, self.begin) {
            (Ok(end), Some(begin)) => {
                notices::begins_first(fact, begin, end.date)?;
                self.found.push(end);
            }
            (Err(open), _) => self.open = open,
            (Ok(_), None) => {}
        }
        Ok(())
    }
}

/// Consent of all, the end of the parent, the end of a term that is not extended.
fn by_time(case: &Case<'_>, ending: &Ending, ends: &mut Ends) -> Result<(), DateError> {
    let (terms, facts) = (case.terms, case.facts);
    if let Some(day) = facts.ended_by_consent {
        let rule = terms.termination.as_ref().map(|t| t.rule("by_consent"));
        let rule = rule.unwrap_or(case.eif.first());
        let end = dated(day, end_zone(terms), rule, "consent")?;
        ends.add("the end by consent", Ok(end))?;
    }
    let Some(duration) = &terms.duration else {
        return Ok(());
    };
    if let (DurationKind::WithParent, Some(day)) = (duration.kind, facts.parent_ended) {
        let end = dated(day, end_zone(terms), duration.rule("kind"), "parent-ended")?;
        ends.add("the end of the parent agreement", Ok(end))?;
    }
    if duration.kind == DurationKind::Fixed && duration.auto_renew.is_none() {
        ends.add("the term", ending.first_term.clone())?;
    }
    Ok(())
}

fn first_term(case: &Case<'_>, force: &Force) -> Result<Dated, Stop> {
    let duration = fixed(case.terms).ok_or(Open::NotProvided)?;
    let in_force = force.in_force.as_ref().map_err(|_| Open::NotInForce)?;
    Ok(nth_end(case.terms, duration, in_force.date, 1)?)
}

fn fixed(terms: &Terms) -> Option<&Duration> {
    let duration = terms.duration.as_ref();
    duration.filter(|d| d.kind == DurationKind::Fixed)
}

fn end_zone(terms: &Terms) -> &str {
    let zone = terms.termination.as_ref().and_then(|t| t.zone.as_deref());
    zone_at(terms, zone, None)
}

/// The last day of the n-th term, counted from 1; `None` when there is no such term (A11).
///
/// # Errors
/// Terms without the numbers, or beyond the years that can be written.
pub fn term_end(terms: &Terms, timeline: &Timeline, n: u32) -> Result<Option<Dated>, DateError> {
    let (Some(duration), Some(in_force)) = (fixed(terms), &timeline.in_force) else {
        return Ok(None);
    };
    if n == 0 || (n > 1 && duration.auto_renew.is_none()) {
        return Ok(None);
    }
    nth_end(terms, duration, in_force.date, n).map(Some)
}

/// The last day on which a notice against renewal of the n-th term counts (A11): in force 23
/// November 2016, a year each, 90 days: 24 August 2019 for the third term. `None` when that term
/// is not followed by another.
///
/// # Errors
/// Terms without the numbers, or beyond the years that can be written.
pub fn last_notice_day(
    terms: &Terms,
    timeline: &Timeline,
    n: u32,
) -> Result<Option<Dated>, DateError> {
    let duration = fixed(terms).filter(|d| d.auto_renew.is_some());
    let (Some(duration), Some(end)) = (duration, term_end(terms, timeline, n)?) else {
        return Ok(None);
    };
    let day = notice_day(terms, duration, end.date)?;
    let rule = duration.rule("no_renew_notice");
    dated(day, end_zone(terms), rule, "no-renewal").map(Some)
}

fn notice_day(terms: &Terms, duration: &Duration, end: Date) -> Result<Date, DateError> {
    match duration.no_renew_notice {
        Some(notice) => dates::before(notice, end, &terms.calendar, None),
        None => Ok(end),
    }
}

fn nth_end(terms: &Terms, duration: &Duration, first: Date, n: u32) -> Result<Dated, DateError> {
    let day = nth_last_day(duration, first, n)?;
    dated(day, end_zone(terms), duration.rule("term"), "term")
}

/// Counted from the first day of all, so that a clamped month end does not drift.
fn nth_last_day(duration: &Duration, first: Date, n: u32) -> Result<Date, DateError> {
    let given = |period: Option<Period>, field| {
        let period = period.filter(|p| p.n > 0);
        period.ok_or(DateError::Missing { field })
    };
    let term = given(duration.term, "duration.term")?;
    let more = n.saturating_sub(1);
    if more == 0 {
        return dates::last_day(term, first);
    }
    let renew = given(duration.auto_renew, "duration.auto_renew")?;
    let added = Period {
        n: renew.n.saturating_mul(more),
        unit: renew.unit,
    };
    if term.unit != renew.unit {
        return dates::last_day(added, dates::add(term, first, &[], None)?);
    }
    let whole = Period {
        n: term.n.saturating_add(added.n),
        unit: term.unit,
    };
    dates::last_day(whole, first)
}

/// The first term a notice of that day is in time for.
fn in_time_for(
    terms: &Terms,
    duration: &Duration,
    first: Date,
    day: Date,
) -> Result<u32, DateError> {
    let (mut low, mut high) = (1, MOST_TERMS);
    while low < high {
        let middle = low.midpoint(high);
        let last =
            nth_last_day(duration, first, middle).and_then(|end| notice_day(terms, duration, end));
        let in_time = match last {
            Ok(last) => day <= last,
            Err(DateError::OutOfRange { .. }) => true,
            Err(wrong) => return Err(wrong),
        };
        if in_time {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Ok(low)
}

/// Notices against renewal: one party's is enough (A11).
fn no_renewals(
    case: &Case<'_>,
    force: &Force,
    ending: &mut Ending,
    ends: &mut Ends,
) -> Result<(), DateError> {
    let duration = fixed(case.terms).filter(|d| d.auto_renew.is_some());
    for (_, given) in by_author(case, NoticeKind::NoRenewal) {
        for notice in given {
            let fact = notices::name(notice);
            let Some(duration) = duration else {
                return Err(notices::FactError::NothingToRenew { fact }.into());
            };
            let members = |day| members(case, force, &BTreeMap::new(), day);
            let own = settle(no_renewal(case, force, duration, notice, &members))?;
            let end = stay::after(case, notice, own, duration.no_renew_notice, &members)?;
            if let Ok(end) = &end
                && ending.stopped.as_ref().is_none_or(|s| end.date < s.date)
            {
                ending.stopped = Some(end.clone());
            }
            let void = matches!(end, Err(Open::Voided(_)));
            ends.add(&fact, end)?;
            if !void {
                break;
            }
        }
    }
    Ok(())
}

fn no_renewal<'a>(
    case: &Case<'a>,
    force: &Force,
    duration: &Duration,
    notice: &Notice,
    members: &dyn Fn(Date) -> BTreeSet<&'a PartyId>,
) -> Result<Dated, Stop> {
    let first = force.in_force.as_ref().map_err(|_| Open::NotInForce)?.date;
    let day = if duration.no_renew_on_receipt {
        Case::received(notice, &members(notice.dated))?
    } else {
        notice.dated
    };
    let n = in_time_for(case.terms, duration, first, day)?;
    let end = nth_last_day(duration, first, n)?;
    let rule = duration.rule("auto_renew");
    Ok(dated(end, end_zone(case.terms), rule, "no-renewal")?)
}

/// Notices of termination, earliest first (A12).
fn notices_of_termination(
    case: &Case<'_>,
    force: &Force,
    ending: &mut Ending,
    ends: &mut Ends,
) -> Result<(), DateError> {
    let exit = case.terms.termination.as_ref().filter(|t| t.by_notice);
    for (party, given) in by_author(case, NoticeKind::Terminate) {
        let Some(exit) = exit else {
            ends.add("", Err(Open::NoExit(party.clone())))?;
            continue;
        };
        for notice in given {
            let left = ending.left.clone();
            let members = |day| members(case, force, &left, day);
            let own = settle(termination(case, exit, notice, &members))?;
            let end = stay::after(case, notice, own, exit.notice, &members)?;
            let void = matches!(end, Err(Open::Voided(_)));
            match exit.effect {
                NoticeEffect::Ends => ends.add(&notices::name(notice), end)?,
                NoticeEffect::Leaves => {
                    let end = leaving(force, party, ends.begin, notice, end)?;
                    ending.left.insert(party.clone(), end);
                }
            }
            if !void {
                break;
            }
        }
    }
    Ok(())
}

/// A party cannot leave before it is bound.
fn leaving(
    force: &Force,
    party: &PartyId,
    begin: Option<Date>,
    notice: &Notice,
    end: Found,
) -> Result<Found, DateError> {
    let begin = match force.bound.get(party) {
        Some(bound) => bound.as_ref().ok().map(|b| b.date),
        None => begin,
    };
    match (begin, &end) {
        (Some(begin), Ok(day)) => notices::begins_first(&notices::name(notice), begin, day.date)?,
        (None, Ok(_)) => return Ok(Err(Open::NotInForce)),
        (_, Err(_)) => {}
    }
    Ok(end)
}

fn termination<'a>(
    case: &Case<'a>,
    exit: &Termination,
    notice: &Notice,
    members: &dyn Fn(Date) -> BTreeSet<&'a PartyId>,
) -> Result<Dated, Stop> {
    let by = members(notice.dated);
    let field = "termination.runs_from";
    let from = match exit.runs_from.ok_or(DateError::Missing { field })? {
        RunsFrom::Date => notice.dated,
        RunsFrom::Receipt => Case::received(notice, &by)?,
        RunsFrom::DepositaryReceipt => case.at_depositary(notice, &by)?,
    };
    let own = match exit.notice {
        Some(period) => dates::add(period, from, &case.terms.calendar, None)?,
        None => from,
    };
    let end = notice.effective.map_or(own, |later| own.max(later));
    let zone = zone_at(case.terms, exit.zone.as_deref(), None);
    Ok(dated(end, zone, exit.rule("notice"), "notice")?)
}

/// Each author's notices of a kind in the order given, authors by the date of their first.
fn by_author<'a>(case: &Case<'a>, kind: NoticeKind) -> Vec<(&'a PartyId, Vec<&'a Notice>)> {
    let mut authors: BTreeMap<&PartyId, Vec<&Notice>> = BTreeMap::new();
    for notice in case.facts.notices.iter().filter(|n| n.kind == kind) {
        authors.entry(&notice.from).or_default().push(notice);
    }
    let mut authors: Vec<_> = authors.into_iter().collect();
    authors.sort_by_key(|(_, given)| given.first().map(|notice| notice.dated));
    authors
}

/// Who is a party on a day: all it was made between, where they are bound together; else those
/// bound; with those that acceded, without those that left. Before anybody is bound: all.
pub(super) fn members<'a>(
    case: &Case<'a>,
    force: &Force,
    left: &BTreeMap<PartyId, Found>,
    day: Date,
) -> BTreeSet<&'a PartyId> {
    let bound = |p: &PartyId| matches!(force.bound.get(p), Some(Ok(b)) if b.date <= day);
    let gone = |p: &PartyId| matches!(left.get(p), Some(Ok(end)) if end.date < day);
    let together = case
        .originals
        .iter()
        .filter(|p| !case.by_deposit() || bound(p));
    let members: BTreeSet<&PartyId> = together
        .chain(case.acceders.iter().filter(|p| bound(p)))
        .filter(|p| !gone(p))
        .copied()
        .collect();
    if members.is_empty() {
        return case.originals.clone();
    }
    members
}
