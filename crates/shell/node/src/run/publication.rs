//! `entente verify` of what a party published: the signed file, or a page compared with one.

use crate::{cli::Verify, dir::machine, evidence, papers, print::Printer, statement};
use entente_model::{
    Problem,
    problem::{Class, Fault},
};
use entente_verify::{Published, is_publication, render_publication, verify_publication};
use entente_words::key;
use serde_json::json;
use std::{io::Write as _, path::Path};

/// Verifies what was given when it is a publication, or a page to be compared with one; else
/// nothing is done.
///
/// # Errors
/// PUB-001 to PUB-007, VERIFY-003, VERIFY-006, CARD-001.
pub(super) fn verify(
    args: &Verify,
    given: &[u8],
    printer: &Printer,
) -> Result<Option<u8>, Problem> {
    let keys = args.keys.as_deref();
    if is_publication(given) {
        let published = held(given, keys)?;
        if printer.is_json() {
            printer.answer("nothing-else", &as_json(&published));
        } else {
            say(&render_publication(&published, printer.lang))?;
        }
        return Ok(Some(0));
    }
    let Some(against) = &args.against else {
        return Ok(None);
    };
    let original = papers::limited(against)?;
    if !is_publication(&original) {
        return Ok(None);
    }
    let published = held(&original, keys)?;
    let judged = statement::judge(&published, &String::from_utf8_lossy(given));
    if judged.verdict == "differs" {
        let detail = format!("\"{}\" ≠ \"{}\"", judged.found, judged.expected);
        return Err(unverified("PUB-006", &args.file).with("detail", detail));
    }
    if judged.verdict == "markup" {
        return Err(unverified("PUB-007", &args.file));
    }
    let id = published.publication.id.as_str();
    if printer.is_json() {
        let mut answer = json!({ "file": args.file, "against": against, "id": id });
        if let (Some(map), Ok(serde_json::Value::Object(judged))) =
            (answer.as_object_mut(), serde_json::to_value(&judged))
        {
            map.extend(judged);
        }
        printer.answer("nothing-else", &answer);
    } else {
        let file = args.file.display().to_string();
        let mut lines = printer.words(key::STAT_PAGE_VERIFIED, &[("file", &file), ("id", id)]);
        if judged.verdict == "text-authentic" {
            lines = format!(
                "{lines}\n{}",
                printer.words(key::STAT_PAGE_OTHER_LAYOUT, &[])
            );
        }
        say(&format!(
            "{lines}\n{}",
            render_publication(&published, printer.lang)
        ))?;
    }
    Ok(Some(0))
}

fn unverified(code: &'static str, file: &Path) -> Problem {
    Problem::new(code, Class::Unverified)
        .by(Fault::Rule)
        .with("file", file.display())
}

fn held(bytes: &[u8], keys: Option<&Path>) -> Result<Published, Problem> {
    let anchors = evidence::anchors(keys)?;
    verify_publication(bytes, &anchors).map_err(|failure| failure.problem())
}

fn as_json(published: &Published) -> serde_json::Value {
    let approvers: Vec<serde_json::Value> = published
        .approvers
        .iter()
        .map(|a| json!({ "official": a.official, "name": a.name, "role": a.role }))
        .collect();
    json!({
        "verified": true, "id": published.publication.id, "party": published.publication.party,
        "digest": published.digest.hex(), "approved": approvers, "publication": published.publication,
    })
}

fn say(text: &str) -> Result<(), Problem> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // A closed pipe is the reader's choice.
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(machine(Path::new("-"), &e)),
        _ => Ok(()),
    }
}
