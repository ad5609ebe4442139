//! Instants and civil dates. Clocks are claims: an instant says what its author's clock said.

use serde::{Deserialize, Serialize};
use std::fmt;

pub use jiff::civil::Date;

/// Seconds since 1970-01-01T00:00:00Z, as the author's clock had it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The civil date in an IANA time zone. `None` for an unknown zone or an instant outside
    /// the years −9999 to 9999.
    #[must_use]
    pub fn date_in(self, zone: &str) -> Option<Date> {
        let zone = jiff::tz::TimeZone::get(zone).ok()?;
        let stamp = jiff::Timestamp::from_second(self.0).ok()?;
        Some(zone.to_datetime(stamp).date())
    }

    /// Seconds as an unsigned number, 0 before 1970.
    #[must_use]
    pub fn unix(self) -> u64 {
        u64::try_from(self.0).unwrap_or(0)
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(stamp) => write!(f, "{stamp}"),
            Err(_) => write!(f, "@{}", self.0),
        }
    }
}
