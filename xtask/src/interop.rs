//! Other people's implementations read what the demonstration left.

use crate::{
    run,
    suites::{Outcome, demo_dir},
};
use std::{path::PathBuf, process::Command};

/// Go's `golang.org/x/mod/sumdb/{note,tlog}`.
pub(crate) fn go() -> Outcome {
    let Some(files) = extracted() else {
        return missing();
    };
    if !(run::has("go") || run::install(&["golang-go"]) && run::has("go")) {
        return Outcome::Skipped("no Go, and it cannot be installed here".into());
    }
    let mut command = Command::new("go");
    command
        .args(["run", ".", "--"])
        .arg(&files)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "-mod=readonly");
    checks(&mut command, "interop/go")
}

/// PyPI's `securesystemslib`.
pub(crate) fn python() -> Outcome {
    let Some(files) = extracted() else {
        return missing();
    };
    let venv = run::root().join("target/interop-venv");
    let python = venv.join("bin/python");
    if !python.is_file()
        || !run::status(Command::new(&python).args(["-c", "import securesystemslib"]))
    {
        let make = || run::status(Command::new("python3").args(["-m", "venv"]).arg(&venv));
        if !(make() || run::install(&["python3", "python3-venv"]) && make()) {
            return Outcome::Skipped("no Python with venv, and it cannot be installed here".into());
        }
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "securesystemslib[crypto]==1.3.0",
        ]);
        if !run::status(&mut pip) {
            return Outcome::Skipped("securesystemslib cannot be installed here".into());
        }
    }
    let mut command = Command::new(python);
    command.arg("dsse_check.py").arg(&files);
    checks(&mut command, "interop/python")
}

fn missing() -> Outcome {
    Outcome::Skipped("needs what the demo suite leaves: run it first".into())
}

/// The demonstration's evidence, unpacked.
fn extracted() -> Option<PathBuf> {
    let evidence = demo_dir().join("story.evidence");
    let to = demo_dir().join("unpacked");
    if !evidence.is_file() {
        return None;
    }
    std::fs::create_dir_all(&to).ok()?;
    run::status(
        Command::new("tar")
            .arg("-xf")
            .arg(&evidence)
            .arg("-C")
            .arg(&to),
    )
    .then_some(to)
}

/// Counts `PASS …` and `FAIL …` lines; a checker that stops early is a failure.
fn checks(command: &mut Command, dir: &str) -> Outcome {
    let here = run::root().join(dir);
    let script = run::keep_in(command, &here);
    let count = |word: &str| {
        u64::try_from(script.lines.iter().filter(|l| l.starts_with(word)).count()).unwrap_or(0)
    };
    let (passed, mut failed) = (count("PASS"), count("FAIL"));
    if (!script.ok || passed == 0) && failed == 0 {
        failed = 1;
    }
    Outcome::Ran { passed, failed }
}
