//! The drawer: one transaction a change, durable when the call returns.

use crate::{
    file::{self, classify, damaged},
    lock::{Lock, Place, pack, unpack},
    paper::{About, Filed, Kind, Paper, PaperId, PrivateBytes, PrivateText, too_long},
};
use entente_model::{
    AgreementId, Instant, OfficialId, Problem,
    problem::{Class, Fault},
};
use entente_seal::{Entropy, rest::StorageKey};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::path::{Path, PathBuf};

/// Most papers of one agreement.
pub const MAX_PAPERS: u32 = 10_000;
/// Longest unsent turn, in bytes: 16 MiB.
pub const MAX_DRAFT_BYTES: usize = 16 * 1024 * 1024;

/// A delegation's own papers on disk. What is removed or replaced is overwritten in the file, at the
/// latest when the drawer is closed.
pub struct Drawer {
    db: Connection,
    path: PathBuf,
    lock: Lock,
}

impl std::fmt::Debug for Drawer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Drawer(private)")
    }
}

impl Drawer {
    /// Opens the file, or makes it when there is none. It is made under another name and renamed when
    /// whole, so a file that is there is a drawer: an empty one was cut off.
    ///
    /// # Errors
    /// PRIV-001 when another storage key locked it; PRIV-006 when a newer version made it; STORE-004
    /// when it is not a drawer or is damaged; STORE-001, STORE-002 or STORE-003 for the machine.
    pub fn open(path: &Path, key: &StorageKey, entropy: &mut dyn Entropy) -> Result<Self, Problem> {
        let db = file::open(path, key, entropy)?;
        let fail = |e: rusqlite::Error| classify(&e, path);
        let wrapped: Option<Vec<u8>> = db
            .query_row("SELECT wrapped FROM lock", [], |r| r.get(0))
            .optional()
            .map_err(fail)?;
        let wrapped = wrapped.ok_or_else(|| damaged("private.db has lost its key"))?;
        let lock = Lock::open(key, &wrapped)?;
        Ok(Self {
            db,
            path: path.to_owned(),
            lock,
        })
    }

