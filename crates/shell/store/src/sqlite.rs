//! The default store: SQLite, write-ahead log, `synchronous = FULL`. One row an entry, one flush
//! a commit. The entries' rowid is the order they took effect, so replay needs no sorting.

use crate::{Reader, SCHEMA, Store, StoreError};
use entente_engine::{
    Commit, Loaded, LogId,
    commit::{CheckpointWrite, EntryWrite, PayloadWrite, StoredEntry, TileWrite},
};
use entente_model::{AgreementId, Digest, PartyId, id::ItemRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, ffi, params};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, agreement BLOB NOT NULL, author TEXT NOT NULL, UNIQUE (agreement, author));
CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, log INTEGER NOT NULL, n INTEGER NOT NULL, item TEXT, entry BLOB NOT NULL, payload BLOB);
CREATE UNIQUE INDEX IF NOT EXISTS entry_place ON entry (log, n);
CREATE INDEX IF NOT EXISTS entry_item ON entry (item) WHERE item IS NOT NULL;
CREATE TABLE IF NOT EXISTS tile (log INTEGER NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (log, level, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint (log INTEGER NOT NULL, size INTEGER NOT NULL, note BLOB NOT NULL, cosigned INTEGER NOT NULL, PRIMARY KEY (log, size)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner (party TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS draft (item TEXT PRIMARY KEY, json TEXT NOT NULL, payload BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payload (log INTEGER NOT NULL, n INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (log, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alarm (id INTEGER PRIMARY KEY, place TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
";

/// See the module.
pub struct SqliteStore {
    db: Connection,
    path: PathBuf,
    logs: BTreeMap<LogId, i64>,
    /// Something overwritten is still in the write-ahead log.
    uncut: bool,
}

/// How long a commit waits for readers before it leaves the cutting of the log to the next one.
const FORGET_WAIT: Duration = Duration::from_millis(200);
/// How long anything else waits for the database.
const BUSY_WAIT: Duration = Duration::from_secs(10);

impl SqliteStore {
    /// Opens or makes `store.db` in a directory.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join("store.db");
        let fail = |e: rusqlite::Error| classify(&e, &path);
        let db = connect(&path, false).map_err(fail)?;
        // Before the first table: larger pages cost less a row (limits.md §1).
        db.execute_batch(
            "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 2000; PRAGMA journal_size_limit = 67108864;
             PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;",
        )
        .map_err(fail)?;
        db.execute_batch(TABLES).map_err(fail)?;
        let found: Option<String> = db
            .query_row("SELECT value FROM meta WHERE key = 'schema'", [], |r| {
                r.get(0)
            })
            .optional()
            .map_err(fail)?;
        match found.and_then(|v| v.parse::<u32>().ok()) {
            Some(schema) if schema > SCHEMA => return Err(StoreError::Newer(schema)),
            Some(_) => {}
            None => {
                db.execute(
                    "INSERT INTO meta VALUES ('schema', ?1)",
                    [SCHEMA.to_string()],
                )
                .map_err(fail)?;
            }
        }
        let logs = read_logs(&db).map_err(fail)?;
        let mut store = Self {
            db,
            path,
            logs,
            uncut: false,
        };
        // A process that was killed may have left what it overwrote in the write-ahead log.
        store.forget();
        Ok(store)
    }

    /// Limits the file to this many pages: lets a test fill the disk.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.db
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(|e| classify(&e, &self.path))
    }

    fn write(
        db: &mut Connection,
        logs: &mut BTreeMap<LogId, i64>,
        commit: &Commit,
    ) -> rusqlite::Result<()> {
        let tx = db.transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO entry (log, n, item, entry, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for EntryWrite {
                log,
                n,
                entry,
                item,
                payload,
            } in &commit.entries
            {
                let log = log_id(&tx, logs, log)?;
                insert.execute(params![
                    log,
                    int(*n),
                    item.as_ref().map(ItemRef::as_str),
                    &**entry,
                    payload.as_deref()
                ])?;
            }
        }
        for TileWrite {
            log,
            level,
            index,
            hashes,
        } in &commit.tiles
        {
            let bytes: Vec<u8> = hashes.iter().flat_map(|h| h.0).collect();
            let log = log_id(&tx, logs, log)?;
            tx.prepare_cached("INSERT OR REPLACE INTO tile VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![log, level, int(*index), bytes])?;
        }
        for CheckpointWrite {
            log,
            size,
            note,
            cosigned,
        } in &commit.checkpoints
        {
            let log = log_id(&tx, logs, log)?;
            // A cosigned note is never replaced by one that is not.
            tx.prepare_cached(
                "INSERT INTO checkpoint VALUES (?1, ?2, ?3, ?4) ON CONFLICT (log, size) DO UPDATE SET note = excluded.note, cosigned = excluded.cosigned WHERE excluded.cosigned >= cosigned",
            )?
            .execute(params![log, int(*size), note, cosigned])?;
        }
        for (log, size) in &commit.checkpoints_done {
            let log = log_id(&tx, logs, log)?;
            tx.prepare_cached("DELETE FROM checkpoint WHERE log = ?1 AND size < ?2")?
                .execute(params![log, int(*size)])?;
        }
        Self::write_rest(&tx, logs, commit)?;
        tx.commit()
    }

    /// What was overwritten is still in the write-ahead log until that is written back and cut. A
    /// reader that is just reading puts it off for a moment, or until the next commit, which tries
    /// again; so does the next start.
    fn forget(&mut self) {
        let _ = self.db.busy_timeout(FORGET_WAIT);
        let cut: rusqlite::Result<i64> =
            self.db
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        self.uncut = !matches!(cut, Ok(0));
        let _ = self.db.busy_timeout(BUSY_WAIT);
    }

    fn write_rest(
        tx: &Transaction<'_>,
        logs: &mut BTreeMap<LogId, i64>,
        commit: &Commit,
    ) -> rusqlite::Result<()> {
        for partner in &commit.partners {
            tx.execute(
                "INSERT OR REPLACE INTO partner VALUES (?1, ?2)",
                params![partner.party.as_str(), json(partner)?],
            )?;
        }
        for (draft, payload) in &commit.drafts {
            tx.prepare_cached(
                "INSERT INTO draft VALUES (?1, ?2, ?3) ON CONFLICT (item) DO UPDATE SET json = excluded.json, payload = coalesce(excluded.payload, payload)",
            )?
            .execute(params![draft.item.as_str(), json(draft)?, payload.as_deref()])?;
        }
        for PayloadWrite { log, n, state } in &commit.payloads {
            let log = log_id(tx, logs, log)?;
            tx.prepare_cached("INSERT OR REPLACE INTO payload VALUES (?1, ?2, ?3)")?
                .execute(params![log, int(*n), json(state)?])?;
        }
        for (log, n) in &commit.shreds {
            let log = log_id(tx, logs, log)?;
            tx.execute(
                "UPDATE entry SET payload = NULL WHERE log = ?1 AND n = ?2",
                params![log, int(*n)],
            )?;
            tx.execute(
                "DELETE FROM payload WHERE log = ?1 AND n = ?2",
                params![log, int(*n)],
            )?;
        }
        for alarm in &commit.alarms {
            let place = format!(
                "{} {} {}",
                alarm.log.origin(),
                alarm.problem.code,
                alarm.at.0
            );
            tx.execute(
                "INSERT INTO alarm (place, json) VALUES (?1, ?2) ON CONFLICT (place) DO UPDATE SET json = excluded.json",
                params![place, json(alarm)?],
            )?;
        }
        if let Some(next) = commit.next_item {
            tx.prepare_cached("INSERT OR REPLACE INTO meta VALUES ('next_item', ?1)")?
                .execute([next.to_string()])?;
        }
        Ok(())
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, commit: &Commit) -> Result<(), StoreError> {
        let outcome = Self::write(&mut self.db, &mut self.logs, commit);
        if outcome.is_err() {
            // The transaction is rolled back, and with it any record it named for the first time.
            self.logs = read_logs(&self.db).unwrap_or_default();
        }
        outcome.map_err(|e| classify(&e, &self.path))?;
        let destroys = !commit.shreds.is_empty() || commit.drafts.iter().any(|(d, _)| d.shredded);
        if destroys || self.uncut {
            self.forget();
        }
        Ok(())
    }

    fn load(&mut self) -> Result<Loaded, StoreError> {
        let fail = |e: rusqlite::Error| classify(&e, &self.path);
        let names: BTreeMap<i64, LogId> = self
            .logs
            .iter()
            .map(|(log, id)| (*id, log.clone()))
            .collect();
        let name = |id: i64| names.get(&id).cloned().ok_or_else(|| damaged("record"));
        let rows = |sql: &str| -> Result<Vec<String>, StoreError> {
            let mut statement = self.db.prepare(sql).map_err(fail)?;
            let rows = statement.query_map([], |r| r.get(0)).map_err(fail)?;
            rows.collect::<Result<_, _>>().map_err(fail)
        };
        let mut loaded = Loaded {
            partners: rows("SELECT json FROM partner")?
                .iter()
                .map(|t| parse(t))
                .collect::<Result<_, _>>()?,
            drafts: rows("SELECT json FROM draft")?
                .iter()
                .map(|t| parse(t))
                .collect::<Result<_, _>>()?,
            alarms: rows("SELECT json FROM alarm ORDER BY id")?
                .iter()
                .map(|t| parse(t))
                .collect::<Result<_, _>>()?,
            ..Loaded::default()
        };
        let next = rows("SELECT value FROM meta WHERE key = 'next_item'")?;
        loaded.next_item = next.first().and_then(|v| v.parse().ok()).unwrap_or(1);
        let mut statement = self
            .db
            .prepare("SELECT log, n, json FROM payload")
            .map_err(fail)?;
        let mut found = statement.query([]).map_err(fail)?;
        while let Some(row) = found.next().map_err(fail)? {
            let (log, n, text): (i64, i64, String) = (
                row.get(0).map_err(fail)?,
                row.get(1).map_err(fail)?,
                row.get(2).map_err(fail)?,
            );
            loaded.payloads.push(PayloadWrite {
                log: name(log)?,
                n: uint(n),
                state: parse(&text)?,
            });
        }
        let mut statement = self
            .db
            .prepare("SELECT log, size, note, cosigned FROM checkpoint ORDER BY log, size")
            .map_err(fail)?;
        let mut found = statement.query([]).map_err(fail)?;
        while let Some(row) = found.next().map_err(fail)? {
            let log: i64 = row.get(0).map_err(fail)?;
            loaded.checkpoints.push(CheckpointWrite {
                log: name(log)?,
                size: uint(row.get(1).map_err(fail)?),
                note: row.get(2).map_err(fail)?,
                cosigned: row.get(3).map_err(fail)?,
            });
        }
        Ok(loaded)
    }

    fn replay(
        &mut self,
        visit: &mut dyn FnMut(StoredEntry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let fail = |e: rusqlite::Error| classify(&e, &self.path);
        let names: BTreeMap<i64, LogId> = self
            .logs
            .iter()
            .map(|(log, id)| (*id, log.clone()))
            .collect();
        let mut statement = self
            .db
            .prepare("SELECT log, n, entry FROM entry ORDER BY seq")
            .map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            let log: i64 = row.get(0).map_err(fail)?;
            let log = names.get(&log).cloned().ok_or_else(|| damaged("record"))?;
            let entry = StoredEntry {
                log,
                n: uint(row.get(1).map_err(fail)?),
                entry: row.get(2).map_err(fail)?,
                payload: None,
            };
            visit(entry)?;
        }
        Ok(())
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        let db = connect(&self.path, true).map_err(|e| classify(&e, &self.path))?;
        db.execute_batch("PRAGMA cache_size = -2048;")
            .map_err(|e| classify(&e, &self.path))?;
        Ok(Box::new(SqliteReader {
            db,
            path: self.path.clone(),
            logs: Mutex::new(BTreeMap::new()),
        }))
    }
}

struct SqliteReader {
    db: Connection,
    path: PathBuf,
    logs: Mutex<BTreeMap<LogId, i64>>,
}

impl SqliteReader {
    fn log(&self, log: &LogId) -> Result<Option<i64>, StoreError> {
        let mut known = self
            .logs
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(id) = known.get(log) {
            return Ok(Some(*id));
        }
        let found = find_log(&self.db, log).map_err(|e| self.fail(&e))?;
        if let Some(id) = found {
            known.insert(log.clone(), id);
        }
        Ok(found)
    }

    fn fail(&self, error: &rusqlite::Error) -> StoreError {
        classify(error, &self.path)
    }

    fn select<T>(
        &self,
        sql: &str,
        args: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.db.prepare_cached(sql).map_err(|e| self.fail(&e))?;
        let rows = statement.query_map(args, read).map_err(|e| self.fail(&e))?;
        rows.collect::<Result<_, _>>().map_err(|e| self.fail(&e))
    }
}

impl Reader for SqliteReader {
    fn size(&self, log: &LogId) -> Result<u64, StoreError> {
        let Some(id) = self.log(log)? else {
            return Ok(0);
        };
        let last: Vec<Option<i64>> =
            self.select("SELECT max(n) FROM entry WHERE log = ?1", [id], |r| {
                r.get(0)
            })?;
        Ok(last
            .into_iter()
            .flatten()
            .next()
            .map_or(0, |n| uint(n).saturating_add(1)))
    }

    fn entries(
        &self,
        log: &LogId,
        start: u64,
        max_count: usize,
        max_bytes: usize,
        with_payload: bool,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let Some(id) = self.log(log)? else {
            return Ok(Vec::new());
        };
        let sql = if with_payload {
            "SELECT n, entry, payload FROM entry WHERE log = ?1 AND n >= ?2 ORDER BY n LIMIT ?3"
        } else {
            "SELECT n, entry, NULL FROM entry WHERE log = ?1 AND n >= ?2 ORDER BY n LIMIT ?3"
        };
        let mut statement = self.db.prepare_cached(sql).map_err(|e| self.fail(&e))?;
        let limit = i64::try_from(max_count).unwrap_or(i64::MAX);
        let mut rows = statement
            .query(params![id, int(start), limit])
            .map_err(|e| self.fail(&e))?;
        let (mut out, mut bytes) = (Vec::new(), 0usize);
        while let Some(row) = rows.next().map_err(|e| self.fail(&e))? {
            let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<StoredEntry> {
                Ok(StoredEntry {
                    log: log.clone(),
                    n: uint(row.get(0)?),
                    entry: row.get(1)?,
                    payload: row.get(2)?,
                })
            };
            let entry = read(row).map_err(|e| self.fail(&e))?;
            bytes = bytes
                .saturating_add(entry.entry.len())
                .saturating_add(entry.payload.as_ref().map_or(0, Vec::len));
            if bytes > max_bytes && !out.is_empty() {
                break;
            }
            out.push(entry);
        }
        Ok(out)
    }

    fn entry(&self, log: &LogId, n: u64) -> Result<Option<StoredEntry>, StoreError> {
        Ok(self
            .entries(log, n, 1, usize::MAX, false)?
            .pop()
            .filter(|e| e.n == n))
    }

    fn payload(&self, log: &LogId, n: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .entries(log, n, 1, usize::MAX, true)?
            .pop()
            .filter(|e| e.n == n)
            .and_then(|e| e.payload))
    }

    fn find_item(&self, item: &ItemRef) -> Result<Vec<(LogId, u64)>, StoreError> {
        let sql = "SELECT l.agreement, l.author, e.n FROM entry e JOIN log l ON l.id = e.log WHERE e.item = ?1 ORDER BY e.seq LIMIT 100";
        self.select(sql, [item.as_str()], |r| {
            Ok((read_log(r, 0, 1)?, uint(r.get(2)?)))
        })
    }

    fn items(
        &self,
        log: &LogId,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let Some(id) = self.log(log)? else {
            return Ok(Vec::new());
        };
        let from = after.map_or(0, |n| n.saturating_add(1));
        let sql = "SELECT n, entry FROM entry WHERE log = ?1 AND n >= ?2 AND item IS NOT NULL ORDER BY n LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.select(sql, params![id, int(from), limit], |r| {
            Ok(StoredEntry {
                log: log.clone(),
                n: uint(r.get(0)?),
                entry: r.get(1)?,
                payload: None,
            })
        })
    }

    fn tile(&self, log: &LogId, level: u8, index: u64) -> Result<Option<Vec<Digest>>, StoreError> {
        let Some(id) = self.log(log)? else {
            return Ok(None);
        };
        let sql = "SELECT hashes FROM tile WHERE log = ?1 AND level = ?2 AND n = ?3";
        let mut rows: Vec<Vec<u8>> =
            self.select(sql, params![id, level, int(index)], |r| r.get(0))?;
        Ok(rows.pop().map(|bytes| {
            bytes
                .chunks_exact(32)
                .filter_map(Digest::from_slice)
                .collect()
        }))
    }

    fn checkpoints(&self, log: &LogId) -> Result<Vec<CheckpointWrite>, StoreError> {
        let Some(id) = self.log(log)? else {
            return Ok(Vec::new());
        };
        let sql = "SELECT size, note, cosigned FROM checkpoint WHERE log = ?1 ORDER BY size";
        self.select(sql, [id], |r| {
            Ok(CheckpointWrite {
                log: log.clone(),
                size: uint(r.get(0)?),
                note: r.get(1)?,
                cosigned: r.get(2)?,
            })
        })
    }

    fn draft_payload(&self, item: &ItemRef) -> Result<Option<Vec<u8>>, StoreError> {
        let rows: Vec<Option<Vec<u8>>> = self.select(
            "SELECT payload FROM draft WHERE item = ?1",
            [item.as_str()],
            |r| r.get(0),
        )?;
        Ok(rows.into_iter().flatten().next())
    }

    fn logs(&self) -> Result<Vec<LogId>, StoreError> {
        self.select("SELECT agreement, author FROM log ORDER BY id", [], |r| {
            read_log(r, 0, 1)
        })
    }
}

fn connect(path: &Path, read_only: bool) -> rusqlite::Result<Connection> {
    let mode = if read_only {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    };
    let db = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(BUSY_WAIT)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

fn log_id(
    tx: &Transaction<'_>,
    logs: &mut BTreeMap<LogId, i64>,
    log: &LogId,
) -> rusqlite::Result<i64> {
    if let Some(id) = logs.get(log) {
        return Ok(*id);
    }
    let id = match find_log(tx, log)? {
        Some(id) => id,
        None => {
            tx.execute(
                "INSERT INTO log (agreement, author) VALUES (?1, ?2)",
                params![&log.agreement.0[..], log.author.as_str()],
            )?;
            tx.last_insert_rowid()
        }
    };
    logs.insert(log.clone(), id);
    Ok(id)
}

fn find_log(db: &Connection, log: &LogId) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT id FROM log WHERE agreement = ?1 AND author = ?2")?
        .query_row(params![&log.agreement.0[..], log.author.as_str()], |r| {
            r.get(0)
        })
        .optional()
}

fn read_logs(db: &Connection) -> rusqlite::Result<BTreeMap<LogId, i64>> {
    let mut statement = db.prepare("SELECT agreement, author, id FROM log")?;
    let rows = statement.query_map([], |r| Ok((read_log(r, 0, 1)?, r.get(2)?)))?;
    rows.collect()
}

fn read_log(row: &rusqlite::Row<'_>, agreement: usize, author: usize) -> rusqlite::Result<LogId> {
    let bytes: Vec<u8> = row.get(agreement)?;
    let author: String = row.get(author)?;
    let bad = || rusqlite::Error::InvalidQuery;
    Ok(LogId {
        agreement: AgreementId(bytes.try_into().map_err(|_| bad())?),
        author: author.parse::<PartyId>().map_err(|_| bad())?,
    })
}

fn classify(error: &rusqlite::Error, path: &Path) -> StoreError {
    let rusqlite::Error::SqliteFailure(cause, _) = error else {
        return StoreError::Failed(error.to_string());
    };
    let write_failed = [
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_TRUNCATE,
    ];
    match cause.code {
        ErrorCode::DiskFull => StoreError::Full(path.to_owned()),
        ErrorCode::ConstraintViolation => StoreError::Conflict,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
            StoreError::Damaged(error.to_string())
        }
        ErrorCode::SystemIoFailure if write_failed.contains(&cause.extended_code) => {
            StoreError::Durability(error.to_string())
        }
        _ => StoreError::Failed(error.to_string()),
    }
}

fn json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| damaged(&e.to_string()))
}

fn damaged(detail: &str) -> StoreError {
    StoreError::Damaged(detail.to_owned())
}

/// SQLite integers are signed; indices and sizes stay far below 2^63.
fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn uint(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
