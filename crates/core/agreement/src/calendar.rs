//! Clocks in working days (V1): counted on a calendar that is part of the terms, so that every
//! node counts alike. The day a clock starts from is not counted; a clock that leaves the days the
//! calendar knows is refused, never guessed.

use crate::terms::{Calendar, Weekday};
use entente_model::time::Date;
use std::collections::BTreeSet;

/// Why working days cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The clock counts working days and names no calendar.
    #[error("working days are counted, and the terms name no calendar for it")]
    Unnamed,
    /// No calendar of that name.
    #[error("the terms have no calendar `{name}`")]
    Unknown {
        /// The name the clock uses.
        name: String,
    },
    /// Several calendars of that name.
    #[error("the terms have more than one calendar `{name}`")]
    Twice {
        /// The name.
        name: String,
    },
    /// A day outside those the calendar knows.
    #[error("calendar `{name}` knows {from} to {until}, not {day}: its days must be added first")]
    Beyond {
        /// The calendar.
        name: String,
        /// The day it does not know.
        day: Date,
        /// First day it knows.
        from: Date,
        /// Last day it knows.
        until: Date,
    },
}

/// One calendar, ready for counting (V1).
#[derive(Debug, Clone)]
pub struct WorkingDays<'t> {
    calendar: &'t Calendar,
    holidays: BTreeSet<Date>,
}

impl<'t> WorkingDays<'t> {
    /// The calendar of that name among those of the terms (V1).
    ///
    /// # Errors
    /// No name, no such calendar, or two of that name.
    pub fn named(calendars: &'t [Calendar], name: Option<&str>) -> Result<Self, CalendarError> {
        let name = name.ok_or(CalendarError::Unnamed)?;
        let mut found = calendars.iter().filter(|c| c.id == name);
        match (found.next(), found.next()) {
            (Some(calendar), None) => Ok(Self {
                calendar,
                holidays: calendar.holidays.iter().copied().collect(),
            }),
            (None, _) => Err(CalendarError::Unknown { name: name.into() }),
            (Some(_), Some(_)) => Err(CalendarError::Twice { name: name.into() }),
        }
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// A day the calendar does not know.
    pub fn is_working(&self, day: Date) -> Result<bool, CalendarError> {
        if day < self.calendar.from || day > self.calendar.until {
            return Err(self.beyond(day));
        }
        Ok(!self.calendar.weekend.contains(&weekday(day)) && !self.holidays.contains(&day))
    }

    /// The `n`-th working day after a day, which is not counted itself; with 0, that day.
    ///
    /// # Errors
    /// The clock leaves the days the calendar knows.
    pub fn add(&self, from: Date, n: u32) -> Result<Date, CalendarError> {
        self.walk(from, n, Date::tomorrow)
    }

    /// The `n`-th working day before a day, which is not counted itself; with 0, that day.
    ///
    /// # Errors
    /// The clock leaves the days the calendar knows.
    pub fn subtract(&self, from: Date, n: u32) -> Result<Date, CalendarError> {
        self.walk(from, n, Date::yesterday)
    }

    fn walk(
        &self,
        from: Date,
        n: u32,
        step: impl Fn(Date) -> Result<Date, jiff::Error>,
    ) -> Result<Date, CalendarError> {
        self.is_working(from)?;
        let mut day = from;
        let mut left = n;
        while left > 0 {
            day = step(day).map_err(|_| self.beyond(day))?;
            if self.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    fn beyond(&self, day: Date) -> CalendarError {
        CalendarError::Beyond {
            name: self.calendar.id.clone(),
            day,
            from: self.calendar.from,
            until: self.calendar.until,
        }
    }
}

fn weekday(day: Date) -> Weekday {
    match day.weekday() {
        jiff::civil::Weekday::Monday => Weekday::Monday,
        jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
        jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
        jiff::civil::Weekday::Thursday => Weekday::Thursday,
        jiff::civil::Weekday::Friday => Weekday::Friday,
        jiff::civil::Weekday::Saturday => Weekday::Saturday,
        jiff::civil::Weekday::Sunday => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::testing::cases;
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    fn calendar() -> Vec<Calendar> {
        let text = r#"
            id = "uy"
            weekend = ["saturday", "sunday"]
            from = "2026-01-01"
            until = "2027-12-31"
            holidays = ["2026-05-01", "2026-12-25", "2027-01-01"]
            basis = "8"
        "#;
        vec![toml::from_str(text).unwrap()]
    }

    #[test]
    fn fifteen_working_days_over_a_holiday() {
        let calendars = calendar();
        let days = WorkingDays::named(&calendars, Some("uy")).unwrap();
        // Friday 1 May 2026 is a holiday.
        assert_eq!(days.add(date(2026, 4, 30), 1), Ok(date(2026, 5, 4)));
        assert_eq!(days.subtract(date(2026, 5, 22), 15), Ok(date(2026, 4, 30)));
        assert_eq!(days.add(date(2026, 5, 2), 0), Ok(date(2026, 5, 2)));
        assert_eq!(days.is_working(date(2026, 5, 1)), Ok(false));
    }

    #[test]
    fn never_past_what_the_calendar_knows() {
        let mut calendars = calendar();
        assert!(matches!(
            WorkingDays::named(&calendars, Some("es")),
            Err(CalendarError::Unknown { .. })
        ));
        assert!(matches!(
            WorkingDays::named(&calendars, None),
            Err(CalendarError::Unnamed)
        ));
        let days = WorkingDays::named(&calendars, Some("uy")).unwrap();
        assert!(matches!(
            days.add(date(2027, 12, 30), 2),
            Err(CalendarError::Beyond { day, .. }) if day == date(2028, 1, 1)
        ));
        assert!(days.subtract(date(2026, 1, 1), 1).is_err());
        assert!(days.add(date(2030, 1, 1), 0).is_err());
        assert!(days.add(date(2026, 1, 1), u32::MAX).is_err());
        calendars.extend(calendar());
        assert!(matches!(
            WorkingDays::named(&calendars, Some("uy")),
            Err(CalendarError::Twice { .. })
        ));
    }

    #[test]
    fn a_calendar_to_the_last_day_there_is() {
        let mut calendars = calendar();
        calendars[0].until = Date::MAX;
        let days = WorkingDays::named(&calendars, Some("uy")).unwrap();
        assert!(days.add(Date::MAX, 1).is_err());
    }

    proptest! {
        #![proptest_config(cases())]
        #[test]
        fn adding_and_subtracting_are_inverse(offset in 0i64..700, n in 0u32..200) {
            let calendars = calendar();
            let days = WorkingDays::named(&calendars, Some("uy")).unwrap();
            let from = date(2026, 1, 1).checked_add(offset.days()).unwrap();
            if days.is_working(from) == Ok(true) {
                if let Ok(later) = days.add(from, n) {
                    prop_assert!(days.is_working(later).unwrap());
                    prop_assert_eq!(days.subtract(later, n), Ok(from));
                }
                if let Ok(earlier) = days.subtract(from, n) {
                    prop_assert_eq!(days.add(earlier, n), Ok(from));
                }
            }
        }
    }
}
