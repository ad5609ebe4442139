//! Dates of the agreement, from signed notices only: equal on every node (DESIGN §2.6).

use crate::terms::{EntryIntoForce, Offset, RunsFrom, Termination};
use entente_model::time::Date;
use jiff::Span;

/// The date of entry into force for a trigger's date. `None` when it lies outside the calendar.
#[must_use]
pub fn entry_into_force(rule: &EntryIntoForce, trigger: Date) -> Option<Date> {
    match rule.offset {
        Offset::None => Some(trigger),
        Offset::Days => trigger
            .checked_add(Span::new().days(i64::from(rule.n)))
            .ok(),
        Offset::FirstOfMonth => trigger
            .first_of_month()
            .checked_add(Span::new().months(i64::from(rule.n)))
            .ok(),
    }
}

/// The last day of the agreement after a notice of termination: the notice period in calendar
/// months from its date or receipt. `None` while the deciding date is not known.
#[must_use]
pub fn end(rule: &Termination, dated: Date, received: Option<Date>) -> Option<Date> {
    let from = match rule.runs_from {
        RunsFrom::Date => dated,
        RunsFrom::Receipt => received?,
    };
    from.checked_add(Span::new().months(i64::from(rule.months)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Trigger;
    use jiff::civil::date;

    fn rule(offset: Offset, n: u32) -> EntryIntoForce {
        EntryIntoForce {
            trigger: Trigger::LastNoticeReceived,
            offset,
            n,
            zone: "Asia/Tokyo".into(),
            basis: "1".parse().unwrap(),
        }
    }

    /// Real vectors of agreements.md A4.
    #[test]
    fn real_entry_into_force() {
        let first = rule(Offset::FirstOfMonth, 2);
        // Austria–France: notices received 22 Apr 2009.
        assert_eq!(
            entry_into_force(&first, date(2009, 4, 22)),
            Some(date(2009, 6, 1))
        );
        // Austria–Spain: 30 Jul 2012.
        assert_eq!(
            entry_into_force(&first, date(2012, 7, 30)),
            Some(date(2012, 9, 1))
        );
        // Austria–Germany: signed 18 Apr 2007. Austria–UN: 26 Jul 2012.
        assert_eq!(
            entry_into_force(&first, date(2007, 4, 18)),
            Some(date(2007, 6, 1))
        );
        // New Zealand–Spain: receipt of the second notice, 17 Mar 2021.
        assert_eq!(
            entry_into_force(&rule(Offset::None, 0), date(2021, 3, 17)),
            Some(date(2021, 3, 17))
        );
        assert_eq!(
            entry_into_force(&first, date(2026, 12, 31)),
            Some(date(2027, 2, 1))
        );
    }

    #[test]
    fn months_of_notice_are_calendar_months() {
        let rule = Termination {
            allowed: true,
            months: 6,
            runs_from: RunsFrom::Receipt,
            basis: "1".parse().unwrap(),
        };
        assert_eq!(end(&rule, date(2026, 8, 31), None), None);
        assert_eq!(
            end(&rule, date(2026, 8, 1), Some(date(2026, 8, 31))),
            Some(date(2027, 2, 28))
        );
    }
}
