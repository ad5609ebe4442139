//! The node directory: what is where, with which permissions.
//!
//! ```text
//! NODE/config.toml     party, listen address, url, demo
//! NODE/card.acc        our signed card, to give to partners
//! NODE/keys/*.key      sealed secrets: root, node, official-<id>
//! NODE/store/          the database
//! NODE/blobs/          ciphertext files
//! NODE/lock            held by the running process
//! NODE/control.sock    commands to the running process
//! ```

use entente_model::{
    PartyId, Problem,
    problem::{Class, Fault},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// `config.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Version of the directory's layout.
    pub layout: u32,
    /// Our party.
    pub party: PartyId,
    /// Where to listen for partners.
    pub listen: String,
    /// Where partners reach us.
    pub url: String,
    /// A demonstration node: refused by every ordinary one.
    pub demo: bool,
    /// Seconds a demonstration node's clock is ahead.
    #[serde(default)]
    pub demo_clock_ahead_s: i64,
    /// Longest pause between attempts to reach a partner, seconds.
    #[serde(default = "retry_max")]
    pub retry_max_s: u64,
}

fn retry_max() -> u64 {
    30
}

/// Layout this program writes.
pub const LAYOUT: u32 = 1;

/// A node directory.
#[derive(Debug, Clone)]
pub struct NodeDir {
    path: PathBuf,
}

impl NodeDir {
    /// An existing node directory.
    ///
    /// # Errors
    /// NODE-001, NODE-007.
    pub fn open(path: &Path) -> Result<(Self, Config), Problem> {
        let dir = Self {
            path: path.to_owned(),
        };
        let missing = || Problem::new("NODE-001", Class::NotFound).with("dir", path.display());
        let text = fs::read_to_string(dir.config_path()).map_err(|_| missing())?;
        let config: Config = toml::from_str(&text).map_err(|e| {
            Problem::new("NODE-001", Class::NotFound)
                .with("dir", format!("{} ({})", path.display(), e.message()))
        })?;
        if config.layout > LAYOUT {
            return Err(Problem::new("NODE-007", Class::Refused).with("dir", path.display()));
        }
        Ok((dir, config))
    }

    /// Makes a new, empty node directory.
    ///
    /// # Errors
    /// NODE-002, or the machine's refusal.
    pub fn create(path: &Path, config: &Config) -> Result<Self, Problem> {
        let dir = Self {
            path: path.to_owned(),
        };
        if dir.config_path().exists() {
            return Err(Problem::new("NODE-002", Class::Usage).with("dir", path.display()));
        }
        for part in [path.to_owned(), dir.keys(), dir.store(), dir.blobs()] {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&part)
                .map_err(|e| machine(&part, &e))?;
        }
        dir.write_config(config)?;
        Ok(dir)
    }

    /// Writes `config.toml`.
    ///
    /// # Errors
    /// The machine's refusal.
    pub fn write_config(&self, config: &Config) -> Result<(), Problem> {
        let text =
            toml::to_string(config).map_err(|e| machine(&self.path, &std::io::Error::other(e)))?;
        write_private(&self.config_path(), text.as_bytes())
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Our card.
    #[must_use]
    pub fn card(&self) -> PathBuf {
        self.path.join("card.acc")
    }

    /// Sealed secrets.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// A sealed secret by name.
    #[must_use]
    pub fn key(&self, name: &str) -> PathBuf {
        self.keys().join(format!("{name}.key"))
    }

    /// The database's directory.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// The delegation's own papers.
    #[must_use]
    pub fn private(&self) -> PathBuf {
        self.path.join("private.db")
    }

    /// The party's own rules on reading, when it has any.
    #[must_use]
    pub fn rules(&self) -> PathBuf {
        self.path.join("house.cedar")
    }

    /// Ciphertext files.
    #[must_use]
    pub fn blobs(&self) -> PathBuf {
        self.path.join("blobs")
    }

    /// Control socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.path.join("control.sock")
    }

    /// Takes the directory for this process. `None` when another process has it.
    ///
    /// # Errors
    /// The machine's refusal.
    pub fn lock(&self) -> Result<Option<File>, Problem> {
        let path = self.path.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(|e| machine(&path, &e))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(e)) => Err(machine(&path, &e)),
        }
    }

    fn config_path(&self) -> PathBuf {
        self.path.join("config.toml")
    }
}

/// Writes a file only its owner can read, whole or not at all.
///
/// # Errors
/// STORE-001 or STORE-002.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let temp = path.with_extension("tmp");
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&temp)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temp, path)?;
        // A bare file name lies in the present directory.
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|e| machine(path, &e))
}

/// Reads a secret file and refuses one that others may read.
///
/// # Errors
/// NODE-001, NODE-006.
pub fn read_private(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = fs::read(path)
        .map_err(|_| Problem::new("NODE-001", Class::NotFound).with("dir", path.display()))?;
    let mode = fs::metadata(path)
        .map(|m| m.permissions().mode())
        .unwrap_or(0);
    if mode & 0o077 != 0 {
        return Err(Problem::new("NODE-006", Class::Refused).with("file", path.display()));
    }
    Ok(bytes)
}

/// The machine refused.
#[must_use]
pub fn machine(path: &Path, error: &std::io::Error) -> Problem {
    let (code, name, value) = if error.kind() == std::io::ErrorKind::StorageFull {
        ("STORE-001", "path", path.display().to_string())
    } else {
        (
            "STORE-002",
            "detail",
            format!("{}: {error}", path.display()),
        )
    };
    Problem::new(code, Class::Unexpected)
        .by(Fault::Machine)
        .with(name, value)
}
