//! Clocks on items, visits and incidents (C6, V1, F4, I1). Each gives a day, or nothing where the
//! terms state no number: then elapsed time is shown and no verdict given.

use super::dated;
use crate::{
    dates::{self, DateError, must_exist, zone_at},
    facts::Dated,
    terms::{Group, Levels, Period, Receipt, Terms, Within},
};
use entente_model::{LevelId, PartyId, time::Date};

/// The first day on which an item of that level and date is no longer classified (C6): a document
/// of May 2000, lifted after 30 years from 1 January following, on 1 January 2031. One dated 1
/// January counts from the 1 January after it.
///
/// # Errors
/// See [`DateError`].
pub fn declassified_on(
    terms: &Terms,
    level: &LevelId,
    item: Date,
) -> Result<Option<Dated>, DateError> {
    let auto = terms
        .reclassification
        .as_ref()
        .and_then(|r| r.auto.as_ref());
    let covers = |levels: &Option<Levels>| {
        let levels = levels.as_ref();
        levels.is_none_or(|levels| covered(terms, levels, Some(level)).is_some())
    };
    let Some(auto) = auto.filter(|auto| covers(&auto.levels)) else {
        return Ok(None);
    };
    let from = if auto.from_next_january {
        let (period, from) = (auto.after, item);
        let year = item.year().checked_add(1);
        year.and_then(|year| Date::new(year, 1, 1).ok())
            .ok_or(DateError::OutOfRange { period, from })?
    } else {
        item
    };
    let day = dates::add(auto.after, from, &terms.calendar, None)?;
    let because = "auto-declassification";
    dated(day, &terms.zone, auto.rule("after"), because).map(Some)
}

/// The last day on which a request for a visit is in time (V1). The visit's day is not counted.
///
/// # Errors
/// See [`DateError`].
pub fn visit_request_by(terms: &Terms, visit_from: Date) -> Result<Option<Dated>, DateError> {
    let lead = terms.visits.as_ref().and_then(|v| v.lead);
    before_visit(terms, lead, visit_from, "lead", "visit-lead")
}

/// The same in urgent cases (V1).
///
/// # Errors
/// See [`DateError`].
pub fn visit_urgent_request_by(
    terms: &Terms,
    visit_from: Date,
) -> Result<Option<Dated>, DateError> {
    let lead = terms.visits.as_ref().and_then(|v| v.urgent);
    before_visit(terms, lead, visit_from, "urgent", "visit-lead")
}

/// The last day on which the host's answer is in time (V1).
///
/// # Errors
/// See [`DateError`].
pub fn visit_answer_by(terms: &Terms, visit_from: Date) -> Result<Option<Dated>, DateError> {
    let answer = terms.visits.as_ref().and_then(|v| v.answer_before);
    before_visit(terms, answer, visit_from, "answer_before", "visit-answer")
}

/// As [`visit_answer_by`], under the row of the host's own where the terms have one.
///
/// # Errors
/// See [`DateError`].
pub fn visit_answer_by_at(
    terms: &Terms,
    host: &PartyId,
    visit_from: Date,
) -> Result<Option<Date>, DateError> {
    let own = terms
        .host_visits
        .iter()
        .find(|v| v.host.as_ref() == Some(host));
    let Some(visits) = own.or(terms.visits.as_ref()) else {
        return Ok(None);
    };
    let Some(before) = visits.answer_before else {
        return Ok(None);
    };
    let zone = zone_at(terms, visits.zone.as_deref(), Some(host));
    let from = must_exist(visit_from, zone)?;
    dates::before(before, from, &terms.calendar, visits.calendar.as_deref()).map(Some)
}

fn before_visit(
    terms: &Terms,
    period: Option<Period>,
    visit_from: Date,
    field: &str,
    because: &str,
) -> Result<Option<Dated>, DateError> {
    let (Some(visits), Some(period)) = (&terms.visits, period) else {
        return Ok(None);
    };
    let zone = zone_at(terms, visits.zone.as_deref(), None);
    let from = must_exist(visit_from, zone)?;
    let day = dates::before(period, from, &terms.calendar, visits.calendar.as_deref())?;
    dated(day, zone, visits.rule(field), because).map(Some)
}

