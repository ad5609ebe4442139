//! The main path: `step(state, now, input) → (state, commit, effects)`.
//!
//! A node's whole behaviour is this fold. The shell gives it inputs (commands, a partner's push,
//! a payload's arrival), makes the commit durable, and only then runs the effects and gives the
//! answers. No clock, randomness, files or sockets here: they come in as [`World`].
//!
//! Architecture invariant: the engine is total. Any bytes from a partner give new state or a
//! [`entente_model::Problem`] naming who is at fault.
//!
//! Architecture invariant: a state whose commit was not made durable is dropped; [`Restore`]
//! folds the stored entries again, by the same code.

pub mod commit;
mod deeds;
pub mod desk;
mod fold;
mod giving;
pub mod house;
pub mod input;
pub mod items;
mod levels;
mod local;
mod log;
mod matters;
mod onward;
mod remote;
mod restore;
mod state;
mod step;
mod talks;
pub mod text;
pub mod wire;

pub use commit::{Commit, Loaded, LogId};
pub use giving::MEANS;
pub use house::House;
pub use input::{Acting, Answer, Effect, Input, NewTurn, ReadAsked};
pub use levels::level_in;
pub use log::Log;
pub use restore::Restore;
pub use state::{Agreement, Anchors, Bits, KEYS_WINDOW, Me, Partner, Side, State};
pub use step::{Step, World};
