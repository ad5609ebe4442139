//! Periods of time as treaties write them: calendar years to hours, or working days.

use super::shape::{Shape, Takes};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// A period, ISO 8601 with a word for working days: `P6M`, `P1Y`, `P90D`, `P3W`, `PT24H`,
/// `P15D working`, `P14D clear`. One unit; at most a thousand years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: Unit,
}

/// The unit of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Hours, 3600 seconds each.
    Hours,
    /// Calendar days.
    Days,
    /// Clear days: neither the first nor the last day is counted.
    ClearDays,
    /// Days that are working days of the calendar the clock names.
    WorkingDays,
    /// Seven days each.
    Weeks,
    /// Calendar months; a day the month does not have becomes its last.
    Months,
    /// Calendar years.
    Years,
}

impl Period {
    /// About how many days, for comparing the sizes of periods; never for computing a date.
    #[must_use]
    pub fn about_days(&self) -> u64 {
        let n = u64::from(self.n);
        match self.unit {
            Unit::Hours => n / 24,
            Unit::Days | Unit::ClearDays => n,
            Unit::WorkingDays => n.saturating_mul(7) / 5,
            Unit::Weeks => n.saturating_mul(7),
            Unit::Months => n.saturating_mul(30),
            Unit::Years => n.saturating_mul(365),
        }
    }
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a period: one of PnY, PnM, PnW, PnD, PTnH, `PnD working` or `PnD clear`, up to 1000 years"
)]
pub struct PeriodError(String);

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let fail = || PeriodError(text.chars().take(40).collect());
        let (iso, working, clear) = match text.split_once(' ') {
            Some((iso, "working")) => (iso, true, false),
            Some((iso, "clear")) => (iso, false, true),
            _ => (text, false, false),
        };
        let rest = iso.strip_prefix('P').ok_or_else(fail)?;
        let (rest, time) = match rest.strip_prefix('T') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let unit_at = rest.len().checked_sub(1).ok_or_else(fail)?;
        let (digits, unit) = rest.split_at_checked(unit_at).ok_or_else(fail)?;
        if digits.is_empty()
            || digits.len() > 6
            || (digits.starts_with('0') && digits != "0")
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(fail());
        }
        let n: u32 = digits.parse().map_err(|_| fail())?;
        let (unit, most) = match (time, working, unit) {
            (true, false, "H") => (Unit::Hours, 100_000),
            (false, true, "D") => (Unit::WorkingDays, 5_000),
            (false, false, "D") if clear => (Unit::ClearDays, 365_000),
            _ if clear => return Err(fail()),
            (false, false, "D") => (Unit::Days, 365_000),
            (false, false, "W") => (Unit::Weeks, 52_000),
            (false, false, "M") => (Unit::Months, 12_000),
            (false, false, "Y") => (Unit::Years, 1_000),
            _ => return Err(fail()),
        };
        if n > most {
            return Err(fail());
        }
        Ok(Self { n, unit })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.n;
        match self.unit {
            Unit::Hours => write!(f, "PT{n}H"),
            Unit::Days => write!(f, "P{n}D"),
            Unit::WorkingDays => write!(f, "P{n}D working"),
            Unit::ClearDays => write!(f, "P{n}D clear"),
            Unit::Weeks => write!(f, "P{n}W"),
            Unit::Months => write!(f, "P{n}M"),
            Unit::Years => write!(f, "P{n}Y"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl Shape for Period {
    const TAKES: Takes = Takes::Value(
        "a period: \"P6M\", \"P1Y\", \"P90D\", \"P3W\", \"PT24H\", \"P15D working\" for working days, \"P14D clear\" where neither end counts",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_a_period() {
        for good in [
            "P6M",
            "P1Y",
            "P90D",
            "P3W",
            "PT24H",
            "P15D working",
            "P14D clear",
            "P0D",
        ] {
            assert_eq!(good.parse::<Period>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "P",
            "6M",
            "P6",
            "PM",
            "P-1D",
            "P1.5D",
            "P06M",
            "P1Y6M",
            "PT24M",
            "P6M working",
            "P999999Y",
            "P12001M",
            "P１D",
            "p6m",
            "P6M ",
            "P6月",
        ] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            if let Ok(period) = text.parse::<Period>() {
                prop_assert_eq!(period.to_string(), text);
            }
        }
    }
}