/// The last day within a time standard that starts on a day; `None` without a number (I1).
///
/// # Errors
/// See [`DateError`].
pub fn deadline(terms: &Terms, within: &Within, start: Date) -> Result<Option<Date>, DateError> {
    let Some(max) = within.max else {
        return Ok(None);
    };
    period_end(terms, within, max, start).map(Some)
}

fn period_end(
    terms: &Terms,
    within: &Within,
    period: Period,
    start: Date,
) -> Result<Date, DateError> {
    let zone = zone_at(terms, within.zone.as_deref(), None);
    let start = must_exist(start, zone)?;
    let day = dates::add(period, start, &terms.calendar, within.calendar.as_deref())?;
    must_exist(day, zone)
}

/// The last day for telling the originator of an incident discovered on a day (I1).
///
/// # Errors
/// See [`DateError`].
pub fn incident_notice_by(terms: &Terms, discovered: Date) -> Result<Option<Dated>, DateError> {
    let Some(incident) = &terms.incident else {
        return Ok(None);
    };
    let Some(notify) = &incident.notify else {
        return Ok(None);
    };
    let day = deadline(terms, notify, discovered)?;
    Ok(day.map(|date| basis(incident, "notify", date, "incident")))
}

/// The last day for the receipt of an item, from the day its clock starts (F4).
///
/// # Errors
/// See [`DateError`].
pub fn receipt_due(
    terms: &Terms,
    level: Option<&LevelId>,
    start: Date,
) -> Result<Option<Dated>, DateError> {
    let Some(row) = receipt_row(terms, level) else {
        return Ok(None);
    };
    let day = deadline(terms, &row.within, start)?;
    Ok(day.map(|date| basis(row, "within", date, "receipt")))
}

/// The day a tracer is due for an item dispatched on a day and not receipted (F4).
///
/// # Errors
/// See [`DateError`].
pub fn tracer_due(
    terms: &Terms,
    level: Option<&LevelId>,
    dispatched: Date,
) -> Result<Option<Dated>, DateError> {
    let row = receipt_row(terms, level);
    let Some((row, after)) = row.and_then(|row| Some((row, row.tracer_after?))) else {
        return Ok(None);
    };
    let date = period_end(terms, &row.within, after, dispatched)?;
    Ok(Some(basis(row, "tracer_after", date, "tracer")))
}

/// The day the originator's next review is due, after the last one or the item's date (C6).
///
/// # Errors
/// See [`DateError`].
pub fn review_due(terms: &Terms, last: Date) -> Result<Option<Dated>, DateError> {
    let reclassification = terms.reclassification.as_ref();
    let Some((group, every)) = reclassification.and_then(|r| Some((r, r.review_every?))) else {
        return Ok(None);
    };
    let day = dates::add(every, last, &terms.calendar, None)?;
    dated(day, &terms.zone, group.rule("review_every"), "review").map(Some)
}

fn basis(group: &dyn Group, field: &str, date: Date, because: &str) -> Dated {
    Dated {
        date,
        article: group.rule(field).clone(),
        because: because.to_owned(),
    }
}

/// The row with the highest level that covers the item; of equal ones the first.
fn receipt_row<'t>(terms: &'t Terms, level: Option<&LevelId>) -> Option<&'t Receipt> {
    let mut best: Option<(u64, &Receipt)> = None;
    for row in &terms.receipt {
        if let Some(rank) = covered(terms, &row.levels, level)
            && best.is_none_or(|(other, _)| rank > other)
        {
            best = Some((rank, row));
        }
    }
    best.map(|(_, row)| row)
}

/// How high the rule that covers an item starts: 0 for all, else one more than the level's rank;
/// `None` where it does not cover the item.
fn covered(terms: &Terms, levels: &Levels, level: Option<&LevelId>) -> Option<u64> {
    let from = match levels {
        Levels::All => return Some(0),
        Levels::None => return None,
        Levels::From(from) => from,
    };
    let find = |id: &LevelId| terms.level.iter().find(|l| l.id().as_ref() == Ok(id));
    let item = find(level?)?;
    let starts = from.iter().filter_map(find).filter(|start| {
        start.party == item.party && start.scheme == item.scheme && start.rank <= item.rank
    });
    let highest = starts.map(|start| u64::from(start.rank)).max()?;
    Some(highest.saturating_add(1))
}
