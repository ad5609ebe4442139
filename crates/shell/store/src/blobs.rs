//! Ciphertext files, named by their payload root: `<root>.seg` and the digests of its segments in
//! `<root>.hashes`. Inbound files grow segment by segment as `<key>.part`, each segment checked.

use entente_model::Digest;
use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// Most segments of one payload: 16 TiB of 2 MiB segments.
pub const MAX_SEGMENTS: usize = 8_388_608;

/// A directory of ciphertext files.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: PathBuf,
}

/// A file being written.
#[derive(Debug)]
pub struct TempBlob {
    file: File,
    path: PathBuf,
}

impl TempBlob {
    /// The file.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }
}

impl Drop for TempBlob {
    fn drop(&mut self) {
        // Gone already when it was finished.
        let _ = fs::remove_file(&self.path);
    }
}

impl Blobs {
    /// Opens or makes the directory.
    ///
    /// # Errors
    /// The machine's.
    pub fn open(dir: &Path) -> std::io::Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    /// Where a payload is.
    #[must_use]
    pub fn path(&self, root: &Digest) -> PathBuf {
        self.dir.join(format!("{root}.seg"))
    }

    /// Whether a payload is there, whole.
    #[must_use]
    pub fn exists(&self, root: &Digest) -> bool {
        self.path(root).is_file()
    }

    /// The digests of a payload's segments.
    ///
    /// # Errors
    /// The machine's.
    pub fn hashes(&self, root: &Digest) -> std::io::Result<Option<Vec<Digest>>> {
        read_hashes(&self.dir.join(format!("{root}.hashes")))
    }

