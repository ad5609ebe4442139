//! The agreement: its terms, its text under negotiation, its life and dates, and the one
//! decision function [`permit`] that both the sender and the receiver ask.
//!
//! Everything is a fold over signed acts: same acts, same answer, whatever the node's clock and
//! zone (DESIGN §2.6). What is *not* here: the log, signatures, sealing, files.

pub mod dates;
pub mod draft;
pub mod life;
pub mod permit;
pub mod source;
pub mod terms;

pub use life::{Life, Stage};
pub use permit::{Ask, Check, Decision};
pub use terms::Terms;
