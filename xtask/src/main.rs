//! Project tasks: `cargo xtask test | tidy | bench | vectors`.

mod interop;
mod run;
mod suites;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
Project tasks.

Examples:
  cargo xtask test                     every suite; what cannot run here is printed as skipped
  cargo xtask test --require-all       a skipped suite fails
  cargo xtask test --only stories      one suite
  cargo xtask test --long              properties with 100,000 cases each
  cargo xtask test --list              the suites
  cargo xtask tidy                     import direction, file and function length, docs, licences
  cargo xtask bench [--json FILE]      figures as ratios to ceilings of the same run
  cargo xtask vectors                  run the named vectors
  cargo xtask fields                   write docs/spec/terms.*.md from the types
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test", rest @ ..] => suites::test(rest),
        ["tidy"] => tidy::report(),
        ["bench", rest @ ..] => bench(rest),
        ["fields"] => fields(),
        ["vectors"] => run::cargo(&["test", "-p", "entente-record", "--test", "vectors"]),
        _ => {
            print!("{HELP}");
            words.is_empty()
        }
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn bench(rest: &[&str]) -> bool {
    let mut args = vec!["run", "--release", "-p", "entente-bench", "--"];
    args.extend_from_slice(rest);
    run::cargo(&["build", "--release", "-p", "entente-node"]) && run::cargo(&args)
}

/// Writes the reference pages of the terms as the program prints them.
fn fields() -> bool {
    ["en", "ja"].into_iter().all(|lang| {
        let page = std::process::Command::new("cargo")
            .args(["run", "--quiet", "-p", "entente-node", "--"])
            .args(["--lang", lang, "agree", "fields"])
            .current_dir(run::root())
            .output();
        let Ok(page) = page else { return false };
        let path = run::root().join(format!("docs/spec/terms.{lang}.md"));
        page.status.success() && std::fs::write(path, page.stdout).is_ok()
    })
}
