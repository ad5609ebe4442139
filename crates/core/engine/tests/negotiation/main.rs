//! Negotiating, freezing, signing and amending between two nodes: whatever crosses, is lost or
//! comes twice, both end in the same state, and the same again from their stores.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

#[path = "../common/mod.rs"]
mod common;

mod amending;
mod any_order;
mod concordance;
mod crossing;
mod freezing;
mod helpers;
mod long;
mod signing;
