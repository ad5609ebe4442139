//! `cargo xtask test`: every suite in order, a table, and one closing count.

use crate::{interop, run, tidy};
use std::{path::PathBuf, process::Command, time::Instant};

/// How a suite ended.
pub(crate) enum Outcome {
    /// Tests passed and failed.
    Ran {
        /// Passed.
        passed: u64,
        /// Failed.
        failed: u64,
    },
    /// Why it could not run here.
    Skipped(String),
}

type Suite = (&'static str, &'static str, fn() -> Outcome);

const SUITES: [Suite; 11] = [
    ("fmt", "formatting", || {
        verdict(run::cargo(&["fmt", "--all", "--check"]))
    }),
    ("tidy", "import direction, lengths, docs, licences", || {
        verdict(tidy::report())
    }),
    ("clippy", "lints, warnings denied", || {
        verdict(run::cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("unit", "tests in the files", || tests(&["--lib", "--bins"])),
    (
        "stories",
        "through the real binary and real sockets",
        || tests(&["--tests"]),
    ),
    ("docs", "documentation builds", docs),
    ("demo", "README's first command, run through", demo),
    (
        "interop-go",
        "Go's tlog and note libraries read our records",
        interop::go,
    ),
    (
        "interop-python",
        "securesystemslib verifies our statements",
        interop::python,
    ),
    (
        "word",
        "LibreOffice edits our Word export, and the edits come back",
        interop::word,
    ),
    (
        "paper",
        "poppler reads our PDFs, veraPDF finds them PDF/UA-1",
        interop::paper,
    ),
];

/// Runs what was asked for. True when nothing failed.
pub(crate) fn test(args: &[&str]) -> bool {
    let mut only = None;
    let mut require_all = false;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--only" => only = rest.next().copied(),
            "--require-all" => require_all = true,
            "--long" => run::long(),
            "--list" => {
                SUITES
                    .iter()
                    .for_each(|(name, what, _)| println!("{name:<15} {what}"));
                return true;
            }
            other => {
                eprintln!("unknown option {other}; see cargo xtask");
                return false;
            }
        }
    }
    let chosen: Vec<&Suite> = SUITES
        .iter()
        .filter(|s| only.is_none_or(|o| o == s.0))
        .collect();
    if chosen.is_empty() {
        eprintln!("no such suite; see cargo xtask test --list");
        return false;
    }
    summary(chosen.into_iter().map(run_one).collect(), require_all)
}

fn run_one((name, what, suite): &Suite) -> (&'static str, Outcome, u64) {
    println!("\n=== {name}: {what}");
    let begun = Instant::now();
    let outcome = suite();
    (name, outcome, begun.elapsed().as_secs())
}

fn summary(results: Vec<(&'static str, Outcome, u64)>, require_all: bool) -> bool {
    let (mut passed, mut failed, mut skipped) = (0u64, 0u64, 0u64);
    println!("\n=== summary");
    for (name, outcome, seconds) in results {
        match outcome {
            Outcome::Ran {
                passed: p,
                failed: f,
            } => {
                passed = passed.saturating_add(p);
                failed = failed.saturating_add(f);
                let word = if f == 0 { "ok" } else { "FAILED" };
                println!("{name:<15} {word:<7} {p} passed, {f} failed, {seconds} s");
            }
            Outcome::Skipped(why) => {
                skipped = skipped.saturating_add(1);
                println!("{name:<15} SKIPPED {why}");
            }
        }
    }
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    failed == 0 && !(require_all && skipped > 0)
}

fn verdict(ok: bool) -> Outcome {
    Outcome::Ran {
        passed: u64::from(ok),
        failed: u64::from(!ok),
    }
}

fn tests(which: &[&str]) -> Outcome {
    let mut command = Command::new("cargo");
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(which);
    count(&run::keep(&mut command))
}

/// Adds up cargo's `test result:` lines; a run that failed without one counts as one failure.
fn count(ran: &run::Ran) -> Outcome {
    let (mut passed, mut failed) = (0u64, 0u64);
    for line in ran.lines.iter().filter(|l| l.starts_with("test result:")) {
        let number = |word: &str| {
            let words: Vec<&str> = line.split([' ', ';']).filter(|w| !w.is_empty()).collect();
            let at = words.iter().position(|w| *w == word)?;
            words.get(at.checked_sub(1)?)?.parse::<u64>().ok()
        };
        passed = passed.saturating_add(number("passed").unwrap_or(0));
        failed = failed.saturating_add(number("failed").unwrap_or(0));
    }
    if !ran.ok && failed == 0 {
        failed = 1;
    }
    Outcome::Ran { passed, failed }
}

fn docs() -> Outcome {
    let mut command = Command::new("cargo");
    command
        .args(["doc", "--workspace", "--no-deps", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings");
    verdict(run::status(&mut command))
}

/// Where the demonstration's files stay for the suites after it.
pub(crate) fn demo_dir() -> PathBuf {
    run::root().join("target/xtask-demo")
}

fn demo() -> Outcome {
    let dir = demo_dir();
    let gone = std::fs::remove_dir_all(&dir);
    if gone.is_err() && dir.exists() {
        return verdict(false);
    }
    let mut command = Command::new("cargo");
    command
        .args([
            "run",
            "--release",
            "--quiet",
            "--",
            "demo",
            "--no-input",
            "--dir",
        ])
        .arg(&dir);
    let ran = run::keep(&mut command);
    let last = ran
        .lines
        .last()
        .is_some_and(|l| l.starts_with("demo: ") && l.ends_with(" steps, evidence verified"));
    verdict(ran.ok && last && dir.join("story.evidence").is_file())
}
