//! Storage: one commit-shaped trait, in memory and on SQLite, and ciphertext files.
//!
//! A commit is one transaction and one flush. Nothing here knows what an entry means.

pub mod blobs;
pub mod memory;
pub mod sqlite;

pub use blobs::{Blobs, Partial, PartialError, TempBlob};
pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

use entente_engine::{
    Commit, Loaded, LogId,
    commit::{CheckpointWrite, StoredEntry},
};
use entente_model::{
    Digest, Problem,
    id::ItemRef,
    problem::{Class, Fault},
};
use std::path::PathBuf;

/// Schema version this program writes; a newer one is refused.
pub const SCHEMA: u32 = 1;

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room; nothing was written.
    #[error("disk full at {0}")]
    Full(PathBuf),
    /// A flush failed: what is on disk is unknown. The process must stop.
    #[error("could not be made durable: {0}")]
    Durability(String),
    /// The store's files are not what this program wrote.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Made by a newer version.
    #[error("made by a newer version (schema {0})")]
    Newer(u32),
    /// The entry is there already; nothing was written.
    #[error("entry exists already")]
    Conflict,
    /// Anything else; nothing was written.
    #[error("{0}")]
    Failed(String),
}

impl StoreError {
    /// The problem for people.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let machine = |code| Problem::new(code, Class::Unexpected).by(Fault::Machine);
        match self {
            Self::Full(path) => machine("STORE-001").with("path", path.display()),
            Self::Durability(_) => machine("STORE-003"),
            Self::Damaged(detail) => machine("STORE-004").with("detail", detail),
            Self::Newer(_) => machine("NODE-007").with("dir", "store"),
            Self::Conflict => machine("STORE-002").with("detail", "conflict"),
            Self::Failed(detail) => machine("STORE-002").with("detail", detail),
        }
    }
}

/// The writer's side.
pub trait Store: Send {
    /// One transaction, one flush.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written unless it is [`StoreError::Durability`].
    fn commit(&mut self, commit: &Commit) -> Result<(), StoreError>;

    /// Everything but the entries.
    ///
    /// # Errors
    /// [`StoreError`].
    fn load(&mut self) -> Result<Loaded, StoreError>;

    /// Every entry in the order it took effect, without payloads.
    ///
    /// # Errors
    /// [`StoreError`], or the visitor's.
    fn replay(
        &mut self,
        visit: &mut dyn FnMut(StoredEntry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// A reader that sees every commit made before each call.
    ///
    /// # Errors
    /// [`StoreError`].
    fn reader(&self) -> Result<Box<dyn Reader>, StoreError>;
}

/// The readers' side.
pub trait Reader: Send {
    /// Number of entries of a record.
    ///
    /// # Errors
    /// [`StoreError`].
    fn size(&self, log: &LogId) -> Result<u64, StoreError>;

    /// Entries from `start`: at most `max_count`, and at most `max_bytes` of entries and payloads,
    /// but at least one if there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entries(
        &self,
        log: &LogId,
        start: u64,
        max_count: usize,
        max_bytes: usize,
        with_payload: bool,
    ) -> Result<Vec<StoredEntry>, StoreError>;

    /// One entry, without its payload.
    ///
    /// # Errors
    /// [`StoreError`].
    fn entry(&self, log: &LogId, n: u64) -> Result<Option<StoredEntry>, StoreError>;

    /// The small ciphertext that came with an entry.
    ///
    /// # Errors
    /// [`StoreError`].
    fn payload(&self, log: &LogId, n: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// Where an item was released.
    ///
    /// # Errors
    /// [`StoreError`].
    fn find_item(&self, item: &ItemRef) -> Result<Vec<(LogId, u64)>, StoreError>;

    /// Releases of a record after an index, ascending.
    ///
    /// # Errors
    /// [`StoreError`].
    fn items(
        &self,
        log: &LogId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredEntry>, StoreError>;

    /// A full tile's 256 hashes.
    ///
    /// # Errors
    /// [`StoreError`].
    fn tile(&self, log: &LogId, level: u8, index: u64) -> Result<Option<Vec<Digest>>, StoreError>;

    /// Kept checkpoints of a record, ascending by size.
    ///
    /// # Errors
    /// [`StoreError`].
    fn checkpoints(&self, log: &LogId) -> Result<Vec<CheckpointWrite>, StoreError>;

    /// The small ciphertext kept with a draft.
    ///
    /// # Errors
    /// [`StoreError`].
    fn draft_payload(&self, item: &ItemRef) -> Result<Option<Vec<u8>>, StoreError>;

    /// Every record there is.
    ///
    /// # Errors
    /// [`StoreError`].
    fn logs(&self) -> Result<Vec<LogId>, StoreError>;
}
