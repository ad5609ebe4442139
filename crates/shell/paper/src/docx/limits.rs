//! How much of a Word file is looked at.

/// Bytes of the file at most.
pub const MAX_FILE: u64 = 16 << 20;
/// Bytes of all its parts together, unpacked, at most.
pub const MAX_UNPACKED: u64 = 64 << 20;
/// Times its packed size that a part may unpack to.
pub const MAX_RATIO: u64 = 200;
/// Unpacked bytes below which the ratio of a part is not looked at: a few hundred bytes of the
/// same element packs better than any text.
pub const RATIO_FROM: u64 = 64 << 10;
/// Parts at most.
pub const MAX_PARTS: usize = 4096;
/// Elements, texts and other events of one part at most.
pub const MAX_EVENTS: usize = 1_000_000;
/// Runs of text at most.
pub const MAX_RUNS: usize = 200_000;
/// Elements within one another at most.
pub const MAX_NESTING: usize = 64;
