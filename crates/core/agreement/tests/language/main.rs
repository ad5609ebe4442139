//! The agreement language as its users meet it: instruments, scenarios, invariants.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests: a failure here fails the test"
)]

mod cases;
mod common;
mod instruments;
mod invariants;
mod lint;
mod mutation;
mod particulars;
