//! Cases as a fold over acts: in order, out of order, by the wrong party, closed alone, overdue;
//! and the same on every node whatever the order in which the acts arrive.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a failure here fails the test"
)]

mod any_order;
mod asking;
mod bounds;
mod clocks;
mod closing;
mod common;
