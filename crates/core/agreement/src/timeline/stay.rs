//! Stayed, withdrawn and revived notices (A13). A notice never changes; what all parties agreed
//! to do with it, and its author's revival, are facts beside it.

use super::{
    Found, Open, dated,
    notices::{self, Case, FactError},
};
use crate::{
    dates::{self, DateError, zone_at},
    facts::{Dated, Notice, StayTo},
    terms::{Group, Period, Unit},
};
use entente_model::{PartyId, ProvisionId, time::Date};
use std::collections::BTreeSet;

/// How a notice stands.
enum Standing {
    /// It runs to its end.
    Runs(Found),
    /// It waits for revival; so many days were left.
    Dormant(Found<u32>),
    /// As if it had never been given.
    Void,
}

enum Event {
    Stay(StayTo),
    Revival,
}

/// The end a notice has after all stays and revivals.
pub(super) fn after<'a>(
    case: &Case<'a>,
    notice: &Notice,
    own: Found,
    period: Option<Period>,
    members: &dyn Fn(Date) -> BTreeSet<&'a PartyId>,
) -> Result<Found, DateError> {
    let mut standing = Standing::Runs(own);
    for (on, event) in events(case, notice, members) {
        standing = match event {
            Event::Stay(to) => stay(case, notice, standing, on, to)?,
            Event::Revival => revive(case, notice, &standing, on, period)?,
        };
    }
    Ok(match standing {
        Standing::Runs(end) => end,
        Standing::Dormant(_) => Err(Open::Stayed(notice.from.clone())),
        Standing::Void => Err(Open::Voided(notice.from.clone())),
    })
}

/// Stays every party signed, on the day of the last signature, and revivals, in order of time.
fn events<'a>(
    case: &Case<'a>,
    notice: &Notice,
    members: &dyn Fn(Date) -> BTreeSet<&'a PartyId>,
) -> Vec<(Date, Event)> {
    let stays = case.facts.stays.iter().filter_map(|stay| {
        let this = notice.is(&stay.of, stay.dated, stay.number);
        let on = stay.signed.values().max().filter(|_| this)?;
        let all = members(*on).iter().all(|p| stay.signed.contains_key(*p));
        all.then_some((*on, Event::Stay(stay.to)))
    });
    let revivals = case.facts.revivals.iter().filter_map(|revival| {
        let this = notice.is(&revival.of, revival.dated, revival.number);
        this.then_some((revival.on, Event::Revival))
    });
    let mut events: Vec<(Date, Event)> = stays.chain(revivals).collect();
    events.sort_by_key(|(on, event)| {
        let order = match event {
            Event::Stay(StayTo::Until(until)) => (0, Some(*until)),
            Event::Stay(StayTo::Revivable) => (1, None),
            Event::Revival => (2, None),
            Event::Stay(StayTo::Void) => (3, None),
        };
        (*on, order)
    });
    events
}

fn stay(
    case: &Case<'_>,
    notice: &Notice,
    standing: Standing,
    on: Date,
    to: StayTo,
) -> Result<Standing, DateError> {
    let fact = || format!("stay of {}", notices::name(notice));
    let (own, left) = match standing {
        Standing::Runs(Ok(end)) => {
            let left = on.until(end.date).map_or(-1, |span| span.get_days());
            let left = u32::try_from(left).map_err(|_| FactError::TooLate {
                fact: fact(),
                end: end.date,
            })?;
            (Some(end), Ok(left))
        }
        Standing::Runs(Err(open)) => (None, Err(open)),
        Standing::Dormant(left) => (None, left),
        Standing::Void => return Err(FactError::NotSo { fact: fact() }.into()),
    };
    Ok(match (to, left) {
        (StayTo::Void, _) => Standing::Void,
        (StayTo::Revivable, left) => Standing::Dormant(left),
        (StayTo::Until(_), Err(open)) => Standing::Runs(Err(open)),
        (StayTo::Until(until), Ok(left)) => {
            let unit = Unit::Days;
            let end = dates::add(Period { n: left, unit }, until, &[], None)?;
            let end = on_stay(case, end.max(on), "stayed-until", "stay")?;
            Standing::Runs(Ok(own.filter(|own| own.date >= end.date).unwrap_or(end)))
        }
    })
}

fn revive(
    case: &Case<'_>,
    notice: &Notice,
    standing: &Standing,
    on: Date,
    whole: Option<Period>,
) -> Result<Standing, DateError> {
    if !matches!(standing, Standing::Dormant(_)) {
        let fact = format!("revival of {}", notices::name(notice));
        return Err(FactError::NotSo { fact }.into());
    }
    let stated = case.terms.stay_of_notice.as_ref();
    let days = stated.and_then(|s| s.revive_notice).or(whole);
    let end = match days {
        Some(days) => dates::add(days, on, &case.terms.calendar, None)?,
        None => on,
    };
    let end = on_stay(case, end, "revived", "revive_notice")?;
    Ok(Standing::Runs(Ok(end)))
}

fn on_stay(case: &Case<'_>, end: Date, because: &str, field: &str) -> Result<Dated, DateError> {
    let clock = case
        .terms
        .termination
        .as_ref()
        .and_then(|t| t.zone.as_deref());
    dated(
        end,
        zone_at(case.terms, clock, None),
        article(case, field),
        because,
    )
}

/// The clause on stays; where the text is silent, the one on the notice.
fn article<'a>(case: &Case<'a>, field: &str) -> &'a ProvisionId {
    let terms = case.terms;
    let stay = terms.stay_of_notice.as_ref().map(|g| g.rule(field));
    let exit = terms.termination.as_ref().map(|g| g.rule("notice"));
    let duration = terms.duration.as_ref().map(|g| g.rule("no_renew_notice"));
    stay.or(exit).or(duration).unwrap_or(case.eif.first())
}
