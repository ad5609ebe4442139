//! Sealing a file into the node's directory and opening one out of it: streamed, in constant
//! memory, with progress. Done by the command's own process; the key goes over the node's socket.

use crate::{clock::OsEntropy, dir};
use entente_model::{
    Digest, Problem, b64,
    problem::{Class, Fault},
};
use entente_seal::segment::{self, Dek};
use entente_store::Blobs;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs::{File, OpenOptions},
    io::{BufWriter, IsTerminal, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// A sealed file, ready to be added.
pub struct Sealed {
    /// Plaintext length.
    pub size: u64,
    /// Payload root.
    pub root: Digest,
    /// Key.
    pub dek: Dek,
    /// Ciphertext, when small.
    pub inline: Option<Vec<u8>>,
}

/// Seals everything a reader gives.
///
/// # Errors
/// ITEM-005 when it cannot be read; STORE-001 when the disk is full.
pub fn seal(
    mut from: Box<dyn Read>,
    name: &str,
    length: Option<u64>,
    blobs: &Blobs,
    quiet: bool,
) -> Result<Sealed, Problem> {
    let unreadable = |e: &dyn std::fmt::Display| {
        Problem::new("ITEM-005", Class::Usage)
            .with("file", name)
            .with("detail", e)
    };
    let dek = Dek::generate(&mut OsEntropy);
    let small = entente_engine::items::MAX_INLINE_PLAIN;
    let mut head = Vec::new();
    let cap = u64::try_from(small).unwrap_or(u64::MAX).saturating_add(1);
    from.by_ref()
        .take(cap)
        .read_to_end(&mut head)
        .map_err(|e| unreadable(&e))?;
    if head.len() <= small {
        let (sealed, root) = segment::seal_small(&dek, &head).map_err(|e| unreadable(&e))?;
        let size = u64::try_from(head.len()).unwrap_or(u64::MAX);
        return Ok(Sealed {
            size,
            root,
            dek,
            inline: Some(sealed),
        });
    }
    let bar = bar(length, quiet);
    let mut temp = blobs
        .create_temp()
        .map_err(|e| dir::machine(blobs.dir(), &e))?;
    let mut source = std::io::Cursor::new(head).chain(from);
    let sealed = {
        let mut out = BufWriter::with_capacity(1 << 20, temp.file());
        let sealed =
            segment::seal_stream(&dek, &mut source, &mut out, &mut |n| bar.set_position(n))
                .map_err(|e| match e {
                    segment::SealError::Write(io) => dir::machine(blobs.dir(), &io),
                    other => unreadable(&other),
                })?;
        out.flush().map_err(|e| dir::machine(blobs.dir(), &e))?;
        sealed
    };
    bar.finish_and_clear();
    blobs
        .finish(temp, &sealed.root, &sealed.hashes)
        .map_err(|e| dir::machine(blobs.dir(), &e))?;
    Ok(Sealed {
        size: sealed.plain_len,
        root: sealed.root,
        dek,
        inline: None,
    })
}

/// What an item is opened from.
pub struct Opening<'a> {
    /// Key.
    pub dek: [u8; 32],
    /// Payload root.
    pub root: Digest,
    /// Plaintext length.
    pub size: u64,
    /// Small ciphertext.
    pub inline: Option<Vec<u8>>,
    /// Ciphertext file and its segments' digests.
    pub blob: &'a Path,
    /// Digests of the segments, for a file.
    pub hashes: Vec<Digest>,
}

/// Verifies and decrypts into a new file, or standard output for `-`. Nothing unverified is left
/// behind: the file appears whole or not at all.
///
/// # Errors
/// ITEM-006 when the file exists; SEAL-005 when the ciphertext is damaged.
pub fn open(
    item: &str,
    from: &Opening<'_>,
    to: &Path,
    force: bool,
    quiet: bool,
) -> Result<(), Problem> {
    let damaged = || {
        Problem::new("SEAL-005", Class::Unexpected)
            .by(Fault::Machine)
            .with("item", item)
    };
    let refused = |e: std::io::Error| dir::machine(to, &e);
    let dek = Dek::from_bytes(from.dek);
    if to.as_os_str() == "-" {
        let mut out = std::io::stdout().lock();
        return decrypt(&dek, from, &mut out, &ProgressBar::hidden()).map_err(|_| damaged());
    }
    if to.exists() && !force {
        return Err(Problem::new("ITEM-006", Class::Usage).with("file", to.display()));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let temp = to.with_file_name(name);
    let file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&temp)
        .map_err(refused)?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let bar = bar(Some(from.size), quiet);
    let done = decrypt(&dek, from, &mut out, &bar);
    bar.finish_and_clear();
    let kept = match done {
        Ok(()) => out
            .into_inner()
            .map_err(|e| refused(e.into_error()))
            .and_then(|f| f.sync_all().map_err(refused)),
        Err(segment::SealError::Write(io)) => Err(refused(io)),
        Err(_) => Err(damaged()),
    };
    if let Err(problem) = kept {
        let _ = std::fs::remove_file(&temp);
        return Err(problem);
    }
    std::fs::rename(&temp, to).map_err(refused)
}

/// Verifies and decrypts into memory. The caller bounds the size.
///
/// # Errors
/// SEAL-005 when the ciphertext is damaged.
pub fn open_bytes(item: &str, from: &Opening<'_>) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    let dek = Dek::from_bytes(from.dek);
    decrypt(&dek, from, &mut out, &ProgressBar::hidden()).map_err(|_| {
        Problem::new("SEAL-005", Class::Unexpected)
            .by(Fault::Machine)
            .with("item", item)
    })?;
    Ok(out)
}

fn decrypt(
    dek: &Dek,
    from: &Opening<'_>,
    out: &mut dyn Write,
    bar: &ProgressBar,
) -> Result<(), segment::SealError> {
    if let Some(sealed) = &from.inline {
        let plain = segment::open_small(dek, sealed, &from.root)?;
        return out.write_all(&plain).map_err(segment::SealError::Write);
    }
    let mut file = File::open(from.blob).map_err(segment::SealError::Read)?;
    segment::open_stream(
        dek,
        from.size,
        &from.root,
        &from.hashes,
        &mut file,
        out,
        &mut |n| bar.set_position(n),
    )
}

/// The fields of the node's answer to `item open`.
///
/// # Errors
/// Only for an answer of another version.
pub fn opening<'a>(
    view: &serde_json::Value,
    blob: &'a Path,
    hashes: Vec<Digest>,
) -> Option<Opening<'a>> {
    let text = |key: &str| view.get(key).and_then(serde_json::Value::as_str);
    Some(Opening {
        dek: text("dek").and_then(b64::decode)?.try_into().ok()?,
        root: text("root")
            .and_then(b64::decode)
            .and_then(|b| Digest::from_slice(&b))?,
        size: view.get("size")?.as_u64()?,
        inline: text("inline").and_then(b64::decode),
        blob,
        hashes,
    })
}

fn bar(length: Option<u64>, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:32} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
