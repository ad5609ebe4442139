//! Nouns and their canonical bytes.
//!
//! Everything else in the house speaks in these types: a party and its [`card`], the
//! [`instrument`] two parties negotiate, the [`act`]s they perform, and the DSSE
//! [`dsse`] frame an act travels and is logged in. Parse, don't validate: a value of one of
//! these types has already been checked.
//!
//! What is *not* here: no clock, no randomness, no files, no sockets, no terms
//! (`entente-agreement`), no log (`entente-record`), no encryption (`entente-seal`).

pub mod act;
pub mod b64;
pub mod card;
pub mod case;
pub mod course;
pub mod dsse;
pub mod hash;
pub mod holding;
pub mod house;
pub mod id;
pub mod instrument;
pub mod keys;
pub mod label;
pub mod merkle;
pub mod problem;
pub mod publication;
pub mod time;
pub mod turn;

pub use act::{Act, Deed};
pub use hash::Digest;
pub use id::{AgreementId, LevelId, OfficialId, PartyId, ProvisionId};
pub use label::Label;
pub use problem::{Fault, Problem};
pub use time::Instant;
