//! Originals out of an evidence file, which is verified first.

use super::{MAX_PAPER, Papers, Source};
use entente_agreement::Life;
use entente_model::{
    Act, Deed, Problem,
    card::{Card, SignedCard},
    instrument::Instrument,
    problem::Class,
};
use entente_verify::{EventKind, Report, bundle};
use std::path::Path;

/// Whether a file's beginning is an archive's: evidence, also when it was altered.
#[must_use]
pub fn is_evidence(head: &[u8]) -> bool {
    let magic = head.get(257..262) == Some(&b"ustar"[..]);
    magic || head.starts_with(b"MANIFEST\0")
}

/// The frozen versions an evidence file holds, newest first, and what was verified.
///
/// # Errors
/// VERIFY-* when the file does not hold.
pub fn of_evidence(file: &Path, keys: Option<&Path>) -> Result<(Vec<Papers>, Report), Problem> {
    let (report, bytes) = crate::evidence::verified(file, keys)?;
    let unreadable = |detail: String| {
        Problem::new("VERIFY-006", Class::NotFound)
            .with("file", file.display())
            .with("detail", detail)
    };
    let files = bundle::open(&bytes).map_err(|e| unreadable(e.detail))?;
    let mut cards = Vec::new();
    let mut instruments = Vec::new();
    for (path, content) in &files {
        if path.starts_with("keys/") {
            cards.push(SignedCard::parse(content).map_err(|e| unreadable(e.to_string()))?);
        } else if path.starts_with("agreement/instrument") {
            let read: Instrument =
                serde_json::from_slice(content).map_err(|e| unreadable(e.to_string()))?;
            instruments.push(read);
        }
    }
    let cards: Vec<&Card> = cards.iter().map(SignedCard::card).collect();
    let life = told(&report);
    let mut papers = Vec::new();
    for instrument in instruments {
        let digest = instrument.digest();
        let version = life.as_ref().and_then(|life| {
            Some((
                life,
                life.versions().iter().find(|v| v.text.digest == digest)?,
            ))
        });
        let source = match version {
            Some((life, version)) => Source::of(life, version, &cards),
            None => Source::alone(instrument),
        };
        papers.push(Papers::of(Source {
            agreement: Some(crate::runtime::short_id(&report.agreement)),
            ..source
        })?);
    }
    papers.sort_by_key(|p| std::cmp::Reverse(p.source().version));
    Ok((papers, report))
}

/// The agreement's life as the verified records tell it; acts without effect have none here either.
fn told(report: &Report) -> Option<Life> {
    let mut life: Option<Life> = None;
    for event in &report.events {
        let EventKind::Act(act) = &event.kind else {
            continue;
        };
        let act: &Act = act;
        match (&mut life, &act.deed) {
            (None, Deed::Propose(propose)) => life = Life::open(act, propose).ok(),
            (Some(life), _) => {
                let _ = life.apply(act);
            }
            (None, _) => {}
        }
    }
    life
}

/// A paper's bytes, read with a limit.
///
/// # Errors
/// VERIFY-006.
pub fn limited(file: &Path) -> Result<Vec<u8>, Problem> {
    use std::io::Read as _;
    let unreadable = |e: std::io::Error| {
        Problem::new("VERIFY-006", Class::NotFound)
            .with("file", file.display())
            .with("detail", e)
    };
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(unreadable)?;
    opened
        .take(MAX_PAPER)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}
