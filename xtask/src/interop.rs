//! Other people's implementations read what the demonstration left.

use crate::{
    run,
    suites::{Outcome, demo_dir},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

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

/// Poppler draws our PDFs and finds their words in order; veraPDF, from Maven Central, validates them.
pub(crate) fn paper() -> Outcome {
    let dir = run::root().join("target/xtask-paper");
    let gone = std::fs::remove_dir_all(&dir);
    let mut write = Command::new("cargo");
    write
        .args(["test", "--quiet", "-p", "entente-paper", "--test", "pdf"])
        .args(["--", "writes_papers_for_other_programs"])
        .env("ENTENTE_PAPERS", &dir);
    if gone.is_err() && dir.exists() || !run::status(&mut write) {
        return Outcome::Ran {
            passed: 0,
            failed: 1,
        };
    }
    let poppler = || runs("pdftotext", "-v");
    if !(poppler() || run::install(&["poppler-utils"]) && poppler()) {
        return Outcome::Skipped("no poppler, and it cannot be installed here".into());
    }
    let (passed, failed) = poppler_reads(&dir);
    let maven = || runs("mvn", "-v") && runs("javac", "-version");
    let packages = ["default-jdk-headless", "maven"];
    if failed == 0 && !(maven() || run::install(&packages) && maven()) {
        return Outcome::Skipped("poppler is content; no Java, so no veraPDF here".into());
    }
    let mvn = |goals: &[&str]| {
        let mut command = Command::new("mvn");
        let build = format!("-Dbuild.dir={}", dir.join("verapdf").display());
        command.args(["-q", "-B", &build]).args(goals);
        command.arg(format!("-Dexec.args={}", dir.display()));
        command
    };
    let built = run::keep_in(&mut mvn(&["compile"]), &run::root().join("interop/verapdf"));
    if failed == 0 && !built.ok {
        return Outcome::Skipped("poppler is content; veraPDF cannot be had here".into());
    }
    match checks(&mut mvn(&["exec:java"]), "interop/verapdf") {
        Outcome::Ran {
            passed: more,
            failed: wrong,
        } => Outcome::Ran {
            passed: passed.saturating_add(more),
            failed: failed.saturating_add(wrong),
        },
        skipped => skipped,
    }
}

/// Every page is drawn, and the text above the foot is that of the text file beside it.
fn poppler_reads(dir: &Path) -> (u64, u64) {
    let (mut passed, mut failed) = (0u64, 0u64);
    let mut told = |name: &str, what: &str, ok: bool| {
        println!("{} {name} {what}", if ok { "PASS" } else { "FAIL" });
        let count = if ok { &mut passed } else { &mut failed };
        *count = count.saturating_add(1);
    };
    let entries = std::fs::read_dir(dir).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    let pdfs = files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "pdf"));
    for pdf in pdfs {
        let name = pdf.file_name().unwrap_or_default().to_string_lossy();
        let drawn = Command::new("pdftoppm")
            .args(["-r", "60", "-png"])
            .args([pdf, &pdf.with_extension("page")])
            .output();
        let clean = drawn.is_ok_and(|o| o.status.success() && o.stderr.is_empty());
        told(&name, "pdftoppm draws every page without complaint", clean);
        let Ok(plain) = std::fs::read_to_string(pdf.with_extension("txt")) else {
            continue;
        };
        // The file's last line is what stands at the foot of each page, below 770 points.
        let body = plain
            .trim_end()
            .rsplit_once('\n')
            .map_or("", |(body, _)| body);
        let text = Command::new("pdftotext")
            .args(["-enc", "UTF-8", "-raw", "-nopgbrk"])
            .args(["-x", "0", "-y", "0", "-W", "596", "-H", "770"])
            .args([pdf.as_path(), Path::new("-")])
            .output();
        let text = text.map(|o| o.stdout).unwrap_or_default();
        let packed = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let same = !body.is_empty() && packed(&String::from_utf8_lossy(&text)) == packed(body);
        told(&name, "pdftotext finds every word in order", same);
    }
    (passed, failed.max(u64::from(passed == 0)))
}

/// Whether a program is there, asked in its own way.
fn runs(program: &str, version: &str) -> bool {
    let asked = Command::new(program).arg(version).output();
    asked.is_ok_and(|o| o.status.success())
}

/// LibreOffice, driven by its own Python interface.
pub(crate) fn word() -> Outcome {
    if !demo_dir().join("tokyo").is_dir() {
        return missing();
    }
    // Debian's interpreter: only it has LibreOffice's module.
    let python = "/usr/bin/python3";
    let there =
        || run::has("soffice") && run::status(Command::new(python).args(["-c", "import uno"]));
    if !(there() || run::install(&["libreoffice-writer-nogui", "python3-uno"]) && there()) {
        return Outcome::Skipped("no LibreOffice, and it cannot be installed here".into());
    }
    let build = [
        "build",
        "--quiet",
        "-p",
        "entente-paper",
        "--example",
        "docx",
    ];
    if !run::cargo(&build) {
        return Outcome::Ran {
            passed: 0,
            failed: 1,
        };
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = run::root().join(target.unwrap_or_else(|| "target".into()));
    let mut command = Command::new(python);
    command
        .arg("round_trip.py")
        .arg(target.join("debug/examples/docx"))
        .arg(run::root().join("instruments/jpn-nzl-model"))
        .arg(target.join("interop-word"))
        .arg(target.join("release/entente"))
        .arg(demo_dir());
    checks(&mut command, "interop/libreoffice")
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
