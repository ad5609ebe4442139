//! Periods on civil dates: checked, clamped to the end of a month, never wrapping. No clock and no
//! local zone is read, so every node gets the same day (DESIGN §2.6).
//!
//! Conventions. A period runs from a day that is not counted: six months from 31 August end on 28
//! (29) February. A day the month does not have becomes its last. Hours on civil dates are full
//! days, rounded up. What starts *with* a day (a term) ends the day before the same day of the
//! later month, or, where that month has no such day, on its last ([`last_day`]).

use crate::{
    calendar::{CalendarError, WorkingDays},
    terms::{Calendar, Offset, Period, Terms, Unit},
    timeline::FactError,
};
use entente_model::{PartyId, time::Date};
use jiff::{Span, tz::TimeZone};

/// Why a date cannot be computed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The zone is not in the IANA database.
    #[error("`{zone}` is not a time zone of the IANA database")]
    UnknownZone {
        /// The zone.
        zone: String,
    },
    /// The zone skipped that day.
    #[error("{date} never was a day in {zone}")]
    NoSuchDay {
        /// The date.
        date: Date,
        /// The zone.
        zone: String,
    },
    /// The result lies outside the years −9999 to 9999.
    #[error("{period} from {from} is beyond the years that can be written")]
    OutOfRange {
        /// The period.
        period: Period,
        /// The day it runs from.
        from: Date,
    },
    /// Working days cannot be counted.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The terms lack a field the date needs, or it is zero.
    #[error("the date needs {field}, which the terms do not give (or give as zero)")]
    Missing {
        /// Group and field.
        field: &'static str,
    },
    /// A fact is wrong or contradicts another.
    #[error(transparent)]
    Fact(#[from] FactError),
}

/// The day a period after another day (A4, A12). `named` is the calendar for working days.
///
/// # Errors
/// Beyond the years that can be written, or working days that cannot be counted.
pub fn add(
    period: Period,
    from: Date,
    calendars: &[Calendar],
    named: Option<&str>,
) -> Result<Date, DateError> {
    if period.unit == Unit::WorkingDays {
        return Ok(WorkingDays::named(calendars, named)?.add(from, period.n)?);
    }
    span(period)
        .and_then(|span| from.checked_add(span).ok())
        .ok_or(DateError::OutOfRange { period, from })
}

/// The day a period before another day (A11, V1). `named` is the calendar for working days.
///
/// # Errors
/// Beyond the years that can be written, or working days that cannot be counted.
pub fn before(
    period: Period,
    until: Date,
    calendars: &[Calendar],
    named: Option<&str>,
) -> Result<Date, DateError> {
    if period.unit == Unit::WorkingDays {
        return Ok(WorkingDays::named(calendars, named)?.subtract(until, period.n)?);
    }
    let from = until;
    span(period)
        .and_then(|span| until.checked_sub(span).ok())
        .ok_or(DateError::OutOfRange { period, from })
}

/// The last day of a term that starts with `first` (A11): one year from 23 November ends on 22
/// November; one year from 29 February ends on 28 February.
///
/// # Errors
/// As [`add`].
pub fn last_day(period: Period, first: Date) -> Result<Date, DateError> {
    let same = add(period, first, &[], None)?;
    let by_month = matches!(period.unit, Unit::Months | Unit::Years);
    if by_month && same.day() != first.day() {
        return Ok(same);
    }
    let from = first;
    same.yesterday()
        .map_err(|_| DateError::OutOfRange { period, from })
}

/// The day an offset gives (A4): `field` names the number when it is missing.
///
/// # Errors
/// No number where one is needed, the zeroth month, or beyond the years that can be written.
pub fn offset(
    offset: Offset,
    n: Option<u32>,
    from: Date,
    field: &'static str,
) -> Result<Date, DateError> {
    let unit = match offset {
        Offset::None => return Ok(from),
        Offset::Days => Unit::Days,
        Offset::FirstOfMonth => Unit::Months,
    };
    let n = n
        .filter(|n| unit == Unit::Days || *n > 0)
        .ok_or(DateError::Missing { field })?;
    let start = match unit {
        Unit::Months => from.first_of_month(),
        _ => from,
    };
    add(Period { n, unit }, start, &[], None)
}

/// Whether a date was, or will be, a day in a zone: 30 December 2011 never was one in Samoa.
///
/// # Errors
/// Unknown zone.
pub fn exists_in(date: Date, zone: &str) -> Result<bool, DateError> {
    let tz = TimeZone::get(zone).map_err(|_| DateError::UnknownZone { zone: zone.into() })?;
    let skipped = |time: jiff::civil::DateTime| {
        matches!(
            tz.to_ambiguous_timestamp(time).offset(),
            jiff::tz::AmbiguousOffset::Gap { .. }
        )
    };
    Ok(!(skipped(date.at(0, 0, 0, 0)) && skipped(date.at(23, 59, 59, 0))))
}

/// Refuses a date its zone skipped.
///
/// # Errors
/// [`DateError::NoSuchDay`], or an unknown zone.
pub fn must_exist(date: Date, zone: &str) -> Result<Date, DateError> {
    if exists_in(date, zone)? {
        return Ok(date);
    }
    let zone = zone.into();
    Err(DateError::NoSuchDay { date, zone })
}

