//! The drawer's file: SQLite, write-ahead log, `synchronous = FULL`; made whole or not at all.

use crate::lock::Lock;
use entente_model::{
    Problem,
    problem::{Class, Fault},
};
use entente_seal::{Entropy, rest::StorageKey};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, ffi};
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

/// What turns schema `n` into schema `n + 1`, from an empty file on. `user_version` says how many
/// were done.
const STEPS: [&str; 1] = ["
CREATE TABLE lock (one INTEGER PRIMARY KEY CHECK (one = 1), wrapped BLOB NOT NULL) STRICT;
CREATE TABLE paper (id INTEGER PRIMARY KEY AUTOINCREMENT, agreement BLOB NOT NULL, kind INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE INDEX paper_of ON paper (agreement);
CREATE TABLE draft (agreement BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
"];

/// Opens the file with every schema step done, or makes it when there is none.
pub(crate) fn open(
    path: &Path,
    key: &StorageKey,
    entropy: &mut dyn Entropy,
) -> Result<Connection, Problem> {
    match fs::metadata(path) {
        Ok(found) if found.len() == 0 => return Err(damaged("private.db is empty")),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(path, key, entropy)?,
        Err(error) => return Err(machine(&error, path)),
    }
    let fail = |e: rusqlite::Error| classify(&e, path);
    let mut db = connect(path).map_err(fail)?;
    let schema: i64 = db
        .query_row("PRAGMA user_version", [], |r| r.get(0))
        .map_err(fail)?;
    match usize::try_from(schema) {
        Err(_) | Ok(0) => return Err(damaged("private.db is not a drawer")),
        Ok(newer) if newer > STEPS.len() => {
            return Err(Problem::new("PRIV-006", Class::Unexpected)
                .by(Fault::You)
                .with("found", newer)
                .with("known", STEPS.len()));
        }
        Ok(done) => migrate(&mut db, done).map_err(fail)?,
    }
    Ok(db)
}

/// A whole drawer under its name, or none.
fn make(path: &Path, key: &StorageKey, entropy: &mut dyn Entropy) -> Result<(), Problem> {
    let mut name = OsString::from(path);
    name.push(".new");
    let new = PathBuf::from(name);
    let io_fail = |e: io::Error| machine(&e, &new);
    let fail = |e: rusqlite::Error| classify(&e, &new);
    // Left by an earlier start that was cut off: nobody has put a paper in it.
    for ending in ["", "-wal", "-shm"] {
        let mut left = OsString::from(&new);
        left.push(ending);
        match fs::remove_file(&left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_fail(error)),
            _ => {}
        }
    }
    // Before SQLite sees it: the log beside it takes over who may read the file.
    owner_only().open(&new).map_err(io_fail)?;
    let (_, wrapped) = Lock::fresh(key, entropy)?;
    let mut db = connect(&new).map_err(fail)?;
    migrate(&mut db, 0).map_err(fail)?;
    db.execute("INSERT INTO lock VALUES (1, ?1)", [wrapped])
        .map_err(fail)?;
    // Closing moves the log into the file; only then is the file whole by itself.
    db.close().map_err(|(_, e)| fail(e))?;
    File::open(&new)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&new, path))
        .and_then(|()| sync_folder(path))
        .map_err(|e| machine(&e, path))
}

fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A rename is durable when its folder is flushed.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if cfg!(unix) {
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(Duration::from_secs(10))?;
    // Sealed or not, what was removed is overwritten: the key that opens it lives on.
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048;",
    )?;
    Ok(db)
}

/// All the steps that are missing, or none of them.
fn migrate(db: &mut Connection, done: usize) -> rusqlite::Result<()> {
    if done == STEPS.len() {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in STEPS.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(
        None,
        "user_version",
        i64::try_from(STEPS.len()).unwrap_or(0),
    )?;
    tx.commit()
}

pub(crate) fn damaged(detail: &str) -> Problem {
    Problem::new("STORE-004", Class::Unexpected).with("detail", detail)
}

fn machine(error: &io::Error, path: &Path) -> Problem {
    if error.kind() == io::ErrorKind::StorageFull {
        return Problem::new("STORE-001", Class::Unexpected).with("path", path.display());
    }
    Problem::new("STORE-002", Class::Unexpected)
        .with("detail", format!("{}: {error}", path.display()))
}

pub(crate) fn classify(error: &rusqlite::Error, path: &Path) -> Problem {
    let rusqlite::Error::SqliteFailure(cause, _) = error else {
        // A value of another type than this program writes.
        return damaged(&error.to_string());
    };
    let write_failed = [
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_TRUNCATE,
    ];
    match cause.code {
        ErrorCode::DiskFull => {
            Problem::new("STORE-001", Class::Unexpected).with("path", path.display())
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(&error.to_string()),
        ErrorCode::SystemIoFailure if write_failed.contains(&cause.extended_code) => {
            Problem::new("STORE-003", Class::Unexpected)
        }
        _ => Problem::new("STORE-002", Class::Unexpected)
            .with("detail", format!("{}: {error}", path.display())),
    }
}
