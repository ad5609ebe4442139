//! The agreement: its terms, its text under negotiation, its life and dates, and the one
//! decision function [`permit`] that both the sender and the receiver ask.
//!
//! Everything is a fold over signed acts: same acts, same answer, whatever the node's clock and
//! zone (DESIGN §2.6). What is *not* here: the log, signatures, sealing, files.

pub mod calendar;
pub mod cases;
pub mod check;
pub mod compare;
pub mod course;
pub mod custody;
pub mod dates;
pub mod facts;
pub mod fields;
pub mod life;
pub mod lint;
pub mod marks;
pub mod negotiation;
pub mod page;
pub mod past;
pub mod permit;
pub mod redline;
pub mod register;
pub mod rules;
pub mod scenario;
pub mod source;
pub mod terms;
pub mod timeline;

pub use life::{Life, Stage};
pub use past::Past;
pub use permit::{Ask, Check, Decision};
pub use register::Register;
pub use rules::Rules;
pub use terms::Terms;
