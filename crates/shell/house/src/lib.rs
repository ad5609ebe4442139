//! A party's own rules on who may read what, in Cedar.
//!
//! What two parties agreed is decided in `entente-agreement`, equally on both sides. Who inside
//! one party may read what is that party's own business: it is written in Cedar, ships as a
//! default ([`Rules::shipped`]) and can be replaced ([`Rules::load`]) or added to
//! ([`Rules::with_shipped`]). [`Rules::decide`] answers one [`Request`] and says which rules
//! decided (invariant 8: a refusal names its rule, a permission records what allowed it).
//!
//! Two rules stand beside every set and cannot be taken out (`policies/floor.cedar`): nothing the
//! treaty does not allow, and nobody acts in a position not held. What no rule permits is refused;
//! an error in any rule refuses.
//!
//! What is *not* here: no release decision (that is never on Cedar's path), no directory of people,
//! no clock, no files. The caller fills in a [`Request`] from what it knows.

mod cedar;
mod request;
mod rules;
mod scan;

pub use request::{Act, Context, Kind, Person, Request, Role, Subject, Thing};
pub use rules::{Reason, Rules, Verdict};
pub use scan::{MAX_BYTES, MAX_DEPTH, MAX_LINKS, MAX_POLICIES};