/// The zone in which a clock's dates are read at a party's end: the clock's own, else the
/// party's, else the agreement's (agreements.md §4, invariant 6).
#[must_use]
pub fn zone_at<'t>(terms: &'t Terms, clock: Option<&'t str>, party: Option<&PartyId>) -> &'t str {
    let at_party = || {
        let party = terms.party.iter().find(|p| Some(&p.id) == party)?;
        party.zone.as_deref()
    };
    clock.or_else(at_party).unwrap_or(&terms.zone)
}

/// `None` when the number is out of the library's range.
fn span(period: Period) -> Option<Span> {
    let n = i64::from(period.n);
    let span = Span::new();
    match period.unit {
        Unit::Hours => span.try_days(i64::from(period.n.div_ceil(24))),
        Unit::Days => span.try_days(n),
        Unit::ClearDays => span.try_days(n.saturating_add(1)),
        Unit::WorkingDays => return None,
        Unit::Weeks => span.try_weeks(n),
        Unit::Months => span.try_months(n),
        Unit::Years => span.try_years(n),
    }
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::testing::{any_date, cases};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn plus(from: Date, period: &str) -> Result<Date, DateError> {
        add(period.parse().unwrap(), from, &[], None)
    }

    #[test]
    fn leap_days_and_month_ends() {
        assert_eq!(plus(date(2024, 2, 29), "P1Y"), Ok(date(2025, 2, 28)));
        assert_eq!(plus(date(2024, 2, 29), "P4Y"), Ok(date(2028, 2, 29)));
        assert_eq!(plus(date(2026, 8, 31), "P6M"), Ok(date(2027, 2, 28)));
        assert_eq!(plus(date(2023, 8, 31), "P6M"), Ok(date(2024, 2, 29)));
        assert_eq!(plus(date(2026, 1, 31), "P1M"), Ok(date(2026, 2, 28)));
        assert_eq!(plus(date(2026, 1, 1), "P3W"), Ok(date(2026, 1, 22)));
        assert_eq!(plus(date(2026, 1, 1), "PT24H"), Ok(date(2026, 1, 2)));
        assert_eq!(plus(date(2026, 1, 1), "PT25H"), Ok(date(2026, 1, 3)));
        let quarter = "P3M".parse().unwrap();
        assert_eq!(
            before(quarter, date(2026, 5, 31), &[], None),
            Ok(date(2026, 2, 28))
        );
    }

    #[test]
    fn terms_end_the_day_before() {
        let year = "P1Y".parse().unwrap();
        assert_eq!(last_day(year, date(2016, 11, 23)), Ok(date(2017, 11, 22)));
        assert_eq!(last_day(year, date(2024, 2, 29)), Ok(date(2025, 2, 28)));
        assert_eq!(last_day(year, date(2023, 3, 1)), Ok(date(2024, 2, 29)));
    }

    #[test]
    fn the_last_year_there_is() {
        assert_eq!(plus(date(9998, 12, 31), "P1Y"), Ok(date(9999, 12, 31)));
        for period in ["P1D", "PT1H", "P1W", "P1M", "P1Y"] {
            assert!(matches!(
                plus(date(9999, 12, 31), period),
                Err(DateError::OutOfRange { .. })
            ));
        }
        assert!(before("P1D".parse().unwrap(), Date::MIN, &[], None).is_err());
    }

    #[test]
    fn samoa_had_no_30_december_2011() {
        assert_eq!(exists_in(date(2011, 12, 30), "Pacific/Apia"), Ok(false));
        assert_eq!(exists_in(date(2011, 12, 29), "Pacific/Apia"), Ok(true));
        assert_eq!(exists_in(date(2011, 12, 31), "Pacific/Apia"), Ok(true));
        assert_eq!(exists_in(date(2011, 12, 30), "Pacific/Auckland"), Ok(true));
        assert_eq!(exists_in(date(1993, 8, 21), "Pacific/Kwajalein"), Ok(false));
        // A clock put forward at midnight leaves the day there.
        assert_eq!(exists_in(date(2018, 11, 4), "America/Sao_Paulo"), Ok(true));
        assert!(matches!(
            exists_in(date(2011, 12, 30), "Pacific/Nowhere"),
            Err(DateError::UnknownZone { .. })
        ));
        assert!(must_exist(date(2011, 12, 30), "Pacific/Apia").is_err());
    }

    #[test]
    fn offsets_need_their_number() {
        let from = date(2009, 4, 22);
        let first = |n| offset(Offset::FirstOfMonth, n, from, "n");
        assert_eq!(first(Some(2)), Ok(date(2009, 6, 1)));
        assert!(matches!(first(Some(0)), Err(DateError::Missing { .. })));
        assert!(matches!(first(None), Err(DateError::Missing { .. })));
        assert_eq!(
            offset(Offset::Days, Some(30), from, "n"),
            Ok(date(2009, 5, 22))
        );
        assert_eq!(offset(Offset::None, None, from, "n"), Ok(from));
    }

    proptest! {
        #![proptest_config(cases())]
        #[test]
        fn any_period_from_any_day(from in any_date(), n in any::<u32>(), unit in 0usize..6) {
            let unit = [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Weeks, Unit::Months, Unit::Years][unit];
            let period = Period { n, unit };
            if let Ok(later) = add(period, from, &[], None) {
                prop_assert!(later >= from);
            }
            if let Ok(earlier) = before(period, from, &[], None) {
                prop_assert!(earlier <= from);
            }
            let _ = last_day(period, from);
            let _ = exists_in(from, "Pacific/Apia");
        }
    }
}