    /// A new file of no name yet.
    ///
    /// # Errors
    /// The machine's.
    pub fn create_temp(&self) -> std::io::Result<TempBlob> {
        for attempt in 0..1000u32 {
            let path = self
                .dir
                .join(format!("{}-{attempt}.tmp", std::process::id()));
            match in_work(&path, private().create_new(true)) {
                Ok(file) => return Ok(TempBlob { file, path }),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e),
            }
        }
        Err(std::io::Error::other("no free name"))
    }

    /// Makes a written file durable under its root.
    ///
    /// # Errors
    /// The machine's.
    pub fn finish(&self, temp: TempBlob, root: &Digest, hashes: &[Digest]) -> std::io::Result<()> {
        temp.file.sync_all()?;
        write_hashes(&self.dir, &format!("{root}.hashes"), hashes)?;
        fs::rename(&temp.path, self.path(root))?;
        sync_dir(&self.dir)
    }

    /// Removes a payload and the digests of its segments, and makes that durable. Nothing happens
    /// when it is not there.
    ///
    /// # Errors
    /// The machine's.
    pub fn remove(&self, root: &Digest) -> std::io::Result<()> {
        remove_files(
            &self.dir,
            &[format!("{root}.seg"), format!("{root}.hashes")],
        )
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Removes files that a stopped process left unfinished and nobody will resume. A file some
    /// process still writes is locked by it and stays.
    ///
    /// # Errors
    /// The machine's.
    pub fn sweep(&self) -> std::io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            if path.extension().is_none_or(|e| e != "tmp") {
                continue;
            }
            match OpenOptions::new().write(true).open(&path) {
                // Held until it is removed, so nobody takes it up in between.
                Ok(file) if file.try_lock().is_ok() => fs::remove_file(&path)?,
                Ok(_) => {}
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
}

/// Why an inbound segment was not kept.
#[derive(Debug, thiserror::Error)]
pub enum PartialError {
    /// No room.
    #[error("disk full at {}", path.display())]
    Full {
        /// Where.
        path: PathBuf,
    },
    /// The machine's refusal.
    #[error("{0}")]
    Io(String),
    /// Not the next segment, of the wrong length, or of another digest.
    #[error("segment {0} is not the one expected")]
    Segment(u64),
    /// Lengths and number of digests do not fit, or a key that is not a name.
    #[error("impossible shape")]
    Shape,
}

/// An inbound payload.
#[derive(Debug)]
pub struct Partial {
    dir: PathBuf,
    path: PathBuf,
    key: String,
    file: File,
    segment: u64,
    total: u64,
    hashes: Vec<Digest>,
    have: u64,
}

impl Partial {
    /// Opens an inbound payload, new or begun. What is there is hashed again and cut at the first
    /// segment that is not whole. The last whole one goes too: the process may have ended before
    /// anybody looked into it, or before the payload was completed, so it arrives once more.
    ///
    /// # Errors
    /// [`PartialError`].
    pub fn open(
        dir: &Path,
        key: &str,
        segment: usize,
        total: u64,
        hashes: &[Digest],
    ) -> Result<Self, PartialError> {
        let step = u64::try_from(segment).map_err(|_| PartialError::Shape)?;
        let count = u64::try_from(hashes.len()).map_err(|_| PartialError::Shape)?;
        if step == 0
            || hashes.len() > MAX_SEGMENTS
            || total.div_ceil(step) != count
            || !plain_name(key)
        {
            return Err(PartialError::Shape);
        }
        let path = dir.join(format!("{key}.part"));
        let fail = |e: std::io::Error| io(&path, &e);
        write_hashes(dir, &format!("{key}.part-hashes"), hashes).map_err(fail)?;
        let file = private()
            .create(true)
            .truncate(false)
            .read(true)
            .open(&path)
            .map_err(fail)?;
        let mut partial = Self {
            dir: dir.to_owned(),
            path: path.clone(),
            key: key.to_owned(),
            file,
            segment: step,
            total,
            hashes: hashes.to_vec(),
            have: 0,
        };
        partial.recount(segment).map_err(fail)?;
        Ok(partial)
    }

    /// Removes what has arrived of an inbound payload. Nothing happens when it is not there.
    ///
    /// # Errors
    /// The machine's.
    pub fn remove(dir: &Path, key: &str) -> std::io::Result<()> {
        if !plain_name(key) {
            return Ok(());
        }
        remove_files(dir, &[format!("{key}.part"), format!("{key}.part-hashes")])
    }

    /// Digests of an inbound payload begun earlier.
    ///
    /// # Errors
    /// The machine's.
    pub fn read_hashes(dir: &Path, key: &str) -> std::io::Result<Option<Vec<Digest>>> {
        if !plain_name(key) {
            return Ok(None);
        }
        read_hashes(&dir.join(format!("{key}.part-hashes")))
    }

    /// Whole segments so far.
    #[must_use]
    pub fn have(&self) -> u64 {
        self.have
    }

    /// Keeps the next segment.
    ///
    /// # Errors
    /// [`PartialError`].
    pub fn append(&mut self, index: u64, bytes: &[u8]) -> Result<(), PartialError> {
        let expected = usize::try_from(index).ok().and_then(|i| self.hashes.get(i));
        let start = index.saturating_mul(self.segment);
        let length = self.total.saturating_sub(start).min(self.segment);
        let fits = index == self.have
            && u64::try_from(bytes.len()).is_ok_and(|l| l == length)
            && expected == Some(&Digest::of(&[bytes]));
        if !fits {
            return Err(PartialError::Segment(index));
        }
        self.file
            .seek(SeekFrom::Start(start))
            .and_then(|_| self.file.write_all(bytes))
            .map_err(|e| io(&self.path, &e))?;
        self.have = self.have.saturating_add(1);
        Ok(())
    }

    /// Makes the whole payload durable under its root.
    ///
    /// # Errors
    /// [`PartialError`].
    pub fn complete(&mut self, root: &Digest) -> Result<(), PartialError> {
        if self.have != u64::try_from(self.hashes.len()).unwrap_or(u64::MAX) {
            return Err(PartialError::Segment(self.have));
        }
        let finish = || -> std::io::Result<()> {
            self.file.sync_all()?;
            write_hashes(&self.dir, &format!("{root}.hashes"), &self.hashes)?;
            fs::rename(&self.path, self.dir.join(format!("{root}.seg")))?;
            fs::remove_file(self.dir.join(format!("{}.part-hashes", self.key)))?;
            sync_dir(&self.dir)
        };
        finish().map_err(|e| io(&self.path, &e))
    }

    fn recount(&mut self, segment: usize) -> std::io::Result<()> {
        let mut buffer = Vec::with_capacity(segment);
        self.file.seek(SeekFrom::Start(0))?;
        for hash in &self.hashes {
            buffer.clear();
            (&mut self.file)
                .take(self.segment)
                .read_to_end(&mut buffer)?;
            if buffer.is_empty() || Digest::of(&[&buffer]) != *hash {
                break;
            }
            self.have = self.have.saturating_add(1);
        }
        self.have = self.have.saturating_sub(1);
        self.file
            .set_len(self.have.saturating_mul(self.segment).min(self.total))
    }
}

/// Opens a file of this process's own, locked so that no sweep takes it for a left-over.
fn in_work(path: &Path, options: &OpenOptions) -> std::io::Result<File> {
    for _ in 0..100 {
        let file = options.open(path)?;
        file.lock()?;
        // A sweep may have removed it between the two.
        if fs::metadata(path).is_ok_and(|m| file.metadata().is_ok_and(|f| f.ino() == m.ino())) {
            return Ok(file);
        }
    }
    Err(std::io::Error::other(format!(
        "{} keeps being removed",
        path.display()
    )))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

fn remove_files(dir: &Path, names: &[String]) -> std::io::Result<()> {
    for name in names {
        match fs::remove_file(dir.join(name)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    sync_dir(dir)
}

fn plain_name(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 120
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn read_hashes(path: &Path) -> std::io::Result<Option<Vec<Digest>>> {
    match fs::read(path) {
        Ok(bytes) if bytes.len() % 32 == 0 => Ok(Some(
            bytes
                .chunks_exact(32)
                .filter_map(Digest::from_slice)
                .collect(),
        )),
        Ok(_) => Ok(None),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

fn write_hashes(dir: &Path, name: &str, hashes: &[Digest]) -> std::io::Result<()> {
    let path = dir.join(name);
    let temp = dir.join(format!("{name}.tmp"));
    let bytes: Vec<u8> = hashes.iter().flat_map(|h| h.0).collect();
    let mut file = in_work(&temp, private().create(true).truncate(true))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&temp, &path)
}

fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

fn io(path: &Path, error: &std::io::Error) -> PartialError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        PartialError::Full {
            path: path.to_owned(),
        }
    } else {
        PartialError::Io(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments() -> (Vec<Vec<u8>>, Vec<Digest>) {
        let parts = vec![vec![1u8; 10], vec![2u8; 10], vec![3u8; 4]];
        let hashes = parts.iter().map(|p| Digest::of(&[p])).collect();
        (parts, hashes)
    }

    #[test]
    fn resumes_where_it_was_and_cuts_what_is_torn() {
        let dir = tempfile::tempdir().unwrap();
        let (parts, hashes) = segments();
        let open = || Partial::open(dir.path(), "k-1", 10, 24, &hashes).unwrap();
        let mut first = open();
        assert!(matches!(
            first.append(1, &parts[1]),
            Err(PartialError::Segment(1))
        ));
        first.append(0, &parts[0]).unwrap();
        assert!(first.append(1, &parts[0]).is_err());
        first.append(1, &parts[1]).unwrap();
        drop(first);
        assert_eq!(
            Partial::read_hashes(dir.path(), "k-1").unwrap().unwrap(),
            hashes
        );
        let mut second = open();
        assert_eq!(second.have(), 1);
        second.append(1, &parts[1]).unwrap();
        second.append(2, &parts[2]).unwrap();
        drop(second);
        // All there, but the process ended before it was completed.
        assert_eq!(open().have(), 2);
        // A torn third segment, then a damaged second.
        OpenOptions::new()
            .append(true)
            .open(dir.path().join("k-1.part"))
            .unwrap()
            .write_all(&[3, 3])
            .unwrap();
        let mut third = open();
        assert_eq!(third.have(), 1);
        third.append(1, &parts[1]).unwrap();
        drop(third);
        let mut file = OpenOptions::new()
            .write(true)
            .open(dir.path().join("k-1.part"))
            .unwrap();
        file.seek(SeekFrom::Start(15)).unwrap();
        file.write_all(&[9]).unwrap();
        let mut last = open();
        assert_eq!(last.have(), 0);
        last.append(0, &parts[0]).unwrap();
        last.append(1, &parts[1]).unwrap();
        last.append(2, &parts[2]).unwrap();
        let root = Digest::of(&[b"root"]);
        last.complete(&root).unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        assert_eq!(fs::read(blobs.path(&root)).unwrap(), parts.concat());
        assert_eq!(blobs.hashes(&root).unwrap().unwrap(), hashes);
    }

    #[test]
    fn shapes_that_cannot_be() {
        let dir = tempfile::tempdir().unwrap();
        let (_, hashes) = segments();
        for (key, total) in [("k", 31), ("k", 20), ("../k", 24), ("", 24)] {
            assert!(matches!(
                Partial::open(dir.path(), key, 10, total, &hashes),
                Err(PartialError::Shape)
            ));
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn unfinished_files_leave_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        let temp = blobs.create_temp().unwrap();
        fs::write(dir.path().join("7-0.tmp"), b"left").unwrap();
        // What another process is writing just now is not a left-over.
        blobs.sweep().unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        drop(temp);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_removed_leaves_nothing_and_touches_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path()).unwrap();
        let (parts, hashes) = segments();
        let keep = |name: &[u8]| {
            let root = Digest::of(&[name]);
            let mut temp = blobs.create_temp().unwrap();
            temp.file().write_all(&parts[0]).unwrap();
            blobs.finish(temp, &root, &hashes).unwrap();
            root
        };
        let (one, two) = (keep(b"one"), keep(b"two"));
        let partial = Partial::open(dir.path(), "k-1", 10, 24, &hashes).unwrap();
        drop(partial);
        blobs.remove(&one).unwrap();
        blobs.remove(&one).unwrap();
        Partial::remove(dir.path(), "k-1").unwrap();
        assert!(!blobs.exists(&one) && blobs.hashes(&one).unwrap().is_none());
        assert!(blobs.exists(&two));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