    /// Files a paper; durable when this returns.
    ///
    /// # Errors
    /// PRIV-004 when the agreement has [`MAX_PAPERS`]; STORE-*.
    pub fn add(&mut self, paper: &Paper, entropy: &mut dyn Entropy) -> Result<PaperId, Problem> {
        let Self { db, path, lock } = self;
        let fail = |e: rusqlite::Error| classify(&e, path);
        let tx = db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fail)?;
        let count: u32 = tx
            .query_row(
                "SELECT count(*) FROM paper WHERE agreement = ?1",
                [&paper.agreement.0[..]],
                |r| r.get(0),
            )
            .map_err(fail)?;
        if count >= MAX_PAPERS {
            return Err(Problem::new("PRIV-004", Class::Refused)
                .by(Fault::You)
                .with("agreement", paper.agreement)
                .with("limit", MAX_PAPERS));
        }
        // The id is sealed into the row, so the row comes first and its content second.
        tx.execute(
            "INSERT INTO paper (agreement, kind, sealed) VALUES (?1, ?2, x'')",
            params![&paper.agreement.0[..], paper.kind.number()],
        )
        .map_err(fail)?;
        let row = tx.last_insert_rowid();
        let id = PaperId(u64::try_from(row).unwrap_or(0));
        let place = Place::Paper(paper.agreement, id, paper.kind);
        let sealed = lock.seal(&place, &pack(paper), entropy)?;
        tx.execute(
            "UPDATE paper SET sealed = ?2 WHERE id = ?1",
            params![row, sealed],
        )
        .map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(id)
    }

    /// One paper.
    ///
    /// # Errors
    /// PRIV-005 when there is none; PRIV-002 when it was altered or moved; STORE-*.
    pub fn get(&self, id: PaperId) -> Result<Filed, Problem> {
        let found = self
            .db
            .query_row(
                "SELECT agreement, id, kind, sealed FROM paper WHERE id = ?1",
                [row_of(id)],
                read_row,
            )
            .optional()
            .map_err(|e| classify(&e, &self.path))?;
        self.open_paper(found.ok_or_else(|| missing(id))?)
    }

    /// The papers of an agreement in the order they were filed.
    ///
    /// # Errors
    /// PRIV-002 naming the first paper that was altered or moved, so that it can be removed; STORE-*.
    pub fn list(
        &self,
        agreement: &AgreementId,
        about: About<'_>,
        kind: Option<Kind>,
    ) -> Result<Vec<Filed>, Problem> {
        let fail = |e: rusqlite::Error| classify(&e, &self.path);
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT agreement, id, kind, sealed FROM paper WHERE agreement = ?1 AND (?2 IS NULL OR kind = ?2) ORDER BY id",
            )
            .map_err(fail)?;
        let rows = statement
            .query_map(params![&agreement.0[..], kind.map(Kind::number)], read_row)
            .map_err(fail)?;
        let mut out = Vec::new();
        for row in rows {
            let filed = self.open_paper(row.map_err(fail)?)?;
            if about.fits(filed.paper.provision.as_ref()) {
                out.push(filed);
            }
        }
        Ok(out)
    }

    /// Gives a paper another text, author and time; its agreement, provision and kind stay.
    ///
    /// # Errors
    /// PRIV-005 when there is none; PRIV-002 when it was altered or moved; STORE-*.
    pub fn replace(
        &mut self,
        id: PaperId,
        text: PrivateText,
        by: OfficialId,
        at: Instant,
        entropy: &mut dyn Entropy,
    ) -> Result<(), Problem> {
        let paper = Paper {
            text,
            by,
            at,
            ..self.get(id)?.paper
        };
        let place = Place::Paper(paper.agreement, id, paper.kind);
        let sealed = self.lock.seal(&place, &pack(&paper), entropy)?;
        self.change(
            "UPDATE paper SET sealed = ?2 WHERE id = ?1",
            params![row_of(id), sealed],
        )
        .and_then(|changed| if changed { Ok(()) } else { Err(missing(id)) })
    }

    /// Takes a paper away, also one that does not open any more.
    ///
    /// # Errors
    /// PRIV-005 when there is none; STORE-*.
    pub fn remove(&mut self, id: PaperId) -> Result<(), Problem> {
        let changed = self.change("DELETE FROM paper WHERE id = ?1", params![row_of(id)])?;
        if changed { Ok(()) } else { Err(missing(id)) }
    }

    /// The unsent turn of an agreement.
    ///
    /// # Errors
    /// PRIV-002 when it was altered or moved; STORE-*.
    pub fn draft(&self, agreement: &AgreementId) -> Result<Option<PrivateBytes>, Problem> {
        let sealed: Option<Vec<u8>> = self
            .db
            .query_row(
                "SELECT sealed FROM draft WHERE agreement = ?1",
                [&agreement.0[..]],
                |r| r.get(0),
            )
            .optional()
            .map_err(|e| classify(&e, &self.path))?;
        let Some(sealed) = sealed else {
            return Ok(None);
        };
        self.lock
            .open_row(&Place::Draft(*agreement), &sealed)
            .map(|bytes| Some(PrivateBytes::new(bytes)))
            .ok_or_else(|| altered(agreement, "draft"))
    }

    /// Keeps the unsent turn of an agreement in place of the one before; durable when this returns.
    ///
    /// # Errors
    /// PRIV-003 when it is longer than [`MAX_DRAFT_BYTES`]; STORE-*.
    pub fn set_draft(
        &mut self,
        agreement: &AgreementId,
        draft: &[u8],
        entropy: &mut dyn Entropy,
    ) -> Result<(), Problem> {
        if draft.len() > MAX_DRAFT_BYTES {
            return Err(too_long(draft.len(), MAX_DRAFT_BYTES));
        }
        let sealed = self.lock.seal(&Place::Draft(*agreement), draft, entropy)?;
        self.change(
            "INSERT OR REPLACE INTO draft VALUES (?1, ?2)",
            params![&agreement.0[..], sealed],
        )?;
        Ok(())
    }

    /// Takes the unsent turn out of the drawer; gone from disk when this returns. Whoever sends it
    /// keeps it elsewhere first: [`draft`](Self::draft), send, then [`clear_draft`](Self::clear_draft).
    ///
    /// # Errors
    /// PRIV-002 when it was altered or moved, and it stays; STORE-*.
    pub fn take_draft(&mut self, agreement: &AgreementId) -> Result<Option<PrivateBytes>, Problem> {
        let draft = self.draft(agreement)?;
        if draft.is_some() {
            self.clear_draft(agreement)?;
        }
        Ok(draft)
    }

    /// Throws the unsent turn away; true when there was one.
    ///
    /// # Errors
    /// STORE-*.
    pub fn clear_draft(&mut self, agreement: &AgreementId) -> Result<bool, Problem> {
        self.change(
            "DELETE FROM draft WHERE agreement = ?1",
            params![&agreement.0[..]],
        )
    }

    fn change(&mut self, sql: &str, args: impl rusqlite::Params) -> Result<bool, Problem> {
        self.db
            .execute(sql, args)
            .map(|rows| rows > 0)
            .map_err(|e| classify(&e, &self.path))
    }

    fn open_paper(&self, row: Row) -> Result<Filed, Problem> {
        let bad = || Problem {
            args: vec![
                ("row".into(), row.id.to_string()),
                ("agreement".into(), entente_model::b64::hex(&row.agreement)),
            ],
            ..altered_row()
        };
        let agreement = AgreementId(row.agreement.as_slice().try_into().map_err(|_| bad())?);
        let kind = Kind::from_number(row.kind).ok_or_else(bad)?;
        let id = PaperId(u64::try_from(row.id).map_err(|_| bad())?);
        let plain = self
            .lock
            .open_row(&Place::Paper(agreement, id, kind), &row.sealed)
            .ok_or_else(bad)?;
        let paper = unpack(agreement, kind, &plain).ok_or_else(bad)?;
        Ok(Filed { id, paper })
    }
}

struct Row {
    agreement: Vec<u8>,
    id: i64,
    kind: i64,
    sealed: Vec<u8>,
}

fn read_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        agreement: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        sealed: row.get(3)?,
    })
}

/// Ids above SQLite's largest name nothing.
fn row_of(id: PaperId) -> i64 {
    i64::try_from(id.0).unwrap_or(-1)
}

fn missing(id: PaperId) -> Problem {
    Problem::new("PRIV-005", Class::NotFound).with("paper", id)
}

fn altered_row() -> Problem {
    // Nobody but this machine writes here: whoever reached the disk, it was not the partner.
    Problem::new("PRIV-002", Class::Unverified).by(Fault::Machine)
}

fn altered(agreement: &AgreementId, row: &str) -> Problem {
    altered_row().with("row", row).with("agreement", agreement)
}
