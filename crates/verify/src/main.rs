//! `entente-verify`: verifies an evidence file, or what a party published, with the parties' cards
//! and nothing else.

use clap::Parser;
use entente_model::card::SignedCard;
use entente_verify::{
    Failure, MAX_EVIDENCE, is_publication, render, render_publication, verify, verify_publication,
};
use entente_words::{Lang, code_texts};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Verifies evidence of an information-sharing agreement, or what a party published. Exit 0: verified; 6: not; 2: usage; 4: no such file.
#[derive(Debug, Parser)]
#[command(
    name = "entente-verify",
    version,
    before_help = "Examples:\n  entente-verify story.evidence --keys keys/ --lang ja\n  entente-verify 2026-statistics.publication.json --keys keys/"
)]
struct Cli {
    /// Evidence file, or a file *.publication.json
    file: PathBuf,
    /// Directory with the parties' cards (*.card), from your own side
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Language
    #[arg(long, value_parser = ["en", "ja"])]
    lang: Option<String>,
    /// Show every act
    #[arg(long)]
    all: bool,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let lang = cli
        .lang
        .as_deref()
        .and_then(Lang::from_tag)
        .unwrap_or_else(|| Lang::from_locale(var("LC_ALL").as_deref(), var("LANG").as_deref()));
    match run(&cli, lang) {
        Ok(told) => {
            print!("{told}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let problem = failure.problem();
            let args: Vec<(&str, &str)> = problem
                .args
                .iter()
                .map(|(k, v)| (k.as_ref(), v.as_str()))
                .collect();
            let words = code_texts(lang, failure.code, &args);
            eprintln!(
                "error[{}]: {}",
                failure.code,
                words.map_or_else(|| failure.detail.clone(), |w| w.what)
            );
            ExitCode::from(if failure.code == "VERIFY-006" { 4 } else { 6 })
        }
    }
}

fn run(cli: &Cli, lang: Lang) -> Result<String, Failure> {
    let unreadable = |path: &Path, detail: String| Failure {
        code: "VERIFY-006",
        place: path.display().to_string(),
        detail,
    };
    let length = std::fs::metadata(&cli.file)
        .map_err(|e| unreadable(&cli.file, e.to_string()))?
        .len();
    if length > MAX_EVIDENCE {
        return Err(unreadable(&cli.file, format!("{length} bytes")));
    }
    let mut anchors = Vec::new();
    if let Some(dir) = &cli.keys {
        for entry in std::fs::read_dir(dir).map_err(|e| unreadable(dir, e.to_string()))? {
            let path = entry.map_err(|e| unreadable(dir, e.to_string()))?.path();
            if path.extension().is_some_and(|e| e == "card") {
                let bytes = std::fs::read(&path).map_err(|e| unreadable(&path, e.to_string()))?;
                anchors
                    .push(SignedCard::parse(&bytes).map_err(|e| unreadable(&path, e.to_string()))?);
            }
        }
    }
    let bytes = std::fs::read(&cli.file).map_err(|e| unreadable(&cli.file, e.to_string()))?;
    if is_publication(&bytes) {
        return verify_publication(&bytes, &anchors).map(|p| render_publication(&p, lang));
    }
    verify(&bytes, &anchors).map(|report| render(&report, lang, (!cli.all).then_some(200)))
}
