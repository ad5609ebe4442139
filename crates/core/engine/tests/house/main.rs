//! Inside a party: who may do what, who may read what, that reads are written down, and that the
//! record of it cannot be rewritten and never leaves.
#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../common/mod.rs"]
mod common;

mod anchors;
mod any_order;
mod deeds;
mod helpers;
mod reading;
