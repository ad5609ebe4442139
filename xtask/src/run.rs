//! Running other programs.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
};

/// Whether properties run with many cases.
static LONG: AtomicBool = AtomicBool::new(false);

/// Lets properties run with 100,000 cases each.
pub(crate) fn long() {
    LONG.store(true, Ordering::Relaxed);
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// Runs cargo, showing what it prints.
pub(crate) fn cargo(args: &[&str]) -> bool {
    status(Command::new("cargo").args(args))
}

/// Runs a command in the root, showing what it prints.
pub(crate) fn status(command: &mut Command) -> bool {
    command
        .current_dir(root())
        .status()
        .is_ok_and(|s| s.success())
}

/// What a run printed and whether it succeeded.
pub(crate) struct Ran {
    /// Exit status 0.
    pub(crate) ok: bool,
    /// Standard output's lines.
    pub(crate) lines: Vec<String>,
}

/// Runs a command in the root, showing its output as it comes and keeping it.
pub(crate) fn keep(command: &mut Command) -> Ran {
    keep_in(command, &root())
}

/// As [`keep`], in another folder.
pub(crate) fn keep_in(command: &mut Command, dir: &Path) -> Ran {
    if LONG.load(Ordering::Relaxed) {
        command.env("ENTENTE_CASES", "100000");
    }
    let child = command
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        return Ran {
            ok: false,
            lines: Vec::new(),
        };
    };
    let mut lines = Vec::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            println!("{line}");
            lines.push(line);
        }
    }
    Ran {
        ok: child.wait().is_ok_and(|s| s.success()),
        lines,
    }
}

/// Whether a program is there.
pub(crate) fn has(program: &str) -> bool {
    Command::new(program)
        .arg(if program == "go" {
            "version"
        } else {
            "--version"
        })
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// Installs Debian packages, where that is possible.
pub(crate) fn install(packages: &[&str]) -> bool {
    if !has("apt-get") {
        return false;
    }
    println!("installing {}", packages.join(" "));
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(args)
            .stdout(Stdio::null());
        status(&mut command)
    };
    let mut args = vec!["install", "-y", "--no-install-recommends"];
    args.extend_from_slice(packages);
    apt(&["update", "-q"]) && apt(&args)
}
